"""Export the trained reader: `python training/export.py CHECKPOINT --base DIR -o src/legation/reading/model`.

Writes reader.onnx (weights in a byte each, reckoned with as floats, one window at a time, so that no entry hangs on what else is read),
tokenizer.json and labels.json.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.transformers import optimizer
from torch import Tensor, nn

from network import WIDTH, Reader, restored

HEADS = 12  # of attention, in each layer
LARGE = 20_000  # weights: what is smaller stays as it is

INPUTS = ("ids", "shapes", "begins", "ends", "sentence")
OUTPUTS = ("upos", "xpos", "name", "type", "status", "mode", "said", "cue", "furniture", "arc", "rel", "slot")


class OneWindow(nn.Module):
    """The reader for a single window: L pieces, W words in; everything that decoding needs out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, shapes: Tensor, begins: Tensor, ends: Tensor, sentence: Tensor) -> tuple[Tensor, ...]:
        out = self.reader(ids, shapes, torch.ones_like(ids), begins, ends)
        apart = sentence.unsqueeze(1) != sentence.unsqueeze(2)
        arc = out["arc"].masked_fill(apart, -1e4)
        first = arc.argmax(-1)
        second = arc.scatter(-1, first.unsqueeze(-1), -2e4).argmax(-1)
        rel = torch.stack([self._relation(out, heads) for heads in (first, second)], -1)
        soft = {h: out[h].softmax(-1)[0] for h in ("name", "type", "status", "mode", "said", "cue", "furniture")}
        return (
            out["upos"].argmax(-1)[0], out["xpos"].argmax(-1)[0], *soft.values(), arc[0], rel[0], out["slot"].sigmoid()[0],
        )  # fmt: skip

    def _relation(self, out: dict[str, Tensor], heads: Tensor) -> Tensor:
        """How each word hangs on its head [1, W]: as a root only on itself."""
        scores = self.reader.relations(out, heads)
        root = torch.arange(scores.shape[-1]) == self.reader.labels["rel"].index("root")
        alone = heads == torch.arange(heads.shape[1])
        return scores.masked_fill(root & ~alone.unsqueeze(-1), -1e4).argmax(-1)


def export(reader: Reader, path: Path) -> None:
    n, w = 12, 7
    example = (
        torch.randint(1000, 2000, (1, n)), torch.ones(1, n, dtype=torch.long), torch.arange(1, w + 1)[None], torch.arange(2, w + 2)[None],
        torch.tensor([[0, 0, 0, 0, 1, 1, 1]]),
    )  # fmt: skip
    axes = {k: {1: "pieces" if k in ("ids", "shapes") else "words"} for k in INPUTS}
    axes |= {k: {0: "words"} for k in OUTPUTS if k not in ("arc", "slot")} | {
        "arc": {0: "words", 1: "words"},
        "slot": {1: "words", 2: "words"},
    }
    torch.onnx.export(
        OneWindow(reader),
        example,
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def fused(path: Path) -> onnx.ModelProto:
    """The network with each layer's attention as one step."""
    return optimizer.optimize_model(str(path), model_type="bert", num_heads=HEADS, hidden_size=WIDTH, opt_level=0, use_gpu=False).model


def packed(network: onnx.ModelProto) -> None:
    """Keep the large tables in a byte a weight, each column (of the table of pieces, each row) with its own range.

    They are made whole again when the network is loaded, the table of pieces when a piece is looked up: what is reckoned with are floats,
    so that nothing hangs on how a machine reckons with bytes, and no word on the others of its window."""
    graph = network.graph
    tables = [t for t in graph.initializer if t.data_type == onnx.TensorProto.FLOAT and len(t.dims) > 1 and math.prod(t.dims) >= LARGE]
    looked_up = {n.input[0]: n for n in graph.node if n.op_type == "Gather"}
    whole: list[onnx.NodeProto] = []
    for table in tables:
        values, name = numpy_helper.to_array(table), table.name
        axis = -1 if name in looked_up else -2
        low, high = (f(values, axis=axis, keepdims=True) for f in (np.min, np.max))
        scale = np.maximum((np.maximum(high, 0) - np.minimum(low, 0)) / 255, 1e-12).astype(np.float32)
        zero = np.round(-np.minimum(low, 0) / scale).astype(np.float32)
        parts = {"bytes": np.clip(np.round(values / scale) + zero, 0, 255).astype(np.uint8), "zero": zero, "scale": scale}
        graph.initializer.remove(table)
        graph.initializer.extend(numpy_helper.from_array(part, f"{name}_{kind}") for kind, part in parts.items())
        if name in looked_up:
            whole += _looked_up(looked_up[name], name)
            graph.node.remove(looked_up[name])
        else:
            whole += _made_whole([f"{name}_{kind}" for kind in parts], name)
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend([*whole, *rest])


def _looked_up(node: onnx.NodeProto, name: str) -> list[onnx.NodeProto]:
    kinds = ("bytes", "zero", "scale")
    found = [helper.make_node("Gather", [f"{name}_{k}", node.input[1]], [f"{name}_{k}_found"]) for k in kinds]
    return [*found, *_made_whole([f"{name}_{k}_found" for k in kinds], node.output[0])]


def _made_whole(parts: list[str], name: str) -> list[onnx.NodeProto]:
    bytes_, zero, scale = parts
    return [
        helper.make_node("Cast", [bytes_], [f"{bytes_}_float"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Sub", [f"{bytes_}_float", zero], [f"{bytes_}_moved"]),
        helper.make_node("Mul", [f"{bytes_}_moved", scale], [name]),
    ]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("checkpoint", type=Path)
    ap.add_argument("--base", type=Path, required=True)
    ap.add_argument("-o", "--output", type=Path, required=True)
    ap.add_argument("--name", default="legation-reader-4")
    a = ap.parse_args()
    a.output.mkdir(parents=True, exist_ok=True)
    reader = restored(torch.load(a.checkpoint, map_location="cpu", weights_only=True))
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        export(reader, full)
        network = fused(full)
    packed(network)
    onnx.save(network, a.output / "reader.onnx")
    shutil.copy(a.base / "tokenizer.json", a.output / "tokenizer.json")
    labels = {"name": a.name, "labels": {k: reader.labels[k] for k in sorted(reader.labels)}}
    (a.output / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")
    print({f.name: f.stat().st_size for f in a.output.iterdir()})


if __name__ == "__main__":
    main()
