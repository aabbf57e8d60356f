"""From units and cast to the numbers that the decoder decides by."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

import numpy as np
from numpy.typing import NDArray

from pipeline.stages.speakers.acts import ACTS, GIVES_NAME, READS, SHOW, Act, acts_in, asks
from pipeline.stages.speakers.cast import LIVELY, PANELLISTS, ROOMS, ROUNDS, Cast, Part
from pipeline.stages.speakers.decode import Grid, Scores
from pipeline.stages.speakers.evidence import HANDED, INTRODUCES_HIMSELF, Sign, speaks_to
from pipeline.stages.speakers.handovers import (
    calls_next,
    calls_up,
    gives_floor,
    hands_over,
    puts_off,
    puts_question,
    thanks_first,
    to_operator,
)
from pipeline.stages.speakers.introductions import given_in, invites, opening_names, to_ask
from pipeline.stages.speakers.likeness import subjects
from pipeline.stages.speakers.silence import silences, together
from pipeline.stages.speakers.told import by_turn, shares, unanswered
from pipeline.stages.speakers.units import TOLD, Unit, lively_stretches

# A turn's sentences repeat one another's evidence: each counts for less than it would alone.
PART_WEIGHT, PART_MOST = 0.8, 3.0
# In a question round a statement says little against one who asks (questions are led up to); a question
# says much for him.
ROUND_WEIGHT, ROUND_LEAST = 0.5, -1.2
EVEN = float(np.log(2))  # so that knowing nothing of chair or audience costs neither
TURN_MOST = 5.0  # beyond this the words of two sentences are not to be believed
# What the words' log-odds for a change are worth in a round: they are too high everywhere, and there a
# "yeah" or an "I mean" as often goes on.
ROUND_ODDS = 0.5
# In a lecture hardly anybody else speaks: asking oneself a question is how one explains. But where two surely talk with
# each other in one, mostly among the questions, others speak as in an interview.
RARE = {"lecture": -4.0, "interview": -1.7}
# Who gives his own name begins to speak.
OWN_NAME = 3.0
# Who leads a round soon gives the floor to another: log-odds of a change after each of his units.
LEADS = 1.0
# Nobody answers his own question: log-odds of a change where a statement follows a question by one
# who asks for a living, the chair or the audience. (Who is asked may well ask himself something.)
ASKED = 1.0
# The first words of a lecture are his who gives it: log-odds against anybody else in each unit. And whoever
# asks in it soon gives the floor back: log-odds of a change after each of his units.
OPENING, OPENS, RETURNS = 100, 5.0, 2.0
# What is read out in a call, before anybody asks, goes on until somebody else is handed to; `OPENS` against the
# audience there, too.
READ_OUT, HANDED_OVER = -3.0, 3.0
# Once the operator handed to the house he hardly speaks until he is called: what speaks against him in each unit.
AWAY = 1.0
# Who thanks another by name first begins to speak: what that adds to a change where a call is read out.
THANKS = 5.0
# And whom alone he thanks there spoke before, if nobody else was handed to by name: so many times what thanks are
# worth elsewhere.
RELIEVED = 1.9
# Log-odds of asking from which on a question to "you" is one that is put.
TO_YOU = 1.0
# A turn of fewer words is seldom one, the chair's now and then: so much it costs.
FEW = 4
BRIEF: dict[Part, float] = {"chair": 1.0, "panel": 2.0, "audience": 2.0}
# A sign that tells who speaks next holds for this many units, ever weaker.
HOLDS = (1.0, 0.7, 0.4)
# Who gave a talk is asked more than who sits on the panel alone.
GAVE_TALK = 0.7
# The phrases that count, by kind of talk.
ACTED: dict[str, tuple[Act, ...]] = {"event": ACTS, "lecture": ACTS, "interview": SHOW}


def basic(units: Sequence[Unit], cast: Cast, signs: Sequence[Sequence[Sign]]) -> Scores:
    """The scores by turns, parts and evidence, before anything is known of how people talk."""
    units = unanswered(units, cast)
    opens, alone = _table(units, cast)
    read = read_out(units, cast)
    parts = [
        _by_part(unit, cast, alone=bool(no_audience), read=aloud)
        for unit, no_audience, aloud in zip(units, alone, _read_aloud(units), strict=True)
    ]
    speaks, enters, leaves = _by_signs(signs, shares(units, cast) * np.array(parts), read)
    enters += [GAVE_TALK if person.entry and person.entry.talk else 0.0 for person in cast.people]
    turns = _turns(units, cast, signs)
    short = np.array([len(unit.said.words) < FEW for unit in units])
    brief = np.array([-BRIEF[person.part] for person in cast.people])
    speaks += subjects(units, cast) + by_turn(units, cast)
    if cast.kind == "lecture":
        speaks -= _opening(units, cast)
    speaks += _presiding(opens, alone, cast)
    if cast.kind in ROUNDS:
        speaks += _asking(units, cast, signs)
    if cast.kind == "call":
        speaks -= OPENS * np.outer(read, [person.part == "audience" for person in cast.people])
        operator = [(p.part, p.is_named) == ("chair", False) for p in cast.people]
        speaks -= AWAY * np.outer(read & _with_house(units) & ~short, operator)
        turns = turns + read * (READ_OUT + THANKS * _thanking(units)) + _handed_over(units)
        turns = np.where(read & _begun(units, signs), np.maximum(turns, 0.0), turns)
    return Scores(turns, speaks, enters, leaves, short, brief, _yields(units, cast))


def _by_signs(
    signs: Sequence[Sequence[Sign]], parts: Grid, read: NDArray[np.bool_]
) -> tuple[Grid, Grid, Grid]:
    """What the signs add to what the `parts` tell of who speaks; and what they tell of who begins to speak, and of who
    ends (units x people). `read` are the units that are read out."""
    speaks, enters, leaves = parts.copy(), np.zeros_like(parts), np.zeros_like(parts)
    for n, heard in enumerate(signs):
        only = len({sign.person for sign in heard}) == 1
        for sign in heard:
            if sign.when == "now":
                speaks[n, sign.person] += sign.weight
            elif sign.when == "next":
                for later, share in enumerate(HOLDS[: len(signs) - n - 1], n + 1):
                    enters[later, sign.person] += sign.weight * share
            else:
                weight = sign.weight * (RELIEVED if read[n] and only else 1.0)
                leaves[n, sign.person] += weight
                if n:
                    leaves[n - 1, sign.person] += weight * HOLDS[1]
    return speaks, enters, leaves


def _turns(units: Sequence[Unit], cast: Cast, signs: Sequence[Sequence[Sign]]) -> Grid:
    """The log-odds of a change before each unit, by its words, names that are given, silences and marks (units)."""
    names = [
        given_in(unit, then) is not None or any(s.weight >= INTRODUCES_HIMSELF for s in heard)
        for (unit, then), heard in zip(zip_longest(units, units[1:]), signs, strict=True)
    ]
    words = np.array([_by_words(unit, cast) for unit in units]) + OWN_NAME * np.array(names)
    words += _rare(units, cast)
    quiet = silences([unit.pause for unit in units], words)
    if cast.kind == "lecture":  # who shows something is silent now and then
        quiet = np.minimum(quiet, 0.0)
    # (In a call it made one of two who were called up.)
    turns = together(words, quiet) if cast.kind in ROUNDS else words + quiet
    return _as_marked(turns, units)


def _rare(units: Sequence[Unit], cast: Cast) -> Grid:
    """How much rarer than elsewhere a change is before each unit, by the kind of talk (units)."""
    rare = np.full(len(units), RARE.get(cast.kind, 0.0))
    if cast.kind == "lecture":
        rare[lively_stretches(units, LIVELY)] = RARE["interview"]
    return rare


def _as_marked(turns: Grid, units: Sequence[Unit]) -> Grid:
    """The log-odds of a change (units) where the raw text marks changes: what it tells for sure is believed, the rest adds
    to what else is known."""
    marked = np.array([unit.marked for unit in units])
    return np.where(marked >= TOLD, marked, turns + marked)


def _opening(units: Sequence[Unit], cast: Cast) -> Grid:
    """What speaks against anybody but who gives a lecture, at its beginning, until a mark of another, or until
    somebody gives his name to ask (units x people)."""
    others = [person.part != "panel" for person in cast.people]
    before = np.cumsum([0, *(len(unit.said.words) for unit in units[:-1])])
    begins = np.array([unit.marked > 0 for unit in units])
    begins[[*to_ask(units)][:1]] = True
    alone = np.cumsum(begins) == 0
    return np.asarray(OPENS * np.outer((before < OPENING) & alone, others))


def _table(units: Sequence[Unit], cast: Cast) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which units of an event at a table, where several introduce themselves at the beginning, come before the
    first of them, and which of an event before the audience is asked (units)."""
    number = np.arange(len(units))
    if cast.kind != "event":
        return number < 0, number < 0
    given = [*opening_names(units)]
    if len({name.split()[0] for _, name in given}) < PANELLISTS:
        return number < 0, number < _until_asked(units, cast)
    asked = (n for n, unit in enumerate(units) if invites(unit))
    return number < given[0][0], number <= next(asked, len(units))


