"""Learning with numbers rounded as the exported network has them (packing.py), so that weights settle where rounding costs least.

Gradients pass as if nothing were rounded (Jacob and others 2018, "Quantization and training of neural networks for efficient
integer-arithmetic-only inference").
"""

from __future__ import annotations

from functools import partial

from torch import Tensor, nn
from torch.nn import functional as F

from network import Layer
from packing import LARGE, LEAST, LOW, MIDDLE, MOST, WEIGHT


def rounded(x: Tensor, most: int) -> Tensor:
    """Rows of numbers [..., n] as whole numbers from -most to most would have them, each row with a scale of its own."""
    return _to_steps(x, x.detach().abs().amax(-1, keepdim=True).clamp(min=1e-6) / most)


def rounded_above(x: Tensor) -> Tensor:
    """The same for rows that came out of GELU, which lie above -LEAST."""
    return _to_steps(x, (x.detach().amax(-1, keepdim=True) / (MIDDLE + MOST - LOW)).clamp(min=LEAST / LOW))


def _to_steps(x: Tensor, step: Tensor) -> Tensor:
    return x + ((x / step).round() * step - x).detach()


def _linear(linear: nn.Linear, positive: bool, x: Tensor) -> Tensor:
    given = rounded_above(x) if positive else rounded(x, MOST)
    return F.linear(given, rounded(linear.weight, WEIGHT), linear.bias)


def round_from_now(model: nn.Module) -> None:
    """Let every layer that the export puts in bytes reckon with what these will be."""
    after_gelu = {id(layer.down) for layer in model.modules() if isinstance(layer, Layer)}
    for part in model.modules():
        if isinstance(part, nn.Linear) and part.weight.numel() >= LARGE:
            part.forward = partial(_linear, part, id(part) in after_gelu)  # type: ignore[method-assign]
