"""ONNX networks as they are shipped: compressed, the same bytes each time."""

import gzip
from pathlib import Path

import onnx


def load(path: Path) -> onnx.ModelProto:
    """The network in the file `path`."""
    return onnx.load_model_from_string(gzip.decompress(path.read_bytes()))


def save(model: onnx.ModelProto, path: Path) -> None:
    """Writes the network to `path`."""
    path.write_bytes(gzip.compress(model.SerializeToString(deterministic=True), 9, mtime=0))
