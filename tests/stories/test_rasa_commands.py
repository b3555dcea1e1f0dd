"""The commands a Rasa user expects to work."""

from __future__ import annotations

import os
import subprocess
import sys

from bot.settings import ROOT
from bot.training import QUIET


def test_rasa_finds_no_fault_in_the_data() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings"],
        cwd=ROOT,
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "No story structure conflicts found" in done.stderr + done.stdout
