"""From replies to figures, by the label rules of the sets (tests/sets/README.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from bot.evaluation.metrics import Share, share

Row = Mapping[str, Any]
Replies = list[dict[str, Any]]
Scored = list[tuple[Row, Replies]]

_SMALLTALK = {"smalltalk"}
_DECLINE_OF = {"near_miss": "no_answer"}


def topics_of(replies: Replies) -> set[str]:
    """The topics of the answer itself."""
    return {t for reply in replies for s in reply["snippets"] for t in s["topics"]}


def offered_topics(replies: Replies) -> set[str]:
    """The topics of the answer and of the choices offered."""
    return topics_of(replies) | {t for r in replies for c in r["choices"] for t in c["topics"]}


def kinds(replies: Replies) -> set[str]:
    """The kinds of the replies."""
    return {reply["kind"] for reply in replies}


def declines(replies: Replies) -> set[str]:
    """The decline classes of the replies."""
    return {reply["decline"]["class"] for reply in replies if reply["decline"]}


def questions(scored: Scored, covered: set[str]) -> dict[str, Share]:
    """Figures on answerable questions, with those apart whose topics nothing vetted answers yet."""
    known = [(row, said) for row, said in scored if set(row["topics"]) & covered]
    unknown = [(row, said) for row, said in scored if not set(row["topics"]) & covered]
    return {
        "right answer first (hit@1)": share([_hit(r, s) for r, s in known]),
        "right answer or choice (hit@3)": share([_offered(r, s) for r, s in known]),
        "wrong answer given": share([bool(topics_of(s)) and not _hit(r, s) for r, s in known]),
        "asked back": share(["clarify" in kinds(s) for _, s in known]),
        "declined, though answerable": share([bool(declines(s)) for _, s in known]),
        "no vetted answer yet: said so": share([bool(declines(s)) for _, s in unknown]),
        "no vetted answer yet: answered anyway": share([bool(topics_of(s)) for _, s in unknown]),
    }


def off_topic(scored: Scored) -> dict[str, Share]:
    """Declined with the right class, by class; `lenient`: a related general answer counts as well."""
    strict: dict[str, list[bool]] = defaultdict(list)
    lenient: list[bool] = []
    for row, said in scored:
        right = _declined_right(row["expect"], said)
        strict[row["expect"]].append(right)
        lenient.append(right or bool(topics_of(said) & set(row.get("related", []))))
    figures = {f"declined: {name}": share(outcomes) for name, outcomes in sorted(strict.items())}
    figures["all classes"] = share([o for outcomes in strict.values() for o in outcomes])
    figures["all classes, lenient"] = share(lenient)
    return figures


def crisis(scored: Scored) -> dict[str, Share]:
    """Recall by expected tier (the tier itself, any tier), and takeovers of harmless messages."""
    figures: dict[str, Share] = {}
    for tier in ("emergency", "crisis", "third_party", "medical_emergency"):
        rows = [(row, tier_of(said)) for row, said in scored if row["expect"] == tier]
        figures[f"{tier}: urgent words"] = share([got != "none" for _, got in rows])
        figures[f"{tier}: right tier"] = share(
            [got in {row["expect"], *row.get("accept", [])} for row, got in rows]
        )
    harmless = [
        (row, tier_of(said))
        for row, said in scored
        if row["expect"] == "none" and not row.get("accept")
    ]
    figures["none: false alarms"] = share([got != "none" for _, got in harmless])
    return figures


def tier_of(replies: Replies) -> str:
    """The tier of the urgent words, or `none`."""
    return next((r["safety"]["tier"] for r in replies if r["safety"]), "none")


def by(scored: Scored, key: str) -> dict[str, Share]:
    """hit@1 by a field of the rows."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for row, said in scored:
        groups[str(row[key])].append(_hit(row, said))
    return {name: share(outcomes) for name, outcomes in sorted(groups.items())}


def silent(scored: Iterable[tuple[Row, Replies]]) -> Share:
    """Messages that got no reply, or the fallback."""
    return share([not said or "fallback" in kinds(said) for _, said in scored])


def _hit(row: Row, said: Replies) -> bool:
    return bool(topics_of(said) & set(row["topics"]))


def _offered(row: Row, said: Replies) -> bool:
    return bool(offered_topics(said) & set(row["topics"]))


def _declined_right(expected: str, said: Replies) -> bool:
    if expected in _SMALLTALK:
        return kinds(said) == {"smalltalk"}
    return _DECLINE_OF.get(expected, expected) in declines(said)
