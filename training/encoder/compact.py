"""Makes 8-bit networks small: weights in four bits, unpacked to eight when they are loaded; inputs calmed.

    python compact.py DATA pipeline/language/models [--only judge.onnx.gz ...]

The encoder's own two layers stay in eight bits: all that is read depends on them, and in four they cost more
than all the rest. What the networks are tried on is what they read when recordings of DATA/pairs_train
are cleaned. Of the encoder's vocabulary those pieces are left out that DATA/dialogue never has (leaving out
what it has seldom harms the rare words that all is about). Nothing is done twice: of a network that is small
only levels that processors without VNNI would cut off are put right.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import onnxruntime
from export import kept
from fourbit import GROUP, FourBit, calm, crowded, fourbit, level
from onnx import helper, numpy_helper
from shipped import fractions
from stored import load, save

from pipeline import dictionary
from pipeline.config import shipped
from pipeline.language import encoder
from pipeline.language.judge import TERM
from pipeline.language.words import core
from pipeline.model import Segment, Transcript
from pipeline.stages.sentences import Sentences
from pipeline.stages.terms import Terms

UPPER = ("doubt.onnx.gz", "judge.onnx.gz", "sentences.onnx.gz")
WORDS = "net.words.weight"  # the encoder's word vectors
EACH, TAKEN = 4, 2500  # recordings of each file, words of each
WINDOWS, CALMING = 300, 60  # windows a network is tried on; and to find what is loud
Feed = dict[str, np.ndarray]


class Window(NamedTuple):
    """What one window gave the networks to read."""

    pieces: np.ndarray
    known: Feed


def read(folder: Path, each: int, most: int) -> dict[str, list[Window]]:
    """Up to `most` windows that each network reads in recordings of `folder`, `each` of a file, in the order of
    chance."""
    seen: dict[str, list[Window]] = {name: [] for name in UPPER}
    window = encoder.window

    def watched(pieces: np.ndarray, network: str, **known: np.ndarray) -> np.ndarray:
        seen[network].append(Window(pieces, known))
        return window(pieces, network, **known)

    encoder.window = watched  # and where it was imported by name:
    from pipeline.language import doubt, judge

    doubt.window = judge.window = watched
    stages = Terms(dictionary.merge([*map(dictionary.load, shipped())])), Sentences()
    for talk in recordings(folder, each):
        for stage in stages:
            list(stage(talk))
        print(talk.name, *(f"{name} {len(windows)}" for name, windows in seen.items()), flush=True)
    for windows in seen.values():
        random.Random(1).shuffle(windows)
    return {name: windows[:most] for name, windows in seen.items()}


def recordings(folder: Path, each: int) -> Iterator[Transcript]:
    """Stretches of recogniser output, as caption lines of eight words."""
    chance = random.Random(1)
    for file in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            entries = [json.loads(line) for line in lines]
        for entry in chance.sample(entries, min(each, len(entries))):
            raw = entry["raws"][chance.choice(sorted(entry["raws"]))]
            words = (raw if isinstance(raw, str) else " ".join(t["text"] for t in raw)).split()
            first = chance.randrange(max(1, len(words) - TAKEN))
            lines = [words[n : n + 8] for n in range(first, min(first + TAKEN, len(words)), 8)]
            yield Transcript.of(
                entry["id"],
                [
                    Segment(n * 3000, n * 3000 + 3000, " ".join(line))
                    for n, line in enumerate(lines)
                ],
            )


class Network:
    """An ONNX network whose matrices are exchanged one by one."""

    def __init__(self, path: Path) -> None:
        self.model = load(path)
        self.graph = self.model.graph

    @property
    def small(self) -> bool:
        """Whether this was done before."""
        return any(one.name.endswith(("_codes", "_calm")) for one in self.graph.initializer)

    def matrices(self) -> list[tuple[str, str]]:
        """The 8-bit matrices: their names without ending, and of what they are multiplied with."""
        made_by = {output: node for node in self.graph.node for output in node.output}
        return [
            (node.input[1].removesuffix("_quantized"), made_by[node.input[0]].input[0])
            for node in self.graph.node
            if node.op_type == "MatMulInteger"
        ]

    def array(self, name: str) -> np.ndarray:
        """A constant."""
        (found,) = (one for one in self.graph.initializer if one.name == name)
        return np.asarray(numpy_helper.to_array(found))

    def exact(self, matrix: str) -> np.ndarray:
        """A matrix as fractions."""
        whole = self.array(f"{matrix}_quantized").astype(np.float64)
        return (whole - self.array(f"{matrix}_zero_point")) * self.array(f"{matrix}_scale")

    def put(self, name: str, array: np.ndarray) -> None:
        """A constant in place of the one of that name, if there is one."""
        self.drop(name)
        self.graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(array), name))

    def drop(self, name: str) -> None:
        """Without a constant."""
        for one in [one for one in self.graph.initializer if one.name == name]:
            self.graph.initializer.remove(one)

    def insert(self, nodes: Iterable[onnx.NodeProto], before: onnx.NodeProto) -> None:
        """New nodes at their place in the order of the graph."""
        at = list(self.graph.node).index(before)
        for n, node in enumerate(nodes):
            self.graph.node.insert(at + n, node)

    def run(self, output: str, feeds: Sequence[Feed]) -> list[np.ndarray]:
        """What one tensor is for each of `feeds`, a row a piece."""
        model = onnx.ModelProto()
        model.CopyFrom(self.model)
        if output not in [each.name for each in model.graph.output]:
            model.graph.output.append(
                helper.make_tensor_value_info(output, onnx.TensorProto.FLOAT, None)
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.log_severity_level = 1, 3
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        return [session.run([output], feed)[0][0] for feed in feeds]


def made_calm(network: Network, matrix: str, source: str, divisor: np.ndarray) -> str:
    """Divides what a matrix is multiplied with; the name of the result."""
    network.put(f"{matrix}_calm", divisor)
    (levels,) = (
        node
        for node in network.graph.node
        if node.op_type == "DynamicQuantizeLinear" and node.input[0] == source
    )
    calmed = f"{matrix}_calmed"
    network.insert([helper.make_node("Div", [source, f"{matrix}_calm"], [calmed])], levels)
    levels.input[0] = calmed
    return calmed


def eight(network: Network, matrix: str, weights: np.ndarray) -> None:
    """Puts the weights in levels of 8 bits."""
    scale = level(weights)
    network.put(f"{matrix}_quantized", np.rint(weights / scale).astype(np.int8))
    network.put(f"{matrix}_scale", scale)


def spread(network: Network) -> None:
    """Puts the matrices of a small network in levels as `eight` does, those that are in others."""
    parts = {one.name: numpy_helper.to_array(one) for one in network.graph.initializer}
    for matrix, _ in network.matrices():
        was = parts[f"{matrix}_scale"]
        loud = fractions(parts, matrix) * parts[f"{matrix}_calm"][:, None]
        if not crowded(loud / was).any():
            continue
        scale = level(loud)
        network.put(f"{matrix}_scale", scale)
        if f"{matrix}_share" in parts:
            network.put(f"{matrix}_share", parts[f"{matrix}_share"] * was / scale)
        else:
            network.put(f"{matrix}_quantized", np.rint(loud / scale).astype(np.int8))


def packed(numbers: np.ndarray) -> np.ndarray:
    """Numbers of 0 to 15, two in a byte: those of the first half of each row, and of the second."""
    first, second = np.split(numbers.astype(np.uint8), 2, axis=-1)
    return first | (second << 4)


def unpacking(name: str, into: str) -> list[onnx.NodeProto]:
    """Nodes that undo `packed`, into fractions."""
    up, low, high, both = (f"{into}_{part}" for part in ("up", "low", "high", "both"))
    return [
        helper.make_node("BitShift", [name, "four"], [high], direction="RIGHT"),
        helper.make_node("BitShift", [name, "four"], [up], direction="LEFT"),
        helper.make_node("BitShift", [up, "four"], [low], direction="RIGHT"),
        helper.make_node("Concat", [low, high], [both], axis=-1),
        helper.make_node("Cast", [both], [into], to=onnx.TensorProto.FLOAT),
    ]


def constants(network: Network) -> None:
    """The numbers that all unpacking needs."""
    network.put("four", np.array(4, np.uint8))
    network.put("eight", np.array(8, np.float32))


def made_small(network: Network, matrix: str, small: FourBit) -> None:
    """A matrix that is four bits in the file; its 8 bits are computed when the network is loaded."""
    scale = network.array(f"{matrix}_scale")
    inputs, outputs = small.codes.shape
    network.drop(f"{matrix}_quantized")
    network.put(f"{matrix}_codes", packed(small.codes + np.int8(8)))
    network.put(f"{matrix}_steps", packed(small.steps))
    network.put(f"{matrix}_share", small.scale / scale)
    for shape, sizes in (
        ("upright", (-1, 1)),
        ("grouped", (-1, GROUP, outputs)),
        ("alone", (-1, 1, outputs)),
        ("flat", (inputs, outputs)),
    ):
        network.put(f"{matrix}_{shape}", np.array(sizes, np.int64))
    name = f"{matrix}_%s".__mod__
    nodes = [
        *unpacking(name("codes"), name("numbers")),
        helper.make_node("Sub", [name("numbers"), "eight"], [name("signed")]),
        helper.make_node("Reshape", [name("signed"), name("grouped")], [name("in_groups")]),
        *unpacking(name("steps"), name("sizes")),
        helper.make_node("Reshape", [name("sizes"), name("alone")], [name("by_group")]),
        helper.make_node("Mul", [name("in_groups"), name("by_group")], [name("whole")]),
        helper.make_node("Reshape", [name("whole"), name("flat")], [name("real")]),
        helper.make_node("Reshape", [name("calm"), name("upright")], [name("column")]),
        helper.make_node("Mul", [name("real"), name("column")], [name("loud")]),
        helper.make_node("Mul", [name("loud"), name("share")], [name("levels")]),
        helper.make_node("Round", [name("levels")], [name("rounded")]),
        helper.make_node("Cast", [name("rounded")], [name("quantized")], to=onnx.TensorProto.INT8),
    ]
    network.insert(nodes, network.graph.node[0])


def smaller_layers(network: Network, feeds: Sequence[Feed], *, four: bool) -> None:
    """Calms the inputs of all matrices, one after the other, each as the ones before it now are."""
    if four:
        constants(network)
    right = mean_scores(network, feeds) if four else None
    for matrix, source in network.matrices():
        texts = [text.astype(np.float64) for text in network.run(source, feeds)]
        weights = network.exact(matrix)
        small = fourbit(weights, sum(text.T @ text for text in texts)) if four else None
        weights = small.weights if small else weights
        divisor = calm(weights, texts[:CALMING])
        made_calm(network, matrix, source, divisor)
        eight(network, matrix, weights * divisor[:, None])
        if small:
            made_small(network, matrix, small)
    if right is not None:
        # What rounding does to all alike is taken back.
        bias = network.array("head.bias") + right - mean_scores(network, feeds)
        network.put("head.bias", bias.astype(np.float32))


def mean_scores(network: Network, feeds: Sequence[Feed]) -> np.ndarray:
    """The mean of each score, over all pieces; of the judge over those of the term, all that is read of it."""
    scores = network.run("scores", feeds)
    flags = [feed.get("features", np.ones((1, 1, 1))) for feed in feeds]
    read = [flag[0, :, TERM] > 0 if flag.shape[2] == 2 else slice(None) for flag in flags]
    kept = [each[rows] for each, rows in zip(scores, read, strict=True)]
    return np.asarray(np.concatenate(kept).mean(axis=0))


def smaller_words(network: Network, stay: Sequence[int]) -> None:
    """The word vectors of the pieces that stay, in four bits, which are unpacked as they are read."""
    small = fourbit(network.exact(WORDS)[stay].T)
    for ending in ("quantized", "zero_point", "scale"):
        network.drop(f"{WORDS}_{ending}")
    network.put(f"{WORDS}_codes", packed(small.codes.T + np.int8(8)))
    network.put(f"{WORDS}_steps", packed(small.steps.T))
    network.put(f"{WORDS}_scale", small.scale[:, None])
    network.put("words_grouped", np.array((0, 0, -1, GROUP), np.int64))
    network.put("words_alone", np.array((0, 0, -1, 1), np.int64))
    network.put("words_flat", np.array((0, 0, small.codes.shape[0]), np.int64))
    constants(network)
    (gather,) = (n for n in network.graph.node if f"{WORDS}_quantized" in n.input)
    (exact,) = (n for n in network.graph.node if gather.output[0] in n.input)
    nodes = [
        helper.make_node("Gather", [f"{WORDS}_codes", "pieces"], ["words_codes"]),
        *unpacking("words_codes", "words_numbers"),
        helper.make_node("Sub", ["words_numbers", "eight"], ["words_signed"]),
        helper.make_node("Reshape", ["words_signed", "words_grouped"], ["words_in_groups"]),
        helper.make_node("Gather", [f"{WORDS}_steps", "pieces"], ["words_steps"]),
        *unpacking("words_steps", "words_sizes"),
        helper.make_node("Reshape", ["words_sizes", "words_alone"], ["words_by_group"]),
        helper.make_node("Mul", ["words_in_groups", "words_by_group"], ["words_whole"]),
        helper.make_node("Reshape", ["words_whole", "words_flat"], ["words_real"]),
        helper.make_node("Gather", [f"{WORDS}_scale", "pieces"], ["words_scale"]),
        helper.make_node("Mul", ["words_real", "words_scale"], [exact.output[0]]),
    ]
    network.insert(nodes, gather)
    network.graph.node.remove(gather)
    network.graph.node.remove(exact)


def met(folder: Path) -> set[int]:
    """The pieces of what is said in the talks of `folder`."""
    words: set[str] = set()
    for file in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                for turn in json.loads(line)["turns"]:
                    words.update(turn["text"].replace("-", " ").split())
    return {piece for word in words if (plain := core(word)) for piece in encoder.cut(plain)}


def feeds(lower: Network, windows: Sequence[Window]) -> list[Feed]:
    """What the upper layers read in `windows`, as the shared lower ones now make it."""
    read = lower.run("read", [{"pieces": framed(window.pieces)[None]} for window in windows])
    return [
        {
            "read": rows[None],
            **{name: np.pad(more, ((1, 1), (0, 0)))[None] for name, more in window.known.items()},
        }
        for rows, window in zip(read, windows, strict=True)
    ]


def framed(pieces: np.ndarray) -> np.ndarray:
    """The pieces of a window between the two that open and close it."""
    known = encoder._pieces()
    return np.pad(pieces, 1, constant_values=(known.first, known.last))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("models", type=Path)
    parser.add_argument("--only", nargs="+", default=[encoder.SHARED, *UPPER])
    args = parser.parse_args()
    networks = {name: Network(args.models / name) for name in (encoder.SHARED, *UPPER)}
    todo = [name for name in args.only if not networks[name].small]
    windows = read(args.data / "pairs_train", EACH, WINDOWS) if todo else {}
    lower = networks[encoder.SHARED]
    if encoder.SHARED in todo:
        some = [window for name in UPPER for window in windows[name][:CALMING]]
        whole = [{"pieces": framed(window.pieces)[None]} for window in some]
        smaller_layers(lower, whole, four=False)
    for name in set(todo) - {encoder.SHARED}:
        smaller_layers(networks[name], feeds(lower, windows[name]), four=True)
    # Last: with fewer pieces the windows above would have other numbers.
    if encoder.SHARED in todo:
        vocabulary = args.models / encoder.VOCABULARY
        pieces = vocabulary.read_text(encoding="utf-8").split("\n")
        stay = kept(pieces, met(args.data / "dialogue"))
        smaller_words(lower, stay)
        vocabulary.write_text("\n".join(pieces[n] for n in stay), encoding="utf-8")
        print(f"{len(stay):,} pieces of {len(pieces):,}")
    for name in set(args.only) - set(todo):
        spread(networks[name])
    for name in args.only:
        onnx.checker.check_model(networks[name].model)
        save(networks[name].model, args.models / name)
        print(f"{name}: {(args.models / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
