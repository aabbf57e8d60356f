"""Labels that came with a file, and those a person gave, reach every output and stay through reruns."""

import json
from html import unescape
from itertools import groupby
from pathlib import Path

import pytest

from pipeline.batch import Job, outcome, read, verdict_file
from pipeline.config import Config, load_config
from pipeline.formats import load
from pipeline.model import Place, Speaker, Talk, Transcript
from pipeline.stages.speakers.imported import no_voices
from pipeline.verdicts import Axis, Verdict, append, hand_id
from say import say

SAMPLES = Path(__file__).parent / "data" / "formats"
PANEL = """\
WEBVTT

00:00:01.000 --> 00:00:04.000
<v Ann Lee>Hello I am Ann and this is a talk about backprop.

00:00:04.000 --> 00:00:07.000
<v Anne Lee>It was made at our lab.

00:00:07.000 --> 00:00:09.000
<v Guest>Which loss did you use?

00:00:09.000 --> 00:00:12.000
<v Guest>We used the hinge loss.
"""
ROSTER = """\
[[speakers]]
name = "Bob Ray"
role = "moderator"

[[speakers]]
name = "Carol May"
role = "panellist"
"""


@pytest.fixture
def project(tmp_path: Path) -> Config:
    (tmp_path / "raw").mkdir()
    path = tmp_path / "mondegreen.toml"
    path.write_text(
        'raw = "raw"\nclean = "clean"\nverdicts = "verdicts"\nshipped_dictionaries = false\n'
        'dictionaries = []\noutputs = ["json", "markdown", "srt", "vtt", "txt"]\n',
        encoding="utf-8",
    )
    return load_config(path)


def given(project: Config, sample: str, name: str = "") -> Path:
    """A raw file in the project, with what the sample holds."""
    raw = project.raw / (name or sample)
    raw.write_bytes((SAMPLES / sample).read_bytes())
    return raw


def cleaned(project: Config, raw: Path, *, again: bool = False) -> Path:
    """The folder with the results."""
    done = outcome(Job(raw, project, again=again))
    assert not done.failed
    return project.clean / raw.stem


def turns(transcript: Transcript) -> list[str | None]:
    """Who speaks, turn by turn."""
    return [speaker for speaker, _ in groupby(s.speaker for s in transcript.segments)]


def told(folder: Path) -> dict[str, list[str | None]]:
    """Who speaks, turn by turn, as each output that is timed says."""
    sentences = json.loads((folder / "transcript.json").read_text(encoding="utf-8"))["sentences"]
    return {
        "json": [speaker for speaker, _ in groupby(one["speaker"] for one in sentences)],
        "md": turns(load(folder / "transcript.md")),
        "vtt": turns(load(folder / "transcript.vtt")),
        "srt": turns(load(folder / "transcript.srt")),
    }


# ---- labels of the file --------------------------------------------------------------------------

LABELLED = {
    "voices.vtt": ["Ann Lee", "Bob", "Ann Lee", None],
    "whisperx.json": ["SPEAKER_01", "SPEAKER_00", None],
    "otter.txt": ["Ali", None, "Emma"],
    "aws.json": ["spk_0", "spk_1"],
    "descript-bold-time.md": ["Michaela", "Jigyasa"],
}


@pytest.mark.parametrize(("sample", "speakers"), LABELLED.items())
def test_labels_reach_every_output_that_has_a_place_for_them(project, sample, speakers):
    folder = cleaned(project, given(project, sample))
    text = (folder / "transcript.txt").read_text(encoding="utf-8")
    page = unescape((folder / "diff.html").read_text(encoding="utf-8"))
    subtitles = (folder / "transcript.srt").read_text(encoding="utf-8")

    for form, found in told(folder).items():
        # Markdown says "Unknown speaker" of nobody, which is read as nobody again.
        assert found[: len(speakers)] == speakers, form
    for name in filter(None, speakers):
        assert f"{name}: " in text
        assert name in page
        assert f">> {name}: " in subtitles


@pytest.mark.parametrize("sample", LABELLED)
def test_every_word_keeps_its_label(project, sample):
    raw = given(project, sample)
    before, after = read(raw), load(cleaned(project, raw) / "transcript.json")

    assert turns(after) == turns(before)
    assert len(after.words) == pytest.approx(len(before.words), abs=2)  # a filler may go


def test_voices_of_an_rttm_file_are_taken(project):
    raw = given(project, "whisper.json", "talk.json")
    (project.raw / "talk.rttm").write_text(
        "SPEAKER talk 1 0.0 4.5 <NA> <NA> SPEAKER_00 <NA> <NA>\n"
        "SPEAKER talk 1 4.5 9.0 <NA> <NA> SPEAKER_01 <NA> <NA>\n",
        encoding="utf-8",
    )

    folder = cleaned(project, raw)

    assert told(folder)["json"] == ["SPEAKER_00", "SPEAKER_01"]
    assert len(set(map(tuple, told(folder).values()))) == 1


