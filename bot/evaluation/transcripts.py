"""`python -m bot transcripts`: holds the conversations of a script with the assistant and writes them down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict

from bot import yamlfile
from bot.evaluation.client import Visitor
from bot.settings import Settings


class Script(BaseModel):
    """One side of a conversation: what a person says, turn by turn. A number picks a choice."""

    model_config = ConfigDict(extra="forbid")

    title: str
    channel: str = "web"
    says: list[str]


def transcript(settings: Settings, script: Path) -> str:
    """The conversations of `script` with the assistant that runs under `settings`, as Markdown."""
    scripts = [Script.model_validate(one) for one in yamlfile.read(script).data]
    with httpx.Client(base_url=settings.web, timeout=60) as http:
        parts = [
            "\n\n".join(_held(http, number, one)) for number, one in enumerate(scripts, start=1)
        ]
    return "\n\n".join([_HEAD.format(script=script.name), *parts]) + "\n"


_HEAD = """# Conversations

What people say is invented ({script}); what Candor says is what it said. `make transcripts` holds the conversations anew."""


def _held(http: httpx.Client, number: int, script: Script) -> Iterator[str]:
    visitor = Visitor(http, script.channel)
    where = "by text message" if script.channel == "sms" else "on the website"
    yield f"## {number}. {script.title} ({where})"
    for text in script.says:
        yield f"**Person:** {text}"
        for reply in visitor.say(text):
            yield from _said(reply, script.channel)


def _said(reply: dict[str, Any], channel: str) -> Iterator[str]:
    titles = " · ".join(snippet["title"] for snippet in reply["snippets"])
    yield f"**Candor:** {f'*{titles}*' if titles and channel == 'web' else ''}".strip()
    yield "\n".join(f"> {line}".rstrip() for line in reply["text"].splitlines())
    if channel == "web" and reply["citations"]:
        yield f"> Sources: {'; '.join(_source(c) for c in reply['citations'])}"
    if channel == "web" and reply["choices"]:
        yield "> " + " ".join(f"`[{choice['label']}]`" for choice in reply["choices"])


def _source(citation: dict[str, Any]) -> str:
    about = ", ".join(str(part) for part in (citation["publisher"], citation["year"]) if part)
    return f"[{about}]({citation['url']})"
