"""The reader as a network: one encoder (BERT layout) and a head for each thing it reads.

Shapes: B windows, L pieces, W words, H = 384 (MiniLM) or 768 (MPNet).
"""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH = 384  # of the reader's encoder
LAYERS = 6
SIEVE = 1 << 24
SLOTS = ("actor", "recipient", "by", "source", "time", "place", "speaker")


def halves(device: str) -> bool:
    """Whether a device multiplies numbers of sixteen bits much faster than longer ones: graphics cards, processors with matrix tiles."""
    return device != "cpu" or bool(torch.cpu.get_capabilities().get("amx_bf16", False))


def softmax(scores: Tensor) -> Tensor:
    """Over the last axis, in the numbers that are given (by itself a processor would turn them into wider ones first)."""
    with torch.autocast(scores.device.type, enabled=False):
        return scores.softmax(-1)


@cache
def sieve(p: float, kind: torch.dtype) -> Tensor:
    """Numbers of which a share `p` is nothing, the others as much more."""
    return (torch.rand(SIEVE, generator=torch.Generator().manual_seed(1)) >= p).to(kind) / (1 - p)


def thinned(x: Tensor, p: float, training: bool) -> Tensor:
    """Dropout; a processor takes any part of one sieve, which is many times quicker than chance number by number."""
    if not training or x.device.type != "cpu" or x.numel() * 2 > SIEVE:
        return F.dropout(x, p, training)
    begin = int(torch.randint(SIEVE - x.numel(), ()))
    return x * sieve(p, x.dtype)[begin : begin + x.numel()].view(x.shape)


class Thinned(nn.Module):
    """The same as a part of a network."""

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        return thinned(x, self.p, self.training)


