"""The law of the review page: what it shows is what the next run writes, whatever was decided."""

from dataclasses import dataclass, replace
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import record, verdicts
from pipeline.batch import RECORD, process, read, verdict_file
from pipeline.config import load_config
from pipeline.errors import BadInput
from pipeline.finding import STAMP
from pipeline.model import Place
from pipeline.reason import Reason
from pipeline.review import views
from pipeline.review.again import Remembered
from pipeline.review.desk import Desk
from pipeline.review.project import Project
from pipeline.review.work import Work
from pipeline.run import steps
from pipeline.verdicts import Verdict, decided, standing
from pipeline.verdicts.lines import VERDICTS
from reviewing import TERMS, project
from strategies import ALL_KINDS, Chance, chances, transcripts

# Several readings of one place, a change in several places, some made and some asked.
READINGS = (
    TERMS
    + """
[Magenta]
heard = ["imagine that"]
near = ["labels"]

[Kuda]
aliases = ["could a"]

["conv nets"]
heard = ["con nets"]
near = ["labels"]
"""
)
NUMBERS = st.tuples(st.integers(0, 99), st.integers(0, 99))
ACTS = st.sampled_from(
    [
        *["accept", "reject", "other", "like", "words", "undo", "undo", "redo", "clean", "clean"],
        *["open", "close", "speaker", "speaker-on", "rename"],
    ]
)
TEXTS = ("", "ImageNet", "two words", "Imagine that")
NAMES = ("Eve", "Ann", "Bob", "")


@pytest.fixture(scope="module", params=["0.3", "0.965"])
def talk(request, tmp_path_factory):
    """A project with one talk, of whose readings more or fewer are made; and what its first run did."""
    config = project(tmp_path_factory.mktemp("law"))
    folder = config.raw.parent
    (folder / "words.toml").write_text(READINGS)
    options = folder / "mondegreen.toml"
    options.write_text(options.read_text().replace("terms = 0.965", f"terms = {request.param}"))
    (config.clean / "talk" / STAMP).unlink()  # the record tells what is asked
    config = load_config(options)
    return config, process(read(config.raw / "talk.txt"), config)[0]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(st.tuples(ACTS, NUMBERS), min_size=1, max_size=12))
def test_what_the_page_shows_is_what_the_next_run_writes(talk, acts):
    config, first = talk
    verdict_file(config, "talk").unlink(missing_ok=True)
    (config.clean / "talk" / RECORD).write_text(record.dump(first))
    reviewed, work = Project(config, "Ann"), Work()
    for what, numbers in [*acts, ("clean", (0, 0))]:
        if what == "clean":
            cleaned(config, reviewed.open("talk").desk)
            continue
        path, body = asked(reviewed.open("talk").desk, what, *numbers)
        try:
            views.WRITE[path](reviewed, work, "talk", body)
        except BadInput:
            assert what in ("rename", "other")  # of nobody, of a segment


def asked(desk, what, one, other):
    """What the page sends for an act."""
    if what in ("undo", "redo"):
        return what, {}
    names = [name for item in desk.items for name in item.ids]
    text = TEXTS[other % len(TEXTS)]
    if what in ("accept", "reject", "other"):
        return "decide", {"id": names[one % len(names)], "verdict": what, "text": text}
    if what == "like":
        _, item = desk.edit(names[one % len(names)])
        alike = {i.ids[0] for i in desk.items if i.lead.now == item.lead.now}
        verdict = ("accept", "reject")[other % 2]
        return "decide-many", {"edits": [f"talk/{name}" for name in alike], "verdict": verdict}
    if what == "words":
        tokens = [token for block in desk.blocks for token in desk.tokens_in(block)]
        some = tokens[one % len(tokens) :][: 1 + other % 3]
        if some[-1].at.stop > desk.blocks[desk.blocks_at(some[0].at)[0]].place.stop:
            some = some[:1]
        place = [some[0].at.start, some[-1].at.stop]
        was = " ".join(token.text for token in some)
        return "hand", {"verdict": what, "place": place, "text": text, "was": was}
    at = one % len(desk.raw.words)
    if what in ("close", "speaker") and other % 2:  # where something opens
        at = desk.cues[one % len(desk.cues)].at
    was, name = desk.speaker_at(at), NAMES[other % len(NAMES)]
    return "hand", {"verdict": what, "place": [at, at], "text": name, "was": was}


