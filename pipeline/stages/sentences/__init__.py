"""The sentences stage: caption lines become sentences with marks and capitals.

A network says for each word which mark follows, which case it has and whether a sentence ends;
`decode` turns that into choices, and here the choices become edits: the `form` of words and the
`break`s between segments. No word is ever another after it.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import ClassVar

from pipeline.dictionary import Dictionary
from pipeline.edits import Edit, Kind, recue, rewrite
from pipeline.language import punctuator
from pipeline.language.captioning import closing, lines, noises, sounds
from pipeline.language.heard import Heard, heard
from pipeline.language.spelling import capitalised
from pipeline.language.words import core, is_abbreviation, mark, tail
from pipeline.model import Cue, Token, Transcript
from pipeline.reason import Reason
from pipeline.stages.sentences.alike import alike
from pipeline.stages.sentences.decode import Choice, Weights, decide
from pipeline.stages.sentences.names import Names

# Names with two capitals.
PREFIX = re.compile(r"(o['’]|mc)(?!clock|er\b)([a-z])(?=[a-z]{2})")
DASH = re.compile(r"[-–—]\W*$")  # a mark of its own: "the whole point was--"
NAMES = {"": "no mark", ",": "comma", ".": "full stop", "?": "question mark"}


@dataclass(frozen=True)
class Sentences:
    """Puts marks, capitals and sentence breaks into what has none, or few."""

    name: ClassVar[str] = "sentences"
    licence: ClassVar[frozenset[Kind]] = frozenset({"form", "break"})

    dictionary: Dictionary = field(default=Dictionary(), repr=False)
    comma: float = 1.8  # above 1: more commas
    end: float = 1.2  # above 1: shorter sentences

    def __call__(self, transcript: Transcript) -> Iterator[Edit]:
        """Edits of words' marks and capitals, and of the cues that open segments."""
        silent = noises(transcript)
        spoken = [n for n in range(len(transcript.tokens)) if n not in silent]
        if not spoken:
            return
        known = _spoken(transcript, silent)
        tags = punctuator.tags(known)
        words = [transcript.tokens[n].key for n in spoken]
        settled = self._names.settled(transcript)
        choices = decide(
            known,
            self._names.in_one_case(alike(known, tags), words),
            Weights(self.comma, self.end),
            self._names.within(words),
            {n for n, place in enumerate(spoken) if place in settled},
        )
        # "[Music]" stays as it is.
        chosen = [Choice(mark=None)] * len(transcript.tokens)
        ends = [0.0] * len(transcript.tokens)
        for n, choice, tag in zip(spoken, choices, tags, strict=True):
            chosen[n], ends[n] = choice, tag.end
            last = closing(transcript.tokens, n)
            if last > n and last in silent:  # no mark stands within "[inaudible 00:06]"
                chosen[n], ends[last] = replace(choice, mark=None, case=""), tag.end
                chosen[last] = Choice(choice.mark, sure=choice.sure, note=choice.note)
        for line in lines(transcript):
            _opened(chosen, [n for n in line if n not in silent], line)
        for token, choice in zip(transcript.tokens, chosen, strict=True):
            yield from _formed(token, choice)
        yield from _broken(transcript, chosen, ends, set(sounds(transcript, silent)))

    @cached_property
    def _names(self) -> Names:
        return Names.of(self.dictionary)


def _spoken(transcript: Transcript, silent: Set[int]) -> list[Heard]:
    """What is speech, and ends where a noise after it ends; "[inaudible 00:06]." has the mark behind it."""
    out: list[Heard] = []
    for n, item in enumerate(heard(transcript)):
        if n not in silent:
            close = closing(transcript.tokens, n)
            behind = tail(transcript.tokens[close].text) if n < close and close in silent else ""
            out.append(item._replace(text=item.text + behind))
        elif out:
            last = out[-1]
            out[-1] = last._replace(cue=max(last.cue, item.cue), pause=max(last.pause, item.pause))
    return out


