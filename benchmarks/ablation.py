"""`python -m benchmarks.ablation`: what each part of the retrieval brings, on the development sets.

Every row ranks all targets (snippets, kinds of decline, small talk) for every question and takes the
groups' word for whether to answer. No server and no safety screen: these are the figures of retrieval
alone. Trains the encoder twice, which takes about ten minutes on two cores.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import TEXT

from bot.components.importer import KNOWLEDGE, targets_of
from bot.components.retriever import groups_of
from bot.evaluation.baselines import word_scores
from bot.evaluation.metrics import share
from bot.knowledge.loader import load_library
from bot.retrieval.decision import Decision, Outcome, Thresholds, decide
from bot.retrieval.export import load_model, packaged_model
from bot.retrieval.finetune import Recipe, finetune
from bot.retrieval.index import PhrasingIndex
from bot.retrieval.prototypes import Prototypes
from bot.retrieval.ranking import Weights, probabilities
from bot.settings import ROOT

_CLASS = {
    "personal_medical": "ask_personal_medical",
    "clinic_specific": "ask_clinic_specific",
    "illicit": "ask_illicit",
    "near_miss": "no_answer",
    "abusive_or_nonsense": "nonsense_or_abuse",
}
_TALK = {"greet", "goodbye", "thank", "ask_bot"}

Odds = Callable[[int], dict[str, float]]
"""The probabilities of the targets for the text with that number."""


def main(sets: Path) -> int:
    """Prints the table; `sets` holds the development sets."""
    texts, targets = _examples()
    subjects = [s.title for s in load_library(KNOWLEDGE).served()]
    asked, off = (_rows(sets / f"{name}_dev.jsonl") for name in ("questions", "offtopic"))
    queries = [row["text"] for row in (*asked, *off)]
    library = load_library(KNOWLEDGE)
    groups = groups_of(library)
    print(f"{'':44} hit@1   hit@3   wrong   false decl.  off topic")
    for name, odds in _variants(texts, targets, subjects, queries):
        made = [decide(odds(i), groups, Thresholds()) for i in range(len(queries))]
        print(f"{name:44} {_figures(library, asked, off, made)}", flush=True)
    return 0


def _variants(
    texts: list[str], targets: list[list[str]], subjects: list[str], queries: list[str]
) -> Iterator[tuple[str, Odds]]:
    plain = [(text, own[0]) for text, own in zip(texts, targets) if len(own) == 1]
    known, owners = [text for text, _ in plain], [own for _, own in plain]
    words = _words(known, owners, queries)
    yield "BM25", lambda i: probabilities(words[i], {}, Weights(prototype=8))
    weights = Weights()
    for kind, recipe in (
        ("plain MiniLM", replace(Recipe(), epochs=0)),
        ("tuned, phrasings unvaried", replace(Recipe(), misspelt=0.0, joined=0.0, after=0.0)),
        ("tuned", Recipe()),
    ):
        model = load_model(packaged_model())
        prototypes = finetune(model, texts, targets, subjects, recipe)
        said, heard = (
            np.asarray(model.encode(t, normalize_embeddings=True, show_progress_bar=False))
            for t in (known, queries)
        )
        index = PhrasingIndex.build(owners, said)
        for name, chosen in (
            ("nearest phrasing", replace(weights, prototype=0.0, nearest=30.0)),
            ("prototypes", replace(weights, nearest=0.0)),
            ("both", weights),
        ):
            yield f"{kind}: {name}", _odds(prototypes, index, heard, chosen)
    yield "tuned: both, and BM25", _with_words(prototypes, index, heard, weights, words)


def _odds(
    prototypes: Prototypes, index: PhrasingIndex, heard: np.ndarray, weights: Weights
) -> Odds:
    return lambda i: probabilities(prototypes.cosines(heard[i]), index.nearest(heard[i]), weights)


def _with_words(
    prototypes: Prototypes,
    index: PhrasingIndex,
    heard: np.ndarray,
    weights: Weights,
    words: list[dict[str, float]],
) -> Odds:
    def odds(i: int) -> dict[str, float]:
        cosines = prototypes.cosines(heard[i])
        lifted = {t: c + 2.0 / weights.prototype * words[i][t] for t, c in cosines.items()}
        return probabilities(lifted, index.nearest(heard[i]), weights)

    return odds


def _words(texts: list[str], targets: list[str], queries: list[str]) -> list[dict[str, float]]:
    """BM25 of each query against all phrasings of a target, scaled so that the best has 1."""
    names = sorted(set(targets))
    documents = [" ".join(t for t, own in zip(texts, targets) if own == name) for name in names]
    return [
        dict(zip(names, (scores / (scores.max() or 1.0)).tolist()))
        for scores in word_scores(documents, queries)
    ]


def _figures(library: Any, asked: list[Any], off: list[Any], made: list[Decision]) -> str:
    hits = {1: [], 3: []}  # type: dict[int, list[bool]]
    wrong, declined = [], []
    for row, decision in zip(asked, made):
        topics = [set(library.snippets[h.target].topics) for h in decision.answers]
        right = [bool(found & set(row["topics"])) for found in topics]
        answered = decision.outcome is Outcome.ANSWER
        hits[1].append(answered and right[0])
        hits[3].append(any(right))
        wrong.append(answered and not right[0])
        declined.append(decision.outcome is Outcome.OTHER)
    told = [_expected(row["expect"], d.group) for row, d in zip(off, made[len(asked) :])]
    columns = [share(column).value for column in (hits[1], hits[3], wrong, declined, told)]
    return "  ".join(f"{value:6.3f}" for value in columns)


def _expected(expect: str, group: str) -> bool:
    return group in _TALK if expect == "smalltalk" else group == _CLASS.get(expect, expect)


def _examples() -> tuple[list[str], list[list[str]]]:
    importer = TrainingDataImporter.load_from_config(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")]
    )
    examples = importer.get_nlu_data().intent_examples
    return [m.get(TEXT) for m in examples], [targets_of(m) for m in examples]


def _rows(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.open(encoding="utf-8")]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests" / "sets"))
