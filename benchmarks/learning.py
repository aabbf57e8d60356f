"""A learning curve: how much better the rest of a series is after 1, 5 and 20 of its talks were reviewed.

python benchmarks/learning.py PAIRS_FOLDER [--source NAME...] [--least N] [--words N]

PAIRS_FOLDER holds NAME.jsonl.gz, a recording a line: {"id", "raws": {recogniser: text or turns},
"ref_turns": [{"text"}]}. The reviewer is one who puts right every term and name that the recogniser got wrong,
in the spelling of the human transcript, and nothing else; what that teaches comes about as in
`mondegreen dict learn`. Talks that are reviewed and talks that are measured never overlap.
"""

import argparse
import gzip
import json
import re
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from captions import captioned
from rapidfuzz.distance import Levenshtein
from terms import Place, Reference, canonical, fixed, gains

from pipeline.config import of_all_talks, shipped
from pipeline.dictionary import Dictionary, load, merge
from pipeline.language.counts import count
from pipeline.language.english import FILLERS, FUNCTION
from pipeline.language.lm import spoken
from pipeline.language.phones import say
from pipeline.matching.related import same_stem
from pipeline.model import key
from pipeline.run import MADE_FROM, Step, run
from pipeline.stages.terms import Terms
from pipeline.verdicts import Anchor, Verdict, clusters
from pipeline.verdicts.learn import LONGEST, entries, lessons

# Of the recognisers of the earnings calls, one.
SOURCES = {
    "se_unlocked": "descript",
    "bitcoin": "tstbtc",
    "earnings21": "google",
}
REVIEWED = (0, 1, 5, 20)
MEASURED = 15
RARE = 3_000_000  # a word of English rarer than the 12,000th may be a term
FARTHEST = 0.6  # share of the sounds that differ
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-'’/][A-Za-z0-9]+)*(?:\+\+|#)?")
MARKS = ".,?!;:\"'()[]"


def recordings(path: Path, recogniser: str, most: int) -> Iterator[Reference]:
    """The recordings of a source, in an order that has nothing to do with their names."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    for entry in sorted(found, key=lambda entry: zlib.crc32(str(entry["id"]).encode())):
        if recogniser not in entry["raws"]:
            continue
        raw = entry["raws"][recogniser]
        heard = (raw if isinstance(raw, str) else " ".join(turn["text"] for turn in raw)).split()
        said = " ".join(turn["text"] for turn in entry["ref_turns"]).split()
        heard, said = heard[:most], said[: most + most // 20]
        errors = tuple(misheard(heard, said))
        yield Reference(str(entry["id"]), tuple(heard), tuple(spoken(" ".join(said))), errors)


def misheard(heard: Sequence[str], said: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The terms and names that were misheard: raw words, right words."""
    for block in Levenshtein.opcodes([key(w) for w in heard], [key(w) for w in said]):
        size = block.src_end - block.src_start, block.dest_end - block.dest_start
        if block.tag != "replace" or max(size) > LONGEST:
            continue
        wrong = [word.strip(MARKS) for word in heard[block.src_start : block.src_end]]
        right = [word.strip(MARKS) for word in said[block.dest_start : block.dest_end]]
        opens = block.dest_start == 0 or said[block.dest_start - 1].endswith((".", "?", "!", ":"))
        wrong, right = bare(wrong, right)
        if not is_mishearing(wrong, right):
            continue
        if any(is_term(word, opens=opens and n == 0) for n, word in enumerate(right)):
            yield " ".join(wrong), re.sub(r"['’]s$", "", " ".join(right))


def is_mishearing(wrong: Sequence[str], right: Sequence[str]) -> bool:
    """Whether a reviewer would teach it: words for other words that sound alike, no form of the same word."""
    one, other = (tuple(map(key, words)) for words in (wrong, right))
    if not all(WORD.fullmatch(word) for word in right) or FUNCTION.issuperset(one):
        return False
    heard, said = "".join(one), "".join(other)
    # What one holds and the other adds to is a word left out or put in, not misheard.
    held = any(a.startswith(b) or a.endswith(b) for a, b in ((heard, said), (said, heard)))
    if said in FILLERS or held or same_stem(one, other):
        return False
    phones = ["".join(map(say, words)) for words in (wrong, right)]
    return Levenshtein.normalized_distance(*phones) <= FARTHEST


