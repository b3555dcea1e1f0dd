"""What simpler searches over the same phrasings find, measured beside the assistant in the same run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import bm25s
import numpy as np

from bot.evaluation.metrics import Share, share
from bot.knowledge.schema import Library

Row = Mapping[str, Any]
Ranking = list[list[str]]
"""For each question the snippets, best first."""


def baselines(library: Library, rows: Sequence[Row]) -> dict[str, dict[str, Share]]:
    """hit@1 and hit@3 of each baseline on the questions `rows`; none of them ever declines."""
    texts = [row["text"] for row in rows]
    searches: dict[str, Callable[[Library, list[str]], Ranking]] = {
        "BM25": by_words,
        "plain MiniLM, nearest phrasing": by_plain_meaning,
    }
    return {name: _hits(library, rows, search(library, texts)) for name, search in searches.items()}


def by_words(library: Library, texts: list[str]) -> Ranking:
    """BM25 over all phrasings of a snippet as one document, English stop words left out."""
    snippets = library.served()
    scores = word_scores([" ".join(s.questions) for s in snippets], texts)
    return [[snippets[i].id for i in np.argsort(-row, kind="stable")] for row in scores]


def word_scores(documents: Sequence[str], texts: Sequence[str]) -> list[np.ndarray]:
    """BM25 of each text against every document; all 0 for a text without a known word."""
    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(documents), show_progress=False), show_progress=False)
    asked = bm25s.tokenize(list(texts), return_ids=False, show_progress=False)
    known = [[word for word in words if word in index.vocab_dict] for words in asked]
    return [index.get_scores(words) if words else np.zeros(len(documents)) for words in known]


def by_plain_meaning(library: Library, texts: list[str]) -> Ranking:
    """The untrained all-MiniLM-L6-v2: the snippet of the phrasing with the highest cosine."""
    from bot.retrieval.export import load_model, packaged_model

    snippets = library.served()
    model = load_model(packaged_model())
    owner = np.array([i for i, s in enumerate(snippets) for _ in s.questions])
    phrasings = [question for s in snippets for question in s.questions]
    said, asked = (
        model.encode(t, normalize_embeddings=True, show_progress_bar=False)
        for t in (phrasings, texts)
    )
    cosines = np.matmul(asked, said.T)
    best = np.stack([cosines[:, owner == i].max(axis=1) for i in range(len(snippets))], axis=1)
    return [[snippets[i].id for i in np.argsort(-row, kind="stable")] for row in best]


def _hits(library: Library, rows: Sequence[Row], ranking: Ranking) -> dict[str, Share]:
    def hit(row: Row, found: list[str], depth: int) -> bool:
        topics = {topic for id_ in found[:depth] for topic in library.snippets[id_].topics}
        return bool(topics & set(row["topics"]))

    return {
        f"hit@{depth}": share([hit(row, found, depth) for row, found in zip(rows, ranking)])
        for depth in (1, 3)
    }
