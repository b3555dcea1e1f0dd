"""Alembic migrations, run by `python -m bot migrate` and before every `serve`."""
