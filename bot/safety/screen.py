"""The screen: every message passes it before anything else looks at it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.safety.literals import Finder
from bot.safety.matcher import Matcher, fill
from bot.safety.rules import RuleSet
from bot.safety.verdict import Tier, Verdict
from bot.text.clauses import clauses
from bot.text.normalise import normalise

# Counter-patterns are written without apostrophes, and must hold for the raw text as well.
_AS_TYPED = str.maketrans("", "", "'\u2019\u2018`")
EARLIER = 4  # turns that count: older ones are covered by the state of the conversation


class Screen:
    """Decides the tier of a message. Pure: the same message and rules give the same verdict."""

    def __init__(self, rules: RuleSet) -> None:
        """Compiles `rules`, once, so that a call takes about a millisecond."""
        self._version = rules.version
        self._ignore = [re.compile(pattern) for pattern in rules.ignore]
        matchers = [Matcher(tier, rule) for tier, rule in rules.tiers]
        self._others = [m for m in matchers if m.tier is Tier.THIRD_PARTY]
        self._own = [m for m in matchers if m.tier is not Tier.THIRD_PARTY]
        self._strings = Finder(s for m in matchers for s in m.strings())

    def __call__(self, text: str, earlier: Sequence[str] = ()) -> Verdict:
        """The verdict on `text`, given the participant's earlier messages, oldest first.

        Only the last four earlier messages count, and only together with `text`: what they say
        alone is not judged again. Takes any text and raises nothing.
        """
        plain = normalise(text)
        before = [normalise(turn) for turn in list(earlier)[-EARLIER:]]
        context = ". ".join([*before, plain])
        hits = self._message(plain, context)
        raw = text.lower().translate(_AS_TYPED)
        if raw != plain:
            hits |= self._message(raw, context)
        if before:
            hits |= self._joined(" ".join(before), plain, context)
        return self._verdict(hits)

    def _message(self, text: str, context: str) -> set[Matcher]:
        text = self._without_idioms(text)
        present = self._strings.present(text)
        parts = clauses(text)
        hits: set[Matcher] = set()
        for matcher, patterns in _usable(self._others, present):
            if matcher.prepared(context) and matcher.fires(patterns, parts):
                hits.add(matcher)
                # Another person's words and wishes are not the writer's own.
                text = matcher.blank(patterns, text)
        parts = clauses(text) if hits else parts
        for matcher, patterns in _usable(self._own, present):
            if matcher.prepared(context) and matcher.fires(patterns, parts):
                hits.add(matcher)
        return hits

    def _joined(self, before: str, plain: str, context: str) -> set[Matcher]:
        text = self._without_idioms(f"{before} {plain}")
        present = self._strings.present(text)
        return {
            matcher
            for matcher, patterns in _usable([*self._others, *self._own], present)
            if matcher.prepared(context) and matcher.crosses(patterns, text, len(before))
        }

    def _without_idioms(self, text: str) -> str:
        for pattern in self._ignore:
            text = pattern.sub(fill, text)
        return text

    def _verdict(self, hits: set[Matcher]) -> Verdict:
        ordered = sorted(hits, key=lambda m: (-m.tier.severity, m.id))
        tiers = {m.tier for m in ordered}
        tier = max(tiers, key=lambda t: t.severity, default=Tier.NONE)
        if {Tier.MEDICAL_EMERGENCY, Tier.CRISIS} <= tiers:
            # A body in danger and a wish to die: it may have been on purpose.
            tier = Tier.EMERGENCY
        return Verdict(tier, tuple(m.id for m in ordered), self._version)


def _usable(
    matchers: Iterable[Matcher], present: set[str]
) -> Iterable[tuple[Matcher, list[re.Pattern[str]]]]:
    for matcher in matchers:
        patterns = matcher.usable(present)
        if patterns:
            yield matcher, patterns
