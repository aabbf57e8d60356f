"""What is known of a talk, beside its raw file: `talk.toml` by the organiser, the slides, and what yt-dlp kept."""

import json
import os
import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

from pipeline import toml
from pipeline.errors import BadConfig
from pipeline.model import Speaker, Talk, cased
from pipeline.reading import text_in

KNOWN = tuple(field.name for field in fields(Talk))
# The slides are a file of their own.
TALK_KEYS = tuple(name for name in KNOWN if name != "slides")
SLIDES = ".slides.txt"
# As a talk file is called by mistake; nothing reads it.
MISNAMED = ".toml"
INFO = ".info.json"
# Captions have their language in their name, what lies beside them may not: "talk.en.vtt", "talk.info.json".
LANGUAGE = re.compile(r"\.[a-z]{2,3}(?:-[A-Za-z0-9-]+)?")
DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
SPEAKER_KEYS = tuple(field.name for field in fields(Speaker))


def parse_talk(text: str, file: str = "") -> Talk:
    """The talk a TOML text describes. Raises BadConfig naming the key that is wrong."""
    table = toml.parsed(text, file)
    roster = table.pop("speakers", [])
    if not isinstance(roster, list) or not all(isinstance(entry, dict) for entry in roster):
        raise BadConfig("speakers must be tables", file=file, remedy="write [[speakers]]")
    speakers = tuple(_speaker(entry, file) for entry in roster)
    vocabulary = _listed(table, "vocabulary", file)
    return Talk(**_texts(table, TALK_KEYS, file), speakers=speakers, vocabulary=vocabulary)


def talk_file(raw: Path) -> Path | None:
    """The talk file beside a raw file, if there is one: `NAME.talk.toml`, else `talk.toml`."""
    common = raw.with_name("talk.toml")
    return companion(raw, ".talk.toml") or (common if common.exists() else None)


def misnamed(raw: Path) -> str | None:
    """What is to be said of a `NAME.toml` beside a raw file: meant as its talk file, and not read."""
    path = companion(raw, MISNAMED)
    if path is None:
        return None
    return f"{path}: nothing reads this file; name it {path.stem}.talk.toml if it tells of the talk"


def load_talk(path: Path) -> Talk:
    """Read a talk file. Raises BadInput."""
    return parse_talk(text_in(path), str(path))


def load_slides(raw: Path) -> str:
    """The text of the slides in `NAME.slides.txt` beside a raw file; empty if there is none.

    Raises BadInput if it cannot be read.
    """
    path = companion(raw, SLIDES)
    return text_in(path) if path else ""


def companion(raw: Path, ending: str) -> Path | None:
    """The file beside a raw file that has its name and this ending (".rttm"), if it is there; that of `talk.en.vtt` may
    lack the language."""
    bare = raw.with_suffix("")
    names = [bare, bare.with_suffix("")] if LANGUAGE.fullmatch(bare.suffix) else [bare]
    paths = (name.with_name(name.name + ending) for name in names)
    # `Path.is_file` fails where the name, with the ending, is too long to be one.
    return next((path for path in paths if os.path.isfile(path)), None)  # noqa: PTH113


def load_info(raw: Path) -> Talk:
    """Title, date and description of that video; nothing if nothing is kept of it.

    Raises BadConfig if it cannot be read.
    """
    path = companion(raw, INFO)
    if path is None:
        return Talk()
    try:
        table = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadConfig(
            f"not what yt-dlp writes ({error})",
            file=str(path),
            remedy="fetch it again, or take it away",
        ) from None
    told = {
        name: value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a letter
        for name in ("title", "upload_date", "description")
        if isinstance(table, dict) and isinstance(value := table.get(name), str)
    }
    day = DAY.fullmatch(told.get("upload_date", ""))
    return Talk(
        title=told.get("title", ""),
        date="-".join(day.groups()) if day else "",
        abstract=told.get("description", ""),
    )


def joined(page: Talk, told: Talk) -> Talk:
    """What the page says, but for what the organiser told: that counts instead."""
    known = {name: value for name in KNOWN if (value := getattr(told, name))}
    return replace(page, **known)


def _speaker(entry: dict[str, object], file: str) -> Speaker:
    if not entry.get("name"):
        raise BadConfig("a speaker has no name", file=file, remedy='write name = "…"')
    aliases, tells = (_listed(entry, name, file) for name in ("aliases", "tells"))
    told = Speaker(**_texts(entry, SPEAKER_KEYS, file), aliases=aliases, tells=tells)
    return replace(told, name=cased(told.name), aliases=tuple(map(cased, told.aliases)))


def _listed(table: dict[str, object], name: str, file: str) -> tuple[str, ...]:
    """The texts listed under a key, which is taken out."""
    return toml.texts(name, table.pop(name, []), file)


def _texts(table: dict[str, object], known: tuple[str, ...], file: str) -> dict[str, str]:
    """The texts under all other keys; a date is one, too."""
    if unknown := [name for name in table if name not in known]:
        raise BadConfig(
            f"unknown key {unknown[0]!r}", file=file, remedy=f"the keys are {', '.join(known)}"
        )
    plain = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in table.items()
    }
    return {name: toml.text(name, value, file) for name, value in plain.items()}
