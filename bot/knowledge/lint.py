"""What the schema cannot see: dates, reading level, wordings, figures, lengths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import textstat

from bot.knowledge.render import plain, sms_label, sms_text
from bot.knowledge.schema import DeclineKind, Library, Review, Snippet, Status
from bot.text.segments import is_gsm7, segments

MAX_GRADE = 8.0
MAX_SENTENCE_WORDS = 25
WEB_WORDS = range(60, 181)
SMS_SEGMENTS = 2
MIN_PHRASINGS = 20

_LONGEST = {
    "clinic_name": "A Clinic With A Rather Long Name",
    "clinic_phone": "+1 555 010 0199",
    "emergency": "call your local emergency number",
    "lifeline": "call or text 988",
}
"""What stands in for the values of a deployment when lengths are measured."""

BANNED = {
    r"\bcommit(s|ted|ting)? suicide\b": "say 'died by suicide'",
    r"\b(successful|failed) (suicide )?attempt": "say 'attempt'",
    r"\b(guarantee[ds]?|miracle|breakthrough treatment)\b": "no promises",
    r"\bnon-?addictive\b": "not a true claim",
    r"\b(don't|do not) worry\b": "not ours to say",
    r"!": "no exclamation marks",
}
CARRIER_WORDS = re.compile(
    r"ketamin|spravato|depress|suicid|ptsd|bipolar|addict|opioid|\bdrugs?\b|anesthe|psychedelic",
    re.I,
)
RESERVED_REPLY = re.compile(
    r"\b(?i:reply|text|send|answer)\s+\W?(STOP|HELP|YES|START|END|QUIT|CANCEL|INFO)\b"
)
_NUMBER = re.compile(r"\d[\d,.]*")
_SMALL = {"2", "3", "4", "5", "24", "911", "988", "1"}


def lint(library: Library, today: date) -> list[str]:
    """One line `file: field: problem` for everything that keeps a snippet from being served well."""
    shown = [s for s in library.snippets.values() if s.review.status is not Status.RETIRED]
    kinds = [k for k in library.declines.values() if k.review.status is not Status.RETIRED]
    problems = [f"{s.file}: {p}" for s in shown for p in _problems(s, library, today)]
    problems += [f"{k.file}: {p}" for k in kinds for p in _decline_problems(k, today)]
    phrasings = [(s.file, "questions", s.questions) for s in shown]
    phrasings += [(k.file, "examples", k.examples) for k in kinds]
    return [*problems, *_asked_twice(phrasings)]


def _problems(snippet: Snippet, library: Library, today: date) -> Iterator[str]:
    yield from _dates(snippet.review, today)
    yield from _map(snippet, library)
    yield from _facts(snippet, library)
    yield from _web(snippet)
    yield from _sms(sms_text(snippet, library))
    if found := CARRIER_WORDS.search(sms_label(snippet.title)):
        yield f"title: in an SMS carriers reject '{found.group()}'"
    yield from _wordings(snippet)
    yield from _few(snippet.questions, "questions")


def _decline_problems(kind: DeclineKind, today: date) -> Iterator[str]:
    yield from _dates(kind.review, today)
    yield from _reading(kind.text, "text")
    yield from _wordings(kind)
    yield from _few(kind.examples, "examples")
    try:
        filled = kind.text.format_map(_LONGEST), kind.sms.format_map(_LONGEST)
    except (KeyError, ValueError, IndexError) as error:
        yield f"text: names an unknown value, or has a stray brace: {error}"
    else:
        yield from _sms(filled[1])


def _dates(review: Review, today: date) -> Iterator[str]:
    if review.reviewed_on > today:
        yield "review.reviewed_on: lies in the future"
    if review.review_due <= review.reviewed_on:
        yield "review.review_due: must be after reviewed_on"
    if review.review_due < today:
        yield f"review.review_due: was due on {review.review_due}"


def _map(snippet: Snippet, library: Library) -> Iterator[str]:
    """The topic map decides which fixed lines an answer carries."""
    topics = [library.topics[t] for t in snippet.topics]
    if snippet.boundary is not topics[0].boundary:
        yield f"boundary: the topic map says {topics[0].boundary.value}"
    if any(t.crisis_line for t in topics) and not snippet.crisis_line:
        yield "crisis_line: the topic map asks for it"
    if "suicid" in snippet.body.lower() and not snippet.crisis_line:
        yield "crisis_line: a text that mentions suicidal thoughts carries it"


def _facts(snippet: Snippet, library: Library) -> Iterator[str]:
    for id_ in snippet.facts:
        if not library.facts[id_].checked:
            yield f"facts: {id_} has not been checked against its source"
    known = _known_figures(snippet, library)
    for figure in _figures(snippet.body + " " + snippet.sms):
        if figure not in known:
            yield f"body: the figure {figure} stands in none of its facts, claims or sources"
    carried = {s for id_ in snippet.facts for s in library.facts[id_].sources}
    for id_ in snippet.facts:
        if not set(library.facts[id_].sources) & set(snippet.sources):
            yield f"sources: none of those of {id_} is named"
    for id_ in snippet.sources:
        if id_ not in carried:
            yield f"sources: {id_} carries none of the facts named"
        if not library.sources[id_].url:
            yield f"sources: {id_} has no address to show"


def _known_figures(snippet: Snippet, library: Library) -> set[str]:
    """Figures of the facts and claims, rounded ones too, and of the sources' years and notes."""
    told = [library.facts[id_].text for id_ in snippet.facts]
    told += [f"{c.claim} {c.correction}" for c in (library.claims[id_] for id_ in snippet.claims)]
    told += [
        f"{s.year} {s.title} {s.notes}" for s in (library.sources[id_] for id_ in snippet.sources)
    ]
    exact = set(_figures(" ".join(told)))
    rounded = {str(round(float(n))) for n in exact if re.fullmatch(r"\d+\.\d+", n)}
    return exact | rounded | _SMALL | {str(snippet.review.reviewed_on.year)}


