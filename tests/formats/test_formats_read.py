"""What the readers make of real files, and of the forms that programs write."""

import json
import re
from pathlib import Path

import pytest

from pipeline.formats import FORMATS, load, readable, reader_for
from pipeline.language.heard import heard
from pipeline.model import Segment, Speaker, Talk, Transcript

DATA = Path(__file__).parents[1] / "data" / "formats"
SEED = Path(__file__).parents[2] / "data" / "raw" / "day-1-questions-and-answers.txt"


def segments(name):
    return list(load(DATA / name).segments)


def read(name, text):
    return list(FORMATS[name].read(text))


def said(name, text):
    return [segment.text for segment in read(name, text)]


# The caption page


def test_the_seed_page_is_read_without_its_furniture():
    told = list(load(SEED).segments)

    assert told[0] == Segment(0, 2550, "Yeah and you him this might I see")
    assert (told[-1].start, told[-1].text) == (3_655_000, "more modern talk about defenders you")
    assert len(told) == 1261
    assert not {"Embed", "automatically", "Share", "Conference", "Défis"} & set(
        load(SEED).text.split()
    )


def test_the_seed_page_tells_title_date_and_speakers():
    talk = load(SEED).talk

    assert (talk.title, talk.date) == ("Day 1 - Questions and Answers", "2016-07-04")
    assert [(speaker.name, speaker.affiliation) for speaker in talk.speakers] == [
        ("Yoshua Bengio", "University of Montreal"),
        ("Alison B Lowndes", "NVIDIA"),
        ("Soumith Chintala", "Facebook"),
    ]
    assert talk.speakers[2].talk == "Torch 1; Torch 2; Torch 3"


def test_the_presenter_of_the_talk_itself_is_told(tmp_path):
    page = tmp_path / "torch-2.txt"
    page.write_bytes(SEED.read_bytes())

    talk = load(page).talk

    assert (talk.title, talk.date) == ("Torch 2", "2016-07-05")
    assert [s.name for s in talk.speakers if s.role == "presenter"] == ["Soumith Chintala"]


def test_a_page_under_another_name_claims_no_title(tmp_path):
    page = tmp_path / "recording.txt"
    page.write_bytes(SEED.read_bytes())

    assert load(page).talk.title == ""
    assert len(load(page).talk.speakers) == 4


def test_the_transcript_panel_of_youtube_is_a_caption_page():
    panel = "Transcript\nSearch in video\n0:00\nso today we\n0:04\n4 seconds\n[Music]\n1:02\n1 minute, 2 seconds\nand\nthen\n"

    assert read("captions", panel)[:2] == [
        Segment(0, 1584, "so today we"),
        Segment(4000, 11_000, "[Music]"),
    ]
    assert said("captions", panel) == ["so today we", "[Music]", "and then"]


def test_a_sound_of_the_same_moment_leaves_speech_its_time():
    long = "so " * 100
    told = read("captions", f"0:10\n{long}\n0:10\n[Applause]\n0:40\nyes\n0:42\nit is")

    assert [(s.start, s.end) for s in told[:2]] == [(10_000, 38_938), (38_938, 40_000)]


def test_spoken_seconds_that_are_not_the_time_stay():
    assert said("captions", "0:04\n10 seconds\n0:06\nare short") == ["10 seconds", "are short"]


def test_a_caption_of_many_blanks_is_no_time_and_costs_none():
    blanks = " " * 2_000

    assert said("captions", f"0:04\n{blanks}4{blanks}so\n0:06\nit is") == ["4 so", "it is"]


@pytest.mark.parametrize("clock", ["59:58", "00:59:58"])
def test_a_clock_that_begins_anew_at_the_hour_goes_on(clock):
    told = read("captions", f"{clock}\nbefore\n00:01\nafter\n00:05\nlater")

    assert [segment.start for segment in told] == [3_598_000, 3_601_000, 3_605_000]


def test_a_second_backwards_is_levelled():
    told = read("captions", "0:10\none\n0:09\ntwo\n0:12\nthree")

    assert [segment.start for segment in told] == [10_000, 11_000, 12_000]


def test_a_time_without_text_ends_the_line_before():
    assert read("captions", "0:00\none\n0:01\n0:30\ntwo")[0] == Segment(0, 1000, "one")


def test_names_above_the_times_are_speakers():
    text = "Ann Lee\n00:01\nHi.\n\nBob\n00:03\nYes.\n\nAnn Lee\n00:04\nGood\n\nBob\n00:06\nBye.\n"

    assert [(s.start, s.speaker, s.text) for s in read("captions", text)] == [
        (1000, "Ann Lee", "Hi."),
        (3000, "Bob", "Yes."),
        (4000, "Ann Lee", "Good"),
        (6000, "Bob", "Bye."),
    ]


def test_a_time_of_day_on_a_line_makes_no_caption_page():
    text = "We met at\n\n10:30\n\nand talked.\n"

    assert reader_for(".txt", text) is FORMATS["txt"]


def test_a_numbered_speaker_above_the_times_is_one():
    text = "Speaker 1\n00:01\nHi.\n\nSpeaker 2\n00:03\nYes.\n\nSpeaker 1\n00:04\nGood.\n\nSpeaker 2\n00:05\nBye."

    assert {segment.speaker for segment in read("captions", text)} == {"Speaker 1", "Speaker 2"}


def test_where_every_line_begins_with_a_name_each_is_a_label():
    text = "00:00:00\n\nAnn Lee: Hello.\nBob Ray: Hi.\n\n00:05:00\n\nAnn Lee: So.\nKim: Yes.\nBob Ray: No.\n"

    assert [(s.start, s.speaker, s.text) for s in read("captions", text)][:3] == [
        (0, "Ann Lee", "Hello."),
        (924, "Bob Ray", "Hi."),
        (300_000, "Ann Lee", "So."),
    ]
    assert [segment.speaker for segment in read("captions", text)][3:] == ["Kim", "Bob Ray"]


DISPLAYED = [
    "mgarcia", "Maria Garcia, PhD", "García, María", "Maria's iPhone", "Maria Garcia | TU Wien",
    "Maria Garcia - TU Wien", "Maria Garcia [she/her]", "Room 204",
]  # fmt: skip


@pytest.mark.parametrize("name", DISPLAYED)
@pytest.mark.parametrize("times", [1, 2])
def test_what_every_caption_begins_with_is_a_label_whatever_it_looks_like(name, times):
    texts = ["Ann Lee: So: is it?", f"{name}: It is: yes.", "Ann Lee: Oh."] * times
    told = read("vtt", "WEBVTT\n\n" + subtitles(*texts, "Ann Lee: Good.", "Ann Lee: So."))

    assert [(s.speaker, s.text) for s in told][:3] == [
        ("Ann Lee", "So: is it?"),
        (name, "It is: yes."),
        ("Ann Lee", "Oh."),
    ]


@pytest.mark.parametrize(
    "texts",
    [
        [">> So: that is what we do", ">> Basically: yes", ">> The answer is: I do", ">> My answer: it is"],
        [">> The answer is: I do", "and we go on", ">> What I say is: do not", ">> My answer: it is"],
        [">> Basically: yes", "and we go on", ">> What I mean: no", ">> Honestly: so"],
        [">> Ann Lee: yes", ">> ali's iPhone: no", ">> So: that is what we do"],
    ],
)  # fmt: skip
def test_what_stands_before_a_colon_behind_marks_may_be_said(texts):
    told = read("srt", subtitles(*texts))

    assert {segment.speaker for segment in told} <= {None, "Ann Lee"}
    assert " ".join(s.text for s in told).endswith(texts[-1].removeprefix(">> "))


