"""The exported network in bytes: what takes long is reckoned with whole numbers, the rest with floats.

* Each linear layer multiplies bytes: of its weights each column has a scale, of its input each row (a piece or word) one that is found as
  it is read, so that nothing hangs on the other words of a window, nor on other windows. Inputs have seven bits: two products of them with
  weights fit into 16 bits, beyond which processors without instructions of their own for bytes cut sums off.
* Layers are normalised in plain steps, which onnxruntime does in half the time that its own operator takes.
* The tables that are not multiplied so (word pieces, pairs of words) are kept in bytes and made floats where they are used.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import onnx
from onnx import helper, numpy_helper

LARGE = 20_000  # weights: what is smaller stays as it is
WEIGHT = 127  # weights go from -WEIGHT to WEIGHT
MIDDLE, MOST = 64, 63  # an input is a byte from MIDDLE - MOST to MIDDLE + MOST
LOW, LEAST = 8, 0.17  # what comes out of GELU is above -LEAST: MIDDLE lies lower
EVEN = np.float32(1e-12)  # added to variances (network.py)

Nodes = list[onnx.NodeProto]


class Packing:
    """Rewrites the network of export.py, node by node."""

    def __init__(self, network: onnx.ModelProto) -> None:
        self.graph = network.graph
        self.known = {t.name: numpy_helper.to_array(t) for t in self.graph.initializer}
        self.made = {name: node for node in self.graph.node for name in node.output}
        self.rows: dict[str, tuple[str, str, str]] = {}
        self.nodes: Nodes = []

    def packed(self) -> None:
        together = dict(self._attended())
        for node in list(self.graph.node):
            name = node.output[0]
            if name in together:
                if parts := together[name]:
                    self._attention(parts)
            elif node.op_type == "MatMul" and self._is_linear(node):
                self._linear(node.input[0], self.known[node.input[1]], part_of(node.name), name)
            elif node.op_type == "SkipLayerNormalization":
                given = self._add(node.input[0], node.input[4], f"{name}.biased") if len(node.input) > 4 else node.input[0]
                self._norm(self._add(given, node.input[1], f"{name}.sum"), node.input[2], node.input[3], name)
            elif node.op_type == "LayerNormalization":
                self._norm(node.input[0], node.input[1], node.input[2], name)
            else:
                self.nodes.append(node)
        tables = {name: self._table(name) for name in self._tables()}
        del self.graph.node[:]
        self.graph.node.extend([n for table in tables.values() for n in table] + self.nodes)
        used = {name for node in self.graph.node for name in node.input} - tables.keys()
        kept = [t for t in self.graph.initializer if t.name in used]
        del self.graph.initializer[:]
        self.graph.initializer.extend(kept)

    # --- products in bytes

    def _attended(self) -> Iterator[tuple[str, Nodes]]:
        """The products that go into an attention: at the first of the three all of them, at the others none."""
        for node in self.graph.node:
            if node.op_type == "MultiHeadAttention":
                del node.input[4:]  # its mask: a window has nothing to hide
                first, *others = (self.made[name] for name in node.input[:3])
                yield first.output[0], [first, *others]
                yield from ((other.output[0], []) for other in others)

    def _attention(self, parts: Nodes) -> None:
        """Query, key and value as one product."""
        weights = np.concatenate([self.known[p.input[1]] for p in parts], 1)
        name = part_of(parts[0].name).removesuffix("query") + "all"
        self._linear(parts[0].input[0], weights, name, f"{name}.out")
        sizes = self._constant(f"{name}.sizes", np.array([len(self.known[p.input[1]][0]) for p in parts], np.int64))
        self.nodes.append(helper.make_node("Split", [f"{name}.out", sizes], [p.output[0] for p in parts], axis=-1))

    def _is_linear(self, node: onnx.NodeProto) -> bool:
        weights = self.known.get(node.input[1])
        return weights is not None and weights.ndim == 2 and weights.size >= LARGE

    def _linear(self, rows: str, weights: np.ndarray, part: str, out: str) -> None:
        scale = np.maximum(np.abs(weights).max(0) / WEIGHT, 1e-12).astype(np.float32)
        bytes_ = np.round(weights / scale).astype(np.int8)
        one = self._constant("one", np.float32(1))
        given, its_scale, zero = self._in_bytes(rows)
        names = [self._constant(f"{part}.bytes", bytes_), self._constant(f"{part}.scale", scale)]
        self._do("MatMulIntegerToFloat", [given, names[0], one, names[1], zero], f"{out}.unscaled", domain="com.microsoft")
        self._do("Mul", [f"{out}.unscaled", its_scale], out)

    def _in_bytes(self, rows: str) -> tuple[str, str, str]:
        """Each row of floats as bytes: (them, the scale of each row, what stands for zero)."""
        if rows not in self.rows:
            positive = self.made[rows].op_type in ("BiasGelu", "FastGelu")
            middle = LOW if positive else MIDDLE
            high = self._do("ReduceMax", [rows], f"{rows}.high", axes=[-1], keepdims=1)
            if positive:
                share = self._do("Mul", [high, self._constant("positive", np.float32(1 / (MIDDLE + MOST - LOW)))], f"{rows}.share")
                scale = self._do("Max", [share, self._constant("least", np.float32(LEAST / LOW))], f"{rows}.scale")
            else:
                low = self._do("ReduceMin", [rows], f"{rows}.low", axes=[-1], keepdims=1)
                far = [high, self._do("Neg", [low], f"{rows}.below"), self._constant("tiny", np.float32(1e-6))]
                both = self._constant("both", np.float32(1 / MOST))
                scale = self._do("Mul", [self._do("Max", far, f"{rows}.far"), both], f"{rows}.scale")
            flat = self._do("Reshape", [scale, self._constant("flat", np.array([-1], np.int64))], f"{rows}.scales")
            size = self._do("Shape", [flat], f"{rows}.size")
            filling = numpy_helper.from_array(np.array([middle], np.uint8))
            middles = self._do("ConstantOfShape", [size], f"{rows}.middles", value=filling)
            given = self._do("QuantizeLinear", [rows, flat, middles], f"{rows}.bytes", axis=1)
            self.rows[rows] = given, scale, self._constant(f"middle{middle}", np.uint8(middle))
        return self.rows[rows]

    # --- floats

    def _norm(self, given: str, weight: str, bias: str, out: str) -> None:
        mean = self._do("ReduceMean", [given], f"{out}.mean", axes=[-1], keepdims=1)
        off = self._do("Sub", [given, mean], f"{out}.off")
        variance = self._do("ReduceMean", [self._do("Mul", [off, off], f"{out}.square")], f"{out}.variance", axes=[-1], keepdims=1)
        root = self._do("Sqrt", [self._add(variance, self._constant("even", EVEN), f"{out}.even")], f"{out}.root")
        scaled = self._do("Mul", [self._do("Div", [off, root], f"{out}.normal"), weight], f"{out}.scaled")
        self._add(scaled, bias, out)

    def _tables(self) -> list[str]:
        """The large tables of floats that some step still takes as they are."""
        taken = {name for node in self.nodes for name in node.input}
        return [n for n, v in self.known.items() if n in taken and v.dtype == np.float32 and v.ndim > 1 and math.prod(v.shape) >= LARGE]

    def _table(self, name: str) -> Nodes:
        """Keep a table in bytes, each column (of the table of pieces, each row) with its own range; looked up in bytes, too."""
        values, readers = self.known[name], [n for n in self.nodes if name in n.input]
        pieces = readers[0] if readers[0].op_type == "Gather" else None
        axis = -1 if pieces else -2
        low, high = (np.minimum(values.min(axis, keepdims=True), 0), np.maximum(values.max(axis, keepdims=True), 0))
        scale = np.maximum((high - low) / 255, 1e-12).astype(np.float32)
        zero = np.round(-low / scale).astype(np.float32)
        parts = {"bytes": np.clip(np.round(values / scale) + zero, 0, 255).astype(np.uint8), "zero": zero, "scale": scale}
        names = [self._constant(f"{name}_{kind}", part) for kind, part in parts.items()]
        if not pieces:
            return made_whole(names, name)
        self.nodes.remove(pieces)
        found = [helper.make_node("Gather", [n, pieces.input[1]], [f"{n}_found"]) for n in names]
        return [*found, *made_whole([f"{n}_found" for n in names], pieces.output[0])]

    # --- steps

    def _add(self, one: str, other: str, out: str) -> str:
        return self._do("Add", [one, other], out)

    def _do(self, step: str, given: list[str], out: str, **more: object) -> str:
        self.nodes.append(helper.make_node(step, given, [out], **more))
        return out

    def _constant(self, name: str, value: np.ndarray | np.generic) -> str:
        if all(t.name != name for t in self.graph.initializer):
            self.graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
        return name


def made_whole(parts: list[str], name: str) -> Nodes:
    """The floats that bytes, what stands for zero, and the scale come to."""
    bytes_, zero, scale = parts
    return [
        helper.make_node("Cast", [bytes_], [f"{bytes_}_float"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Sub", [f"{bytes_}_float", zero], [f"{bytes_}_moved"]),
        helper.make_node("Mul", [f"{bytes_}_moved", scale], [name]),
    ]


def part_of(node: str) -> str:
    """The part that a product belongs to: "/reader/to_type/to_type.0/MatMul" is of heads.to_type.0, "/rel/one_1/MatMul" of rel.one."""
    inside = node.strip("/").removeprefix("reader/").split("/")[:-1]
    if inside[0] in ("encoder", "rel") or inside[0].startswith("own."):
        return ".".join(inside).removesuffix("_1")
    return f"heads.{inside[-1]}" if inside[0].startswith("to_") else inside[-1]
