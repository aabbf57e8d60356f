"""The stretches of text that one person is taken to say: sentences, cut where a turn may change."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import exp, log
from statistics import fmean, median

from pipeline.language.captioning import changes, doubtful, noises, sounds, tells_all
from pipeline.language.dialogue import Said, breaks_in, change
from pipeline.language.heard import Heard, heard, is_punctuated
from pipeline.language.punctuator import tags
from pipeline.language.words import STOPS
from pipeline.model import Cue, Place, Token, Transcript, Word, key, letters

# A sentence is cut where a change within it has at least these log-odds.
CUT = -1.0
# What speaks against a change where nobody heard a sentence end.
WITHIN = -2.0
# And where the raw text has marks of its own, which tell where one does.
WITHIN_MARKED = -6.0
# A "yeah," that opens a sentence belongs to what follows: no piece has fewer words than these.
SHORT = 3
# The sentences network reads the context well: what its log-odds are worth beside ours, from where on
# they speak for a change, and how far they go.
NETWORK, EVEN_CHANCE, NETWORK_MOST = 1.2, -2.5, 3.0
# What a mark of another speaker in the raw text adds: the talk is cut there, whatever the words say.
SURELY = 12.0
# Log-odds of a change where it surely tells one, and where a dash may open what the same person says; and of one without
# a mark where every change has one.
TOLD, DASH, UNMARKED = 8.0, 4.0, -1.5
# What the network must add for a place within a sentence to be looked at.
POSSIBLE = -0.8
# Words on either side of a gap whose time is compared with the talk's pace.
AROUND = 4
# What tells that two talk with each other: changes of which nothing but near certainty counts (a chance of .9 to this
# power is .19), each by how far it turns from asking to answering, up to so much; and so many words of silence beside it.
NEAR_CERTAIN, TURNED, AS_MANY = 16, 2.0, 300
# A stretch of so many words tells whether they do so here.
STRETCH = 400


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of one person's speech.

    `cue` is the cue it opens with, None for a cut within a sentence; `turns` are the log-odds that
    another person speaks than in the unit before, `asks` and `leads` what the network says of its speaker's part
    (`Tags`), `pause` the seconds of silence before it, None where the talk has no times, `marked` the log-odds that a
    mark of the raw text (">>", "-") gives another person, or the want of one, `sounds` the segments behind it in which nothing is said.
    """

    at: float
    cue: Cue | None
    tokens: tuple[Token, ...]
    said: Said
    heard: tuple[str, ...]
    turns: float
    asks: float
    leads: float
    pause: float | None
    marked: float = 0.0
    sounds: tuple[Cue, ...] = ()

    @property
    def text(self) -> str:
        """The unit as it reads."""
        return " ".join(token.text for token in self.tokens)


def units_of(transcript: Transcript) -> list[Unit]:
    """The units of a transcript, in order."""
    aside = sounds(transcript, noises(transcript))
    apart, told = set(aside), zip(transcript.cues, transcript.by_cue(), strict=True)
    sentences = [(cue, tokens) for cue, tokens in told if tokens and cue not in apart]
    said = [_said(tokens) for _, tokens in sentences]
    words = transcript.spread
    pace = _pace(words)
    out: list[Unit] = []
    network = {
        token.at: tag for token, tag in zip(transcript.tokens, tags(heard(transcript)), strict=True)
    }
    marked = {transcript.tokens[n].at for n in changes(transcript)}
    own_marks = is_punctuated([Heard(word.text) for word in transcript.words])
    within = WITHIN_MARKED if own_marks else WITHIN
    unsure = {transcript.tokens[n].at for n in doubtful(transcript)}
    unmarked = UNMARKED if tells_all(transcript) else 0.0
    for n, (cue, tokens) in enumerate(sentences):
        odds = [_odds(network[token.at].turn) + SURELY * (token.at in marked) for token in tokens]
        whole = change(said[max(0, n - 2) : n], said[n : n + 2]) + odds[0]
        for piece, inner in _pieces(tokens, odds, within):
            first = inner is None
            tagged = [network[token.at] for token in piece]
            out.append(
                Unit(
                    at=cue.at if first else piece[0].at.start,
                    cue=cue if first else None,
                    tokens=piece,
                    said=_said(piece),
                    heard=_heard(transcript, piece),
                    turns=whole if inner is None else inner,
                    asks=fmean(tag.asks for tag in tagged),
                    leads=fmean(tag.leads for tag in tagged),
                    pause=_silence(words, piece[0].at.start, pace),
                    marked=(DASH if piece[0].at in unsure else TOLD)
                    if piece[0].at in marked
                    else unmarked,
                )
            )
    return _evened(_with_sounds(out, aside))


