"""What is said, by channel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel

from bot.components import served
from bot.knowledge.loader import load_library
from bot.messages import Draft
from bot.settings import ROOT

Say = Callable[..., list[dict[str, Any]]]


def reply(messages: list[dict[str, Any]]) -> Draft:
    assert len(messages) == 1
    return Draft.model_validate(messages[0]["custom"]["reply"])


def test_an_answer_names_snippet_revision_sources_and_review_date(say: Say) -> None:
    said = reply(say("does ketamine raise blood pressure?"))
    snippet = load_library(ROOT / "knowledge").snippets["safe-bp-heart"]
    assert said.kind == "answer"
    assert said.text.startswith("Ketamine often raises blood pressure")
    assert said.snippets[0].revision == snippet.revision
    assert said.snippets[0].reviewed_on == snippet.review.reviewed_on.isoformat()
    assert [c.url for c in said.citations] and len(said.citations) == len(snippet.sources)


def test_the_sms_wording_is_another(say: Say) -> None:
    said = reply(say("does ketamine raise blood pressure?", channel="sms"))
    snippet = served.library().snippets["safe-bp-heart"]
    assert said.text == snippet.sms


def test_asking_back_offers_snippets_whose_choice_leads_to_their_answer(say: Say) -> None:
    said = reply(say("How long does it last?"))
    assert said.kind == "clarify"
    assert 2 <= len(said.choices) <= 3
    chosen = reply(say(said.choices[1].value))
    assert chosen.kind == "answer"
    assert chosen.snippets[0].topics == said.choices[1].topics


def test_urgent_words_follow_the_locale(say: Say) -> None:
    said = reply(say("I want to end my life", locale="en-GB"))
    assert said.safety is not None
    assert "Samaritans" in said.text
    assert "988" not in said.model_dump_json()


def test_declines_follow_the_locale_too(say: Say) -> None:
    said = reply(say("are you a robot?", locale="en-GB"))
    assert "999" in said.text
    assert "988" not in said.text


def test_other_channels_get_plain_text(agent: Agent) -> None:
    nlg = agent.processor.nlg  # type: ignore[union-attr]
    tracker = asyncio.run(agent.tracker_store.get_or_create_tracker("shell"))
    said = asyncio.run(nlg.generate("utter_greet", tracker, "cmdline"))
    assert said == {"text": "Hello. What would you like to know about depression, or about ketamine "
                            "or esketamine treatment?"}  # fmt: skip


def test_an_unknown_response_is_no_response(agent: Agent) -> None:
    nlg = agent.processor.nlg  # type: ignore[union-attr]
    tracker = asyncio.run(agent.tracker_store.get_or_create_tracker("shell"))
    assert (
        asyncio.run(nlg.generate("utter_made_up", tracker, CollectingOutputChannel.name())) is None
    )


def test_the_trace_says_why_and_holds_no_message_text(say: Say) -> None:
    trace = say("does the zebrafish canary raise blood pressure with ketamine?")[0]["custom"][
        "trace"
    ]
    assert trace["action"]
    assert trace["intent"]
    assert "zebrafish" not in str(trace)
