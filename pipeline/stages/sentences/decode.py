"""From probabilities to decisions: where sentences end, which mark and which case each word gets.

Everything is decided at once, word for word, and then looked over: no sentence ends within a term
or a number, questions are known by their syntax, and very long sentences are cut at a clause.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from pipeline.language.captioning import UNHEARD
from pipeline.language.english import OPEN
from pipeline.language.heard import PAUSES, SLACKS, Heard
from pipeline.language.tags import Tags
from pipeline.language.words import CAPITAL, MIXED, UPPER, core, mark, shape, tail
from pipeline.stages.sentences.anew import Anew
from pipeline.stages.sentences.stray import OPENERS, is_amid, is_stray
from pipeline.stages.sentences.syntax import (
    ANSWERS,
    NO_SENTENCE,
    OPENING,
    asks,
    is_clause,
    is_phrase,
)
from pipeline.stages.sentences.wholes import NUMBERS, goes_on
from pipeline.stages.sentences.written import ADDRESS, STOPS, Written, is_english, is_unit


@dataclass(frozen=True, slots=True)
class Weights:
    """What each probability counts for. Chosen on talks held out for that, see docs/sentences.md."""

    comma: float = 1.0
    end: float = 1.0
    kept: float = 25.0  # what a punctuated transcript's own marks count for


@dataclass(frozen=True, slots=True)
class Choice:
    """What is decided for a word."""

    mark: str | None = ""  # one of , . ? or nothing; None leaves what stands there
    closes: bool = False  # what is said ends with the word, whatever its mark
    begins: bool = False  # a sentence begins with the word
    case: str = ""  # "Capital", "UPPER", "UPPERs", "lower"; nothing leaves it as it is
    sure: float = 1.0
    case_sure: float = 1.0
    note: str = ""  # what speaks for it, apart from the words
    begin_sure: float = 1.0  # how sure it is that the sentence before has ended
    begin_note: str = ""
    line: bool = False  # no sentence begins with the word, but a line of the input's that stays

    @property
    def ends(self) -> bool:
        """Whether a sentence ends after the word."""
        return self.closes or self.mark in STOPS


# Words; a longer sentence is cut where its likeliest end is, if any is likely at all.
LONG, SHORTEST, LIKELY = 45, 6, 0.3
FAR = 500  # words ahead among which the first cut is looked for (a recogniser may say one word for an hour)
CLEAR = 0.6  # what the network must grant for a phrase, a clause or a word to stand alone
ASIDE = 0.2  # how much surer one end of a word alone must be than the other, to take the other
# What may follow itself: "that that is", and the words of numbers.
DOUBLED = NUMBERS | {"that", "had", ""}
TITLES = frozenset("dr mr mrs ms prof".split())
TITLED = 0.9  # how sure the capital of a title before a name is
WORD_ORDER = "a question's word order"
# What goes closely with the words before it: where hardly a sentence ends, a comma there counts this much at most.
CLOSE, CLOSELY, HARDLY = frozenset("or because where with".split()), 1.2, 0.04
# What the network must grant a question mark for syntax to count.
ASKED = 0.25
# How probable another case must be for a word to change; and in a punctuated transcript, where a little word loses its
# capital sooner, if a sentence ends before it with less than `PARTS`: from there on a mark is missing. So does one
# amid what is said that is small elsewhere, where no mark stands before it and no capital beside it ("New Year").
RECASED, RECASED_WRITTEN, RECASED_STRAY, RECASED_AMID = 0.75, 0.995, 0.3, 0.9
PARTS = 0.2


def decide(
    heard: Sequence[Heard],
    tags: Sequence[Tags],
    weights: Weights,
    within: Set[int] = frozenset(),
    settled: Set[int] = frozenset(),
) -> list[Choice]:
    """A choice for each word. After the words `within` a term goes on; the case of `settled` ones
    is the dictionary's."""
    written = Written.of(heard, tags)
    trusted, anew = written.trusted, Anew.of(written, tags)
    weights = replace(weights, kept=weights.kept**written.belief)
    chosen: list[Choice] = []
    for n, (item, tag) in enumerate(zip(heard, tags, strict=True)):
        own = None if n in anew.doubted else written.own(n)
        if n + 1 == len(heard) or item.cue > 1:
            choice = _closed(tag, written, n, weights)
        elif written.goes_on(n) or (not own and (n in within or goes_on(heard, n))):
            chosen.append(Choice(None if trusted else ""))
            continue
        else:
            counts = _close(weights) if _goes_closely(tag, heard[n + 1]) else weights
            read = tag._replace(stop=0.0, question=0.0) if n in anew.hanging else tag
            choice = _mark(read, own, counts)
            if own and not choice.ends and written.ends(n):
                choice = Choice(own, sure=written.belief)
            if not choice.ends and written.cased and tag.end >= PARTS and _unmarked(heard, n):
                choice = Choice(".", sure=max(0.5, tag.end), note="a capital follows")
            if trusted and own is None and not (choice.ends or n in anew.doubted):
                choice = replace(choice, mark=None)
        chosen.append(replace(choice, note=evidence(item)) if choice.mark else choice)
    chosen = _undashed(heard, chosen, None if trusted else "")
    if not trusted:
        chosen = _cut(_twice(heard, _unbroken(heard, tags, chosen)), tags, within)
        chosen = _questions(heard, tags, chosen)
    out = []
    for n, (choice, before) in enumerate(pairwise([Choice("."), *chosen])):
        after = replace(
            before,
            begins=choice.ends,
            begin_sure=1.0 if choice.closes else choice.sure,
            begin_note=choice.note,
            line=not choice.ends and written.line(n),
        )
        # Where a stop of the input was taken away, the capital after it has nothing to stand on.
        lost = n > 0 and written.marks[n - 1] in STOPS and not (choice.ends or written.small(n))
        fast = written.cased and not lost
        least = RECASED_WRITTEN if fast else RECASED
        if fast and n and is_stray(heard, n) and (written.marks[n - 1] or tags[n - 1].end < PARTS):
            least = 0.0 if core(heard[n].text).lower() in OPENERS else RECASED_STRAY
        elif fast and n and is_amid(heard, n) and tags[n - 1].end < PARTS:
            least = RECASED_AMID if core(heard[n].text).lower() in written.smalls else least
        out.append(_case(after, heard[n], tags[n], least, n in settled, written.stands(n)))
        if lost and out[n].case != "lower" and heard[n].text[:1] != "I":
            out[n - 1] = replace(out[n - 1], mark=None)  # "Cpl. Miller", "step. 5"
    return _plurals(heard, _lettered(heard, _titled(heard, out)))


