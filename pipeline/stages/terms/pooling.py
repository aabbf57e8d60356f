"""What the edits of a talk say of one another: other shapes of a term make one likelier, a rule that fires all the
time is not believed."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.edits import Edit
from pipeline.language.counts import count
from pipeline.language.names import is_first_name, is_last_name
from pipeline.language.phones import say
from pipeline.language.words import core
from pipeline.matching.sound import APPLY
from pipeline.model import key

# What is nothing else in English is put right whatever stands around.
SURE = 0.97
# A rule that fires more often than this in 1,000 words, mostly without its context, is not believed.
ALARM = 3.0
ALARM_AT_LEAST = 6
# How much the other shapes of a term raise the odds of one, and which are too doubtful to be raised.
POOLING, DOUBTFUL = 0.7, 0.15
# What a shape must be worth to count as another, and one of the others where they are listed; what they must amount
# to, to count, and the most that they do.
TELLING, LIKELY = 0.3, 0.5
COMPANIONS, MOST_OTHERS = 1.0, 3.0
# A likeness of sound alone is made from APPLY on, and from such odds for each word that would be lost if it were wrong;
# what others raise it by counts if they are COMPANIONS. Any other is suggested.
PER_WORD = 0.75
# A listed mishearing is made from LISTED on; the same one that is CERTAIN elsewhere in the talk raises it.
LISTED, CERTAIN = 0.6, 0.75
# What a rule under alarm is worth, and a form that turns a statement into its opposite.
DOUBTED = 0.45
# Of what is only asked so many were right, as a share of the odds it has by its kind (`sound_limits.py`), or of any
# other; and of other likenesses beyond EVEN, a quarter of what is said for them (docs/evaluation/terms.md).
RIGHT = {
    "one plain word for another": 0.2,
    "part of a number": 0.2,
    "so short a term is a little like much": 0.3,
    "a plain word, for a name that is not said here": 0.3,
    "the same but for the form of a word": 0.55,
    "alike only where the words are the same": 0.3,
    "a word that nobody knows, and not near": 0.7,
    "function words make the difference": 0.9,
    "letters, for other letters": 0.6,
    "a name that is said the same": 1.0,
}
OTHERS_RIGHT, MOST_RIGHT, EVEN, BEYOND = 0.45, 0.49, 0.25, 0.25
# A term of a list that ships, where the talk never says it and what was heard sounds otherwise, is right so many times as
# often; but not of these kinds.
UNKNOWN_RIGHT = 0.3
KNOWN_OR_NOT = frozenset(
    {
        "one plain word for another",
        "a short word, for a short name or letters",
        "a word that nobody knows, and not near",
        "a name that is said the same",
    }
)
# The same of listed forms that are only asked; of those that ship the doubtful ones are hardly ever right.
LISTED_RIGHT = 0.25
WORTH_ASKING = 0.05
# What stands before a noun that refers to something: "your network".
DETERMINERS = frozenset("a an the this that these those my your his her its our their".split())

Rule = tuple[str, str]  # the keys of what was written and of what it is to read


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
            known, shape = shapes[_singular(edit.now)], _singular(edit.was)
            known[shape] = max(known.get(shape, 0.0), edit.confidence)
    certain = Counter(_rule_key(edit) for edit in edits if CERTAIN <= edit.confidence < SURE)

    def _weighed(edit: Edit) -> Edit:
        known = shapes[_singular(edit.now)]
        company = _Company(len(known), _others(edit, known), _same(edit, certain))
        return _limited(_raised(edit, company), edit, company)

    return [*map(_weighed, edits)]


class _Company(NamedTuple):
    """What the rest of a talk has of the term of an edit: in how many `shapes` it was heard, what the `others` amount to,
    and how often the `same` change is certain."""

    shapes: int
    others: float
    same: int


def _same(edit: Edit, certain: Counter[Rule]) -> int:
    """How often the same change is certain elsewhere in the talk, if that tells of this place: where the words are good
    English they may be meant here, unless somebody listed them."""
    tells = edit.confidence < CERTAIN and (not edit.reason.by_sound or _is_no_word(edit.was))
    return certain[_rule_key(edit)] if tells else 0


def _raised(edit: Edit, company: _Company) -> Edit:
    if not DOUBTFUL <= edit.confidence < SURE or edit.kind == "form" or edit.reason.shown_only:
        return edit
    same, enough = company.same, company.others >= COMPANIONS
    others = company.others if enough and not _refers_back(edit) else 0.0
    if not others and not same:
        return edit
    told = [f"heard in {company.shapes} shapes here"] if others else []
    told += ["surely so elsewhere in this talk"] if same else []
    raised = _times_odds(edit.confidence, (1 + others + same) ** POOLING)
    sure = min(round(raised, 3), SURE)
    reason = replace(edit.reason, told=(*edit.reason.told, *told))
    return replace(edit, confidence=sure, reason=reason)


def _refers_back(edit: Edit) -> bool:
    """Whether a determiner alone stands for the rest of the term: the more of a talk is about neural networks, the
    likelier is "your network", too, as it stands. (Of 54 in real recogniser output none was misheard.)"""
    said, read = edit.was.split(), edit.now.split()
    return (
        len(said) == len(read) > 1
        and key(said[0]) in DETERMINERS
        and ([*map(key, said[1:])] == [*map(key, read[1:])])
    )


def _limited(raised: Edit, edit: Edit, company: _Company) -> Edit:
    """The edit as a suggestion if it is not sure enough to be made."""
    if edit.reason.shown_only:
        return edit
    if edit.reason.by_sound:
        at_risk = PER_WORD * len(edit.was.split())
        least = max(APPLY, at_risk / (1 + at_risk))
        in_company = company.same or company.others >= COMPANIONS
        enough = edit.confidence >= least or (in_company and raised.confidence >= least)
    else:
        enough = raised.confidence >= (APPLY if _refers_back(edit) else LISTED)
    if enough:
        return raised
    if edit.reason.by_sound:
        asked = min(raised.confidence, EVEN + BEYOND * (raised.confidence - EVEN))
        if _is_unknown(edit) and company.others < COMPANIONS:
            asked = _times_odds(asked, UNKNOWN_RIGHT)
    else:
        asked = _listed_right(raised)
    return replace(raised, confidence=round(asked, 3))


def _is_unknown(edit: Edit) -> bool:
    """Whether nobody listed the term for this talk, the talk never says it, and it sounds otherwise."""
    return edit.reason.ships and not edit.reason.known


def _listed_right(edit: Edit) -> float:
    """How often a listed form is right that is only asked."""
    sure = edit.confidence
    doubt = min(sure / (1 - sure), 1.0) if edit.reason.ships else 1.0
    return _times_odds(sure, LISTED_RIGHT * doubt)


def _times_odds(sure: float, factor: float) -> float:
    """The probability, its odds times `factor`."""
    odds = sure / (1 - sure) * factor
    return odds / (1 + odds)


def _others(edit: Edit, shapes: Mapping[str, float]) -> float:
    """How much the other shapes of its term amount to: to a short term many phrases are a little alike, and what is
    listed are words of their own, of which one must be likely ("patients" and "occasion" are no Bayesians)."""
    own = _singular(edit.was)
    others = [sure for shape, sure in shapes.items() if shape != own and sure >= TELLING]
    if not edit.reason.by_sound and max(others, default=0.0) < LIKELY:
        return 0.0
    return min(sum(others), MOST_OTHERS)


def _singular(text: str) -> str:
    return key(text).removesuffix("s")


def _rule_key(edit: Edit) -> Rule:
    return key(edit.was), key(edit.now)


def silenced(edits: Sequence[Edit], words: int, ways: Container[tuple[str, str]]) -> Iterator[Edit]:
    """The edits, those of a rule that fires too often for the talk turned down to suggestions.

    A published name corrector turned `work` into `York` 24 times in one meeting. A rule is one
    mishearing with one reading; places whose context speaks for the reading do not count, nor those that are sure of what
    is no word. Nor does what is nothing but the term, spelled by its sound: `ways` are the forms of terms, each with
    its phones.
    """
    limit = max(ALARM_AT_LEAST, ALARM * words / 1000)
    rules = Counter(_rule_key(edit) for edit in edits if edit.kind != "form")
    backed = Counter(_rule_key(edit) for edit in edits if _is_backed(edit))
    for edit in edits:
        rule = _rule_key(edit)
        unbacked = rules[rule] - backed[rule]
        alarming = DOUBTED < edit.confidence < SURE and unbacked > limit
        if alarming and not _is_by_ear(edit, ways):
            reason = replace(
                edit.reason, doubted=f"the same change {rules[rule]} times in this talk"
            )
            asked = DOUBTED if edit.reason.by_sound else _times_odds(edit.confidence, LISTED_RIGHT)
            yield replace(edit, confidence=round(min(asked, DOUBTED), 3), reason=reason)
        else:
            yield edit


def _is_backed(edit: Edit) -> bool:
    """Whether the place speaks for the reading, however often it is made. Of a word that nobody knows it is enough to be
    sure: "PageJoin" is Payjoin, and the places that are less sure are not held by all that are."""
    return bool(edit.reason.near) or (edit.confidence >= SURE and _is_no_word(edit.was))


def as_often_right(edits: Iterable[Edit], least: float = WORTH_ASKING) -> Iterator[Edit]:
    """The edits that are worth asking, from `least` on; what a reader alone can tell as sure as what is shown of its kind
    is right. The same question ALARM_AT_LEAST times, mostly DOUBTFUL and never more than EVEN, is about a word of the
    talk's own: nobody is asked."""
    told = [*map(_as_its_kind, edits)]
    every = Counter(map(_rule_key, told))
    doubtful = Counter(_rule_key(edit) for edit in told if edit.confidence < DOUBTFUL)
    surer = {_rule_key(edit) for edit in told if edit.confidence > EVEN}
    for edit in told:
        rule = _rule_key(edit)
        often, mostly = every[rule] >= ALARM_AT_LEAST, 2 * doubtful[rule] >= every[rule]
        its_own = often and mostly and rule not in surer
        if edit.confidence >= least and not its_own:
            yield edit


def _as_its_kind(edit: Edit) -> Edit:
    """The edit, as sure as what only a reader can tell is right by its kind."""
    sure, kind = edit.confidence, edit.reason.shown_only
    if not kind:
        return edit
    # Of a probability `limited` (`sound_limits.py`) made one that has it as its odds.
    likely = sure / (1 - sure) * RIGHT.get(kind, OTHERS_RIGHT)
    if _is_unknown(edit) and kind not in KNOWN_OR_NOT:
        likely *= UNKNOWN_RIGHT
    return replace(edit, confidence=round(min(likely, MOST_RIGHT), 3))


def _is_by_ear(edit: Edit, ways: Container[tuple[str, str]]) -> bool:
    """Whether a word that is nothing but the term is said just as its reading: "non-gap" is non-GAAP however often it
    comes."""
    by_sound = edit.reason.by_sound and _is_no_word(edit.was)
    return by_sound and (core(edit.now), say(edit.was)) in ways


def _is_no_word(text: str) -> bool:
    """Whether a text is one word that is neither English nor anybody's name."""
    word = key(text)
    return " " not in text and not (count(word) or is_first_name(word) or is_last_name(word))
