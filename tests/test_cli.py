"""The commands, as a user types them."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
from itertools import count, islice
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.__main__ import main
from pipeline.batch import clean_all
from pipeline.cli import app
from pipeline.config import load_config
from pipeline.dictionary import Term, load
from pipeline.errors import BadInput, PipelineError
from pipeline.probe import probe
from pipeline.review.project import Project
from pipeline.versions import versions
from reviewing import decide

pytestmark = pytest.mark.usefixtures("project")
DOCS = Path(__file__).parent.parent


@pytest.fixture
def project(config, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return config


@pytest.fixture
def all_asked(project):
    """A project that asks what is hardly likely, too."""
    with project.file.open("a", encoding="utf-8") as file:
        file.write("\n[terms]\nsuggest = 0.01\n")


def call(*arguments: str, code: int = 0, typed: str | None = None) -> str:
    result = CliRunner().invoke(app, arguments, input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


def test_clean_tells_what_it_did_and_where(project):
    told = call("clean")

    assert told.startswith("talk: 21 words, ")
    assert "results in clean, overview in clean/index.html" in told
    assert (project.clean / "index.html").exists()


def test_the_seconds_of_the_first_talk_say_that_they_hold_what_all_need(project, monkeypatch):
    (project.raw / "other.txt").write_bytes((project.raw / "talk.txt").read_bytes())
    monkeypatch.setattr("pipeline.batch._CLEANED", count())

    other, talk = call("clean").splitlines()[:2]

    assert re.search(r"^other: .* \(\d+\.\d s, loading included\)$", other)
    assert re.search(r"^talk: .* \(\d+\.\d s\)$", talk)
    assert (project.clean / "index.html").read_text("utf-8").count("loading included") == 1


def test_clean_into_a_folder_with_a_list_of_terms(tmp_path):
    (tmp_path / "only.txt").write_text("CUDA\n", encoding="utf-8")

    call(
        "clean",
        "raw/talk.txt",
        "--out",
        "there",
        "--dictionary",
        "only.txt",
        "--no-shipped-dictionaries",
    )

    sentences = json.loads((tmp_path / "there/talk/transcript.json").read_text())["sentences"]
    (asked,) = [sentence for sentence in sentences if "CUDA" in sentence["text"]]
    assert 12 <= asked["start"] < asked["end"]


def test_clean_for_a_script():
    (done,) = json.loads(call("clean", "--json"))

    assert (done["talk"], done["words"]) == ("talk", 21)
    assert {"stage": "normalize", "kind": "drop", "made": True, "edits": 1} in done["counts"]


def test_a_failed_talk_is_told_and_the_others_are_cleaned(project):
    (project.raw / "empty.srt").write_text("", encoding="utf-8")

    told = call("clean", code=1)

    assert "empty: failed: " in told
    assert "talk: 21 words" in told


def test_a_talk_named_as_the_overview_does_not_stand_in_its_way(project):
    (project.raw / "index.html.txt").write_bytes((project.raw / "talk.txt").read_bytes())

    told = call("clean", code=1)

    assert "index.html: failed: raw/index.html.txt: its results would lie where" in told
    assert "index.html.txt" in (project.clean / "index.html").read_text(encoding="utf-8")


def test_of_what_is_up_to_date_the_count_is_told(project):
    (project.raw / "empty.srt").write_text("", encoding="utf-8")

    assert call("clean", code=1).endswith("\n1 cleaned, 1 failed\n")
    again = call("clean", code=1)
    assert "talk: " not in again
    assert again.endswith("\n1 up to date, 1 failed\n")


def test_quiet_tells_nothing_but_what_went_wrong(project):
    (project.raw / "notes.odd").touch()
    assert call("clean", "--quiet") == ""
    (project.raw / "empty.srt").write_text("", encoding="utf-8")

    assert call("clean", "--quiet", "--again", code=1) == (
        "empty: failed: raw/empty.srt: the file is empty; fetch or export it again\n"
    )


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_leaves_what_was_cleaned_and_says_so(
    project, monkeypatch, number, code
):
    (project.raw / "zoo.txt").write_bytes((project.raw / "talk.txt").read_bytes())

    def cut_off(jobs, workers):
        yield from islice(clean_all(jobs, workers), 1)
        signal.raise_signal(number)
        yield from clean_all(jobs, workers)

    monkeypatch.setattr("pipeline.cli.clean.clean_all", cut_off)

    told = call("clean", code=code)

    assert told.startswith("talk: 21 words, ")
    assert "stopped: 1 of 2 talks are done; `mondegreen clean` goes on with the others" in told
    assert "talk/diff.html" in (project.clean / "index.html").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="it tells such a pipe otherwise")
def test_a_run_whose_output_nobody_reads_on_stops_and_says_so(project):
    command = [sys.executable, "-m", "pipeline", "clean"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        run.stdout.close()
        told = run.stderr.read().decode()

    assert told == "stopped: 1 of 1 talks are done; `mondegreen clean` goes on with the others\n"
    assert run.returncode == 141
    assert (project.clean / "index.html").exists()


def test_each_talk_is_told_as_soon_as_it_is_cleaned(project, monkeypatch, capfd):
    said = []

    def watched(jobs, workers):
        for done in clean_all(jobs, workers):
            yield done
            said.append(capfd.readouterr().out)

    monkeypatch.setattr("pipeline.cli.clean.clean_all", watched)
    with pytest.raises(SystemExit):
        app(["clean"])

    assert said[0].startswith("talk: 21 words, ")


def test_decisions_that_cannot_be_heeded_are_told_each_time(project):
    told = project.verdicts / "talk.jsonl"
    place = {"place": [9, 10], "heard": "parrot", "left": "of the", "right": "that spoke"}
    lost = {"id": "x", "verdict": "reject", "was": "parrot", "now": "carrot", **place}
    told.parent.mkdir(parents=True)
    told.write_text(f"<<<<<<< HEAD\n{json.dumps(lost)}\n", encoding="utf-8")

    for said in (call("clean"), call("clean")):
        assert "verdicts/talk.jsonl: line 1 cannot be read and is left out (" in said
        assert "); mend the line, or take it out" in said
        assert (
            "talk.jsonl: decided, but could not be done: 'parrot' stays, not 'carrot', at " in said
        )
    assert "What could not be heeded" in (project.clean / "index.html").read_text()


def test_decisions_about_a_talk_that_was_renamed_are_told(project):
    call("clean")
    project.verdicts.mkdir(parents=True)
    (project.verdicts / "talk.jsonl").write_text("", encoding="utf-8")
    assert "not there" not in call("clean")
    (project.raw / "talk.txt").rename(project.raw / "speech.txt")

    told = call("clean")

    assert (
        "verdicts/talk.jsonl: decisions about a talk that is not there; if the raw file was renamed"
        in told
    )
    page = (project.clean / "index.html").read_text(encoding="utf-8")
    assert page.count("its raw file is gone") == 1
    assert "not there" not in call("clean", "raw/speech.txt")


def test_talks_named_by_folder_and_file_go_by_these_names_in_all_commands(project):
    for year in ("2014", "2019"):
        (project.raw / year).mkdir()
        (project.raw / year / "talk.txt").write_bytes((project.raw / "talk.txt").read_bytes())
    (project.raw / "talk.txt").rename(project.raw / "other.txt")
    assert 'write names = "path" into mondegreen.toml' in call("clean", code=1)
    call("clean", "raw/2019/talk.txt")
    decide(project, "other", "questions", "reject", "questionnaire")
    (project.verdicts / "other.jsonl").rename(project.verdicts / "talk.jsonl")
    with Path("mondegreen.toml").open("a", encoding="utf-8") as file:
        file.write('names = "path"\n')

    told = call("clean")
    assert "2014-talk: 21 words" in told
    (old,) = [line for line in told.splitlines() if "decisions about a talk that is" in line]
    Path(old.partition(": ")[0]).rename(project.verdicts / "2019-talk.jsonl")
    assert "decisions" not in call("clean")

    assert "the same" in call("rebuild", "2019-talk", "--format", "markdown", "--check")
    assert "hyperparameters" in call("explain", "2014-talk", "0:04")
    rows = list(csv.DictReader(call("verdicts", "export", "2019-talk", "--all").splitlines()))
    assert {row["talk"] for row in rows} == {"2019-talk"}
    Path("v.csv").write_text(
        f"talk,id,verdict\n2019-talk,{rows[0]['id']},reject\n", encoding="utf-8"
    )
    assert "1 verdict taken in" in call("verdicts", "import", "v.csv")
    told = call("dict", "probe", "questionnaire", "--alias", "questions")
    assert "  2014-talk 0:00:08  … " in told
    assert "2019-talk" not in told  # it was rejected there
    reviewed = Project(load_config(), "Ann")
    assert [row.name for row in reviewed.rows()] == ["2014-talk", "2019-talk", "other"]
    assert reviewed.record("2019-talk") == (project.clean / "2019-talk/edits.jsonl").read_bytes()
    with pytest.raises(BadInput, match="there is no talk"):
        reviewed.record("../raw")


def test_what_cannot_be_cleaned_costs_nothing_but_itself(project):
    (project.raw / "more").mkdir()
    for name in ("panel.srt", "more/panel.vtt"):
        (project.raw / name).write_bytes((project.raw / "talk.txt").read_bytes())

    told = call("clean", "raw", "nowhere.txt", code=1)

    assert "talk: 21 words" in told
    assert told.count("panel: failed: raw/") == 2
    assert "nowhere: failed: nowhere.txt: there is no such file" in told
    assert "raw/more/panel.vtt: its results would lie" in (project.clean / "index.html").read_text()


def test_what_came_of_each_talk_is_told_even_without_room_for_the_overview(project, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", "clean/index.html")

    monkeypatch.setattr("pipeline.cli.clean.write_summary", full)

    told = call("clean", code=1)

    assert "talk: 21 words" in told
    assert "no overview: clean/index.html: No space left on device" in told


def test_files_that_no_format_reads_are_told(project):
    (project.raw / "notes.docx").write_bytes(b"PK")

    told = call("clean")

    why = "eft alone, as no format reads them (`mondegreen formats` lists those that are read): notes.docx"
    assert f"l{why}\n" in told
    assert f"L{why}." in (project.clean / "index.html").read_text(encoding="utf-8")
    # As a shell writes `raw/*` out; by itself it may be meant.
    assert f"l{why}\n" in call("clean", *map(str, sorted(project.raw.iterdir())))
    assert "raw/notes.docx: no format for '.docx'; rename it" in call(
        "clean", "raw/notes.docx", code=1
    )


def test_a_folder_in_which_no_format_reads_anything_says_what_lies_there(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "notes.docx").write_bytes(b"PK")

    with pytest.raises(
        BadInput, match=r"there: no transcripts there \(left alone, .*notes\.docx\)"
    ):
        call("clean", "there")


def test_one_talk_file_for_two_talks_is_refused(project):
    (project.raw / "other.txt").write_bytes((project.raw / "talk.txt").read_bytes())
    Path("t.toml").write_text("", encoding="utf-8")

    with pytest.raises(
        PipelineError, match=r"one talk file cannot serve several talks; put NAME\.talk\.toml"
    ):
        call("clean", "--talk", "t.toml")


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_a_talk_is_rebuilt_with_the_talk_file_that_it_was_cleaned_with(tmp_path, form):
    roster = tmp_path / "elsewhere" / "t.toml"
    roster.parent.mkdir()
    roster.write_text('title = "A title"', encoding="utf-8")
    call("clean", "--talk", "elsewhere/t.toml")

    assert "A title" in call("rebuild", "talk", "--format", form)
    assert "the same" in call("rebuild", "talk", "--format", form, "--check")
    with pytest.raises(BadInput, match="the project is made of it"):
        call("verdicts", "export", "--output", "elsewhere/t.toml")


@pytest.mark.parametrize("option", ["--talk", "--dictionary"])
def test_a_named_file_that_is_not_there_is_told_though_all_is_up_to_date(option):
    call("clean")

    with pytest.raises(PipelineError, match=r"^dictionary\.toml: there is no such file$"):
        call("clean", option, "dictionary.toml")


def test_diff_shows_a_stage():
    call("clean")

    told = call("diff", "talk", "--stage", "terms")

    assert "hyperparameters" in told
    assert "um" not in told.split()
    assert {
        row["now"] for row in json.loads(call("diff", "talk", "--stage", "terms", "--json"))
    } >= {"ImageNet"}


def test_a_talk_that_was_not_cleaned_is_told_from_those_that_were():
    call("clean")
    Path("other.toml").write_text("")

    with pytest.raises(PipelineError, match=r"no cleaned talk 'tlak' in clean; there are: talk"):
        call("diff", "tlak")
    elsewhere = r"run `mondegreen clean`; if it lies elsewhere, give its folder, or write into mondegreen\.toml"
    with pytest.raises(PipelineError, match=elsewhere):
        call("diff", "talk", "--config", "other.toml")
    (folder,) = (path.parent for path in Path("clean").glob("*/edits.jsonl"))
    lines = (folder / "edits.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if '"stage": "speakers"' not in line]
    (folder / "edits.jsonl").write_text("".join(kept), encoding="utf-8")
    assert call("diff", "talk", "--stage", "speakers") == "== speakers: 0 made\n\n\n"
    assert json.loads(call("diff", "talk", "--stage", "speakers", "--json")) == []
    with pytest.raises(PipelineError, match=r"no stage 'polish'; there are: "):
        call("diff", "talk", "--stage", "polish")


def test_what_was_decided_is_told_with_the_change_as_long_as_it_stands(project):
    said = "1\n00:00:00,000 --> 00:00:04,000\nWe ran could a kernels on the machine all night.\n"
    (project.raw / "night.srt").write_text(said, encoding="utf-8")
    Path("own.toml").write_text('[CUDA]\nheard = ["could a"]\n', encoding="utf-8")
    with Path("mondegreen.toml").open("a", encoding="utf-8") as file:
        file.write("[apply]\nterms = 0.999\n")
    call("clean")

    def told() -> list[bool]:
        where = ("diff", "night"), ("diff", "night", "--json"), ("explain", "night", "0:01")
        return ["accepted by Ann; dictionary: CUDA" in call(*one) for one in where]

    reviewed = Project(load_config(Path("mondegreen.toml")), "Ann")
    desk = reviewed.open("night").desk
    (item,) = (item for item in desk.items if item.lead.now == "CUDA")
    assert told() == [False] * 3

    reviewed.save("night", desk.about(item.ids[0], "accept"), "")
    assert told() == [True] * 3
    call("clean")
    assert told() == [True] * 3
    files = [project.clean / "night" / name for name in ("edits.csv", "diff.html", "edits.jsonl")]
    texts = [file.read_text(encoding="utf-8") for file in files]
    assert ["accepted by Ann" in text for text in texts] == [True, True, False]

    reviewed.undo("night", "")
    assert told() == [False] * 3  # before the talk is cleaned again, too
    call("clean")
    assert "accepted" not in files[0].read_text(encoding="utf-8")


def test_explain_tells_a_words_life():
    call("clean")

    told = call("explain", "talk", "0:04")

    assert told.splitlines()[0].startswith("raw")
    assert "'hyper parameters' -> 'hyperparameters'" in told
    assert "dictionary: hyperparameter" in told
    stages = [line["stage"] for line in json.loads(call("explain", "talk", "0:04", "--json"))]
    assert stages[:3] == ["raw", "normalize", "terms"]


def test_explain_tells_who_speaks_since_when_and_why(project):
    (project.raw / "named.srt").write_text(
        "1\n00:00:00,000 --> 00:00:05,000\nAnn: so we train nets.\n\n"
        "2\n00:00:05,000 --> 00:00:10,000\nAnn: They are deep.\n\n"
        "3\n00:00:10,000 --> 00:00:12,000\nBob: I see.\n",
        encoding="utf-8",
    )
    call("clean")

    assert "speaker   Ann since 0:00:00, as the raw file says" in call("explain", "named", "0:07")
    assert "speaker   Bob since 0:00:10, as the raw file says" in call("explain", "named", "0:11")


def test_explain_tells_why_somebody_is_named(project):
    (project.raw / "asked.txt").write_text(
        "0:00\nso hello everybody I am Ann Smith and I\n0:04\nwork on nets and these are deep nets\n"
        "0:09\nthey learn from data and they are large\n",
        encoding="utf-8",
    )
    (project.raw / "asked.talk.toml").write_text('[[speakers]]\nname = "Ann Smith"\n')
    call("clean")

    told = call("explain", "asked", "0:05").splitlines()[-1]

    assert re.match(r"speaker   Ann Smith since 0:00:00, \d+%, because .+", told)


@pytest.mark.parametrize("moment", ["9:00", "-1", "soon"])
def test_explain_of_no_moment_says_so(moment):
    call("clean")

    with pytest.raises((PipelineError, AssertionError)):
        call("explain", "talk", moment)


@pytest.mark.parametrize("form", ["json", "markdown", "srt", "vtt", "txt"])
def test_rebuild_gives_what_was_written(form):
    call("clean")

    assert "the same" in call("rebuild", "talk", "--format", form, "--check")


def test_a_talk_cleaned_into_any_folder_is_known_by_it(tmp_path, monkeypatch):
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "one.txt").write_text("so um today we train it", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "talks")
    call("clean", "one.txt", "--out", "../done", "--config", "../mondegreen.toml")
    monkeypatch.chdir(tmp_path)

    assert "the same" in call("rebuild", "done/one", "--check")
    assert "um" in call("diff", "done/one", "--stage", "normalize")


@pytest.mark.parametrize("command", ["clean", "review"])
def test_without_transcripts_it_says_how_to_begin(tmp_path, monkeypatch, command):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    with pytest.raises(
        BadInput,
        match=r'raw: no transcripts there; .*mondegreen\.toml.*raw = "talks", clean = "clean"',
    ):
        call(command)


def test_rebuild_notices_a_file_that_was_tampered_with(project):
    call("clean")
    path = project.clean / "talk" / "transcript.txt"
    path.write_text(path.read_text() + "more", encoding="utf-8")

    assert "differs" in call("rebuild", "talk", "--check", code=1)
    path.write_bytes(b"\xff")
    assert "differs" in call("rebuild", "talk", "--check", code=1)


@pytest.mark.parametrize(
    "command", [("rebuild", "talk"), ("diff", "talk"), ("explain", "talk", "0:01")]
)
def test_a_raw_file_that_changed_since_is_told_with_what_to_do(project, command):
    call("clean")
    raw = next(project.raw.glob("talk.*"))
    lines = raw.read_text(encoding="utf-8").splitlines(keepends=True)
    raw.write_text("".join(lines[:-1]), encoding="utf-8")

    with pytest.raises(
        BadInput, match=r"talk\.\w+: the raw file has changed.*clean the talk again"
    ):
        call(*command)


def test_a_record_that_cannot_be_read_is_told_as_that(project):
    call("clean")
    path = project.clean / "talk" / "edits.jsonl"
    path.unlink()
    path.mkdir()

    with pytest.raises(BadInput, match=r"talk/edits\.jsonl: cannot be read \(Is a directory\)"):
        call("diff", "talk")


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("edits.jsonl", ("diff", "talk")),
        ("edits.jsonl", ("rebuild", "talk")),
        ("suspects.csv", ("dict", "suspects", "talk")),
    ],
)
def test_what_a_run_left_and_is_no_text_any_more_is_told_as_that(project, name, command):
    call("clean")
    path = project.clean / "talk" / name
    path.write_bytes(path.read_bytes() + b"\xff")

    with pytest.raises(BadInput, match=rf"talk/{name}: this is no text in UTF-8; clean the talk"):
        call(*command)
    # Without word of the last run, too, all talks are listed, and an entry is tried.
    (project.clean / "talk" / ".made.json").unlink()
    assert [row.name for row in Project(project, "Ann").rows()] == ["talk"]
    assert "CUDA" in call("dict", "probe", "CUDA", "--alias", "questions")


def test_what_the_encoding_of_the_output_does_not_have_is_spelled_out(project):
    (project.raw / "talk.txt").write_text("so um we met \u0141ukasz today", encoding="utf-8")
    call("clean")

    result = subprocess.run(
        [sys.executable, "-m", "pipeline", "diff", "talk"],
        capture_output=True,
        encoding="latin-1",
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )

    assert (result.returncode, result.stderr) == (0, "")
    assert "met \\u0141ukasz today" in result.stdout


def test_what_goes_into_a_file_is_utf_8_wherever_it_is_written(project):
    (project.raw / "talk.txt").write_text("so um we met \u0141ukasz today", encoding="utf-8")
    call("clean")
    env = {name: text for name, text in os.environ.items() if name != "PYTHONIOENCODING"}
    elsewhere = "import sys; sys.stdout.reconfigure(encoding='cp1252'); from pipeline.__main__ import main; main()"

    result = subprocess.run(
        [sys.executable, "-c", elsewhere, "diff", "talk"], capture_output=True, env=env
    )

    assert "met \u0141ukasz today" in result.stdout.decode()


def test_an_entry_shows_what_it_changes_before_it_is_saved():
    told = call("dict", "probe", "questionnaire", "--alias", "questions")

    assert told.startswith("made: 1\n  talk 0:00:")
    assert "any [questions -> questionnaire]" in told
    assert told.endswith("\n1 change in your talks\n")
    assert load(Path("own.toml")).terms == ()


def test_a_form_that_is_the_term_itself_is_not_kept(project):
    told = call("dict", "add", "Foo", "--heard", "Foo", "--heard", "fu", "--yes")

    assert "lists itself" not in told
    assert load(Path("own.toml")).get("Foo").heard == ("fu",)


def test_suggestions_that_come_and_go_are_no_changes(all_asked):
    told = call("dict", "probe", "questionnaire", "--heard", "questions")
    assert "asked: 1, all below 0.30: --all lists them\n" in told
    assert "changes nothing in your talks; questions: 1 more" in told

    call("dict", "add", "questionnaire", "--heard", "questions", "--yes")
    told = call("dict", "remove", "questionnaire", "--yes")
    assert "no longer asked: 1, " in told
    assert "changes nothing in your talks; questions: 1 fewer" in told


def test_one_reading_in_the_place_of_another_is_one_change():
    call("dict", "add", "questionnaire", "--alias", "questions", "--yes")
    told = call("dict", "probe", "questions and answers", "--alias", "any questions")

    assert told.count("any questions ->") == told.count("[questions ->") == 1
    assert "1 change in your talks" in told


def test_a_change_that_would_only_be_suggested_counts_as_one(project):
    call("dict", "add", "questionnaire", "--alias", "questions", "--yes")
    told = call("dict", "probe", "questioning", "--alias", "questions")

    assert "[questions -> questioning]" in told
    assert "no longer made: 1\n" in told
    assert "; asked now: questionnaire (" in told
    assert told.endswith("1 change in your talks; questions: 1 more\n")


def test_a_talk_that_cannot_be_read_keeps_no_entry_from_being_saved(project):
    (project.raw / "bad.srt").write_text("1\n00:00:05,000 --> 00:00:01,000\nso\n", encoding="utf-8")

    told = call("dict", "add", "questionnaire", "--alias", "questions", "--yes")
    assert "warning: raw/bad.srt:2: it ends (0:00:01) before it starts" in told
    assert "1 change in your talks" in told
    assert "saved in own.toml" in told


def test_a_change_that_a_rejection_holds_is_told_apart(project):
    decide(project, "talk", "questions", "reject", "questionnaire")

    told = call("dict", "probe", "any questionnaire", "--alias", "any questions")

    assert "held by what was decided there: 1\n" in told
    assert "changes nothing in your talks; 1 held by what was decided there" in told


def test_an_entry_is_saved_listed_shown_applied_and_removed(project):
    assert "saved in own.toml" in call(
        "dict", "add", "questionnaire", "--alias", "questions", typed="y\n"
    )
    assert call("dict", "list", "quest") == "questionnaire\n"
    assert "alias, always" in call("dict", "show", "questionnaire")
    call("clean")
    assert "questionnaire" in (project.clean / "talk" / "transcript.txt").read_text()
    assert "no longer made: 1\n" in call("dict", "remove", "questionnaire", "--yes")
    assert load(Path("own.toml")).terms == ()


@pytest.mark.parametrize("command", ["add", "probe"])
def test_that_there_is_no_talk_to_change_is_told_with_where_it_was_looked_for(project, command):
    (project.raw / "talk.txt").unlink()

    told = call("dict", command, "GAN", typed="y\n")

    assert "in your talks" not in told
    assert (
        "warning: there is no talk to show changes in: raw: no transcripts there; put some there, or write"
        in told
    )
    assert ("saved in own.toml" in told) == (command == "add")


def test_questions_of_little_weight_are_listed_if_all_are_wanted(all_asked):
    told = call("dict", "probe", "questionnaire", "--heard", "questions", "--all")

    assert "asked: 1\n  talk 0:00:08  … " in told


def test_what_was_found_before_ctrl_c_is_told(monkeypatch):
    def stopped(*given):
        yield from probe(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.cli.changes.probe", stopped)

    told = call("dict", "add", "questionnaire", "--alias", "questions", typed="n\n")

    assert told.startswith("made: 1\n")
    assert "in your talks" not in told
    assert "stopped: what else it changes is not told\nSave to own.toml?" in told


def test_ctrl_c_loses_no_entry_that_is_wanted(monkeypatch):
    def stopped(*_):
        yield from ()
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.cli.changes.probe", stopped)
    call("dict", "add", "GAN", "--yes", code=130)
    assert [term.name for term in load(Path("own.toml")).terms] == ["GAN"]

    told = call("dict", "add", "ReLU", typed="y\n")
    assert told.startswith("stopped: what else it changes is not told\nSave to own.toml?")
    assert [term.name for term in load(Path("own.toml")).terms] == ["GAN", "ReLU"]


def test_how_far_a_look_through_all_talks_is_shows_on_a_terminal_alone(monkeypatch):
    assert "what is written" not in call("dict", "probe", "backprop")

    monkeypatch.setattr("rich.console.Console.is_terminal", True)
    assert "what is written" in call("dict", "probe", "backprop")


def test_a_guess_of_its_sound_is_shown_as_an_entry_has_it():
    call("dict", "add", "Verner", "--yes")
    assert '[Verner]\nsounds = ["V ER N ER"]\n' in call("dict", "show", "Verner")

    call("dict", "add", "Verner", "--sound", "F EH1 R N ER0", "--yes")
    told = call("dict", "show", "Verner")
    assert 'sounds = ["F EH1 R N ER0"]' in told
    assert "V ER N ER" not in told


def test_an_entry_that_cannot_be_taken_out_is_told_with_the_reason():
    Path("mondegreen.toml").write_text('dictionaries = ["words.txt", "own.toml"]', encoding="utf-8")
    Path("own.toml").write_text("[ReLU]\n", encoding="utf-8")

    for term, message in {
        "PyTorch": "^'PyTorch' ships with mondegreen and cannot be taken out; to write it otherwise.*without = .*PyTorch",
        "hyperparameter": "own.toml: no entry 'hyperparameter'; it stands in words.txt: name that by --to",
        "relu": "own.toml: no entry 'relu'; there is 'ReLU'",
        "zork": "own.toml: no entry 'zork'; see `mondegreen dict list`",
    }.items():
        with pytest.raises(BadInput, match=message):
            call("dict", "remove", term)


def test_beside_a_plain_list_entries_have_a_file_of_their_own(project, config):
    Path("mondegreen.toml").write_text(
        'raw = "raw"\nclean = "clean"\nshipped_dictionaries = false\ndictionaries = ["words.txt"]\n',
        encoding="utf-8",
    )
    names = Path("words.txt").read_text(encoding="utf-8")

    call("dict", "add", "questionnaire", "--alias", "questions", "--yes")

    assert Path("words.txt").read_text(encoding="utf-8") == names
    assert load(Path("dictionary.toml")).terms[0].aliases == ("questions",)
    call("clean")
    assert "questionnaire" in (project.clean / "talk" / "transcript.txt").read_text()


def test_an_entry_that_is_declined_is_not_saved():
    call("dict", "add", "CUDA", "--heard", "could a", typed="n\n")

    assert load(Path("own.toml")).terms == ()


def test_what_was_saved_while_the_question_stood_is_kept(monkeypatch):
    def answer(*_: object, **__: object) -> bool:
        Path("own.toml").write_text("[ReLU]\n", encoding="utf-8")
        return True

    monkeypatch.setattr("typer.confirm", answer)
    call("dict", "add", "GAN", "--heard", "gone")

    assert [term.name for term in load(Path("own.toml")).terms] == ["GAN", "ReLU"]


def test_that_another_dictionary_has_an_entry_is_told_and_it_is_added_all_the_same():
    for _ in range(2):
        told = call("dict", "add", "CUDA", "--heard", "could a", "--yes")
        assert "note: CUDA stands in words.txt already" in told
    assert load(Path("own.toml")).get("CUDA").heard == ("could a",)
    assert "note: CUDA stands in words.txt already" in call("dict", "probe", "CUDA")

    for _ in range(2):
        assert "already" not in call("dict", "add", "GAN", "--yes")


def test_adding_to_an_entry_keeps_what_it_had():
    call("dict", "add", "GAN", "--heard", "gone", "--near", "training", "--yes")
    call("dict", "add", "GAN", "--heard", "gun", "--yes")

    assert load(Path("own.toml")).get("GAN").heard == ("gone", "gun")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["🙂"], r"\[🙂\] has neither a letter nor a digit"),
        (["GAN", "--heard", ""], r"\[GAN\] heard has ''"),
        (["GAN", "--sound", "JEE"], "'JEE' is no sound of ARPAbet"),
    ],
)
def test_an_entry_that_no_talk_could_use_is_refused(given, message):
    with pytest.raises(BadInput, match=message):
        call("dict", "add", "--yes", *given)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [("a.txt", "GAN\n-----\n", 2), ("a.csv", "term,heard\nGAN,gone\nCUDA,...\n", 3)],
)
def test_an_import_that_no_talk_could_use_is_refused_by_its_line(name, text, line):
    Path(name).write_text(text, encoding="utf-8")

    with pytest.raises(BadInput, match=rf"{name}:{line}: .* neither a letter nor a digit"):
        call("dict", "import", name)
    assert load(Path("own.toml")).terms == ()


def test_a_common_word_without_context_is_warned_of():
    assert "warning: [GAN] is heard as 'again', a very common word" in call(
        "dict", "probe", "GAN", "--heard", "again"
    )


@pytest.mark.parametrize(
    ("category", "known"), [("hardwear", "the nearest: hardware"), ("hardware", "")]
)
def test_a_category_that_nothing_else_has_is_warned_of(category, known):
    told = call("dict", "add", "GPU", "--category", category, typed="n\n")

    assert (f"has the category {category!r}, and nothing else has" in told) == bool(known)
    assert known in told


def test_a_category_of_ones_own_is_not_warned_of_twice():
    call("dict", "add", "warfarin", "--category", "drug", "--yes")

    assert "nothing else has" not in call("dict", "probe", "dapagliflozin", "--category", "drug")


def test_a_column_that_a_term_has_nothing_for_is_told_and_left_out():
    Path("more.csv").write_text("term,member\nGAN,Ann\n", encoding="utf-8")
    told = call("dict", "import", "more.csv", "--yes")

    assert "warning: column 'member' is left out: a term has term, category, aliases" in told
    assert load(Path("own.toml")).terms == (Term("GAN"),)


def test_a_warning_says_where_an_entry_stands_and_how_to_do_without_one_that_ships():
    Path("mondegreen.toml").write_text('dictionaries = ["own.toml"]', encoding="utf-8")
    call("dict", "add", "GAN", "--heard", "gone", "--yes")
    told = call("dict", "probe", "Gunn", "--heard", "gone", "--heard", "theory um")

    assert "both claim 'gone': keep it in one; [GAN] stands in own.toml" in told
    assert (
        "both claim 'theory um': keep it in one; [Ethereum] ships with mondegreen: "
        'without = ["Ethereum"] in mondegreen.toml leaves it out'
    ) in told


def test_check_finds_what_is_wrong():
    Path("bad.toml").write_text("[a]\naliases = ['x']\n[b]\naliases = ['x']\n", encoding="utf-8")

    assert "both claim 'x'" in call("dict", "check", "bad.toml", code=1)
    assert "0 problems" in call("dict", "check")


def test_of_two_spellings_one_is_written_and_that_is_told(project):
    clash = "[CUDA] and [Cuda] differ by capitals or joints alone, and [Cuda] is written"
    Path("more.txt").write_text("Cuda\n", encoding="utf-8")

    assert clash in call("dict", "add", "Cuda", typed="n\n")
    assert clash in call("dict", "import", "more.txt", "--yes")
    assert clash in call("dict", "check", code=1)
    call("clean")
    assert "Cuda" in (project.clean / "talk" / "transcript.txt").read_text()
    assert "[Cuda]" in call("dict", "show", "CUDA")


def test_a_project_writes_a_shipped_term_as_it_likes():
    config = Path("mondegreen.toml")
    config.write_text(config.read_text().replace("false", "true"), encoding="utf-8")
    Path("raw/talk.txt").write_text("We use PyTorch, and Pytorch works.\n", encoding="utf-8")
    Path("own.toml").write_text("[Pytorch]\n", encoding="utf-8")
    call("clean")

    assert "We use Pytorch, and Pytorch works." in Path("clean/talk/transcript.txt").read_text()
    assert "note: [Pytorch] is written instead of [PyTorch], which ships" in call("dict", "check")
    assert "0 problems" in call("dict", "check")


def test_import_and_export():
    Path("more.csv").write_text("term,heard\nGAN,gone; gun\n", encoding="utf-8")
    call("dict", "import", "more.csv", typed="y\n")

    assert load(Path("own.toml")).get("GAN").heard == ("gone", "gun")
    assert "GAN,,,gone; gun,," in call("dict", "export", "--format", "csv")
    assert '[GAN]\nheard = ["gone", "gun"]' in call("dict", "export")
    assert "GAN\n" in call("dict", "export", "--format", "txt")
    assert call("dict", "export", "--output", "all/terms.toml") == ""
    assert Path("all/terms.toml").read_text(encoding="utf-8") == call("dict", "export")


@pytest.mark.parametrize(
    "name",
    [
        "mondegreen.toml",
        "own.toml",
        "words.txt",
        "raw/talk.txt",
        "raw/talk.slides.txt",
        "control/one.txt",
        "two.txt",
        "data/verdicts/talk.jsonl",
    ],
)
@pytest.mark.parametrize("what", ["dict", "verdicts"])
def test_an_export_is_not_written_over_what_the_project_is_made_of(what, name):
    call("clean")
    Path("data/verdicts").mkdir(parents=True)
    Path("control").mkdir()
    for more in ("raw/talk.slides.txt", "control/one.txt", "two.txt", "data/verdicts/talk.jsonl"):
        Path(more).touch()
    with Path("mondegreen.toml").open("a", encoding="utf-8") as settings:
        settings.write('control = ["control", "two.txt"]\n')
    before = Path(name).read_bytes()

    with pytest.raises(BadInput, match="the project is made of it"):
        call(what, "export", "-o", str(Path("raw", "..", name)))
    assert Path(name).read_bytes() == before


def test_an_export_is_not_written_to_where_the_project_will_keep_its_entries():
    Path("mondegreen.toml").write_text('dictionaries = ["words.txt"]\n', encoding="utf-8")

    with pytest.raises(BadInput, match="the project is made of it"):
        call("dict", "export", "--output", "dictionary.toml")
    assert not Path("dictionary.toml").exists()


def test_an_export_is_not_written_over_another_project_file():
    Path("mondegreen.toml").rename("other.toml")

    with pytest.raises(BadInput, match="the project is made of it"):
        call("dict", "export", "--config", "other.toml", "--output", "other.toml")
    assert load_config(Path("other.toml")).raw == Path("raw")


def test_an_import_tells_what_it_adds_to_entries_that_were_there():
    Path("one.csv").write_text("term,heard\nGAN,gone\n", encoding="utf-8")
    Path("more.csv").write_text("term,heard\nGAN,gone; gun\nRNN,\n", encoding="utf-8")

    told = call("dict", "import", "one.csv", "--yes")
    assert "own.toml: 1 new term, 0 known terms added to, 1 in all\nsaved in own.toml" in told
    assert (
        'added to entries that were there:\n[GAN]\nheard = ["gun"]\n\n'
        "own.toml: 1 new term, 1 known term added to, 2 in all\n"
    ) in call("dict", "import", "more.csv", "--yes")


def test_an_import_shows_what_it_changes_before_it_is_saved():
    Path("raw/talk.txt").write_text("So we train with gone on images.\n", encoding="utf-8")
    Path("more.csv").write_text("term,aliases\nGAN,gone\n", encoding="utf-8")

    assert "[gone -> GAN] on images." in call("dict", "import", "more.csv", typed="n\n")
    assert load(Path("own.toml")).terms == ()


def test_what_is_told_of_two_spellings_is_what_check_tells():
    Path("own.toml").write_text("[Hertz]\n", encoding="utf-8")
    Path("more.txt").write_text("hertz\n", encoding="utf-8")
    told = call("dict", "import", "more.txt", "--yes")

    assert "and [Hertz] is written" in told
    assert "and [Hertz] is written" in call("dict", "check", code=1)


@pytest.mark.parametrize("name", ["W", "59"])
def test_a_letter_or_a_number_is_warned_of(name):
    assert f"[{name}] is a letter or a number" in call("dict", "add", name, typed="n\n")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.CSV", "Term;Heard\r\nMüller;miller\r\n".encode("cp1252")),
        ("a.csv", "term\theard\nMüller\tmiller\n".encode("utf-16")),
        ("a.TOML", '["Müller"]\nheard = ["miller"]\n'.encode("utf-8-sig")),
        ("a.TXT", "Müller\r\n".encode()),
    ],
)
def test_an_import_is_read_whatever_program_wrote_it(name, data):
    Path(name).write_bytes(data)
    call("dict", "import", name, "--yes")

    (term,) = load(Path("own.toml")).terms
    assert (term.name, *term.heard) in (("Müller",), ("Müller", "miller"))


def test_an_import_of_another_kind_is_refused():
    Path("a.json").write_text("{}", encoding="utf-8")

    with pytest.raises(BadInput, match=r"a\.json: terms are imported from lists \(\.txt\)"):
        call("dict", "import", "a.json")
    with pytest.raises(BadInput, match=r"b\.csv: cannot be read \(No such file or directory\)"):
        call("dict", "import", "b.csv")


def test_score_measures_against_a_reference(project):
    call("clean")
    Path("truth.json").write_bytes((project.clean / "talk" / "transcript.json").read_bytes())

    told = call("score", "clean/talk/transcript.json", "truth.json", "--raw", "raw/talk.txt")

    assert "word error rate       0.0000" in told
    assert "harmed                0" in told
    for talk in ("talk", "clean/talk"):  # by its name, or its folder; what was raw is known
        assert call("score", talk, "truth.json") == told
    with pytest.raises(BadInput, match=r"no cleaned talk 'tlak' in clean; there are: talk"):
        call("score", "tlak", "truth.json")
    assert json.loads(call("score", "raw/talk.txt", "truth.json", "--json"))["word_error_rate"] > 0


def test_score_tells_that_a_reference_is_of_a_part_only(project):
    lines = [f"0:{n:02}:00\tNumber {n} of the lines tells of {n * n} things." for n in range(30)]
    Path("whole.tsv").write_text("\n".join(lines), encoding="utf-8")
    Path("part.tsv").write_text("\n".join(lines[10:20]), encoding="utf-8")
    Path("part.txt").write_text("\n".join(line.split("\t")[1] for line in lines[10:20]), "utf-8")

    told = call("score", "whole.tsv", "part.tsv")

    assert "the reference covers 0:10:00 to 0:19:" in told
    assert "word error rate       0.0000" in told
    assert "the reference has 90 words, the talk 270" in call("score", "whole.tsv", "part.txt")
    assert "another talk" not in told
    Path("other.txt").write_text(
        "We went out for a walk along the river and saw some ducks.", "utf-8"
    )
    assert "is the reference of another talk" in call("score", "whole.tsv", "other.txt")


def test_formats_and_stages_are_listed():
    names = {row["name"] for row in json.loads(call("formats", "--json"))}
    assert names >= {"json", "markdown", "srt", "vtt", "txt"}
    assert [row["name"] for row in json.loads(call("stages", "--json"))] == [
        "normalize", "terms", "sentences", "speakers"
    ]  # fmt: skip
    assert "window = 25" in call("stages")


def test_errors_are_told_without_a_traceback(tmp_path):
    command = [sys.executable, "-m", "pipeline", "clean", "nowhere.txt"]

    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)

    assert result.returncode == 2
    assert result.stderr == "mondegreen: nowhere.txt: there is no such file\n"


def test_a_file_that_is_not_there_is_told_without_a_traceback():
    command = [sys.executable, "-m", "pipeline", "score", "nowhere.json", "raw/talk.txt"]
    result = subprocess.run(command, capture_output=True, text=True)

    assert result.returncode == 2
    assert result.stderr == "mondegreen: nowhere.json: No such file or directory\n"


@pytest.mark.skipif(sys.platform == "win32", reason="its shell closes no output")
def test_with_its_outputs_closed_it_works_all_the_same(project):
    command = f'"{sys.executable}" -m pipeline clean >&- 2>&-'

    assert subprocess.run(command, shell=True).returncode == 0
    assert (project.clean / "index.html").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk here is always full")
def test_an_output_without_room_is_told_without_a_traceback():
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "pipeline", "formats"]
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)

    assert result.returncode == 2
    assert result.stderr.startswith("mondegreen: what is told cannot be written: ")


def test_a_package_that_does_not_load_is_told_without_a_traceback(monkeypatch, capsys):
    def absent():
        raise ImportError("DLL load failed")

    monkeypatch.setattr("pipeline.cli.app", absent)

    with pytest.raises(SystemExit, match="2"):
        main()
    assert (
        "mondegreen is not installed as it should be (DLL load failed)" in capsys.readouterr().err
    )


def test_ctrl_c_while_the_program_loads_ends_it_without_a_traceback():
    code = (
        "import signal, sys\n"
        "class Loading:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer': signal.raise_signal(signal.SIGINT)\n"
        "sys.meta_path.insert(0, Loading())\n"
        "from pipeline.__main__ import main\n"
        "main()"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (result.returncode, result.stdout, result.stderr) == (130, "", "")


def test_the_versions_at_work_are_told():
    assert call("--version") == f"{versions()}\n"


def test_help_needs_nothing_heavy():
    code = (
        "import sys; from pipeline.cli import app\n"
        "heavy = {'spacy', 'pandas', 'onnxruntime', 'symspellpy', 'numpy', 'jinja2', 'ftfy'} & set(sys.modules)\n"
        "print(sorted(heavy))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout == "[]\n"


def commands(typer_app, before=""):
    for command in typer_app.registered_commands:
        yield f"{before}{command.name or command.callback.__name__}"
    for group in typer_app.registered_groups:
        yield from commands(group.typer_instance, f"{before}{group.name} ")


@pytest.mark.parametrize("command", ["", *commands(app)])
def test_help_cuts_no_word_on_a_narrow_terminal(command):
    told = CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": "80"}).output

    assert "--help" in told
    assert "\u2026" not in told


@pytest.mark.parametrize("command", list(commands(app)))
def test_every_command_is_documented(command):
    pages = [DOCS / "README.md", *(DOCS / "docs").glob("*.md")]

    assert any(f"mondegreen {command}" in page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("command", list(commands(app)))
def test_the_page_on_commands_tells_the_options_that_each_has(command):
    page = (DOCS / "docs" / "commands.md").read_text(encoding="utf-8")
    several = page[page.index("What several commands have") : page.index("| command")]
    (row,) = re.findall(rf"^\| `mondegreen {command}[ `].*$", page, re.MULTILINE)
    told = CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": "200"}).output
    options = {*re.findall(r"^\W*(--[a-z-]+)", told, re.MULTILINE)} - {"--help"}
    options = {"--no-browser" if option == "--browser" else option for option in options}

    named = {*re.findall(r"`(--[a-z-]+)", row)}
    assert named <= options
    assert options - named <= {*re.findall(r"`(--[a-z-]+)", several)}


def test_a_rule_that_fires_too_often_is_only_suggested_and_told(project, tmp_path):
    (tmp_path / "own.toml").write_text('[Caffe]\nheard = ["cough fay"]\n', encoding="utf-8")
    said = "then we train the model with cough fay on images and caffe so "
    (project.raw / "often.txt").write_text(said * 12, encoding="utf-8")
    told = call("clean")

    text = (project.clean / "often" / "transcript.txt").read_text(encoding="utf-8")
    assert text.casefold().count("cough fay") == 12
    assert "  only suggested: cough fay -> Caffe: the same change 12 times in this talk" in told


SUSPICIOUS = (
    "so in this talk i want to show how we train a neural network with many layers on a large set of"
    " labelled images and then we are going to look at labrador filtering so that we can make a"
    " recommendation for every user because the data are noisy and the model has to work for movies"
)


def test_words_that_were_hardly_said_are_listed_until_somebody_decided(
    project, tmp_path, monkeypatch
):
    (project.raw / "odd.txt").write_text(SUSPICIOUS, encoding="utf-8")
    (tmp_path / "own.toml").write_text('["collaborative filtering"]\n', encoding="utf-8")
    call("clean")
    at = SUSPICIOUS.split().index("labrador")

    told = call("dict", "suspects", "odd")
    (found,) = json.loads(call("dict", "suspects", "odd", "--json"))

    assert "look at [labrador] filtering so" in told
    assert found["guesses"][0] in told
    assert (found["heard"], found["place"]) == ("labrador", [at, at + 1])
    right = {"id": "x", "verdict": "words", "text": "labrador", "place": [at, at + 1]}
    (tmp_path / "data/verdicts").mkdir(parents=True)
    (tmp_path / "data/verdicts/odd.jsonl").write_text(json.dumps(right) + "\n", encoding="utf-8")
    assert call("dict", "suspects", "odd").startswith("nothing looks wrong")
    monkeypatch.chdir(project.clean / "odd")
    at_hand = call("dict", "suspects", ".", "--config", str(tmp_path / "mondegreen.toml"))
    assert at_hand.startswith("nothing looks wrong")


def test_a_talk_cleaned_by_an_older_version_is_to_be_cleaned_again(project):
    call("clean")
    (project.clean / "talk" / "suspects.csv").unlink()

    with pytest.raises(PipelineError, match="no list of suspects; clean the talk again"):
        call("dict", "suspects", "talk")