def _closed(tag: Tags, written: Written, n: int, weights: Weights) -> Choice:
    """The mark where another speaker follows, or nothing. In a text that has marks of its own, what stands
    there is kept, and nothing is put where somebody may be cut short: "faster than"."""
    own, choice, word = written.marks[n], _mark(tag, None, weights), core(written.heard[n].text)
    cut = not choice.ends or word.lower() in OPEN
    if written.trusted and own in STOPS:
        return Choice(own, closes=True)
    stands = own or cut or word in UNHEARD or (written.cased and written.small(n + 1))
    if written.trusted and stands and n + 1 < len(written.heard):
        return Choice(None, closes=True)
    sign = "?" if tag.question > tag.stop else "."
    return Choice(sign, closes=True, sure=0.5 if cut else choice.sure)


def _mark(tag: Tags, own: str | None, weights: Weights) -> Choice:
    """The mark after a word: first whether a sentence ends there, then which mark it is."""
    shares = dict(zip(("", ",", ".", "?"), tag[:4], strict=True))
    if own is not None:
        shares[own] = shares[own] * weights.kept + 0.05
    end, on = (shares["."] + shares["?"]) * weights.end, shares[""] + shares[","]
    if end > on:
        sign = "?" if shares["?"] > shares["."] else "."
        return Choice(sign, sure=end / (end + on))
    comma = shares[","] * weights.comma
    sign, sure = (",", comma) if comma > shares[""] else ("", shares[""])
    return Choice(sign, sure=sure / (comma + shares[""]))


def _goes_closely(tag: Tags, after: Heard) -> bool:
    """Whether a comma behind a word would part what goes together: "a phone | or a tablet"."""
    return tag.end < HARDLY and core(after.text).lower() in CLOSE


def _close(weights: Weights) -> Weights:
    return replace(weights, comma=min(weights.comma, CLOSELY))


def evidence(item: Heard) -> str:
    """What speaks for a mark after `item`, apart from the words, for a reviewer to judge."""
    found = [
        "another speaker follows" if item.cue > 1 else "",
        f"a pause of {item.pause:.1f} s" if item.pause >= PAUSES[1] else "",
        "a slow line" if item.slack is not None and item.slack >= SLACKS[2] else "",
        "the recogniser's own mark" if mark(item.text) else "",
    ]
    return ", ".join(filter(None, found))