def bare(wrong: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """Both without the words round them that everybody uses: one of the one side for one of the other."""
    for end in (0, -1):
        while len(right) > 1 and right[end].lower() in FUNCTION:
            right = right[1:] if end == 0 else right[:-1]
            if len(wrong) > 1 and wrong[end].lower() in FUNCTION:
                wrong = wrong[1:] if end == 0 else wrong[:-1]
    return wrong, right


def is_term(word: str, *, opens: bool) -> bool:
    """Whether a word of a human transcript is a name or a term: a capital of its own, or rare."""
    said = key(word)
    if said in FUNCTION or len(said) < 2 or said.isdigit():
        return False
    parts = re.split(r"[-/]", word.lower())
    capital = word[1:] != word[1:].lower() or (word[:1].isupper() and not opens)
    return capital or any(part.isalpha() and count(part) < RARE for part in parts)


def decided(reviewed: Sequence[Reference]) -> list[Verdict]:
    """The verdicts of one who has put all terms of these talks right."""
    verdicts = []
    for talk in reviewed:
        for number, (wrong, right) in enumerate(talk.errors):
            name = f"{talk.name} {number}"
            verdicts.append(
                Verdict(name, "words", canonical(right) or right, anchor=Anchor(heard=wrong))
            )
    return verdicts


def places(step: Step) -> list[Place]:
    """What the stage wrote or offered, a place a time, the readings best first."""
    made = {id(edit) for edit in step.made}
    found: list[Place] = []
    for group in clusters((*step.made, *step.held)):
        edits = sorted(group, key=lambda edit: (id(edit) not in made, -edit.confidence))
        words = [edit for edit in edits if edit.kind != "form"]
        if words:
            start, stop = int(words[0].place.start), -int(-words[0].place.stop // 1)
            readings = tuple(dict.fromkeys(edit.now for edit in words))
            found.append((start, stop, readings, id(words[0]) in made))
    return found


def measured(talks: Sequence[Reference], dictionary: Dictionary) -> tuple[int, int, int, int]:
    """Term errors put right, put right or offered, words improved, words harmed."""
    stage = Terms(dictionary)
    one = three = improved = harmed = 0
    for talk in talks:
        heard = captioned(talk.name, talk.heard)
        step = run(heard, stage, lambda edit: edit.confidence >= MADE_FROM)
        found = places(step)
        one += fixed(talk, found, offered=1)
        three += fixed(talk, found, offered=3)
        change = list(gains(talk, [place for place in found if place[3]]))
        improved += sum(gain for gain in change if gain > 0)
        harmed -= sum(gain for gain in change if gain < 0)
    return one, three, improved, harmed


def curve(path: Path, recogniser: str, least: int, most: int) -> None:
    """The rows of one source."""
    talks = list(recordings(path, recogniser, most))
    kept, others = talks[:MEASURED], talks[MEASURED:]
    errors = sum(len(talk.errors) for talk in kept)
    words = sum(len(talk.heard) for talk in kept)
    print(f"{path.name.partition('.')[0]} ({recogniser}): {len(kept)} talks measured, "
          f"{words:,} words, {errors} terms misheard")  # fmt: skip
    print("reviewed | put right | entries | fixed | with suggestions | improved | harmed | seconds")
    general = merge(of_all_talks(load(file), file) for file in shipped())
    for reviewed in REVIEWED:
        if reviewed > len(others):
            continue
        verdicts = decided(others[:reviewed])
        learned = entries(lessons(verdicts, least), general)
        began = time.perf_counter()
        one, three, improved, harmed = measured(kept, merge([general, learned]))
        took = time.perf_counter() - began
        print(f"{reviewed} | {len(verdicts)} | {len(learned.terms)} | {one / errors:.3f} | "
              f"{three / errors:.3f} | {improved} | {harmed} | {took:.0f}", flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--source", action="append", choices=SOURCES)
    parser.add_argument("--least", type=int, default=1)
    parser.add_argument("--words", type=int, default=2_500)
    options = parser.parse_args()
    for name in options.source or SOURCES:
        curve(options.pairs / f"{name}.jsonl.gz", SOURCES[name], options.least, options.words)


if __name__ == "__main__":
    main()
