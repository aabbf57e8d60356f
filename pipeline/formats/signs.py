"""What captioners write in the text where another begins to speak, ">> Ann Lee: …": in SRT, which has no other place for
speakers, and in WebVTT, whose players do not show the voices.
"""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter

from pipeline.formats.cut import turns
from pipeline.formats.lines import joined
from pipeline.language.captioning import is_sound
from pipeline.model import Token, Transcript, text_of

# What opens the words of another.
MARK = ">>"


def signs(transcript: Transcript, names: Container[str | None]) -> dict[Token, str]:
    """The signs to stand before words: chevrons where another begins to speak, with the name if it is one of `names`.

    There are none if only one person speaks, none for sounds that are nobody's, and none at the head of a talk that
    begins with nobody known. Words of the talk that look like a sign get one before them, so that `unsigned` leaves them.
    """
    told = [*_told(transcript)]
    several = len({name for name, _, said in told if name or not _is_aside(said)}) > 1
    found, before, spoke = {}, "", ""
    for name, speaker, said in told:
        sign = _sign(name if speaker in names else "")
        speaks = bool(name) or not _is_aside(said)
        begins = several and speaks and name != spoke
        if begins or (name != before and _text(said).startswith(sign)):
            found[said[0][0]] = sign
        before, spoke = name, name if speaks else spoke
    return found


def _told(transcript: Transcript) -> Iterator[tuple[str, str | None, list[Sequence[Token]]]]:
    """The turns: the name as it is written, the speaker, and what he says. Who is written alike goes on: "" and None."""
    each = ((joined(speaker or ""), speaker, said) for speaker, said in turns(transcript))
    for name, run in groupby(each, key=itemgetter(0)):
        (_, speaker, said), *more = run
        yield name, speaker, [*said, *chain.from_iterable(one for *_, one in more)]


def unsigned(text: str, speaker: str) -> str:
    """`text` without the sign at its head that `speaker` begins, where there is one; "" is nobody known."""
    sign = r"\s+".join(map(re.escape, _sign(speaker).split()))
    found = re.match(rf"\s*{sign}(?:\s+|$)", text)
    return text[found.end() :] if found else text


def _sign(name: str) -> str:
    return f"{MARK} {name}: " if name else f"{MARK} "


def _text(said: Sequence[Sequence[Token]]) -> str:
    return " ".join([*(token.text for token in chain.from_iterable(said)), ""])


def _is_aside(said: Sequence[Sequence[Token]]) -> bool:
    """Whether a turn is nothing but sounds."""
    return all(is_sound(text_of(one)) for one in said)
