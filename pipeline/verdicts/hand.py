"""Edits that a person made: the last step of a run, so that what was written is what is read."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from pipeline.edits import Edit, recue, reword, rewrite
from pipeline.formats.labels import is_generic
from pipeline.language.spelling import capitalised
from pipeline.language.words import STOPS, tail
from pipeline.model import Cue, Place, Token, Transcript, cue_at, spanned, speaker_at, text_of
from pipeline.run import Step
from pipeline.verdicts.anchor import comes_to, same_words
from pipeline.verdicts.lines import Verdict, speaker
from pipeline.verdicts.voices import name_now

STAGE = "hand"


def by_hand(transcript: Transcript, verdicts: Iterable[Verdict]) -> tuple[Step, list[Verdict]]:
    """The step that hand verdicts make, one after the other; and those that do not fit any more."""
    text, lost = written(transcript, verdicts)
    after = replace(transcript, tokens=tuple(text.tokens), cues=tuple(text.cues))
    return Step(STAGE, transcript, tuple(text.made), (), after), lost


def written(transcript: Transcript, verdicts: Iterable[Verdict]) -> tuple["Text", list[Verdict]]:
    """A transcript with what people wrote in it; and the verdicts that do not fit any more."""
    text = Text.of(transcript)
    lost = [verdict for verdict in verdicts if not text.obey(verdict)]
    return text, lost


class Text:
    """A transcript that people write in. `made` has every edit so far, `renames` every renaming as it was obeyed: of the
    name that the voice had by then."""

    def __init__(self, tokens: Iterable[Token], cues: Iterable[Cue], end: float) -> None:
        self.tokens = list(tokens)
        self.cues = list(cues)
        self.end = end
        self.made: list[Edit] = []
        self.renames: list[Verdict] = []

    @classmethod
    def of(cls, transcript: Transcript) -> "Text":
        """The text of a transcript."""
        return cls(transcript.tokens, transcript.cues, float(len(transcript.words)))

    def obey(self, verdict: Verdict) -> bool:
        """Make what `verdict` asks for; False if it does not fit the text as it stands."""
        why = f"by hand: {verdict.who}" if verdict.who else "by hand"
        way = WAYS.get(_way(verdict))
        return bool(way and way(self, verdict, why))

    def words(self, place: Place, text: str, why: str, *, keep_marks: bool = False) -> bool:
        """Let a place read `text`; False if a word there reaches beyond the place."""
        low, high = spanned(self.tokens, place)
        here = self.tokens[low:high]
        if low and self.tokens[low - 1].at.stop > place.start:
            return False
        if place.start == place.stop or (here and here[-1].at.stop > place.stop):
            return False
        if text_of(here) == text:
            return True
        if not here:  # what stood there was left out
            edit = replace(rewrite((Token("", place),), text, why), before=())
        elif keep_marks and text:
            edit = reword(here, text, why)
        else:
            edit = rewrite(here, text, why)
        if edit.before != edit.after:
            self._make(edit)
            self.tokens[low:high] = edit.tokens_after
            if not text:
                self._mend(low, here, why)
        return True

    def _mend(self, at: int, gone: Sequence[Token], why: str) -> None:
        """Keep a sentence whole from which words are `gone`: the word before them gets their stop, or the word after them
        their capital, if it is of the same segment."""
        before = self._in_segment(self.tokens[at - 1 : at] if at else [], gone[0])
        after = self._in_segment(self.tokens[at : at + 1], gone[-1])
        opens = not before or before[0].text.endswith(STOPS)
        stop = next((sign for sign in tail(gone[-1].text) if sign in STOPS), "")
        if stop and not opens:
            self._replace(at - 1, before[0].text.rstrip(",;:-–—") + stop, why)
        elif opens and not stop and after and gone[0].text[:1].isupper():
            self._replace(at, capitalised(after[0].text), why)

    def _in_segment(self, tokens: Sequence[Token], other: Token) -> Sequence[Token]:
        """Those that stand in the segment of another."""
        cue = cue_at(self.cues, other.at.start)
        return [token for token in tokens if cue_at(self.cues, token.at.start) is cue]

    def _replace(self, n: int, text: str, why: str) -> None:
        """Let one token read `text`."""
        if self.tokens[n].text != text:
            edit = rewrite(self.tokens[n : n + 1], text, why)
            self._make(edit)
            self.tokens[n : n + 1] = edit.tokens_after

    def reads(self, place: Place, *, cues: bool) -> str:
        """What stands at a place: its words, or who speaks in the segment it lies in."""
        if cues:
            return speaker_at(self.cues, place.start)
        low, high = spanned(self.tokens, place)
        return text_of(self.tokens[low:high])

    def accept(self, verdict: Verdict, why: str) -> bool:
        """Make the change that a person accepted, though no edit proposes it any more; False if other words
        stand there by now."""
        at, now = verdict.place.start, verdict.now
        if verdict.confirms or verdict.is_about_cues:
            if verdict.was == "¶":
                return self.close(at, why)
            return self.open(at, why) if now == "¶" else self.confirm(at, speaker(now), why)
        low, high = spanned(self.tokens, verdict.place)
        here = self.tokens[low:high]
        reads = self.reads(verdict.place, cues=False)
        if comes_to(verdict, reads):
            return True
        if not same_words(reads, verdict.was or verdict.anchor.heard):
            return False
        # Where it reads as it did then, it is the very change; else marks were put there since.
        text = suited(now, verdict.was, here)
        return self.words(verdict.place, text, why, keep_marks=reads != verdict.was)

    def open(self, at: float, why: str) -> bool:
        """Open a segment at a place, in the voice that speaks there."""
        before = cue_at(self.cues, at)
        if before and before.at == at:
            return True
        self._recue(None, Cue(at, before.speaker if before else None), why)
        return True

    def close(self, at: float, why: str) -> bool:
        """Join the segment that opens at a place to the one before it."""
        cue = cue_at(self.cues, at)
        if cue is None or cue.at != at:
            return True
        if cue is self.cues[0]:
            return False
        self._recue(cue, None, why)
        return True

    def name(self, place: Place, speaker: str, why: str) -> bool:
        """Let a stretch be spoken by `speaker`; who speaks after it stays.

        A place of no length is the segment that opens there.
        """
        if place.start == place.stop:
            self.open(place.start, why)
            self._name(lambda cue: cue.at == place.start, speaker, why)
            return True
        after = cue_at(self.cues, place.stop)
        if place.stop < self.end and after and after.at != place.stop:
            self._recue(None, Cue(place.stop, after.speaker), why)
        self.open(place.start, why)
        self._name(lambda cue: place.start <= cue.at < place.stop, speaker, why)
        return True

    def confirm(self, at: float, speaker: str, why: str) -> bool:
        """Let the segment at a place keep the speaker that a person confirmed."""
        here = cue_at(self.cues, at)
        if here and (here.speaker or "") == speaker:
            return True
        return self.name(Place(at, at), speaker, why)

    def speaks(self, verdict: Verdict, why: str) -> bool:
        """Let somebody else speak in a stretch; False if nobody can tell whose that name is by now."""
        name = self._meant(verdict)
        return name is not None and self.name(verdict.place, name, why)

    def rename(self, verdict: Verdict, why: str) -> bool:
        """Name a voice otherwise, everywhere or from a place on; False if nobody can tell whose voice it is by now, or
        if the new name is another's."""
        was = name_now(verdict.was, verdict.turns, self.cues)
        since = 0.0 if verdict.verdict == "rename" else verdict.place.start
        name = self._meant(verdict)
        if was is None or name is None:
            return False
        here = cue_at(self.cues, since)
        if here and (here.speaker or "") == was:
            self.open(since, why)
        if not any(cue.at >= since and (cue.speaker or "") == was for cue in self.cues):
            return False
        self.renames.append(replace(verdict, was=was, text=name))
        self._name(lambda cue: cue.at >= since and (cue.speaker or "") == was, name, why)
        return True

    def _meant(self, verdict: Verdict) -> str | None:
        """The name that a verdict gives: of a stretch that goes to a voice which a program had named ("Speaker 2"),
        what that voice is called by now. None if the name is another's by now, or nobody can tell."""
        now = name_now(verdict.text, verdict.turns, self.cues)
        if now != verdict.text and any(cue.speaker == verdict.text for cue in self.cues):
            return None
        theirs = verdict.verdict != "rename" and is_generic(verdict.text)
        return now if theirs else verdict.text

    def _name(self, chosen: Callable[[Cue], bool], speaker: str, why: str) -> None:
        """Name the chosen segments."""
        for cue in [cue for cue in self.cues if chosen(cue) and (cue.speaker or "") != speaker]:
            self._recue(cue, Cue(cue.at, speaker or None), why)

    def _recue(self, before: Cue | None, after: Cue | None, why: str) -> None:
        self._make(recue(before, after, why))
        if before:  # looked up by its place: there may be thousands
            del self.cues[
                self.cues.index(before, bisect_left(self.cues, before.at, key=attrgetter("at")))
            ]
        if after:
            self.cues.insert(bisect_left(self.cues, after.at, key=attrgetter("at")), after)

    def _make(self, edit: Edit) -> None:
        self.made.append(replace(edit, stage=STAGE))


