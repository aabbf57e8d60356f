"""Examples from human transcripts into which mishearings were put, and from some left as they are.

python training/terms/made.py DIALOGUE_FOLDER TERMS_FOLDER CONFUSIONS.tsv.gz OUT.npz [PART OF]
"""

import random
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from corpus import episodes
from examples import Recording, dictionaries, labelled, names_in, plain, pool, save
from mishear import confusions, misheard, mishearings

WORDS = 4000
CLEAN = 0.3  # share of the talks that are left as they are: everything found there is wrong
MISHEARD = 60  # terms a talk that are misheard


def examples(
    dialogue: Path, lists: Path, pairs: Path, part: int, of: int
) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Number, features and labels of the candidates of each talk, by one dictionary after the other."""
    terms = pool(lists)
    common = confusions(pairs)
    for number, (name, turns) in enumerate(episodes(dialogue, held_out=True)):
        # Talks about machine learning are few and are all wanted.
        if number % of != part and "practical" not in name:
            continue
        chance = random.Random(zlib.crc32(name.encode()))
        words = " ".join(turns).replace("-", " ").split()
        if len(words) < 800:
            continue
        start = chance.randrange(max(1, len(words) - WORDS))
        said = tuple(words[start : start + WORDS])
        named = names_in(said, terms, chance)
        heard = said
        if chance.random() > CLEAN:
            ways = mishearings(named[:MISHEARD], 12, chance)
            heard = tuple(misheard(said, ways, common, chance.uniform(0, 0.12), chance))
        if chance.random() < 0.7:
            heard = plain(heard)
        edges = range(0, len(heard), 7)
        for index in dictionaries(named, terms, chance):
            features, label, _ = labelled(Recording(name, heard, said), index, edges=edges)
            right, unsure = int((label == 1).sum()), int((label < 0).sum())
            print(name, len(heard), len(named), len(label), right, unsure, flush=True)
            yield number, features, label


def main(dialogue: Path, lists: Path, pairs: Path, out: Path, part: int = 0, of: int = 1) -> None:
    save(out, examples(dialogue, lists, pairs, part, of))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]), *map(int, sys.argv[5:7]))
