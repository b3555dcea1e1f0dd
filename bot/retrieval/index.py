"""The search over passages: FAISS for meaning, BM25 for words."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import bm25s
import faiss
import numpy as np

from bot.retrieval.passages import Passage

_NEIGHBOURS = 40
_WORD = re.compile(r"[a-z0-9]+")
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "get",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "just",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "she",
        "should",
        "so",
        "some",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "to",
        "u",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "im",
        "ive",
        "dont",
    ]
)


@dataclass(frozen=True)
class Hit:
    """A target (see Passage) with how well it fits: `meaning` is a cosine, `words` BM25 scaled to 0..1."""

    target: str
    meaning: float
    words: float

    def score(self, weight: float) -> float:
        """One number to rank by; `weight` is what the words count beside the meaning."""
        return self.meaning + weight * self.words


class PassageIndex:
    """An index over passages; searched with a text and its embedding."""

    def __init__(
        self, passages: Sequence[Passage], vectors: faiss.Index, words: bm25s.BM25
    ) -> None:
        self._passages = list(passages)
        self._vectors = vectors
        self._words = words
        self._targets = sorted({p.target for p in passages})

    @classmethod
    def build(cls, passages: Sequence[Passage], embeddings: np.ndarray) -> PassageIndex:
        """Indexes `passages`, at least one, with a unit vector each in the rows of `embeddings`."""
        if not passages:
            raise ValueError("an index needs at least one passage")
        embeddings = embeddings.astype(np.float32)
        vectors = faiss.IndexFlatIP(embeddings.shape[1])
        vectors.add(embeddings)
        documents: dict[str, list[str]] = {}
        for passage in passages:
            documents.setdefault(passage.target, []).extend(tokens(passage.text))
        words = bm25s.BM25()
        words.index([documents[s] for s in sorted(documents)], show_progress=False)
        return cls(passages, vectors, words)

    def search(self, text: str, embedding: np.ndarray) -> list[Hit]:
        """Every target near in meaning or sharing words, in no order."""
        meaning = self._by_meaning(embedding)
        words = self._by_words(text)
        return [
            Hit(s, meaning.get(s, 0.0), words.get(s, 0.0)) for s in meaning.keys() | words.keys()
        ]

    def save(self, folder: Path) -> None:
        """Writes the index into `folder`."""
        rows = [asdict(p) for p in self._passages]
        (folder / "passages.json").write_text(json.dumps(rows), encoding="utf-8")
        faiss.write_index(self._vectors, str(folder / "vectors.faiss"))
        self._words.save(str(folder / "words"), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> PassageIndex:
        """Reads what `save` wrote."""
        rows = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
        vectors = faiss.read_index(str(folder / "vectors.faiss"))
        return cls([Passage(**r) for r in rows], vectors, bm25s.BM25.load(str(folder / "words")))

    def _by_meaning(self, embedding: np.ndarray) -> dict[str, float]:
        query = np.asarray(embedding, dtype=np.float32)[None, :]
        scores, rows = self._vectors.search(query, min(_NEIGHBOURS, len(self._passages)))
        best: dict[str, float] = {}
        for score, row in zip(scores[0], rows[0]):
            best.setdefault(self._passages[row].target, float(score))
        return best

    def _by_words(self, text: str) -> dict[str, float]:
        known = [t for t in tokens(text) if t in self._words.vocab_dict]
        if not known:
            return {}
        scores = self._words.get_scores(known)
        top = float(scores.max())
        if top <= 0:
            return {}
        best = np.argsort(-scores)[:10]
        return {self._targets[i]: float(scores[i]) / top for i in best if scores[i] > 0}


def tokens(text: str) -> list[str]:
    """The words that carry meaning, lower-cased, plural endings cut."""
    words = (w for w in _WORD.findall(text.lower().replace("'", "")) if w not in _STOP)
    return [w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words]
