"""The indexed pieces of a snippet: its questions, its title, its sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.knowledge.render import plain
from bot.knowledge.schema import Snippet


@dataclass(frozen=True)
class Passage:
    """One text that stands for a snippet in the index."""

    snippet: str
    text: str


def passages_of(snippet: Snippet) -> list[Passage]:
    """What a question is compared with. Questions find questions best; sentences catch the rest."""
    sentences = re.split(r"(?<=[.?!])\s+|\n+-?\s*", plain(snippet.body))
    texts = [snippet.title, *snippet.questions, *(s for s in sentences if len(s.split()) > 3)]
    return [Passage(snippet.id, text) for text in texts]
