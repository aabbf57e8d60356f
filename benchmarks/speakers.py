"""How well the speakers stage does: conversations kept out of training, and talks with references.

    PYTHONPATH=.:training/speakers python benchmarks/speakers.py \
        [--dialogue EPISODES.jsonl.gz]... [--talks FOLDER] [--unknown] [--marks SHARE] [--most 12] [--words 5000]

Conversations are human transcripts: their sentences are given in lower case, one in ten hidden, a
question mark in five lost; labels are taken off. Talks are folders with `raw.tsv` and `clean.txt`;
the whole pipeline cleans the raw text, with `talk.toml` where one lies beside them or above, else
with the reference's own names; who is in several talks is their host. With `--unknown` nothing is known but the text; with
`--marks` that share of the changes has chevrons (">>") in the raw text, and, if it is not all of them, one false mark
stands for ten true ones.

Beside the stage stand three baselines: another speaker after every question mark, another one after
the longest silences (one in so many words, where there are times), and one speaker only. Last comes
how often the names were right by the probability they were given with. cpWER is told where the
package `meeteval` is installed.
"""

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path

from episodes import Episode, episodes

from pipeline.config import load_config, stages_of
from pipeline.edits import Edit, apply
from pipeline.formats.labels import is_name
from pipeline.model import Cue, Segment, Speaker, Talk, Transcript
from pipeline.run import steps
from pipeline.scoring import Score, partners, score, words
from pipeline.stages.speakers import Speakers
from pipeline.stages.speakers.units import units_of
from pipeline.talks import load_talk

HIDDEN, LOST = 0.1, 0.2
LEAST = 0.04  # share of the words that makes somebody one of the people of a conversation
LINES = 10  # sentences that make somebody one of the people of a talk
MOST_PAIRED = 20  # speakers that meeteval pairs
TURN = 60  # words of a turn, where silences alone are to tell turns
EDGES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
BINS = tuple(pairwise(EDGES))
SURE = 0.8  # names this sure should be right nine times of ten
NOBODY = re.compile(r"(?:unknown )?speaker(?: \d+)?|q|audience.*", re.IGNORECASE)
SENTENCE = re.compile(r"\[(\d+):(\d\d):(\d\d)\]\s*([^:]+?):\s*(.*)")
Labeller = Callable[[Transcript], Transcript]


@dataclass(frozen=True, slots=True)
class Result:
    """One talk under one labeller; `names` says of each word with a name how sure, and if right."""

    score: Score
    cpwer: float | None
    names: tuple[tuple[float, bool], ...] = ()


def stage(transcript: Transcript) -> Transcript:
    """The speakers stage, every label given that a run gives."""
    return apply(transcript, given(transcript))


def given(transcript: Transcript) -> list[Edit]:
    """The labels of the stage that are sure enough to be given."""
    return [edit for edit in Speakers()(transcript) if edit.confidence >= EDGES[0]]


def alternating(transcript: Transcript) -> Transcript:
    """Another of two speakers after every question mark."""
    ends = [bool(tokens) and tokens[-1].text.endswith("?") for tokens in transcript.by_cue()]
    return taking_turns(transcript, [False, *ends[:-1]])