@pytest.mark.parametrize("odd", ["ali's iPhone", "Room 204", "I", "Maria Garcia [she/her]"])
def test_behind_marks_that_all_have_labels_what_comes_once_is_one(odd):
    told = read("srt", subtitles(">> Ann Lee: yes", f">> {odd}: no", "and so on", ">> Ann Lee: so"))

    assert [segment.speaker for segment in told] == ["Ann Lee", odd, odd, "Ann Lee"]


def test_what_stands_before_a_colon_is_text_where_captions_have_no_labels():
    texts = ["so the thing is: yes", "it is: no", "it is: so", "and so on"]

    assert said("srt", subtitles(*texts)) == texts


# Turns


def test_turns_headed_by_label_and_time():
    told = segments("tstbtc-numbered.txt")

    assert told[1] == Segment(7933, 10000, "You want to start with Gloria?", "Speaker 0")
    assert told[2] == Segment(10000, 10483, "Sure.", "Speaker 1")
    assert {segment.speaker for segment in told} == {"Speaker 0", "Speaker 1", "Speaker 2"}


def test_the_first_heading_is_the_title():
    assert (
        load(DATA / "descript-bold-time.md").talk.title == "Transcript Episode 22: Jigyasa Grover"
    )
    assert load(DATA / "tstbtc-named.md").talk.title == ""


@pytest.mark.parametrize(
    ("title", "want"), [("", ""), ("Specs for hac_spec", "Specs for hac_spec")]
)
def test_the_name_of_a_file_is_no_title(title, want, tmp_path):
    path = tmp_path / "hac_spec.md"
    spoken = Transcript.of("hac_spec", [Segment(0, 1000, "So it is.")], Talk(title=title))
    path.write_text(FORMATS["markdown"].write(spoken), encoding="utf-8")

    assert load(path).talk.title == want


def test_headings_are_not_speech():
    told = segments("tstbtc-named.md")

    assert [s.speaker for s in told if s.start in (7000, 26000, 45000, 87000)] == [
        "Jeremy Rubin", "Rene Pickhardt", "Lisa Neigut", "Jeremy Rubin",
    ]  # fmt: skip
    assert not any("#" in segment.text for segment in told)


def test_an_export_of_otter():
    told = segments("otter.txt")

    assert [(s.start, s.speaker) for s in told[:3]] == [(0, "Ali"), (16000, None), (24000, "Emma")]
    assert told[-1].text.startswith("Yeah, I'm an absolute expert.")


def test_a_voice_that_is_not_known_is_nobodys():
    told = read(
        "vtt",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann Lee>So.\n\n00:02.000 --> 00:03.000\n<v Unknown Speaker>Yes.\n",
    )

    assert [segment.speaker for segment in told] == ["Ann Lee", None]


def test_otter_writes_names_without_stars_as_well():
    told = read(
        "turns",
        "Ali  0:00\nHello there.\n\nUnknown Speaker  0:16\nWelcome.\n\nDr. Kay  1:02\nThanks.\n",
    )

    assert [(s.start, s.speaker, s.text) for s in told] == [
        (0, "Ali", "Hello there."), (16000, None, "Welcome."), (62000, "Dr. Kay", "Thanks."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "head", ["Speaker 1  0:12  ", "Speaker 1 (00:12):", "Speaker 1 [00:00:12]:"]
)
def test_numbered_speakers_with_a_time_as_otter_rev_and_happyscribe_write_them(head):
    text = f"{head}\nHello there.\n\n{head.replace('1 ', '2 ', 1).replace('12', '15')}\nHi.\n\nTranscribed by https://otter.ai"

    told = list(reader_for(".txt", text).read(text))

    assert [(s.start, s.speaker, s.text) for s in told] == [
        (12000, "Speaker 1", "Hello there."),
        (15000, "Speaker 2", "Hi."),
    ]


@pytest.mark.parametrize("name", DISPLAYED)
@pytest.mark.parametrize(
    "head",
    ["{}   0:{:02}", "{} (00:00:{:02}):", "{} (00:{:02}):", "[{}] 00:00:{:02}", "{} | 0:{:02}"],
)
def test_what_stands_before_times_is_a_name_whatever_it_looks_like(head, name):
    heads = [head.format(who, n) for n, who in enumerate([name, "Ann Lee", name, "Ann Lee"], 1)]
    text = "\n\n".join(f"{head}\nSo it is." for head in heads)

    assert [(s.start, s.speaker, s.text) for s in reader_for(".txt", text).read(text)][:3] == [
        (1000, name, "So it is."),
        (2000, "Ann Lee", "So it is."),
        (3000, name, "So it is."),
    ]


@pytest.mark.parametrize("name", DISPLAYED)
@pytest.mark.parametrize("time", ["", "[00:00:0{}] "])
def test_turns_of_one_line_each_begin_with_a_name_whatever_it_looks_like(time, name):
    said = [(name, "It is."), ("Ann Lee", "So: is it?"), (name, "Oh."), ("Ann Lee", "Yes.")]
    text = "\n".join(f"{time.format(n)}{who}: {words}" for n, (who, words) in enumerate(said))

    assert [(s.speaker, s.text) for s in reader_for(".txt", text).read(text)] == said


def test_who_speaks_but_once_has_a_name_as_well():
    text = "Lee, Ann   0:03\nHi.\n\nRoom 204   0:09\nYes.\n\nLee, Ann   0:14\nSo."

    assert [s.speaker for s in reader_for(".txt", text).read(text)] == [
        "Lee, Ann",
        "Room 204",
        "Lee, Ann",
    ]


def test_texts_that_end_with_times_are_no_names():
    text = "Ann Lee [0:01]\nso it is [0:04]\nand so [0:06]\n\nBob Ray [0:09]\nyes"

    assert {s.speaker for s in read("turns", text)} == {"Ann Lee", "Bob Ray"}


@pytest.mark.parametrize(
    ("first", "then", "starts"),
    [("10:00:01", "10:00:05", [0, 4000]), ("23:59:58", "00:00:03", [0, 5000]), ("00:30:01", "00:30:05", [1_801_000, 1_805_000])],
)  # fmt: skip
def test_captions_saved_by_zoom_tell_the_time_of_day(first, then, starts):
    text = f"[Ann Lee] {first}\nHi.\n\n[mgarcia] {then}\nYes.\n\n[Ann Lee] {then}\nSo.\n"

    assert [s.start for s in reader_for(".txt", text).read(text)][:2] == starts


def test_when_a_transcription_began_and_ended_nobody_said():
    text = "Ann Lee started transcription\n\nAnn Lee   1:03\nHi.\n\nmgarcia stopped transcription\n"

    assert said("turns", text) == ["Hi."]


def test_the_word_documents_of_teams_before_2024():
    text = (
        "Meeting in General\n\n0:0:0.0 --> 0:0:2.610\nmgarcia\nHello everyone\nand welcome.\n\n"
        "0:0:3.120 --> 0:0:8.10\nLee, Ann\nThanks.\n0:1:2.30 --> 0:10:15.90\nUnknown Speaker\nSo.\n"
        "0:10:16.0 --> 0:10:17.0\nYes.\n"
    )

    assert list(reader_for(".txt", text).read(text)) == [
        Segment(0, 2610, "Hello everyone and welcome.", "mgarcia"),
        Segment(3120, 8010, "Thanks.", "Lee, Ann"),
        Segment(62030, 615_090, "So."),
        Segment(616_000, 617_000, "Yes."),
    ]


def test_those_who_speak_in_hearings_are_named_by_their_office():
    text = "MR. SMITH: What is it?\nTHE WITNESS: A function.\nSo it is.\nMR. SMITH: Of?\nTHE COURT: Order."

    assert [segment.speaker for segment in read("turns", text)] == [
        "MR. SMITH", "THE WITNESS", "THE WITNESS", "MR. SMITH", "THE COURT",
    ]  # fmt: skip


@pytest.mark.parametrize("head", ["{}. ", "{}: ", "{}\t", "     {}.   ", "{}.\t"])
def test_question_and_answer_of_a_deposition_are_labels(head):
    said = [("Q", "Who is it?"), ("A", "Jane Roe."), ("Q", "Was Plan B good?"), ("A", "A. Smith said so."), ("Q", "Oh.")]  # fmt: skip
    text = "\n".join(head.format(label) + words for label, words in said)

    assert [(s.speaker, s.text) for s in reader_for(".txt", text).read(text)] == said
    assert [(s.speaker, s.text) for s in read("srt", subtitles(*text.split("\n")))] == said


def test_question_and_answer_go_on_below_and_others_object():
    text = (
        "Q.   What was it?\nA.   It was a valve,\n     I think.\n\nMR. HALE: Objection.\n\nMS. ROE: So?\n"
        "Q.   You think?\nA.   Yes.\nMR. HALE: Objection.\nMS. ROE: Go on.\nA.   I do."
    )

    assert [s.speaker for s in reader_for(".txt", text).read(text)] == [
        "Q", "A", "A", "MR. HALE", "MS. ROE", "Q", "A", "MR. HALE", "MS. ROE", "A",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "A. Apples.\nB. Pears.\nA. Apples.\nB. Pears.\nA. Apples.",
        "Q. What is it?\nA. It is a pear.\nAnd so on.",
        "Q. One.\nQ. Two.\nQ. Three.\nA. Four.\nA. Five.\nA. Six.",
    ],
)
def test_letters_that_do_not_ask_and_answer_by_turns_are_text(text):
    assert {s.speaker for s in reader_for(".txt", text).read(text)} == {None}


