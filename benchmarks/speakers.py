"""How well the speakers stage does: conversations kept out of training, and talks with references.

    PYTHONPATH=.:training/speakers python benchmarks/speakers.py \
        [--dialogue EPISODES.jsonl.gz]... [--talks FOLDER] [--most 12] [--words 5000]

Conversations are human transcripts: their sentences are given in lower case, one in ten hidden, a
question mark in five lost; labels are taken off. Beside the stage stand two baselines: another
speaker after every question mark, and one speaker only. Talks are folders with `raw.tsv` and
`clean.txt`; the whole pipeline cleans the raw text, with `talk.toml` where one lies beside them or
above, else with the reference's own names; who is in several talks is their host.
"""

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from episodes import Episode, episodes

from pipeline.config import load_config, stages_of
from pipeline.edits import apply
from pipeline.model import Cue, Segment, Speaker, Talk, Transcript
from pipeline.run import steps
from pipeline.scoring import Score, score
from pipeline.stages.speakers import Speakers
from pipeline.talks import load_talk

HIDDEN, LOST = 0.1, 0.2
LEAST = 0.04  # share of the words that makes somebody one of the people of a conversation
LINES = 10  # sentences that make somebody one of the people of a talk
SENTENCE = re.compile(r"\[(\d+):(\d\d):(\d\d)\]\s*([^:]+?):\s*(.*)")
Labeller = Callable[[Transcript], Transcript]


def stage(transcript: Transcript) -> Transcript:
    """The speakers stage, every label given."""
    return apply(transcript, Speakers()(transcript))


def alternating(transcript: Transcript) -> Transcript:
    """Another of two speakers after every question mark."""
    cues, speaker = [], 0
    for cue, tokens in zip(transcript.cues, transcript.by_cue(), strict=True):
        cues.append(Cue(cue.at, "AB"[speaker]))
        speaker ^= bool(tokens) and tokens[-1].text.endswith("?")
    return replace(transcript, cues=tuple(cues))


def alone(transcript: Transcript) -> Transcript:
    """One speaker from beginning to end."""
    return replace(transcript, cues=tuple(Cue(cue.at, "A") for cue in transcript.cues))


LABELLERS: dict[str, Labeller] = {"stage": stage, "questions": alternating, "alone": alone}


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
            str(name) for name, count in lines.items() if count >= LINES and name != "Audience"
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


def _reference(path: Path) -> list[Segment]:
    lines = path.with_name("clean.txt").read_text(encoding="utf-8").splitlines()
    rows = [m.groups() for line in lines if (m := SENTENCE.match(line))]
    return [Segment(_ms(row[:3]), _ms(row[:3]), row[4], row[3]) for row in rows]


def cleaned(transcript: Transcript) -> Transcript:
    """What the whole pipeline makes of a raw transcript."""
    config = load_config()
    for step in steps(transcript, stages_of(config), config.accept()):
        transcript = step.after
    return transcript


def shown(name: str, results: list[Score]) -> str:
    """Means over talks, in one line."""
    count = len(results)
    turn = [
        sum(getattr(r.turn, part) if r.turn else 0.0 for r in results) / count
        for part in ("precision", "recall", "f1")
    ]
    wder = sum(r.speaker_error_rate or 0 for r in results) / count
    named = sum(r.speaker_named or 0 for r in results) / count
    return (
        f"{name:44} {count:3}  turn {turn[0]:.2f} {turn[1]:.2f} {turn[2]:.2f}"
        f"  wder {wder:.3f}  named {named:.3f}"
    )


def _ms(clock: tuple[str, ...]) -> int:
    hours, minutes, seconds = map(int, clock)
    return 1000 * (3600 * hours + 60 * minutes + seconds)


def main() -> None:
    """Print the measures asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dialogue", type=Path, action="append", default=[])
    parser.add_argument("--talks", type=Path)
    parser.add_argument("--most", type=int, default=12, help="conversations of each kind")
    parser.add_argument("--words", type=int, default=5000, help="of each conversation")
    args = parser.parse_args()
    kinds: dict[str, list[Episode]] = defaultdict(list)
    for episode in episodes(args.dialogue):
        if episode.held_out:
            kinds[kind_of(episode)].append(episode)
    for kind, found in sorted(kinds.items()):
        pairs = [stripped(episode, args.words, n) for n, episode in enumerate(found[: args.most])]
        for name, labeller in LABELLERS.items():
            print(shown(f"{kind}: {name}", [score(labeller(bare), truth) for bare, truth in pairs]))
    for raw, truth in talks(args.talks) if args.talks else ():
        print(shown(raw.name, [score(cleaned(raw), truth)]), flush=True)


if __name__ == "__main__":
    main()
