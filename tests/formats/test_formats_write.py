"""What the writers make, and that it can be read again."""

import json
from dataclasses import replace
from html import unescape
from itertools import groupby
from operator import attrgetter

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import FORMATS, labels, reader_for
from pipeline.formats.cut import cut
from pipeline.formats.text import parted
from pipeline.language.captioning import is_sound
from pipeline.model import Cue, Segment, Speaker, Talk, Transcript
from say import read, say
from strategies import SIGNS, plain, transcripts

HOSTILE = (
    "<script>alert(1)</script> **bold** [x](javascript:y) 1. # `code` --> &amp; a_b_c | ~~no~~"
)


def write(name, transcript):
    return FORMATS[name].write(transcript)


def again(name, transcript):
    return Transcript.of("again", FORMATS[name].read(write(name, transcript)))


def words(transcript):
    return [
        (word, segment.speaker) for segment in transcript.segments for word in segment.text.split()
    ]


def asides(transcript):
    """For each word whether it is of a turn of nobody that is only sounds: it has no sign, so it may be read with the
    turn before."""
    turns = [list(turn) for _, turn in groupby(transcript.segments, attrgetter("speaker"))]
    return [
        not segment.speaker and all(is_sound(one.text) for one in turn)
        for turn in turns
        for segment in turn
        for _ in segment.text.split()
    ]


def assert_kept(found, transcript):
    """The words found are those of the transcript, and those of each who speaks."""
    free = asides(transcript)
    assert len(found) == len(free)
    assert [(word, aside or who) for (word, who), aside in zip(found, free, strict=True)] == [
        (word, aside or who) for (word, who), aside in zip(words(transcript), free, strict=True)
    ]


# What may stand where a speaker's name does.
NAMES = st.one_of(
    st.sampled_from(
        [
            "Ann",
            "Ann Lee",
            "mgarcia",
            "spk_1",
            "Bob (CEO)",
            "The Host",
            "Note",
            "García, María",
            "Ann: Bob",
        ]
    ),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=70),
)


PANEL = say(
    "Ann Lee> so it is <b> |2| Bob> yes & no | Bob> it is", Talk("A panel", "PyData", "2022-05-07")
)


# Round trips


def test_webvtt_keeps_the_words_behind_a_sound_of_nobody():
    said = [("so", "Ann"), ("[music]", ""), ("well", None)]
    transcript = Transcript.of("talk", [Segment(0, 0, text, who) for text, who in said])

    assert [word for word, _ in words(again("vtt", transcript))] == ["so", "[music]", "well"]


@given(transcripts())
def test_json_gives_the_same_segments_back(transcript):
    assert list(FORMATS["json"].read(write("json", transcript))) == list(transcript.segments)


@given(st.builds(Talk, *[st.text(SIGNS, max_size=9).map(lambda text: " ".join(text.split()))] * 3))
def test_json_gives_the_talk_back(talk):
    talk = Talk(
        talk.title, talk.event, talk.date, (Speaker("Ann", "host", "X", ("A",), ("my lab",)),)
    )

    text = write("json", say("so", talk))

    assert FORMATS["json"].talk(text, "talk") == talk


@pytest.mark.parametrize("form", ["markdown", "vtt", "json"])
@pytest.mark.parametrize(
    "name",
    ["mgarcia", "García, María", "Ann's iPhone", "Ann | TU Wien", "Ann [she/her]", "Room 204"],
)
def test_names_that_people_show_are_read_again(form, name):
    told = [Segment(0, 1000, "So it is.", "Bob"), Segment(1000, 2000, "Yes.", name)]
    transcript = Transcript.of("talk", told)

    assert words(again(form, transcript)) == words(transcript)


@given(transcripts())
def test_webvtt_keeps_words_and_voices(transcript):
    if any(segment.speaker for segment in transcript.segments):  # else labels may be read as voices
        assert words(again("vtt", transcript)) == words(transcript)


@given(plain(), st.lists(NAMES, min_size=3, max_size=3))
def test_webvtt_names_whoever_begins_and_keeps_words_and_voices(transcript, names):
    signs = [">>", ">> >>", ">> Ann:", "&gt;&gt;", "[door slams]", ">> [music]", ""]
    told = [
        replace(
            s,
            text=f"{signs[n * len(s.text) % 7]} {s.text}".strip(),
            speaker=s.speaker and names[n % 3],
        )
        for n, s in enumerate(transcript.segments)
    ]
    transcript = Transcript.of("talk", told)

    if any(labels.speaker(segment.speaker) for segment in told):
        assert words(again("vtt", transcript)) == [
            (word, labels.speaker(who)) for word, who in words(transcript)
        ]


