"""The command line: `python -m bot COMMAND`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.errors import CandorError
from bot.settings import ROOT, Settings, load_settings

KNOWLEDGE = ROOT / "knowledge"


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit code. Errors made on purpose are one plain message."""
    options = _parser().parse_args(arguments)
    run: Callable[[Settings, argparse.Namespace], int] = options.run
    try:
        settings = load_settings()
        logging.basicConfig(level=settings.log_level.upper(), format="%(levelname)s %(message)s")
        for chatty in ("httpx", "alembic"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
        return run(settings, options)
    except CandorError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run in {
        "serve": _serve,
        "train": _train,
        "web": _web,
        "migrate": _migrate,
        "transcripts": _transcripts,
    }.items():
        told = (run.__doc__ or "").splitlines()[0]
        commands.add_parser(name, help=told, description=told).set_defaults(run=run)
    knowledge = commands.add_parser("knowledge", help="Check the vetted content.")
    checks = knowledge.add_subparsers(required=True, metavar="CHECK")
    for name, check in {"lint": _lint, "report": _report}.items():
        checks.add_parser(name, help=check.__doc__, description=check.__doc__).set_defaults(
            run=check
        )
    evaluate = commands.add_parser("eval", help="Measure the assistant on question sets.")
    evaluate.add_argument("--sets", type=Path, default=ROOT / "tests" / "sets", help="their folder")
    evaluate.set_defaults(run=_eval)
    return parser


def _serve(settings: Settings, _: argparse.Namespace) -> int:
    """Train if needed, start everything on this machine, and keep it running."""
    from bot.supervisor import Supervisor

    _train(settings, _)
    first: list[tuple[str, str] | None] = []

    def prepare() -> None:
        from bot.bootstrap import prepare_database

        first.append(prepare_database(settings))

    print("starting the action server, Rasa and the web front (about 15 s)", flush=True)
    supervisor = Supervisor(settings, say=lambda line: print(f"  {line}", flush=True))

    async def welcome() -> None:
        _welcome(settings, first[0])
        await supervisor.stopped()

    return asyncio.run(supervisor.run(welcome, prepare))


def _welcome(settings: Settings, first: tuple[str, str] | None) -> None:
    lines = ["", "Candor is running. Ctrl-C stops it.", ""]
    if settings.is_development:
        lines += [f"  demo page       {settings.public}/demo"]
        lines += [f"  SMS simulator   {settings.public}/demo/sms"]
    lines += [f"  staff console   {settings.public}/console/"]
    if first:
        lines += [f"                  first login: {first[0]} / {first[1]}   (shown once)"]
    print("\n".join([*lines, ""]), flush=True)


def _train(settings: Settings, _: argparse.Namespace) -> int:
    """Train the assistant if it is missing or its sources have changed."""
    from bot.training import is_fresh, train

    if not is_fresh(settings):
        _lint(settings, _)
        print("training the assistant (about ten minutes)", flush=True)
        began = time.monotonic()
        train(settings, say=lambda line: print(f"  {line}", flush=True))
        print(f"trained in {time.monotonic() - began:.0f} s", flush=True)
    return 0


def _web(settings: Settings, _: argparse.Namespace) -> int:
    """Run the web front alone; Rasa and the actions run elsewhere."""
    from bot.bootstrap import run_web

    run_web(settings)
    return 0


def _migrate(settings: Settings, _: argparse.Namespace) -> int:
    """Bring the database to the newest schema."""
    from bot.bootstrap import prepare_database

    first = prepare_database(settings)
    print("the database is up to date")
    if first:
        print(f"first console login: {first[0]} / {first[1]}   (shown once)")
    return 0


def _lint(_settings: Settings, _: argparse.Namespace) -> int:
    """Check every snippet, rule and hotline; list what is wrong with file and field."""
    from bot.errors import KnowledgeError
    from bot.knowledge.lint import lint
    from bot.knowledge.loader import load_library
    from bot.safety.examples import load_examples
    from bot.safety.hotlines import load_hotlines
    from bot.safety.rules import load_rules

    library = load_library(KNOWLEDGE)
    rules = load_rules(KNOWLEDGE / "safety")
    examples = load_examples(KNOWLEDGE / "safety" / "examples")
    stale = load_hotlines(KNOWLEDGE / "hotlines.yml").stale(date.today())
    problems = lint(library, date.today())
    problems += [f"knowledge/hotlines.yml: {line} was not verified for 90 days" for line in stale]
    if problems:
        raise KnowledgeError(problems)
    print(
        f"knowledge: {len(library.served())} snippets, {len(rules.tiers)} red flags and "
        f"{len(examples)} examples of danger and calm, all in order"
    )
    return 0


def _report(_settings: Settings, _: argparse.Namespace) -> int:
    """Show what the content covers, what falls due for review, and what is signed off."""
    from bot.knowledge.loader import load_library
    from bot.knowledge.report import report

    print("\n".join(report(load_library(KNOWLEDGE), date.today())))
    return 0


def _eval(settings: Settings, options: argparse.Namespace) -> int:
    """Measure the assistant on question sets, through the HTTP contract."""
    from bot.bootstrap import prepare_database
    from bot.evaluation.run import evaluate

    return evaluate(settings, options.sets, prepare_database)


def _transcripts(settings: Settings, _: argparse.Namespace) -> int:
    """Hold the conversations of docs/conversations.yml and write them to docs/conversations.md."""
    from bot.bootstrap import prepare_database
    from bot.evaluation.scratch import with_assistant
    from bot.evaluation.transcripts import transcript

    script = ROOT / "docs" / "conversations.yml"
    held = with_assistant(settings, prepare_database, lambda own: transcript(own, script))
    script.with_suffix(".md").write_text(held, encoding="utf-8")
    print(f"written to {script.with_suffix('.md')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
