"""Measures the assistant on question sets, through the HTTP contract."""