@given(transcripts())
def test_turns_of_webvtt_begin_when_they_did(transcript):
    starts = {next(turn).start for _, turn in groupby(transcript.segments, attrgetter("speaker"))}

    assert starts <= {segment.start for segment in FORMATS["vtt"].read(write("vtt", transcript))}


@given(plain(), st.lists(NAMES, min_size=3, max_size=3))
def test_srt_keeps_words_and_the_speakers_that_it_names(transcript, names):
    told = [
        replace(s, speaker=s.speaker and names[n % 3]) for n, s in enumerate(transcript.segments)
    ]
    transcript = Transcript.of("talk", told)
    written = [(word.replace("<unk>", "‹unk›"), who) for word, who in words(transcript)]

    found = [one for one in words(again("srt", transcript)) if one != (">>", None)]

    assert [word for word, _ in found] == [word for word, _ in written]
    for (_, told_again), (_, who), aside in zip(found, written, asides(transcript), strict=True):
        assert aside or told_again in (None, who and " ".join(who.split()))


@pytest.mark.parametrize(
    "name",
    [
        "Audience (Martin)", "Audience Member (second row)", "Panellist 2", "Speaker 1", "speaker 2", "spk_0", "ANN",
        "The Host", "Ann O'Brien-Lee", "Ana María de la Cruz y García Pérez", "Kim zu Berg", "Host",
    ],
)  # fmt: skip
def test_who_speaks_but_once_is_read_again_in_srt(name):
    transcript = spoken("Bob", name, "Bob")

    assert words(again("srt", transcript)) == words(transcript)


LABELS = [("I", "R"), ("ali's iPhone", "Ann Lee"), ("So", "mgarcia"), ("Room 204", "García, María")]
CONVERSATION = (
    "Is it? So it is.", "It is.", "So?", "It is so. " * 9, "Yes. " * 9, "No.", "Is it? Is it so?", "No."
)  # fmt: skip


@pytest.mark.parametrize("names", LABELS)
@pytest.mark.parametrize("form", ["srt", "vtt", "txt", "markdown", "json"])
@pytest.mark.parametrize("timed", [True, False])
def test_labels_of_a_conversation_are_read_again(form, names, timed):
    told = [
        Segment(3000 * n, 3000 * n + 2500, text, names[turn % 2])
        for n, (turn, text) in enumerate(
            (turn, part)
            for turn, said in enumerate(CONVERSATION)
            for part in said.replace(". ", ".|").strip("|").split("|")
        )
    ]
    transcript = Transcript.of(
        "talk", told if timed else [replace(s, start=0, end=0) for s in told]
    )
    found = FORMATS[form].write(transcript)
    suffix = FORMATS[form].suffixes[0]
    back = Transcript.of("again", reader_for(suffix, found).read(found))

    assert [one for one in words(back) if one[0] != ">>"] == words(transcript)


@pytest.mark.parametrize("form", ["srt", "txt"])
def test_who_speaks_but_once_is_read_again_where_every_mark_has_a_label(form):
    transcript = spoken("Ann Lee", "ali's iPhone", "Ann Lee")
    text = write(form, transcript)

    assert words(Transcript.of("again", reader_for(f".{form}", text).read(text))) == words(
        transcript
    )


def test_chevrons_stand_in_plain_text_only_where_a_name_needs_them():
    assert write("txt", spoken("Bob", "ali's iPhone", "Bob")).count(">> ") == 3
    assert ">>" not in write("txt", spoken("Bob", "ali's iPhone"))  # nor would they help
    assert ">>" not in write("txt", spoken("Bob", "Ann Lee", "Bob"))


@pytest.mark.parametrize(
    "name",
    ["mgarcia", "Ann", "a name of words", "Unknown speaker", "music", "So", "Ann: Lee", "<i>"],
)
def test_a_name_that_would_not_be_read_again_is_not_written_in_srt(name):
    assert "\n>> Yes: so.\n" in write("srt", spoken("Bob", name, None, "Bob", None))