def _unbroken(
    heard: Sequence[Heard], tags: Sequence[Tags], chosen: Sequence[Choice]
) -> list[Choice]:
    """Without one of the two ends around what is no sentence."""
    out, low = list(chosen), 0
    for n, choice in enumerate(chosen[:-1]):
        if choice.ends:
            if low and out[low - 1].ends:
                _join(heard, tags, out, low, n)
            low = n + 1
    return out


def _join(
    heard: Sequence[Heard], tags: Sequence[Tags], out: list[Choice], low: int, n: int
) -> None:
    """Takes the less likely end from around what stands from `low` to `n`, or the second one where it opens what comes
    next, if that is a word that says nothing alone; or any other word, a phrase or a clause, and the end is unclear."""
    words = [core(item.text).lower() for item in heard[low : n + 1]]
    alone, stop = len(words) == 1, out[n].mark == "."
    phrase, opening = stop and is_phrase(words), alone and words[0] in OPENING
    clause = stop and not phrase and _waits(heard, out, low, n)
    weaker = n if opening or clause else min(low - 1, n, key=lambda end: tags[end].end)
    nothing = opening or (alone and words[0] in NO_SENTENCE)
    aside = abs(tags[n].end - tags[low - 1].end) >= ASIDE and words[0] not in ANSWERS
    unclear = tags[weaker].end < CLEAR and (aside if alone else phrase or clause)
    if heard[weaker].cue > 1 or not (nothing or unclear):
        return
    # "During the call, we will"; what it asks with is asked of all of it: "How can you use it today?"
    comma = tags[n].comma > tags[n].none if nothing else True
    asked = weaker < n and stop and out[weaker].mark == "?"
    out[weaker] = Choice("," if comma and weaker == n else "", sure=max(0.5, 1 - tags[weaker].end))
    out[n] = replace(out[n], mark="?") if asked else out[n]


def _waits(heard: Sequence[Heard], out: Sequence[Choice], low: int, n: int) -> bool:
    """Whether what stands from `low` to `n` is a clause that waits for the next sentence, and both are not too long."""
    words = [core(item.text).lower() for item in heard[low : n + 2]]
    parted = any(choice.mark for choice in out[low:n])
    short = any(choice.ends for choice in out[n + 1 : low + LONG])
    return short and not parted and is_clause(words[:-1], words[-1])


def _twice(heard: Sequence[Heard], chosen: Sequence[Choice]) -> list[Choice]:
    """With a comma between a word and itself: "the, the layer"."""
    words = [core(item.text).lower() for item in heard]
    comma = Choice(",", sure=0.8, note="a word said twice")
    out = list(chosen)
    for n, (one, other) in enumerate(pairwise(words)):
        if one == other and one not in DOUBLED and not out[n].mark:
            out[n] = comma
    return out


def _undashed(heard: Sequence[Heard], chosen: Sequence[Choice], bare: str | None) -> list[Choice]:
    """Without the commas that would stand before a dash that stands alone."""
    out = list(chosen)
    for n, item in enumerate(heard[1:]):
        if out[n].mark == "," and not core(item.text):
            out[n] = Choice(bare, sure=out[n].sure)
    return out


def _cut(chosen: list[Choice], tags: Sequence[Tags], within: Set[int]) -> list[Choice]:
    """With an end in the middle of each sentence that is too long to read."""
    out, low = list(chosen), 0
    for n, choice in enumerate(chosen):
        if choice.ends:
            _cut_between(out, tags, within, low, n)
            low = n + 1
    return out


def _cut_between(
    out: list[Choice], tags: Sequence[Tags], within: Set[int], low: int, high: int
) -> None:
    todo = [(low, high)]
    while todo:
        low, high = todo.pop()
        if high - low < LONG:
            continue
        places = range(low + SHORTEST, min(high - SHORTEST, low + FAR))
        best = max((n for n in places if n not in within), key=lambda n: tags[n].end, default=None)
        if best is None or tags[best].end < LIKELY:
            todo += [(low + FAR, high)] if high - low > FAR else []
            continue
        out[best] = Choice(".", sure=max(0.5, tags[best].end), note="the sentence is long")
        todo += [(best + 1, high), (low, best)]


