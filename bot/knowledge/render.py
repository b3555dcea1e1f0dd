"""A snippet as the reader of a channel sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.knowledge.schema import Boundary, Library, Snippet
from bot.messages import Channel, Citation, Draft, Kind, SnippetRef

US = {"emergency": "call 911", "lifeline": "call or text 988"}
"""The numbers that snippets themselves are written with."""

_NEUTRAL = [
    (r"IV ketamine", "the drip"),
    (r"Spravato \(esketamine\)|Ketamine and esketamine", "the treatment"),
    (r"Spravato|esketamine", "the spray"),
    (r"Ketamine, psilocybin, MDMA and LSD", "the treatment and other substances"),
    (r"ketamine", "the treatment"),
    (r"antidepressant pills|antidepressants", "mood pills"),
    (r"treatment-resistant depression", "low mood that pills do not lift"),
    (r"bipolar disorder", "illness with highs and lows"),
    (r"postpartum depression", "low mood after a birth"),
    (r"depression", "low mood"),
    (r"suicidal thoughts", "dark thoughts"),
    (r"suicide", "self-harm"),
    (r"PTSD and trauma", "trauma"),
    (r"an opioid", "a painkiller"),
    (r"opioid painkillers", "strong painkillers"),
    (r"addiction and dependence|addiction", "dependence"),
    (r"drug tests", "urine and blood tests"),
    (r"drug use", "substance use"),
    (r"Xanax, Valium and similar", "calming"),
]
"""Words that carriers reject in a text message, with what is said instead; longer ones first."""

_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_LEADS_ON = re.compile(r"(?:^|(?<=[.?!])\s+)[^.?!]*:$")
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


def answers(
    snippets: Sequence[Snippet], library: Library, channel: Channel, numbers: Mapping[str, str] = US
) -> Draft:
    """One reply that answers several questions, in this order and in short."""
    if channel is Channel.SMS:
        text = " ".join(_first_sentence(s.sms) for s in snippets)
        if any(s.crisis_line for s in snippets) and not _LIFELINE.search(text):
            text += " " + library.lines.crisis_line_sms.format_map(numbers)
    else:
        text = "\n\n".join([*(_in_short(s) for s in snippets), *_fixed(snippets, library)])
    cited = {c.url: c for s in snippets for c in citations(s, library)}
    return Draft(
        kind=Kind.ANSWER,
        text=text,
        snippets=[reference(s) for s in snippets],
        citations=list(cited.values()),
    )


def _in_short(snippet: Snippet) -> str:
    """The title and the first paragraph, whose first sentence answers the question; what only leads to
    a list is left out."""
    first = plain(snippet.body).split("\n")[0]
    told = _LEADS_ON.sub("", first)
    return f"{snippet.title}: {told or first}"


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.?!])\s+", text, maxsplit=1)[0]


def _fixed(snippets: Sequence[Snippet], library: Library) -> list[str]:
    """The fixed lines that end an answer: the strongest boundary, the crisis line where due, the footer."""
    boundaries = {s.boundary for s in snippets}
    lines = [
        getattr(library.lines, boundary.value)
        for boundary in (Boundary.REQUIRED, Boundary.LIGHT)
        if boundary in boundaries
    ][:1]
    if any(s.crisis_line for s in snippets):
        lines.append(library.lines.crisis_line)
    return [*lines, library.lines.footer]


def web_text(snippet: Snippet, library: Library) -> str:
    """Body, boundary line, crisis line where due, footer: paragraphs and "- " lists."""
    return "\n\n".join([plain(snippet.body), *_fixed([snippet], library)])


def sms_text(snippet: Snippet, library: Library, numbers: Mapping[str, str] = US) -> str:
    """The neutral wording, with the short crisis line where it is due and not in there already."""
    if snippet.crisis_line and not _LIFELINE.search(snippet.sms):
        return f"{snippet.sms} {library.lines.crisis_line_sms.format_map(numbers)}"
    return snippet.sms


def sms_label(title: str) -> str:
    """The title as a line of an SMS: without the names of drugs and diagnoses."""
    for pattern, neutral in _NEUTRAL:
        title = re.sub(pattern, neutral, title, flags=re.IGNORECASE)
    return title[:1].upper() + title[1:]


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
