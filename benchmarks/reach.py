"""What `dict add` and its like miss, as they leave out the talks that a change of the dictionary does not reach.

    python -m benchmarks.reach data/raw/day-1-questions-and-answers.txt --terms 60

Takes terms out of the dictionary, one at a time, some that were found in the talks by sound and some at random, and
counts: the talks in which the terms stage says something else of that term; how many of these `Reach` leaves out; and
in how many of those left out it says something else of other terms.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.batch import read
from pipeline.config import Config, load_config, stages_of
from pipeline.edits import Edit
from pipeline.finding import search
from pipeline.model import Transcript
from pipeline.probe import until_terms
from pipeline.stages.terms import Terms
from pipeline.stages.terms.reach import Reach


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("raw", type=Path, nargs="+", help="raw transcripts, or folders of them")
    parser.add_argument("--terms", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    config = load_config()
    stage = next(one for one in stages_of(config) if isinstance(one, Terms))
    talks = [met(config, path) for path in search(given.raw).files]
    full = [said(stage, talk) for talk in talks]
    heard = sorted({e.reason.term for edits in full for e in edits.values() if e.reason.by_sound})
    every = [term.name for term in stage.dictionary.terms]
    for kind, names in (("found by sound", heard), ("at random", every)):
        chosen = random.Random(given.seed).sample(names, min(given.terms, len(names)))
        print(f"{len(chosen)} terms {kind}, {len(talks)} talks")
        report(stage, talks, full, chosen)


def report(
    stage: Terms,
    talks: Sequence[Transcript],
    full: Sequence[Mapping[tuple[str, float], Edit]],
    names: Sequence[str],
) -> None:
    """What is missed of each term, where `full` is what is said with all of them."""
    found, seconds = Counter[str](), 0.0
    for name in names:
        less = replace(stage, dictionary=stage.dictionary.without(name))
        begun = time.process_time()
        reach = Reach.of(stage, less)
        reached = [reach.is_written(talk) or reach.is_heard(talk) for talk in talks]
        seconds += time.process_time() - begun
        for talk, before, is_reached in zip(talks, full, reached, strict=True):
            after = said(less, talk)
            differ = before.keys() ^ after.keys()
            terms = {(before.get(one) or after[one]).reason.term for one in differ}
            found["looked at"] += 1
            found["left out"] += not is_reached
            found["changed"] += name in terms
            found["changed, left out"] += name in terms and not is_reached
            found["others changed, left out"] += bool(terms) and not is_reached
    print(f"    {seconds:.0f} s of looking; talks by terms:")
    for what, count in found.items():
        print(f"    {count:6,} {what}")


def met(config: Config, path: Path) -> Transcript:
    """A talk as the terms stage meets it."""
    raw = read(path)
    done, _ = until_terms(config, raw, None)
    return done[-1].after if done else raw


def said(stage: Terms, talk: Transcript) -> dict[tuple[str, float], Edit]:
    """What the stage says of a talk, by the edits and how sure they are."""
    return {(edit.id, edit.confidence): edit for edit in stage(talk)}


if __name__ == "__main__":
    main()
