"""The names that the stages know: `python people.py pipeline/language/data`.

From the packages Faker (MIT; names by country) and names (MIT; names of the US census, public domain).
Accents are taken off, as recognisers do. (pip install Faker names)
"""

import gzip
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import names
from faker.providers import person

from pipeline.language.names import folded

FIRST = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary")
LAST = ("last_names", "last_names_male", "last_names_female")
NAME = re.compile(r"[a-z][a-z'-]{2,}")
# After "I'm" they say where one is from, or something else.
NO_NAMES = frozenset(
    "french german irish dutch english british danish swedish latina indian america african asia "
    "christian jewish red".split()
)
# Family names of the census: those of so many people in 100,000 and more.
FREQUENT = 1.0


def of_countries(kinds: Iterable[str]) -> Iterator[str]:
    """The names of these kinds that Faker knows."""
    for module in pkgutil.iter_modules(person.__path__):
        if module.ispkg:
            provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
            for some in (getattr(provider, kind, ()) for kind in kinds):
                # Where names differ by sex alone the common list is made on demand.
                yield from () if isinstance(some, property) else some


def of_the_census(part: str, least: float = 0.0) -> Iterator[str]:
    """The names of a list of the census, those of `least` in 100,000 people and more."""
    path = Path(names.__file__).parent / f"dist.{part}"
    for line in path.read_text(encoding="utf-8").splitlines():
        name, percent, *_ = line.split()
        if float(percent) * 1000 >= least:
            yield name


def write(path: Path, told: Iterable[str], without: Iterable[str] = ()) -> None:
    known = {name for one in told if NAME.fullmatch(name := folded(one))}.difference(without)
    path.write_bytes(gzip.compress(("\n".join(sorted(known)) + "\n").encode(), mtime=0))
    print(f"{path.name}: {len(known):,} names, {path.stat().st_size:,} bytes")


def main(folder: Path) -> None:
    first = [*of_countries(FIRST), *of_the_census("female.first"), *of_the_census("male.first")]
    write(folder / "first_names.txt.gz", first, NO_NAMES)
    last = [*of_countries(LAST), *of_the_census("all.last", FREQUENT)]
    write(folder / "last_names.txt.gz", last)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