def test_a_name_in_a_script_without_capitals_is_a_name():
    text = "Ann: Is it?\nSay so.\n李飞飞: Yes.\nAnn: Is it?\nSay so.\n李飞飞: No."

    assert {segment.speaker for segment in read("turns", text)} == {"Ann", "李飞飞"}


def test_a_name_in_brackets_needs_no_colon_if_it_comes_again():
    text = (
        "[John] Is it?\n[Mary] It is.\n[Crosstalk] So.\n[John] Oh.\n[Crosstalk] And.\n[Mary] Yes."
    )

    assert [(s.speaker, s.text) for s in list(reader_for(".txt", text).read(text))] == [
        ("John", "Is it?"),
        ("Mary", "It is."),
        ("Mary", "[Crosstalk] So."),
        ("John", "Oh."),
        ("John", "[Crosstalk] And."),
        ("Mary", "Yes."),
    ]


def test_lines_broken_at_80_columns_are_paragraphs_again():
    first, second = segments("descript-bold-time.md"), segments("descript-time-bold.md")

    assert first[0].speaker == second[0].speaker == "Michaela"
    assert first[0].text.startswith(
        "Hello, and welcome to the software engineering unlocked podcast. I'm"
    )
    assert first[0].text.endswith("There are many reasons for this break.")
    assert second[0].text.endswith(
        "better onboard developers and help them grow and upscale their skills."
    )
    assert next(s.start for s in second if s.speaker == "Mauricio") == 73000


def test_lines_with_times_in_brackets():
    told = segments("kaldi-lines.txt")

    assert told[2] == Segment(9000, 10000, "mode")
    assert len(told) == 40


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee (00:12):\nHello there.\n\nBob (00:15):\nHi.",
        "[00:00:12] Ann Lee: Hello there.\n[00:00:15] Bob: Hi.\n[00:00:16] Ann Lee: So.\n[00:00:17] Bob: Yes.",
        "**Ann Lee:** [0:12] Hello there.\n\n**Bob:** [0:15] Hi.",
        "**Ann Lee** [0:12]\n\nHello there.\n\n**Bob** [0:15]\n\nHi.",
        "Ann Lee | 00:12\nHello there.\n\nBob | 00:15\nHi.",
        "00:00:12 **Ann Lee**: Hello there.\n00:00:15 **Bob**: Hi.",
    ],
)
def test_heads_of_turns_in_many_ways(text):
    told = list(reader_for(".txt", text).read(text))

    assert [(s.start, s.speaker, s.text) for s in told[:2]] == [
        (12000, "Ann Lee", "Hello there."),
        (15000, "Bob", "Hi."),
    ]


def test_what_whisper_prints_has_ends():
    told = read(
        "turns", "[00:00.000 --> 00:02.500]  Hello there.\n[00:04.000 --> 00:05.000]  Hi.\n"
    )

    assert told == [Segment(0, 2500, "Hello there."), Segment(4000, 5000, "Hi.")]


def test_times_within_a_text_are_no_words():
    text = "[00:01] **Ann:** It is a lot [00:03] of work.[00:04]\nYes.\n\n**Bob:** [00:06] No."

    assert [(s.start, s.speaker, s.text) for s in read("turns", text)] == [
        (1000, "Ann", "It is a lot"),
        (3000, "Ann", "of work."),
        (4000, "Ann", "Yes."),
        (6000, "Bob", "No."),
    ]


F4 = "I: Thank you, Maria. #00:00:03-0#\n\nR: Yes. It is #00:01:01-0# so. #00:01:03-1#\nI: Right. #00:02:03-2#\n"


def test_f4_writes_the_time_at_the_end_of_a_paragraph():
    read_again = list(reader_for(".txt", F4).read(F4))

    assert [(s.start, s.speaker, s.text) for s in read_again] == [
        (0, "I", "Thank you, Maria."),
        (3000, "R", "Yes. It is"),
        (61_000, "R", "so."),
        (63_100, "I", "Right."),
    ]
    assert read_again[-1].end <= 123_200


def test_f4_may_know_no_speakers_or_repeat_the_time_at_the_head():
    bare = re.sub("[IR]: ", "", F4)
    text = "#00:00:00-0# " + re.sub(r"(#\S+#)\n+(?=.)", r"\1\n\n\1 ", F4)

    assert [(s.start, s.speaker) for s in reader_for(".txt", bare).read(bare)] == [
        (0, None), (3000, None), (61_000, None), (63_100, None),
    ]  # fmt: skip
    assert list(reader_for(".txt", text).read(text)) == read("turns", F4)


def test_labels_without_times_leave_the_times_at_zero():
    text = "Moderator: Welcome all.\n\nQ: Does it scale?\n\nA: It does: look here."

    told = list(reader_for(".txt", text).read(text))

    assert told == [
        Segment(0, 0, "Welcome all.", "Moderator"),
        Segment(0, 0, "Does it scale?", "Q"),
        Segment(0, 0, "It does: look here.", "A"),
    ]


def test_numbered_parts_are_read_as_labels():
    text = "Audience 3: Does it scale?\n\nPanellist 1: It does.\n\nAudience 3: How?"

    told = [segment.speaker for segment in reader_for(".txt", text).read(text)]

    assert told == ["Audience 3", "Panellist 1", "Audience 3"]


def test_a_colon_or_a_time_in_talk_makes_no_turn():
    text = "So here is the thing: we meet at 10:30\nand at 11:45 we leave. Note: bring shoes.\nThat: is it."

    assert said("txt", text) == text.split("\n")
    assert reader_for(".txt", text) is FORMATS["txt"]


# Tables


def test_tsv_keeps_quotation_marks():
    assert read("tsv", '00:00:01\t"\'cause" I\n0:03\tsaid "so\n') == [
        Segment(1000, 3000, '"\'cause" I'),
        Segment(3000, 4188, 'said "so'),
    ]


