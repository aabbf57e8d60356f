"""The terms stage: domain terms as the dictionary writes them, and misheard ones put right.

Listed and generated forms are found by their words, unlisted mishearings by their sound. What a
form could also mean decides between three answers: apply, suggest (an edit below the threshold),
leave.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar

from rapidfuzz.fuzz import ratio

from pipeline.dictionary import Dictionary
from pipeline.edits import Edit, Kind, apply
from pipeline.matching.field import familiar
from pipeline.matching.forms import Form
from pipeline.matching.listed import chances
from pipeline.matching.literal import Match, phrases
from pipeline.matching.sound import APPLY, Candidate, SoundIndex, listen
from pipeline.model import Transcript, key
from pipeline.reason import Reason
from pipeline.run import MADE_FROM, compatible
from pipeline.stages.terms.pooling import LISTED, WORTH_ASKING, as_often_right, pooled, silenced
from pipeline.stages.terms.view import SearchView
from pipeline.stages.terms.vocabulary import with_vocabulary

__all__ = ["Terms", "with_vocabulary"]

# Forms whose letters are the term's own, so that an apostrophe in them is meant.
OWN = ("name", "alias", "compound")
# What tells something new of a talk, so that it is read again.
NEWS = ("words", "number", "drop")
BOUND = re.compile(r"[-\s]")

Span = tuple[int, int]
Settled = tuple[int, int, str]


@dataclass(frozen=True)
class Terms:
    """Proposes the dictionary's terms where they, or their mishearings, were written.

    `window` is how many words on either side count as context, `suggest` the confidence below
    which nothing is said at all, `sound` whether unlisted mishearings are looked for.
    """

    name: ClassVar[str] = "terms"
    licence: ClassVar[frozenset[Kind]] = frozenset({"words", "number", "drop", "spacing", "form"})

    dictionary: Dictionary = field(default=Dictionary(), repr=False)
    window: int = 25
    suggest: float = WORTH_ASKING
    sound: bool = True

    def __call__(self, transcript: Transcript) -> Iterator[Edit]:
        """Edits for terms written otherwise than in the dictionary, by two readings of the talk: every word that
        is put right tells of those around it."""
        dictionary = with_vocabulary(self.dictionary, transcript.talk)
        own = replace(self, dictionary=dictionary) if dictionary is not self.dictionary else self
        found = {edit.id: edit for edit in own._read(transcript)}
        sure = {name: edit for name, edit in found.items() if edit.confidence >= MADE_FROM}
        if any(edit.kind in NEWS for edit in sure.values()):
            again = own._read_again(transcript, [*sure.values()])
            found |= {edit.id: edit for edit in again} | sure
        yield from found.values()

    def familiar(self, transcript: Transcript) -> float:
        """How much of what the dictionary's field would have is said in a talk, 0 to 1 (`matching/field.py`)."""
        dictionary = with_vocabulary(self.dictionary, transcript.talk)
        talk = SearchView.of(transcript, 0)
        said = (" ".join(m.forms[0].words) for m in _matches(talk, dictionary) if talk.is_said(m))
        return familiar(said, len(talk.tokens), len(dictionary.terms))

    def _read_again(self, transcript: Transcript, sure: Sequence[Edit]) -> Iterator[Edit]:
        """What is sure, too, of the words that stay as they are once what is `sure` is written."""
        chosen = compatible(transcript, sure)
        after = apply(transcript, [edit for edit in sure if id(edit) in chosen])
        there = {*transcript.tokens}
        for edit in self._read(after, sure):
            if edit.confidence >= MADE_FROM and there.issuperset(edit.tokens_before):
                yield edit

    def _read(self, transcript: Transcript, written: Sequence[Edit] = ()) -> Iterator[Edit]:
        """The edits by one reading, after those that were `written`: what these tell of the others counts on."""
        talk = SearchView.of(transcript, self.window)
        matches = _matches(talk, self.dictionary)
        field = talk.field(matches, self.dictionary.terms)
        listed = list(self._listed(talk, matches, field))
        heard = list(self._heard(talk, matches, listed, field)) if self.sound else []
        edits = pooled([*written, *_without(listed, heard), *heard])
        ways = self.sounds.ways if self.sound else ()
        yield from as_often_right(silenced(edits, len(talk.tokens), ways), self.suggest)

    def _listed(
        self, talk: SearchView, matches: Sequence[Match], field: Mapping[str, float]
    ) -> Iterator[Edit]:
        said = Counter(match.forms[0].term.name for match in matches if talk.is_said(match))
        owner: dict[int, object] = {
            n: match for match in matches for n in range(match.start, match.stop)
        }
        places = [
            (Match(*_whole(talk, match, form.reads, owner, match), match.forms), form)
            for match in matches
            for form in match.forms
        ]
        often = talk.often(matches)
        doubtful = [n for n, (_, form) in enumerate(places) if _is_doubtful(form)]
        likely = chances(talk.context, [places[n] for n in doubtful], said, field)
        likely_at = dict(zip(doubtful, likely, strict=True))
        for n, (match, form) in enumerate(places):
            confidence, near, told = talk.judge(match, form, said, often, likely_at.get(n))
            if form.how in OWN:
                reads = talk.possessive(match.stop, form.reads)
            else:
                reads = talk.owned(match.stop, form.reads, form.term.name)
            ships = not form.term.is_own
            reason = Reason(_rule(form), told, term=form.term.name, ships=ships, near=near)
            edit = talk.edit(match.start, match.stop, reads, reason, confidence)
            if confidence >= self.suggest and _says_more(edit, form):
                yield edit

    def _heard(
        self,
        talk: SearchView,
        matches: Sequence[Match],
        listed: Sequence[Edit],
        field: Mapping[str, float],
    ) -> Iterator[Edit]:
        known, asked = _settled(talk, matches, listed)
        texts = [token.text for token in talk.tokens]
        witnesses = talk.witnesses(listed)
        places = [(*place, edit.reason.term) for place, edit in asked.items()]
        groups = listen(texts, self.sounds, talk.edges, known, witnesses, field, places)
        settled = [*known, *places]
        owner: dict[int, object] = {
            n: None for start, stop, _ in settled for n in range(start, stop)
        }
        owner |= {n: group for group in groups for one in group for n in range(one.start, one.stop)}
        for group in groups:
            offered: dict[str, Edit] = {}
            for one in group:
                worth = one.probability >= self.suggest and _is_better(one, asked, talk.keys)
                if worth and talk.is_one(one.start, one.stop):
                    start, stop = _whole(talk, one, one.reading, owner, group)
                    reads = talk.owned(stop, one.reading, one.term)
                    edit = talk.edit(start, stop, reads, _reason(one), one.probability)
                    offered.setdefault(edit.id, edit)
            yield from offered.values()

    @cached_property
    def sounds(self) -> SoundIndex:
        """The terms as they are said."""
        return SoundIndex.of(self.dictionary.terms)