def spoken(*names):
    said = ["So it is.", "Yes: so.", "No."]
    told = (Segment(n * 900, n * 900 + 900, said[n % 3], who) for n, who in enumerate(names))
    return Transcript.of("talk", list(told))


@pytest.mark.parametrize("name", ["García, María", "Ann | TU Wien", "Room 204"])
def test_other_names_are_read_again_in_srt_if_they_come_again(name):
    transcript = spoken(*["Bob", name] * 3)

    assert words(again("srt", transcript)) == words(transcript)


@pytest.mark.parametrize("said",
    [
        ">> So: it is.", ">> I have a question: how?", ">> here's: what we wanted", ">> Basically: we did",
        ">> The Problem: it is", ">> The thing (and so): it is",
    ],
)  # fmt: skip
def test_a_colon_in_what_another_says_names_nobody(said):
    text = f"1\n00:00:01,000 --> 00:00:03,000\n{said}\n"

    assert [segment.speaker for segment in FORMATS["srt"].read(text)] == [None]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Ann> So. | Ann> Yes.", ["So. Yes."]),  # but one speaks
        ("So. | Yes.", ["So. Yes."]),  # nobody is known
        ("Ann Lee> So. | BOB> Yes. | BOB> No.", [">> Ann Lee: So.", ">> BOB: Yes. No."]),
        ("Ann> So. | Yes. | Ann> No.", [">> Ann: So.", ">> Yes.", ">> Ann: No."]),
        ("So. | Ann Lee> Yes.", ["So.", ">> Ann Lee: Yes."]),
        ("So. | Ann> Yes.", ["So.", ">> Ann: Yes."]),
        (
            "Ann> So. | Ann> [Applause] | Ann> Yes. | BOB> (door slams) | BOB> No.",
            [">> Ann: So.", "[Applause]", "Yes.", ">> BOB: (door slams)", "No."],
        ),
        (
            "Ann> So. | (door slams) | Ann> Yes. | [Music] | BOB> No.",
            [">> Ann: So.", "(door slams)", "Yes.", "[Music]", ">> BOB: No."],
        ),
        ("Ann> So. | [Music] | Ann> Yes.", ["So.", "[Music]", "Yes."]),  # but one speaks
        (
            "BOB> So. | Ann Lee> We tried it on the larger images, and it was bad.",
            [">> BOB: So.", ">> Ann Lee: We tried it\non the larger images, and it was bad."],
        ),
    ],
)
def test_srt_marks_where_another_begins(said, shown):
    blocks = write("srt", say(said)).strip().split("\n\n")

    assert [block.split("\n", 2)[2] for block in blocks] == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Ann> So. | Ann> Yes.", ["<v Ann>So. Yes."]),  # but one speaks
        ("So. | Yes.", ["So. Yes."]),  # nobody is known
        (
            "mgarcia> So. | BOB> Yes. | BOB> No.",
            ["<v mgarcia>>> mgarcia: So.", "<v BOB>>> BOB: Yes. No."],
        ),
        (
            "Ann> So. | Yes. | Ann> No.",
            ["<v Ann>>> Ann: So.", ">> Yes.", "<v Ann>>> Ann: No."],
        ),
        ("So. | R&D> Yes.", ["So.", "<v R&D>>> R&D: Yes."]),
        (
            "Ann> So. | (door slams) | Ann> Yes. | [Music] | BOB> No.",
            ["<v Ann>>> Ann: So.", "(door slams)", "<v Ann>Yes.", "[Music]", "<v BOB>>> BOB: No."],
        ),
        (
            "BOB> So. | Ann Lee> We tried it on the larger images, and it was bad.",
            [
                "<v BOB>>> BOB: So.",
                "<v Ann Lee>>> Ann Lee: We tried it\non the larger images, and it was bad.",
            ],
        ),
    ],
)
def test_webvtt_shows_who_begins(said, shown):
    _, *blocks = write("vtt", say(said)).strip().split("\n\n")

    assert [unescape(block.split("\n", 1)[1]) for block in blocks] == shown
    assert words(again("vtt", say(said))) == words(say(said))


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_sounds_are_subtitles_of_their_own_and_read_again(form):
    told = say("Ann> [Music] | Ann> So it is. | Ann> [Applause] | Bob> (door slams) | Bob> Yes.")

    assert read(again(form, told)) == read(told)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("so <b>co</b> it is", "so ‹b›co‹/b› it is"),
        ("if a < b and c > d", "if a ‹ b and c › d"),
        ("if a < b or b >= c", "if a ‹ b or b ›= c"),
        ("if a < b then", "if a < b then"),
        ("x -> y << z", "x -> y << z"),
    ],
)
def test_no_text_is_markup_in_srt(said, shown):
    written = write("srt", Transcript.of("talk", [Segment(0, 4000, said)]))

    assert written.split("\n", 2)[2].strip() == shown
    (told,) = pysubs2.SSAFile.from_string(written, format_="srt")
    assert told.plaintext == shown


