"""A transcript as the search for terms sees it."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log

from pipeline.edits import Edit, reword
from pipeline.language.captioning import changes, noises
from pipeline.language.counts import common
from pipeline.language.spelling import british, capitalised, is_british
from pipeline.language.words import head, tail
from pipeline.matching.forms import Form
from pipeline.matching.listed import Context
from pipeline.matching.literal import Match
from pipeline.matching.sound import Witness
from pipeline.matching.spelled import cuts_letters
from pipeline.model import Token, Transcript, key
from pipeline.stages.terms.pooling import DOUBTED, LISTED, SURE, joined

STOPS = (".", "?", "!")
QUOTES = frozenset('"“”„()[]')
# A name that is an ordinary word ("torch") takes its capital where its company stands around, or if
# the talk says it this often; a suggestion for a capital is not worth a reviewer's time.
CASE_KNOWN, OFTEN = 0.85, 3
NEGATIONS = ("un", "non", "in", "im", "anti", "dis")


@dataclass(frozen=True)
class Said:
    """A transcript as the search sees it: tokens that have letters and are speech, their keys, and the context.

    `number` is where each of them stands in the transcript, `turns` are those that no term runs into: another
    speaker's first, or the first after a noise.
    """

    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    every: tuple[Token, ...]
    number: tuple[int, ...]
    edges: frozenset[int]
    turns: frozenset[int]
    british: bool
    window: int

    @classmethod
    def of(cls, transcript: Transcript, window: int) -> "Said":
        """A transcript so seen, with `window` words on either side as context."""
        every, silent = transcript.tokens, noises(transcript.tokens)
        number = tuple(n for n, token in enumerate(every) if token.key and n not in silent)
        tokens = tuple(every[n] for n in number)
        keys = tuple(token.key for token in tokens)
        starts = {token.at.start: n for n, token in enumerate(tokens)}
        at = frozenset(starts[cue.at] for cue in transcript.cues if cue.at in starts)
        labels = (b.at for a, b in pairwise(transcript.cues) if a.speaker != b.speaker)
        turns = {starts[place] for place in labels if place in starts}
        turns |= {bisect_left(number, n) for n in silent | changes(transcript)}
        return cls(tokens, keys, every, number, at, frozenset(turns), is_british(keys), window)

    def may_hold(self, match: Match) -> bool:
        """Whether a term can stand there: not over a full stop, not over a change of speaker."""
        inner = self.tokens[match.start : match.stop - 1]
        if any(token.text.endswith(STOPS) and len(token.key) > 1 for token in inner):
            return False
        return self.is_one(match.start, match.stop) and not cuts_letters(
            self.keys, match.start, match.stop
        )

    def is_one(self, start: int, stop: int) -> bool:
        """Whether one person says the words from `start` to `stop`, without a noise or a quotation mark between."""
        texts = [token.text for token in self.tokens[start:stop]]
        inner = "".join([*map(tail, texts[:-1]), *map(head, texts[1:])])
        return not (self.turns.intersection(range(start + 1, stop)) or QUOTES.intersection(inner))

    def edit(self, start: int, stop: int, reads: str, why: str, confidence: float) -> Edit:
        """The edit that lets these tokens read `reads`, in the talk's spelling, case and marks."""
        # With what stands between them and is no word: "hyper - parameter".
        tokens = self.every[self.number[start] : self.number[stop - 1] + 1]
        # What is spelled as the dictionary has it stays so, whatever the talk does elsewhere.
        other = self.british and key(" ".join(token.text for token in tokens)) != key(reads)
        text = british(reads) if other else reads
        if _opens_large(tokens[0].text) and text[:1].islower() and text.split()[0].islower():
            text = capitalised(text)
        after = "".join(t.text for t in self.every[self.number[stop - 1] + 1 :][:1])
        return reword(tokens, text, why, confidence, ends=not after[:1].islower())

    def witnesses(self, listed: Iterable[Edit]) -> list[Witness]:
        """The places of listed mishearings that are sure enough to be written."""
        places = {token.at: n for n, token in enumerate(self.tokens)}
        return [
            Witness(
                places[edit.tokens_before[0].at],
                places[edit.tokens_before[-1].at] + 1,
                edit.now,
                log(edit.confidence / (1 - edit.confidence)),
            )
            for edit in listed
            if edit.kind == "words" and LISTED <= edit.confidence < 1
        ]

    def possessive(self, stop: int, reads: str) -> str:
        """The reading with the apostrophe of what stands there: only a plural can have lost one."""
        owner = self.tokens[stop - 1].text.rstrip(".,?!;:").endswith(("'s", "’s"))
        return f"{reads[:-1]}'s" if owner and reads.endswith("s") and reads[-2] != "'" else reads

    def is_said(self, match: Match) -> bool:
        """Whether the term itself stands there, whatever its case, or a form that is nothing else."""
        return match.forms[0].sure or match.forms[0].how == "name"

    @property
    def context(self) -> Context:
        """The words as the scorer of listed forms sees them."""
        return Context([token.text for token in self.tokens], self.keys, self.window)

    def judge(
        self, match: Match, form: Form, said: Mapping[str, int], likely: float | None
    ) -> tuple[float, str]:
        """How likely `form` means its term there, and the evidence in words."""
        if (likely is None and form.how != "name") or form.sure:
            return SURE, ""
        elsewhere, near = said.get(form.term.name, 0), self.context.near(match, form)
        told = [f"near: {', '.join(near[:3])}"] if near else []
        told += [f"said elsewhere in this talk ({elsewhere})"] if elsewhere else []
        if likely is None:
            often = elsewhere >= OFTEN and not any(map(common, form.words))
            return (CASE_KNOWN, joined(told)) if near or often else (0.0, "")
        if _is_opposite(form):
            likely = min(likely, DOUBTED)
            told.append("would turn the meaning round")
        return min(likely, SURE), joined(told)


def _is_opposite(form: Form) -> bool:
    """Whether form and reading differ by a negation: supervised, unsupervised."""
    said, read = " ".join(form.words), " ".join(map(key, form.reads.split()))
    longer, shorter = max(said, read, key=len), min(said, read, key=len)
    return any(longer == negation + shorter for negation in NEGATIONS)


def _opens_large(text: str) -> bool:
    bare = text.lstrip("\"'“‘([")
    return bare[:1].isupper() and bare[1:2] != "" and bare[1:] == bare[1:].lower()
