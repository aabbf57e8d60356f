"""Sounds of thinking: "um", "uh" and their like."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.dictionary import Dictionary
from pipeline.language import english
from pipeline.language.spelling import capitalised
from pipeline.language.words import core, head, tail
from pipeline.model import key, keys_in
from pipeline.stages.normalize.pieces import STOPS, Change, Listed, Piece

# "mm", "mhm", "ah", "oh" and "eh" answer or exclaim; they stay.
FILLERS = english.FILLERS - {"mm"}
# "uh huh" and "uh oh" are answers, in one token or two.
ANSWERS = frozenset("huh hm hmm oh".split())
# A comma behind one of these belongs to the filler that follows it.
WAITING = frozenset(
    "of in on at to for with from by about into as than and or but because that if the a an my your our their this "
    "is are was were be been am im its thats were theres have has had do does did can could will would should may "
    "i we they he she you it not just very really like".split()
)
# And so it does, two times in three, where no clause begins behind it. (Of 465 such commas of a recogniser a human
# kept 40 of 192 behind a word that waits, 61 of 200 elsewhere, and 46 of 73 before one of these.)
CLAUSE = frozenset(
    "and but so because or which who where when if then that as while although though "
    "i we you they he she it im its were theyre youre theres this these there".split()
)
# Right behind these it is a word that is spoken of.
MENTIONED = frozenset(
    "word suffix prefix ending syllable sound particle interjection river".split()
)
QUOTES = frozenset("\"'“”‘’")
OPENING, CLOSING = QUOTES | {"("}, QUOTES | {")"}
# What ends no sentence.
SOFT, DASHES = ",;:-–—", "-–—"
# "Um, s s d s are": letters that are said by their names take no capital.
LETTER_NAME = re.compile(r"[b-hj-z][.,!?;:]?")
# Between stops these are an answer of their own: "Hmm." "Really?"
ANSWERS_ALONE = frozenset("hm hmm hmmm".split())


def with_fillers(dictionary: Dictionary) -> Iterator[Listed]:
    """The forms a dictionary lists that have a word in them like a filler ("silly um", for *Cilium*)."""
    for term in dictionary.terms:
        always = [(form, frozenset[str]()) for form in (term.name, *term.aliases)]
        heard = [(form, frozenset(map(key, term.near))) for form, _ in term.readings()]
        for form, near in (*always, *heard):
            words = keys_in(form) if not FILLERS.isdisjoint(form.lower().split()) else ()
            if not FILLERS.issuperset(words):
                yield Listed(words, near)


def without_fillers(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Fillers taken out. What closes on one (a stop, a quote) moves to the word before, a capital to the next."""
    seen = list(pieces)  # with the capitals that moved
    held: Change | None = None  # of the word behind one run, which may be that before the next
    for start, stop in _runs(pieces):
        said = repr(" ".join(core(piece.text) for piece in pieces[start:stop]))
        before = _ended(seen, start, stop, said)
        if held and not (before and before.start == held.start):
            yield held
        if before:
            yield before
        dash = _between_dashes(pieces, start, stop)
        yield Change(start, stop + dash, "", ("filler", said))
        held = _begun(pieces, start, stop, said)
        if held:
            seen[stop] = replace(seen[stop], text=held.text)
    if held:
        yield held


