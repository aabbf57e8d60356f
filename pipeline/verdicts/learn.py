"""What reviewed places teach: dictionary entries that several of them agree on, counted for and against."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.dictionary import ARROW, Dictionary, Term, merge, uncapped
from pipeline.language.words import STOPS, mark, may_end
from pipeline.model import key, keys_in
from pipeline.verdicts.lines import Verdict

# Longer stretches are rewritten sentences, not mishearings of a term.
LONGEST = 5
# What stands round a term in a text and is no part of it.
MARKS = ".,?!;: "
WORDS_CHANGED = ("", "words", "spacing", "number")


@dataclass(frozen=True, slots=True)
class Lesson:
    """Something misheard, how it should read, and how many places speak for and against."""

    heard: str
    reads: str
    yes: int
    no: int


def lessons(standing: Iterable[Verdict], least: int = 2) -> list[Lesson]:
    """The changes of words that at least `least` places agree on, and more than speak against."""
    agreed = [each for each in _counted(standing) if each.yes >= least and each.yes > each.no]
    return sorted(agreed, key=lambda lesson: (-lesson.yes, lesson.heard, lesson.reads))


def refuted(
    standing: Iterable[Verdict], dictionary: Dictionary, least: int = 2
) -> list[tuple[Term, Lesson]]:
    """The mishearings that an entry lists, and at least `least` places speak against, and more than for."""
    owners = {
        (" ".join(keys_in(form)), key(reads)): term
        for term in dictionary.terms
        for form, reads in term.readings()
    }
    against = [each for each in _counted(standing) if each.no >= least and each.no > each.yes]
    against.sort(key=lambda lesson: (-lesson.no, lesson.heard, lesson.reads))
    named = [(owners.get((each.heard, key(each.reads))), each) for each in against]
    return [(term, lesson) for term, lesson in named if term]


def _counted(standing: Iterable[Verdict]) -> list[Lesson]:
    """Every change of words that was decided upon, with the places for and against."""
    yes: defaultdict[tuple[str, str], set[Hashable]] = defaultdict(set)
    no: defaultdict[tuple[str, str], set[Hashable]] = defaultdict(set)
    told = list(standing)
    # What gave way to words written by hand was not told to be right as heard.
    written = {verdict.act for verdict in told if verdict.act and verdict.verdict == "words"}
    for verdict in told:
        if verdict.verdict == "reject" and verdict.act in written:
            continue
        if verdict.kind in WORDS_CHANGED and (change := _change(verdict)):
            (no if verdict.verdict == "reject" else yes)[change].add(_where(verdict))
    changes = dict.fromkeys([*yes, *no])
    return [Lesson(*change, len(yes[change]), len(no[change])) for change in changes]


def _where(verdict: Verdict) -> Hashable:
    """The place that it is about, in whichever talk: two readings there may have got one answer each."""
    place, left, _, right = verdict.anchor
    return (place, left, right) if any(place) else verdict.id


def entries(learned: Iterable[Lesson], dictionary: Dictionary) -> Dictionary:
    """The entries that lessons make: added to a term that is known, or new; known forms left out."""
    names = {key(term.name): term.name for term in dictionary.terms}
    known = {key(form) for term in dictionary.terms for form in (term.name, *term.aliases)}
    known |= {key(form) for term in dictionary.terms for form, _ in term.readings()}
    new = [lesson for lesson in learned if key(lesson.heard) not in known]
    return merge(Dictionary((_entry(lesson, names),)) for lesson in new)


def _change(verdict: Verdict) -> tuple[str, str] | None:
    """What was heard and what it should read, of a verdict on the words of one stretch."""
    if not verdict.is_about_edits and verdict.verdict != "words":
        return None
    told = verdict.now if verdict.verdict in ("accept", "reject") else verdict.text
    reads = told.strip(MARKS)
    heard = keys_in(verdict.anchor.heard or verdict.was)
    same = "".join(keys_in(reads)) == "".join(heard)
    if not reads or not heard or same or len(heard) > LONGEST or _has_an_end(reads):
        return None
    return " ".join(heard), reads


def _has_an_end(reads: str) -> bool:
    """Whether a sentence ends within it: no name then ("nephrotoxic. Ask")."""
    return any(mark(word) in STOPS and not may_end(word) for word in reads.split()[:-1])


def _entry(lesson: Lesson, names: Mapping[str, str]) -> Term:
    said = key(lesson.reads)
    for name in (said, said.removesuffix("s"), said.removesuffix("es")):
        if name in names:
            reads = uncapped(lesson.reads, names[name])
            plain = names[name] == reads
            return Term(
                names[name], heard=(lesson.heard if plain else lesson.heard + ARROW + reads,)
            )
    return Term(lesson.reads, heard=(lesson.heard,))
