"""One rule, compiled: does it fire on these clauses?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.safety.literals import compiled, needed
from bot.safety.rules import Rule
from bot.safety.verdict import Tier


class Matcher:
    """A rule of a tier, ready to run on plain text."""

    def __init__(self, tier: Tier, rule: Rule) -> None:
        self.tier = tier
        self.id = rule.id
        self._patterns = [(compiled(p), needed(p)) for p in rule.any]
        self._unless = _either(rule.unless)
        self._after = _either(rule.after)

    def usable(self, present: set[str]) -> list[re.Pattern[str]]:
        """The patterns that could match a text which holds just these needed strings."""
        return [p for p, needs in self._patterns if not any(map(present.isdisjoint, needs))]

    def strings(self) -> set[str]:
        """All the strings that some pattern needs."""
        return {string for _, needs in self._patterns for need in needs for string in need}

    def fires(self, patterns: Sequence[re.Pattern[str]], parts: Sequence[str]) -> bool:
        """Whether one of `patterns` matches a clause that no counter-pattern cancels.

        Clauses left over are also tried together, since danger may span them.
        """
        kept = [part for part in parts if not self.cancelled(part)]
        if any(p.search(part) for p in patterns for part in kept):
            return True
        if len(kept) < 2:
            return False
        whole = ". ".join(kept)
        return not self.cancelled(whole) and any(p.search(whole) for p in patterns)

    def crosses(self, patterns: Sequence[re.Pattern[str]], text: str, border: int) -> bool:
        """Whether a match in `text` begins before `border` and ends after it."""
        return any(
            match.start() < border < match.end() and not self.cancelled(text[match.start() :])
            for pattern in patterns
            for match in pattern.finditer(text)
        )

    def cancelled(self, clause: str) -> bool:
        """Whether a counter-pattern of this rule matches the clause."""
        return self._unless is not None and self._unless.search(clause) is not None

    def prepared(self, context: str) -> bool:
        """Whether what must have been said earlier was said in `context`."""
        return self._after is None or self._after.search(context) is not None

    def blank(self, patterns: Sequence[re.Pattern[str]], text: str) -> str:
        """`text` with every match filled in, so that no other rule sees it; length is kept."""
        for pattern in patterns:
            text = pattern.sub(fill, text)
        return text


def fill(match: re.Match[str]) -> str:
    """Fillers as long as the match: they are no word, so no gap of words can cross them."""
    return "~" * len(match.group())


def _either(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{p})" for p in patterns)) if patterns else None