def test_of_a_partly_labelled_file_what_is_labelled_stays_and_the_rest_is_nobodys(project):
    raw = given(project, "voices.vtt", "talk.vtt")
    (project.raw / "talk.talk.toml").write_text(ROSTER, encoding="utf-8")

    assert told(cleaned(project, raw))["json"] == ["Ann Lee", "Bob", "Ann Lee", None]


def test_a_numbered_voice_gets_the_name_it_gives_itself_everywhere(project):
    raw = project.raw / "talk.vtt"
    said = PANEL.replace("I am Ann", "I am Carol May").replace("Anne Lee", "Ann Lee")
    raw.write_text(said.replace("Ann Lee", "SPEAKER_00"), encoding="utf-8")
    (project.raw / "talk.talk.toml").write_text(ROSTER, encoding="utf-8")

    folder = cleaned(project, raw)

    assert set(map(tuple, told(folder).values())) == {("Carol May", "Guest")}
    assert "SPEAKER_00" not in (folder / "transcript.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("alias", "named"),
    [
        ("speaker_00", ["Ann Lee", "Bob Day", "Ann Lee"]),
        ("SPEAKER_01", ["SPEAKER_01", "SPEAKER_00", "SPEAKER_01"]),
    ],
    ids=["each his own", "two have one"],
)
def test_a_number_of_the_file_is_who_the_roster_says(project, alias, named):
    lines = "we begin with the proof|what does it show|it shows that the bound is tight".split("|")
    cues = enumerate(zip(("SPEAKER_01", "SPEAKER_00", "SPEAKER_01"), lines, strict=True), 10)
    raw = project.raw / "talk.vtt"
    raw.write_text(
        "WEBVTT\n\n"
        + "\n\n".join(f"00:{n}.000 --> 00:{n}.900\n<v {who}>{line}" for n, (who, line) in cues),
        encoding="utf-8",
    )
    (project.raw / "talk.talk.toml").write_text(
        '[[speakers]]\nname = "Ann Lee"\nrole = "host"\naliases = ["SPEAKER_01"]\n'
        f'[[speakers]]\nname = "Bob Day"\nrole = "guest"\naliases = ["{alias}"]\n',
        encoding="utf-8",
    )

    folder = cleaned(project, raw)

    assert told(folder)["json"] == named
    by_roster = "by the roster" in (folder / "edits.csv").read_text(encoding="utf-8")
    assert by_roster == (named[0] == "Ann Lee")


@pytest.mark.parametrize(
    ("voice", "alias", "told"),
    [
        ("SPEAKER_00", "SPEAKER_07", True),
        ("SPEAKER_00", "Speaker 7", True),
        ("SPEAKER_00", "speaker_00", False),
        ("SPEAKER_00", "Annie", False),
        ("SPEAKER_00", "A", False),  # short for Ann
        ("B", "C", True),
        (
            "Bob Day",
            "SPEAKER_07",
            False,
        ),  # the file has no numbers: the talk file may be of another
    ],
)
def test_a_number_that_no_voice_of_the_file_has_is_told(voice, alias, told):
    raw = say(f"{voice}> so it is", Talk(speakers=(Speaker("Ann Lee", aliases=(alias,)),)))

    want = f"Ann Lee has the alias {alias!r}, but the voices of the file are {voice}"
    assert [*no_voices(raw)] == [want] * told


def test_it_is_told_of_the_talk_file_each_time(project):
    raw = project.raw / "talk.vtt"
    raw.write_text("WEBVTT\n\n00:10.000 --> 00:12.000\n<v SPEAKER_00>we begin with the proof\n")
    file = raw.with_name("talk.talk.toml")
    file.write_text('[[speakers]]\nname = "Ann Lee"\naliases = ["SPEAKER_07"]\n')

    for _ in range(2):
        told = outcome(Job(raw, project)).summary.unheeded
        assert told == (
            f"{file}: Ann Lee has the alias 'SPEAKER_07', but the voices of the file are SPEAKER_00",
        )


CALL = """\
Operator: Good afternoon and welcome to the third quarter call.
I would now like to turn the call over to Dana Whitcomb.
Please go ahead.
Thank you, operator, and good afternoon everyone.
With me today are our CEO, Marco Steiner, and our CFO, Priya Natarajan.
We'll make forward-looking statements.
I'll now turn it over to Marco.
Thanks, Dana.
It was a record quarter.
Revenue was up twelve percent year over year.
Now let me turn it back to the operator for questions.
Thank you.
Our first question comes from the line of Ken O'Rourke with BMO.
Please go ahead.
Hey, thanks for taking the question.
What's the uplift?
"""


