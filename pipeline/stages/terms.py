"""The terms stage: domain terms as the dictionary writes them, and misheard ones put right.

Listed and generated forms are found by their words, unlisted mishearings by their sound. What a
form could also mean decides between three answers: apply, suggest (an edit below the threshold),
leave.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from math import log

from pipeline.dictionary import Dictionary, Term, merge
from pipeline.edits import Edit, Kind, reword
from pipeline.language.counts import common
from pipeline.language.heard import changes, head, noises, tail
from pipeline.language.spelling import british, is_british
from pipeline.matching.forms import Form
from pipeline.matching.harvest import harvested
from pipeline.matching.listed import Context, chances
from pipeline.matching.literal import Match, Phrases
from pipeline.matching.sound import (
    APPLY,
    SHOWN_ONLY,
    SUGGEST,
    Candidate,
    SoundIndex,
    Witness,
    listen,
)
from pipeline.matching.spelled import cuts_letters
from pipeline.model import Talk, Token, Transcript, key

# Forms whose letters are the term's own, so that an apostrophe in them is meant.
OWN = ("name", "alias", "compound")
STOPS = (".", "?", "!")
BOUND = re.compile(r"[-\s]")
QUOTES = frozenset('"“”„()[]')
# What is nothing else in English is put right whatever stands around.
SURE = 0.97
# A name that is an ordinary word ("torch") takes its capital where its company stands around, or if
# the talk says it this often; a suggestion for a capital is not worth a reviewer's time.
CASE_KNOWN, OFTEN = 0.85, 3
# A rule that fires more often than this in 1,000 words, mostly without its context, is not believed.
ALARM = 3.0
ALARM_AT_LEAST = 6
# How much the other shapes of a term raise the odds of one, and which are too doubtful to be raised.
POOLING, DOUBTFUL = 0.7, 0.15
# What a shape must be worth to count as another, and the most that the others count.
TELLING, MOST_OTHERS = 0.3, 3.0
# A likeness of sound alone is made from APPLY on; what other shapes of its term raise it by counts if these
# amount to so much. Any other is suggested.
COMPANIONS = 1.0
# The odds that it takes for each word that would be lost if it were wrong.
PER_WORD = 0.75
SOUND = "sound: "
# A listed mishearing is made from LISTED on; the same one that is CERTAIN elsewhere in the talk raises it.
LISTED, CERTAIN = 0.6, 0.75
# What a rule under alarm is worth, and a form that turns a statement into its opposite.
DOUBTED = 0.45
NEGATIONS = ("un", "non", "in", "im", "anti", "dis")
# What stands before a noun that refers to something: "your network".
DETERMINERS = frozenset("a an the this that these those my your his her its our their".split())


Rule = tuple[str, str]  # the keys of what was written and of what it is to read


@dataclass(frozen=True)
class Terms:
    """Proposes the dictionary's terms where they, or their mishearings, were written.

    `window` is how many words on either side count as context, `suggest` the confidence below
    which nothing is said at all, `sound` whether unlisted mishearings are looked for.
    """

    dictionary: Dictionary = field(default=Dictionary(), repr=False)
    window: int = 25
    suggest: float = SUGGEST
    sound: bool = True
    name: str = field(default="terms", init=False)
    licence: frozenset[Kind] = field(
        default=frozenset({"words", "number", "drop", "spacing", "form"}), init=False
    )

    def __call__(self, transcript: Transcript) -> Iterator[Edit]:
        """Edits for terms written otherwise than in the dictionary, the literal ones first."""
        dictionary = with_vocabulary(self.dictionary, transcript.talk)
        own = replace(self, dictionary=dictionary) if dictionary is not self.dictionary else self
        talk = _Talk.of(transcript, self.window)
        matches = [match for match in own._phrases.find(talk.keys) if talk.may_hold(match)]
        listed = list(own._listed(talk, matches))
        heard = list(own._heard(talk, matches, listed)) if self.sound else []
        yield from silenced(pooled([*listed, *heard]), len(talk.tokens))

    def _listed(self, talk: "_Talk", matches: Sequence[Match]) -> Iterator[Edit]:
        said = Counter(match.forms[0].term.name for match in matches if talk.is_said(match))
        places = [(match, form) for match in matches for form in match.forms]
        doubtful = [(match, form) for match, form in places if _is_doubtful(form)]
        chance = iter(chances(talk.context, doubtful, said))
        for match, form in places:
            likely = next(chance) if _is_doubtful(form) else None
            confidence, evidence = talk.judge(match, form, said, likely)
            reads = talk.possessive(match.stop, form.reads) if form.how in OWN else form.reads
            edit = talk.edit(match.start, match.stop, reads, "", confidence)
            if confidence >= self.suggest and _says_more(edit, form):
                yield replace(edit, why=f"{_rule(form)}{evidence}")

    def _heard(
        self, talk: "_Talk", matches: Sequence[Match], listed: Sequence[Edit]
    ) -> Iterator[Edit]:
        proposed = {token for edit in listed for token in edit.tokens_before}
        known = [
            (match.start, match.stop, match.forms[0].term.name)
            for match in matches
            if match.forms[0].sure or proposed.intersection(talk.tokens[match.start : match.stop])
        ]
        texts = [token.text for token in talk.tokens]
        for group in listen(texts, self._sounds, talk.edges, known, talk.witnesses(listed)):
            worth = (one for one in group if one.probability >= self.suggest)
            for candidate in (one for one in worth if talk.is_one(one.start, one.stop)):
                yield talk.edit(
                    candidate.start,
                    candidate.stop,
                    candidate.reading,
                    _told(candidate),
                    round(candidate.probability, 3),
                )

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self.dictionary)

    @cached_property
    def _sounds(self) -> SoundIndex:
        return SoundIndex.of(self.dictionary.terms)


def with_vocabulary(dictionary: Dictionary, talk: Talk) -> Dictionary:
    """The dictionary with a talk's own words: its vocabulary, the names on its programme, and the terms
    in its titles, abstract and slides."""
    names = [name for speaker in talk.speakers for name in (speaker.name, *speaker.aliases)]
    people = {part for name in names for part in (name, *name.split()) if len(part) > 2}
    places = {speaker.affiliation for speaker in talk.speakers if speaker.affiliation}
    own = [
        *(Term(name) for name in talk.vocabulary),
        *(Term(name, "person") for name in sorted(people) if name[:1].isupper()),
        *(Term(name, "organisation") for name in sorted(places - people)),
    ]
    listed = {term.name for term in dictionary.terms}
    new = [term for term in own if term.name not in listed]
    # What is harvested is a guess: an entry that knows the term in any form knows better.
    known = {key(form) for term in (*dictionary.terms, *new) for form in (term.name, *term.aliases)}
    new += [Term(name) for name in harvested(talk) if key(name) not in known]
    return merge([dictionary, Dictionary(tuple(new))]) if new else dictionary


def pooled(edits: Sequence[Edit]) -> list[Edit]:
    """The edits, surer where other phrases of the talk were heard as the same term, or where the same
    listed mishearing is certain elsewhere; those not sure enough turned down to suggestions.

    A misheard term comes in many shapes ("dip learning", "T planning", "deepening"); an ordinary word
    that only sounds like one comes in its own, over and over. So for what nobody listed it is the other
    shapes that count.
    """
    shapes: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for edit in edits:
        if edit.confidence < SURE and edit.kind != "form":
            known = shapes[_term_key(edit)]
            known[key(edit.was)] = max(known.get(key(edit.was), 0.0), edit.confidence)
    certain = Counter(_rule_key(edit) for edit in edits if CERTAIN <= edit.confidence < SURE)
    return [
        _limited(_raised(edit, shapes[_term_key(edit)], certain), edit, shapes[_term_key(edit)])
        for edit in edits
    ]


def _raised(edit: Edit, shapes: Mapping[str, float], certain: Counter[Rule]) -> Edit:
    if not DOUBTFUL <= edit.confidence < SURE or edit.kind == "form" or SHOWN_ONLY in edit.why:
        return edit
    others = 0.0 if _refers_back(edit) or (total := _others(edit, shapes)) < 1 else total
    again = edit.confidence < CERTAIN and not edit.why.startswith(SOUND)
    same = certain[_rule_key(edit)] if again else 0
    if not others and not same:
        return edit
    odds = edit.confidence / (1 - edit.confidence) * (1 + others + same) ** POOLING
    told = [f"heard in {len(shapes)} shapes here"] if others else []
    told += ["surely so elsewhere in this talk"] if same else []
    sure = min(round(odds / (1 + odds), 3), SURE)
    return replace(edit, confidence=sure, why=f"{edit.why}{_joined(told)}")


def _refers_back(edit: Edit) -> bool:
    """Whether a determiner alone stands for the rest of the term: the more of a talk is about neural networks, the
    likelier is "your network", too, as it stands. (Of 54 in real recogniser output none was misheard.)"""
    said, read = edit.was.split(), edit.now.split()
    return (
        len(said) == len(read) > 1
        and key(said[0]) in DETERMINERS
        and ([*map(key, said[1:])] == [*map(key, read[1:])])
    )


def _limited(raised: Edit, edit: Edit, shapes: Mapping[str, float]) -> Edit:
    """The edit as a suggestion if it is not sure enough to be made."""
    if SHOWN_ONLY in edit.why:
        enough = False
    elif edit.why.startswith(SOUND):
        at_risk = PER_WORD * len(edit.was.split())
        least = max(APPLY, at_risk / (1 + at_risk))
        in_company = _others(edit, shapes) >= COMPANIONS and raised.confidence >= least
        enough = edit.confidence >= least or in_company
    else:
        enough = raised.confidence >= (APPLY if _refers_back(edit) else LISTED)
    return raised if enough else replace(raised, confidence=min(raised.confidence, DOUBTED))


def _others(edit: Edit, shapes: Mapping[str, float]) -> float:
    """How much the other shapes of its term amount to: to a short term many phrases are a little alike."""
    others = (sure for shape, sure in shapes.items() if shape != key(edit.was))
    return min(sum(sure for sure in others if sure >= TELLING), MOST_OTHERS)


def _rule_key(edit: Edit) -> Rule:
    return key(edit.was), key(edit.now)


def _term_key(edit: Edit) -> str:
    return key(edit.now).removesuffix("s")


def silenced(edits: Sequence[Edit], words: int) -> Iterator[Edit]:
    """The edits, those of a rule that fires too often for the talk turned down to suggestions.

    A published name corrector turned `work` into `York` 24 times in one meeting. A rule is one
    mishearing with one reading; places whose context speaks for the reading do not count.
    """
    limit = max(ALARM_AT_LEAST, ALARM * words / 1000)
    rules = Counter(_rule_key(edit) for edit in edits if edit.kind != "form")
    backed = Counter(_rule_key(edit) for edit in edits if "near:" in edit.why)
    for edit in edits:
        rule = _rule_key(edit)
        unbacked = rules[rule] - backed[rule]
        if edit.confidence < SURE and unbacked > limit and edit.confidence > DOUBTED:
            why = f"{edit.why}; doubted: the same change {rules[rule]} times in this talk"
            yield replace(edit, confidence=DOUBTED, why=why)
        else:
            yield edit


@dataclass(frozen=True)
class _Talk:
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
    def of(cls, transcript: Transcript, window: int) -> "_Talk":
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
        text = british(reads) if self.british else reads
        if _opens_large(tokens[0].text) and text[:1].islower() and text.split()[0].islower():
            text = text[0].upper() + text[1:]
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
            return (CASE_KNOWN, _joined(told)) if near or often else (0.0, "")
        if _is_opposite(form):
            likely = min(likely, DOUBTED)
            told.append("would turn the meaning round")
        return min(likely, SURE), _joined(told)


def _is_doubtful(form: Form) -> bool:
    """Whether the words of a form may well be meant as they stand."""
    return not form.sure and form.how != "name"


def _says_more(edit: Edit, form: Form) -> bool:
    """Whether the edit changes something the dictionary has an opinion on: not the case of a term
    in lower case, which may open a sentence."""
    was, now = edit.was.casefold(), edit.now.casefold()
    if was == now:
        return edit.was != edit.now and not form.reads.islower()
    # "an open-source tool", "front-end work": a hyphen that stands there is grammar, or taste.
    return "-" not in was or BOUND.sub("", was) != BOUND.sub("", now)


def _is_opposite(form: Form) -> bool:
    """Whether form and reading differ by a negation: supervised, unsupervised."""
    said, read = " ".join(form.words), " ".join(map(key, form.reads.split()))
    longer, shorter = max(said, read, key=len), min(said, read, key=len)
    return any(longer == negation + shorter for negation in NEGATIONS)


def _joined(told: Iterable[str]) -> str:
    return "".join(f"; {item}" for item in told)


def _opens_large(text: str) -> bool:
    bare = text.lstrip("\"'“‘([")
    return bare[:1].isupper() and bare[1:2] != "" and bare[1:] == bare[1:].lower()


def _rule(form: Form) -> str:
    said = " ".join(form.words)
    told = {
        "name": f"dictionary: {form.term.name}, as the dictionary writes it",
        "alias": f"dictionary: {form.term.name}, also written {said!r}",
        "compound": f"dictionary: {form.term.name}, joined as the dictionary writes it",
        "letters": f"dictionary: {form.term.name}, spelled out as {said!r}",
        "heard": f"dictionary: {form.term.name}, often misheard as {said!r}",
    }
    return told[form.how]


def _told(candidate: Candidate) -> str:
    return "; ".join((f"{SOUND}{candidate.term}", *candidate.reasons))
