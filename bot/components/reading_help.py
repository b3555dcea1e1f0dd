"""Simpler, more, where from, when checked: what people ask about the answer they have just read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.render import citations, reference
from bot.knowledge.schema import Library, Snippet
from bot.messages import Channel, Draft
from bot.responses import Responses

ACTIONS = frozenset(("utter_simpler", "utter_more", "utter_source", "utter_checked"))
_SMS_SOURCES = 2


def about_the_answer(
    action: str, words: Responses, library: Library, shown: Sequence[str], channel: Channel
) -> Draft:
    """The reply to one of ACTIONS about the last of the snippets `shown`, if any was."""
    known = [library.snippets[id_] for id_ in shown if id_ in library.snippets]
    if not known:
        return words.draft("utter_nothing_shown", channel)
    snippet = known[-1]
    told = {
        "utter_simpler": snippet.sms,
        "utter_source": _sources(snippet, library, channel),
        "utter_checked": snippet.review.reviewed_on.strftime("%d %B %Y").lstrip("0"),
    }.get(action, "")
    draft = words.draft(action, channel, words=told, title=snippet.title)
    if action == "utter_more":
        return draft
    return draft.model_copy(
        update={"snippets": [reference(snippet)], "citations": citations(snippet, library)}
    )


def _sources(snippet: Snippet, library: Library, channel: Channel) -> str:
    cited = citations(snippet, library)
    if channel is Channel.SMS:
        return "; ".join(f"{c.publisher} {c.year or ''}".strip() for c in cited[:_SMS_SOURCES])
    return "\n".join(f"- {c.title} ({', '.join(_origin(c.publisher, c.year))})" for c in cited)


def _origin(publisher: str, year: int | None) -> list[str]:
    return [publisher, str(year)] if year else [publisher]
