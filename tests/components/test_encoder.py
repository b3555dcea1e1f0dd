"""The exported encoder against the model it was made from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.retrieval.encoder import Encoder
from bot.retrieval.export import export_encoder, load_model, packaged_model

TEXTS = [
    "does ketamine raise blood pressure?",
    "My husband has tried Zoloft and Lexapro and nothing helps, what else is there?",
    "bp after spray",
]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    folder = tmp_path_factory.mktemp("encoder")
    export_encoder(load_model(packaged_model()), folder)
    return Encoder(folder)


def test_embeddings_are_unit_vectors(encoder: Encoder) -> None:
    rows = encoder.encode_all(TEXTS)
    assert rows.shape == (3, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_the_int8_export_stays_close_to_the_original(encoder: Encoder) -> None:
    wanted = load_model(packaged_model()).encode(TEXTS, normalize_embeddings=True)
    assert (np.sum(wanted * encoder.encode_all(TEXTS), axis=1) > 0.94).all()


@pytest.mark.parametrize("text", ["", " ", "\u0000", "a" * 10_000, "שלום", "😀" * 500])
def test_any_text_has_an_embedding(encoder: Encoder, text: str) -> None:
    assert np.isfinite(encoder.encode(text)).all()


def test_the_encoder_needs_only_its_folder(encoder: Encoder, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="encoder"):
        Encoder(tmp_path)
