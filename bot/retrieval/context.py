"""A message as it is searched when it follows an answer."""

from __future__ import annotations


def in_context(subject: str, text: str) -> str:
    """`text` with what was talked about before: the title of the answer, or the earlier question.

    The encoder is trained on messages of this form (bot/retrieval/finetune.py): it learns when a message
    leans on what went before, and when it opens a new subject.
    """
    return f"{subject.rstrip('?.: ')}: {text}"