@given(plain())
def test_markdown_keeps_words_and_speakers(transcript):
    if transcript.words:
        assert_kept(words(again("markdown", transcript)), transcript)


@given(plain())
def test_plain_text_keeps_the_words(transcript):
    bare = Transcript.of("talk", [Segment(s.start, s.end, s.text) for s in transcript.segments])

    assert again("txt", bare).text == bare.text


@given(plain())
def test_pysubs2_reads_our_subtitles_alike(transcript):
    alike = Transcript.of(
        "talk", [Segment(s.start, s.end, s.text, "Ann Lee") for s in transcript.segments]
    )
    for name in ("srt", "vtt"):
        told = [(cue.start, cue.end) for cue in cut(alike)]
        read = pysubs2.SSAFile.from_string(write(name, alike), format_=name)

        assert sorted((event.start, event.end) for event in read) == sorted(told)


# Subtitles (how they are cut: test_formats_cut.py)


def test_srt_in_full():
    assert write("srt", PANEL) == (
        "1\n00:00:00,000 --> 00:00:01,600\n>> Ann Lee: so it is ‹b›\n\n"
        "2\n00:00:03,600 --> 00:00:04,800\n>> Bob: yes & no\n\n"
        "3\n00:00:04,800 --> 00:00:05,633\nit is\n"
    )


def test_webvtt_in_full():
    assert write("vtt", PANEL) == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:01.600\n<v Ann Lee>&gt;&gt; Ann Lee: so it is &lt;b&gt;\n\n"
        "00:00:03.600 --> 00:00:04.800\n<v Bob>&gt;&gt; Bob: yes &amp; no\n\n"
        "00:00:04.800 --> 00:00:05.633\n<v Bob>it is\n"
    )


# JSON


def test_json_in_full():
    talk = Talk("A panel", "PyData", "2022-05-07", (Speaker("Ann Lee", affiliation="NYU"),))

    assert json.loads(write("json", say("Ann Lee> so it is |2.5| yes", talk))) == {
        "title": "A panel",
        "event": "PyData",
        "date": "2022-05-07",
        "media": "",
        "speakers": [{"name": "Ann Lee", "affiliation": "NYU"}],
        "sentences": [
            {"start": 0.0, "end": 1.2, "speaker": "Ann Lee", "text": "so it is"},
            {"start": 3.7, "end": 4.1, "speaker": None, "text": "yes"},
        ],
    }


def test_json_of_an_empty_transcript():
    assert json.loads(write("json", Transcript.of("talk", [])))["sentences"] == []


# Markdown


def test_markdown_in_full():
    talk = Talk("A *panel*", "PyData", "2022-05-07", (Speaker("Ann Lee", affiliation="NYU"),))
    told = say("Ann Lee> So it is. | Ann Lee> Good. |61| Bob> Yes.", talk)

    assert write("markdown", told) == (
        "# A \\*panel\\*\n\nPyData, 2022-05-07\n\nSpeakers: Ann Lee (NYU), Bob\n\n---\n\n"
        "**Ann Lee** [0:00:00]\n\nSo it is. Good.\n\n"
        "**Bob** [0:01:02]\n\nYes.\n"
    )


def test_one_who_is_on_the_programme_but_does_not_speak_is_no_speaker():
    talk = Talk("A panel", speakers=(Speaker("Ann"), Speaker("Zoe")))

    assert "Zoe" not in write("markdown", say("Ann> So.", talk))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("lecture-7.en", "lecture-7"),
        ("lecture-7.en-GB", "lecture-7"),
        ("lecture-7.deu", "lecture-7"),
        ("intro-to-vue.js", "intro-to-vue.js"),
        ("lecture-7.new", "lecture-7.new"),
        ("lecture 7.2", "lecture 7.2"),
        (".en", ".en"),
    ],
)
def test_the_language_of_captions_is_no_part_of_a_title(name, title):
    page = write("markdown", say("So.", name=name))

    assert page.startswith(f"# {title}\n")
    assert FORMATS["markdown"].talk(page, name) == Talk()


