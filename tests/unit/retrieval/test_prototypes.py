from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.retrieval.prototypes import Prototypes
from tests.unit.retrieval.conftest import vector


def test_cosines_are_by_target_and_survive_saving(tmp_path: Path) -> None:
    made = Prototypes(["a", "b"], np.eye(2, dtype=np.float32))
    made.save(tmp_path)
    for prototypes in (made, Prototypes.load(tmp_path)):
        assert prototypes.cosines(vector(3, 4)) == pytest.approx({"a": 0.6, "b": 0.8})
