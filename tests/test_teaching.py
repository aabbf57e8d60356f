"""Teaching: what an entry would change is told exactly, and what it changed is seen at once."""

import os
import signal
import time
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline import saving, verdicts
from pipeline.batch import Job, outcome, process, read
from pipeline.config import load_config
from pipeline.dictionary import Dictionary, Term, load
from pipeline.edits import Edit, rewrite
from pipeline.errors import BadInput
from pipeline.language import encoder
from pipeline.language.lm import per_million
from pipeline.model import Place, Token
from pipeline.reason import Reason
from pipeline.record import replay
from pipeline.review import again, laying, teach, trying, views
from pipeline.review.kept import Kept, decisions, keep
from pipeline.review.project import Project
from pipeline.review.server import app
from pipeline.review.work import Work, Worker
from reviewing import SAID, decide, project

CONVNETS = Term("convnets", aliases=("con nets",))
CUDA = Term("CUDA", heard=("cooter",))


@pytest.fixture
def config(tmp_path):
    """A project with two talks: the second has one place for each of two entries."""
    other = (
        "Ann: The con nets ran cooter kernels all night, and then the cooter swam away.\nBob: Yes."
    )
    return project(tmp_path, {"talk": SAID, "other": other})


def tried(config, entry, *, reads=True):
    """What is told of an entry in the first talk, all others read or not."""
    reviewed, kept = Project(config, ""), {}
    others = reviewed.others("talk")
    for source in others if reads else ():
        assert keep(config, source, kept)
    return trying.tried(config, entry, reviewed.source("talk"), others, reviewed.control(), kept)


def test_an_entry_tells_what_it_changes_here_and_elsewhere(config):
    told = tried(config, CONVNETS)

    assert [(spot.heard, spot.now, spot.made) for spot in told.here] == [
        ("con nets", "convnets", True), ("con nets", "convnets", True),
    ]  # fmt: skip
    (there,) = told.there
    assert (there.talk, there.made, there.asked, there.exact) == ("other", 1, 0, True)
    assert there.spots[0].left.endswith("The")
    assert there.spots[0].right.startswith("ran cooter kernels")


MEANT = "We train on imagine that and its labels, for imagine that labels are good.\n"


@pytest.mark.parametrize("beside", ["", MEANT * 3])
def test_what_is_told_of_another_talk_is_what_cleaning_it_makes(config, beside):
    other = config.raw / "other.txt"
    other.write_text(f"{other.read_text()}\nAnn: {beside}")
    told = tried(config, CUDA)
    (config.raw.parent / "dictionary.toml").write_text('[CUDA]\nheard = ["cooter"]\n')
    steps, _ = process(read(other), config)
    step = next(step for step in steps if step.stage == "terms")
    own = [edit for edit in (*step.made, *step.held) if edit.reason.term == "CUDA"]

    (there,) = told.there
    assert there.made == sum(edit in step.made for edit in own)
    assert there.made + there.asked == len(own) > 0
    assert [spot.sure for spot in there.spots] == [
        edit.confidence for edit in sorted(own, key=lambda edit: edit.place)
    ]


