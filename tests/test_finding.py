"""Which files are cleaned, which are not and why, and which are left alone."""

import sys
from dataclasses import replace

import pytest

from pipeline.batch import Job, outcome
from pipeline.finding import STAMP, search
from pipeline.formats import beside


@pytest.fixture
def folder(tmp_path):
    def make(*names):
        for name in names:
            path = tmp_path / "talks" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("0:00\nso\n", encoding="utf-8")
        return tmp_path / "talks"

    return make


def names(paths):
    return [path.name for path in paths]


def test_a_folder_is_searched_through_in_order(folder):
    assert names(search([folder("b.srt", "a/z.vtt", "c.txt")]).files) == ["z.vtt", "b.srt", "c.txt"]


def test_files_of_one_name_are_refused_and_the_others_found(folder):
    found = search([folder("a/panel.srt", "b/panel.vtt", "a/keynote.srt")])

    assert names(found.files) == ["keynote.srt"]
    one, other = map(str, found.refused)
    assert one.endswith(
        "a/panel.srt: its results would lie in one folder with those of "
        + other.split(": ")[0]
        + '; rename one of them, or write names = "path" into mondegreen.toml: '
        "talks are then named by folder and file"
    )
    assert other.split(": ")[0].endswith("b/panel.vtt")
    one, _ = map(str, search([folder("a/talk.srt", "a/talk.ass") / "a"]).refused)
    assert one.endswith("; rename one of them, or clean it by itself into another folder (--out)")


def test_what_lies_beside_a_talk_that_is_named_too_is_left_alone(folder):
    talks = folder(
        "a.srt",
        "a.rttm",
        "a.slides.txt",
        "a.talk.toml",
        "README.md",
        "whisper.json",
        "whisper.rttm",
    )

    found = search(sorted(talks.iterdir()))

    assert names(found.files) == ["a.srt", "whisper.json"]
    assert found.refused == ()
    assert found.left_told == (
        "left alone, as they lie beside transcripts: README.md, a.rttm, a.slides.txt, a.talk.toml, whisper.rttm"
    )


def test_what_no_format_reads_is_left_alone_beside_a_talk_that_is_named_too(folder):
    talks = folder("a.srt", "notes.docx", "elsewhere/b.pdf")

    found = search([talks / "a.srt", talks / "notes.docx", talks / "elsewhere" / "b.pdf"])

    assert names(found.files) == ["a.srt", "b.pdf"]  # that one is told to be no transcript
    assert found.left_told.endswith("those that are read): notes.docx")
    assert names(search([talks / "notes.docx"]).files) == ["notes.docx"]


def test_what_is_known_of_a_talk_is_none_by_itself(folder):
    found = search([folder("a.talk.toml", "b.srt") / "a.talk.toml"])

    (told,) = map(str, found.refused)
    assert found.files == ()
    assert told.endswith(
        "a.talk.toml: this tells what is known of a talk, and is no transcript; "
        "name the transcript, as a.srt: what lies beside it under its name is read with it"
    )


def test_what_reads_like_a_companion_is_cleaned_if_it_is_all_that_is_named(folder):
    talks = folder("source.srt", "b.srt")

    assert names(search([talks / "source.srt"]).files) == ["source.srt"]


def test_of_one_talk_in_several_forms_the_fullest_is_named(folder):
    raw = folder("a/talk.srt", "a/talk.txt", "a/talk.json", "a/talk.vtt", "a/talk.tsv")

    for refused in map(str, search([raw]).refused):
        assert refused.endswith(
            "; rename one of them, or if they are one talk clean the fullest alone: "
            f"mondegreen clean {raw / 'a/talk.json'}"
        )


@pytest.mark.parametrize(
    ("one", "other"), [("Day1", "day1"), ("caf\u00e9", "cafe\u0301"), ("STRASSE", "stra\u00dfe")]
)
def test_files_whose_names_some_disks_take_for_one_are_refused(folder, one, other):
    found = search([folder(f"a/{one}.srt", f"b/{other}.srt", "b/day2.srt")])

    assert names(found.files) == ["day2.srt"]
    assert len(found.refused) == 2


