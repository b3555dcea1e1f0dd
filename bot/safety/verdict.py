"""What the safety room decides about one message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Tier(str, Enum):
    """How urgent a message is, and whose danger it tells of."""

    EMERGENCY = "emergency"
    CRISIS = "crisis"
    THIRD_PARTY = "third_party"
    MEDICAL_EMERGENCY = "medical_emergency"
    NONE = "none"

    @property
    def severity(self) -> int:
        """Orders the tiers: 0 for none, the larger the more urgent."""
        return _ORDER.index(self)


_ORDER = (
    Tier.NONE,
    Tier.THIRD_PARTY,
    Tier.CRISIS,
    Tier.MEDICAL_EMERGENCY,
    Tier.EMERGENCY,
)


@dataclass(frozen=True)
class Verdict:
    """The tier of a message, the ids of the rules that fired, and which rules were in force."""

    tier: Tier
    rules: tuple[str, ...]
    rules_version: str

    @property
    def is_danger(self) -> bool:
        """Whether the message may not get an ordinary answer."""
        return self.tier is not Tier.NONE
