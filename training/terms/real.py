"""Examples from real recogniser output beside human transcripts.

python training/terms/real.py PAIRS_FOLDER TERMS_FOLDER OUT.npz [PART OF]
"""

import random
import sys
import zlib
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from examples import Recording, labelled, names_in, pool, recordings

from pipeline.dictionary import Term
from pipeline.matching.sound_index import SoundIndex

MOST_WORDS = 2400
OTHERS = 1000  # terms of the lists that are not in the talk, so that there is something to fall for
KEEP = 0.06  # share of the wrong candidates that are kept


def plain(heard: tuple[str, ...]) -> tuple[str, ...]:
    """The words as a recogniser without marks and capitals writes them."""
    return tuple(text.lower().strip('.,?!;:"') or "-" for text in heard)


def main(pairs: Path, lists: Path, out: Path, part: int = 0, of: int = 1) -> None:
    terms = pool(lists)
    print(f"{len(terms):,} terms")
    rows, marks, names = [], [], []
    for number, recording in enumerate(recordings(pairs, MOST_WORDS)):
        if number % of != part:
            continue
        chance = random.Random(zlib.crc32(recording.name.encode()))
        if chance.random() < 0.5:
            recording = Recording(recording.name, plain(recording.heard), recording.said)
        named = names_in(recording.said, terms, chance)
        chosen = dict.fromkeys([*named[:300], *chance.sample(terms, OTHERS)])
        edges = range(0, len(recording.heard), 7)
        features, label, _ = labelled(recording, SoundIndex.of(map(Term, chosen)), edges=edges)
        keep = (label == 1) | (
            (label == 0) & (np.random.default_rng(number).random(len(label)) < KEEP)
        )
        rows.append(features[keep])
        marks.append(label[keep])
        names += [number] * int(keep.sum())
        print(
            recording.name,
            len(named),
            len(label),
            int((label == 1).sum()),
            int((label < 0).sum()),
            flush=True,
        )
    label = np.concatenate(marks)
    weight = np.where(label == 1, 1.0, 1 / KEEP)
    np.savez_compressed(
        out, rows=np.concatenate(rows), label=label, weight=weight, group=np.array(names)
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), *map(int, sys.argv[4:6]))
