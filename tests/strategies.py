"""Hypothesis strategies: segments, transcripts, and stages that propose anything at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from hypothesis import strategies as st

from pipeline.edits import Edit, Kind, recue, rewrite
from pipeline.formats.encodings import NOT_TEXT
from pipeline.model import Cue, Segment, Transcript
from pipeline.reason import Reason, Why

ALL_KINDS: frozenset[Kind] = frozenset(
    {"words", "number", "drop", "spacing", "form", "break", "speaker"}
)
# Few words, so that they repeat and meet; marks, capitals and letter names, because stages look for
# them; and now and then any word of any script.
COMMON = (
    "the a I um uh you know GP use L S T M.'s so. So GPU, gpu no no yeah w- we "
    'two thousand ten " "\'cause" it’s &amp; don\'t Supervised very ... -'
).split()
# All that a file of text may hold: no reader gives anything else.
SIGNS = st.characters(
    exclude_categories=("Cs",),
    exclude_characters=[sign for sign in map(chr, range(128)) if NOT_TEXT.match(sign)],
)
SPEAKERS = (None, None, None, "Ann Lee", "Bob")


def words() -> st.SearchStrategy[str]:
    """A word: without white space, never empty."""
    anything = st.text(SIGNS, min_size=1, max_size=6).map(lambda text: "".join(text.split()))
    return st.one_of(st.sampled_from(COMMON), st.sampled_from(COMMON), anything.filter(bool))


def texts(min_words: int = 0, max_words: int = 8) -> st.SearchStrategy[str]:
    """Words with one space between two."""
    return st.lists(words(), min_size=min_words, max_size=max_words).map(" ".join)


@st.composite
def segments(draw: st.DrawFn, max_size: int = 6) -> list[Segment]:
    """Segments in time, each with words, some with speakers, some after a silence."""
    made, start = [], 0
    for text in draw(st.lists(texts(min_words=1), max_size=max_size)):
        start += draw(st.sampled_from((0, 0, 700, 4000)))
        end = start + draw(st.integers(0, 6000))
        made.append(Segment(start, end, text, draw(st.sampled_from(SPEAKERS))))
        start = end
    return made


def transcripts(max_size: int = 6) -> st.SearchStrategy[Transcript]:
    """Raw transcripts, the empty one among them."""
    return segments(max_size).map(lambda made: Transcript.of("talk", made))


SAFE = st.sampled_from("so it's the GPUs, really good? 1990s (well) C++ — é 42 3.5 & <unk>".split())


@st.composite
def plain(draw):
    """Transcripts of words that no format takes for mark-up."""
    told = draw(segments())
    texts = [" ".join(draw(st.lists(SAFE, min_size=1, max_size=30))) for _ in told]
    return Transcript.of(
        "talk",
        [Segment(s.start, s.end, text, s.speaker) for s, text in zip(told, texts, strict=True)],
    )


@dataclass(frozen=True, slots=True)
class Chance:
    """A stage that does what it was dealt: run by run, keep the tokens, drop them, or say else."""

    runs: tuple[tuple[int, str | None], ...]  # how many tokens, and what they shall read
    cuts: tuple[tuple[int, str | None], ...]  # before which token to open, name or close a segment
    why: Why = "chance"
    name: str = "chance"
    licence: frozenset[Kind] = ALL_KINDS

    def __call__(self, transcript: Transcript) -> Iterator[Edit]:
        """Edits that fit one another."""
        yield from self._of_tokens(transcript)
        yield from self._of_cues(transcript)

    def _of_tokens(self, transcript: Transcript) -> Iterator[Edit]:
        low = 0
        for length, text in self.runs:
            run = transcript.tokens[low : low + length]
            low += length
            if run and text is not None:
                yield rewrite(run, text, self.why)

    def _of_cues(self, transcript: Transcript) -> Iterator[Edit]:
        there = {cue.at: cue for cue in transcript.cues}
        # Two cuts before one token would be two edits of one cue: the later counts.
        cuts = {index % (len(transcript.tokens) or 1): speaker for index, speaker in self.cuts}
        for index, speaker in cuts.items():
            if not transcript.tokens:
                return
            at = transcript.tokens[index].at.start
            before = there.get(at)
            after = None if before and speaker == before.speaker else Cue(at, speaker)
            yield recue(before, after, self.why)


def reasons() -> st.SearchStrategy[Reason]:
    """Reasons that say anything at all, or nothing."""
    said = st.text(st.characters(exclude_categories=("Cc", "Cs")))
    several = st.lists(said, max_size=3).map(tuple)
    kinds = {str: said, bool: st.booleans(), tuple[str, ...]: several}
    return st.builds(Reason, **{each.name: kinds[each.type] for each in fields(Reason)})


def chances() -> st.SearchStrategy[Chance]:
    """Stages that may do anything the model allows."""
    runs = st.tuples(st.integers(1, 4), st.one_of(st.none(), texts(max_words=4)))
    cuts = st.tuples(st.integers(0, 40), st.sampled_from(SPEAKERS))
    return st.builds(
        Chance,
        st.lists(runs, max_size=12).map(tuple),
        st.lists(cuts, max_size=4).map(tuple),
        reasons(),
    )


def everything(_: Edit) -> bool:
    """Accepts every edit."""
    return True


def all_made(steps: Iterable[object]) -> list[Edit]:
    """The edits made by all `steps`, in the order they were made."""
    return [edit for step in steps for edit in step.made]  # type: ignore[attr-defined]
