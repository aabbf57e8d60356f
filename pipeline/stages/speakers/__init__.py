"""The speakers stage: where the speaker changes, what part each plays, and who it is.

One decoder runs over the sentences (`decode`), on scores for a change of speaker and for the parts
(`pipeline.language.dialogue`), on evidence for the programme's people (`evidence`) and on how each
talks (`likeness`). A label carries its evidence and a probability; where the name is not sure
the part stands alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import ClassVar

from pipeline.edits import Edit, Kind, recue, rewrite
from pipeline.language.spelling import capitalised
from pipeline.language.words import STOPS
from pipeline.model import Cue, Token, Transcript
from pipeline.reason import Reason
from pipeline.stages.speakers import given
from pipeline.stages.speakers.askers import askers
from pipeline.stages.speakers.called import OWN, as_listed, called
from pipeline.stages.speakers.cast import HOSTS, ROLES, Cast, cast_of, joined
from pipeline.stages.speakers.decode import best_parts
from pipeline.stages.speakers.evidence import all_signs
from pipeline.stages.speakers.handovers import taking_over
from pipeline.stages.speakers.house import house
from pipeline.stages.speakers.imported import namings, with_guests, with_told
from pipeline.stages.speakers.introductions import introduced
from pipeline.stages.speakers.pairs import with_parts
from pipeline.stages.speakers.presiding import by_elimination, with_leader
from pipeline.stages.speakers.scores import basic
from pipeline.stages.speakers.solve import decoded
from pipeline.stages.speakers.turns import Label, Turn, trusted, turns_of
from pipeline.stages.speakers.units import Unit, liveliness, told_apart, units_of

# A name less probable than this is not even a suggestion.
SAID_AT_ALL = 0.3
# Where the programme tells nothing but names, they are oftener wrong than right below this.
BARE = 0.65
# Log-odds of asking rather than answering that a reason tells.
CLEAR = 1.0
# Signs that a reason quotes, and what is quoted in one.
SIGNS = 3
QUOTATION = re.compile(r"“[^”]*”")


@dataclass(frozen=True)
class Speakers:
    """Names the speakers, and ends a sentence where it is cut. A name at least as probable as `named` is given, else the part alone.

    Where several people play the part it has a number: "Panellist 2".
    """

    name: ClassVar[str] = "speakers"
    licence: ClassVar[frozenset[Kind]] = frozenset({"speaker", "break", "form"})

    named: float = 0.5

    def __call__(self, transcript: Transcript) -> Iterator[Edit]:
        """A label for every segment that has none; a cue where a speaker changes within one."""
        said = units_of(transcript)
        if not said:
            return
        hosts = introduced(said)
        several = told_apart(said) or len(hosts) >= HOSTS
        lively, talk = liveliness(said), transcript.talk
        cast = cast_of(talk, transcript.text, lively, several=several)
        handed = taking_over([unit.tokens for unit in said])
        cast = joined(cast, handed, hosts)
        cast = with_leader(cast, said)
        labels = given.labels_of(said)
        if talk.speakers and not any(labels):
            by_words = cast_of(replace(talk, speakers=()), transcript.text, lively, several=several)
            cast = with_parts(cast, by_words, said)
        heard = all_signs(said, cast)
        if any(labels):
            yield from self._name_numbers(transcript, said, labels, cast)
            if given.throughout(said, labels):
                return
            said, heard = given.opened(said, labels), given.told(labels, cast, heard)
        turns = turns_of(said, cast, heard, decoded(said, cast, heard), labels)
        told = as_listed(called(turns, cast), talk.speakers)
        known_as = askers(turns, cast) | told | house(turns, cast, self.named)
        carried = given.carried(turns, cast)
        before: Token | None = None
        for n, turn in enumerate(turns):
            if n in carried:
                yield from _labelled(turn, before, carried[n])
            elif not turn.given:
                yield from self._label(turn, before, cast, known_as.get(n))
            before = turn.units[-1].tokens[-1]

    def _name_numbers(
        self,
        transcript: Transcript,
        said: Sequence[Unit],
        labels: Sequence[str | None],
        cast: Cast,
    ) -> Iterator[Edit]:
        """Imported labels stand; those that are numbers get the name they seem to stand for."""
        presented = with_guests(cast, said)
        plays = basic(said, presented, [()] * len(said)).speaks
        known = with_told(presented, said, labels)
        told = known.people != cast.people
        for naming in namings(labels, known, all_signs(said, known), plays, told=told):
            for cue in transcript.cues:
                if cue.speaker == naming.label and naming.chance >= SAID_AT_ALL:
                    after = Cue(cue.at, naming.name)
                    yield recue(cue, after, naming.why, round(naming.chance, 3))

    def _label(
        self, turn: Turn, before: Token | None, cast: Cast, known_as: Label | None
    ) -> Iterator[Edit]:
        person = cast.people[turn.person]
        parts = best_parts([one.part for one in cast.people], turn.sure)
        part = parts[person.part]
        told: list[str] = []
        role, label, sure = ROLES[cast.kind][person.part], person.label, part
        if person.is_named and not known_as:
            sure = trusted(turn, cast, part)
            if turn.introduced and person.is_called(turn.introduced):
                sure = max(sure, OWN)
            elif turn.stranger:
                label, sure = turn.stranger, OWN
                told.append(f"gives this name, which is not {person.label}’s")
            elif by_elimination(person):
                told.append("leads: the others of the roster say who they are, or are spoken of")
            peer = cast.is_bare and person.part != "chair"
            if sure < (max(self.named, BARE) if peer else self.named):
                told.append(f"perhaps {label} ({sure:.2f})")
                label, sure = numbered(turn.person, cast, role), part
        elif known_as:
            label = role
            if part * known_as.sure >= self.named:
                label, sure = known_as.text, part * known_as.sure
                told += [str(known_as.why)] if known_as.why else []
            elif part < self.named and turn.introduced:  # whatever part he plays
                label, sure = turn.introduced, OWN
                told.append(f"gives this name, part unknown ({role} {part:.2f})")
        yield from _labelled(turn, before, Label(label, sure, reason(turn, told)))


def _labelled(turn: Turn, before: Token | None, label: Label) -> Iterator[Edit]:
    """The cues of a turn with its label, and what its sentence needs if it is cut in two, after `before`."""
    sure = round(label.sure, 3)
    for first, unit in zip((True, *(False,) * (len(turn.units) - 1)), turn.units, strict=True):
        if unit.cue is not None:
            yield recue(unit.cue, Cue(unit.cue.at, label.text), label.why, sure)
        elif first:
            yield recue(None, Cue(unit.at, label.text), label.why, sure)
            yield from parted(before, unit.tokens[0], sure)
        for cue in unit.sounds:
            if not cue.speaker:
                yield recue(cue, Cue(cue.at, label.text), label.why, sure)


def parted(before: Token | None, first: Token, sure: float) -> Iterator[Edit]:
    """The marks of a sentence that is cut in two, after `before`: a full stop, and a capital."""
    if before and before.key and not before.text.endswith(STOPS):
        text = before.text.rstrip(",;:-–—") + "."
        yield rewrite([before], text, "full stop: another speaker goes on", sure)
    if first.text[0].islower():
        yield rewrite([first], capitalised(first.text), "capital: another speaker begins", sure)


def numbered(person: int, cast: Cast, role: str) -> str:
    """The part with a number where several play it: people without a name are not one person.

    In a call none: who answers there is hardly told from the others.
    """
    if cast.kind == "call":
        return role
    peers = [n for n, one in enumerate(cast.people) if one.part == cast.people[person].part]
    return f"{role} {peers.index(person) + 1}" if len(peers) > 1 else role


def _news(says: Iterable[str]) -> Iterator[str]:
    """What is said, but for what quotes nothing that was not quoted before."""
    told: set[str] = set()
    for text in says:
        quoted = {*QUOTATION.findall(text)}
        if not quoted or not quoted <= told:
            yield text
        told |= quoted


def reason(turn: Turn, more: Iterable[str] = ()) -> Reason:
    """The evidence for a turn's label, quoted, and `more` of it."""
    opening = " ".join(turn.units[0].text.split()[:5])
    parts = []
    if abs(turn.asks) >= CLEAR:
        chance = 1 / (1 + exp(-abs(turn.asks)))
        parts.append(f"reads like one who {'asks' if turn.asks > 0 else 'answers'} ({chance:.2f})")
    now = [sign for sign in turn.heard if sign.when == "now" and sign.weight > 0]
    # What speaks for another as well ("deep learning" in two programmes) tells nothing of who it is.
    shared = {sign.says for sign in now if sign.person != turn.person}
    own = sorted((sign for sign in now if sign.person == turn.person), key=lambda s: -s.weight)
    parts += [turn.handed] if turn.handed else []
    parts += [*_news(sign.says for sign in own if sign.says not in shared)][:SIGNS]
    parts += turn.tells
    return Reason("turn opens", (*parts, *more), f"turn opens “{opening}” ({turn.odds:+.1f})")
