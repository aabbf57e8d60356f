"""Writes the trained networks as 8-bit ONNX files, what they share as one, with the pieces they need.

    python export.py ENCODER OUT --punctuator CHECKPOINT --doubter CHECKPOINT --arrays FOLDER...

Pieces of the encoder's vocabulary that ARRAYS never use, and that are no plain letter, are left
out: a fifth of the file.
"""

import argparse
import string
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
import torch
from network import CASES, FEATURES, MARKS, PARTS, TURNS, Reader
from onnxruntime.quantization import QuantType, quantize_dynamic
from stored import save
from torch import Tensor, nn

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
LENGTH, WIDTH = 128, 384
# Small, and all depends on them: these stay in full precision.
EXACT = ("/features/MatMul", "/head/MatMul")


class Lower(nn.Module):
    """What both networks read first."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, pieces: Tensor) -> Tensor:
        return self.net.lower(pieces)


class Upper(nn.Module):
    """What one of them makes of it."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.layers, self.head, self.features = net.layers, net.head, net.features
        self.net = net

    def forward(self, read: Tensor, features: Tensor | None = None) -> Tensor:
        return self.net.upper(read, features)


def kept(vocabulary: list[str], seen: set[int]) -> list[int]:
    """The numbers of the pieces that stay."""
    plain = {*string.ascii_lowercase, *string.digits, *string.punctuation, *SPECIAL}
    return [
        n for n, piece in enumerate(vocabulary) if n in seen or piece.removeprefix("##") in plain
    ]


def loaded(checkpoint: Path, scores: int, vocabulary: int) -> Reader:
    net = Reader(scores, vocabulary)
    net.load_state_dict(torch.load(checkpoint, map_location="cpu"))
    return net.eval()


def written(
    part: nn.Module, inputs: dict[str, Tensor], output: str, path: Path, exact: Iterable[str]
) -> None:
    """One network as an ONNX file with 8-bit weights."""
    with tempfile.TemporaryDirectory() as folder:
        plain, rounded = Path(folder) / "plain.onnx", Path(folder) / "rounded.onnx"
        torch.onnx.export(
            part,
            tuple(inputs.values()),
            plain,
            input_names=list(inputs),
            output_names=[output],
            dynamic_axes={name: {0: "batch", 1: "length"} for name in inputs},
            opset_version=17,
            dynamo=False,
        )
        nodes = [node.name for node in onnx.load(plain).graph.node]
        quantize_dynamic(
            plain,
            rounded,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            nodes_to_exclude=[node for node in nodes if node.endswith(tuple(exact))],
        )
        save(onnx.load(rounded), path)
    print(f"{path.name}: {path.stat().st_size:,} bytes, {len(nodes)} nodes")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--punctuator", type=Path, required=True)
    parser.add_argument("--doubter", type=Path, required=True)
    parser.add_argument("--arrays", type=Path, nargs="+", required=True)
    args = parser.parse_args()
    vocabulary = (args.encoder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    vocabulary = vocabulary[:-1] if not vocabulary[-1] else vocabulary
    seen: set[int] = set()
    for folder in args.arrays:
        seen.update(np.unique(np.load(folder / "pieces.npy", mmap_mode="r")).tolist())
    stay = kept(vocabulary, seen)
    marks = loaded(args.punctuator, MARKS + CASES + TURNS + PARTS, len(vocabulary))
    doubts = loaded(args.doubter, 1, len(vocabulary))
    same = zip(
        Lower(marks).net.layers[:2].parameters(), doubts.layers[:2].parameters(), strict=True
    )
    if not all(torch.equal(one, other) for one, other in same):
        raise SystemExit(
            "the two do not share their lowest layers: were they trained from one encoder?"
        )
    marks.words = nn.Embedding.from_pretrained(marks.words.weight.detach()[stay])
    marks.places = nn.Embedding.from_pretrained(marks.places.weight.detach()[:LENGTH])
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "encoder_pieces.txt").write_text(
        "\n".join(vocabulary[n] for n in stay), encoding="utf-8"
    )
    print(f"{len(stay)} pieces")
    read = torch.zeros((2, LENGTH, WIDTH))
    pieces = {"pieces": torch.zeros((2, LENGTH), dtype=torch.int64)}
    written(Lower(marks), pieces, "read", args.out / "encoder.onnx.gz", ())
    features = {"read": read, "features": torch.zeros((2, LENGTH, FEATURES))}
    written(Upper(marks), features, "scores", args.out / "sentences.onnx.gz", EXACT)
    written(Upper(doubts), {"read": read}, "scores", args.out / "doubt.onnx.gz", EXACT)


if __name__ == "__main__":
    main()