def marked_fillers(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Fillers in brackets."""
    for n, piece in enumerate(pieces):
        if piece.key in FILLERS and _is_filler(pieces, n):
            text = f"{head(piece.text)}[{core(piece.text)}]{tail(piece.text)}"
            yield Change(n, n + 1, text, ("filler marked",))


def _is_filler(pieces: Sequence[Piece], n: int) -> bool:
    piece = pieces[n]
    after = pieces[n + 1] if n + 1 < len(pieces) else None
    before = pieces[n - 1] if n else None
    # "ER" and "UM" are abbreviations.
    if piece.listed or core(piece.text)[:2].isupper() or "[" in piece.text:
        return False
    if piece.key in ANSWERS_ALONE and piece.stops and (before is None or before.stops):
        return False
    if before and before.key in MENTIONED and not before.mark:
        return False
    if before and before.key.startswith("uh") and piece.key in ANSWERS:
        return False
    return not (after and piece.key.startswith("uh") and after.key in ANSWERS and not piece.mark)


def _runs(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Where fillers stand side by side, within one sentence of one speaker; not what is quoted: 'he says "um" a lot'."""
    for start, stop in _stretches(pieces):
        quoted = QUOTES.intersection(head(pieces[start].text))
        if not (quoted and QUOTES.intersection(tail(pieces[stop - 1].text))):
            yield start, stop


def _stretches(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    start = None
    for n, piece in enumerate(pieces):
        filler = piece.key in FILLERS and _is_filler(pieces, n)
        if start is not None and (not filler or piece.breaks or pieces[n - 1].stops):
            yield start, n
            start = None
        if filler and start is None:
            start = n
    if start is not None:
        yield start, len(pieces)


def _ended(pieces: Sequence[Piece], start: int, stop: int, said: str) -> Change | None:
    """How the word before reads with what closes on the fillers, or without the mark that set them apart."""
    if not start or pieces[start].breaks:
        return None
    low = start - 1
    if low and not pieces[low].breaks and not pieces[low].text.strip(DASHES):  # "no - um?"
        low -= 1
    word, (_, closing) = pieces[low], _edges(pieces, start, stop)
    # A filler that is left of the sentence before has been looked at already, and keeps its piece.
    if not word.key or word.key in FILLERS:
        return None
    if word.stops:
        closing = closing.strip("".join(STOPS))
    if any(sign in closing for sign in STOPS):
        text = word.text.rstrip(SOFT) + closing
        return Change(low, start, text, ("stop of a filler", said))
    if closing:
        text = word.text.rstrip("" if "," in pieces[stop - 1].mark else ",") + closing
        return Change(low, start, text, ("closing mark of a filler", said))
    if text := _going_on(pieces, start, stop):
        return Change(start - 1, start, text, ("comma of a filler", said))
    return None


def _edges(pieces: Sequence[Piece], start: int, stop: int) -> tuple[str, str]:
    """What opens with fillers, and what closes with them; what does both, "(um)", goes with them."""
    run = pieces[start:stop]
    opening = "".join(sign for piece in run for sign in head(piece.text) if sign in OPENING)
    closing = "".join(
        sign for piece in run for sign in tail(piece.text) if sign in STOPS or sign in CLOSING
    )
    if opening and CLOSING.intersection(closing):
        return "", "".join(sign for sign in closing if sign in STOPS)
    return opening, closing


def _going_on(pieces: Sequence[Piece], start: int, stop: int) -> str:
    """The word before without the comma that set the filler apart, if it waits for another, if none that begins a
    clause follows ("of, uh, March"), or the turn ends there."""
    before = pieces[start - 1]
    if before.mark != "," or pieces[stop - 1].mark not in ("", ","):
        return ""
    ends = stop == len(pieces) or pieces[stop].breaks
    goes = ends or before.key in WAITING or pieces[stop].key not in CLAUSE
    return before.text[:-1] if goes else ""


def _begun(pieces: Sequence[Piece], start: int, stop: int, said: str) -> Change | None:
    """The word after with what opens on the fillers: a capital, if it is now the first of a sentence, and quotes."""
    if stop == len(pieces) or pieces[stop].breaks or pieces[stop].key in FILLERS:
        return None
    opening, text = _edges(pieces, start, stop)[0], pieces[stop].text
    if _opens(pieces, start, stop) and text.islower() and not LETTER_NAME.fullmatch(text):
        text = opening + capitalised(text)
        return Change(stop, stop + 1, text, ("capital of a filler", said))
    if opening:
        return Change(stop, stop + 1, opening + text, ("opening mark of a filler", said))
    return None


def _opens(pieces: Sequence[Piece], start: int, stop: int) -> bool:
    """Whether fillers began a sentence: not "in terms of approval, Uh, you need"."""
    before = pieces[start - 1] if start and not pieces[start].breaks else None
    large = core(pieces[start].text)[:1].isupper() and not pieces[stop - 1].stops
    return large and not (before and before.mark and not before.stops)


def _between_dashes(pieces: Sequence[Piece], start: int, stop: int) -> bool:
    """Whether a dash stands on either side, one of which is enough: "we went -- um -- to it"."""
    beside = (*pieces[start - 1 : start], *pieces[stop : stop + 1])
    alone = not any(piece.text.strip(DASHES) for piece in beside)
    return len(beside) == 2 and alone and not (pieces[start].breaks or pieces[stop].breaks)
