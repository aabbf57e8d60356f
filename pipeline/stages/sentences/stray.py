"""Capitals amid what is said that stand where a recogniser began to listen anew: "I think What really"."""

import re
from collections.abc import Sequence

from pipeline.language.heard import Heard
from pipeline.language.words import core
from pipeline.stages.sentences.syntax import NO_SENTENCE

# Words that are no names.
LITTLE = NO_SENTENCE | frozenset(
    "so what where when how why who there here if because then some "
    "it's that's he's she's we're they're you're there's we've they've you've".split()
)
# Of these the ones that open clauses and are in no title: a capital of theirs amid what is said is no writer's.
OPENERS = frozenset(
    "and but or so if because he she we they it you "
    "that's it's he's she's we're they're you're there's we've they've you've".split()
)

# And those that stand within names.
INNER = frozenset("a an the of in on at to for with by from".split())


def is_stray(heard: Sequence[Heard], n: int) -> bool:
    """Whether a little word has a capital in the middle of what is said, and is of no title."""
    before, text = heard[n - 1].text, heard[n].text
    within = before[-1:].isalnum() or before.endswith(",")
    little = core(text).lower() in LITTLE
    return within and little and text[0].isupper() and not _is_of_title(heard, n)


def _is_of_title(heard: Sequence[Heard], n: int) -> bool:
    """Whether a capital stands behind the word ("Your Honor"), or within the sentence before it ("Log Me In")."""
    if any(_is_large(item.text) for item in heard[n + 1 : n + 2]):
        return True
    amid = n > 1 and all(item.text[-1:].isalnum() for item in heard[n - 2 : n])
    return amid and _is_large(heard[n - 1].text) and core(heard[n].text).lower() in INNER


def _is_large(text: str) -> bool:
    """Whether a word has a capital that it has not anywhere, as "I" and "I've" do."""
    return text[:1].isupper() and not re.match(r"I\b", core(text))


def is_amid(heard: Sequence[Heard], n: int) -> bool:
    """Whether a word has a capital in the middle of what is said, and no word beside it has one."""
    beside = (item.text for item in (*heard[n - 1 : n], *heard[n + 1 : n + 2]))
    alone = not any(map(_is_large, beside))
    text, amid = heard[n].text, heard[n - 1].text[-1:].isalnum()
    return amid and alone and text[:1].isupper()
