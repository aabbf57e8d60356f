"""The talk that the models of the terms stage learn from: episodes of gzipped JSON lines."""

import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

PARTS = 10  # a tenth of the episodes is kept from the language model, for the scorer to learn on


def packed(folder: Path) -> list[Path]:
    """The files of gzipped JSON lines in a folder. Ends the program if there is none: of nothing nothing is learned."""
    return sorted(folder.glob("*.jsonl.gz")) or sys.exit(f"{folder}: no *.jsonl.gz there")


def episodes(folder: Path, *, held_out: bool) -> Iterator[tuple[str, list[str]]]:
    """(id, texts of the turns) of the episodes the language model sees, or of those kept from it."""
    for file in packed(folder):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                episode = json.loads(line)
                name = str(episode["id"])
                if (zlib.crc32(name.encode()) % PARTS == 0) == held_out:
                    yield name, [turn["text"] for turn in episode["turns"]]
