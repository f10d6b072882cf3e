"""The neural reader: one window of words at a time through the shipped network. The only user of onnxruntime."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import resources
from multiprocessing import parent_process
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from legation.errors import MissingPart
from legation.reading.pieces import Window

if TYPE_CHECKING:
    import onnxruntime

FILES: Final = ("reader.onnx", "tokenizer.json", "labels.json")
AT_ONCE: Final = 2  # windows, a thread each: quicker than two threads for one; onnxruntime by itself would take all the host's cores


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of W words: class numbers [W], probabilities [W, classes], arcs [W, W], slots [slots, W, W].

    `rel` [W, 2]: how each word hangs on its likeliest head, and on the next likeliest."""

    upos: NDArray[np.int64]
    xpos: NDArray[np.int64]
    name: NDArray[np.float32]
    type: NDArray[np.float32]
    status: NDArray[np.float32]
    mode: NDArray[np.float32]
    said: NDArray[np.float32]
    cue: NDArray[np.float32]
    furniture: NDArray[np.float32]
    arc: NDArray[np.float32]
    rel: NDArray[np.int64]
    slot: NDArray[np.float32]


class Model:
    """The network with its tokenizer and the names of its classes."""

    def __init__(self) -> None:
        folder = resources.files("legation.reading") / "model"
        try:
            network, tokenizer, labels = ((folder / f).read_bytes() for f in FILES)
        except FileNotFoundError as missing:
            raise MissingPart("the reader's weights are not installed: install the package again") from missing
        known = json.loads(labels)
        self.name: str = known["name"]
        self.labels: dict[str, list[str]] = known["labels"]
        self.tokenizer = Tokenizer.from_str(tokenizer.decode("utf-8"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self._session = _session(network)
        self._threads = None if parent_process() else ThreadPoolExecutor(AT_ONCE)  # one of several that read has its core

    def each(self, windows: Iterable[tuple[Window, list[int]]]) -> Iterator[Scores]:
        """The scores of windows in their order, AT_ONCE of them worked out at a time."""
        if self._threads is None:
            yield from (self.scores(*window) for window in windows)
            return
        under_way: deque[Future[Scores]] = deque()
        for window in windows:
            under_way.append(self._threads.submit(self.scores, *window))
            if len(under_way) > AT_ONCE:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

    def scores(self, window: Window, sentence: list[int]) -> Scores:
        """The scores of a window's words; `sentence` numbers the sentence of each."""
        row: Any = {
            "ids": window.ids, "shapes": window.shapes, "begins": window.begins, "ends": window.ends, "sentence": sentence,
        }  # fmt: skip
        return Scores(*self._session.run(None, {k: np.array([v], dtype=np.int64) for k, v in row.items()}))


def _session(network: bytes) -> onnxruntime.InferenceSession:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # else it gathers what to tell its makers; heeded when it is first imported
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # heeded where somebody else has imported it before
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])


@cache
def model() -> Model:
    """The shipped model, loaded once."""
    return Model()
