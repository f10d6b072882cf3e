"""The teacher's encoder: MPNet (12 layers, 768 wide, relative positions). Shapes: B windows, L pieces, H = 768."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn

from network import Layer, Reader, of_shapes, thinned

OFFSET = 4  # MPNet's vocabulary is BERT's, moved by four
BEGIN, PAD, END = 0, 1, 2
PARTS = {
    "query": "attention.attn.q", "key": "attention.attn.k", "value": "attention.attn.v", "out": "attention.attn.o",
    "norm1": "attention.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm",
}  # fmt: skip


def buckets(n: int, device: torch.device, count: int = 32, farthest: int = 128) -> Tensor:
    """[n, n]: the bucket of the distance from each piece to each other (as in T5, both directions)."""
    at = torch.arange(n, device=device)
    distance = at[:, None] - at[None, :]
    half = count // 2
    exact = half // 2
    far = distance.abs().clamp(min=1)
    log = exact + (torch.log(far / exact) / math.log(farthest / exact) * (half - exact)).long()
    return (distance < 0) * half + torch.where(far < exact, distance.abs(), log.clamp(max=half - 1))


class Teacher(nn.Module):
    """Pieces (BERT's ids) and the shapes of their words → [B, L, 768]; its table of pieces, bias and `fixed` lowest layers don't learn."""

    def __init__(self, fixed: int = 0, layers: int = 12, width: int = 768, shapes: int = 6) -> None:
        super().__init__()
        self.words = nn.Embedding(30527, width)
        self.places = nn.Embedding(514, width)
        self.bias = nn.Embedding(32, 12)
        self.norm = nn.LayerNorm(width, eps=1e-5)
        self.layers = nn.ModuleList(Layer(width, 12, 4 * width) for _ in range(layers))
        for layer in self.layers:
            layer.norm1.eps = layer.norm2.eps = 1e-5
        self.shapes = nn.Embedding(shapes, width)
        nn.init.zeros_(self.shapes.weight)
        for part in (self.words, self.bias, *self.layers[:fixed]):  # what is added to attention is quicker where it needs no gradient
            part.requires_grad_(False)

    def load(self, state: dict[str, Tensor]) -> None:
        """Take the weights of the published checkpoint."""
        with torch.no_grad():
            self.words.weight.copy_(state["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(state["embeddings.position_embeddings.weight"])
            self.bias.weight.copy_(state["encoder.relative_attention_bias.weight"])
            for part, name in ((self.norm, "embeddings.LayerNorm"), *self._parts()):
                part.weight.copy_(state[name + ".weight"])
                part.bias.copy_(state[name + ".bias"])

    def _parts(self) -> list[tuple[nn.Module, str]]:
        return [(getattr(layer, part), f"encoder.layer.{i}.{name}") for i, layer in enumerate(self.layers) for part, name in PARTS.items()]

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        x = self.norm(self.words(self._moved(ids, mask)) + self.places.weight[2 : ids.shape[1] + 2])
        x = thinned(x + of_shapes(self.shapes, shapes), 0.1, self.training)
        near = self.bias.weight[buckets(mask.shape[1], mask.device)].permute(2, 0, 1)[None]
        added = near + (1.0 - mask[:, None, None, :].to(near.dtype)) * -1e4  # [B, heads, L, L]: how far apart, and nothing from padding
        for layer in self.layers:
            x = layer(x, added)
        return x

    @staticmethod
    def _moved(ids: Tensor, mask: Tensor) -> Tensor:
        """The pieces as MPNet numbers them, with its marks of begin, end and padding."""
        moved = ids + OFFSET
        moved[:, 0] = BEGIN
        moved.scatter_(1, mask.sum(1, keepdim=True) - 1, END)
        return moved.masked_fill(mask == 0, PAD)


def teacher(path: Path) -> Reader:
    """The teacher of a checkpoint of teach.py, ready to read."""
    kept = torch.load(path, map_location="cpu", weights_only=True)
    found = Reader(Teacher(), kept["labels"], width=768)
    found.load_state_dict(kept["state"])
    return found.eval()
