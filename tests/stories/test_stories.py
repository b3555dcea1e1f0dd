"""Conversations in Rasa's own format, through Rasa's own test runner, on the trained model."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.test import test as run_stories

HERE = Path(__file__).parent


def test_every_conversation_goes_as_written(model: Path, tmp_path: Path) -> None:
    agent = Agent.load(str(model))
    report = asyncio.run(
        run_stories(
            str(HERE / "test_conversations.yml"),
            agent,
            e2e=True,
            out_directory=str(tmp_path),
            disable_plotting=True,
        )
    )
    failed = (tmp_path / "failed_test_stories.yml").read_text(encoding="utf-8")
    assert "all good" in failed, failed
    assert report["accuracy"] == 1.0
