"""Words said twice because the speaker hesitated; words repeated on purpose stay.

Which words stutter was counted in 1.1 million words transcribed with every hesitation, against 24
million words of edited transcripts: a doubled word is in the list if editors keep less than 6 % of
its doubles ("the", "I", "in": 1 %; "is": 6 %). Those that people repeat on purpose are far above
("that" 22 %, "yeah" 59 %, "very" 70 %, "no" 95 %).
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pipeline.language.numerals import is_number
from pipeline.language.spelling import capitalised
from pipeline.stages.normalize.pieces import CUT_OFF, MARKS, Change, Piece

STUTTERED = frozenset(
    "a an the i we they he she my our your their his its and but or because if of in on at to for "
    "from with by about as into than is are was were am has will can could should would i'm i've i'll it's "
    "we're we've we'll they're they've you're you've he's she's that's there's what when where which "
    "who how why just some any those these".replace("'", "").split()
)
# These are as often the end of one clause and the beginning of the next ("if you see it it works"):
# only after a word that opens a clause, or at a start, can the first of two be a stutter.
AT_OPENINGS = frozenset("it you this there so".split())
OPENERS = frozenset(
    "and but or so because if when then that what how where why which while as although though "
    "since whether like well okay ok yeah yes no oh um uh now i think guess mean".split()
)
# "so so we use": nothing is so so "we".
SUBJECTS = frozenset(
    "i we you they he she it the there this that maybe if in when what how im were youre its".split()
)
# "what it is is a" and "all that was was": the clause before is the subject.
COPULAS = frozenset("is was are were".split())
CLAUSE_WORDS = frozenset("what where who how all that this it there which whatever".split())
# "log in in the morning", "the place we work at at night": after a verb the first of two may be its
# own.
PREPOSITIONS = frozenset("in on at to for of with by from as".split())
VERBS = frozenset(
    "log logs sign come comes came go goes went gone plug opt check zoom dive turn put get gets got "
    "jump hop back carry early later hang hold hands work works build built look looks think thought "
    "talk talks live lives run runs sit sits care cares deal deals adhere listen listens speak refer "
    "depend depends rely relies belong want need have has had tell wait hear heard up part and".split()
)
# What people say twice to say it strongly, also with a filler between.
ON_PURPOSE = frozenset(
    "no yes yeah yep okay ok right very really so much many more far long way again never bye hey ha".split()
)
# Said again, whatever stands before it: "took a, took a".
BEFORE_NOUNS = frozenset("a an the my our your their its".split())
# "There is no there there", "more so so that it".
IDIOMS = frozenset((("no", "there"), ("more", "so"), ("or", "so"), ("do", "so")))
# Behind these, letters are numerals and grades: "world war i i", "grade a a eggs".
COUNTED = frozenset(
    "war type part phase stage chapter title volume act level class grade tier factor round section book".split()
)
# Across a comma or a dash only words that nobody repeats on purpose.
ACROSS_COMMA = frozenset(
    "a an the i we he my our your their its of in to for from by at with and or if".split()
)
SOFT_MARKS = frozenset((",", "-", "--", "–", "—", "..."))

# Phrases are made of these, and must end in a word that cannot end a clause.
IN_PHRASES = STUTTERED | frozenset(
    "it you this that there do does did don't have had be would let me think mean guess want "
    "know not so then gonna going need".replace("'", "").split()
)
UNFINISHED = frozenset(
    "a an the my our your their its of in to for from with by as into than if because im ive its weve thats theres i we "
    "they he she".split()
)
# But a verb ends one behind these: "if you can you can".
VERBAL = frozenset("is are was were am will would can could should think mean".split())
# And a question ends with a pronoun between one of these and another verb: "can I? I can see it".
ASKING = frozenset("are were can could will would should do did".split())
PRONOUNS = frozenset("i we they he she".split())
CONDITIONS = frozenset("if when where what whatever how who as than whether which".split())
LONGEST = 3
# "I I'm", "it it's"; "that that's" is two words.
CONTRACTED = frozenset("i we they he she it you there".split())
LONGEST_CUT = 4


def without_false_starts(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Beginnings of the next word taken out: "I I'm", "w- w- we". The first capital of them stays."""
    large = False
    for n, (piece, after) in enumerate(zip_longest(pieces, pieces[1:])):
        if after and _begins(pieces, n, piece, after):
            yield Change(n, n + 1, "", ("false start", f"{piece.text!r} before {after.text!r}"))
            large |= piece.text[:1].isupper()
            continue
        if large and piece.text.islower():
            yield Change(n, n + 1, capitalised(piece.text), ("capital of a false start",))
        large = False