@pytest.mark.parametrize("who", ["Speaker 1", "Presenter", "Unknown", "spk_0", "SPEAKER_00"])
def test_one_who_has_no_name_and_speaks_alone_has_no_label(who):
    told = say(f"[Music] | {who}> So. | {who}> Yes.")

    assert write("txt", told) == "[Music] So. Yes.\n"
    assert write("markdown", told) == "# talk\n\n---\n\n[0:00:00] \\[Music\\] So. Yes.\n"


@pytest.mark.parametrize("said", ["Ann> So.", "Speaker 1> So. | No.", "Host> So. | Guest> No."])
def test_whoever_has_a_name_or_does_not_speak_alone_has_a_label(said):
    who = said.split(">")[0]

    assert write("txt", say(said)).startswith(f"{who}: ")
    assert f"**{who}**" in write("markdown", say(said))


def test_a_transcript_without_times_shows_none():
    told = Transcript.of("talk", [Segment(0, 0, "So it is.", "Ann")])

    assert write("markdown", told).endswith("---\n\n**Ann:**\n\nSo it is.\n")


def test_an_unknown_speaker_among_known_ones_is_said_to_be():
    assert words(again("markdown", say("Ann> So. | Yes."))) == [("So.", "Ann"), ("Yes.", None)]


@pytest.mark.parametrize(
    "text", [HOSTILE, "- item", "+ plus", "1) one", "# title", "=== rule", "> quote"]
)
def test_no_transcript_can_become_mark_up(text):
    page = write("markdown", Transcript.of("talk", [Segment(0, 0, text, HOSTILE)]))
    body = page.split("---\n\n", 1)[1]

    assert "<script" not in page
    assert not body.split("\n\n")[1].startswith(("-", "+", "#", "=", ">", "1)"))
    assert "](" not in page.replace("\\](", "")
    assert "**bold**" not in page


def test_markdown_that_was_escaped_is_read_as_it_was_said():
    text = HOSTILE.replace("&amp;", "&")

    told = again("markdown", Transcript.of("talk", [Segment(0, 900, text, "Ann")]))

    assert told.text == text


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 9000)), min_size=1, max_size=60))
def test_long_turns_are_parted_into_three_to_seven_sentences(gaps):
    turn, now = [], 0
    for silence, length in gaps:
        turn.append(Segment(now + silence, now + silence + length, "So."))
        now += silence + length

    parts = list(parted(turn))

    assert [segment for part in parts for segment in part] == turn
    assert all(len(part) <= 7 for part in parts)
    assert all(len(part) >= 3 for part in parts) or len(turn) < 3


def written(*paragraphs):
    """A text of such paragraphs, of so many sentences of two words each, once sentences are told apart."""
    lines = [Segment(0, 0, "We go. " * sentences) for sentences in paragraphs]
    raw = Transcript.of("", lines)
    return replace(raw, cues=tuple(Cue(float(n)) for n in range(0, len(raw.words), 2)))


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        ([4, 9, 3], [4, 9, 3]),  # as they were
        ([1, 5, 4, 1], [1 + 5, 4 + 1]),  # few sentences are hardly a paragraph
        ([3, 20], [3, 5, 5, 5, 5]),  # nobody reads twenty
        ([1] * 10, [5, 5]),  # lines that are sentences
        ([20], [5, 5, 5, 5]),
    ],
)
def test_the_paragraphs_of_the_file_are_kept(lines, paragraphs):
    text = write("txt", written(*lines))

    assert [part.count(".") for part in text.split("\n\n")] == paragraphs


def test_lines_that_begin_amid_sentences_are_no_paragraphs():
    clean = written(4, 9, 3)
    amid = replace(clean, cues=tuple(cue for cue in clean.cues if cue.at != 8.0))

    assert [part.count(".") for part in write("txt", amid).split("\n\n")] != [4, 9, 3]


def test_a_paragraph_opens_after_a_silence():
    turn = say("a. | b. | c. | d. |4| e. | f. | g. | h. | i. | j.")

    assert [len(part) for part in parted(list(turn.segments))] == [4, 6]


