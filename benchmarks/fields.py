"""What the terms stage makes of correct talk of other fields: all that it writes is wrong.

python benchmarks/fields.py [--vocabulary NUMBER] [--own DICTIONARY] TEXT...

A text is what somebody said, as plain text; `benchmarks/other_fields/` has eight lectures of 900 words each,
written for this measurement. The dictionaries are those that ship; beside them, if asked for, a dictionary of one's
own, and with each lecture, as its vocabulary, so many of its own words, those that are least in use.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from pipeline.config import of_all_talks, shipped
from pipeline.dictionary import load, merge
from pipeline.edits import Edit
from pipeline.language.counts import count
from pipeline.model import Segment, Talk, Transcript, key
from pipeline.run import MADE_FROM
from pipeline.stages.terms import Terms


def changes_words(edit: Edit) -> bool:
    """Whether it is more than capitals, joints and marks."""
    return key(edit.was) != key(edit.now)


def least_used(words: Sequence[str], number: int) -> tuple[str, ...]:
    """So many of a talk's words, those that are least in use: what its vocabulary would be."""
    plain = {word: None for word in map(key, words) if word.isalpha() and len(word) > 3}
    return tuple(sorted(plain, key=count)[:number])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--vocabulary", type=int, default=0, metavar="NUMBER")
    parser.add_argument("--own", type=Path, action="append", default=[], metavar="DICTIONARY")
    options = parser.parse_args()
    general = [of_all_talks(load(path), path) for path in shipped()]
    stage = Terms(merge([*general, *map(load, options.own)]))
    print("text | words | written | places shown in 1,000 words")
    sums = [0, 0, 0]
    for path in options.texts:
        words = path.read_text(encoding="utf-8").split()
        talk = Talk(vocabulary=least_used(words, options.vocabulary))
        said = Transcript.of("", [Segment(0, 0, " ".join(words))], talk)
        edits = [*filter(changes_words, stage(said))]
        wrong = [edit for edit in edits if edit.confidence >= MADE_FROM]
        shown = {edit.tokens_before[0] for edit in edits if edit.confidence < MADE_FROM}
        told = ", ".join(f"{edit.was} -> {edit.now}" for edit in wrong)
        print(
            f"{path.stem} | {len(words):,} | {len(wrong)} {told} | {1e3 * len(shown) / len(words):.1f}"
        )
        sums = [a + b for a, b in zip(sums, (len(words), len(wrong), len(shown)), strict=True)]
    print(f"all | {sums[0]:,} | {sums[1]} | {1e3 * sums[2] / sums[0]:.1f}")


if __name__ == "__main__":
    main()