@pytest.mark.parametrize("row", ["0:01\tAnn\tit is good so", "0:01\tit is good so\tAnn"])
def test_a_third_column_of_short_texts_is_the_speaker(row):
    assert read("tsv", row)[0].speaker == "Ann"
    assert read("tsv", row)[0].text == "it is good so"


@pytest.mark.parametrize("suffix", [".tsv", ".txt"])
def test_labels_of_audacity_have_a_start_and_an_end_in_seconds(suffix):
    text = "0.000000\t1.500000\tSo today\n1.500000\t4.000000\tWe talk\n"

    assert list(reader_for(suffix, text).read(text)) == [
        Segment(0, 1500, "So today"),
        Segment(1500, 4000, "We talk"),
    ]


def test_a_column_of_small_numbers_that_fall_behind_the_times_is_of_speakers():
    assert [s.speaker for s in read("tsv", "0:01\t1\tso it is\n0:03\t2\tyes\n0:05\t1\tno\n")] == [
        "1", "2", "1",
    ]  # fmt: skip


def test_whole_seconds_are_no_milliseconds():
    assert read("csv", "start,end,text\n1,2,Hello\n2,4,there\n") == [
        Segment(1000, 2000, "Hello"),
        Segment(2000, 4000, "there"),
    ]


def test_whisper_writes_tsv_in_milliseconds():
    assert read("tsv", "start\tend\ttext\n0\t1500\tHello\n1500\t360000\tthere\n") == [
        Segment(0, 1500, "Hello"),
        Segment(1500, 360000, "there"),
    ]


def test_csv_with_named_columns():
    text = 'Speaker,Start,End,Text\nAnn,0:01,0:02.5,"Well, ""yes"""\nBob,2.5,4,No\n'

    assert read("csv", text) == [
        Segment(1000, 2500, 'Well, "yes"', "Ann"),
        Segment(2500, 4000, "No", "Bob"),
    ]


def test_a_cell_of_a_csv_may_have_several_lines():
    text = 'start,end,text\n1,2,"so\n10:30, it\nis"\n3,4,yes\n'

    assert said("csv", text) == ["so 10:30, it is", "yes"]


@pytest.mark.parametrize(
    "heading",
    [
        "Speaker Name", "speaker_id", "Participant", "speakerName", "Who", "Name", "Who spoke", "participant id",
        "Speaker Number",
    ],
)  # fmt: skip
def test_a_heading_is_known_by_a_word_of_it(heading):
    text = (
        f"Time In,Time Out,{heading},Notes,File Name,Spoken text\n1,2,Ann,,a,so\n2,4,Bob,sic,b,no\n"
    )

    assert read("csv", text) == [
        Segment(1000, 2000, "so", "Ann"),
        Segment(2000, 4000, "no", "Bob"),
    ]


def test_of_columns_for_the_same_the_one_whose_heading_says_no_more_counts():
    text = "speaker_id,Speaker Name,Words per minute,Text,Time,Start\n1,Ann,99,so,9,0:01\n"

    assert [(s.start, s.speaker, s.text) for s in read("csv", text)] == [(1000, "Ann", "so")]


def test_a_column_of_numbers_is_neither_text_nor_time():
    text = "Caption Number,Start ID,Start Timecode,text_id,transcriptId,Text Content\n1,2,0:01,17,t_17,so\n"

    assert [(s.start, s.text) for s in read("csv", text)] == [(1000, "so")]


@pytest.mark.parametrize(
    "heading", ["speaker_confidence", "Speaker Count", "Person Count", "speaker id score", "Speaker language"]
)  # fmt: skip
def test_what_is_measured_of_a_speaker_is_nobody(heading):
    assert read("csv", f"start,end,{heading},text\n0,1,3,so\n") == [Segment(0, 1000, "so", None)]


def test_a_column_nobody_knows_stops_nothing_unless_it_may_be_the_speaker():
    heads, rows = "start\ttext\tNotes\tTrack\tCode\n", "1\tso\tsic\ta\t1\n2\tno\t\ta\t2\n"

    assert said("tsv", heads + rows) == ["so", "no"]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("lang", ("en", "de")), ("Language", ("EN", "DE")), ("status", ("ok", "low")), ("file", ("a.wav", "B.wav")),
        ("is_filler", ("True", "False")), ("emotion", ("neutral", "happy")), ("channel", ("left", "right")),
        ("translation", ("Ja, so ist es.", "Nein.")),
    ],
)  # fmt: skip
def test_a_column_of_what_are_no_names_stops_nothing(heading, cells):
    rows = f'1,so,"{cells[0]}"\n2,no,"{cells[1]}"\n'

    assert said("csv", f"start,text,{heading}\n" + rows * 2) == ["so", "no", "so", "no"]


@pytest.mark.parametrize("suffix", [".tsv", ".csv"])
def test_editors_count_frames(suffix):
    rows = [
        ["Speaker Name", "Start Time", "End Time", "Text"],
        ["Ann", "00:00:00:12", "00:00:04:00", "So it is, yes."],
        ["Bob", "00:00:04;06", "00:00:10:23", "No."],
    ]
    comma = "\t" if suffix == ".tsv" else ","
    text = "".join(comma.join(f'"{cell}"' for cell in row) + "\n" for row in rows)

    assert list(reader_for(suffix, text).read(text)) == [
        Segment(500, 4000, "So it is, yes.", "Ann"),
        Segment(4250, 10_958, "No.", "Bob"),
    ]


@pytest.mark.parametrize("comma", [";", "\t"])
def test_spreadsheets_part_columns_and_write_decimals_as_their_country_does(comma):
    rows = ("Speaker|Start|End|Text", "Ann|0,5|2,25|So, it is; yes.", "Bob|2,25|4|No.")
    text = "\n".join(rows).replace(";", "").replace("|", comma)

    assert read("csv", text) == [
        Segment(500, 2250, "So, it is yes.", "Ann"),
        Segment(2250, 4000, "No.", "Bob"),
    ]


def test_cells_of_a_tsv_that_are_all_quoted_are_read_as_in_csv():
    quoted = '0:01\t"So, it is."\n0:02\tyes\n0:03\t"He said ""no"", I think."\n'

    assert said("tsv", quoted) == ["So, it is.", "yes", 'He said "no", I think.']
    assert said("tsv", quoted + '0:04\t"No," he said.\n')[0] == '"So, it is."'
    assert said("tsv", '0:01\t"No."\n0:02\tyes\n') == ['"No."', "yes"]


def test_milliseconds_are_told_wherever_the_times_stand():
    assert read("csv", "text,start,end\nHello,0,1500\nthere,1500,3600\n") == [
        Segment(0, 1500, "Hello"),
        Segment(1500, 3600, "there"),
    ]


# Subtitles


def test_srt_with_markup_and_without_empty_lines():
    text = "1\n00:00:01,000 --> 00:00:02,500\n<i>So</i> it\n42\n2\n00:00:02,500 --> 00:00:04,000 X1:40\n{\\an8}is <unk>\n\n\nso\n"

    assert read("srt", text) == [
        Segment(1000, 2500, "So it 42"),
        Segment(2500, 4000, "is <unk> so"),
    ]


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_what_substation_adds_to_other_subtitles_is_not_said(form):
    point, head = (",", "1\n") if form == "srt" else (".", "WEBVTT\n\n")
    said = "{\\an8}So {\\i1}it{\\i0} is{\\pos(10,20.5)\\b1}, {\\alpha} and {so}."
    text = f"{head}00:00:01{point}000 --> 00:00:03{point}000\n{said}\n"

    assert [segment.text for segment in read(form, text)] == ["So it is, {\\alpha} and {so}."]


