"""Export the trained reader: `python training/export.py CHECKPOINT --base DIR -o src/legation/reading/model`.

Writes reader.onnx (one window at a time, so that no entry hangs on what else is read; in bytes, see packing.py), tokenizer.json and
labels.json.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import Tensor, nn

from network import WIDTH, Reader, restored
from packing import Packing

HEADS = 12  # of attention, in each layer

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
    options = FusionOptions("bert")
    options.use_multi_head_attention = True
    options.enable_gelu_approximation = True  # off by at most 0.0005, three tenths quicker
    return optimizer.optimize_model(
        str(path), model_type="bert", num_heads=HEADS, hidden_size=WIDTH, opt_level=0, use_gpu=False, optimization_options=options
    ).model


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("checkpoint", type=Path)
    ap.add_argument("--base", type=Path, required=True)
    ap.add_argument("-o", "--output", type=Path, required=True)
    ap.add_argument("--name", default="legation-reader-6")
    a = ap.parse_args()
    a.output.mkdir(parents=True, exist_ok=True)
    reader = restored(torch.load(a.checkpoint, map_location="cpu", weights_only=True))
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        export(reader, full)
        network = fused(full)
    Packing(network).packed()
    onnx.save(network, a.output / "reader.onnx")
    shutil.copy(a.base / "tokenizer.json", a.output / "tokenizer.json")
    labels = {"name": a.name, "labels": {k: reader.labels[k] for k in sorted(reader.labels)}}
    (a.output / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")
    print({f.name: f.stat().st_size for f in a.output.iterdir()})


if __name__ == "__main__":
    main()
