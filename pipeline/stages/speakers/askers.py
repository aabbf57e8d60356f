"""Which turns of the audience are one person's: nobody in it has a name, unless he gives it.

Who asks and then goes on after the answer, with no hand-over between, is the same person: in a call
always (the operator calls everybody who asks), at an event where his words lean back on what he
asked ("my question", "but what about …", "so you are saying") and do not open as a newcomer's do.
A number says that two turns are one person's, so he who is heard once, or alone asks, has none.
"""

import re
from collections.abc import Sequence

from pipeline.stages.speakers.acts import ACTS, acts_in
from pipeline.stages.speakers.cast import ROLES, Cast, Part
from pipeline.stages.speakers.handovers import calls_up
from pipeline.stages.speakers.scores import FEW
from pipeline.stages.speakers.turns import Label, Turn

# Log-odds of a change by an act of the audience's, from which on it is how a newcomer opens.
NEWCOMER = 1.5
HELLO = re.compile(r"^(?:(?:okay|yes)\s+)*(?:hi|hello|good (?:morning|afternoon|evening))\b")
GOES_ON = re.compile(
    r"^(?:(?:oh|okay|ok|yes|yeah|right|well|no|i see)\s+)*(?:(?:just )?a follow up|as i (?:said|asked|was saying)|what i mean"
    r"|i mean|(?:but|and|so) (?:what|how|why|when|where|which|if|do|does|did|is|are|can|could|would|you|it|that|then|not|in)"
    r"|so (?:youre|its)|even if|because (?:i|you|we|it))\b"
)
# How often a turn that goes on was the same person's (docs/evaluation/speakers.md).
LINKED = 0.75


def askers(turns: Sequence[Turn], cast: Cast) -> dict[int, Label]:
    """The label of each turn that one of the audience without a name has, by the turn's number."""
    parts = [cast.people[turn.person].part for turn in turns]
    groups, whys = _linked(turns, parts, cast)
    role = ROLES[cast.kind]["audience"]
    out = {}
    for number, group in enumerate(groups, 1):
        name = next((name for n in group if (name := turns[n].introduced)), None)
        tells = sum(_size(turns[n]) >= FEW for n in group) > 1 and len(groups) > 1
        label = f"{role} ({name})" if name else f"{role} {number}" if tells else role
        for n in group:
            given = turns[n].introduced is not None or label == role or n == group[0]
            out[n] = Label(label, 1.0 if given else LINKED, whys.get(n, ""))
    return {n: asker for n, asker in out.items() if not cast.people[turns[n].person].is_named}


def _linked(
    turns: Sequence[Turn], parts: Sequence[Part], cast: Cast
) -> tuple[list[list[int]], dict[int, str]]:
    """The audience's turns by person, in the order of their first words, and why each goes on."""
    groups: list[list[int]] = []
    whys: dict[int, str] = {}
    handed = True
    for n, turn in enumerate(turns):
        if parts[n] != "audience":
            handed |= parts[n] == "chair" or _calls(turn)
            continue
        sign = None if handed or turn.introduced else goes_on(_opening(turn), cast.kind == "call")
        if sign is None:
            groups.append([n])
        else:
            asked = _opening(turns[groups[-1][0]])
            whys[n] = f"{sign} after the answer, as who asked “{' '.join(asked.split()[:5])}”"
            groups[-1].append(n)
        handed = _calls(turn)
    return groups, whys


def goes_on(opening: str, called: bool) -> str | None:
    """What tells that a turn's first words (keys) go on from one's own question; None if nothing does.

    `called`: whoever asks is called by name first, so that nobody is a newcomer.
    """
    said = " ".join(opening.split()[:4])
    if called:
        return f"goes on (“{said}”)"
    acts = [act for act in acts_in(opening.split(), ACTS) if act.part == "audience"]
    if HELLO.match(opening) or any(act.turn >= NEWCOMER for act in acts):
        return None
    found = GOES_ON.match(opening)
    return f"leans back (“{found.group()}”)" if found else None


def _opening(turn: Turn) -> str:
    """The keys of what a turn opens with, up to its first unit of more than a few words."""
    words: list[str] = []
    for unit in turn.units:
        words += [token.key for token in unit.tokens if token.key]
        if len(unit.said.words) >= FEW:
            break
    return " ".join(words)


def _calls(turn: Turn) -> bool:
    return any(calls_up(unit.said.words) for unit in turn.units)


def _size(turn: Turn) -> int:
    return sum(len(unit.said.words) for unit in turn.units)
