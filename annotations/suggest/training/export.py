"""The trained network as the files of `model/`: ONNX in 8 bits, labels, relations."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from annotations.suggest.training.batches import Labels
from annotations.suggest.training.network import RELATION, Reader, Relations

OUTPUTS = ("names", "upos", "xpos", "starts", "arcs", "dependents", "heads", "words")
OPSET = 17


def write(reader: Reader, labels: Labels, tokenizer: Path, target: Path, version: str) -> None:
    """Writes reader.onnx, relations.onnx, tokenizer.json and meta.json."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        _export(reader.eval(), full)
        quantize_dynamic(
            full,
            target / "reader.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"DefaultTensorType": 1},
        )
    _export_relations(reader, target / "relations.onnx")
    shutil.copyfile(tokenizer, target / "tokenizer.json")
    meta = {
        "name": "newsdesk-en",
        "version": version,
        "labels": {
            "names": labels.names,
            "upos": labels.upos,
            "xpos": labels.xpos,
            "relations": labels.relations,
        },
    }
    (target / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")


def _export(reader: Reader, path: Path) -> None:
    ids = torch.randint(1000, 2000, (2, 16))
    zeros, ones = torch.zeros_like(ids), torch.ones_like(ids)
    first = torch.arange(16).repeat(2, 1)
    axes = {name: {0: "texts", 1: "pieces"} for name in ("ids", "cases", "mask")}
    axes |= {name: {0: "texts", 1: "words"} for name in ("first", *OUTPUTS)}
    axes["arcs"] = {0: "texts", 1: "words", 2: "words"}
    torch.onnx.export(
        reader,
        (ids, zeros, ones, first),
        path,
        input_names=["ids", "cases", "mask", "first"],
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


def _export_relations(reader: Reader, path: Path) -> None:
    pairs = torch.zeros(3, RELATION), torch.zeros(3, RELATION)
    torch.onnx.export(
        Relations(reader),
        pairs,
        path,
        input_names=["dependents", "heads"],
        output_names=["relations"],
        dynamic_axes={name: {0: "words"} for name in ("dependents", "heads", "relations")},
        opset_version=OPSET,
        dynamo=False,
    )
