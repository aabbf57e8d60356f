"""What the words of a sentence tell of it: whether it asks (an auxiliary or a question word before its subject), and
whether it is but a phrase ("During the call") or a clause that waits for another ("While it was good")."""

from collections.abc import Sequence, Set
from itertools import pairwise

ASKING = frozenset(
    "what which who whom whose where when why how what's who's where's how's".split()
)
AUXILIARY = frozenset(
    "am is are was were do does did have has had can could will would should may might isn't aren't "
    "wasn't weren't don't doesn't didn't haven't hasn't can't couldn't won't wouldn't shouldn't".split()
)
SUBJECTS = frozenset(
    "i you he she it we they this that these those there the a an any anyone anybody someone your my "
    "our their people everyone".split()
)
PRONOUNS = frozenset("i you he she it we they".split())
# What may stand before a question without being of it.
LEADING = frozenset(
    "so and but well okay ok yeah yes no um uh now then oh hey right because like actually just".split()
)
PREPOSITIONS = frozenset(
    "about across after among as at before between by despite during following for from given in on over per "
    "regarding since through to under unlike until upon with within without".split()
)
JOINING = frozenset("and but so now".split())
MOST = 8  # words of a phrase; in more there is a verb
# What begins a clause that another follows ("because" and "where" follow one themselves).
SUBORDINATE = frozenset("if when while although though since as".split())
SPAN = range(4, 21)  # words of such a clause: not "if so great", nor half a speech
# What says nothing by itself: "What would you apply it to? Too?"
NO_SENTENCE = frozenset(
    "a an the and or but to of in on at for from with by as than i you he she we they it this that these those "
    "my your our their is are was were am be do does did have has had can could would will too very".split()
)
# What by itself opens what comes next: "Basically. The idea is".
OPENING = frozenset("basically here somehow still well".split())
# What does say something by itself.
ANSWERS = frozenset(
    "yes yeah yep yup no nope okay ok right alright sure exactly absolutely definitely totally correct true agreed indeed "
    "great good nice cool sweet wow awesome perfect interesting excellent amazing incredible fantastic wonderful beautiful fine thanks "
    "sorry please hello hi hey bye welcome congratulations gotcha again anyway so oh mhm mm-hmm uh-huh hmm next question questions".split()
)


def asks(words: Sequence[str], commas: Set[int] = frozenset()) -> bool:
    """Whether `words` (lower case, one sentence) have a question's word order.

    `commas` are the words a comma follows: a question may begin after one.
    """
    starts = [0, *(n + 1 for n in sorted(commas))]
    return any(_asks_from(_without_leading(words[start:])) for start in starts)


def _without_leading(words: Sequence[str]) -> Sequence[str]:
    n = 0
    while n < len(words) and words[n] in LEADING:
        n += 1
    return words[n:]


def _asks_from(words: Sequence[str]) -> bool:
    if len(words) < 3:
        return False
    if words[0] in AUXILIARY:
        return words[1] in SUBJECTS
    if words[0] not in ASKING:
        return False
    # "what do you", "how many layers are there", "what's the": but not "what I mean is".
    if "'" in words[0]:
        return True
    for n, (word, after) in enumerate(pairwise(words[1:6])):
        if word in AUXILIARY and (after in SUBJECTS or n == 0):
            return True
        # "what I'm saying is it", "how we do that is the question": a subject came first.
        if word.partition("'")[0] in PRONOUNS:
            return False
    return False


def is_phrase(words: Sequence[str]) -> bool:
    """Whether `words` (lower case) begin with a preposition, and nobody does anything in them, as far as pronouns and
    auxiliary verbs tell."""
    told = words[words[0] in JOINING :]
    return (
        0 < len(told) <= MOST
        and told[0] in PREPOSITIONS
        and not any(w in AUXILIARY or w.partition("'")[0] in PRONOUNS for w in told)
    )


def is_clause(words: Sequence[str], after: str) -> bool:
    """Whether `words` (lower case, nothing in them set off by commas) are a clause that another follows, which may begin
    with the word `after`: "If I would think of a use case. I would"."""
    told = words[words[0] in JOINING :]
    return len(told) in SPAN and told[0] in SUBORDINATE and after not in JOINING | {"like"}