def test_a_label_that_stands_once_is_not_everybodys(project):
    raw = project.raw / "talk.srt"
    lines = enumerate(CALL.splitlines(), 10)
    raw.write_text(
        "\n".join(f"{n}\n00:00:{n},000 --> 00:00:{n},900\n{line}\n" for n, line in lines),
        encoding="utf-8",
    )

    assert told(cleaned(project, raw))["json"] == [
        "Operator", "Dana Whitcomb", "Marco Steiner", "Operator", "Analyst",
    ]  # fmt: skip


def test_question_and_answer_of_a_deposition_stay_whoever_answers(project):
    raw = project.raw / "talk.txt"
    said = "Q. State your name.\nA. My name is Carol May.\nQ. Where do you live?\nA. In Oslo.\n"
    raw.write_text(said, encoding="utf-8")
    (project.raw / "talk.talk.toml").write_text(ROSTER, encoding="utf-8")

    assert told(cleaned(project, raw))["json"] == ["Q", "A", "Q", "A"]


# ---- what a person says --------------------------------------------------------------------------


def decide(project: Config, raw: Path, verdict: str, start: int, stop: int, text: str, was: str):
    """A verdict by hand, written as the review page does."""
    place = Place(float(start), float(stop))
    anchor = Axis(read(raw)).around(place)
    line = Verdict(
        hand_id(verdict, place, was), verdict, text, anchor=anchor, stage="hand", was=was, now=text
    )
    append(verdict_file(project, raw.stem), [line])


REVIEWED = {
    "renamed": (("rename", 0, 0, "Dr Lee", "Ann Lee"), ["Dr Lee", "Anne Lee", "Guest"]),
    "merged": (("rename", 0, 0, "Ann Lee", "Anne Lee"), ["Ann Lee", "Guest"]),
    "split": (("speaker", 22, 27, "Ann Lee", ""), ["Ann Lee", "Anne Lee", "Guest", "Ann Lee"]),
}


@pytest.mark.parametrize("way", REVIEWED)
def test_what_a_reviewer_says_of_speakers_reaches_every_output(project, way):
    raw = project.raw / "talk.vtt"
    raw.write_text(PANEL, encoding="utf-8")
    verdict, want = REVIEWED[way]
    before = cleaned(project, raw)
    assert told(before)["json"] == ["Ann Lee", "Anne Lee", "Guest"]

    decide(project, raw, *verdict)
    folder = cleaned(project, raw)
    text = (folder / "transcript.txt").read_text(encoding="utf-8")
    page = unescape((folder / "diff.html").read_text(encoding="utf-8"))

    assert set(map(tuple, told(folder).values())) == {tuple(want)}
    assert [line.split(": ")[0] for line in text.split("\n\n") if ": " in line] == want
    assert all(name in page for name in want)


@pytest.mark.parametrize("way", REVIEWED)
def test_a_rerun_under_another_programme_leaves_it_as_it_was_said(project, way):
    raw = project.raw / "talk.vtt"
    raw.write_text(PANEL, encoding="utf-8")
    verdict, want = REVIEWED[way]
    decide(project, raw, *verdict)
    decide(project, raw, "speaker", 0, 11, "Eve", "")

    (project.raw / "talk.talk.toml").write_text(ROSTER, encoding="utf-8")
    folder = cleaned(project, raw)
    first = told(folder)
    cleaned(project, raw, again=True)

    assert first["json"] == ["Eve", *want[1:]] if way != "merged" else ["Eve", "Ann Lee", "Guest"]
    assert told(folder) == first


def test_a_speaker_given_by_hand_is_not_taken_back_by_the_stage(project):
    raw = project.raw / "talk.txt"
    raw.write_text(
        "00:00:00\nwelcome to the show bob\n00:00:04\nthanks for having me it is great to be here\n"
        "00:00:08\nso how did you get started with compilers\n",
        encoding="utf-8",
    )
    before = told(cleaned(project, raw))["json"]
    decide(project, raw, "speaker", 5, 14, "Dr Bob", "")
    for roster in ("", ROSTER):
        (project.raw / "talk.talk.toml").write_text(roster, encoding="utf-8")
        after = load(cleaned(project, raw) / "transcript.json")
        by_word = [s.speaker for s in after.segments for _ in s.text.split()]

        assert set(by_word[5:14]) == {"Dr Bob"}
        assert "Dr Bob" not in {*before, *by_word[:5], *by_word[14:]}
