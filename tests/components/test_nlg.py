"""What is said, by channel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel

from bot.components import served
from bot.components.wording import Asked
from bot.knowledge.loader import load_library
from bot.messages import Channel, Draft
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
    said = reply(say(served.library().ambiguous[0].text))
    assert said.kind == "clarify"
    assert 3 <= len(said.choices) <= 4
    assert said.choices[-1].label == "Something else"
    chosen = reply(say(said.choices[1].value))
    assert chosen.kind == "answer"
    assert chosen.snippets[0].topics == said.choices[1].topics


def test_nobody_is_asked_back_twice_in_a_row(say: Say) -> None:
    vague = served.library().ambiguous[0].text
    assert reply(say(vague, asked_back="yes")).kind == "answer"


def test_a_decline_offers_what_is_known_in_general(say: Say) -> None:
    said = reply(say("should i stop my zoloft two days before the drip"))
    assert said.decline is not None and said.decline.class_.value == "personal_medical"
    assert said.choices and all(choice.topics for choice in said.choices)


def test_after_two_failures_a_person_is_offered(say: Say) -> None:
    said = reply(say("what is the capital of Mongolia", failed="yes"))
    assert said.decline is not None and said.decline.class_.value == "out_of_scope"
    assert said.choices[-1].label == "Please ask staff"


def test_a_follow_up_is_understood_with_its_subject(say: Say) -> None:
    shown = served.library().snippets["cmp-tms"]
    said = reply(say("does that one hurt the memory", subject=shown.title, shown=shown.id))
    assert said.kind == "answer"


def test_the_answer_can_be_had_simpler_and_with_its_sources(say: Say) -> None:
    shown = served.library().snippets["safe-bladder"]
    about = {"subject": shown.title, "shown": shown.id}
    assert shown.sms in reply(say("can you say that in simpler words", **about)).text
    sources = reply(say("where does this come from", **about))
    assert all(citation.title in sources.text for citation in sources.citations)
    assert "21 November 2026" in reply(say("when was this checked", **about)).text


def test_nothing_shown_yet_is_said_so(say: Say) -> None:
    assert "have not answered" in reply(say("where does this come from")).text


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
                            "or esketamine treatment? You can also ask for a person."}  # fmt: skip


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


def test_a_doubtful_message_gets_the_lifeline_after_its_answer_once(agent: Agent) -> None:
    wording = agent.processor.nlg.wording  # type: ignore[union-attr]
    calm = Asked(action="utter_thank", text="thanks", channel=Channel.WEB)
    assert "988" not in wording.draft(calm).text
    assert "988" in wording.draft(replace(calm, quiet=True)).text


def test_urgent_words_are_not_repeated_word_for_word(agent: Agent) -> None:
    wording = agent.processor.nlg.wording  # type: ignore[union-attr]
    first = Asked(action="utter_safety", text="", channel=Channel.WEB, tier="crisis")
    assert wording.draft(first).text != wording.draft(replace(first, urgent=True)).text


def test_who_asks_for_a_person_after_urgent_words_hears_of_one_at_once(agent: Agent) -> None:
    wording = agent.processor.nlg.wording  # type: ignore[union-attr]
    asked = Asked(action="utter_handoff_requested", text="", channel=Channel.SMS)
    assert "988" not in wording.draft(asked).text
    assert "988" in wording.draft(replace(asked, urgent=True)).text
