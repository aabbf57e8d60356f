"""Writes the mean of a stored network and of what it became when it was trained on, as an 8-bit ONNX file.

    python soup.py CHECKPOINT... --before EIGHT_BITS/sentences.onnx.gz --out pipeline/language/models [--share 0.75]

Between them lie networks that are better than either on text of another kind than either learned from
(Wortsman et al. 2022, https://arxiv.org/abs/2109.01903). Several checkpoints are runs from the same start on other
data. Scores that the stored network does not know are the checkpoints' alone.
"""

import argparse
from pathlib import Path

import torch
from export import EXACT, LENGTH, WIDTH, Upper, written
from shipped import constants, network


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoints", type=Path, nargs="+", help="what `loop.py` kept")
    parser.add_argument(
        "--before",
        type=Path,
        required=True,
        help="the network they began from, `encoder.onnx.gz` beside it",
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.75, help="of the checkpoints together")
    args = parser.parse_args()
    several = [torch.load(path, map_location="cpu") for path in args.checkpoints]
    after = {
        name: torch.stack([one[name].float() for one in several]).mean(0) for name in several[0]
    }
    net = network(args.before, len(after["head.bias"]))
    known = len(constants(args.before)["head.bias"])
    mixed = {name: was.lerp(after[name], args.share) for name, was in net.state_dict().items()}
    for name in ("head.weight", "head.bias"):
        mixed[name][known:] = after[name][known:]
    net.load_state_dict(mixed)
    shape = {"read": WIDTH, "features": net.features.in_features}
    inputs = {name: torch.zeros((2, LENGTH, width)) for name, width in shape.items()}
    written(Upper(net.eval()), inputs, "scores", args.out / args.before.name, EXACT)


if __name__ == "__main__":
    main()