def _until_asked(units: Sequence[Unit], cast: Cast) -> int:
    """How many units of an event at no table come before the audience is asked, or asks: where a programme names people
    that tells little, but that all do if one leads by it and none is asked or asks."""
    begins = [n for n, unit in enumerate(units) if invites(unit) or asks(unit.said.words)]
    parts = {person.part for person in cast.people if person.is_named}
    if not parts:
        return min(begins, default=0)
    return len(units) if "chair" in parts and not begins else 0


def _presiding(opens: NDArray[np.bool_], alone: NDArray[np.bool_], cast: Cast) -> Grid:
    """What speaks for the chair in the units that open a table, and against the audience in those without one
    (units x people)."""
    chair, audience = (
        [float(person.part == part) for person in cast.people] for part in ("chair", "audience")
    )
    return np.asarray(OPENS * (np.outer(opens, chair) - np.outer(alone, audience)))


def _asking(units: Sequence[Unit], cast: Cast, signs: Sequence[Sequence[Sign]]) -> Grid:
    """What speaks for the audience where somebody the cast does not know gives his name after it was asked (units x
    people)."""
    known = [any(sign.weight >= INTRODUCES_HIMSELF for sign in heard) for heard in signs]
    given = np.isin(np.arange(len(units)), [*to_ask(units)]) & ~np.array(known)
    audience = [person.part == "audience" for person in cast.people]
    return np.asarray(GIVES_NAME.weight * np.outer(given, audience))


