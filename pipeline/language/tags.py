"""What the network that reads words says of each of them."""

from typing import NamedTuple


class Tags(NamedTuple):
    """What is said of one word: the probabilities of the mark after it, of its case, and that a new speaker begins;
    and what its speaker plays, in log-odds.

    `asks` speaks for one who asks or leads, rather than for one who answers; `leads` for the chair (moderator, host)
    among those who ask, rather than for one of the audience.
    """

    none: float = 1.0
    comma: float = 0.0
    stop: float = 0.0
    question: float = 0.0
    lower: float = 1.0
    capital: float = 0.0
    upper: float = 0.0
    turn: float = 0.0
    asks: float = 0.0
    leads: float = 0.0

    @property
    def end(self) -> float:
        """The probability that a sentence ends after the word."""
        return self.stop + self.question
