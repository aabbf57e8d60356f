"""Files in, files out: whole or not at all, and one bad file costs nothing but itself."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from pipeline import record
from pipeline.batch import Job, asked, clean_all, outcome, read, refused
from pipeline.finding import STAMP, search
from pipeline.formats import load
from pipeline.language import encoder
from pipeline.made import READS, last_run, raw_of
from pipeline.matching import literal
from pipeline.matching.field import MANY
from pipeline.matching.forms import forms
from pipeline.overview import write_summary
from pipeline.processes import spread
from pipeline.review.project import Project
from pipeline.writing import write
from reviewing import decide, project
from say import TALK


def job(config, **changes) -> Job:
    return replace(Job(config.raw / "talk.txt", config), **changes)


def test_a_talk_becomes_a_folder_of_results(config):
    done = outcome(job(config))

    assert not done.failed
    folder = config.clean / "talk"
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    assert names >= {
        "transcript.json", "transcript.md", "transcript.srt", "transcript.vtt", "transcript.txt",
        "edits.jsonl", "edits.csv", "suspects.csv", "diff.html", "diff-normalize.html", "diff-terms.html",
    }  # fmt: skip
    text = " ".join(
        s["text"] for s in json.loads((folder / "transcript.json").read_text())["sentences"]
    )
    assert "hyperparameters" in text
    assert "ImageNet" in text
    assert "CUDA" in text


def test_a_talk_that_is_cleaned_again_is_not_read_again(config, monkeypatch):
    first = outcome(job(config))
    folder = config.clean / "talk"
    made = {name: (folder / name).read_bytes() for name in last_run(folder).files}
    encoder._window.cache_clear()
    monkeypatch.setattr(encoder, "_session", lambda network: pytest.fail(f"{network} is read"))
    again = outcome(job(config, again=True))

    assert not first.failed
    assert again.fresh
    assert made == {name: (folder / name).read_bytes() for name in last_run(folder).files}


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b"PK no archive"), Path.unlink])
def test_without_what_was_read_it_is_read_anew(config, spoil):
    outcome(job(config))
    spoil(config.clean / "talk" / READS)

    assert not outcome(job(config, again=True)).failed
    assert (config.clean / "talk" / READS).stat().st_size > 1000


def test_what_cannot_be_kept_costs_no_talk(config):
    (config.clean / "talk" / READS).mkdir(parents=True)

    assert not outcome(job(config)).failed


@pytest.mark.parametrize(
    ("said", "foreign"), [("the court held that this was so", True), ("a quxor 1 is so", False)]
)
def test_a_talk_that_says_next_to_nothing_of_a_large_dictionary_is_told(config, said, foreign):
    words = config.raw.parent / "words.txt"
    words.write_text("".join(f"quxor {n}\n" for n in range(MANY)), encoding="utf-8")
    (config.raw / "talk.txt").write_text(f"{said} and ".capitalize() * 80, encoding="utf-8")
    stages = (("terms", (("sound", False),)),)
    done = outcome(Job(config.raw / "talk.txt", replace(config, stages=stages)))

    assert done.summary.foreign is foreign
    write_summary([done], config)
    page = (config.clean / "index.html").read_text(encoding="utf-8")
    assert ("next to nothing of your dictionaries" in page) is foreign


def test_raw_and_record_alone_give_the_clean_transcript(config):
    outcome(job(config))
    folder = config.clean / "talk"

    edits = record.parse((folder / "edits.jsonl").read_text(encoding="utf-8"))
    rebuilt = record.rebuild(read(config.raw / "talk.txt"), edits)

    sentences = json.loads((folder / "transcript.json").read_text(encoding="utf-8"))["sentences"]
    assert [segment.text for segment in rebuilt.segments] == [
        sentence["text"] for sentence in sentences
    ]


def test_the_record_undone_gives_the_raw_text(config):
    outcome(job(config))
    raw = read(config.raw / "talk.txt")
    text = (config.clean / "talk" / "edits.jsonl").read_text(encoding="utf-8")

    *_, last = record.replay(raw, record.parse(text))
    undone = [edit.undo for edit, made in record.parse(text) if made]

    assert record.rebuild(last.after, ((edit, True) for edit in undone)) == raw


def test_the_same_input_gives_the_same_bytes(config):
    outcome(job(config))
    first = {
        path.name: path.read_bytes()
        for path in (config.clean / "talk").iterdir()
        if path.name != ".made.json"
    }
    outcome(job(config, again=True))

    assert {name: (config.clean / "talk" / name).read_bytes() for name in first} == first


def test_what_is_up_to_date_is_left_alone(config):
    first, second = outcome(job(config)), outcome(job(config))

    assert (first.fresh, second.fresh) == (True, False)
    assert second == replace(first, fresh=False)


@pytest.mark.parametrize("change", ["raw", "dictionary", "talk file", "slides", "info", "result"])
def test_what_it_was_made_from_has_changed_is_made_again(config, change):
    outcome(job(config))
    path = {
        "raw": config.raw / "talk.txt",
        "dictionary": config.dictionaries[0],
        "talk file": config.raw / "talk.talk.toml",
        "slides": config.raw / "talk.slides.txt",
        "info": config.raw / "talk.info.json",
        "result": config.clean / "talk" / ".made.json",
    }[change]
    path.write_text(
        {"talk file": 'title = "T"', "slides": "CUDA", "info": "{}"}.get(
            change, f"{TALK}more\n" if change == "raw" else ""
        ),
        encoding="utf-8",
    )

    assert outcome(job(config)).fresh


def test_another_order_or_a_comment_in_a_dictionary_changes_no_talk(config):
    words = config.dictionaries[0]
    outcome(job(config))
    lines = words.read_text(encoding="utf-8").splitlines()
    words.write_text("\n".join(["# a comment", *reversed(lines)]), encoding="utf-8")

    assert not outcome(job(config)).fresh
    assert not outcome(job(replace(config, without=("unheard of",)))).fresh


def test_what_a_killed_run_left_half_written_goes_unless_a_run_may_go_on(config):
    outcome(job(config))
    folder = config.clean / "talk"
    old, new, other = (folder / name for name in (".a.txt.8e5d9d3f", ".b.txt.8e5d9d3f", ".mine"))
    for path in (old, new, other, config.clean / ".index.html.01234567"):
        path.write_text("half", encoding="utf-8")
        if path != new:
            os.utime(path, (0, 0))

    write_summary([outcome(job(config))], config)

    assert [path.exists() for path in (old, new, other)] == [False, True, True]
    assert {path.name for path in config.clean.iterdir()} == {"talk", "index.html"}


def test_what_was_made_with_other_packages_is_made_again(config, monkeypatch):
    outcome(job(config))
    monkeypatch.setattr("pipeline.made.packages", lambda: "onnxruntime 1.0")

    assert outcome(job(config)).fresh


def test_what_a_run_makes_no_more_goes_and_nothing_else(config):
    outcome(job(config))
    folder = config.clean / "talk"
    before = {path.name for path in folder.iterdir()}
    for name in ("fault.txt", "notes.txt", "diff-mine.html", "transcript.docx"):
        (folder / name).write_text("", encoding="utf-8")

    fewer = replace(config, outputs=("markdown",), stages=config.stages[:2])
    outcome(job(fewer))

    assert before - {path.name for path in folder.iterdir()} == {
        "transcript.json", "transcript.srt", "transcript.vtt", "transcript.txt",
        "diff-sentences.html", "diff-speakers.html",
    }  # fmt: skip
    assert {path.name for path in folder.iterdir()} - before == {
        "notes.txt", "diff-mine.html", "transcript.docx",
    }  # fmt: skip


def test_the_forms_of_a_dictionary_are_made_once_for_all_talks(config, monkeypatch):
    made = []
    literal.phrases.cache_clear()
    monkeypatch.setattr(literal, "forms", lambda one: made.append(one) or forms(one))
    (config.raw / "other.txt").write_text(TALK, encoding="utf-8")

    done = list(clean_all([job(config, raw=path) for path in search([config.raw]).files]))

    assert [one.failed for one in done] == ["", ""]
    assert len(made) == 1


def test_a_talk_file_that_has_another_name_is_told_until_it_has_its_own(config):
    beside = config.raw / "talk.toml"  # for all files of a folder
    wrong = config.raw / "opening.toml"
    for path in (config.raw / "opening.txt", wrong):
        path.write_text("title = 'Opening'\n", encoding="utf-8")
    opening = job(config, raw=config.raw / "opening.txt")

    assert "name it opening.talk.toml" in outcome(opening).summary.unheeded[0]
    wrong.rename(beside)
    done = outcome(opening)
    assert (done.fresh, done.summary.unheeded) == (True, ())


def test_results_of_another_file_that_is_still_there_are_not_written_over(config):
    other = config.raw / "again" / "talk.txt"
    other.parent.mkdir()
    other.write_text(TALK.replace("image net", "cuda"), encoding="utf-8")
    assert not outcome(job(config)).failed
    before = (config.clean / "talk" / "transcript.txt").read_bytes()

    refused = outcome(job(config, raw=other)).failed
    assert refused.startswith(f"{other}: its results would lie in one folder with those of ")
    assert (config.clean / "talk" / "transcript.txt").read_bytes() == before
    for told in ([], [outcome(job(config, raw=other))]):  # the talk that is there is told as well
        write_summary(told, config)
        page = (config.clean / "index.html").read_text(encoding="utf-8")
        assert "1 could not be cleaned" in page
        assert "talk/diff.html" in page
    (config.raw / "talk.txt").unlink()  # it was moved
    assert not outcome(job(config, raw=other)).failed


def test_a_talk_that_was_moved_is_up_to_date_and_known_where_it_lies(config):
    assert not outcome(job(config)).failed
    there = config.raw / "2015" / "talk.txt"
    there.parent.mkdir()
    (config.raw / "talk.txt").rename(there)

    assert not outcome(job(config, raw=there)).fresh

    assert raw_of(config.clean / "talk") == there
    write_summary([], config)
    assert "its raw file is gone" not in (config.clean / "index.html").read_text(encoding="utf-8")
    other = config.raw / "talk.txt"
    other.write_text(TALK.replace("image net", "cuda"), encoding="utf-8")
    assert "in one folder with those of" in outcome(job(config, raw=other)).failed
    there.with_name("copy").mkdir()
    copy = there.with_name("copy") / "talk.txt"
    copy.write_bytes(there.read_bytes())
    assert not outcome(job(config, raw=copy)).fresh  # the same, and the first is still there
    assert raw_of(config.clean / "talk") == there


def test_the_review_cleans_a_talk_with_the_talk_file_that_it_was_cleaned_with(config, tmp_path):
    given, other = tmp_path / "any.toml", tmp_path / "other.toml"
    given.write_text('title = "A title"', encoding="utf-8")
    assert not outcome(job(config, talk=given)).failed
    reviewed = Project(config, "Ann")

    assert not outcome(reviewed.job("talk")).fresh
    assert reviewed.open("talk").desk.raw.talk.title == "A title"
    assert reviewed.source("talk").transcript().talk.title == "A title"
    assert outcome(replace(reviewed.job("talk"), again=True)).summary.title == "A title"
    given.rename(other)
    assert "any.toml: the talk was cleaned with this file" in outcome(reviewed.job("talk")).failed
    assert reviewed.source("talk").transcript().talk.title == ""  # it can still be read
    assert not outcome(job(config, talk=other)).fresh
    assert reviewed.job("talk").talk == other
    assert outcome(job(config)).summary.title == ""
    assert reviewed.job("talk").talk is None


def test_a_bad_file_costs_nothing_but_itself(config):
    (config.raw / "bad.srt").write_text("no times here", encoding="utf-8")
    jobs = [job(config, raw=path) for path in search([config.raw]).files]

    bad, good = clean_all(jobs)

    assert bad.failed.startswith(str(config.raw / "bad.srt"))
    assert not good.failed


def test_a_fault_of_ours_in_one_talk_is_told_and_kept(config, monkeypatch):
    def breaks(*_):
        raise ZeroDivisionError("inside")

    monkeypatch.setattr("pipeline.batch.process", breaks)

    done = outcome(job(config))

    assert "a fault in mondegreen itself" in done.failed
    told = (config.clean / "talk" / "fault.txt").read_text(encoding="utf-8")
    assert "ZeroDivisionError: inside" in told
    assert f"onnxruntime {version('onnxruntime')}, Python 3." in told


def test_a_package_that_does_not_load_is_a_fault_of_the_installation(config, monkeypatch):
    def absent(*_):
        raise ImportError("DLL load failed while importing onnxruntime_pybind11_state")

    monkeypatch.setattr("pipeline.batch.process", absent)

    assert "not installed as it should be (DLL load failed" in outcome(job(config)).failed
    assert not (config.clean / "talk" / "fault.txt").exists()


def full(_):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_the_overview_has_the_talks_that_were_cleaned_before(config):
    (config.raw / "another.txt").write_text(TALK, encoding="utf-8")
    one, other = (outcome(job(config, raw=path)) for path in search([config.raw]).files)
    write_summary([one, other], config)
    both = (config.clean / "index.html").read_bytes()

    write_summary([other], config)

    assert (config.clean / "index.html").read_bytes() == both
    assert b"another/diff.html" in both


def test_the_overview_has_the_talks_that_failed_before_until_they_are_cleaned_or_gone(config):
    good = (config.raw / "talk.txt").read_bytes()
    other = config.raw / "another.txt"
    other.write_text(TALK, encoding="utf-8")
    outcome(job(config, raw=other))
    before = other.read_bytes()
    one, two = config.raw / "a" / "panel.txt", config.raw / "b" / "panel.txt"
    for path in (one, two):
        path.parent.mkdir()
        path.write_bytes(good)
    other.write_bytes(b"")

    def told():
        write_summary([outcome(job(config))], config)
        return (config.clean / "index.html").read_text(encoding="utf-8")

    assert "another/diff.html" in told()
    assert outcome(job(config, raw=other)).failed
    refused(search([config.raw]), config)
    page = told()
    assert "2 could not be cleaned" in page
    assert "the file is empty" in page
    assert "another/diff.html" not in page
    other.write_bytes(before)
    one.unlink()
    two.unlink()
    assert not outcome(job(config, raw=other)).fresh
    page = told()
    assert "could not be cleaned" not in page
    assert "another/diff.html" in page


def test_the_overview_tells_the_folders_where_talks_come_from_several(config):
    for name in ("2014/keynote.txt", "2014/day2/panel.txt"):
        (config.raw / name).parent.mkdir(parents=True, exist_ok=True)
        (config.raw / name).write_text(TALK, encoding="utf-8")
    done = [outcome(job(config, raw=path)) for path in search([config.raw / "2014"]).files]

    def page(told):
        write_summary(told, config)
        return (config.clean / "index.html").read_text(encoding="utf-8")

    assert "<small>day2</small>" in page(done)
    assert "2014" not in page(done)
    assert "<small>2014</small>" in page([outcome(job(config))])
    assert f"<small>{Path('2014/day2')}</small>" in page([])


def test_talks_are_named_by_folder_and_file_where_the_project_says_so(config):
    by_path = replace(config, names="path")
    files = [config.raw / name for name in ("2014/opening.txt", "2019/opening.txt", "2019/b/c.txt")]
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TALK, encoding="utf-8")
    outcome(job(config, raw=files[0]))
    refused(asked(config), config)

    found = asked(by_path)
    done = [outcome(job(by_path, raw=path)) for path in found.files]
    write_summary(done, by_path)

    names = ["2014-opening", "2019-opening", "2019-b-c", "talk"]
    assert sorted(one.summary.name for one in done) == sorted(names)
    assert not any(one.failed for one in done)
    assert read(files[0], name="2014-opening").name == "2014-opening"
    assert by_path.name_of(Path("elsewhere/opening.txt")) == "opening"
    page = (config.clean / "index.html").read_text(encoding="utf-8")
    assert "its raw file is the talk 2014-opening now" in page
    assert "could not be cleaned" not in page
    (config.raw / "2014-opening.txt").write_text(TALK, encoding="utf-8")
    assert [Path(str(bad).split(": ")[0]).name for bad in asked(by_path).refused] == [
        "opening.txt", "2014-opening.txt"
    ]  # fmt: skip


@pytest.mark.parametrize("names", ["path", "file"])
def test_a_file_has_one_name_whatever_link_it_is_reached_by(config, tmp_path, names):
    config = replace(config, names=names)
    path = config.raw / "2019" / "opening.txt"
    path.parent.mkdir()
    path.write_text(TALK, encoding="utf-8")
    for link, to in (("rawlink", config.raw), ("raw/last", path.parent), ("raw/far", tmp_path)):
        (tmp_path / link).symlink_to(to, target_is_directory=True)

    for way in ("rawlink/2019", "raw/last", "rawlink/last", "raw/far/raw/2019"):
        assert config.name_of(tmp_path / way / path.name) == config.name_of(path)
    linked = replace(config, raw=tmp_path / "rawlink")
    assert linked.name_of(path) == config.name_of(path)
    assert config.name_of(config.raw / "far" / "a.txt") == ("far-a" if names == "path" else "a")


def test_a_talk_that_fails_under_another_suffix_is_not_told_as_gone(config):
    outcome(job(config))
    (config.raw / "talk.txt").unlink()
    (config.raw / "talk.vtt").touch()
    bad = outcome(job(config, raw=config.raw / "talk.vtt"))

    for told in ([bad], []):
        write_summary(told, config)
        page = (config.clean / "index.html").read_text(encoding="utf-8")
        assert "1 could not be cleaned" in page
        assert "talk/diff.html" in page
        assert "its raw file is gone" not in page


@pytest.mark.parametrize("change", ["rename", "path"])
def test_nothing_is_left_of_a_failure_whose_raw_file_is_gone_or_another_talk(config, change):
    bad = config.raw / "2019" / "bad.txt"
    bad.parent.mkdir()
    bad.touch()
    outcome(job(config, raw=bad))
    outcome(job(config))
    (config.clean / "mine").mkdir()
    write_summary([], config)
    assert (config.clean / "bad").exists()
    if change == "rename":
        bad.rename(config.raw / "good.txt")

    write_summary([], replace(config, names="path") if change == "path" else config)

    assert sorted(path.name for path in config.clean.iterdir()) == ["index.html", "mine", "talk"]


@pytest.mark.parametrize("name", ["notes.docx", "README.md", "terms.txt"])
def test_nothing_is_left_of_a_failure_of_a_file_that_is_left_alone(config, name):
    bad = config.raw / name
    bad.touch()
    one = outcome(job(config, raw=bad))

    def told(outcomes, config):
        write_summary(outcomes, config)
        page = (config.clean / "index.html").read_text(encoding="utf-8")
        return "1 could not be cleaned" in page

    own = replace(config, dictionaries=(*config.dictionaries, config.raw / "terms.txt"))
    assert told([one], own)
    assert not told([], own)
    assert not (config.clean / bad.stem).exists()


def test_what_waits_is_what_nobody_decided(tmp_path):
    settings = project(tmp_path)
    jobs = Job(settings.raw / "talk.txt", settings)

    def waiting():
        told = outcome(jobs).summary.waiting
        assert told == Project(settings, "").open("talk").counts()[0]
        return told

    assert waiting() == 5
    decide(settings, "talk", "imagine that", "reject", "ImageNet")
    assert waiting() == 4
    decide(settings, "talk", "could a", "accept", "CUDA")
    assert waiting() == 3


def test_a_raw_file_where_its_results_would_stand_is_neither_written_over_nor_removed(config):
    raw = config.clean / "transcript" / "transcript.txt"
    raw.parent.mkdir(parents=True)
    raw.write_text(TALK, encoding="utf-8")
    beside = raw.with_name("transcript.vtt")
    beside.write_text("mine", encoding="utf-8")

    over = outcome(job(config, raw=raw))
    other = outcome(job(replace(config, outputs=("json",)), raw=raw))

    assert "its results would be written over it" in over.failed
    assert not other.failed
    assert raw.read_text(encoding="utf-8") == TALK
    assert beside.read_text(encoding="utf-8") == "mine"


def test_a_full_disk_is_told_of_each_talk(config, monkeypatch):
    monkeypatch.setattr("os.fsync", full)

    assert outcome(job(config)).failed == (
        f"{config.clean / 'talk' / STAMP}: No space left on device"
    )


def test_what_was_half_written_or_deleted_is_made_again(config, monkeypatch):
    first = outcome(job(config))
    written = []

    def fills_up(path, text):
        if len(written) == 4:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        written.append(path)
        write(path, text)

    monkeypatch.setattr("pipeline.batch.write", fills_up)
    assert outcome(replace(job(config), again=True)).summary.failed
    monkeypatch.undo()

    assert outcome(job(config)).fresh
    (config.clean / "talk" / "transcript.md").unlink()
    assert outcome(job(config)).fresh
    assert not outcome(job(config)).fresh
    assert first.fresh


def test_a_fault_of_ours_is_told_even_if_the_disk_is_full(config, monkeypatch):
    monkeypatch.setattr("pipeline.batch.process", lambda *_: 1 / 0)
    monkeypatch.setattr("os.fsync", full)

    assert "'ZeroDivisionError: division by zero'" in outcome(job(config)).failed


def halved(number):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number / 2


def test_a_process_that_is_killed_costs_the_talk_it_had():
    assert list(spread(halved, [2, 4, 3, 6, 8], 2)) == [1, 2, None, 3, 4]


def killed_once(path):
    """Ends its process when it has the third path first; after the second time each process waits for another at work."""
    third = path.with_name("2")
    if path == third and not third.exists():
        third.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    tried_again = third.with_suffix(".again")
    if path == third:
        tried_again.touch()
    if not tried_again.exists():
        time.sleep(0.1)
    elif path != third:
        path.with_name(f"worker {os.getpid()}").touch()
        return soon(lambda: len([*path.parent.glob("worker *")]) == 2, 60)
    return True


def test_a_process_that_is_killed_is_replaced_and_its_talk_tried_again(tmp_path):
    assert all(spread(killed_once, [tmp_path / str(number) for number in range(30)], 2))
    assert len([*tmp_path.glob("worker *")]) == 2


def waiting(path):
    path.write_text(str(os.getpid()))
    time.sleep(60)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks /proc who is alive")
def test_processes_end_with_the_one_that_started_them(tmp_path):
    told = tmp_path / "worker"
    begin = f"import test_batch as t; list(t.spread(t.waiting, [t.Path({str(told)!r})], 1))"
    with subprocess.Popen([sys.executable, "-c", begin], cwd=Path(__file__).parent) as run:
        worker = int(soon(lambda: told.exists() and told.read_text()))
        run.kill()

    assert soon(lambda: not is_alive(worker))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks /proc who is alive")
def test_ctrl_c_ends_the_processes_at_once(tmp_path):
    told = [tmp_path / name for name in ("one", "two", "three", "four", "five")]
    paths = ", ".join(f"t.Path({str(path)!r})" for path in told)
    begin = f"import test_batch as t; list(t.spread(t.waiting, [{paths}], 2))"
    with subprocess.Popen(
        [sys.executable, "-c", begin],
        cwd=Path(__file__).parent,
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        workers = [int(soon(lambda at=at: at.exists() and at.read_text())) for at in told[:2]]
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate(timeout=20)

    assert said.count("Traceback") == 1  # its own: the workers say nothing
    assert not any(map(is_alive, workers))
    assert not told[2].exists()


BEGINNING = """
import pathlib, time
from pipeline.processes import Process
if __name__ != "__main__":  # the process that is started reads this before it begins
    pathlib.Path({!r}).touch()
    time.sleep(60)