def read_out(units: Sequence[Unit], cast: Cast) -> NDArray[np.bool_]:
    """Which units of a call come before anybody of the audience is called up, or else before the last hand-over, or thanks
    for one, that precedes a question (units): all, where none is put; and none of another kind of talk. Who is called
    up with the "next question" is not the first to ask: where nobody is handed to before, the recording begins among
    the questions."""
    if cast.kind != "call":
        return np.zeros(len(units), dtype=bool)
    called = next((n for n, unit in enumerate(units) if calls_up(unit.said.words)), len(units))
    put = next((n for n, unit in enumerate(units) if _puts(unit)), len(units))
    first = called < len(units) and not calls_next(units[called].said.words)
    if first or min(called, put) == len(units):
        return np.arange(len(units)) <= called
    given = [
        n
        for n, unit in enumerate(units[: min(called, put)])
        if gives_floor(unit.said.words) or thanks_first(unit.tokens)
    ]
    return np.arange(len(units)) <= (given[-1] if given else -1)


def _puts(unit: Unit) -> bool:
    """Whether a question is put to somebody, and not only announced or asked of oneself."""
    words = unit.said.words
    return puts_question(words) or (unit.said.asks and unit.asks > TO_YOU and speaks_to(words))


def _thanking(units: Sequence[Unit]) -> NDArray[np.bool_]:
    """Which units open with thanks to somebody by name (units)."""
    return np.array([thanks_first(unit.tokens) for unit in units])


