"""The network: a 6-layer MiniLM encoder that may also read features, and a line of scores a piece.

Two are trained from it: the punctuator (`training/sentences`) and the doubter of misheard words
(`training/terms`). The lowest layers of both stay as they were read, so they are shipped once.
Plain torch, so that training needs neither transformers nor a hub; the names of the parameters
follow BERT's, so the published weights load by name.
"""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

FEATURES = 18  # see pipeline/language/heard.py
MARKS, CASES, TURNS, PARTS = 4, 3, 2, 3  # what the punctuator says of a piece
FROZEN = 2  # layers that no training changes


class Layer(nn.Module):
    """One encoder layer, post-norm as in BERT."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, width = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        # By hand: the fused kernel's backward pass takes a quarter of a step on a CPU.
        seen = (q * q.shape[-1] ** -0.5 @ k.transpose(-1, -2)).softmax(-1) @ v
        x = self.norm1(x + self.out(seen.transpose(1, 2).reshape(batch, length, width)))
        return self.norm2(x + self.down(functional.gelu(self.up(x))))


class Reader(nn.Module):
    """Pieces and features in; `scores` numbers for every piece out.

    The lowest layers stay as they were read, and the features come in above them: that
    saves a quarter of each training step.
    """

    def __init__(
        self,
        scores: int,
        vocabulary: int = 30522,
        width: int = 384,
        layers: int = 6,
        features: int = FEATURES,
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(512, width)
        self.features = nn.Linear(features, width, bias=False)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, 12, 4 * width) for _ in range(layers))
        self.head = nn.Linear(width, scores)
        nn.init.zeros_(self.features.weight)

    def lower(self, pieces: Tensor) -> Tensor:
        """What the frozen layers make of the pieces."""
        x = self.norm(self.words(pieces) + self.places.weight[: pieces.shape[1]])
        for layer in self.layers[:FROZEN]:
            x = layer(x)
        return x

    def upper(self, x: Tensor, features: Tensor | None = None) -> Tensor:
        """The scores, from what the frozen layers made."""
        if features is not None:
            x = x + self.features(features)
        for layer in self.layers[FROZEN:]:
            x = layer(x)
        return self.head(x)

    def forward(self, pieces: Tensor, features: Tensor | None = None) -> Tensor:
        with torch.no_grad():
            x = self.lower(pieces)
        return self.upper(x, features)

    def freeze(self) -> None:
        """Keep what is not trained out of the optimizer's sight."""
        for part in (self.words, self.places, self.norm, *self.layers[:FROZEN]):
            part.requires_grad_(False)


def pretrained(folder: Path, scores: int, layers: int = 6) -> Reader:
    """The network with the published weights of the sentence encoder in `folder`."""
    config = json.loads((folder / "config.json").read_text())
    weights = load_file(folder / "model.safetensors")
    net = Reader(scores, config["vocab_size"], config["hidden_size"], layers)
    prefix = "bert." if any(name.startswith("bert.") for name in weights) else ""
    state = net.state_dict()
    state["words.weight"] = weights[f"{prefix}embeddings.word_embeddings.weight"]
    # One sentence, so one token type: its vector is the same everywhere.
    state["places.weight"] = (
        weights[f"{prefix}embeddings.position_embeddings.weight"]
        + weights[f"{prefix}embeddings.token_type_embeddings.weight"][0]
    )
    names = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = weights[f"{prefix}embeddings.LayerNorm.{part}"]
        for n in range(layers):
            old = f"{prefix}encoder.layer.{n}"
            state[f"layers.{n}.qkv.{part}"] = torch.cat(
                [
                    weights[f"{old}.attention.self.{name}.{part}"]
                    for name in ("query", "key", "value")
                ]
            )
            for ours, theirs in names.items():
                state[f"layers.{n}.{ours}.{part}"] = weights[f"{old}.{theirs}.{part}"]
    net.load_state_dict(state)
    return net