pool = Process(int)
pool.submit(abs, 1)
try:
    time.sleep(60)
except KeyboardInterrupt:
    time.sleep(0.5)
    pool.stop()
"""


@pytest.mark.skipif(os.name == "nt", reason="sends a signal to a group of processes")
def test_ctrl_c_is_not_heard_by_a_process_that_is_only_beginning(tmp_path):
    script, told = tmp_path / "main.py", tmp_path / "begun"
    script.write_text(BEGINNING.format(str(told)), encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert soon(told.exists)
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate(timeout=20)

    assert said == ""


def soon(answer, seconds=20):
    until = time.monotonic() + seconds
    while not (found := answer()) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def is_alive(number):
    """Whether there is such a process, that has not ended."""
    try:
        return Path(f"/proc/{number}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_a_talk_whose_process_was_killed_is_told(config, monkeypatch):
    monkeypatch.setattr("pipeline.batch.spread", lambda *_: iter([None, None]))

    done, _ = clean_all([job(config)] * 2, 2)

    assert done.summary.name == "talk"
    assert "its process was ended from outside" in done.failed


def test_two_processes_give_what_one_gives(config):
    (config.raw / "other.txt").write_text(TALK.replace("cuda", "image net"), encoding="utf-8")
    jobs = [job(config, raw=path) for path in search([config.raw]).files]

    serial = [replace(done.summary, took=0, loaded=False) for done in clean_all(jobs)]
    spread = [
        replace(done.summary, took=0, loaded=False)
        for done in clean_all([replace(j, again=True) for j in jobs], 2)
    ]

    assert spread == serial


GERMAN = (
    "wir haben in den letzten jahren viel mit neuronalen netzen gearbeitet und sehen dass sie lernen "
    * 4
)


def test_another_language_is_refused_but_for_its_spacing(config):
    raw = config.raw / "vortrag.txt"
    raw.write_text(GERMAN, encoding="utf-8")
    spacing = replace(config, stages=(("normalize", ()),))

    assert "does not read like English" in outcome(job(config, raw=raw)).failed
    assert not outcome(job(spacing, raw=raw)).failed


def test_the_talk_file_beside_says_more_than_the_page(tmp_path):
    raw = tmp_path / "talk.txt"
    raw.write_text(TALK, encoding="utf-8")
    (tmp_path / "talk.talk.toml").write_text(
        'title = "On parameters"\n[[speakers]]\nname = "Ann"\n', encoding="utf-8"
    )

    talk = read(raw).talk

    assert (talk.title, [speaker.name for speaker in talk.speakers]) == ("On parameters", ["Ann"])


def test_the_seed_talk_in_the_repository_is_rebuilt_from_its_record():
    """What is committed under data/clean is what raw and record give: the promise, on the real talk."""
    top = Path(__file__).parent.parent / "data"
    name = "day-1-questions-and-answers"
    folder = top / "clean" / name

    edits = record.parse((folder / "edits.jsonl").read_text(encoding="utf-8"))
    rebuilt = record.rebuild(read(top / "raw" / f"{name}.txt"), edits)

    written = load(folder / "transcript.json")
    assert [s.text for s in rebuilt.segments] == [s.text for s in written.segments]
    assert [s.speaker for s in rebuilt.segments] == [s.speaker for s in written.segments]
