"""Files that are broken, strange or of another kind: read all the same, or refused in clear words."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.formats import FORMATS, load, readable, reader_for
from pipeline.formats.encodings import decode
from pipeline.formats.timecode import clock, exact, from_clock, parse_clock
from pipeline.model import Segment


def said(path):
    return [segment.text for segment in load(path).segments]


def voices(path):
    return [segment.speaker for segment in load(path).segments]


def refused(path):
    with pytest.raises(BadInput) as caught:
        load(path)
    return str(caught.value)


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


# Encodings

SPOKEN = "0:00\tCafé “naïve” — it’s\n0:02\tDéfis"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_every_encoding_gives_the_same_words(file, encoding):
    assert said(file("talk.tsv", SPOKEN.encode(encoding))) == ["Café “naïve” — it’s", "Défis"]


def test_ends_of_lines_that_were_ended_twice(file):
    text = "1\n00:00:01,000 --> 00:00:02,000\nso\n\n2\n00:00:02,000 --> 00:00:03,000\nit is\n"

    for end in ("\n", "\r\n", "\r\r\n", "\r"):
        assert said(file("talk.srt", text.replace("\n", end))) == ["so", "it is"]


@pytest.mark.parametrize("ending", [".srt", ".vtt", ".txt", ".md"])
def test_lines_of_many_blanks_are_read_as_fast_as_others(file, ending):
    text = f"00:00:01,000 --> 00:00:02,000\nso{' ' * 60_000}it is\n"

    assert said(file(f"talk{ending}", text))[-1].endswith("so it is")


def test_latin_1_and_windows_ends_of_lines(file):
    assert said(file("talk.tsv", "0:00\tDéfis\r\n0:02\tcafé\r\n".encode("latin-1"))) == [
        "Défis",
        "café",
    ]


def test_mojibake_is_put_right_and_nothing_else(file):
    broken = "0:00\tCafÃ© itâ€™s\n0:02\tﬁne ’so’ &amp; … ＡＢ\n"

    assert said(file("talk.tsv", broken)) == ["Café it’s", "ﬁne ’so’ &amp; … ＡＢ"]


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u200e", "\u2060", "\ufeff"])
def test_signs_that_nobody_sees_hide_no_name(sign, file):
    turns = [f"{sign}Ann Lee: Is it so?", f"Bob{sign}: It is.", f"Ann Lee:{sign} It is?"]
    text = "\n".join([*turns, "Bob: Yes and no."])
    cues = (
        f'{{"start": {n}, "end": {n + 1}, "text": "Yes.", "speaker": "{name}"}}'
        for n, name in enumerate([f"Ann{sign}", "Bob", "Ann"])
    )
    data = f'{{"segments": [{", ".join(cues)}]}}'

    assert voices(file("talk.txt", text)) == ["Ann Lee", "Bob", "Ann Lee", "Bob"]
    assert said(file("talk.txt", text))[:2] == ["Is it so?", "It is."]
    assert voices(file("talk.json", data)) == ["Ann", "Bob", "Ann"]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_ascii_and_marked_text_is_decoded_as_it_was(text):
    assert decode(text.encode("utf-16")).count("\n") == 0
    if text.isascii():
        assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04...", "ZIP archive or an office document"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"0:00\nso\x00\x00\x01it is", "not text"),
        ("0:00\nDéfis é".encode()[:-1], "cut off"),
    ],
)
def test_what_is_not_text_is_refused(file, content, what):
    assert what in refused(file("talk.txt", content))


# Whole files


@pytest.mark.parametrize("content", ["", " \n\t\n", "\ufeff"])
def test_an_empty_file(file, content):
    assert "empty" in refused(file("talk.srt", content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "0:00\n0:02\n"),
        ("a.json", '{"sentences": []}'),
        ("a.json", '{"text": "", "segments": [], "language": "en"}'),
        ("a.json", '{"text": "", "words": []}'),
        ("a.json3", '{"events": []}'),
        ("a.vtt", "WEBVTT\n\nNOTE so\n"),
        ("a.csv", "start,text\n"),
    ],
)
def test_a_file_without_words(file, name, content):
    assert "no words" in refused(file(name, content))


def test_a_huge_file_is_refused_unread(file):
    path = file("talk.txt", "")
    with path.open("r+b") as stream:
        stream.truncate(200_000_000)

    assert "larger than 100 MB" in refused(path)


def test_an_unknown_suffix_names_the_known_ones(file):
    message = refused(file("talk.docx", "hello"))

    assert ".docx" in message
    assert ".srt" in message


def test_json_of_no_known_form_points_to_those_there_are(file):
    assert "docs/formats.md" in refused(file("talk.json", '{"hello": 1}'))
    assert "docs/formats.md" in refused(file("talk.json3", '{"hello": 1}'))
    assert "docs/formats.md" in refused(file("list.json3", "[1, 2]"))
    assert "docs/formats.md" in refused(file("list.json", "[1, 2]"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"so \ud83d it", "so \ufffd it"),
        (r"so \uDE00\ud83d\u0041", "so \ufffd\ufffdA"),
        (r"so \uD83D\uDE00 it", "so \U0001f600 it"),
        (r"so \\ud83d it", r"so \ud83d it"),
        (r"so\u0000 \u001B[0mit\b is\n\u00e9", "so [0mit is \u00e9"),  # a terminal would obey
        (r"so \\u001b \\b", r"so \u001b \b"),
    ],
)
def test_what_no_text_has_is_not_read_from_json(file, written, read):
    told = json.dumps({"segments": [{"start": 0, "end": 2, "text": "SAID"}]})

    assert said(file("talk.json", told.replace("SAID", written))) == [read]


def test_a_number_of_thousands_of_digits_is_refused(file):
    told = f'{{"segments": [{{"start": {"9" * 5_000}, "end": 2, "text": "so"}}]}}'

    assert "a number of thousands of digits" in refused(file("talk.json", told))


def test_a_caption_may_have_a_number_of_thousands_of_digits(file):
    text = f"{'9' * 5_000}\n00:00:01,000 --> 00:00:02,000\nso\n\n1\n"

    assert said(file("talk.srt", text)) == ["so 1"]


def test_a_wrong_suffix_is_seen_through(file):
    assert said(file("talk.txt", "1\n00:00:01,000 --> 00:00:02,000\nso\n")) == ["so"]
    assert said(file("talk.srt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>so\n")) == ["so"]
    assert said(file("b.txt", "0:01\tso\n")) == ["so"]


def test_files_beside_transcripts_are_no_transcripts(tmp_path):
    names = [
        "README.md",
        ".hidden.srt",
        "talk.toml",
        "talk.rttm",
        "talk.mp3",
        "LICENSE.txt",
        "a.SRT",
    ]

    assert [name for name in names if readable(tmp_path / name)] == ["a.SRT"]


# Lines: the message names file, line and remedy


@pytest.mark.parametrize(
    ("name", "content", "line", "what"),
    [
        ("a.txt", "0:10\none\n0:20\ntwo\n0:05\nthree\n", 5, "runs backwards, from 0:00:20 to 0:00:05"),
        ("a.tsv", "0:10\tone\n1:00:00\ttwo\n0:30:00\tthree\n", 3, "runs backwards"),
        ("a.tsv", "0:10\tone\nand two\n", 2, "without all its columns"),
        ("a.tsv", "0:10\tone\nsoon\ttwo\n", 2, "'soon' is no time"),
        ("a.tsv", "0:10\tone\n99999999:00\ttwo\n", 2, "is no time"),
        ("a.tsv", "so\n0:10\t0:12\tone\n", 1, "without all its columns"),
        ("a.csv", 'start,end,text\n1,2,a "b"\n3,4,"so\n5,6,it\n7,8,is\n', 3, "quotation mark"),
        ("a.csv", 'start,end,text\n3,4,"so\n\n5,6,"it"\n7,8,is\n', 2, "quotation mark"),
        ("a.csv", 'start,text\n1,"so, yes",\n2,so, no\n', 3, "3 columns where there are 2"),
        ("a.tsv", "start\ttext\n1\tso\tno\n", 2, "3 columns where there are 2"),
        ("a.csv", "0:01,so\n", 1, "columns have no names"),
        ("a.csv", "Von;Bis;Text\n1;2;so\n", 1, "no column is named start;"),
        ("a.tsv", "Von\tBis\tSatz\n1\t2\tso\n", 1, "no column is named start or text;"),
        ("a.csv", "start,end,transcript_id,body\n1,2,t_17,so\n", 1, "no column is named text;"),
        ("a.csv", "start,end,text_id,sentence\n1,2,17,so\n", 1, "no column is named text;"),
        ("a.csv", "start,text,Wer\n" + "1,so,A\n2,no,B\n" * 2, 1, "'Wer' may be who speaks"),
        ("a.tsv", "start\ttext\tWer\n" + "1\tso\tA\n2\tno\tB\n" * 2, 1, "'Wer' may be who speaks"),
        ("a.csv", "start,text,Wer\n" + "1,so,spk_0\n2,no,spk_1\n" * 2, 1, "'Wer' may be who speaks"),
        ("a.csv", "start,text,Wer\n" + "1,so,Ann Lee\n2,no,J. Ray\n" * 2, 1, "'Wer' may be who speaks"),
        ("a.srt", "so it is\n\n1\n00:00:01,000 --> 00:00:02,000\nyes\n", 1, "text before the first time"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nyes\n\n2\n00:00:03,000 00:00:04,000\nno\n", 6, "no times"),
        ("a.srt", "1\n-00:00:01,000 --> 00:00:02,000\nyes\n", 2, "no times"),
        ("a.srt", "1\n00:00:09,000 --> 00:00:02,000\nyes\n", 2, "ends (0:00:02) before it starts"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nyes\n\n2\n00:00:03,0", 6, "no times"),
        ("a.srt", "1\n00:00:01,000 --> 99999:00:02,000\nyes\n", 2, "no times"),
        ("a.srt", "1\n00:09:01,000 --> 00:09:02,000\nyes\n\n2\n00:00:03,000 --> 00:00:04,000\nno", 6, "backwards"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nyes\n\n2\n00:00:03,000 — 00:00:04,000\nno\n", 6, "no times"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nyes\n\n2\n00:00:03,000 --> OO:00:04,000\nno\n", 6, "no times"),
        ("a.txt", "1\n00:00:01;000 --> 00:00:02;000\nyes\n", 2, "no times"),
        ("a.sbv", "0:00:01.000,0:00:02.000\nyes\n\n0:00:03.000,0:00:0\nno\n", 4, "no times"),
        ("a.sbv", "so it is\n\n0:00:01.000,0:00:02.000\nyes\n", 1, "text before the first time"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:0\nyes\n", 3, "no times"),
        ("a.vtt", "WEBVTT\n\nso it is\n\n00:01.000 --> 00:02.000\nyes\n", 3, "text before the first time"),
        ("a.txt", "Ann: 00:10\n\nHi.\n\nBob: 00:03\n\nNo.\n", 5, "runs backwards"),
        ("a.txt", "Ann: Hi. #00:01:10-0#\nBob: No. #00:00:03-0#\n", 2, "runs backwards"),
        ("a.json3", '{"events": [\n{"tStartMs": 0, "segs": [{"utf8": "hel', 2, "not JSON"),
        ("a.json", '{"segments": [\n{"start": 1, "end": 2, "text": "so"},\n{"st', 3, "not JSON"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named(file, name, content, line, what):
    path = file(name, content)
    message = refused(path)

    assert message.startswith(f"{path}:{line}: ")
    assert what in message
    assert "; " in message  # a remedy


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('{"sentences": [{"start": -1, "text": "so"}]}', "sentence 1: start is -1"),
        ('{"sentences": [{"start": 1, "text": 7}]}', "sentence 1: text is 7"),
        ('{"sentences": {"start": 1}}', "not a list of objects"),
        ('{"sentences": [{"start": 1e99, "text": "so"}]}', "sentence 1: start is 1e+99"),
        ('{"segments": [{"start": NaN, "end": 2, "text": "so"}]}', "segment 1: start is nan"),
        ('{"segments": [{"start": "x", "end": 2, "text": "so"}]}', "segment 1: start is 'x'"),
        ('{"sentences": [{"start": 5, "end": 1, "text": "so"}]}', "before it starts"),
        ('[{"text": "so", "start": "x", "duration": 1}]', "caption 1: start is 'x'"),
        (
            '{"transcription": [{"offsets": {"from": "x"}, "text": "so"}]}',
            "segment 1: start is 'x'",
        ),
        (
            f'{{"transcription": [{{"offsets": {{"from": 0, "to": 1{"0" * 400}}}, "text": "so"}}]}}',
            "segment 1: end is 1000",
        ),
        (f'[{{"start": 0, "end": 1{"0" * 400}, "text": "so"}}]', "segment 1: end is 1000"),
        ('{"00:01": "so", "soon": "it"}', "the key 'soon' is no time"),
        ('{"results": {"items": [{"type": "pronunciation"}]}}', "item 1 has no content"),
        ('{"speakers": [{"label": "A"}], "turns": []}', "JSON of no form that is known"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_a_broken_entry_is_named(file, content, what):
    assert what in refused(file("a.json", content))


@pytest.mark.parametrize(
    "content",
    [
        "not xml <",
        "<tt xmlns='http://www.w3.org/ns/ttml'><body>",
        "<tt><body><div><p>so it is</p></div></body></tt>",
        "<tt><body><div><p begin='soon' end='1s'>so it is</p></div></body></tt>",
        "<tt><body><div><p begin='5s' end='1s'>so it is</p></div></body></tt>",
        "<tt><body/></tt>",
        '<!DOCTYPE tt [<!ENTITY a "so">]><tt><body><div><p begin="0s">&a;</p></div></body></tt>',
        "",
    ],
)
def test_a_broken_subtitle_file_is_refused_in_words(file, content):
    assert refused(file("a.ttml", content))


@pytest.mark.parametrize(
    "content", ["<timedtext", "<timedtext/>", '<timedtext><p t="soon">so</p></timedtext>', "so"]
)
def test_broken_captions_of_youtube_are_refused_in_words(file, content):
    assert refused(file("a.srv3", content))


def test_the_declared_encoding_of_xml_is_that_of_its_bytes(file):
    text = '<?xml version="1.0" encoding="{}"?><tt><body><div><p begin="0s">Défis</p></div></body></tt>'

    for encoding in ("utf-16", "iso-8859-1", "utf-8"):
        assert said(file("a.ttml", text.format(encoding).encode(encoding))) == ["Défis"]


def test_a_broken_rttm_is_named(file):
    path = file("a.tsv", "0:01\tso\n")
    file("a.rttm", "SPEAKER talk 1 soon 2 <NA> <NA> A <NA> <NA>\n")

    assert "a.rttm:1: not a line of RTTM" in refused(path)


JUNK = st.text(
    st.sampled_from("\n\n\t:.,->#*[]<>{}()\"'0123456789 aSv—")
    | st.characters(exclude_categories=("Cs",)),
    max_size=120,
)
HEADS = [
    "",
    "WEBVTT\n\n",
    "1\n00:00:01,000 --> 00:00:02,000\n",
    "0:00:01.000,0:00:02.000\n",
    "0:00\n",
    '{"sentences": [',
    "Ann: 0:01\n",
]


@given(st.sampled_from(sorted(FORMATS)), st.sampled_from(HEADS), JUNK)
def test_no_text_breaks_a_reader(name, head, junk):
    form = FORMATS[name]
    if not form.read or (form.sniff and not form.sniff(head + junk)):
        return
    try:
        told = list(form.read(head + junk))
    except BadInput:
        return
    assert all(0 <= segment.start <= segment.end and segment.text.split() for segment in told)
    assert all(one.start <= other.start for one, other in pairwise(told))


@given(st.binary(max_size=200))
def test_no_bytes_break_the_decoder(data):
    try:
        text = decode(data)
    except BadInput:
        return
    assert "\r" not in text
    assert "\0" not in text


# Times


@given(st.integers(0, 359_999_999))
def test_exact_times_are_read_as_they_were_written(time):
    assert from_clock(exact(time)) == from_clock(exact(time, ",")) == time


def test_times_are_shown_as_people_write_them():
    assert [clock(0), clock(754_999), clock(36_061_000)] == ["0:00:00", "0:12:34", "10:01:01"]


@given(st.integers(0, 359_999))
def test_shown_times_are_read_to_the_second(seconds):
    assert parse_clock(clock(seconds * 1000)) == seconds * 1000


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14:02", 842_000),
        ("1:02:03", 3_723_000),
        ("842.5", 842_500),
        ("118:44", 7_124_000),
        ("0:01.5", 1500),
    ],
)
def test_times_as_people_type_them(text, time):
    assert parse_clock(text) == time


@pytest.mark.parametrize("text", ["soon", "1:2", "0:61", "1:61:00", "-5", "nan", "1e99", ""])
def test_what_is_no_time_is_refused_with_an_example(text):
    with pytest.raises(BadInput, match="write it as 14:02"):
        parse_clock(text)


def test_reader_for_takes_the_suffix_in_any_case(file):
    assert said(file("A.TSV", "0:01\tso\n")) == ["so"]
    assert reader_for(".tsv", "0:01\tso").read is FORMATS["tsv"].read


def test_markup_of_other_kinds_is_kept_as_text(file):
    text = "1\n00:00:01,000 --> 00:00:02,000\n<script>x</script> <unk>\n"

    assert list(load(file("a.srt", text)).segments) == [
        Segment(1000, 2000, "<script>x</script> <unk>")
    ]