def _with_house(units: Sequence[Unit]) -> NDArray[np.bool_]:
    """Which units of a call come after a hand-over and before the operator is called (units)."""
    handed, away = False, []
    for unit in units:
        away.append(handed)
        handed = not to_operator(unit.said.words) and (handed or hands_over(unit.said.words))
    return np.array(away)


def _handed_over(units: Sequence[Unit]) -> Grid:
    """What speaks for a change after a hand-over in a call (units)."""
    given = [gives_floor(unit.said.words) for unit in units]
    return HANDED_OVER * np.array([False, *given[:-1]], dtype=float)


def _begun(units: Sequence[Unit], signs: Sequence[Sequence[Sign]]) -> NDArray[np.bool_]:
    """Which units come after a hand-over by name that nothing is said to put off (units)."""
    begun = [False]
    for n, unit in enumerate(units[1:]):
        named = any(sign.when == "next" and sign.weight >= HANDED for sign in signs[n])
        gives = named and hands_over(units[n].said.words) and not puts_off(units[n].said.words)
        begun.append(gives and not gives_floor(unit.said.words) and not puts_off(unit.said.words))
    return np.array(begun)


def _yields(units: Sequence[Unit], cast: Cast) -> Grid:
    """What is added to a change before each unit where a person spoke (units x people)."""
    grid = np.zeros((len(units), len(cast.people)))
    if cast.kind not in ROOMS:
        return grid
    answers = np.array([False, *(_answers(*pair) for pair in pairwise(units))])
    for person, about in enumerate(cast.people):
        if about.part != "panel":
            grid[:, person] += ASKED * answers
        if about.part == "chair" and cast.kind in ROUNDS:
            grid[:, person] += LEADS
        if about.part != "panel" and cast.kind == "lecture":
            grid[:, person] += RETURNS
    return grid


def _answers(question: Unit, unit: Unit) -> bool:
    """Whether a unit states something after a question, and is no mere "okay"."""
    return (
        question.said.asks and not unit.said.asks and len(unit.said.words) >= FEW and unit.asks < 0
    )


def _by_words(unit: Unit, cast: Cast) -> float:
    """Log-odds of a change of speaker before a unit, by what is said on either side."""
    odds = max(-TURN_MOST, min(TURN_MOST, unit.turns))
    if cast.kind in ROUNDS and odds > 0:
        odds *= ROUND_ODDS
    return odds + max(
        (act.turn for act in acts_in(unit.said.words, ACTED.get(cast.kind, ()))), default=0.0
    )


def _read_aloud(units: Sequence[Unit]) -> Iterator[bool]:
    """For each unit whether a chair may be reading out what others ask: from where he says so until the words
    make a change likely."""
    reads = False
    for unit in units:
        reads = READS.search(" ".join(unit.said.words)) is not None or (reads and unit.turns < 0)
        yield reads


def _by_part(unit: Unit, cast: Cast, *, alone: bool, read: bool) -> list[float]:
    """The log-likelihood of the unit for each person, by the part each plays; `alone`: there is no audience yet,
    `read`: the chair may say what the audience asks."""
    asking, leading = unit.asks, 0.0 if read else unit.leads
    least, weight = (
        (ROUND_LEAST, ROUND_WEIGHT) if cast.kind in ROUNDS else (-PART_MOST, PART_WEIGHT)
    )
    asking, leading = (max(least, min(PART_MOST, odds)) for odds in (asking, leading))
    parts = {person.part for person in cast.people} - ({"audience"} if alone else set())
    values = {
        "panel": _log(-asking),
        "chair": _log(asking) + (EVEN + _log(leading) if "audience" in parts else 0.0),
        "audience": _log(asking) + (EVEN + _log(-leading) if "chair" in parts else 0.0),
    }
    done = dict.fromkeys(values, 0.0)
    for act in acts_in(unit.said.words, ACTED.get(cast.kind, ())):
        done[act.part] = max(done[act.part], act.weight)
    return [weight * values[person.part] + done[person.part] for person in cast.people]


def _log(odds: float) -> float:
    """log of the probability that log-odds stand for."""
    return -float(np.logaddexp(0.0, -odds))