def test_a_paragraph_opens_with_a_word_that_turns_to_something_else():
    turn = say("a. | b. | c. | d. | Now, e. | This f. | g. | h. | i. | j.")

    assert [len(part) for part in parted(list(turn.segments))] == [4, 6]


@pytest.mark.parametrize("leaning", ["This is f.", "Right?"])
def test_a_paragraph_does_not_open_with_a_word_that_leans_on_the_one_before(leaning):
    turn = say(f"a. | b. | c. | d. | e. | {leaning} | g. | h. | i. | j.")

    assert 5 not in [len(part) for part in parted(list(turn.segments))]


def test_speakers_with_commas_in_their_names_are_told_apart():
    told = [Segment(0, 1000, "So.", "García, María"), Segment(1000, 2000, "No.", "Ann")]

    assert "\nSpeakers: García, María; Ann\n" in write("markdown", Transcript.of("talk", told))


def test_plain_text_in_full():
    assert write("txt", PANEL) == "Ann Lee: so it is <b>\n\nBob: yes & no it is\n"


SLAM = "[Music] | Ann Lee> So. | (door slams) | Ann Lee> Yes. | [bang] | No."


def test_nobody_utters_a_sound_of_nobody():
    assert write("txt", say(SLAM)) == (
        "[Music]\n\nAnn Lee: So.\n\n(door slams)\n\nAnn Lee: Yes.\n\nUnknown speaker: [bang] No.\n"
    )
    assert write("markdown", say(SLAM)).split("---\n\n")[1] == (
        "[0:00:00] \\[Music\\]\n\n**Ann Lee** [0:00:00]\n\nSo.\n\n[0:00:00] (door slams)\n\n"
        "**Ann Lee** [0:00:01]\n\nYes.\n\n**Unknown speaker** [0:00:02]\n\n\\[bang\\] No.\n"
    )


@pytest.mark.parametrize("timed", [True, False])
@pytest.mark.parametrize("form", ["txt", "markdown"])
def test_sounds_of_nobody_are_read_again_and_take_nobody_his_words(form, timed):
    told = list(say(f"{SLAM} | Martin> Is it?").segments)
    transcript = Transcript.of(
        "talk", told if timed else [replace(one, start=0, end=0) for one in told]
    )

    text = write(form, transcript)
    found = words(Transcript.of("again", reader_for(FORMATS[form].suffixes[0], text).read(text)))

    assert_kept(found, transcript)


MANY = "So it is. " * 8
TURNS = f"Ann: Is it?\n\nBob: {MANY}\n\nMartin: I ask.\n\nAnn: So?\n\nBob: {MANY}\n\nAnn: Yes."


def test_plain_text_keeps_one_who_speaks_but_once():
    turns = [line.split(": ") for line in TURNS.split("\n\n")]
    told = [
        Segment(0, 0, f"{t}.", who) for who, text in turns for t in text.rstrip(".? ").split(". ")
    ]
    transcript = Transcript.of("talk", told)

    text = write("txt", transcript)
    assert len(text.split("\n\n")) == 8
    assert words(Transcript.of("again", reader_for(".txt", text).read(text))) == words(transcript)


LONG = TURNS.replace(MANY, f"{MANY}\n\n{MANY}")


@pytest.mark.parametrize(
    "text",
    [
        LONG.replace(
            "Martin: I", f"It goes on here.\n\n{MANY}\n\nMartin: I"
        ),  # not as we part turns
        LONG.removeprefix("Ann: "),  # nor this
        LONG.replace("I ask.", MANY),  # Bob may go on so
        f"Abstract: {MANY}\n\nMethods Used: {MANY}\n\n{MANY}\n\nResults: {MANY}\n\n{MANY}",
    ],
)  # fmt: skip
def test_a_colon_in_the_text_of_others_makes_nobody_speak(text):
    speakers = {segment.speaker for segment in FORMATS["turns"].read(text)}

    assert speakers <= {None, "Ann", "Bob"}


def test_plain_text_says_where_the_speaker_is_not_known():
    told = say("Ann Lee> So. | Yes. | Ann Lee> No.")

    assert write("txt", told) == "Ann Lee: So.\n\nUnknown speaker: Yes.\n\nAnn Lee: No.\n"
    assert write("txt", say("So. | Yes.")) == "So. Yes.\n"
