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
from packing import part_of


def tables(network: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Every table of the network by its name, those kept in bytes made whole (packing.py)."""
    kept = {t.name: numpy_helper.to_array(t) for t in network.graph.initializer}
    looked_up = [name.removesuffix("_bytes") for name in kept if name.endswith("_bytes")]
    kept |= {n: (kept[f"{n}_bytes"].astype(np.float32) - kept[f"{n}_zero"]) * kept[f"{n}_scale"] for n in looked_up}
    linear = [name.removesuffix(".bytes") for name in kept if name.endswith(".bytes")]
    return kept | {f"{n}.weight": (kept[f"{n}.bytes"].astype(np.float32) * kept[f"{n}.scale"]).T for n in linear}


def state(network: onnx.ModelProto) -> dict[str, np.ndarray]:
    """The weights by their names in the reader."""
    known = tables(network)
    found = {name.removeprefix("reader."): table for name, table in known.items()}
    attentions = [n for n in network.graph.node if n.op_type == "MultiHeadAttention"]
    for layer, node in enumerate(attentions):
        at = f"encoder.layers.{layer}" if layer < LAYERS else f"own.{layer - LAYERS}"
        for kind, part in (("weight", known[f"{at}.all.weight"]), ("bias", known[node.input[3]])):
            found |= {f"{at}.{p}.{kind}": part[i * WIDTH :][:WIDTH] for i, p in enumerate(("query", "key", "value"))}
    for node in network.graph.node:
        if node.op_type == "MatMul" and node.input[1].startswith("onnx::"):  # too small to be kept in bytes
            found[f"{part_of(node.name)}.weight"] = known[node.input[1]].T
    return found


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("model", type=Path)
    ap.add_argument("-o", "--output", type=Path, required=True)
    a = ap.parse_args()
    labels = json.loads((a.model / "labels.json").read_text(encoding="utf-8"))["labels"]
    found = state(onnx.load(str(a.model / "reader.onnx")))
    layers = len({name.split(".")[1] for name in found if name.startswith("own.")})
    reader = Reader(Encoder(), labels, own=layers, bilinear="rel.weight" in found)
    reader.load_state_dict({name: torch.tensor(found[name].copy()) for name in reader.state_dict()})
    torch.save({"state": reader.state_dict(), "labels": labels}, a.output)


if __name__ == "__main__":
    main()