def _begins(pieces: Sequence[Piece], n: int, piece: Piece, after: Piece) -> bool:
    """Whether a piece is the beginning of the one after it, and no more."""
    if after.breaks or not piece.key:
        return False
    if piece.text.endswith(CUT_OFF):
        cut = piece.key
        goes_on = cut != after.key or after.text.endswith(CUT_OFF)
        return goes_on and after.key.startswith(cut) and len(cut) <= LONGEST_CUT
    if piece.key not in CONTRACTED or piece.mark:
        return False
    word, apostrophe, _ = after.text.replace("’", "'").partition("'")
    if not apostrophe or word.lower() != piece.key:
        return False
    opens = not n or piece.breaks or pieces[n - 1].stops or pieces[n - 1].key in OPENERS
    return piece.key not in AT_OPENINGS or opens


def without_repeats(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Stuttered words and phrases said once."""
    for first, again, stop in stutters(pieces):
        said = " ".join(piece.text for piece in pieces[first:stop])
        why = ("said again", repr(said))
        marked = any(piece.mark for piece in (*pieces[first:again], pieces[stop - 1]))
        if not marked:
            yield Change(again, stop, "", why)
            continue
        # What stays is the last, with the mark that follows it and the capital of the first.
        last = stop - (again - first)
        yield Change(first, last, "", why)
        text = pieces[last].text
        if pieces[first].text[:1].isupper() and text[:1].islower():
            yield Change(last, last + 1, capitalised(text), ("capital of what was said before",))


def marked_repeats(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Stuttered words in brackets where they are said again."""
    for _, again, stop in stutters(pieces):
        text = " ".join(piece.text for piece in pieces[again:stop])
        yield Change(again, stop, f"[{text}]", ("said again, marked",))


def stutters(pieces: Sequence[Piece]) -> Iterator[tuple[int, int, int]]:
    """Stretches that say one thing again: where it begins, where the repetition does, where it ends."""
    n, keys = 0, [piece.key for piece in pieces]
    while n < len(keys) - 1:
        length = _repeated(pieces, keys, n)
        if not length:
            n += 1
            continue
        stop = n + 2 * length
        while keys[stop : stop + length] == keys[n : n + length] and (
            _flows(pieces, stop - 1, stop + length) or _goes_on(pieces, stop)
        ):
            stop += length
        yield n, n + length, stop
        n = stop


def _repeated(pieces: Sequence[Piece], keys: Sequence[str], n: int) -> int:
    """How many words, from `n`, are said again at once by a stutter."""
    if keys[n] == keys[n + 1]:
        return 1 if _is_stutter(pieces, keys, n) else 0
    for length in range(2, LONGEST + 1):
        if keys[n : n + length] == keys[n + length : n + 2 * length]:
            return length if _is_false_start(pieces, keys, n, length) else 0
    return 0


def _is_stutter(pieces: Sequence[Piece], keys: Sequence[str], n: int) -> bool:
    """Whether the word at `n` is said again by a stutter."""
    opens = not n or pieces[n - 1].stops or pieces[n].breaks
    if _is_taken_up(pieces, n):
        return _same_case(pieces[n].text, pieces[n + 1].text, opens=opens)
    if keys[n] not in STUTTERED and not (keys[n] in AT_OPENINGS and _opens_clause(keys, n, opens)):
        return False
    thrice = keys[n + 1 : n + 3] == [keys[n]] * 2 and _flows(pieces, n, n + 3)
    flows = not pieces[n].mark
    if (flows and _are_letters(keys, n)) or (not thrice and _is_said_twice(keys, n)):
        return False
    if flows and not thrice and _ends_question(keys, n):
        return False
    if pieces[n + 1].stops or not _flows(pieces, n, n + 2, marks=True):
        return False
    if pieces[n].mark and not (pieces[n].mark in SOFT_MARKS and keys[n] in ACROSS_COMMA):
        return False
    return _same_case(pieces[n].text, pieces[n + 1].text, opens=opens)


def _is_taken_up(pieces: Sequence[Piece], n: int) -> bool:
    """Whether the word at `n` is said again behind a filler: "add, um, add these". A letter, a number or a name may
    well come twice."""
    one, other = pieces[n : n + 2]
    is_word = len(one.key) > 1 and other.text.rstrip(MARKS).islower() and not is_number(one.key)
    again = not (one.stops or other.stops or other.breaks or other.touches(one))
    return is_word and again and one.key not in ON_PURPOSE


def _goes_on(pieces: Sequence[Piece], n: int) -> bool:
    """Whether the word before `n`, a stutter, is said once more there across a mark: "I-- I-- I went"."""
    one, other = pieces[n - 1 : n + 1]
    softly = one.mark in SOFT_MARKS and one.key == other.key and one.key in ACROSS_COMMA
    return (
        softly
        and not (other.breaks or other.stops)
        and _same_case(one.text, other.text, opens=False)
    )


def _opens_clause(keys: Sequence[str], n: int, opens: bool) -> bool:
    """Whether a clause begins at `n`: a word of `AT_OPENINGS` is a stutter only there."""
    if opens or keys[n - 1] in OPENERS or keys[n : n + 3] == [keys[n]] * 3:
        return True
    return keys[n] == "so" and keys[n + 2 : n + 3] != [] and keys[n + 2] in SUBJECTS


def _are_letters(keys: Sequence[str], n: int) -> bool:
    """Whether "a a" or "i i" are letters: of a numeral, or beside another letter ("the f a a", "i i c bus")."""
    before, after = "".join(keys[n - 1 : n]), "".join(keys[n + 2 : n + 3])
    beside = before in COUNTED or any(len(word) == 1 and word.isalpha() for word in (before, after))
    return keys[n] in ("a", "i") and (beside or (keys[n] == after and before == "the"))


def _is_said_twice(keys: Sequence[str], n: int) -> bool:
    """Whether grammar wants the word at `n` twice."""
    word, before = keys[n], keys[n - 1] if n else ""
    if word == "to" and before.endswith(("ing", "ed")):
        return False
    if word in COPULAS and CLAUSE_WORDS.intersection(keys[max(0, n - 5) : n]):
        return True
    if word in PREPOSITIONS and (before in VERBS or before.endswith(("ing", "ed"))):
        return True
    return (before, word) in IDIOMS


def _ends_question(keys: Sequence[str], n: int) -> bool:
    """Whether the pronoun at `n` may end a question: "aren't they they are", "can I I can"."""
    before, after = "".join(keys[n - 1 : n]), "".join(keys[n + 2 : n + 3])
    return keys[n] in PRONOUNS and after in VERBAL and (before in ASKING or before.endswith("nt"))


def _is_false_start(pieces: Sequence[Piece], keys: Sequence[str], n: int, length: int) -> bool:
    phrase = keys[n : n + length]
    # Of three words the middle one may be any ("in terms of").
    known = IN_PHRASES.issuperset((phrase[0], phrase[-1]))
    if phrase[-1] not in BEFORE_NOUNS and not (known and phrase[-1] in UNFINISHED | VERBAL):
        return False
    if phrase[-1] in VERBAL and CONDITIONS.intersection(keys[max(0, n - 3) : n]):
        return False
    # "over and over and over", "a friend of a friend of a friend": the phrase goes on from the word
    # before it, or into the words after it.
    after = n + 2 * length
    if n and keys[n - 1] == phrase[-1]:
        return False
    if length == LONGEST and keys[after : after + 1] == phrase[:1]:
        return False
    within = n + length
    if pieces[within - 1].mark in SOFT_MARKS and phrase[-1] in BEFORE_NOUNS | PREPOSITIONS:
        return (
            _flows(pieces, n, within)
            and _flows(pieces, within, n + 2 * length)
            and not pieces[within].breaks
        )
    return _flows(pieces, n, n + 2 * length)


def _flows(pieces: Sequence[Piece], start: int, stop: int, *, marks: bool = False) -> bool:
    """Whether nothing stands between the pieces from `start` to `stop`: no mark, no other speaker."""
    within = pieces[start + 1 : stop]
    if any(piece.breaks for piece in within):
        return False
    return marks or not any(piece.mark for piece in pieces[start : stop - 1])


def _same_case(one: str, other: str, *, opens: bool) -> bool:
    """Not "OR or", a gate and a word, nor "Will will", nor "is "Is it", where a quotation begins."""
    one, other = one.rstrip(MARKS), other.rstrip(MARKS)
    if one == other:
        return one != "A"
    return opens and other.islower() and one[1:] == other[1:]