def cleaned(config, desk):
    """Write what the next run makes: it is what the page shows, there, in its list and opened anew."""
    anew = Project(config, "Ann").open("talk").desk
    assert (anew.transcript(), told(anew)) == (desk.transcript(), told(desk))

    lines, _ = verdicts.load(verdict_file(config, "talk"))
    raw = read(config.raw / "talk.txt")
    results, lost = process(raw, config, standing(lines))
    assert desk.transcript() == results[-1].after
    assert [*desk.decisions.lost, *desk.decisions.over, *desk.unfit] == lost

    (config.clean / "talk" / RECORD).write_text(record.dump(results))
    after = Project(config, "Ann")
    row = after.rows()[0]
    opened = after.open("talk").desk
    assert opened.transcript() == desk.transcript()
    assert told(opened) == told(desk)
    assert row.waiting == sum(opened.status(item) == "waiting" for item in opened.items)


def told(desk):
    """What is said of each edit."""
    return {name: desk.status(item) for item in desk.items for name in item.ids}


# ---- stages that may do anything ----------------------------------------------------------------


@dataclass(frozen=True)
class Named:
    """A stage under a name of its own, with the confidences it was dealt."""

    name: str
    stage: Chance
    sure: tuple[float, ...]
    licence = ALL_KINDS

    def __call__(self, transcript):
        """Its edits; what has become of any since is for others to say."""
        told = zip(self.stage(transcript), cycle(self.sure), strict=False)
        return [replace(edit, confidence=sure, reason=Reason("chance")) for edit, sure in told]


STAGES = st.tuples(
    *(
        st.builds(
            Named,
            st.just(name),
            chances(),
            st.lists(st.sampled_from((0.3, 0.9)), min_size=1).map(tuple),
        )
        for name in ("one", "sentences", "speakers")
    )
)
ABOUT = st.tuples(st.sampled_from([*VERDICTS]), *[st.integers(0, 99)] * 3)


@settings(max_examples=150)
@given(raw=transcripts(12), stages=STAGES, acts=st.lists(ABOUT, max_size=10))
def test_paragraph_by_paragraph_is_as_the_whole(raw, stages, acts):
    done = [*steps(raw, stages, accept)]
    names = [stage.name for stage in stages]
    desk = Desk(raw, done, [], accept, names)
    for number, act in enumerate(acts):
        lines = said(desk, *act)
        named = act[0] in ("speaker", "speaker-on", "rename") and desk.opens_at(0.0)
        desk.read(replace(line, when=f"{number:02}", act=f"{number}") for line in lines)
        assert not named or f"{number}" not in {v.act for v in (*desk.decisions.lost, *desk.unfit)}
    results, lost = decided(
        raw, [Remembered.of(step.stage, step) for step in done], accept, standing(desk.lines)
    )
    after = results[-1].after
    for shown in (desk, Desk(raw, done, desk.lines, accept, names)):
        assert (shown.transcript().tokens, tuple(shown.cues)) == (after.tokens, after.cues)
        assert {*shown.decisions.lost, *shown.decisions.over, *shown.unfit} == {*lost}
        assert told(shown) == told(desk)


def accept(edit):
    """What is made unasked."""
    return edit.confidence > 0.5


def said(desk, verdict, one, other, size):
    """The lines of an act."""
    if verdict in ("undo", "redo"):
        act = desk.next_undo() if verdict == "undo" else desk.next_redo()
        return [Verdict(act, verdict)] if act else []
    text = ("x", "", "two words")[other % 3]
    if verdict in ("accept", "reject", "other"):
        names = [name for item in desk.items for name in item.ids]
        name = names[one % len(names)] if names else ""
        if not name or (verdict == "other" and not desk.edit(name)[1].takes_text):
            return []
        return desk.about(name, verdict, text)
    if not desk.cues:
        return []
    at = float(one % len(desk.raw.words))
    block = desk.blocks[desk.blocks_at(Place(at, at))[0]]
    if verdict == "words":
        tokens = [token for token in desk.tokens_in(block) if token.at.start >= at][: 1 + size % 3]
        return (
            [desk.by_hand(verdict, Place(tokens[0].at.start, tokens[-1].at.stop), text)]
            if tokens
            else []
        )
    place = desk.turn_at(at) if verdict == "speaker" and size % 2 else Place(at, at)
    return [desk.by_hand(verdict, place, text, desk.speaker_at(at))]
