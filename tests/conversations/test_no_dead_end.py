"""Random walks through the running assistant: wherever they lead, nobody is left standing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import yamlfile
from bot.clinic import load_clinic
from bot.evaluation.client import Visitor
from bot.knowledge.loader import load_library
from bot.settings import ROOT
from tests.served import Served

WALKS = 200
LIBRARY = load_library(ROOT / "knowledge")
TALK = [
    line.removeprefix("- ")
    for entry in yamlfile.read(ROOT / "data" / "nlu.yml").data["nlu"]
    for line in entry["examples"].splitlines()
]
ASKED = [question for snippet in LIBRARY.served() for question in snippet.questions]
REFUSED = [example for kind in LIBRARY.declined() for example in kind.examples]
LEANING = [one.text for some in LIBRARY.followups.values() for one in some]
CLINIC = load_clinic(ROOT / "clinic.yml")
VAGUE = [one.text for one in LIBRARY.ambiguous]

MOVES = st.one_of(
    st.sampled_from(ASKED),
    st.sampled_from(REFUSED),
    st.sampled_from(LEANING),
    st.sampled_from(VAGUE),
    st.sampled_from(TALK),
    st.sampled_from(["1", "2", "3", "yes", "no", "?", "asdf ghjk", "..."]),
    st.tuples(st.sampled_from(ASKED), st.sampled_from(ASKED)).map(" and ".join),
)


def leads_on(reply: dict[str, Any]) -> bool:
    """Whether the reply answers, offers a choice, or says how to reach a person."""
    if reply["kind"] in ("answer", "safety", "handoff") or reply["choices"]:
        return True
    text = reply["text"].lower()
    return any(way in text for way in ("call", "ask for a person", "ask staff", CLINIC.phone))


@pytest.fixture(scope="module")
def http(served: Served) -> httpx.Client:
    return httpx.Client(base_url=served.url, timeout=30)


@settings(
    max_examples=WALKS,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.sampled_from(["web", "sms"]), st.lists(MOVES, min_size=2, max_size=5))
def test_every_turn_ends_with_an_answer_a_choice_or_a_person(
    http: httpx.Client, channel: str, moves: list[str]
) -> None:
    visitor, before = Visitor(http, channel), ""
    for move in moves:
        replies = visitor.say(move)
        assert replies, move
        assert any(leads_on(reply) for reply in replies), (move, replies[-1]["text"])
        kind = replies[-1]["kind"]
        offers_staff = any("staff" in c["label"].lower() for c in replies[-1]["choices"])
        assert (before, kind) != ("clarify", "clarify") or offers_staff, (move, moves)
        before = kind