def _questions(heard: Sequence[Heard], tags: Sequence[Tags], chosen: list[Choice]) -> list[Choice]:
    """With a question mark on what has a question's word order, if that is likely at all."""
    out, low = list(chosen), 0
    for n, choice in enumerate(chosen):
        if not choice.ends:
            continue
        words = [core(item.text).lower() for item in heard[low : n + 1]]
        commas = {k for k in range(n - low) if chosen[low + k].mark == ","}
        low = n + 1
        if choice.mark == "." and tags[n].question > ASKED and asks(words, commas):
            out[n] = replace(choice, mark="?", note=WORD_ORDER)
    return out


def _titled(heard: Sequence[Heard], chosen: Sequence[Choice]) -> list[Choice]:
    """With a capital for a title before a name: "dr. Lee"."""
    out = list(chosen)
    for n, (item, name) in enumerate(pairwise(heard)):
        word = core(item.text)
        small = word in TITLES and not out[n].case and not out[n].ends and not is_unit(heard, n)
        own = out[n + 1].case == "Capital" or (
            not out[n + 1].case and shape(core(name.text) or "-") in (CAPITAL, MIXED)
        )
        if small and own:
            out[n] = replace(out[n], case="Capital", case_sure=TITLED)
    return out


def _unmarked(heard: Sequence[Heard], n: int) -> bool:
    """Whether a recogniser left out the mark behind word `n`: "to an exchange It limits"."""
    opens = heard[n].text[-1:].isalnum() and n + 1 < len(heard) and is_stray(heard, n + 1)
    return opens and core(heard[n + 1].text) != "I"


def _lettered(heard: Sequence[Heard], chosen: Sequence[Choice]) -> list[Choice]:
    """With all letters that stand side by side in capitals, if one of them has one: "the E U"."""
    out = list(chosen)
    letters = [len(word) == 1 and word.isalpha() for word in (core(item.text) for item in heard)]
    for is_run, run in groupby(range(len(heard)), letters.__getitem__):
        places = [n for n in run if is_run and core(heard[n].text) not in ("a", "i", "I")]
        if len(places) > 1 and any(out[n].case in ("Capital", "UPPER") for n in places):
            for n in places:
                out[n] = replace(out[n], case="UPPER") if out[n].case != "Capital" else out[n]
    return out


def _plurals(heard: Sequence[Heard], chosen: Sequence[Choice]) -> list[Choice]:
    """With a small s behind capitals that stand without it as well: "the APIs of it", "an API"."""
    words = [core(item.text) for item in heard]
    pairs = list(zip(words, chosen, strict=True))
    upper = {word.upper() for word, choice in pairs if choice.case == "UPPER" or word.isupper()}
    return [
        replace(choice, case="UPPERs")
        if choice.case == "UPPER"
        and len(word) > 2
        and word[-1] == "s"
        and word[:-1].upper() in upper
        else choice
        for word, choice in pairs
    ]


def _opens_with_a_word(text: str) -> bool:
    """Whether a compound opens with an everyday word, which no name has small on purpose: "non-GAAP", but not "t-SNE"."""
    first, hyphen, _ = text.partition("-")
    return bool(hyphen) and len(first) > 1 and first.islower() and is_english(first)


def _case(
    choice: Choice, item: Heard, tag: Tags, least: float, settled: bool, stands: bool
) -> Choice:
    """The case of a word, given whether a sentence begins with it; `least` changes what it has."""
    word = core(item.text)
    form = shape(word) if word else MIXED
    if choice.begins and form == MIXED and _opens_with_a_word(word):
        return replace(choice, case="Capital", case_sure=choice.begin_sure)
    if form in (UPPER, MIXED) or ADDRESS.search(item.text):
        return choice
    if len(word) == 1 and tail(item.text).startswith(")"):  # "i)", in a list
        return choice
    if word == "i" or word.startswith("i'"):
        return replace(choice, case="Capital")
    if stands:
        return choice
    if not settled and len(word) > 1 and tag.upper > max(least, tag.capital):
        return replace(choice, case="UPPER", case_sure=tag.upper)
    if choice.begins:
        return replace(choice, case="Capital", case_sure=choice.begin_sure)
    if settled or choice.line or word == "I" or word.startswith("I'"):
        return choice
    if form == 0 and tag.capital > least:
        return replace(choice, case="Capital", case_sure=tag.capital)
    if form == CAPITAL and tag.lower > least:
        return replace(choice, case="lower", case_sure=max(0.5, tag.lower))
    return choice
