"""`python -m benchmarks.retrieval`: what retrieval costs beside the one encoding, and how fast it loads.

Takes the parts out of the trained archive and asks them 500 phrasings, one at a time.
"""

from __future__ import annotations

import os
import platform
import statistics
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.components.retriever import groups_of
from bot.knowledge.loader import load_library
from bot.retrieval.decision import Thresholds, decide
from bot.retrieval.encoder import MODEL_FILE, Encoder
from bot.retrieval.index import PhrasingIndex
from bot.retrieval.prototypes import Prototypes
from bot.retrieval.ranking import Weights, probabilities
from bot.settings import load_settings
from bot.training import model_path

ASKED = 500


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(prefix="candor-bench-") as scratch:
        with tarfile.open(model_path(load_settings())) as archive:
            archive.extractall(scratch)
        encoders = Path(scratch).rglob(MODEL_FILE)  # the danger reader has one of its own
        tuned = next(path.parent for path in encoders if "SentenceEncoder" in str(path))
        indexed = next(Path(scratch).rglob("phrasings.faiss")).parent
        began = time.perf_counter()
        encoder, prototypes = Encoder(tuned), Prototypes.load(tuned)
        index = PhrasingIndex.load(indexed)
        loaded = time.perf_counter() - began
        library = load_library(indexed / "knowledge")
        groups = groups_of(library)
        texts = [q for s in library.served() for q in s.questions][:ASKED]
        vectors, encoding = _timed(texts, encoder.encode)

        def search(vector):  # type: ignore[no-untyped-def]
            near = index.nearest(vector)
            return decide(
                probabilities(prototypes.cosines(vector), near, Weights()), groups, Thresholds()
            )

        _, searching = _timed(vectors, search)
    print(f"{platform.machine()}, {os.cpu_count()} cores, {len(texts)} questions")
    print(f"  encoder, prototypes and index loaded in  {loaded:6.2f} s")
    print(f"  one encoding                       p50  {encoding:6.2f} ms")
    print(f"  search and decision beside it      p50  {searching:6.2f} ms")


def _timed(asked: list, call: Callable) -> tuple[list, float]:  # type: ignore[type-arg]
    """The results, and the median of a call in milliseconds."""
    results, took = [], []
    for one in asked:
        began = time.perf_counter()
        results.append(call(one))
        took.append((time.perf_counter() - began) * 1000)
    return results, statistics.median(took)


if __name__ == "__main__":
    main()
