"""Recognises danger in a message with pure code: no model, no network, no database."""
