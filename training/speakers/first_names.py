"""The first names that the speakers stage knows: `python first_names.py pipeline/language/data/first_names.txt.gz`.

From the packages Faker (MIT; names by country) and names (MIT; first names of the US census, public
domain). Accents are taken off, as recognisers do. (pip install Faker names)
"""

import gzip
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import names
from faker.providers import person

from pipeline.language.first_names import folded

LISTS = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary")
NAME = re.compile(r"[a-z][a-z'-]{2,}")
# After "I'm" they say where one is from, or something else.
NO_NAMES = frozenset(
    "french german irish dutch english british danish swedish latina indian america african asia "
    "christian jewish red".split()
)


def given() -> Iterator[str]:
    """All first names of both packages."""
    for module in pkgutil.iter_modules(person.__path__):
        if module.ispkg:
            provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
            for some in (getattr(provider, kind, ()) for kind in LISTS):
                # Where names differ by sex alone the common list is made on demand.
                yield from () if isinstance(some, property) else some
    folder = Path(names.__file__).parent
    for sex in ("female", "male"):
        for line in (folder / f"dist.{sex}.first").read_text(encoding="utf-8").splitlines():
            yield line.split()[0]


def main(out: Path) -> None:
    known = {name for one in given() if NAME.fullmatch(name := folded(one))} - NO_NAMES
    text = "\n".join(sorted(known)) + "\n"
    out.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(known):,} names, {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
