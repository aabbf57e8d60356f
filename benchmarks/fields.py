"""What the terms stage makes of correct talk of other fields: all that it writes is wrong.

python benchmarks/fields.py TEXT...

A text is what somebody said, as plain text; `benchmarks/other_fields/` has eight lectures of 900 words each,
written for this measurement. The dictionaries are those that ship.
"""

import argparse
from pathlib import Path

from pipeline.config import shipped
from pipeline.dictionary import load, merge
from pipeline.edits import Edit
from pipeline.model import Segment, Transcript, key
from pipeline.stages.terms import WRITTEN, Terms


def changes_words(edit: Edit) -> bool:
    """Whether it is more than capitals, joints and marks."""
    return key(edit.was) != key(edit.now)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="+", type=Path)
    stage = Terms(merge(load(path) for path in shipped()))
    print("text | words | written | places shown in 1,000 words")
    sums = [0, 0, 0]
    for path in parser.parse_args().texts:
        words = path.read_text(encoding="utf-8").split()
        edits = [*filter(changes_words, stage(Transcript.of("", [Segment(0, 0, " ".join(words))])))]
        wrong = [edit for edit in edits if edit.confidence >= WRITTEN]
        shown = {edit.tokens_before[0] for edit in edits if edit.confidence < WRITTEN}
        told = ", ".join(f"{edit.was} -> {edit.now}" for edit in wrong)
        print(
            f"{path.stem} | {len(words):,} | {len(wrong)} {told} | {1e3 * len(shown) / len(words):.1f}"
        )
        sums = [a + b for a, b in zip(sums, (len(words), len(wrong), len(shown)), strict=True)]
    print(f"all | {sums[0]:,} | {sums[1]} | {1e3 * sums[2] / sums[0]:.1f}")


if __name__ == "__main__":
    main()
