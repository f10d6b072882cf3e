"""A checkpoint out of the shipped network: `python training/recover.py ../src/legation/reading/model -o mixed.pt`.

For who has no checkpoints: what it gives can be exported, label text (label.py) or be taught on (train.py --start). It has the shipped
weights as they are kept, a byte each.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from network import LAYERS, WIDTH, Encoder, Reader


def tables(network: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Every table of the network by its name, those kept in bytes made whole (export.py)."""
    kept = {t.name: numpy_helper.to_array(t) for t in network.graph.initializer}
    packed = [name.removesuffix("_bytes") for name in kept if name.endswith("_bytes")]
    return kept | {n: (kept[f"{n}_bytes"].astype(np.float32) - kept[f"{n}_zero"]) * kept[f"{n}_scale"] for n in packed}


def state(network: onnx.ModelProto) -> dict[str, np.ndarray]:
    """The weights by their names in the reader."""
    known = tables(network)
    found = {name.removeprefix("reader."): table for name, table in known.items() if name.startswith("reader.")}
    layer = 0
    for node in network.graph.node:
        if node.op_type == "Attention":
            at = f"encoder.layers.{layer}" if layer < LAYERS else f"own.{layer - LAYERS}"
            for kind, part in (("weight", known[node.input[1]].T), ("bias", known[node.input[2]])):
                found |= {f"{at}.{p}.{kind}": part[i * WIDTH :][:WIDTH] for i, p in enumerate(("query", "key", "value"))}
            layer += 1
        elif node.op_type == "MatMul" and node.input[1].startswith("onnx::"):
            found[f"{_part(node.name)}.weight"] = known[node.input[1]].T
    return found


def _part(node: str) -> str:
    """The reader's part that a product belongs to: "/reader/to_type/to_type.0/MatMul" is of heads.to_type.0."""
    inside = node.strip("/").split("/")[1:-1]
    if inside[0] == "encoder" or inside[0].startswith("own."):
        return ".".join(inside)
    return f"heads.{inside[-1]}" if inside[0].startswith("to_") else inside[-1]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("model", type=Path)
    ap.add_argument("-o", "--output", type=Path, required=True)
    a = ap.parse_args()
    labels = json.loads((a.model / "labels.json").read_text(encoding="utf-8"))["labels"]
    found = state(onnx.load(str(a.model / "reader.onnx")))
    reader = Reader(Encoder(), labels, own=len({name.split(".")[1] for name in found if name.startswith("own.")}))
    reader.load_state_dict({name: torch.tensor(found[name].copy()) for name in reader.state_dict()})
    torch.save({"state": reader.state_dict(), "labels": labels}, a.output)


if __name__ == "__main__":
    main()