def _with_sounds(units: Sequence[Unit], sounds: Sequence[Cue]) -> list[Unit]:
    """The units, each with the sounds behind it; the first has those before it as well."""
    starts, behind = [unit.at for unit in units], defaultdict[int, list[Cue]](list)
    for cue in sounds:
        behind[max(0, bisect_right(starts, cue.at) - 1)].append(cue)
    return [replace(unit, sounds=tuple(behind[n])) for n, unit in enumerate(units)]


def _evened(units: Sequence[Unit]) -> list[Unit]:
    """The units less what all of them ask beyond an even chance: somebody answers.

    Where turns are short each is read among the others', and all of them seem to ask.
    """
    sizes = sum(len(unit.tokens) for unit in units)
    mean = sum(unit.asks * len(unit.tokens) for unit in units) / max(1, sizes)
    return [replace(unit, asks=unit.asks - max(0.0, mean)) for unit in units]


def liveliness(units: Sequence[Unit]) -> float:
    """How much two talk with each other: near-certain changes of speaker in 1,000 words between what reads like one
    who asks and one who answers. Who asks himself reads alike before and behind; and few words tell little."""
    words = sum(len(unit.tokens) for unit in units)
    changes = sum(
        min(TURNED, abs(after.asks - before.asks)) / (1 + exp(-after.turns)) ** NEAR_CERTAIN
        for before, after in pairwise(units)
    )
    return 1000 * changes / (AS_MANY + words)


def lively_stretches(units: Sequence[Unit], least: float) -> list[bool]:
    """Which units lie in a stretch of STRETCH words that is livelier than `least`; stretches overlap by half."""
    begins = [*accumulate((len(unit.tokens) for unit in units), initial=0)]
    out = [False] * len(units)
    for start in range(0, begins[-1], STRETCH // 2):
        first, stop = (bisect_left(begins, at) for at in (start, start + STRETCH))
        if liveliness(units[first:stop]) > least:
            out[first:stop] = [True] * len(units[first:stop])
    return out


def told_apart(units: Sequence[Unit]) -> bool:
    """Whether the raw text tells that several speak: by marks, or by labels."""
    labels = {unit.cue.speaker for unit in units if unit.cue and unit.cue.speaker}
    return len(labels) > 1 or any(unit.marked > 0 for unit in units[1:])


def _said(tokens: Sequence[Token]) -> Said:
    return Said.of((token.key for token in tokens), asks=tokens[-1].text.endswith("?"))


def _heard(transcript: Transcript, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The raw words of the stretch: fillers that were taken out still tell people apart."""
    place = Place(tokens[0].at.start, tokens[-1].at.stop)
    return tuple(key(word.text) for word in transcript.heard(place))


def _odds(chance: float) -> float:
    """What the sentences network adds to the log-odds of a change, for its probability of one."""
    chance = min(max(chance, 0.001), 0.999)
    return max(
        -NETWORK_MOST, min(NETWORK_MOST, NETWORK * (log(chance / (1 - chance)) - EVEN_CHANCE))
    )


def _pieces(
    tokens: tuple[Token, ...], network: list[float], within: float
) -> Iterator[tuple[tuple[Token, ...], float | None]]:
    """A sentence cut where a turn may end, each piece with the log-odds of the change before it; `within`
    adds to them where no sentence ends."""
    words = [token.key for token in tokens]
    cuts: list[tuple[int, float | None]] = [(0, None)]
    for n in range(1, len(tokens)):
        # The network sees nearly all changes at least as possible, and has been asked already.
        if network[n] < POSSIBLE and not tokens[n - 1].text.endswith(STOPS):
            continue
        odds = breaks_in(words[max(0, n - 16) : n], words[n : n + 16])
        if not tokens[n - 1].text.endswith(STOPS):
            odds += within
        odds += network[n]
        short = n - cuts[-1][0] < SHORT and not tokens[n - 1].text.endswith(STOPS)
        if odds > CUT and not short:
            cuts.append((n, odds))
    edges = [*(n for n, _ in cuts), len(tokens)]
    for (low, high), (_, given) in zip(pairwise(edges), cuts, strict=True):
        yield tokens[low:high], given


def _pace(words: Sequence[Word]) -> float:
    """Milliseconds a letter takes in this talk; 0 where there are no times."""
    rates = [
        (word.end - word.start) / size
        for word in words
        if word.end > word.start and (size := letters(word.text))
    ]
    return median(rates) if rates else 0.0


def _silence(heard: Sequence[Word], place: float, pace: float) -> float | None:
    """Seconds that the words around `place` take longer than their letters would.

    Captions carry no pauses: a line with few words for its time has one inside.
    """
    words = heard[max(0, int(place) - AROUND) : int(place) + AROUND]
    if not pace or not words:
        return None
    spoken = sum(letters(word.text) for word in words) * pace
    return max(0.0, (words[-1].end - words[0].start - spoken) / 1000)
