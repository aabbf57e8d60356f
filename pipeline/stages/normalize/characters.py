"""Repairs inside a word: what encodings, web pages and the recogniser's quoting left in it."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from pipeline.model import inaudible
from pipeline.stages.normalize.pieces import Change, Piece

ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8}\d?);")
# Control characters, soft hyphen, zero-width space, direction marks, byte order mark; joiners, but not those between
# signs or letters of other scripts, which would look otherwise without.
INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
    r"|(?<![^\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f])"
)
LIGATURES = re.compile("[\ufb00-\ufb06]")
# This recogniser writes clipped words as "'cause" and "'specially", with double quotes around them.
QUOTED_CLIPPING = re.compile(r"""^(["“])(['’][a-z]+)(["”])([.,!?]?)$""")
# Exports put the time between the words: "… not only about [00:08:00] how is that …".
TIMECODE = re.compile(r"^\[\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?\]$")
QUOTES_ALONE = re.compile(r"""^["“”'‘’]+$""")
# What every entity, unknown word and time has one of.
SIGNS = frozenset("&<[")

Repair = tuple[str, Callable[[str], str]]


def without_entities(text: str) -> str:
    """`&amp;` as a page writes it is `&`; twice encoded too. "R&D;" is no entity and stays."""
    once = ENTITY.sub(lambda match: html.unescape(match.group()), text)
    return ENTITY.sub(lambda match: html.unescape(match.group()), once)


def decoded(text: str) -> str:
    """Text that was written in one encoding and read in another, put right where it is certain."""
    if text.isascii():
        return text
    import ftfy

    return str(ftfy.fix_encoding(text))


def composed(text: str) -> str:
    """One character for a letter and its accent: two that look alike must also be alike."""
    return unicodedata.normalize("NFC", text)


def without_ligatures(text: str) -> str:
    """Letters that a page has joined for print are two letters."""
    return LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)


def without_quote_debris(text: str) -> str:
    """Quotes round a clipped word, or round nothing. Quoted words keep theirs."""
    if QUOTES_ALONE.match(text):
        return ""
    return QUOTED_CLIPPING.sub(r"\2\4", text)


def without_timecode(text: str) -> str:
    """A time in brackets was not said."""
    return TIMECODE.sub("", text)


REPAIRS: tuple[Repair, ...] = (
    ("a character written as on a web page", without_entities),
    ("read in the wrong encoding", decoded),
    ("invisible characters taken out", lambda text: INVISIBLE.sub("", text)),
    ("letter and accent in one character", composed),
    ("joined letters of print set apart", without_ligatures),
    ("quote marks that quote nothing", without_quote_debris),
    ("a time that was not said", without_timecode),
    ("a word that the recogniser did not know", inaudible),
)


def repaired(text: str) -> tuple[str, list[str]]:
    """The text after all repairs, and what they were; one may lay bare what another can read."""
    whys: dict[str, None] = {}
    while True:
        before = text
        for why, repair in REPAIRS:
            after = repair(text)
            if after != text:
                text = after
                whys[why] = None
        if text == before:
            return " ".join(text.split()), list(whys)


def characters(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Words whose characters were damaged on the way."""
    for n, piece in enumerate(pieces):
        if (
            piece.text.isascii()
            and SIGNS.isdisjoint(piece.text)
            and not piece.text.startswith(('"', "'", "`"))
            and piece.text.isprintable()
        ):
            continue
        text, whys = repaired(piece.text)
        if whys:
            yield Change(n, n + 1, text, tuple(whys))