def test_asked_again_an_entry_is_weighed_in_further_talks(tmp_path, monkeypatch):
    config = project(tmp_path, {"talk": SAID, "one": "The con nets ran.", "two": "Our con nets."})
    reviewed, kept, now = Project(config, ""), {}, [0.0]
    others, read = reviewed.others("talk"), Kept.transcript
    for source in others:
        keep(config, source, kept)
    # Each talk that is weighed takes a second.
    monkeypatch.setattr(trying.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(Kept, "transcript", lambda one: (now.append(now.pop() + 1), read(one))[1])
    ask = (config, CONVNETS, reviewed.source("talk"), others, [], kept)

    rounds = [trying.tried(*ask).there for _ in range(3)]
    assert [sum(there.exact for there in told) for told in rounds] == [0, 1, 2]


def test_what_the_last_run_said_already_is_no_news(config):
    assert tried(config, Term("ImageNet", heard=("imagine that",))).here == ()


@pytest.mark.parametrize(
    ("verdict", "entry", "want"),
    [
        ("reject", CONVNETS, [True]),
        ("other", CONVNETS, [True]),
        ("reject", Term("The convnets", aliases=("the con nets",)), [False, True]),
        ("other", Term("The convnets", aliases=("the con nets",)), [True]),
    ],
)
def test_what_people_decided_is_neither_changed_nor_asked_again(config, verdict, entry, want):
    decide(config, "talk", "con nets", verdict, "convnets")
    others = tried(config, entry).there

    assert [spot.made for spot in tried(config, entry).here] == want
    assert [spot.made for talk in others for spot in talk.spots] == [True]


def test_likenesses_of_sound_are_heard_in_the_talk_at_hand(tmp_path):
    said = "Ann: We train it with backdrop on the machine.\nBob: I asked nvidea people."
    config = replace(project(tmp_path, {"talk": said}), stages=(("normalize", ()), ("terms", ())))
    source = Project(config, "").source("talk")

    spot, *others = trying.tried(config, Term("backprop"), source, [], [], {}).here
    assert (spot.heard, spot.now, spot.made) == ("backdrop", "backprop", False), others
    assert all(spot.heard == "backdrop" for spot in others)
    shown = [edit for edit, _ in laying.laid(config, [Term("NVIDIA")], source, (), {})]
    assert {edit.reason.rule for edit in shown} == {"sound: NVIDIA"}


def test_what_every_trial_reads_of_a_talk_is_read_once_and_ahead(tmp_path, monkeypatch):
    config = replace(project(tmp_path), stages=(("normalize", ()), ("terms", ())))
    source, kept = Project(config, "").source("talk"), {}
    trying.foresee(config, source, kept)
    monkeypatch.setattr(encoder, "_session", None)

    for entry in (Term("zebra"), Term("ImageNet", heard=("imagine that",))):
        trying.tried(config, entry, source, [], [], kept)


def test_a_talk_that_is_opened_is_read_for_trials_where_talks_are_read_at_all(config):
    reviewed, work = Project(config, ""), Work()
    try:
        served = TestClient(
            app(reviewed, work, "token", ["testserver"]), base_url="http://testserver"
        )
        served.get("/?token=token")
        assert served.get("/talk/talk").status_code == 200
        assert not work._trying.is_running()
        work.read_ahead(config, [])
        served.get("/talk/talk")
        assert work._foreseen.result(60) is None
    finally:
        work.close()


def test_talks_that_are_not_read_are_counted(config):
    told = tried(config, CONVNETS, reads=False)

    assert (told.there, told.unread) == ((), 1)


def test_places_that_there_was_no_time_to_weigh_are_told_by_their_form(config, monkeypatch):
    monkeypatch.setattr(trying, "BUDGET", -1)
    (there,) = tried(config, CUDA).there

    assert (there.made, there.asked, there.exact) == (0, 2, False)
    assert [spot.heard for spot in there.spots] == ["cooter", "cooter"]


def test_a_longer_term_of_the_dictionary_keeps_its_words(config):
    (config.raw.parent / "words.toml").write_text('["con nets of old"]\n')
    (config.raw / "talk.txt").write_text("Ann: We had con nets of old, and con nets.\nBob: Yes.")
    assert not outcome(Job(config.raw / "talk.txt", config)).failed

    assert len(tried(config, CONVNETS).here) == 1


def test_control_text_tells_false_changes(config):
    clean = config.raw.parent / "control" / "clean.txt"
    clean.parent.mkdir()
    clean.write_text("Nobody can imagine con nets for fish.")
    config = replace(config, control=(clean.parent,))

    (there,) = tried(config, CONVNETS).control
    assert (there.talk, there.made) == (str(Path("control", "clean.txt")), 1)
    assert tried(config, CONVNETS).control_words == 7
    assert tried(config, Term("backprop", heard=("bag drop",))).control == ()


def test_each_control_text_is_told_by_its_own_name(config):
    folder = config.raw.parent
    for name, text in (
        ("a/talk.txt", "Nobody can imagine con nets for fish."),
        ("b/talk.txt", "We have con nets, and again con nets."),
        ("a/damaged.json", "{"),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    told = tried(replace(config, control=(folder / "a", folder / "b")), CONVNETS).control

    assert {Path(there.talk): there.made for there in told} == {
        Path("a", "talk.txt"): 1,
        Path("b", "talk.txt"): 2,
    }


def test_the_project_file_names_control_text(tmp_path):
    (tmp_path / "mondegreen.toml").write_text('control = ["clean", "more.txt"]\n')

    assert load_config(tmp_path / "mondegreen.toml").control == (
        tmp_path / "clean", tmp_path / "more.txt",
    )  # fmt: skip


def test_how_often_people_say_a_form():
    everyday, technical, misheard = map(per_million, ("kind of thing", "imagine that", "con nets"))

    assert everyday > technical > 5 > 1 > misheard
    assert per_million("xqzzv") == per_million("") == 0


def test_an_everyday_form_is_warned_of(config):
    (alias,) = tried(config, Term("IKT", aliases=("kind of thing",))).warnings
    assert "list it as heard instead" in alias
    (bare,) = tried(config, Term("IKT", heard=("kind of thing",))).warnings
    assert "let “near” words tell" in bare
    (word,) = tried(config, Term("IKT", heard=("today",))).warnings  # once
    assert "very common word" in word
    near = Term("IKT", heard=("kind of thing",), near=("school",))
    assert tried(config, near).warnings == ()


def test_a_spelling_that_is_known_otherwise_is_warned_of(config):
    other = Term("Cuda", heard=("cooter",))

    (warning,) = tried(config, other).warnings
    assert "[CUDA] and [Cuda] differ by capitals or joints alone" in warning
    assert {spot.now for spot in tried(config, other).here} == {"Cuda"}


# ---- what was saved is seen at once -------------------------------------------------------------


def laid(config, *entries, standing=()):
    """The talk with entries laid over its last run."""
    source = Project(config, "").source("talk")
    edits = laying.laid(config, entries, source, standing, {})
    return list(replay(read(source.raw), edits))


def test_what_is_decided_in_one_tick_of_the_clock_is_seen(config):
    source = Project(config, "").source("talk")
    decide(config, "talk", "con nets", "reject", "convnets")
    assert len(decisions(source).found) == 1
    when = source.verdicts.stat().st_mtime_ns
    decide(config, "talk", "could a", "reject", "CUDA")
    os.utime(source.verdicts, ns=(when, when))

    assert len(decisions(source).found) == 2


@pytest.mark.parametrize("entries", [[CONVNETS], [CUDA, CONVNETS]])
def test_what_is_seen_at_once_is_what_the_next_run_makes(config, entries):
    shown = laid(config, *entries)
    own = '[CUDA]\nheard = ["cooter"]\n' if CUDA in entries else ""
    own += '[convnets]\naliases = ["con nets"]\n'
    (config.raw.parent / "dictionary.toml").write_text(own)
    steps, _ = process(read(config.raw / "talk.txt"), config)

    assert shown[-1].after.text == steps[-1].after.text
    assert "The convnets were small, the convnets were good." in shown[-1].after.text
    assert {edit.id for edit in shown[-1].held} == {edit.id for edit in steps[-1].held}


def test_what_was_tried_is_not_weighed_again_when_it_is_saved(config, monkeypatch):
    source, kept = Project(config, "").source("talk"), {}
    trying.tried(config, CONVNETS, source, [], [], kept)
    config.own.write_text('[convnets]\naliases = ["con nets"]\n')
    monkeypatch.setattr(Kept, "transcript", None)

    assert laying.laid(config, [CONVNETS], source, (), kept)


def test_decisions_stay(config):
    reviewed = Project(config, "Ann")
    desk = reviewed.open("talk").desk
    lines = desk.about(desk.items[0].ids[0], "accept")
    reviewed.save("talk", lines, "")
    decided = verdicts.standing(reviewed.open("talk").desk.lines)

    text = laid(config, CONVNETS, standing=decided)[-1].after.text
    assert "talk about ImageNet" in text
    assert "convnets were good" in text


def test_a_word_that_is_another_now_keeps_mark_and_capital():
    before = [Token("could", Place(3, 4)), Token("a", Place(4, 5))]
    form = [
        rewrite(before[:1], "Could", "capital; a sentence", 0.9),
        rewrite(before[1:], "a,", "comma", 0.8),
    ]
    now = [Token("so", Place(2, 3)), Token("cuda", Place(3, 5))]

    (edit,) = again.refitted(form, now)
    assert (edit.was, edit.now, edit.confidence) == ("cuda", "Cuda,", 0.8)


def test_a_listed_form_silences_likenesses_of_sound():
    words = [Token(text, Place(n, n + 1)) for n, text in enumerate(["con", "nets", "now"])]

    def edit(tokens: list[Token], text: str, *, by_sound: bool) -> Edit:
        return rewrite(tokens, text, Reason("a rule", by_sound=by_sound), 0.4)

    sound = edit(words[1:], "Netnow", by_sound=True)
    apart = edit(words[2:], "Nao", by_sound=True)
    listed = edit(words[:2], "convnets", by_sound=False)

    assert list(laying.joined([sound, apart], [listed])) == [apart, listed]
    assert list(laying.joined([listed], [sound, apart])) == [listed, apart]


def test_an_entry_that_no_talk_could_use_is_not_taken_from_the_page():
    for plain in ({"name": "G\x7fPU"}, {"name": "GPU", "heard": ["…"]}, {"name": "-----"}):
        with pytest.raises(BadInput, match="take it out"):
            teach.term(plain)


def test_how_a_term_is_said_is_taken_from_the_page():
    entry = teach.term({"name": "Theano", "sounds": ["TH IY AA N OW", ""]})

    assert entry == Term("Theano", sounds=("TH IY AA N OW",))


def test_the_words_offered_tell_what_is_talked_of(tmp_path):
    said = (
        "Ann: So we really think the antenna in the garden, seventeen meters of it at 1200 watts, would have "
        "a better impedance with a balun, you know, antenna zorp because those were there.\nBob: Yes."
    )
    desk = Project(project(tmp_path, {"talk": said}), "").open("talk").desk
    told = teach.proposed(desk, Place(20, 21), "balun", "balun", Dictionary())

    assert told["offered"][:2] == ["impedance", "antenna"]
    known = teach.proposed(desk, Place(20, 21), "balun", "balun", Dictionary((Term("garden"),)))
    assert known["offered"][:2] == ["garden", "impedance"]
    assert not {"seventeen", "1200", "would", "have", "because", "those", "zorp"} & {
        *told["offered"]
    }


def test_a_saved_entry_is_on_the_page_before_the_talk_is_cleaned(config):
    reviewed, work = Project(config, "Ann"), Work()
    try:
        reviewed.is_settling = lambda name: name in work.busy()
        first = reviewed.open("talk").edition
        told = teach.save(reviewed, work, "talk", CONVNETS)
        assert (told["file"], told["line"]) == ("dictionary.toml", 1)
        opened = reviewed.open("talk")
        assert opened.edition != first
        assert opened.desk.transcript().text.count("convnets") == 2

        teach.save(reviewed, work, "talk", Term("machine", aliases=("the machine",)))
        assert "convnets were good" in reviewed.open("talk").desk.transcript().text
        until = time.monotonic() + 30
        while work.busy() and time.monotonic() < until:
            time.sleep(0.05)
        assert reviewed.open("talk").entries == ()
        assert reviewed.open("talk").desk.transcript().text.count("convnets") == 2
    finally:
        work.close()


def test_an_entry_that_is_taken_back_after_the_talk_was_cleaned_with_it_is_off_the_page_at_once(
    config,
):
    reviewed, work = Project(config, "Ann"), Work()
    try:
        teach.save(reviewed, work, "talk", CONVNETS)
        outcome(reviewed.job("talk"))
        assert reviewed.open("talk").desk.transcript().text.count("convnets") == 2

        work.clean = lambda jobs: None  # it is not cleaned yet
        views.WRITE["undo"](reviewed, work, "talk", {})

        text = reviewed.open("talk").desk.transcript().text
        assert (text.count("convnets"), text.count("con nets")) == (0, 2)

        # Nor is it there when a cleaning that began with it comes to its end, and another follows.
        reviewed.is_settling = lambda name: True
        saving.keep(config.own, lambda own: own.with_all(Dictionary((CONVNETS,))))
        outcome(replace(reviewed.job("talk"), again=True))
        assert reviewed.open("talk").desk.transcript().text.count("convnets") == 0
    finally:
        work.close()


def test_undo_takes_entries_back_in_the_order_in_which_all_was_done(config):
    reviewed, work, own = Project(config, "Ann"), Work(), config.own

    def undo():
        return views.WRITE["undo"](reviewed, work, "talk", {})["acted"]

    try:
        reviewed.is_settling = lambda name: name in work.busy()
        own.write_text("# Ours.\n\n[convnets]\nnear = ['small']\n")
        before, ids = own.read_text(), reviewed.open("talk").desk.items[0].ids
        teach.save(reviewed, work, "talk", CONVNETS)
        reviewed.save("talk", reviewed.open("talk").desk.about(ids[0], "accept"), "")
        teach.save(reviewed, work, "talk", CUDA)

        assert undo() == {"entry": "CUDA", "file": str(own)}
        assert [term.name for term in load(own).terms] == ["convnets"]
        assert reviewed.open("talk").desk.transcript().text.count("convnets") == 2
        assert undo()["number"] == 0
        assert undo()["entry"] == "convnets"
        assert own.read_text() == before
        assert reviewed.open("talk").desk.transcript().text.count("con nets") == 2
        assert undo() == {}
    finally:
        work.close()


def test_an_entry_that_was_changed_since_is_not_taken_back(config):
    reviewed, work = Project(config, "Ann"), Work()
    try:
        teach.save(reviewed, work, "talk", CONVNETS)
        saving.keep(config.own, lambda own: own.with_all(Dictionary((Term("convnets", "term"),))))
        kept = config.own.read_text()
        with pytest.raises(BadInput, match=r"\[convnets\] was changed since"):
            views.WRITE["undo"](reviewed, work, "talk", {})
        assert config.own.read_text() == kept
        assert views.WRITE["undo"](reviewed, work, "talk", {})["acted"] == {}
    finally:
        work.close()


def test_a_killed_worker_is_started_again_and_told_if_that_does_not_help(config):
    reviewed, work = Project(config, ""), Work()
    try:
        ask = (config, CONVNETS, reviewed.source("talk"), [], [])
        assert len(work.tried(*ask).here) == 2
        (process,) = work._trying._process._processes.values()
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert len(work.tried(*ask).here) == 2
        with pytest.raises(BadInput, match="was stopped from outside"):
            work._trying.result(os._exit, 1)
    finally:
        work.close()


def test_what_follows_work_whose_process_was_killed_is_done():
    worker, follows = Worker(), Future()
    try:
        killed = worker.start(os._exit, 1)
        killed.add_done_callback(lambda _: follows.set_result(worker.start(abs, -1)))
        with pytest.raises(BadInput, match="was stopped from outside"):
            killed.result(60)
        assert follows.result(10).result(60) == 1
    finally:
        worker.close()


def test_a_worker_that_is_closed_is_not_waited_for():
    worker = Worker()
    worker.result(abs, -1)
    busy = worker.start(time.sleep, 60)

    worker.close()

    with pytest.raises((BadInput, CancelledError)):
        busy.result(20)
    with pytest.raises(BadInput, match="closing"):
        worker.start(abs, -1)


def test_a_talk_that_went_away_is_unread(config):
    source = Project(config, "").source("other")
    Path(source.raw).unlink()

    assert keep(config, source, {}) is None
