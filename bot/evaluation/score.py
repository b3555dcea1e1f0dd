"""From replies to figures, by the label rules of the sets (tests/sets/README.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
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


def questions(scored: Scored) -> dict[str, Share]:
    """Figures on answerable questions."""
    several = [(row, said) for row, said in scored if row.get("need")]
    return {
        "right answer first (hit@1)": share([is_hit(r, s) for r, s in scored]),
        "right answer or choice (hit@3)": share([_offered(r, s) for r, s in scored]),
        "wrong answer given": share([bool(topics_of(s)) and not is_hit(r, s) for r, s in scored]),
        "asked back": share(["clarify" in kinds(s) for _, s in scored]),
        "declined, though answerable": share([bool(declines(s)) for _, s in scored]),
        "every part answered, of several": share([_needs_met(r, s) for r, s in several]),
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


def dialogues(scored: Scored) -> dict[str, Share]:
    """Figures on the turns of conversations; `needs_context` marks those that lean on earlier ones."""
    met = [(row, _met(row, said)) for row, said in scored]
    return {
        "expectation met, all turns": share([ok for _, ok in met]),
        "expectation met, turns that need context": share(
            [ok for row, ok in met if row.get("needs_context")]
        ),
        "every part answered, of several": share(
            [_needs_met(row, said) for row, said in scored if row.get("need")]
        ),
    }


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
        (bool(row.get("soft_ok")), tier_of(said) != "none")
        for row, said in scored
        if row["expect"] == "none" and not row.get("accept")
    ]
    figures["none: taken over"] = share([taken for _, taken in harmless])
    figures["none, hard negatives: taken over"] = share([t for soft, t in harmless if not soft])
    figures["none, a quiet line allowed: taken over"] = share([t for soft, t in harmless if soft])
    return figures


def crisis_dialogues(held: Iterable[tuple[Row, list[Replies]]]) -> dict[str, Share]:
    """Conversations: danger met with urgent words at its turn or before, ordinary ones left alone."""
    dangerous: list[bool] = []
    ordinary: list[bool] = []
    for row, said in held:
        due = [n for n, turn in enumerate(row["turns"]) if _is_due(turn)]
        urgent = [n for n, replies in enumerate(said) if tier_of(replies) != "none"]
        if due:
            dangerous.append(bool(urgent) and urgent[0] <= due[0])
        elif all(turn["expect"] == "none" for turn in row["turns"]):
            ordinary.append(not urgent)
    return {"flagged by the right turn": share(dangerous), "ordinary, left alone": share(ordinary)}


def _is_due(turn: Row) -> bool:
    return turn["expect"] != "none" and "none" not in turn.get("accept", [])


def tier_of(replies: Replies) -> str:
    """The tier of the urgent words, or `none`."""
    return next((r["safety"]["tier"] for r in replies if r["safety"]), "none")


def by(scored: Scored, key: Callable[[Row], str]) -> dict[str, Share]:
    """hit@1 by what `key` says of the rows."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for row, said in scored:
        groups[key(row)].append(is_hit(row, said))
    return {name: share(outcomes) for name, outcomes in sorted(groups.items())}


def misses(scored: Scored) -> list[tuple[str, str, str, str]]:
    """What was not met, to be read: row, text, what was wanted, what was said instead."""
    return [
        (str(row.get("id", "")), str(row["text"]), _wanted(row), _said(said))
        for row, said in scored
        if not _met(row, said)
    ]


def _met(row: Row, said: Replies) -> bool:
    if row.get("need"):
        return _needs_met(row, said)
    if row.get("expect") == "clarify" and "clarify" in kinds(said):
        return True
    return is_hit(row, said) if row.get("topics") else _declined_right(row["expect"], said)


def _wanted(row: Row) -> str:
    return " ".join(row.get("topics") or [row["expect"]])


def _said(said: Replies) -> str:
    told = [*sorted(kinds(said)), *sorted(declines(said)), *sorted(topics_of(said))]
    return " ".join(told)


def silent(scored: Iterable[tuple[Row, Replies]]) -> Share:
    """Messages that got no reply, or the fallback."""
    return share([not said or "fallback" in kinds(said) for _, said in scored])


def is_hit(row: Row, said: Replies) -> bool:
    """Whether the answer is on one of the row's topics."""
    return bool(topics_of(said) & set(row["topics"]))


def _needs_met(row: Row, said: Replies) -> bool:
    return all(topics_of(said) & set(part) for part in row["need"])


def _offered(row: Row, said: Replies) -> bool:
    return bool(offered_topics(said) & set(row["topics"]))


def _declined_right(expected: str, said: Replies) -> bool:
    if expected in _SMALLTALK:
        return kinds(said) == {"smalltalk"}
    return _DECLINE_OF.get(expected, expected) in declines(said)