@pytest.mark.parametrize("arrow", ["→", "—>", "–>", "->", "\uf0e0", "--&gt;"])
@pytest.mark.parametrize("suffix", [".srt", ".txt"])
def test_arrows_that_a_word_processor_has_put_right_are_arrows(suffix, arrow):
    text = subtitles("So it is.", "Yes.").replace("-->", arrow)

    assert list(reader_for(suffix, text).read(text)) == [
        Segment(1000, 1900, "So it is."),
        Segment(2000, 2900, "Yes."),
    ]


@pytest.mark.parametrize("suffix", [".sbv", ".srt", ".txt"])
def test_subviewer_as_youtube_writes_it(suffix):
    text = "0:00:01.000,0:00:03.467\nwelcome back to\nthe show\n\n0:00:03.467,0:00:05.600\n42[br]it is\n"

    assert list(reader_for(suffix, text).read(text)) == [
        Segment(1000, 3467, "welcome back to the show"),
        Segment(3467, 5600, "42 it is"),
    ]


def test_an_arrow_between_numbers_makes_no_subtitles():
    text = "So we map\n1 → 2\n2 -> 3\nand so on."

    assert reader_for(".txt", text) is FORMATS["txt"]


def test_hours_of_a_day_in_a_subtitle_are_text():
    text = subtitles("We meet\n10:30 – 11:30", "and then.")

    assert said("srt", text) == ["We meet 10:30 – 11:30", "and then."]


@pytest.mark.parametrize(
    ("left", "words"),
    [("\n13\n", ""), ("\n1", ""), ("13\n", " 13"), ("\n12\n", " 12"), ("\n13\nso\n", " 13 so")],
)
def test_the_number_of_a_caption_that_was_cut_off_is_no_word(left, words):
    text = "11\n00:00:01,000 --> 00:00:02,000\nso\n\n12\n00:00:02,000 --> 00:00:03,000\nit is\n"

    assert said("srt", text + left) == ["so", f"it is{words}"]


def shown(*cues):
    return "\n".join(f"{start} --> {end}\n{text}\n" for start, end, text in cues)


def test_a_caption_that_is_shown_on_while_the_next_is_spoken_was_said_before_it():
    text = shown(
        ("00:01.000", "00:04.000", "so it is"),
        ("00:02.000", "00:06.000", "and it was"),
        ("00:04.000", "00:06.000", "all the time"),
    )

    assert [(s.start, s.end) for s in read("srt", text)] == [
        (1000, 2000),
        (2000, 4000),
        (4000, 6000),
    ]


SILENT = "so that is the proof", "can you copy it", "okay so the next"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("captions", "0:00\n{}\n0:02\n{}\n1:02\n{}"),
        ("srt", shown(*[("00:00.000", "00:02.000", "{}"), ("00:02.000", "01:02.000", "{}"), ("01:02.000", "01:03.500", "{}")])),
        ("srt", shown(*[("00:00.000", "00:02.000", "{}"), ("00:02.000", "01:01.920", "{}"), ("01:02.000", "01:03.500", "{}")])),
    ],
)  # fmt: skip
def test_a_line_that_lasts_far_too_long_until_the_next_is_said_at_the_pace_of_the_others(
    name, text
):
    first, second, third = read(name, text.format(*SILENT))

    assert (first.start, first.end) == (0, 2000)
    assert second.start == 2000
    assert 2000 + 16 * 95 < second.end <= 2000 + 16 * 132
    assert third.start == 62_000
    assert read(name, text.format(SILENT[0], "[big applause]", SILENT[2]))[1].end == 9000


def test_a_line_that_ends_before_the_next_begins_ends_there():
    text = shown(("00:01.000", "00:05.000", "so it is"), ("00:06.000", "00:07.000", "and it was"))

    assert read("srt", text)[0].end == 5000


def test_the_silence_of_a_line_is_evidence_wherever_it_was_in_it(tmp_path):
    talk = tmp_path / "talk.txt"
    talk.write_text("".join(f"0:{2 * n:02}\nso it is said\n" for n in range(12)) + "0:40\nand\n")
    slow = heard(load(talk))[11 * 4]

    assert (slow.pause, slow.slack) == (0.0, 16.0)


def test_who_speaks_while_another_does_takes_him_no_time():
    told = [("00:01.000", "00:09.000", "<v Ann>so it is"), ("00:03.000", "00:10.000", "<v Bob>and")]
    thrown_in = [("00:01.000", "00:09.000", "so it is"), ("00:03.000", "00:04.000", "yes")]

    assert read("vtt", "WEBVTT\n\n" + shown(*told))[0].end == 9000
    assert read("srt", shown(*thrown_in))[0].end == 9000


def test_a_last_caption_that_never_ends_lasts_as_long_as_its_letters_take():
    text = shown(("00:01.000", "00:03.000", "so it is"), ("00:03.000", "99:59.999", "and it was"))

    assert read("srt", text)[1] == Segment(3000, 3726, "and it was")
    assert read("srt", text.replace("99:59", "00:30"))[1].end == 30_999


def test_labels_in_srt_are_speakers_until_the_next():
    text = subtitles("[SPEAKER_01]: Hi.", "And so on.", "[SPEAKER_02]: No: yes.")

    assert [(s.speaker, s.text) for s in read("srt", text)] == [
        ("SPEAKER_01", "Hi."),
        ("SPEAKER_01", "And so on."),
        ("SPEAKER_02", "No: yes."),
    ]


def subtitles(*texts):
    return "".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{text}\n\n" for n, text in enumerate(texts, 1)
    )


def test_chevrons_tell_labels_and_where_they_end():
    text = subtitles(">> ANN LEE: Hi.", "And so on.", ">> Is it?", ">>BOB: Yes.")

    assert [(s.speaker, s.text) for s in read("srt", text)] == [
        ("ANN LEE", "Hi."),
        ("ANN LEE", "And so on."),
        (None, ">> Is it?"),
        ("BOB", "Yes."),
    ]


def test_two_who_are_named_in_one_caption_share_its_time():
    text = subtitles(
        "ANN: Is it?\nBOB: It is, and it was\nall the time.",
        "ANN: Oh.\nBOB: Yes.",
        "BOB: So.",
        "ANN: Right.",
    )

    assert segments_of(text)[:4] == [
        (1000, 1220, "ANN", "Is it?"),
        (1220, 1900, "BOB", "It is, and it was all the time."),
        (2000, 2426, "ANN", "Oh."),
        (2426, 2900, "BOB", "Yes."),
    ]


def test_one_who_is_named_behind_the_end_of_a_sentence_begins_there():
    text = subtitles("ANN: Hi.", "BOB: So.", "ANN: It is. BOB: And\nso. Two: yes.", "BOB: Oh.")

    assert segments_of(text)[2:4] == [
        (3000, 3308, "ANN", "It is."),
        (3308, 3900, "BOB", "And so. Two: yes."),
    ]


def test_dashes_before_labels_and_without():
    text = subtitles("- [Ann Lee] Hi.", "And so on.", "- Is it?\n- [Man] Yes.\nIt is.")

    assert [(s.speaker, s.text) for s in read("srt", text)] == [
        ("Ann Lee", "Hi."),
        ("Ann Lee", "And so on."),
        (None, "- Is it?"),
        ("Man", "Yes. It is."),
    ]


REST = [f"It is sentence {n} of some." for n in range(30)]