def test_a_missing_file_is_refused_and_the_others_found(folder):
    talks = folder("a.srt")

    found = search([talks / "nowhere.srt", talks / "a.srt"])

    assert names(found.files) == ["a.srt"]
    assert list(map(str, found.refused)) == [f"{talks / 'nowhere.srt'}: there is no such file"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such name")
def test_a_file_whose_name_is_not_utf_8_is_refused_and_the_others_found(folder):
    talks = folder("a.srt", "caf\udce9.srt", "caf\udce9.odd")

    found = search([talks, talks / "nowhere\udce9.srt"])

    assert names(found.files) == ["a.srt"]
    assert list(map(str, found.refused)) == [
        f"{talks}/nowhere\ufffd.srt: there is no such file",
        f"{talks}/caf\ufffd.srt: its name is not in UTF-8; rename it",
    ]
    assert found.left_told.startswith("left alone, as no format reads them (")
    assert found.left_told.endswith("): caf\ufffd.odd")


@pytest.mark.skipif(sys.platform == "win32", reason="no file can have such a name there")
def test_a_name_that_no_folder_of_results_can_have_is_told_in_a_line(folder):
    talks = folder("a\nb.srt", "a\x1b[31m.srt", "Index.HTML.srt", "index.srt", "so.srt")

    found = search([talks])

    assert names(found.files) == ["index.srt", "so.srt"]
    control = "its name has a control character, such as a line break; rename it"
    assert [*map(str, found.refused)] == [
        rf"{talks}/Index.HTML.srt: its results would lie where the overview is written, index.html; rename it",
        rf"{talks}/a\nb.srt: {control}",
        rf"{talks}/a\x1b[31m.srt: {control}",
    ]
    (outside,) = search([folder("...srt") / "...srt"]).refused
    assert str(outside).endswith("/...srt: its results would lie outside their folder; rename it")


def test_a_name_is_text_in_any_locale(folder, monkeypatch):
    monkeypatch.setattr("os.fsencode", lambda path: str(path).encode("latin-1"))

    assert names(search([folder("caf\u00e9.srt")]).files) == ["caf\u00e9.srt"]


def test_a_file_named_twice_is_one(folder, monkeypatch):
    talks = folder("a.srt")
    monkeypatch.chdir(talks)

    found = search([talks, talks / "a.srt", talks / ".." / "talks"])

    assert (names(found.files), found.refused) == (["a.srt"], ())


def test_what_is_left_alone_is_told_with_the_reason(folder):
    talks = folder("a.srt", "b.docx", "c.xyz")
    (talks / "lost.srt").symlink_to(talks / "nowhere.srt")
    (talks / "round").symlink_to(talks)

    found = search([talks])

    assert names(found.files) == ["a.srt"]
    assert found.left_told == (
        "left alone, as no format reads them (`mondegreen formats` lists those that are read): b.docx, c.xyz; "
        "left alone, as these links lead nowhere: lost.srt; "
        "left alone, as links to folders are not followed (name them, or put the folders there themselves): round"
    )
    assert names(search([talks / "round"]).files) == ["a.srt"]


def test_what_is_hidden_is_passed_over(folder):
    talks = folder("a.srt", ".Trash-1000/files/b.srt", ".stversions/a.srt", ".git/c.srt", ".d.srt")
    (talks / ".round").symlink_to(talks)

    found = search([talks])

    assert (names(found.files), found.refused, found.left) == (["a.srt"], (), ())
    assert names(search([talks / ".git"]).files) == ["c.srt"]


def test_many_files_left_alone_are_counted(folder):
    assert search([folder(*(f"{n}.xyz" for n in range(7)))]).left_told.endswith("4.xyz and 2 more")


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "talk.slides.txt",
        "talk.info.json",
        "talk.rttm",
        "talk.toml",
        "a.MP4",
        ".DS_Store",
    ],
)
def test_what_lies_beside_transcripts_is_not_worth_telling(folder, name):
    talks = folder("talk.srt", name)

    assert beside(talks / name)
    assert search([talks]).left_told == ""


def test_results_in_the_raw_folder_are_not_read_as_raw(config):
    outcome(Job(config.raw / "talk.txt", replace(config, clean=config.raw / "out")))
    settings = (config.raw / "out", config.raw / "words.txt")
    (config.raw / "words.txt").write_text("CUDA\n", encoding="utf-8")
    (config.raw / "out" / "index.html").write_text("", encoding="utf-8")

    assert names(search([config.raw], settings).files) == ["talk.txt"]
    assert search([config.raw], settings).left == ()


def test_results_beside_their_raw_files_are_told_by_their_stamp(config):
    outcome(Job(config.raw / "talk.txt", replace(config, clean=config.raw)))

    assert (config.raw / "talk" / STAMP).exists()
    assert names(search([config.raw], [config.raw]).files) == ["talk.txt"]
