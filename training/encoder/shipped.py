"""The shipped networks as they can be trained on: weights of four or eight bits made fractions again."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from fourbit import FourBit
from network import Reader
from onnx import numpy_helper
from stored import load

LAYER = ("qkv", "out", "up", "down")  # matrices of a layer, in the order of the graph


def shipped(models: Path, upper: str, scores: int, features: int) -> Reader:
    """The encoder's lowest layers and those of the network `upper`, with a head of its own."""
    state: dict[str, np.ndarray] = {}
    for file in ("encoder.onnx.gz", upper):
        parts = {
            one.name: numpy_helper.to_array(one) for one in load(models / file).graph.initializer
        }
        exact = {n.removeprefix("net."): a for n, a in parts.items() if a.dtype == np.float32}
        state |= {
            name: array
            for name, array in exact.items()
            if "." in name and "onnx::" not in name and not name.startswith("words.weight_")
        }
        layers = sorted({name.split(".")[1] for name in exact if name.startswith("layers.")})
        matrices = list(_matrices(parts))
        for place, layer in enumerate(layers):
            for n, name in enumerate(LAYER):
                state[f"layers.{layer}.{name}.weight"] = matrices[place * len(LAYER) + n].T
        if any(name.startswith("net.words.weight_") for name in parts):
            state["words.weight"] = _words(parts, "net.words.weight")
    net = Reader(scores, len(state["words.weight"]), features=features)
    places = np.zeros((512, state["places.weight"].shape[1]), np.float32)
    places[: len(state["places.weight"])] = state["places.weight"]
    state["places.weight"] = places
    new = {name for name in net.state_dict() if name.startswith(("head", "features"))}
    known = {n: torch.from_numpy(np.array(a)) for n, a in state.items() if n not in new}
    net.load_state_dict({**{n: net.state_dict()[n] for n in new}, **known})
    return net


def constants(path: Path) -> dict[str, np.ndarray]:
    """The constants of a stored network by name."""
    return {one.name: numpy_helper.to_array(one) for one in load(path).graph.initializer}


def outer(arrays: dict[str, np.ndarray]) -> dict[str, str]:
    """The graph's names of the two small matrices that stay exact: before the layers, and after."""
    return {
        "head.weight" if array.shape[0] > array.shape[1] else "features.weight": name
        for name, array in arrays.items()
        if name.startswith("onnx::MatMul") and array.dtype == np.float32 and array.ndim == 2
    }


def network(path: Path, scores: int = 0) -> Reader:
    """A stored network to be trained on, head and features as they are; scores that it lacks of so many as are
    wanted begin at nothing."""
    arrays = constants(path)
    small = {ours: arrays[theirs] for ours, theirs in outer(arrays).items()}
    known = len(arrays["head.bias"])
    features = len(small["features.weight"]) if "features.weight" in small else 1
    net = shipped(path.parent, path.name, max(known, scores), features)
    state = net.state_dict()
    stored = {"head.bias": arrays["head.bias"], **{name: array.T for name, array in small.items()}}
    for name, array in stored.items():
        rows = state[name].zero_()[: len(array)]
        rows.copy_(torch.from_numpy(np.array(array)))
    net.load_state_dict(state)
    return net.float()


def _matrices(parts: dict[str, np.ndarray]) -> Iterator[np.ndarray]:
    names = {
        name.rsplit("_", 1)[0]
        for name in parts
        if name.startswith("onnx::MatMul") and name.endswith(("_quantized", "_codes"))
    }
    for name in sorted(names, key=lambda name: int(name.split("_")[-1])):
        yield fractions(parts, name)


def fractions(parts: dict[str, np.ndarray], name: str) -> np.ndarray:
    """The matrix `name` as fractions."""
    scale = parts[f"{name}_scale"]
    if f"{name}_codes" in parts:
        codes, steps = _unpacked(parts[f"{name}_codes"]), _unpacked(parts[f"{name}_steps"])
        small = FourBit(codes - 8, steps, scale * parts[f"{name}_share"])
        return small.weights.astype(np.float32)
    whole = parts[f"{name}_quantized"].astype(np.float32)
    loud = (whole - parts[f"{name}_zero_point"].astype(np.float32)) * scale
    return np.asarray(loud / parts.get(f"{name}_calm", np.ones(len(loud), np.float32))[:, None])


def _words(parts: dict[str, np.ndarray], name: str) -> np.ndarray:
    if f"{name}_codes" not in parts:
        return fractions(parts, name)
    codes, steps = _unpacked(parts[f"{name}_codes"]), _unpacked(parts[f"{name}_steps"])
    small = FourBit((codes - 8).T, steps.T, parts[f"{name}_scale"][:, 0])
    return small.weights.T.astype(np.float32)


def _unpacked(packed: np.ndarray) -> np.ndarray:
    """What `compact.packed` put two in a byte."""
    return np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.int8)
