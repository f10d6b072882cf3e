"""Learning with numbers rounded as the exported network has them (packing.py), so that weights settle where rounding costs least.

Gradients pass as if nothing were rounded (Jacob and others 2018, "Quantization and training of neural networks for efficient
integer-arithmetic-only inference").
"""

from __future__ import annotations

from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from network import Layer
from packing import LARGE, LEAST, LOW, MIDDLE, MOST, WEIGHT


def rounded(x: Tensor, positive: bool = False) -> Tensor:
    """Rows of any number [..., n] as bytes would have them; `positive`: rows that came out of GELU."""
    with torch.no_grad():
        if positive:
            scale = (x.amax(-1, keepdim=True) / (MIDDLE + MOST - LOW)).clamp(min=LEAST / LOW)
        else:
            scale = x.abs().amax(-1, keepdim=True).clamp(min=1e-6) / MOST
        off = (x / scale).round() * scale - x
    return x + off


def rounded_weights(weight: Tensor) -> Tensor:
    """The weights [out, in] of a linear layer, each output with a scale of its own."""
    with torch.no_grad():
        scale = weight.abs().amax(-1, keepdim=True).clamp(min=1e-10) / WEIGHT
        off = (weight / scale).round() * scale - weight
    return weight + off


def _linear(linear: nn.Linear, positive: bool, x: Tensor) -> Tensor:
    return F.linear(rounded(x, positive), rounded_weights(linear.weight), linear.bias)


def round_from_now(model: nn.Module) -> None:
    """Let every layer that the export puts in bytes reckon with what these will be."""
    after_gelu = {id(layer.down) for layer in model.modules() if isinstance(layer, Layer)}
    for part in model.modules():
        if isinstance(part, nn.Linear) and part.weight.numel() >= LARGE:
            part.forward = partial(_linear, part, id(part) in after_gelu)  # type: ignore[method-assign]
