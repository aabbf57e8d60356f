"""Writes the judge as an 8-bit ONNX file: it reads what the shipped `encoder.onnx.gz` makes of the pieces.

python export_judge.py CHECKPOINT pipeline/language/models
"""

import sys
from pathlib import Path

import torch
from export import EXACT, LENGTH, WIDTH, Upper, written
from shipped import shipped


def main(checkpoint: Path, models: Path) -> None:
    net = shipped(models, "doubt.onnx.gz", 1, 2)
    net.load_state_dict(torch.load(checkpoint, map_location="cpu"))
    inputs = {"read": torch.zeros((2, LENGTH, WIDTH)), "features": torch.zeros((2, LENGTH, 2))}
    written(Upper(net.eval()), inputs, "scores", models / "judge.onnx.gz", EXACT)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
