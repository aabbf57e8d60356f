"""What the review page asks about words, and how often a reading that it offers is right.

    python benchmarks/questions.py TALK REFERENCE_FOLDER...

TALK was cleaned in the project at hand; the reference folders, as for `benchmarks/terms.py`, are its beginning, part by
part. A reading is right if all its words were said there and the text comes nearer to what was said.
"""

import argparse
import sys
from itertools import chain
from math import ceil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from rapidfuzz.distance import Levenshtein
from terms import Reference

from pipeline.config import load_config
from pipeline.edits import Edit
from pipeline.errors import PipelineError
from pipeline.language.lm import spoken
from pipeline.review.project import Project

# From so sure on, in per cent; and the readings that the page offers.
BANDS = (40, 30, 20, 0)
OFFERED = 3


def is_right(edit: Edit, heard: list[str], said: list[str]) -> bool:
    """Whether the reading of an edit is what was said in its place."""
    start, stop = int(edit.place.start), ceil(edit.place.stop)
    before, reading, after = (
        list(chain.from_iterable(map(spoken, texts)))
        for texts in (heard[:start], edit.now.split(), heard[stop:])
    )
    words = [*before, *reading, *after]
    equal = (
        range(block.src_start, block.src_end)
        for block in Levenshtein.opcodes(words, said)
        if block.tag == "equal"
    )
    there = set(chain.from_iterable(equal))
    was = [word for text in heard for word in spoken(text)]
    return there.issuperset(range(len(before), len(before) + len(reading))) and (
        Levenshtein.distance(words, said) < Levenshtein.distance(was, said)
    )


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("talk")
    parser.add_argument("references", nargs="+", type=Path)
    options = parser.parse_args()
    parts = [Reference.read(folder) for folder in options.references]
    heard = [word for part in parts for word in part.heard]
    said = [word for part in parts for word in part.said]
    try:
        desk = Project(load_config(), "").open(Path(options.talk).name).desk  # a folder will do
    except PipelineError as error:
        parser.error(str(error))
    asked = [item for item in desk.questions() if desk.status(item) == "waiting"]
    words = [item for item in asked if item.stage == "terms"]
    print(f"{len(asked)} questions, {len(words)} about words; of these in the reference:")
    counts = {band: [0, 0, 0] for band in BANDS}
    for item in (item for item in words if item.place.stop <= len(heard)):
        right = [is_right(edit, heard, said) for edit in item.edits[:OFFERED]]
        band = next(band for band in BANDS if round(100 * item.lead.confidence) >= band)
        for n, counted in enumerate((True, right[0], any(right))):
            counts[band][n] += counted
    print("sure, from | questions | first reading right | one of three")
    for band, row in counts.items():
        print(" | ".join(map(str, (band, *row))))


if __name__ == "__main__":
    main()