def _figures(text: str) -> list[str]:
    return [n.rstrip(".,").replace(",", "") for n in _NUMBER.findall(text)]


def _web(snippet: Snippet) -> Iterator[str]:
    text = plain(snippet.body)
    words = len(text.split())
    if words not in WEB_WORDS:
        yield f"body: {words} words, wanted {WEB_WORDS.start} to {WEB_WORDS.stop - 1}"
    yield from _reading(text, "body")
    if re.match(r"(yes|no)\b", text, re.I):
        yield "body: must not begin with yes or no, people also ask in the negative"
    if re.search(r"^#|^\s*[*+] |^\s*\d+[.)] |\]\(|<\w+|\*\*|\|", snippet.body, re.M):
        yield "body: only paragraphs and '- ' lists"


def _reading(text: str, field: str) -> Iterator[str]:
    grade = textstat.flesch_kincaid_grade(text.replace("\n- ", ". "))
    if grade > MAX_GRADE:
        yield f"{field}: reading grade {grade}, at most {MAX_GRADE}"
    for sentence in _sentences(text):
        if len(sentence.split()) > MAX_SENTENCE_WORDS:
            yield f"{field}: a sentence of {len(sentence.split())} words: {sentence[:50]}..."


def _sentences(text: str) -> list[str]:
    return [s for line in text.splitlines() for s in re.split(r"(?<=[.?!:])\s+", line) if s]


def _sms(text: str) -> Iterator[str]:
    if not is_gsm7(text):
        odd = sorted({c for c in text if not is_gsm7(c)})
        yield f"sms: characters outside GSM-7: {' '.join(odd)}"
    elif segments(text) > SMS_SEGMENTS:
        yield f"sms: {segments(text)} segments with its crisis line, at most {SMS_SEGMENTS}"
    if found := CARRIER_WORDS.search(text):
        yield f"sms: carriers reject '{found.group()}'"
    if found := RESERVED_REPLY.search(text):
        yield f"sms: invites the reserved word in '{found.group()}'"


def _wordings(shown: Snippet | DeclineKind) -> Iterator[str]:
    for pattern, reason in BANNED.items():
        for field in ("body", "text", "sms", "title"):
            if found := re.search(pattern, getattr(shown, field, ""), re.I):
                yield f"{field}: '{found.group()}': {reason}"


def _few(phrasings: list[str], field: str) -> Iterator[str]:
    if len(phrasings) < MIN_PHRASINGS:
        yield f"{field}: {len(phrasings)}, wanted at least {MIN_PHRASINGS}"


def _asked_twice(phrasings: list[tuple[str, str, list[str]]]) -> Iterator[str]:
    """The same words cannot stand for two answers, and twice for one they only weigh it."""
    seen: dict[str, str] = {}
    for file, field, texts in phrasings:
        for text in texts:
            key = re.sub(r"\W+", " ", text).strip().lower()
            if key in seen:
                yield f"{file}: {field}: stands in {seen[key]} as well: {text}"
            seen[key] = file