def suited(text: str, was: str, here: Sequence[Token]) -> str:
    """The text, with a capital if a later stage gave one to what stands there."""
    if here and was[:1].islower() and here[0].text[:1].isupper():
        return capitalised(text)
    return text


def renamed(edit: Edit, renames: Sequence[Verdict]) -> Edit:
    """An edit of a segment with the names that speakers have by now, as a text was renamed."""
    if not renames or not edit.is_about_cues:
        return edit
    before, after = (
        tuple(_renamed(item, renames) if isinstance(item, Cue) else item for item in side)
        for side in (edit.before, edit.after)
    )
    return replace(edit, before=before, after=after)


def _renamed(cue: Cue, renames: Iterable[Verdict]) -> Cue:
    name = cue.speaker or ""
    for verdict in renames:
        if name == verdict.was and (verdict.verdict == "rename" or cue.at >= verdict.place.start):
            name = verdict.text
    return Cue(cue.at, name or None)


def _way(verdict: Verdict) -> str:
    """How a verdict changes a text; empty for a text in the place of a segment, which does not."""
    if verdict.verdict == "other" and verdict.is_about_cues:
        return "speaker" if verdict.kind == "speaker" else ""
    return verdict.verdict


# How each verdict changes a text.
WAYS: dict[str, Callable[[Text, Verdict, str], bool]] = {
    "accept": Text.accept,
    "words": lambda text, v, why: text.words(v.place, v.text, why),
    "other": lambda text, v, why: text.words(v.place, v.text, why, keep_marks=True),
    "open": lambda text, v, why: text.open(v.place.start, why),
    "close": lambda text, v, why: text.close(v.place.start, why),
    "speaker": Text.speaks,
    "speaker-on": Text.rename,
    "rename": Text.rename,
}