def _opened(chosen: list[Choice], said: Sequence[int], line: range) -> None:
    """Lets what begins behind a noise that opens a line begin with that: "♪ And so", "[laughs] Thank you"."""
    if said and said[0] > line.start:
        first = chosen[said[0]]
        chosen[line.start] = replace(first, mark=None, case="")
        chosen[said[0]] = replace(first, begins=False, line=False)


def _formed(token: Token, choice: Choice) -> Iterator[Edit]:
    """The edit that gives a word its mark and case, if it has them not."""
    text, why, sure = token.text, [], 1.0
    if not core(text):
        return
    if choice.mark is not None and mark(text) != choice.mark and not DASH.search(text):
        text = marked(text, choice.mark)
        why.append(NAMES[choice.mark])
        sure = choice.sure
    if choice.case and (cased := recased(text, choice.case)) != text:
        text = cased
        why.append({"Capital": "capital", "lower": "small letter"}.get(choice.case, "capitals"))
        sure = min(sure, choice.case_sure)
    if text != token.text:
        yield rewrite([token], text, _reason(" and ".join(why), choice.note), round(sure, 3))


def _reason(rule: str, note: str) -> Reason:
    return Reason(rule, (note,) if note else ())


def marked(text: str, sign: str) -> str:
    """`text` with `sign` as its mark; closing quotes and brackets stay."""
    signs = tail(text)
    if sign != "." and signs.startswith(".") and is_abbreviation(core(text)):
        return text[: len(text) - len(signs) + 1] + sign + signs[1:]
    kept = "".join(char for char in signs if char not in "?!.…:;,–—")
    quotes = kept.lstrip(")]}>")
    brackets = kept[: len(kept) - len(quotes)]
    return text[: len(text) - len(signs)] + brackets + sign + quotes


def recased(text: str, case: str) -> str:
    """`text` with its word in `case`: "Capital", "UPPER", "UPPERs" or "lower"."""
    word = core(text)
    start = text.index(word)
    if case == "Capital":
        cased = capitalised(word)
        if prefix := PREFIX.match(word):  # "O'Brien", "McDonald"
            cased = prefix[1].capitalize() + prefix[2].upper() + word[prefix.end() :]
    elif case == "UPPERs":
        cased = word[:-1].upper() + "s"
    elif case == "UPPER":
        own = re.split("(?=['’])", word, maxsplit=1)[0]  # "CEO's"
        cased = own.upper() + word[len(own) :]
    else:
        cased = word.lower()
    return text[:start] + cased + text[start + len(word) :]


def _broken(
    transcript: Transcript, chosen: Sequence[Choice], ends: Sequence[float], apart: Set[Cue]
) -> Iterator[Edit]:
    """The edits that close the segments which are no sentences and open those which are; a segment of sounds (`apart`)
    stays apart from what is said before and after it."""
    cues, speaker = deque(transcript.cues), transcript.cues[0].speaker
    told = [cue for cue, line in zip(cues, lines(transcript), strict=True) if line]
    kept = apart | {cue for before, cue in pairwise(told) if before in apart}
    for token, choice, end in zip(transcript.tokens, chosen, [1.0, *ends], strict=False):
        begins = choice.begins or choice.line
        while cues and cues[0].at <= token.at.start:
            cue = cues.popleft()
            another = bool(cues) and cues[0].at <= token.at.start
            stays = not another and (begins or cue in kept)
            if cue == transcript.cues[0] or cue.speaker != speaker or stays:
                begins = False
            else:
                why = _reason("line break", "no sentence begins here")
                yield recue(cue, None, why, round(max(0.5, 1 - end), 3))
            speaker = cue.speaker
        if begins:
            why = _reason("sentence", choice.begin_note)
            yield recue(None, Cue(token.at.start, speaker), why, round(choice.begin_sure, 3))
