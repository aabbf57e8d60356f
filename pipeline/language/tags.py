"""What a reader of words says of each of them; the network and the rules both speak in these terms."""

from typing import NamedTuple


class Tags(NamedTuple):
    """Probabilities for one word: the mark after it, its case, and that a new speaker begins."""

    none: float = 1.0
    comma: float = 0.0
    stop: float = 0.0
    question: float = 0.0
    lower: float = 1.0
    capital: float = 0.0
    upper: float = 0.0
    turn: float = 0.0

    @property
    def end(self) -> float:
        """The probability that a sentence ends after the word."""
        return self.stop + self.question
