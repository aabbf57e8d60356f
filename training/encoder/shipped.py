"""The shipped networks as they can be trained on: 8-bit weights made fractions again."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from network import Reader
from onnx import numpy_helper

LAYER = ("qkv", "out", "up", "down")  # matrices of a layer, in the order of the graph


def shipped(models: Path, upper: str, scores: int, features: int) -> Reader:
    """The encoder's lowest layers and those of the network `upper`, with a head of its own."""
    state: dict[str, np.ndarray] = {}
    for file in ("encoder.onnx", upper):
        parts = {
            one.name: numpy_helper.to_array(one)
            for one in onnx.load(models / file).graph.initializer
        }
        exact = {n.removeprefix("net."): a for n, a in parts.items() if a.dtype == np.float32}
        state |= {
            name: array
            for name, array in exact.items()
            if "onnx::" not in name and not name.endswith("_scale")
        }
        layers = sorted({name.split(".")[1] for name in exact if name.startswith("layers.")})
        matrices = list(_matrices(parts))
        for place, layer in enumerate(layers):
            for n, name in enumerate(LAYER):
                state[f"layers.{layer}.{name}.weight"] = matrices[place * len(LAYER) + n].T
        if "net.words.weight_quantized" in parts:
            state["words.weight"] = _exact(parts, "net.words.weight")
    net = Reader(scores, len(state["words.weight"]), features=features)
    places = np.zeros((512, state["places.weight"].shape[1]), np.float32)
    places[: len(state["places.weight"])] = state["places.weight"]
    state["places.weight"] = places
    new = {name for name in net.state_dict() if name.startswith(("head", "features"))}
    known = {n: torch.from_numpy(np.array(a)) for n, a in state.items() if n not in new}
    net.load_state_dict({**{n: net.state_dict()[n] for n in new}, **known})
    return net


def _matrices(parts: dict[str, np.ndarray]) -> Iterator[np.ndarray]:
    names = [n.removesuffix("_quantized") for n in parts if n.startswith("onnx::MatMul")]
    numbers = {n for n in names if f"{n}_quantized" in parts}
    for name in sorted(numbers, key=lambda name: int(name.split("_")[-1])):
        yield _exact(parts, name)


def _exact(parts: dict[str, np.ndarray], name: str) -> np.ndarray:
    whole = parts[f"{name}_quantized"].astype(np.float32)
    return (whole - parts[f"{name}_zero_point"].astype(np.float32)) * parts[f"{name}_scale"]