@pytest.mark.parametrize(
    ("captions", "held"),
    [
        (["Operator: Welcome to", "the call. It", "is good.", *REST], 3),
        (["Operator: Welcome.", *REST], 1),
        (["Operator: Welcome", *["to it and"] * 40], 3),  # no sentence ends
        (["Operator: Welcome.", *REST[:3]], 4),  # too short to tell
        (["Speaker 1: Welcome.", *REST], 31),  # a program names everybody
        ([">> Operator: Welcome.", *REST], 31),  # a chevron would tell of another
        (["Operator: Welcome.", *REST, "Moderator: Hi."], 31),  # others are named
        ((["Narrator: It was so.", "It was dark."] * 20), 40),  # named again and again
    ],
)
def test_a_label_that_stands_alone_in_a_long_file_holds_for_a_sentence(captions, held):
    told = [segment.speaker for segment in read("srt", subtitles(*captions))]

    assert set(told[:held]) == {told[0]} != {None}
    assert set(told[held:]) <= {None, "Moderator"}


def test_marks_and_labels_within_a_line():
    text = subtitles(
        ">> ANN: Is it? >> BOB: Yes. >> Oh.", ">> ANN: Good. >> BOB: Bye.", "[SPEAKER_TURN] So."
    )

    assert [(s.speaker, s.text) for s in read("srt", text)] == [
        ("ANN", "Is it?"),
        ("BOB", "Yes."),
        (None, ">> Oh."),
        ("ANN", "Good."),
        ("BOB", "Bye."),
        (None, "[SPEAKER_TURN] So."),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "Ann Lee 00:00:10",
        "[00:00:10.000] - Ann Lee",
        "Ann Lee  0:10",
    ],
)
def test_times_and_names_alone_on_a_line(head):
    text = f"Speaker 1 0:03\nSo it was.\n\n{head}\nYes.\n\n00:00:13 Speaker 1\nIt was at 12:30\n"

    assert [(s.start, s.speaker, s.text) for s in read("turns", text)] == [
        (3000, "Speaker 1", "So it was."),
        (10000, "Ann Lee", "Yes."),
        (13000, "Speaker 1", "It was at 12:30"),
    ]


def test_laughter_is_nobodys_name():
    text = subtitles(*("[Laughter] And so.", "[Audience Laughs] Yes.") * 3)

    assert {segment.speaker for segment in read("srt", text)} == {None}


def segments_of(text):
    return [(s.start, s.end, s.speaker, s.text) for s in read("srt", text)]


def test_voices_notes_styles_and_entities_of_webvtt():
    assert segments("voices.vtt") == [
        Segment(1000, 3000, "Which loss, R&D asks, did you use?", "Ann Lee"),
        Segment(3000, 3924, "Hinge.", "Bob"),
        Segment(5000, 7000, "Hinge?", "Ann Lee"),
        Segment(7500, 8000, "And if x < 0?"),
    ]


def test_rolling_captions_are_read_once():
    told = segments("youtube-rolling.vtt")

    assert told[0] == Segment(0, 3990, "welcome to lesson two where we're going")
    assert told[1] == Segment(4000, 7990, "to be taking a deeper dive into computer")
    assert len(told) == 14
    assert load(DATA / "youtube-rolling.vtt").text.split().count("taking") == 2


@pytest.mark.parametrize(
    ("told", "want"),
    [
        (["<v Ann>&gt;&gt; Ann: So.", "<v Bob>&gt;&gt;  Bob: Yes."], [("Ann", "So."), ("Bob", "Yes.")]),
        (["<v Ann>So.", "&gt;&gt; Yes.", "&gt;&gt; No."], [("Ann", "So."), (None, "Yes."), (None, ">> No.")]),
        (["<v R&amp;D>&gt;&gt; R&amp;D: So."], [("R&D", "So.")]),
        # Only a change of voice is told, and only his name.
        (["<v Ann>So.", "<v Ann>&gt;&gt; Ann: Yes."], [("Ann", "So."), ("Ann", ">> Ann: Yes.")]),
        (["<v Ann>So.", "<v Bob>&gt;&gt; Yes."], [("Ann", "So."), ("Bob", ">> Yes.")]),
        (["<v Ann>Ann: So.", "<v Bob>&gt;&gt; Ann: Yes."], [("Ann", "Ann: So."), ("Bob", ">> Ann: Yes.")]),
        (["<v Ann>&gt;&gt; Anna: So."], [("Ann", ">> Anna: So.")]),
        (["&gt;&gt; So.", "<v Ann>Yes."], [(None, ">> So."), ("Ann", "Yes.")]),
    ],
)  # fmt: skip
def test_what_repeats_the_name_of_a_voice_was_not_said(told, want):
    text = "WEBVTT\n\n" + subtitles(*told)

    assert [(segment.speaker, segment.text) for segment in read("vtt", text)] == want


def test_times_within_a_text_hold_behind_the_name_of_its_voice():
    said = "<v Ann>&gt;&gt; Ann: So <00:00:02.000>it<00:00:03.000> is."
    (told,) = read("vtt", f"WEBVTT\n\n00:01.000 --> 00:04.000\n{said}\n")

    assert [word.text for word in told.words] == ["So", "it", "is."]
    assert [word.start for word in told.words[1:]] == [2000, 3000]


ROLL = """WEBVTT

00:00:00.000 --> 00:00:01.990
 
it<00:00:00.500><c> is</c><00:00:01.000><c> very</c>

00:00:01.990 --> 00:00:02.000
it is very
 

00:00:02.000 --> 00:00:03.990
it is very
very<00:00:02.500><c> good</c>

00:00:03.990 --> 00:00:04.000
very good
 

00:00:04.000 --> 00:00:05.990
very good
yeah

00:00:05.990 --> 00:00:06.000
yeah
 

00:00:06.000 --> 00:00:07.990
yeah
yeah

00:00:07.990 --> 00:00:08.000
yeah
 
"""  # noqa: W293


def test_rolling_captions_keep_what_was_said_twice():
    assert said("vtt", ROLL) == ["it is very", "very good", "yeah", "yeah"]


def test_rolling_captions_cut_off_within_a_line_that_is_shown_again():
    roll = ROLL[: ROLL.rindex("very good\n \n") + 6]

    assert said("vtt", roll) == ["it is very", "very good"]


def test_rolling_captions_saved_as_srt():
    blocks = (
        "1\n00:00:00,000 --> 00:00:01,990\nit is very\n\n2\n00:00:01,990 --> 00:00:02,000\nit is very\n\n"
        "3\n00:00:02,000 --> 00:00:03,990\nit is very\nvery good\n\n4\n00:00:03,990 --> 00:00:04,000\nvery good\n\n"
    )

    assert said("srt", blocks) == ["it is very", "very good"]


def test_a_line_said_twice_stays_where_captions_do_not_roll():
    lines = ["No.", "No.", "I said", "that it", "is not", "so."]
    blocks = [f"00:0{n}.000 --> 00:0{n}.900\n{line}\n" for n, line in enumerate(lines)]

    assert said("vtt", "WEBVTT\n\n" + "\n".join(blocks)) == lines


def test_other_subtitles_come_through_pysubs2():
    assert segments("actors.ass") == [
        Segment(1000, 3000, "Which loss did you use?", "Ann"),
        Segment(3000, 4500, "Hinge."),
    ]


def timed_text(body, head="", attributes=""):
    names = 'xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
    names += ' xmlns:ttp="http://www.w3.org/ns/ttml#parameter"'
    return f"<tt {names} {attributes}><head>{head}</head><body>{body}</body></tt>"


def test_timed_text():
    assert segments("subtitles.ttml") == [
        Segment(1000, 3000, "Which loss did you use?"),
        Segment(3000, 4500, "Hinge & more."),
    ]


