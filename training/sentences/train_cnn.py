"""Trains the network of `cnn.py` on the text that `make.py` makes, by the clock.

    python train_cnn.py DATA OUT.bin [--minutes 25] [--seed 7]

DATA is as for `make.py`. Nothing is written between: text is made as it is read.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import spacy
from cnn import HEADS, doc, network, shares
from make import case, parts, stretches
from simulate import confusions
from texts import STOP
from thinc.api import Adam, fix_random_seed

from pipeline.language.heard import Heard

BATCH = 10  # stretches
WORDS = 100  # in a stretch
MIXED = 3000  # stretches kept at hand, so that neighbours in a batch are no neighbours in a talk
PEAK = 2e-3
# As for the encoder: questions are few, and missed ones cost a reader most.
WEIGHTS = ([1.0, 1.0, 1.2, 1.6], [0.5] * 3, [0.5] * 2)

Example = tuple[list[Heard], np.ndarray]


def examples(data: Path, chance: Random, share: float) -> Iterator[Example]:
    """Stretches of words with their labels (mark, case, turn; -1 says nothing), without end."""
    table = confusions(data / "confusions" / "asr_vs_human.tsv.gz")
    todo = list(stretches(data, chance))
    while True:
        chance.shuffle(todo)
        for kind, what in todo:
            for heard, pairs in parts(kind, what, chance, table, share):
                begins = [False, *(pair.mark >= STOP for pair in pairs)]
                labels = np.array(
                    [
                        (pair.mark, case(pair, first), pair.turn)
                        for pair, first in zip(pairs, begins, strict=False)
                    ]
                )
                for low in range(0, len(heard), WORDS):
                    yield heard[low : low + WORDS], labels[low : low + WORDS]


def mixed(stream: Iterator[Example], chance: Random) -> Iterator[Example]:
    """A stream in another order."""
    held = [next(stream) for _ in range(MIXED)]
    for example in stream:
        n = chance.randrange(MIXED)
        yield held[n]
        held[n] = example


def gradient(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, float]:
    """How the scores should have been otherwise, and the loss of the marks."""
    found = shares(scores)
    slope, loss = np.zeros_like(found), 0.0
    for head, ((low, high), weights) in enumerate(zip(HEADS, WEIGHTS, strict=True)):
        known = np.flatnonzero(labels[:, head] >= 0)
        true = labels[known, head]
        weight = np.array(weights, np.float32)[true]
        part = found[known, low:high]
        if not head and len(true):
            loss = float(-np.log(part[np.arange(len(true)), true] + 1e-9).mean())
        part[np.arange(len(true)), true] -= 1
        slope[known, low:high] = part * weight[:, None]
    return slope / len(scores), loss


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=25, help="of this process's CPU time")
    parser.add_argument("--punctuated", type=float, default=0.28)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    fix_random_seed(args.seed)
    chance = Random(args.seed)
    net, optimizer, vocabulary = network(), Adam(PEAK, L2=1e-6), spacy.blank("en").vocab
    stream = mixed(examples(args.data, chance, args.punctuated), chance)
    began, told, seen, losses = time.process_time(), 0.0, 0, []
    while (share := (time.process_time() - began) / (60 * args.minutes)) < 1:
        batch = [next(stream) for _ in range(BATCH)]
        optimizer.learn_rate = PEAK * min(1.0, (len(losses) + 1) / 200) * (1 - share)
        scores, back = net.begin_update([doc(vocabulary, heard) for heard, _ in batch])
        slopes = [gradient(some, labels) for some, (_, labels) in zip(scores, batch, strict=True)]
        back([slope / BATCH for slope, _ in slopes])
        net.finish_update(optimizer)
        losses.append(float(np.mean([loss for _, loss in slopes])))
        seen += sum(len(heard) for heard, _ in batch)
        if share - told > 0.02:
            told = share
            print(f"{share:.0%}\t{seen}\t{np.mean(losses[-200:]):.4f}", flush=True)
    with net.use_params(optimizer.averages):
        net.to_disk(args.out)
    print(f"{seen:,} words, {args.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
