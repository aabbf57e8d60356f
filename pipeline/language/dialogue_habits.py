"""Words by which people in one conversation differ ("like", "essentially"), and how far each tells."""

from functools import cache
from pathlib import Path

HABITS = Path(__file__).parent / "models" / "speakers_habits.tsv"


@cache
def habits() -> dict[str, float]:
    """Each word (as a key) with its weight: log-odds for each unit of log-ratio between two people."""
    rows = (line.split("\t") for line in HABITS.read_text(encoding="utf-8").splitlines())
    return {word: float(weight) for word, weight in rows}
