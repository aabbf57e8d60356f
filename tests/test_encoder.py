"""The networks' sums, on any processor."""

import numpy as np
import onnxruntime
import pytest

from pipeline.language import encoder
from pipeline.language.packaged import packaged

SAID = "so we train the con that's with back drop and could a on two thousand eleven g p us " * 4


@pytest.mark.parametrize("network", ["doubt.onnx.gz", "judge.onnx.gz", "sentences.onnx.gz"])
def test_sums_are_exact_where_products_are_added_in_pairs(network):
    # Without VNNI onnxruntime adds two products in 16 bits, or if told to each by itself, which is slow and never cut
    # off. With VNNI both are the same.
    pieces = encoder.flat(encoder.cuts(SAID))[None, : encoder.WINDOW]

    assert np.array_equal(_scores(network, pieces, "0"), _scores(network, pieces, "1"))


def _scores(network: str, pieces: np.ndarray, precise: str) -> np.ndarray:
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.x64quantprecision", precise)
    lower, upper = (
        onnxruntime.InferenceSession(packaged(f"models/{name}"), options)
        for name in (encoder.SHARED, network)
    )
    (read,) = lower.run(None, {"pieces": pieces})
    known = {
        more.name: np.zeros((*pieces.shape, more.shape[-1]), np.float32)
        for more in upper.get_inputs()
        if more.name != "read"
    }
    return upper.run(None, {"read": read, **known})[0]
