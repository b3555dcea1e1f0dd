"""Training time: teaches the encoder how our own patients ask. See docs/retrieval.md for what it brings.

Each target gets a prototype, a learned unit vector; a phrasing is pulled to its own prototype and away
from all others (softmax over cosines). The prototypes are kept: they are the encoder's view of a target,
as the nearest phrasing is the index's.

Phrasings are varied as people vary them: mistyped, two asked in one message, or said after the answer to
something else.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.retrieval.context import in_context
from bot.retrieval.misspell import misspelt
from bot.retrieval.prototypes import Prototypes

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_Said = tuple[str, tuple[int, ...]]
"""A text as it is said this time, and the rows whose labels it carries."""

_MAX_TOKENS = 64
_BUCKET = 16  # batches sorted together by length, so that little is padded
_JOINS = (" and ", ", and ", "? And ", " n ", "? ", ", also ", " + ", ". Also, ", " plus ", "; ")


@dataclass(frozen=True)
class Recipe:
    """How to train. Chosen on our own phrasings and the development sets; docs/retrieval.md has the runs.

    `misspelt`, `joined` and `after` are the shares of phrasings that are varied in that way.
    """

    epochs: float = 1.6
    batch: int = 32
    learning_rate: float = 8e-5
    prototype_rate: float = 1e-2
    scale: float = 20.0
    smoothing: float = 0.1
    misspelt: float = 0.4
    joined: float = 0.1
    after: float = 0.15
    seed: int = 7


def finetune(
    model: SentenceTransformer,
    texts: Sequence[str],
    labels: Sequence[Sequence[str]],
    subjects: Sequence[str],
    recipe: Recipe,
) -> Prototypes:
    """Trains `model` in place on `texts`, which ask for one or more `labels`, in equal shares.

    The same input gives the same result. `subjects` are titles of answers, any of which a message may
    follow. Takes about five minutes for 11,000 phrasings on two cores.
    """
    import torch

    names = sorted({label for several in labels for label in several})
    wanted = _shares(labels, names)
    variety = _Variety(texts, subjects, recipe)
    torch.manual_seed(recipe.seed)
    body: Any = model[0].auto_model
    for weights in body.embeddings.parameters():
        weights.requires_grad = False  # words we never saw keep their place beside those we did
    prototypes = torch.nn.Parameter(_centres(model, texts, wanted))
    tuned = [weights for weights in body.parameters() if weights.requires_grad]
    optimiser = torch.optim.AdamW(
        [
            {"params": tuned, "lr": recipe.learning_rate},
            {"params": [prototypes], "lr": recipe.prototype_rate},
        ],
        weight_decay=0.01,
    )
    steps = round(recipe.epochs * len(texts) / recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, max(1, steps)))
    loss = torch.nn.CrossEntropyLoss(label_smoothing=recipe.smoothing)
    body.train()
    for batch in islice(variety.batches(), steps):
        said, owners = zip(*batch)
        shares = torch.stack([wanted[list(own)].mean(dim=0) for own in owners])
        cosines = _embed(model, said) @ torch.nn.functional.normalize(prototypes, dim=-1).T
        optimiser.zero_grad()
        loss(recipe.scale * cosines, shares).backward()
        torch.nn.utils.clip_grad_norm_(tuned, 1.0)
        optimiser.step()
        schedule.step()
    body.eval()
    learned = torch.nn.functional.normalize(prototypes, dim=-1).detach().numpy()
    return Prototypes(names, learned.astype(np.float32))


class _Variety:
    """Says each phrasing a little differently each time."""

    def __init__(self, texts: Sequence[str], subjects: Sequence[str], recipe: Recipe) -> None:
        self._texts, self._subjects, self._recipe = texts, subjects, recipe
        self._chance = random.Random(recipe.seed)

    def batches(self) -> Iterator[list[_Said]]:
        """Round after round, without end."""
        while True:
            yield from self._round()

    def _round(self) -> list[list[_Said]]:
        """Every row once, in random order, texts of like length together."""
        rows, size = list(range(len(self._texts))), self._recipe.batch
        self._chance.shuffle(rows)
        said = [self._say(row) for row in rows]
        step = size * _BUCKET
        buckets = [
            sorted(said[i : i + step], key=lambda one: len(one[0]))
            for i in range(0, len(said), step)
        ]
        batches = [bucket[i : i + size] for bucket in buckets for i in range(0, len(bucket), size)]
        self._chance.shuffle(batches)
        return batches

    def _say(self, row: int) -> _Said:
        chance, recipe = self._chance, self._recipe
        text = self._texts[row]
        owners: tuple[int, ...] = (row,)
        if chance.random() < recipe.joined:
            other = chance.randrange(len(self._texts))
            text = text.rstrip("?. ") + chance.choice(_JOINS) + self._texts[other]
            owners = (row, other)
        if chance.random() < recipe.misspelt:
            text = misspelt(text, chance)
        if self._subjects and chance.random() < recipe.after:
            text = in_context(chance.choice(self._subjects), text)
        return text, owners


def _embed(model: SentenceTransformer, texts: Sequence[str]) -> Any:
    """Unit vectors with gradients; bfloat16 where the processor computes in it, which is twice as fast."""
    import torch

    tokens = model.tokenizer(
        list(texts), padding=True, truncation=True, max_length=_MAX_TOKENS, return_tensors="pt"
    )
    fast = torch.cpu._is_avx512_bf16_supported()
    transformer: Any = model[0].auto_model
    with torch.autocast("cpu", torch.bfloat16, enabled=fast):
        states = transformer(**tokens).last_hidden_state
    mask = tokens["attention_mask"].unsqueeze(-1)
    return torch.nn.functional.normalize((states.float() * mask).sum(1), dim=-1)


def _shares(labels: Sequence[Sequence[str]], names: list[str]) -> Any:
    """One row a text, one column a name: what part of the text asks for it."""
    import torch

    shares = torch.zeros(len(labels), len(names))
    for row, several in enumerate(labels):
        for label in several:
            shares[row, names.index(label)] = 1 / len(several)
    return shares


def _centres(model: SentenceTransformer, texts: Sequence[str], wanted: Any) -> Any:
    """Where the untrained model sees each target: the mean of its examples."""
    import torch

    vectors = model.encode(
        list(texts), normalize_embeddings=True, convert_to_tensor=True, show_progress_bar=False
    )
    return torch.nn.functional.normalize(wanted.T @ vectors.cpu(), dim=-1)


def _rate(step: int, steps: int) -> float:
    """Up over the first tenth, then down to nothing."""
    return min((step + 1) / (0.1 * steps), max(0.0, (steps - step) / steps))
