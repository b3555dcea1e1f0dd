"""The vetted words: schema, loading, lint, rendering, and the hotline register."""
