"""The knowledge that the loaded model carries.

Rasa builds the NLG before it loads a model and gives it no way into the model archive. The retriever
therefore leaves here what it read from the archive, and the NLG takes it from here: both speak of the
same revision, and swapping the model swaps the words with it.
"""

from __future__ import annotations

from bot.errors import KnowledgeError
from bot.knowledge.schema import Library

_library: Library | None = None


def serve(library: Library) -> None:
    """From now on answers come from `library`."""
    global _library  # noqa: PLW0603 (the one hand-over Rasa leaves room for)
    _library = library


def library() -> Library:
    """What is served. Raises KnowledgeError before a model is loaded."""
    if _library is None:
        raise KnowledgeError(["no model is loaded, so there is no knowledge to answer from"])
    return _library