def _matches(talk: SearchView, dictionary: Dictionary) -> list[Match]:
    """Where a talk has the words of a form, and a term can stand."""
    return [match for match in phrases(dictionary).find(talk.keys) if talk.may_hold(match)]


def _settled(
    talk: SearchView, matches: Sequence[Match], listed: Sequence[Edit]
) -> tuple[list[Settled], dict[Span, Edit]]:
    """The places that are surely a term, with it; and the others that are `listed`, with the likeliest edit of each."""
    edits = sorted(listed, key=lambda edit: edit.confidence)
    likeliest = {token: edit for edit in edits for token in edit.tokens_before}
    known, asked = [], {}
    for match in matches:
        tokens = talk.tokens[match.start : match.stop]
        found = [likeliest[token] for token in tokens if token in likeliest]
        best = max(found, key=lambda edit: edit.confidence, default=None)
        if match.forms[0].sure or (best and best.kind not in NEWS):
            known.append((match.start, match.stop, match.forms[0].term.name))
        elif best:
            asked[match.start, match.stop] = best
    return known, asked


def _is_better(one: Candidate, asked: Mapping[Span, Edit], keys: Sequence[str]) -> bool:
    """Whether what was heard is a better find than every listed form that it touches: "site time" rather than "site",
    where both are SiTime, or the same words that are surer by their sound than as they are listed."""

    def is_better(start: int, stop: int, edit: Edit) -> bool:
        if start < one.start or one.stop < stop:  # of "cough fay", "cough" alone
            return False
        made, reads = one.probability >= APPLY, key(one.reading)
        whole, part = ("".join(keys[a:b]) for a, b in ((one.start, one.stop), (start, stop)))
        nearer = ratio(whole, reads) > ratio(part, reads)
        if edit.confidence >= LISTED:
            return made and nearer
        return one.probability > edit.confidence and (made or nearer)

    touched = [span for span in asked if one.start < span[1] and span[0] < one.stop]
    return all(is_better(*span, asked[span]) for span in touched)


def _without(listed: Sequence[Edit], heard: Sequence[Edit]) -> Iterator[Edit]:
    """The listed edits but for those in the place of which the same term was heard."""
    found = {(token, edit.reason.term) for edit in heard for token in edit.tokens_before}
    for edit in listed:
        if found.isdisjoint((token, edit.reason.term) for token in edit.tokens_before):
            yield edit


def _whole(
    talk: SearchView, place: Match | Candidate, reads: str, owner: dict[int, object], own: object
) -> tuple[int, int]:
    """Where a place begins and ends with the words beside it that are the term's own, unless another owns them; from now
    on it is `own` that does."""
    start, stop = talk.with_own_words(place.start, place.stop, reads)
    if any(owner.get(n, own) is not own for n in range(start, stop)):
        return place.start, place.stop
    owner.update(dict.fromkeys(range(start, stop), own))
    return start, stop


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


def _reason(candidate: Candidate) -> Reason:
    return Reason(
        f"sound: {candidate.term}",
        candidate.reasons,
        term=candidate.term,
        by_sound=True,
        shown_only=candidate.shown_only,
        ships=candidate.ships,
        known=candidate.known,
    )
