"""Writes a trained punctuator as an 8-bit ONNX file, with the pieces it needs.

    python export.py CHECKPOINT ARRAYS ENCODER OUT

Pieces of the encoder's vocabulary that ARRAYS never use, and that are no plain letter, are left
out: a fifth of the file.
"""

import argparse
import string
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from network import FEATURES, Punctuator
from onnxruntime.quantization import QuantType, quantize_dynamic

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def kept(vocabulary: list[str], seen: np.ndarray) -> list[int]:
    """The numbers of the pieces that stay."""
    plain = {*string.ascii_lowercase, *string.digits, *string.punctuation, *SPECIAL}
    return [
        n for n, piece in enumerate(vocabulary) if n in seen or piece.removeprefix("##") in plain
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("checkpoint", "arrays", "encoder", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    vocabulary = (args.encoder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    vocabulary = vocabulary[:-1] if not vocabulary[-1] else vocabulary
    seen = set(np.unique(np.load(args.arrays / "pieces.npy", mmap_mode="r")).tolist())
    stay = kept(vocabulary, seen)

    net = Punctuator(len(vocabulary))
    net.load_state_dict(torch.load(args.checkpoint, map_location="cpu"))
    net.words = torch.nn.Embedding.from_pretrained(net.words.weight.detach()[stay])
    net.places = torch.nn.Embedding.from_pretrained(net.places.weight.detach()[:128])
    net.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "sentences_pieces.txt").write_text(
        "\n".join(vocabulary[n] for n in stay), encoding="utf-8"
    )
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            net,
            (torch.zeros((2, 128), dtype=torch.int64), torch.zeros((2, 128, FEATURES))),
            plain,
            input_names=["pieces", "features"],
            output_names=["scores"],
            dynamic_axes={
                "pieces": {0: "batch", 1: "length"},
                "features": {0: "batch", 1: "length"},
            },
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            plain,
            args.out / "sentences.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            nodes_to_exclude=["/features/MatMul", "/head/MatMul"],  # small, and all depends on them
        )
    model = onnx.load(args.out / "sentences.onnx")
    print(
        f"{len(stay)} pieces, {(args.out / 'sentences.onnx').stat().st_size:,} bytes, {len(model.graph.node)} nodes"
    )


if __name__ == "__main__":
    main()
