"""What the content covers, what falls due, and who has signed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from bot.knowledge.schema import DeclineKind, Library, Snippet, Status

SOON = timedelta(days=60)


def report(library: Library, today: date) -> list[str]:
    """The state of the content as lines of plain text."""
    return [
        *_coverage(library),
        *_dates([*library.served(), *library.declined()], today),
        *_signed(library.served()),
        *_registers(library),
    ]


def _coverage(library: Library) -> Iterator[str]:
    served = library.served()
    answered = {topic for snippet in served for topic in snippet.topics}
    missing = [slug for slug in library.topics if slug not in answered]
    phrasings = sorted(len(s.questions) for s in served)
    status = Counter(s.review.status.value for s in library.snippets.values())
    evidence = Counter(s.evidence.value for s in served)
    yield f"topics answered     {len(library.topics) - len(missing)} of {len(library.topics)}"
    yield from (f"  no answer         {slug}" for slug in missing)
    yield f"snippets            {_counts(status)}"
    yield f"evidence            {_counts(evidence)}"
    if served:
        yield f"phrasings           {sum(phrasings)}, {phrasings[0]} to {phrasings[-1]} a snippet"
    examples = sum(len(kind.examples) for kind in library.declined())
    yield f"kinds of decline    {len(library.declined())}, {examples} examples"


def _dates(shown: list[Snippet | DeclineKind], today: date) -> Iterator[str]:
    overdue = sorted((s.review.review_due, s.id) for s in shown if s.review.review_due < today)
    soon = sorted(
        (s.review.review_due, s.id) for s in shown if today <= s.review.review_due <= today + SOON
    )
    yield f"review overdue      {len(overdue)}"
    yield from (f"  {due}        {id_}" for due, id_ in overdue)
    yield f"review within 60 d  {len(soon)}"
    yield from (f"  {due}        {id_}" for due, id_ in soon)
    if shown:
        yield f"next review         {min(s.review.review_due for s in shown)}"


def _signed(served: list[Snippet]) -> Iterator[str]:
    signed = [s for s in served if s.review.signed_off_by]
    yield f"signed off          {len(signed)} of {len(served)} by a clinician of this clinic"
    if len(signed) < len(served):
        yield "                    signing is the clinic's own step before going live"


def _registers(library: Library) -> Iterator[str]:
    facts = library.facts.values()
    used = {id_ for s in library.snippets.values() for id_ in s.facts}
    checked = sum(fact.checked for fact in facts)
    retired = sum(s.review.status is Status.RETIRED for s in library.snippets.values())
    verdicts = Counter(claim.verdict for claim in library.claims.values())
    yield f"facts               {checked} checked, {len(facts) - checked} not yet; {len(used)} in use"
    yield f"claims              {_counts(verdicts)}"
    yield f"retired, not shown  {retired}"


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counter.most_common())