def pausing(transcript: Transcript) -> Transcript:
    """Another of two speakers after the longest silences."""
    silent = {unit.at: unit.pause or 0.0 for unit in units_of(transcript)}
    order = sorted(transcript.cues[1:], key=lambda cue: -silent.get(cue.at, 0.0))
    chosen = {cue.at for cue in order[: len(transcript.words) // TURN]}
    return taking_turns(transcript, [cue.at in chosen for cue in transcript.cues])


def alone(transcript: Transcript) -> Transcript:
    """One speaker from beginning to end."""
    return taking_turns(transcript, [False] * len(transcript.cues))


def taking_turns(transcript: Transcript, changes: Sequence[bool]) -> Transcript:
    """Two speakers by turns, another one where there is a change."""
    speakers = accumulate(changes, lambda speaker, turns: speaker ^ turns, initial=False)
    cues = [
        Cue(cue.at, "AB"[speaker])
        for cue, speaker in zip(transcript.cues, [*speakers][1:], strict=True)
    ]
    return replace(transcript, cues=tuple(cues))


LABELLERS: dict[str, Labeller] = {
    "stage": stage,
    "questions": alternating,
    "silences": pausing,
    "alone": alone,
}


def measured(name: str, bare: Transcript, truth: Transcript) -> Result:
    """A labeller's result for one talk."""
    labelled = LABELLERS[name](bare)
    names = tuple(surety(bare, labelled, truth)) if name == "stage" else ()
    return Result(score(labelled, truth), cpwer(labelled, truth), names)


def cpwer(labelled: Transcript, truth: Transcript) -> float | None:
    """Errors by word, each speaker's words put together, under the best pairing of speakers."""
    try:
        from meeteval.wer import cp_word_error_rate
    except ImportError:
        return None
    texts = []
    for transcript in (truth, labelled):
        said = defaultdict[str, list[str]](list)
        for word in words(transcript):
            said[word.speaker or "nobody"].append(word.key)
        texts.append({speaker: " ".join(keys) for speaker, keys in said.items()})
    if max(map(len, texts)) > MOST_PAIRED:
        return None
    rate = cp_word_error_rate(*texts, reference_sort=False, hypothesis_sort=False)
    return float(rate.error_rate)


def surety(
    bare: Transcript, labelled: Transcript, truth: Transcript
) -> Iterator[tuple[float, bool]]:
    """How sure each word's name was, and whether it is right; words without a name are left out."""
    known = {speaker.name for speaker in bare.talk.speakers}
    sure = {edit.after[0].at: edit.confidence for edit in given(bare)}
    chances = [
        sure.get(cue.at, 0.0)
        for cue, segment in zip(labelled.cues, labelled.segments, strict=True)
        for _ in words(Transcript.of("", [segment]))
    ]
    said, ours = list(words(truth)), list(words(labelled))
    for word, at in zip(said, partners(said, ours), strict=True):
        if at is not None and ours[at].speaker in known:
            yield chances[at], ours[at].speaker == word.speaker


def kind_of(episode: Episode) -> str:
    """What sort of conversation it is, by source and number of people."""
    words = Counter[str]()
    for turn in episode.turns:
        words[turn.speaker] += sum(len(said.words) for said in turn.sentences)
    people = sum(count > LEAST * words.total() for count in words.values())
    if "earnings" in episode.source:
        return "earnings calls"
    parts = {turn.part for turn in episode.turns}
    if people == 2 and len(words) == 2 and parts == {"chair", "guest"}:
        return f"{episode.source}, a host and a guest"
    return f"{episode.source}, {people if people < 4 else '4 or more'} people"


def stripped(episode: Episode, most: int, seed: int) -> tuple[Transcript, Transcript]:
    """The episode without labels and marks, and with them; as many words as `most`."""
    rng = random.Random(seed)
    segments: list[Segment] = []
    words = Counter[str]()
    parts: dict[str, str] = {}
    for turn in episode.turns:
        parts.setdefault(turn.speaker, turn.part)
        for said in turn.sentences:
            text = " ".join(said.words) + ("?" if said.asks and rng.random() > LOST else "")
            words[turn.speaker] += len(said.words)
            same = bool(segments) and segments[-1].speaker == turn.speaker
            if same and rng.random() < HIDDEN:
                segments[-1] = replace(segments[-1], text=f"{segments[-1].text} {text}")
            else:
                segments.append(Segment(0, 0, text, turn.speaker))
        if words.total() > most:
            break
    truth = Transcript.of(episode.id, segments)
    roles = {"chair": "host", "guest": "guest", "": "host"}
    people = tuple(
        Speaker(name, roles[parts[name]])
        for name, count in words.items()
        if count > LEAST * words.total() and parts[name] in roles
    )
    talk = Talk() if "earnings" in episode.source else Talk(speakers=people)
    bare = [replace(segment, speaker=None) for segment in segments]
    return Transcript.of(episode.id, bare, talk), truth


def talks(folder: Path) -> Iterator[tuple[Transcript, Transcript]]:
    """The raw transcripts under `folder`, with what is known of each talk, and the references.

    Without a `talk.toml` that is the names of the reference; one who is in several talks leads them.
    """
    found = {path: _reference(path) for path in sorted(folder.rglob("raw.tsv"))}
    often = Counter(name for truth in found.values() for name in {s.speaker for s in truth})
    for path, truth in found.items():
        lines = Counter(segment.speaker for segment in truth)
        if len(lines) < 2:
            continue
        names = [
            str(name)
            for name, count in lines.items()
            if count >= LINES and is_name(str(name)) and not NOBODY.fullmatch(str(name))
        ]
        led = any(often[name] > 1 for name in names)
        roles = {name: "host" if often[name] > 1 else "guest" if led else "" for name in names}
        talk = Talk(speakers=tuple(Speaker(name, role) for name, role in roles.items()))
        given = [home / "talk.toml" for home in path.parents[:2] if (home / "talk.toml").exists()]
        raw = [line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines()]
        starts = [_ms(tuple(at.split(":"))) for at, _ in raw]
        ends = [*starts[1:], starts[-1] + 3000]
        segments = [
            Segment(start, max(start, end), text)
            for start, end, (_, text) in zip(starts, ends, raw, strict=True)
        ]
        yield (
            Transcript.of(path.parent.name, segments, load_talk(given[0]) if given else talk),
            Transcript.of(path.parent.name, truth),
        )


def with_marks(raw: Transcript, truth: Transcript, share: float) -> Transcript:
    """The raw transcript with chevrons at a share of the changes of speaker, and a tenth as many false ones."""
    rng = random.Random(raw.name)
    said, heard = list(words(truth)), list(words(raw))
    at = partners(said, heard)
    changes = (n for n in range(1, len(said)) if said[n].speaker != said[n - 1].speaker)
    first = (next((w for w in at[n : n + 4] if w is not None), None) for n in changes)
    marks = {word for word in first if word is not None and rng.random() < share}
    if share < 1:
        marks |= {rng.randrange(len(heard)) for _ in range(len(marks) // 10)}
    number, segments = 0, []
    for segment in raw.segments:
        text = []
        for word in segment.text.split():
            counted = len(list(words(Transcript.of("", [Segment(0, 0, word)]))))
            text += [">>", word] if counted and number in marks else [word]
            number += counted
        segments.append(replace(segment, text=" ".join(text)))
    return Transcript.of(raw.name, segments, raw.talk)


def _reference(path: Path) -> list[Segment]:
    lines = path.with_name("clean.txt").read_text(encoding="utf-8").splitlines()
    rows = [m.groups() for line in lines if (m := SENTENCE.match(line))]
    return [Segment(_ms(row[:3]), _ms(row[:3]), row[4], row[3]) for row in rows]


def cleaned(transcript: Transcript) -> Transcript:
    """What the pipeline makes of a raw transcript before the speakers stage."""
    config = load_config()
    stages = [stage for stage in stages_of(config) if stage.name != "speakers"]
    for step in steps(transcript, stages, config.accept()):
        transcript = step.after
    return transcript


def shown(name: str, results: list[Result]) -> str:
    """Means over talks, in one line."""
    count = len(results)
    rates = [result.score.turn for result in results]
    turn = [
        sum(getattr(rate, part) if rate else 0.0 for rate in rates) / count
        for part in ("precision", "recall", "f1")
    ]
    wder = sum(result.score.speaker_error_rate or 0 for result in results) / count
    named = sum(result.score.speaker_named or 0 for result in results) / count
    rated = [result.cpwer for result in results if result.cpwer is not None]
    return (
        f"{name:52} {count:3}  turn {turn[0]:.2f} {turn[1]:.2f} {turn[2]:.2f}"
        f"  wder {wder:.3f}  named {named:.3f}"
        + (f"  cpwer {sum(rated) / count:.3f}" if rated else "")
    )


def reliability(name: str, results: Sequence[Result]) -> str:
    """Words by the probability of their names, and how many of them were right, in one line."""
    names = [pair for result in results for pair in result.names]
    cells = [[right for chance, right in names if low <= chance < high] for low, high in BINS]
    sure = [right for chance, right in names if chance >= SURE]
    told = [
        f"{len(cell):6} {sum(cell) / len(cell):.2f}" if cell else "     -    -" for cell in cells
    ]
    return f"{name:52} {' |'.join(told)} | .8 and more: " + (
        f"{sum(sure) / len(sure):.3f}" if sure else "-"
    )


def _ms(clock: tuple[str, ...]) -> int:
    hours, minutes, seconds = map(int, clock)
    return 1000 * (3600 * hours + 60 * minutes + seconds)


def main() -> None:
    """Print the measures asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dialogue", type=Path, action="append", default=[])
    parser.add_argument("--talks", type=Path)
    parser.add_argument("--unknown", action="store_true", help="nobody's name is given")
    parser.add_argument("--marks", type=float, default=0.0, help="share of changes that are marked")
    parser.add_argument("--most", type=int, default=12, help="conversations of each kind")
    parser.add_argument("--words", type=int, default=5000, help="of each conversation")
    args = parser.parse_args()
    kinds: dict[str, list[Episode]] = defaultdict(list)
    for episode in episodes(args.dialogue):
        if episode.held_out:
            kinds[kind_of(episode)].append(episode)
    every: dict[str, list[Result]] = {}
    for kind, found in sorted(kinds.items()):
        pairs = [stripped(episode, args.words, n) for n, episode in enumerate(found[: args.most])]
        for name in LABELLERS:
            if name != "silences":  # no times
                results = [measured(name, bare, truth) for bare, truth in pairs]
                print(shown(f"{kind}: {name}", results), flush=True)
                if name == "stage":
                    every[kind] = results
    for raw, truth in talks(args.talks) if args.talks else ():
        raw = with_marks(raw, truth, args.marks) if args.marks else raw
        bare = cleaned(replace(raw, talk=Talk()) if args.unknown else raw)
        for name in LABELLERS:
            results = [measured(name, bare, truth)]
            print(shown(f"{raw.name}: {name}", results), flush=True)
            if name == "stage":
                every[raw.name] = results
    print(f"names by probability: {', '.join(f'{low:g} to {high:g}' for low, high in BINS)}")
    for name, results in every.items():
        print(reliability(name, results))
    print(reliability("all", [result for results in every.values() for result in results]))


if __name__ == "__main__":
    main()
