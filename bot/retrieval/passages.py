"""The indexed pieces: a snippet's questions, title and sentences, and the topics nobody has answered yet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.knowledge.render import plain
from bot.knowledge.schema import Library, Snippet, Topic


@dataclass(frozen=True)
class Passage:
    """One text of the index and what it stands for: a snippet's id, or the slug of an unanswered topic."""

    target: str
    text: str


@dataclass(frozen=True)
class Target:
    """What a question can be about. `questions` are as people ask, `sentences` are its other passages."""

    id: str
    questions: list[str]
    sentences: list[str]


def targets_of(library: Library) -> list[Target]:
    """The served snippets, and every topic of the map that none of them answers.

    A question that lies nearest to an unanswered topic is known to have no vetted answer, and is not
    given its neighbour's.
    """
    answered = {topic for snippet in library.served() for topic in snippet.topics}
    gaps = [_gap(slug, topic) for slug, topic in library.topics.items() if slug not in answered]
    return [_answerable(snippet) for snippet in library.served()] + gaps


def _answerable(snippet: Snippet) -> Target:
    sentences = re.split(r"(?<=[.?!])\s+|\n+-?\s*", plain(snippet.body))
    told = [snippet.title, *(s for s in sentences if len(s.split()) > 3)]
    return Target(snippet.id, snippet.questions, told)


def _gap(slug: str, topic: Topic) -> Target:
    told = [topic.title, *(part for part in re.split(r"[;,:.]\s+", topic.scope) if part)]
    return Target(slug, [topic.question], told)
