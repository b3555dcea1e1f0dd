"""What the encoder learned of each target: one unit vector a target."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

FILE = "prototypes.npz"


class Prototypes:
    """Made by `bot.retrieval.finetune`, kept beside the encoder they belong to."""

    def __init__(self, targets: Sequence[str], vectors: np.ndarray) -> None:
        """`vectors`: float32, one unit row for each of `targets`."""
        self._targets = list(targets)
        self._vectors = vectors

    def cosines(self, embedding: np.ndarray) -> dict[str, float]:
        """How like each target the embedded text is."""
        return dict(zip(self._targets, (self._vectors @ embedding).tolist()))

    def save(self, folder: Path) -> None:
        """Writes them into `folder`."""
        np.savez(folder / FILE, targets=np.array(self._targets), vectors=self._vectors)

    @classmethod
    def load(cls, folder: Path) -> Prototypes:
        """Reads what `save` wrote."""
        with np.load(folder / FILE) as stored:
            return cls([str(name) for name in stored["targets"]], stored["vectors"])
