"""Writes the mean of a stored network and of what it became when it was trained on, as an 8-bit ONNX file.

    python soup.py CHECKPOINT EIGHT_BITS/sentences.onnx.gz pipeline/language/models [--share 0.75]

Between the two lie networks that are better than either on text of another kind than either learned from
(Wortsman et al. 2022, https://arxiv.org/abs/2109.01903).
"""

import argparse
from pathlib import Path

import torch
from export import EXACT, LENGTH, WIDTH, Upper, written
from shipped import network


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path, help="what `loop.py` kept")
    parser.add_argument(
        "before", type=Path, help="the network it began from, `encoder.onnx.gz` beside it"
    )
    parser.add_argument("models", type=Path)
    parser.add_argument("--share", type=float, default=0.75, help="of the checkpoint")
    args = parser.parse_args()
    net = network(args.before)
    after = torch.load(args.checkpoint, map_location="cpu")
    net.load_state_dict(
        {name: was.lerp(after[name].float(), args.share) for name, was in net.state_dict().items()}
    )
    shape = {"read": WIDTH, "features": net.features.in_features}
    inputs = {name: torch.zeros((2, LENGTH, width)) for name, width in shape.items()}
    written(Upper(net.eval()), inputs, "scores", args.models / args.before.name, EXACT)


if __name__ == "__main__":
    main()
