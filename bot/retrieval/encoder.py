"""Sentence embeddings at serving time: ONNX Runtime and tokenizers, no PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

MODEL_FILE = "encoder.onnx"
TOKENIZER_FILE = "tokenizer.json"
MAX_TOKENS = 256


class Encoder:
    """Turns text into unit vectors. Made by `bot.retrieval.export`."""

    def __init__(self, folder: Path) -> None:
        """Loads the exported model in `folder`."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # one short text at a time: more threads only cost
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def encode(self, text: str) -> np.ndarray:
        """The embedding of one text: float32, unit length. Beyond 256 tokens it is cut."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        inputs = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        return self._session.run(None, inputs)[0][0]

    def encode_all(self, texts: Sequence[str]) -> np.ndarray:
        """The embeddings of many texts, one row each. One by one, so that each is as in serving."""
        return np.stack([self.encode(text) for text in texts])
