"""Bytes to text, whatever program wrote them. What was said stays as it was recognised."""

import codecs
import re

from pipeline.errors import BadInput

# The longer marks first: UTF-32's begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Files of other kinds that people hand in by mistake, by their first bytes.
KINDS = (
    (b"PK\x03\x04", "a ZIP archive or an office document", "save it as plain text"),
    (b"%PDF", "a PDF", "copy its text into a .txt file"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as plain text"),
    (b"{\\rtf", "a rich text file", "save it as plain text"),
    (b"ID3", "a sound file", "hand in its transcript"),
    (b"RIFF", "a sound file", "hand in its transcript"),
    (b"OggS", "a sound file", "hand in its transcript"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
)
LOOK = 4_000  # bytes looked at to guess an encoding without a mark
# Of lines; a program that wrote "\r\n" as text on Windows made "\r\r\n" of it.
ENDS = re.compile(r"\r{0,2}\n|\r")
# Blanks in a row, beyond which more tell nothing; thousands of them would be slow to read. Tabs part columns.
GAP = 50
BLANKS = re.compile(rf"[^\S\n\t]{{{GAP + 1},}}")
# Signs that nobody sees would hide a name from whoever looks for it at the head of a line. Elsewhere they are the stages'
# affair. Web pages, word processors and files put together from several leave them.
UNSEEN = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff"
HIDING = re.compile(
    rf"^[{UNSEEN}]+|(?<![{UNSEEN}])[{UNSEEN}]+(?=:)|(?<=:)[{UNSEEN}]+", re.MULTILINE
)
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# What Latin-1 keeps for control characters are letters in Windows-1252, all but five.
WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(128, 160)}


def decode(data: bytes) -> str:
    """The text that `data` holds, lines ended by a line feed alone, broken encodings repaired, wide gaps
    narrowed, no signs about names that are not seen.

    Reads UTF-8, UTF-16 and UTF-32 with or without a mark, and else Windows-1252 (with it Latin-1).
    Raises BadInput for what is not text.
    """
    for start, what, remedy in KINDS:
        if data.startswith(start):
            raise BadInput(f"this is {what}, not a transcript", remedy=remedy)
    text = HIDING.sub("", ENDS.sub("\n", _repaired(_text(data))))
    if strange := NOT_TEXT.search(text):
        raise BadInput(
            f"this is not text: it holds the character {strange.group()!r}",
            line=text.count("\n", 0, strange.start()) + 1,
            remedy="hand in a text file, in UTF-8 if you can choose",
        )
    return BLANKS.sub(" " * GAP, text)


def seen(name: str) -> str:
    """A name without signs that nobody sees: two that look alike are one."""
    return re.sub(f"[{UNSEEN}]", "", name).strip()


def _text(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    if wide := _wide(data[:LOOK]):
        return _decoded(data, wide)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_cut(error, data):
            raise _truncated(data) from None
        return data.decode("latin-1").translate(WINDOWS)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(
            f"broken {encoding.upper()} at byte {error.start}",
            remedy="the file may have been cut off; export it again, in UTF-8 if you can choose",
        ) from None


def _wide(head: bytes) -> str | None:
    """The encoding of text in two or four bytes a letter, told by where its zeros stand.

    Most letters of a transcript in a Latin script are below 256, so their high bytes are zero.
    """
    head = head[: len(head) // 4 * 4]
    zeros = [head[n::4].count(0) * 4 / len(head) > 0.5 for n in range(4)] if head else []
    patterns = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }
    return patterns.get(tuple(zeros))  # type: ignore[arg-type]


def _is_cut(error: UnicodeDecodeError, data: bytes) -> bool:
    """Whether all is UTF-8 (and says so by some letter) but for a last letter that is cut off."""
    sound = data[: error.start]
    return error.reason == "unexpected end of data" and not sound.isascii()


def _truncated(data: bytes) -> BadInput:
    return BadInput(
        "the file ends in the middle of a letter",
        line=data.count(b"\n") + 1,
        remedy="it seems to have been cut off; fetch or export it again",
    )


def _repaired(text: str) -> str:
    """`text` with UTF-8 that somebody read as Windows-1252 put right, and nothing else changed."""
    if text.isascii():
        return text
    from ftfy import fix_encoding

    # Line by line: a file may be put together from sound and broken parts.
    return "\n".join(line if line.isascii() else fix_encoding(line) for line in text.split("\n"))
