"""How often people say a phrase when nothing is misheard: what an entry for it would do harm to."""

from math import exp

import numpy as np

from pipeline.language.lm import UNKNOWN, language_model, spoken


def per_million(phrase: str) -> float:
    """How often `phrase` comes in a million words of technical talk, as the language model has it.

    An estimate, for phrases rather low: `benchmarks/often.py` measures it (docs/review.md). A phrase
    with a word the model does not know counts 0.
    """
    model = language_model()
    ids = np.array(model.encode(spoken(phrase)), dtype=np.int64)
    if not len(ids) or UNKNOWN in ids:
        return 0.0
    # A phrase begins anywhere: its first word is weighed alone, the second knows of the first.
    line = np.concatenate([[UNKNOWN], ids])
    rest = model.log_probability(line[:-2], line[1:-1], line[2:])
    return 1e6 * exp(float(model.unigram[ids[0]]) + float(rest.sum()))
