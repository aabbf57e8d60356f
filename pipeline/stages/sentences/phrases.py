"""Phrases that are no sentences, by their first word: "During the call"."""

from collections.abc import Sequence

from pipeline.stages.sentences.questions import AUXILIARY, PRONOUNS

PREPOSITIONS = frozenset(
    "about across after among as at before between by despite during following for from given in on over per "
    "regarding since through to under unlike until upon with within without".split()
)
JOINING = frozenset("and but so now".split())
MOST = 8  # words; in more there is a verb


def is_phrase(words: Sequence[str]) -> bool:
    """Whether `words` (lower case) begin with a preposition, and nobody does anything in them, as far as pronouns and
    auxiliary verbs tell."""
    told = words[words[0] in JOINING :]
    return (
        0 < len(told) <= MOST
        and told[0] in PREPOSITIONS
        and not any(w in AUXILIARY or w.partition("'")[0] in PRONOUNS for w in told)
    )