def test_timed_text_of_apple_has_speakers_and_the_times_of_words():
    spoken = (
        '<p begin="0.5" end="1:03.0" ttm:agent="SPEAKER_1"><span begin="0.5" end="1:03.0">'
        '<span begin="0.5" end="1.0">Hello</span> <span begin="2.0" end="1:03.0">all.</span></span></p>'
        '<p begin="63.5" end="66" ttm:agent="a2"><span begin="0s" end="1s">Hi,</span> <span begin="1s" end="2s">Ann.</span></p>'
    )
    agent = '<ttm:agent xml:id="a2"><ttm:name>Bob Ray</ttm:name></ttm:agent>'
    told = read("ttml", timed_text(f"<div>{spoken}</div>", agent))

    assert [(s.speaker, s.text) for s in told] == [
        ("SPEAKER_1", "Hello all."),
        ("Bob Ray", "Hi, Ann."),
    ]
    assert [(word.start, word.end) for segment in told for word in segment.words] == [
        (500, 1000), (2000, 63_000), (63_500, 64_500), (64_500, 65_500),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("begin", "start"),
    [
        ("00:01:02.500", 62_500),
        ("00:01:02:10", 62_400),
        ("62500ms", 62_500),
        ("1.5m", 90_000),
        ("625000000t", 62_500),
        ("1550f", 62_000),
    ],
)
def test_the_times_of_timed_text(begin, start):
    units = 'ttp:frameRate="25" ttp:tickRate="10000000"'
    spoken = (
        f'<div begin="2s"><p begin="{begin}" dur="1s">so</p><p begin="2h"><br/>it\n is</p></div>'
    )

    assert read("ttml", timed_text(spoken, attributes=units)) == [
        Segment(start + 2000, start + 3000, "so"),
        Segment(7_202_000, 7_202_396, "it is"),
    ]


# JSON


def times(name):
    return [(word.text, word.start, word.end) for word in load(DATA / name).words]


def test_whisper_keeps_segments_and_the_times_of_words():
    assert segments("whisper.json") == [
        Segment(0, 4480, "So we train it on 2 GPUs."),
        Segment(4480, 6200, "GPT-3 was bigger."),
    ]
    assert times("whisper.json")[3:5] == [("it", 1000, 1200), ("on", 2400, 2600)]
    assert times("whisper.json")[7] == ("GPT-3", 4480, 5200)


def test_a_word_without_times_fills_the_gap():
    assert times("whisperx.json")[4] == ("2014.", 1200, 2600)


def test_times_within_the_text_of_captions_are_kept():
    assert times("youtube-rolling.vtt")[6:9] == [
        ("going", 3420, 3990), ("to", 4000, 4498), ("be", 4498, 4996),
    ]  # fmt: skip
    assert times("youtube.json3")[:2] == [("it", 0, 200), ("is", 200, 400)]


def test_whisperx_keeps_speakers_word_by_word():
    assert segments("whisperx.json") == [
        Segment(500, 2600, "It came out in 2014.", "SPEAKER_01"),
        Segment(2600, 3100, "Did it?", "SPEAKER_00"),
        Segment(3400, 4000, "Yes."),
    ]


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("aws.json", "spk_0", "spk_1"),
        ("deepgram.json", "Speaker 0", "Speaker 1"),
        ("assemblyai.json", "Speaker A", "Speaker B"),
    ],
)
def test_services_that_time_each_word(name, first, second):
    assert segments(name) == [
        Segment(940, 2000, "Welcome, everybody.", first),
        Segment(2100, 2850, "Thank you.", second),
    ]


def whisperx(text, said, **more):
    """A segment of WhisperX; its words a second each, "B:" before one says whose it is, "?:" that it has no time."""
    words = []
    for n, part in enumerate(said.split()):
        who, word = part.split(":")
        told = {} if who == "?" else {"start": n, "end": n + 0.5, "speaker": who}
        words.append({"word": word, **told})
    segment = {"start": 0, "end": len(words), "text": text, "words": words, **more}
    return [(s.speaker, s.text) for s in read("whisper", json.dumps({"segments": [segment]}))]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("B:And B:25 ?:35 B:too.", [("B", "And 25 35 too.")]),
        ("B:So ?:30, A:yes, ?:45 ?:of ?:them.", [("B", "So 30,"), ("A", "yes, 45 of them.")]),
        ("?:2009, B:yes.", [("B", "2009, yes.")]),
        ("A:Old? ?:40 B:years.", [("A", "Old?"), ("B", "40 years.")]),
        ("?:2009 ?:2010", [("A", "2009 2010")]),
    ],
)
def test_a_word_without_a_speaker_goes_with_its_neighbours(said, told):
    text = " ".join(part.partition(":")[2] for part in said.split())

    assert whisperx(text, said, speaker="A") == told


def test_words_keep_times_and_speakers_if_the_text_has_other_spaces():
    text, said = "So here . GPT-3, yes .", "A:So A:here. B:GPT B:-3, B:yes."

    assert whisperx(text, said) == [("A", "So here ."), ("B", "GPT-3, yes .")]


def test_a_text_of_other_words_is_of_who_says_most_of_them():
    assert whisperx("So it is, yes", "A:so B:it's B:yes") == [("B", "So it is, yes")]
    assert whisperx("So it is, yes", "A:so B:it's B:yes", speaker="A") == [("A", "So it is, yes")]


LISTED = [
    {"start": 0, "end": 2, "text": " So it is.", "speaker": "SPEAKER_00"},
    {"start": 2, "end": None, "text": " No, no.", "speaker": 1},
]


def chunks(**more):
    return [
        {"timestamp": [told["start"], told["end"]], "text": told["text"]}
        | {key: told[key] for key in more}
        for told in LISTED
    ]


@pytest.mark.parametrize(
    ("file", "whos"),
    [
        (LISTED, ("SPEAKER_00", "Speaker 1")),
        ({"text": "So it is. No, no.", "chunks": chunks()}, (None, None)),
        ({"speakers": [], "chunks": chunks(), "text": ""}, (None, None)),
        ({"speakers": chunks(speaker=1), "chunks": chunks()}, ("SPEAKER_00", "Speaker 1")),
    ],
)
def test_lists_of_segments_and_the_chunks_of_hugging_face(file, whos):
    assert list(reader_for(".json", json.dumps(file)).read(json.dumps(file))) == [
        Segment(0, 2000, "So it is.", whos[0]),
        Segment(2000, 2528, "No, no.", whos[1]),
    ]


@pytest.mark.parametrize("unit", [1, 1000])
def test_a_list_of_who_says_what_may_count_milliseconds(unit):
    said = [(0, 3, "A", "It is good to be here."), (4, 400, "B", "So it is. " * 300)]
    file = [
        {
            "speaker": who, "start": start * unit, "end": end * unit, "text": text,
            "words": [{"text": word, "start": start * unit, "end": end * unit} for word in text.split()],
        }
        for start, end, who, text in said
    ]  # fmt: skip

    assert [(s.start, s.end, s.speaker) for s in read("whisper", json.dumps(file))] == [
        (0, 3000, "A"), (4000, 400_000, "B")
    ]  # fmt: skip


def test_chunks_that_are_words_are_put_into_sentences():
    said = [" So", " it", " is.", " No."]
    told = [{"text": text, "timestamp": [n, n + 0.5]} for n, text in enumerate(said)]

    lines = read("whisper", json.dumps({"text": "", "chunks": told}))

    assert [(s.start, s.end, s.text) for s in lines] == [
        (0, 2500, "So it is."),
        (3000, 3500, "No."),
    ]
    assert [word.start for word in lines[0].words] == [0, 1000, 2000]


