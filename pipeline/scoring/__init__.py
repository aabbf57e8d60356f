"""How good a cleaned transcript is, measured against a human reference."""

from pipeline.scoring.aligning import partners
from pipeline.scoring.measures import Rate, Score, score
from pipeline.scoring.words import WORD, ScoredWord, words

__all__ = ["WORD", "Rate", "Score", "ScoredWord", "partners", "score", "words"]
