"""A snippet as the reader of a channel sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.knowledge.schema import Boundary, Library, Snippet
from bot.messages import Channel, Citation, Draft, Kind, SnippetRef

US = {"emergency": "call 911", "lifeline": "call or text 988"}
"""The numbers that snippets themselves are written with."""

_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_LIFELINE = re.compile(r"(?<!\d)988(?!\d)")


def answer(
    snippet: Snippet, library: Library, channel: Channel, numbers: Mapping[str, str] = US
) -> Draft:
    """The reply that serves `snippet`, with its revision, sources and review date.

    `numbers` are the reader's country's `emergency` and `lifeline`, as words.
    """
    sms = channel is Channel.SMS
    text = sms_text(snippet, library, numbers) if sms else web_text(snippet, library)
    return Draft(
        kind=Kind.ANSWER,
        text=text,
        snippets=[reference(snippet)],
        citations=citations(snippet, library),
    )


def web_text(snippet: Snippet, library: Library) -> str:
    """Body, boundary line, crisis line where due, footer: paragraphs and "- " lists."""
    parts = [plain(snippet.body)]
    if snippet.boundary is not Boundary.NONE:
        parts.append(getattr(library.lines, snippet.boundary.value))
    if snippet.crisis_line:
        parts.append(library.lines.crisis_line)
    parts.append(library.lines.footer)
    return "\n\n".join(parts)


def sms_text(snippet: Snippet, library: Library, numbers: Mapping[str, str] = US) -> str:
    """The neutral wording, with the short crisis line where it is due and not in there already."""
    if snippet.crisis_line and not _LIFELINE.search(snippet.sms):
        return f"{snippet.sms} {library.lines.crisis_line_sms.format_map(numbers)}"
    return snippet.sms


def plain(markdown: str) -> str:
    """Markdown of the house style as plain text: one line per paragraph or list item."""
    blocks = []
    for block in re.split(r"\n\s*\n", markdown.strip()):
        lines = [line.strip() for line in block.splitlines()]
        joined = " ".join(f"\n{line}" if line.startswith("- ") else line for line in lines)
        blocks.append(re.sub(r" ?\n", "\n", joined).strip())
    text = _LINK.sub(r"\1", "\n\n".join(blocks))
    return _EMPHASIS.sub(r"\2", text)


def reference(snippet: Snippet) -> SnippetRef:
    """What a transcript keeps of a snippet: id, exact revision, review date."""
    return SnippetRef(
        id=snippet.id,
        revision=snippet.revision,
        topics=snippet.topics,
        title=snippet.title,
        reviewed_on=snippet.review.reviewed_on.isoformat(),
    )


def citations(snippet: Snippet, library: Library) -> list[Citation]:
    """The snippet's sources in its own order."""
    cited = [library.sources[id_] for id_ in snippet.sources]
    return [Citation(title=s.title, publisher=s.publisher, year=s.year, url=s.url) for s in cited]
