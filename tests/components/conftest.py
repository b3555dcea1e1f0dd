"""The trained assistant inside this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.utils.endpoints import EndpointConfig

Parse = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session")
def agent(model: Path) -> Agent:
    """Rasa's agent with the trained model and our NLG."""
    return Agent.load(str(model), generator=EndpointConfig(type="bot.components.nlg.SnippetNLG"))


@pytest.fixture
def parse(agent: Agent) -> Parse:
    """What the pipeline makes of a text."""
    return lambda text: asyncio.run(agent.parse_message(text))


@pytest.fixture
def say(agent: Agent, request: pytest.FixtureRequest) -> Callable[..., list[dict[str, Any]]]:
    """What Rasa's REST channel would answer, in a conversation of this test's own."""

    def answer(text: str, **metadata: str) -> list[dict[str, Any]]:
        channel = CollectingOutputChannel()
        message = UserMessage(text, channel, request.node.name, metadata=metadata)
        asyncio.run(agent.handle_message(message))
        return channel.messages

    return answer
