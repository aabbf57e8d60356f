"""Sounds of thinking: "um", "uh" and their like."""

from collections.abc import Iterator, Sequence

from pipeline.dictionary import Dictionary
from pipeline.language import english
from pipeline.language.spelling import capitalised
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
    """Fillers taken out. A stop that stood on one moves to the word before, a capital to the next."""
    held: Change | None = None  # of the word behind one run, which may be that before the next
    for start, stop in _runs(pieces):
        said = " ".join(piece.text.strip(".,?!…-") for piece in pieces[start:stop])
        large = held.text[:1] if held and held.start == start - 1 else ""
        if held and not large:
            yield held
        if text := _stopped(pieces, start, stop):
            text = large + text[len(large) :]
            yield Change(start - 1, start, text, ("stop of a filler", repr(said)))
        elif text := _going_on(pieces, start, stop):
            text = large + text[len(large) :]
            yield Change(start - 1, start, text, ("comma of a filler", repr(said)))
        elif held and large:
            yield held
        yield Change(start, stop, "", ("filler", repr(said)))
        capital = _capital(pieces, start, stop)
        why = ("capital of a filler", repr(said))
        held = Change(stop, stop + 1, capital, why) if capital else None
    if held:
        yield held


def marked_fillers(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Fillers in brackets."""
    for n, piece in enumerate(pieces):
        if piece.key in FILLERS and _is_filler(pieces, n):
            bare = piece.text.rstrip(".,?!…-")
            yield Change(n, n + 1, f"[{bare}]{piece.text[len(bare) :]}", ("filler marked",))


def _is_filler(pieces: Sequence[Piece], n: int) -> bool:
    piece = pieces[n]
    after = pieces[n + 1] if n + 1 < len(pieces) else None
    before = pieces[n - 1] if n else None
    # "ER" and "UM" are abbreviations.
    if piece.listed or piece.text[:2].isupper() or "[" in piece.text:
        return False
    if piece.key in ANSWERS_ALONE and piece.stops and (before is None or before.stops):
        return False
    if before and before.key in MENTIONED and not before.mark:
        return False
    if before and before.key.startswith("uh") and piece.key in ANSWERS:
        return False
    return not (after and piece.key.startswith("uh") and after.key in ANSWERS and not piece.mark)


def _runs(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Where fillers stand side by side, within one sentence of one speaker."""
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


def _stopped(pieces: Sequence[Piece], start: int, stop: int) -> str:
    """The word before, if what it ends has its stop on a filler."""
    sign = next((sign for sign in pieces[stop - 1].mark if sign in STOPS[:3]), "")
    if not sign or not start or pieces[start].breaks or pieces[start - 1].stops:
        return ""
    # A filler that is left of the sentence before has been looked at already, and keeps its piece.
    return (
        "" if pieces[start - 1].key in FILLERS else pieces[start - 1].text.rstrip(",;:-–—") + sign
    )


def _going_on(pieces: Sequence[Piece], start: int, stop: int) -> str:
    """The word before without the comma that set the filler apart, if it waits for another, or none that begins a
    clause follows: "of, uh, March"."""
    before = pieces[start - 1] if start and not pieces[start].breaks else None
    if before is None or before.mark != "," or stop == len(pieces):
        return ""
    if before.key not in WAITING and (pieces[stop].breaks or pieces[stop].key in CLAUSE):
        return ""
    return before.text[:-1] if pieces[stop - 1].mark in ("", ",") else ""


def _capital(pieces: Sequence[Piece], start: int, stop: int) -> str:
    """The word after fillers that began a sentence, now the first of it: the capital is evidence."""
    if not pieces[start].text[:1].isupper() or pieces[stop - 1].stops or stop == len(pieces):
        return ""
    before = pieces[start - 1] if start and not pieces[start].breaks else None
    if before and before.mark and not before.stops:  # "in terms of approval, Uh, you need"
        return ""
    text = pieces[stop].text
    if pieces[stop].breaks or pieces[stop].key in FILLERS or not text.islower():
        return ""
    return capitalised(text)