def test_segments_of_one_word_each_stay_segments():
    times = [(0, 2, " Yes"), (2, 3, " No"), (3, 900, " Ok")]
    told = [{"start": start, "end": end, "text": text} for start, end, text in times]

    lines = read("whisper", json.dumps({"segments": told}))

    assert [(s.start, s.text) for s in lines] == [(0, "Yes"), (2000, "No"), (3000, "Ok")]
    assert said("whisper", json.dumps(told)) == ["Yes No Ok"]


def test_whisper_cpp_counts_milliseconds():
    def entry(start, stop, text, **more):
        return {"offsets": {"from": start, "to": stop}, "text": text, **more}

    tokens = [entry(0, 0, "[_BEG_]"), entry(100, 400, " So"), entry(600, 800, " it"), entry(800, 900, "'s"), entry(900, 950, ".")]  # fmt: skip
    told = [
        entry(0, 1000, " So it's.", tokens=tokens, speaker="0"),
        entry(1000, 2500, " Is it?", speaker="1"),
        entry(2500, 3000, " Yes.", speaker="?"),
    ]
    text = json.dumps({"model": {}, "transcription": told})
    lines = list(reader_for(".json", text).read(text))

    assert lines == [
        Segment(100, 950, "So it's.", "Speaker 0"),
        Segment(1000, 2500, "Is it?", "Speaker 1"),
        Segment(2500, 3000, "Yes."),
    ]
    assert [(word.start, word.end) for word in lines[0].words] == [(100, 400), (600, 950)]


def test_the_list_of_youtube_transcript_api():
    told = [
        {"text": "so it", "start": 0.5, "duration": 4},
        {"text": "is", "start": 2, "duration": 1.5},
    ]
    told += [{"text": "yes", "start": 5, "duration": 1}]
    text = json.dumps(told)

    assert list(reader_for(".json", text).read(text)) == [
        Segment(500, 4500, "so it"),
        Segment(2000, 3500, "is"),
        Segment(5000, 6000, "yes"),
    ]


SRV3 = """<?xml version="1.0" encoding="utf-8" ?><timedtext format="3"><head><ws id="0"/></head><body>
<w t="0" id="1"/>
<p t="61000" d="5000" w="1"><s ac="0">so</s><s t="500" ac="0"> it</s></p>
<p t="62500" d="3500" w="1" a="1">
</p>
<p t="62500" d="3500" w="1">isn&#39;t</p>
</body></timedtext>"""
SRV1 = """<?xml version="1.0" encoding="utf-8" ?><transcript><text start="61" dur="5">so it</text>
<text start="62.5" dur="3.5">isn&amp;#39;t</text></transcript>"""


@pytest.mark.parametrize(("suffix", "text"), [(".srv3", SRV3), (".srv1", SRV1)])
def test_the_captions_of_youtube_as_xml(suffix, text):
    told = list(reader_for(suffix, text).read(text))

    assert told == [Segment(61_000, 62_500, "so it"), Segment(62_500, 66_000, "isn't")]
    if suffix == ".srv3":
        assert [(word.start, word.end) for word in told[0].words] == [
            (61_000, 61_500),
            (61_500, 61_896),
        ]


def test_channels_of_amazon_are_people():
    def item(start, text, kind="pronunciation"):
        times = {"start_time": str(start), "end_time": str(start + 0.4)} if start else {}
        return {"type": kind, "alternatives": [{"content": text}], **times}

    channels = [
        {"channel_label": "ch_0", "items": [item(1, "So"), item(1.5, "it"), item(2, "is"), item(0, ".", "punctuation")]},
        {"channel_label": "ch_1", "items": [item(1.2, "Oh"), item(0, ".", "punctuation")]},
    ]  # fmt: skip
    results = {"items": [], "channel_labels": {"channels": channels}}

    assert [(s.speaker, s.text) for s in read("aws", json.dumps({"results": results}))] == [
        ("ch_0", "So it is."),
        ("ch_1", "Oh."),
    ]


def test_the_dot_of_an_abbreviation_ends_no_sentence():
    texts = ["I'm", "Dr.", "Lee", "of", "the", "U.S.", "lab.", "So!"]
    words = [{"text": text, "start": n * 300, "end": n * 300 + 250} for n, text in enumerate(texts)]

    assert said("assemblyai", json.dumps({"words": words})) == [
        "I'm Dr. Lee of the U.S. lab.",
        "So!",
    ]


def test_youtube_json3_neither_doubles_nor_eats():
    assert [s.text for s in segments("youtube.json3")] == ["it is very", "very good"]


def test_the_last_word_of_a_caption_that_is_shown_on_takes_no_longer_than_a_word():
    def event(start, *words):
        segs = [{"utf8": f" {word}", "tOffsetMs": n * 300} for n, word in enumerate(words)]
        return {"tStartMs": start, "dDurationMs": 5000, "segs": segs}

    events = [event(0, "so", "it"), event(500, "is", "very"), event(4000, "good", "so")]
    told = read("youtube", json.dumps({"events": events}))

    assert [(word.start, word.end) for segment in told for word in segment.words] == [
        (0, 300), (300, 500), (500, 800), (800, 1460), (4000, 4300), (4300, 4696),
    ]  # fmt: skip


def test_an_object_of_times_may_have_one_twice():
    told = segments("youtube-lesson.json")

    assert [s.text for s in told if 518_000 <= s.start < 520_000] == [
        "what I've learned",
        "it can also be intimidating to think",
    ]
    assert len(told) == 36


def test_podcast_json():
    text = '{"version": "1.0.0", "segments": [{"speaker": "Ann", "startTime": 0.5, "endTime": 1, "body": "Hi."}]}'

    assert read("whisper", text) == [Segment(500, 1000, "Hi.", "Ann")]
    assert reader_for(".json", text) is FORMATS["whisper"]


# Speakers from the sound


def test_rttm_beside_a_file_names_its_speakers(tmp_path):
    (tmp_path / "talk.tsv").write_text("0:00\tis it so\n0:20\tmaybe yes it is\n0:25\tgood\n")
    (tmp_path / "talk.rttm").write_bytes((DATA / "voices.rttm").read_bytes())

    assert [(s.speaker, s.text) for s in load(tmp_path / "talk.tsv").segments] == [
        ("SPEAKER_00", "is it so"),
        ("SPEAKER_00", "maybe"),
        ("SPEAKER_01", "yes it is"),
        (None, "good"),
    ]


def test_rttm_does_not_overrule_a_file_that_names_speakers(tmp_path):
    (tmp_path / "talk.vtt").write_bytes((DATA / "voices.vtt").read_bytes())
    (tmp_path / "talk.rttm").write_bytes((DATA / "voices.rttm").read_bytes())

    assert next(iter(load(tmp_path / "talk.vtt").segments)).speaker == "Ann Lee"


# The table


def test_every_format_says_what_it_is_and_reads_or_writes():
    assert all(form.about and (form.read or form.write) for form in FORMATS.values())
    assert {name for name, form in FORMATS.items() if form.write} >= {
        "json",
        "markdown",
        "srt",
        "vtt",
        "txt",
    }


@pytest.mark.parametrize("path", sorted(DATA.glob("*.*")), ids=lambda path: path.name)
def test_samples_lie_under_suffixes_that_are_read(path):
    assert readable(path) == (path.suffix != ".rttm" and path.name != "SOURCE.md")


def test_front_matter_tells_of_the_talk():
    text = "---\ntitle: \"A Panel\"\ndate: 2022-05-07\nspeakers: ['Ann Lee', Bob]\n---\nAnn Lee: 00:00:01\n\nHi.\n"

    talk = FORMATS["markdown"].talk(text, "x")

    assert (talk.title, talk.date) == ("A Panel", "2022-05-07")
    assert talk.speakers == (Speaker("Ann Lee"), Speaker("Bob"))
    assert said("markdown", text) == ["Hi."]