class Layer(nn.Module):
    """One transformer layer, normalised after each part as in BERT."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:  # x [B, L, H], mask [B, 1, 1, L] added to the scores
        b, n, h = x.shape
        q, k, v = (f(x).view(b, n, self.heads, h // self.heads).transpose(1, 2) for f in (self.query, self.key, self.value))
        if torch.onnx.is_in_onnx_export() or (x.device.type == "cpu" and self.training):
            scores = (q / (h // self.heads) ** 0.5) @ k.transpose(-1, -2) + mask.to(q.dtype)
            a = softmax(scores) @ v
        else:
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        a, p = self.out(a.transpose(1, 2).reshape(b, n, h)), self.dropout
        x = self.norm1(x + thinned(a, p, self.training))
        y = self.down(F.gelu(self.up(x)))
        return self.norm2(x + thinned(y, p, self.training))


class Encoder(nn.Module):
    """Pieces and the shapes of their words → [B, L, H]."""

    def __init__(
        self,
        width: int = WIDTH,
        layers: int = LAYERS,
        heads: int = 12,
        inner: int = 1536,
        vocabulary: int = 30522,
        shapes: int = 6,
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(512, width)
        self.shapes = nn.Embedding(shapes, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))
        nn.init.zeros_(self.shapes.weight)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + of_shapes(self.shapes, shapes)
        x = thinned(self.norm(x), 0.1, self.training)
        added = hidden(mask, x.dtype)
        for layer in self.layers:
            x = layer(x, added)
        return x

    def load_bert(self, state: dict[str, Tensor]) -> None:
        """Take the weights of a BERT checkpoint (its token type 0 goes into the places)."""
        state = {k.removeprefix("bert."): v.float() for k, v in state.items()}
        with torch.no_grad():
            self.words.weight.copy_(state["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(state["embeddings.position_embeddings.weight"] + state["embeddings.token_type_embeddings.weight"][0])
            self._take(self.norm, state, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for part, name in {
                    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
                    "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
                    "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm",
                }.items():  # fmt: skip
                    self._take(getattr(layer, part), state, at + name)

    @staticmethod
    def _take(part: nn.Module, state: dict[str, Tensor], name: str) -> None:
        part.weight.copy_(state[name + ".weight"])
        part.bias.copy_(state[name + ".bias"])


class Biaffine(nn.Module):
    """Scores between two words for each of `labels` kinds: [B, W, d] × [B, V, d] → [B, labels, W, V]."""

    def __init__(self, dim: int, labels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(labels, dim + 1, dim + 1) * 0.02)

    def forward(self, a: Tensor, b: Tensor) -> Tensor:
        one = torch.ones_like(a[..., :1])
        a, b = torch.cat([a, one], -1), torch.cat([b, one], -1)
        return (a.unsqueeze(1) @ self.weight) @ b.transpose(1, 2).unsqueeze(1)


class Bilinear(Biaffine):
    """The same word by word, as relations were scored up to legation-reader-5: [B, W, d] with [B, W, d] → [B, W, labels]."""

    def forward(self, a: Tensor, b: Tensor) -> Tensor:
        one = torch.ones_like(a[..., :1])
        a, b = torch.cat([a, one], -1), torch.cat([b, one], -1)
        return ((a.unsqueeze(1) @ self.weight) * b.unsqueeze(1)).sum(-1).transpose(1, 2)


class Pairs(nn.Module):
    """Scores of two words that belong together, from each and from their product: [B, W, d] with [B, W, d] → [B, W, labels].

    With these a window takes a tenth less time than with a bilinear form of every label."""

    def __init__(self, dim: int, labels: int) -> None:
        super().__init__()
        self.one, self.other, self.both = nn.Linear(dim, labels), nn.Linear(dim, labels, bias=False), nn.Linear(dim, labels, bias=False)

    def forward(self, a: Tensor, b: Tensor) -> Tensor:
        return self.one(a) + self.other(b) + self.both(a * b)


def hidden(mask: Tensor, kind: torch.dtype) -> Tensor:
    """[B, L] of ones and zeros → [B, 1, 1, L], what is added to the scores of attention."""
    return (1.0 - mask[:, None, None, :].to(kind)) * -1e4


def at_words(x: Tensor, begins: Tensor, ends: Tensor) -> Tensor:
    """[B, W, H]: each word as the mean of its first and last piece."""
    begin, end = (x.gather(1, at.unsqueeze(-1).expand(-1, -1, x.shape[-1])) for at in (begins, ends))
    return (begin + end) / 2


def of_shapes(table: nn.Embedding, shapes: Tensor) -> Tensor:
    """The table's row of each shape: while learning as a product, for gradients of a look-up can't be recorded and replayed (learn.py)."""
    if not table.training:
        return table(shapes)
    return (shapes.unsqueeze(-1) == torch.arange(table.num_embeddings, device=shapes.device)).to(table.weight.dtype) @ table.weight


def mlp(width: int, dim: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, dim), nn.GELU(), Thinned(0.2))


class Reader(nn.Module):
    """The encoder with its heads. `labels` gives the names of each head's classes."""

    HEADS = ("upos", "xpos", "name", "type", "status", "mode", "said", "cue", "furniture")
    OWN = ("type", "status", "mode", "said", "cue")  # read from layers of their own, where there are any

    def __init__(self, encoder: nn.Module, labels: dict[str, list[str]], width: int = WIDTH, own: int = 0, bilinear: bool = False) -> None:
        super().__init__()
        self.encoder, self.labels = encoder, labels
        self.own = nn.ModuleList(Layer(width, 12, 4 * width) for _ in range(own))
        if own:
            self.own_norm = nn.LayerNorm(width)
        self.norm = nn.LayerNorm(width)  # fresh: an encoder's last layer may be too small for a head to learn from
        self.heads = nn.ModuleDict({"to_" + h: nn.Linear(width, len(labels[h])) for h in self.HEADS})
        for h in ("type", "status", "mode"):
            self.heads["to_" + h] = nn.Sequential(nn.Linear(width, 384), nn.GELU(), Thinned(0.1), nn.Linear(384, len(labels[h])))
        self.arc_dep, self.arc_head, self.arc = mlp(width, 256), mlp(width, 256), Biaffine(256, 1)
        dim, relations = (96, Bilinear) if bilinear else (128, Pairs)
        self.rel_dep, self.rel_head, self.rel = mlp(width, dim), mlp(width, dim), relations(dim, len(labels["rel"]))
        self.slot_from, self.slot_to, self.slot = mlp(width, 128), mlp(width, 128), Biaffine(128, len(SLOTS))
        with torch.no_grad():  # almost no pair of words is linked: begin from there
            self.slot.weight[:, -1, -1] = -4.0

    def begin_own(self) -> None:
        """Let the layers of events and statements begin as what follows the encoder's last, adding nothing yet."""
        for layer in self.own:
            layer.load_state_dict(self.encoder.layers[-1].state_dict())
            for part in (layer.out, layer.down):
                nn.init.zeros_(part.weight)
                nn.init.zeros_(part.bias)
            for norm in (layer.norm1, layer.norm2):
                norm.reset_parameters()
        if self.own:
            self.own_norm.load_state_dict(self.norm.state_dict())

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor, begins: Tensor, ends: Tensor) -> dict[str, Tensor]:
        x = self.encoder(ids, shapes, mask)
        y = x
        for layer in self.own:
            y = layer(y, hidden(mask, x.dtype))
        return self.read(x, y, begins, ends)

    def read(self, x: Tensor, y: Tensor, begins: Tensor, ends: Tensor) -> dict[str, Tensor]:
        """What every head says of the encoded pieces [B, L, H], and of those that went through the layers of events and statements.

        `word` [B, W, H] is what the heads of events and statements read it from."""
        x = self.norm(at_words(x, begins, ends))
        y = self.own_norm(at_words(y, begins, ends)) if self.own else x
        out = {h: self.heads["to_" + h](y if h in self.OWN else x) for h in self.HEADS}
        out["arc"] = self.arc(self.arc_dep(x), self.arc_head(x)).squeeze(1)
        out["slot"] = self.slot(self.slot_from(y), self.slot_to(y))
        out["rel_dep"], out["rel_head"] = self.rel_dep(x), self.rel_head(x)
        out["word"] = y
        return out

    def relations(self, out: dict[str, Tensor], heads: Tensor) -> Tensor:
        """[B, W, relations] given each word's head [B, W]."""
        b = out["rel_head"]
        return self.rel(out["rel_dep"], b.gather(1, heads.unsqueeze(-1).expand(-1, -1, b.shape[-1])))


def restored(checkpoint: dict) -> Reader:
    """The reader of a checkpoint of train.py, ready to read."""
    state = checkpoint["state"]
    own = {k.split(".")[1] for k in state if k.startswith("own.")}
    reader = Reader(Encoder(), checkpoint["labels"], own=len(own), bilinear="rel.weight" in state)
    reader.load_state_dict(state)
    return reader.eval()
