"""A transcript as the search for terms sees it."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log

from pipeline.dictionary import Term
from pipeline.edits import Edit, reword, rewrite
from pipeline.language.captioning import changes, noises
from pipeline.language.counts import IN_USE, common, count, split
from pipeline.language.english import FILLERS
from pipeline.language.spelling import british, capitalised, is_british, plural
from pipeline.language.words import STOPS, head, tail
from pipeline.matching.field import by_term
from pipeline.matching.forms import Form
from pipeline.matching.listed import Context
from pipeline.matching.literal import Match
from pipeline.matching.sound import Witness
from pipeline.matching.spelled import cuts_letters
from pipeline.model import Token, Transcript, key
from pipeline.reason import Reason
from pipeline.stages.terms.pooling import DOUBTED, LISTED, SURE

QUOTES = frozenset('"“”„()[]')
# A name that is an ordinary word ("torch") takes its capital where its company stands around, or if the talk says it
# this often, and once in so many times in its company; a suggestion for a capital is not worth a reviewer's time.
CASE_KNOWN, OFTEN, IN_COMPANY = 0.85, 3, 10
# One plain word of a list that ships, where nothing around speaks for its term, is held back from what it takes to be
# made unless it has so much: where the talk says the term, and where it never does.
HELD, SAID, UNSAID = LISTED - 0.01, 0.75, 0.9
# Where so many of the words have a capital, a small letter says that a word is meant and no name: "an oracle".
CAPITALS = 0.03
CAPITAL = re.compile(r"\W*[A-Z][a-z]")
# What is no possessive: "it's".
CONTRACTED = frozenset(
    "it's he's she's that's there's here's what's who's where's how's let's".split()
)
NEGATIONS = ("un", "non", "in", "im", "anti", "dis")


@dataclass(frozen=True)
class SearchView:
    """A transcript as the search sees it: the `tokens` that have letters and are speech, and their `keys`.

    `every` are all tokens of the transcript, `number` is where each of `tokens` stands among them. By their place in
    `tokens`, `edges` are those that open a segment, and `turns` those that no term runs into: another speaker's first,
    or the first after a noise. `british` tells how the talk is spelled, `window` how many words on either side are
    context.
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
    def of(cls, transcript: Transcript, window: int) -> "SearchView":
        """A transcript so seen, with `window` words on either side as context."""
        every, silent = transcript.tokens, noises(transcript)
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

    def with_own_words(self, start: int, stop: int, reads: str) -> tuple[int, int]:
        """The place from `start` to `stop` with those words beside it that `reads` has as well, and the place itself has
        not: of "deep declining" the whole is *deep learning*."""
        words, keys = tuple(map(key, reads.split())), self.keys
        sizes = range(len(words) - 1, 0, -1)
        low, high = start, stop
        if keys[start] != words[0]:
            low = next(
                (start - n for n in sizes if keys[max(0, start - n) : start] == words[:n]), low
            )
        if keys[stop - 1] != words[-1]:
            high = next((stop + n for n in sizes if keys[stop : stop + n] == words[-n:]), high)
        return low if self.is_one(low, stop) else start, high if self.is_one(start, high) else stop

    def edit(self, start: int, stop: int, reads: str, why: Reason, confidence: float) -> Edit:
        """The edit that lets these tokens read `reads`, in the talk's spelling, case and marks."""
        # With what stands between them and is no word: "hyper - parameter".
        tokens = self.every[self.number[start] : self.number[stop - 1] + 1]
        # What is spelled as the dictionary has it stays so, whatever the talk does elsewhere.
        was = " ".join(token.text for token in tokens)
        text = british(reads) if self.british and key(was) != key(reads) else reads
        text = text.replace("'", "’") if "’" in was else text
        large = _opens_large(tokens[0].text) and self._may_open(self.number[start])
        if large and text[:1].islower() and text.split()[0].islower():
            text = capitalised(text)
        at = was.lower().find(text.lower()) if key(was) == key(text) else -1
        if at >= 0:  # but for the case it stands there, with marks of its own
            return rewrite(tokens, was[:at] + text + was[at + len(text) :], why, confidence)
        after = "".join(t.text for t in self.every[self.number[stop - 1] + 1 :][:1])
        return reword(tokens, text, why, confidence, ends=not after[:1].islower())

    def _may_open(self, n: int) -> bool:
        """Whether a sentence may begin with token `n`: nothing stands before it, or a mark other than a comma, or its
        line begins with it. Elsewhere a capital is of what was misheard: "which is Met Forman"."""
        before = tail(self.every[n - 1].text) if n else "."
        return before not in ("", ",") or bisect_left(self.number, n) in self.edges

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

    def owned(self, stop: int, reads: str, term: str) -> str:
        """The same of what was heard for a name: "lock would's" is *Lockwood's*. What sounds like one may be a plural of
        letters ("GPU's"), of what is no name, or the term's own end ("cooper netty's")."""
        last = self.tokens[stop - 1].text.rstrip(".,?!;:").lower().replace("’", "'")
        name = term[:1].isupper() and not term.isupper() and not term.endswith("s")
        owner = last.endswith("'s") and last not in CONTRACTED
        return f"{term}'s" if name and owner and reads in (term, plural(term)) else reads

    def is_said(self, match: Match) -> bool:
        """Whether the term itself stands there, whatever its case, or a form that is nothing else."""
        return match.forms[0].sure or match.forms[0].how == "name"

    def field(self, matches: Sequence[Match], terms: Sequence[Term]) -> Mapping[str, float]:
        """How far the talk is of the field of each of a dictionary's terms, by their names."""
        said = [m.forms[0] for m in matches if self.is_said(m)]
        return by_term([(f.term, " ".join(f.words)) for f in said], len(self.tokens), terms)

    def often(self, matches: Sequence[Match]) -> frozenset[str]:
        """The terms whose name is an ordinary word, but said OFTEN enough here, and IN_COMPANY."""
        named = [(m, m.forms[0]) for m in matches if m.forms[0].how == "name"]
        named = [(m, form) for m, form in named if not (form.sure or any(map(common, form.words)))]
        times = Counter(form.term.name for _, form in named)
        backed = Counter(form.term.name for m, form in named if self.context.near(m, form))
        return frozenset(
            name for name, n in times.items() if n >= OFTEN and backed[name] * IN_COMPANY >= n
        )

    def is_meant(self, match: Match, form: Form) -> bool:
        """Whether the words of a name are surely meant as they stand: small in a text with capitals, ordinary, or two
        ordinary words in one ("homebrew"); or more than one of it ("oracles"), where its possessive has an apostrophe; or the end of a file's name."""
        texts = [token.text for token in self.tokens[match.start : match.stop]]
        word, *more = form.words
        ordinary = not form.sure or (not more and form.reads.istitle() and _is_two(word))
        small = self.has_capitals and all(text.islower() for text in texts)
        many = form.reads.endswith("'s") and not form.sure and not set("'’").intersection(texts[-1])
        part = texts[0][:1] == "." != form.reads[:1]  # ".html"
        sound = not more and word in FILLERS and not texts[0].strip(".,?!").isupper()  # "Hmm."
        return (ordinary and small) or many or part or sound

    @cached_property
    def has_capitals(self) -> bool:
        """Whether capitals tell something in this text."""
        return sum(CAPITAL.match(t.text) is not None for t in self.tokens) > CAPITALS * len(
            self.tokens
        )

    @cached_property
    def context(self) -> Context:
        """The words as the scorer of listed forms sees them."""
        return Context([token.text for token in self.tokens], self.keys, self.window)

    def judge(
        self,
        match: Match,
        form: Form,
        said: Mapping[str, int],
        often: Container[str],
        likely: float | None,
    ) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
        """How likely `form` means its term there, its words of context around, and what else tells; `likely` is how much
        so a form that is neither the term's name nor sure is by itself, None for the others."""
        if form.how == "name" and self.is_meant(match, form):
            return 0.0, (), ()
        if form.sure:
            return SURE, (), ()
        elsewhere, near = said.get(form.term.name, 0), self.context.near(match, form)[:3]
        told = [f"said elsewhere in this talk ({elsewhere})"] if elsewhere else []
        if likely is None:
            known = near or form.term.name in often
            return CASE_KNOWN if known else 0.0, tuple(near), tuple(told)
        if not near and _is_lone(form) and likely < (SAID if elsewhere else UNSAID):
            likely = min(likely, HELD)
        if _is_opposite(form):
            likely = min(likely, DOUBTED)
            told.append("would turn the meaning round")
        return min(likely, SURE), tuple(near), tuple(told)


def _is_lone(form: Form) -> bool:
    """Whether a form is one plain word that nobody listed of his own: "ten different ingredients" may be no *gradients*,
    "birds" no *BERT* of a talk on something else."""
    return not form.term.is_own and len(form.words) == 1 and count(form.words[0]) > 0


def _is_opposite(form: Form) -> bool:
    """Whether form and reading differ by a negation: supervised, unsupervised."""
    said, read = " ".join(form.words), " ".join(map(key, form.reads.split()))
    longer, shorter = max(said, read, key=len), min(said, read, key=len)
    return any(longer == negation + shorter for negation in NEGATIONS)


def _is_two(word: str) -> bool:
    """Whether a word is two that are in use."""
    return len(parts := split(word)) == 2 and all(count(part) >= IN_USE for part in parts)


def _opens_large(text: str) -> bool:
    bare = text.lstrip("\"'“‘([")
    return bare[:1].isupper() and bare[1:2] != "" and bare[1:] == bare[1:].lower()
