"""Examples from real recogniser output beside human transcripts.

python training/terms/real.py PAIRS_FOLDER TERMS_FOLDER OUT.npz [PART OF]
"""

import random
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from examples import Recording, dictionaries, labelled, names_in, plain, pool, recordings, save

MOST_WORDS = 6000


def examples(
    pairs: Path, lists: Path, part: int, of: int
) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Number, features and labels of the candidates of each talk, by one dictionary after the other."""
    terms = pool(lists)
    print(f"{len(terms):,} terms")
    for number, recording in enumerate(recordings(pairs, MOST_WORDS)):
        if number % of != part:
            continue
        chance = random.Random(zlib.crc32(recording.name.encode()))
        if chance.random() < 0.5:
            recording = Recording(recording.name, plain(recording.heard), recording.said)
        named = names_in(recording.said, terms, chance)
        edges = range(0, len(recording.heard), 7)
        for index in dictionaries(named, terms, chance):
            features, label, _ = labelled(recording, index, edges=edges)
            right, unsure = int((label == 1).sum()), int((label < 0).sum())
            print(recording.name, len(named), len(label), right, unsure, flush=True)
            yield number, features, label


def main(pairs: Path, lists: Path, out: Path, part: int = 0, of: int = 1) -> None:
    save(out, examples(pairs, lists, part, of))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), *map(int, sys.argv[4:6]))
