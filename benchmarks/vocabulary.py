"""What a talk's own vocabulary does: harm in clean talk, with and without it.

python benchmarks/vocabulary.py CONTROL.jsonl.gz [--words N] [--show]

CONTROL holds clean human transcripts, an episode a line ({"title", "turns": [{"speaker", "text"}]}). Each is
stripped of marks and case and cleaned by the terms stage with the shipped dictionaries: every change of a
word is wrong. Then again with what an organiser could have: title, the speakers' names, the first 200
words as the abstract, and every tenth sentence of up to 25 words as a line of the slides.
"""

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from captions import bare, captioned

from pipeline.config import of_all_talks, shipped
from pipeline.dictionary import load, merge
from pipeline.edits import Edit
from pipeline.matching.harvest import harvested
from pipeline.model import Speaker, Talk, Transcript, key
from pipeline.run import MADE_FROM, run
from pipeline.stages.terms import Terms

ABSTRACT, EVERY, SHORT = 200, 10, 25  # words, sentences, words


def episodes(path: Path, most: int) -> Iterator[tuple[Transcript, Talk]]:
    """Each episode as a recogniser would write it if it heard all right, and what is known of it."""
    words = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for episode in map(json.loads, lines):
            text = " ".join(turn["text"] for turn in episode["turns"])
            said = bare(text)
            sentences = [s for s in re.split(r"(?<=[.?!])\s+", text) if len(s.split()) <= SHORT]
            talk = Talk(
                title=episode["title"],
                speakers=tuple(
                    Speaker(name) for name in sorted({turn["speaker"] for turn in episode["turns"]})
                ),
                abstract=" ".join(text.split()[:ABSTRACT]),
                slides="\n".join(sentences[::EVERY]),
            )
            yield captioned(str(episode["id"]), said), talk
            words += len(said)
            if words >= most:
                return


def spoken_otherwise(edit: Edit) -> bool:
    """Whether an edit changes what was said, not how it is spaced."""
    one, other = ("".join(map(key, text.split())) for text in (edit.was, edit.now))
    return edit.kind in ("words", "number", "drop", "spacing") and one != other


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("control", type=Path)
    parser.add_argument("--words", type=int, default=60_000)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    stage = Terms(merge(of_all_talks(load(path), path) for path in shipped()))
    totals = {"without": [0, 0, 0], "with": [0, 0, 0]}
    terms = words = talks = 0
    for transcript, talk in episodes(options.control, options.words):
        words += len(transcript.words)
        talks += 1
        terms += len(harvested(talk))
        for name, known in (("without", Talk()), ("with", talk)):
            step = run(replace(transcript, talk=known), stage, lambda e: e.confidence >= MADE_FROM)
            wrong = [edit for edit in step.made if spoken_otherwise(edit)]
            totals[name][0] += len(wrong)
            totals[name][1] += sum(edit.kind == "form" for edit in step.made)
            totals[name][2] += len(step.held)
            for edit in wrong if options.show else ():
                print(
                    f"{name}: {edit.was} -> {edit.now} ({edit.confidence}) {edit.why}", flush=True
                )
    print(f"{talks} talks, {words:,} words, {terms / talks:.0f} terms harvested a talk")
    for name, (wrong_words, forms, held) in totals.items():
        print(f"{name}: {1e5 * wrong_words / words:.1f} false word edits in 100,000, "
              f"{1000 * forms / words:.2f} capitals set in 1,000, "
              f"{1000 * held / words:.2f} suggestions in 1,000")  # fmt: skip


if __name__ == "__main__":
    main()
