"""The search over phrasings: FAISS, and for each target how near its nearest phrasing is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

_NEIGHBOURS = 200
_FILE = "phrasings.faiss"
_TARGETS = "targets.json"


class PhrasingIndex:
    """An index over phrasings, each of which stands for a target."""

    def __init__(self, targets: Sequence[str], vectors: faiss.Index) -> None:
        """`targets`: one for each row of `vectors`."""
        self._targets = list(targets)
        self._vectors = vectors

    @classmethod
    def build(cls, targets: Sequence[str], embeddings: np.ndarray) -> PhrasingIndex:
        """Indexes phrasings by their unit vectors, at least one; `targets` names what each stands for."""
        if not len(targets):
            raise ValueError("an index needs at least one phrasing")
        embeddings = embeddings.astype(np.float32)
        vectors = faiss.IndexFlatIP(embeddings.shape[1])
        vectors.add(embeddings)
        return cls(targets, vectors)

    def nearest(self, embedding: np.ndarray) -> dict[str, float]:
        """The cosine of the nearest phrasing of each target among the 200 nearest phrasings."""
        query = np.asarray(embedding, dtype=np.float32)[None, :]
        scores, rows = self._vectors.search(query, min(_NEIGHBOURS, len(self._targets)))
        best: dict[str, float] = {}
        for score, row in zip(scores[0].tolist(), rows[0].tolist()):
            best.setdefault(self._targets[row], score)
        return best

    def save(self, folder: Path) -> None:
        """Writes the index into `folder`."""
        (folder / _TARGETS).write_text(json.dumps(self._targets), encoding="utf-8")
        faiss.write_index(self._vectors, str(folder / _FILE))

    @classmethod
    def load(cls, folder: Path) -> PhrasingIndex:
        """Reads what `save` wrote."""
        targets = json.loads((folder / _TARGETS).read_text(encoding="utf-8"))
        return cls(targets, faiss.read_index(str(folder / _FILE)))
