"""Trains the assistant when it is missing or stale."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.errors import CandorError
from bot.settings import ROOT, Settings

MODEL_NAME = "candor"
_COMPONENT = re.compile(r"Starting to train component '(\w+)'")
_INPUTS = (
    "config.yml",
    "domain.yml",
    "data",
    "knowledge",
    "bot/components",
    "bot/knowledge",
    "bot/retrieval",
    "bot/safety",
    "bot/text",
    "requirements.lock",
    "requirements-torch.lock",
)
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TOKENIZERS_PARALLELISM": "false",
    "CUDA_VISIBLE_DEVICES": "-1",
    "HF_HUB_OFFLINE": "1",
    "PYTHONWARNINGS": "ignore",
}
"""Environment of every Rasa process: no telemetry, no GPU, no hub, no chatter."""


class TrainingError(CandorError):
    """Training did not give a model; says where its output is."""


def model_path(settings: Settings) -> Path:
    """Where the trained assistant lies, or will lie."""
    return settings.model_dir / f"{MODEL_NAME}.tar.gz"


def is_fresh(settings: Settings) -> bool:
    """Whether the trained assistant is there and made of what the files say now."""
    mark = _mark(settings)
    return (
        model_path(settings).is_file()
        and mark.is_file()
        and mark.read_text(encoding="utf-8") == fingerprint(settings)
    )


def train(settings: Settings, say: Callable[[str], None]) -> None:
    """Trains with `rasa train`; `say` hears of each component, the log gets all. Raises TrainingError."""
    wanted = fingerprint(settings)
    settings.model_dir.mkdir(parents=True, exist_ok=True)
    _mark(settings).unlink(missing_ok=True)
    log = settings.data_dir / "logs" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "rasa", "train", "--fixed-model-name", MODEL_NAME]
    command += ["--out", str(settings.model_dir)]
    with log.open("w", encoding="utf-8") as kept, _start(command) as process:
        assert process.stdout is not None
        for line in process.stdout:
            kept.write(line)
            if found := _COMPONENT.search(line):
                say(f"training {found[1]}")
    if process.returncode != 0 or not model_path(settings).is_file():
        tail = "".join(log.read_text(encoding="utf-8").splitlines(keepends=True)[-15:])
        raise TrainingError(f"training failed; the whole output is in {log}\n{tail}")
    _mark(settings).write_text(wanted, encoding="utf-8")


def _start(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **QUIET},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def fingerprint(settings: Settings) -> str:
    """Changes when anything that training reads does."""
    digest = hashlib.sha256(settings.encoder.encode())
    for path in _files():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for name in _INPUTS:
        path = ROOT / name
        found = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        yield from (p for p in found if p.suffix != ".pyc")


def _mark(settings: Settings) -> Path:
    return settings.model_dir / f"{MODEL_NAME}.fingerprint"
