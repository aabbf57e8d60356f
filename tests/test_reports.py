"""Reports: expected printouts in full, and laws: every edit is told, once, and nothing is markup."""

import csv
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.edits import Edit, Kind, apply, recue, reword, rewrite
from pipeline.model import Cue, Talk, Token, Transcript
from pipeline.reason import Reason
from pipeline.reports import TalkSummary, coloured, frame, html, summary, table, text
from pipeline.reports.changes import KINDS, changes
from pipeline.reports.html import NAMES
from pipeline.reports.rows import Mark, Row, rows
from pipeline.run import Step, steps
from pipeline.verdicts import Verdict
from say import say
from strategies import chances, everything, transcripts

WHY = Reason("dictionary: GPU, often misheard as 'GP use'", near=("cuda",))


def step(transcript: Transcript, made=(), held=(), stage="terms", breach="") -> Step:
    """What a stage would have done that made and held these edits."""
    made = tuple(replace(edit, stage=stage) for edit in made)
    held = tuple(replace(edit, stage=stage) for edit in held)
    return Step(stage, transcript, made, held, apply(transcript, made), breach)


def terms(transcript: Transcript) -> Step:
    """A stage that puts one term right and asks about another."""
    words = transcript.tokens
    return step(
        transcript,
        made=[reword(words[3:5], "GPUs", WHY, 0.97)],
        held=[
            reword(words[6:8], "CUDA", "sound: CUDA (distance 0.21)", 0.55),
            reword(words[6:8], "coda", "sound: coda (distance 0.30)", 0.42),
        ],
    )


def sentences(before: Transcript) -> Step:
    """A stage that joins the two lines and opens a sentence elsewhere, with marks and a capital."""
    at = {token.text: token for token in before.tokens}
    return step(
        before,
        made=[
            rewrite([at["GPUs"]], "GPUs.", "end: a pause", 0.8),
            recue(Cue(6.0), None, "no sentence ends before it", 0.9),
            rewrite([at["the"]], "The", "capital: opens a sentence", 0.9),
            recue(None, Cue(5.0, "Ann"), "a sentence opens", 0.8),
        ],
        stage="sentences",
    )


SAID = "Ann> we train on GP use the | could a version is fast"


def both() -> list[Step]:
    """Two stages, the second of which works on what the first made."""
    first = terms(say(SAID, name="day-1"))
    return [first, sentences(first.after)]


# ---- the terminal -------------------------------------------------------------------------------


def test_the_text_shows_each_stage_with_marks_and_reasons():
    assert (
        text(both(), {"terms": 1})
        == """\
== terms: 1 made, 1 question waiting, 2 readings suggested

0:00:01  Ann
  we train on [-GP use-] {+GPUs+} the
    0:00:01  97%  GP use -> GPUs: dictionary: GPU, often misheard as 'GP use'; near: cuda

0:00:02
  {?could a -> CUDA | coda?} version is fast
    0:00:02  55%  could a -> CUDA: sound: CUDA (distance 0.21)
    0:00:02  42%  could a -> coda: sound: coda (distance 0.30)

== sentences: 4 made

0:00:01  Ann
  we train on GPUs{+.+} {+¶ Ann+} {+T+}he [-¶-] could a version is fast

"""
    )


def test_the_text_leaves_out_what_is_far_from_a_change():
    transcript = say(" ".join("abcdefghijklmnopqrst"))

    printed = text([step(transcript, [rewrite(transcript.tokens[10:11], "K", "case")])])

    assert "  … e f g h i j {+K+} l m n o p q …\n" in printed


def test_the_text_tells_when_each_change_was_said_not_when_its_paragraph_began():
    transcript = say(" ".join(["so"] * 100))
    late = (rewrite(transcript.tokens[n : n + 1], "now", f"word {n}") for n in (50, 90))

    printed = text([step(transcript, late)])

    assert [line.split()[0] for line in printed.splitlines() if line.strip()[:2] == "0:"] == [
        "0:00:20",
        "0:00:20",
        "0:00:36",
    ]


def test_a_reason_of_several_changes_is_told_with_the_time_of_the_first():
    transcript = say("um so um")
    made = [rewrite(transcript.tokens[n : n + 1], "", "filler") for n in (0, 2)]

    assert "    0:00:00 100%  um -> (nothing): filler (2 times)\n" in text([step(transcript, made)])


def test_the_text_names_what_is_left_out_and_a_stage_that_was_not_heard():
    transcript = say("so um we")

    printed = text(
        [
            step(transcript, [rewrite(transcript.tokens[1:2], "", "filler")], stage="normalize"),
            step(
                transcript, stage="terms", breach="terms may make words edits, and proposed another"
            ),
        ]
    )

    assert (
        printed
        == """\
== normalize: 1 made

0:00:00
  so [-um-] we
    0:00:00 100%  um -> (nothing): filler

== terms: 0 made
!! terms may make words edits, and proposed another

"""
    )


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict("", "accept", who="Ann"), "accepted by Ann"),
        (Verdict("", "reject"), "rejected by a reviewer"),
        (Verdict("", "other", "coda", who="Bob"), "written otherwise by Bob"),
    ],
)
def test_what_was_decided_comes_before_the_reason(verdict, told):
    suggested = terms(say(SAID))
    first = suggested.held[0]

    printed = text([suggested], of={first.id: verdict})

    assert f"  55%  could a -> CUDA: {told}; sound: CUDA (distance 0.21)\n" in printed


def test_a_mark_that_was_decided_upon_does_not_speak_for_itself():
    transcript = say("the end")
    edit = replace(rewrite(transcript.tokens[1:2], "end.", "a pause", 0.4), stage="terms")

    printed = text([step(transcript, [edit])], of={edit.id: Verdict("", "accept", who="Ann")})

    assert "40%  end -> end.: accepted by Ann; a pause" in printed


def test_colours_change_no_letter():
    printed = text(both())

    assert coloured(printed).plain == printed
    styles = {str(span.style) for span in coloured(printed).spans}
    assert {"red strike", "bold green", "yellow"} <= styles


def test_no_steps_are_no_text():
    assert text([]) == ""


# ---- the table ----------------------------------------------------------------------------------


def test_the_table_has_a_row_an_edit():
    told = re.sub(r"\b[0-9a-f]{16}\b", "ID", table([terms(say(SAID, name="day-1"))]))

    assert (
        told
        == """\
talk,stage,kind,time,seconds,speaker,was,now,why,confidence,status,id,left,right
day-1,terms,spacing,0:00:01,1.252,Ann,GP use,GPUs,"dictionary: GPU, often misheard as 'GP use'; near: cuda",0.97,made,ID,we train on,the could a version is fast
day-1,terms,words,0:00:02,2.4,,could a,CUDA,sound: CUDA (distance 0.21),0.55,suggested,ID,we train on GP use the,version is fast
day-1,terms,words,0:00:02,2.4,,could a,coda,sound: coda (distance 0.30),0.42,suggested,ID,we train on GP use the,version is fast
"""
    )


def test_a_spreadsheet_finds_no_formula_in_the_table():
    transcript = say("so =SUM(1) it is")
    edit = rewrite([transcript.tokens[1]], "@SUM", "=why")

    told = table([step(transcript, [edit], stage="terms")])

    assert ",'=SUM(1),'@SUM,'=why," in told


def test_the_table_tells_of_segments_and_speakers():
    transcript = say("Ann> so | Cy> yes | no")
    cues = transcript.cues
    made = [
        recue(cues[0], Cue(0.0, "Bob"), "turn"),
        recue(cues[1], None, "joined"),
        recue(cues[2], Cue(2.0, "Bob"), "turn"),
    ]

    told = frame([step(transcript, made, stage="speakers")])

    assert told[["kind", "was", "now"]].values.tolist() == [
        ["speaker", "Ann", "Bob"],
        ["break", "¶", ""],
        ["speaker", "", "Bob"],
    ]


def test_the_frame_is_the_table():
    told = both()
    read = list(csv.DictReader(StringIO(table(told))))

    assert frame(told).astype(str).to_dict("records") == read


# ---- the plain data -----------------------------------------------------------------------------


def test_a_word_changed_by_two_stages_is_one_mark():
    marks = [mark for row in rows(both()) for mark in row.marks]

    assert [(mark.was, mark.now, len(mark.changes)) for mark in marks] == [
        ("GP use", "GPUs.", 2),
        ("", "¶ Ann", 1),
        ("the", "The", 1),
        ("¶", "", 1),
        ("could a", "could a", 2),
    ]


def test_a_paragraph_opens_with_a_speaker():
    transcript = say("Ann> so it is | Bob> yes | Bob> it is")

    assert [(row.speaker, row.pieces) for row in rows([step(transcript)])] == [
        ("Ann", ("so it is",)),
        ("Bob", ("yes it is",)),
    ]


def test_a_paragraph_ends_at_a_segment_when_it_is_long_enough():
    line = "one two three four five six seven eight nine ten"
    transcript = say(" | ".join([line] * 9))

    told = rows([step(transcript)])

    assert [len(row.pieces[0].split()) for row in told] == [40, 40, 10]
    assert [row.start for row in told] == [0, 16_000, 32_000]


def test_a_talk_in_one_segment_has_paragraphs_too():
    told = rows([step(say(" ".join(["word"] * 300)))])

    assert [len(row.pieces[0].split()) for row in told] == [120, 120, 60]


def test_what_marks_and_case_change_is_read_letter_by_letter():
    assert Mark("oh", "Oh,", ()).parts == (("o", "O"), ("h", "h"), ("", ","))
    assert Mark("here", "here.", ()).parts == (("here", "here"), ("", "."))
    assert Mark("yes,", "yes", ()).parts == (("yes", "yes"), (",", ""))


def test_a_word_without_end_is_not_read_letter_by_letter():
    was = "a" * 2_000

    assert Mark(was, f"{was}.", ()).parts == ((was, f"{was}."),)


def test_a_mark_strikes_no_word_that_stays():
    assert Mark("of of mixes", "of mixes", ()).core == ("of", "of", "", "mixes")
    assert Mark("an optimum", "Bayesian optimum", ()).core == ("", "an", "Bayesian", "optimum")
    assert Mark("no no no", "no no", ()).core == ("no no", "no", "", "")


def test_a_suggestion_stands_beside_the_words_it_is_for():
    offer = changes([terms(say(SAID))])[1]

    assert Mark("so could a it", "So, could a, it", ()).around(offer) == ("So,", "could a,", "it")
    assert Mark("could a", "it could", ()).around(offer) == ("it could", "", "")


def test_every_kind_of_edit_has_a_rank_and_a_name():
    assert set(KINDS) == set(NAMES) == set(get_args(Kind))


def shown(row: Row) -> list[str]:
    """The words that a paragraph shows as its result."""
    texts = (
        piece if isinstance(piece, str) else "" if piece.is_cue else piece.now
        for piece in row.pieces
    )
    return [word for text in texts for word in text.split()]


@st.composite
def runs(draw: st.DrawFn) -> list[Step]:
    """Runs of stages that may propose anything, some of it turned down."""
    transcript = draw(transcripts())
    least = draw(st.sampled_from((0.0, 0.5, 2.0)))

    def unsure(edit: Edit) -> bool:
        return (sum(map(ord, edit.was + edit.now)) % 10) / 10 >= least

    accept = everything if least == 0 else unsure
    return list(steps(transcript, draw(st.lists(chances(), max_size=3)), accept))


@given(runs())
def test_the_result_is_read_from_the_paragraphs(run):
    words = [word for row in rows(run) for word in shown(row)]

    assert words == [token.text for token in (run[-1].after.tokens if run else ())]


@given(runs())
def test_every_edit_is_told_once(run):
    edits = sorted(edit.id for step in run for edit in (*step.made, *step.held))

    assert sorted(change.id for change in changes(run)) == edits
    assert sorted(c.id for row in rows(run) for m in row.marks for c in m.changes) == edits
    assert sorted(row["id"] for row in csv.DictReader(StringIO(table(run)))) == edits
    assert sorted(frame(run)["id"]) == edits


class Page(HTMLParser):
    """What a page holds: its tags, and the numbers of the edits on each mark."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.numbers: list[int] = []
        self.read: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Keep the tag, and what a mark says of its edits."""
        self.tags.append(tag)
        self.numbers += map(int, (dict(attrs).get("data-e") or "").split())

    def handle_data(self, data):
        """Keep the text."""
        self.read.append(data)


@settings(max_examples=40)
@given(runs())
def test_the_page_has_a_mark_for_every_edit(run):
    page = html(run)

    data = json.loads(re.search(r'id="edits">(.*?)</script>', page, re.DOTALL)[1])
    assert sorted(data["id"]) == sorted(e.id for s in run for e in (*s.made, *s.held))
    assert Page(page).numbers == list(range(len(data["id"])))


# ---- nothing said is markup ---------------------------------------------------------------------

EVIL = "<script>alert(1)</script> </script><img src=x onerror=alert(1)> \"'onfocus=alert(1) &amp;"


def evil() -> list[Step]:
    """A transcript, a talk and reasons that try to be markup."""
    talk = Talk(title=EVIL, event=EVIL)
    transcript = replace(say("a b c d e f", talk, name=EVIL), cues=(Cue(0.0, EVIL), Cue(3.0, EVIL)))
    tokens = (*transcript.tokens[:3], *(Token(EVIL, t.at) for t in transcript.tokens[3:]))
    transcript = replace(transcript, tokens=tokens)
    made = [rewrite(tokens[1:2], EVIL, EVIL), rewrite(tokens[3:4], "x", EVIL)]
    held = [rewrite(tokens[4:5], "y", EVIL, 0.4), rewrite(tokens[2:3], EVIL, EVIL, 0.4)]
    return [step(transcript, made, held, stage=EVIL, breach=EVIL)]


def test_what_was_said_stays_text_on_the_page():
    page = Page(html(evil()))

    # The script of the page and its data; nothing that the transcript brought.
    assert page.tags.count("script") == 2
    assert "img" not in page.tags
    assert EVIL in "".join(page.read)


def test_what_a_talk_is_called_stays_text_in_the_summary():
    talks = [
        TalkSummary(EVIL, EVIL, 9, 9.0, 1.0, (((EVIL, "words", True), 1),), ((EVIL, 1),), (EVIL,)),
        TalkSummary(EVIL, failed=EVIL),
    ]

    page = Page(summary(talks))

    assert page.tags.count("script") == 1
    assert "img" not in page.tags


@pytest.mark.parametrize(
    "page", [html(both()), html([]), summary([])], ids=["diff", "empty", "batch"]
)
def test_a_page_needs_nothing_from_outside(page):
    assert not re.search(r"""(src|href)=["']?[^"'#]""", page)
    assert not re.search(r"url\([^#]", page)
    assert "@import" not in page
    assert "default-src &#39;none&#39;" in page


def test_the_same_steps_give_the_same_bytes():
    for report in (html, table, text):
        assert report(both()) == report(both())


# ---- the batch ----------------------------------------------------------------------------------


def talks() -> list[TalkSummary]:
    """Two talks that were cleaned and one that was not."""
    one = TalkSummary(
        "day-1",
        "Day 1",
        words=8000,
        length=3600.0,
        took=2.5,
        counts=((("terms", "words", True), 30), (("terms", "words", False), 12)),
        waiting=5,
        rules=(("dictionary: GPU", 20), ("sound: CUDA", 10)),
        href="day-1/diff.html",
    )
    two = replace(one, name="day-2", title="Day 2", breaches=("terms broke it",), href="")
    two = replace(two, alarms=("work -> York: the same change 24 times in this talk",))
    return [one, two, TalkSummary("day-3", failed="day-3.srt, line 4: the clock runs backwards")]


def test_the_summary_counts_the_batch():
    page = Page(summary(talks()))
    told = " ".join(" ".join(page.read).split())

    assert "2 talks cleaned" in told
    assert "16,000 words · 2:00:00 of talk · 5.0 s of work" in told
    assert "60 edits made 10 questions waiting 3.8 word changes in 1,000 words" in told
    assert "1 could not be cleaned day-3 : day-3.srt, line 4: the clock runs backwards" in told
    assert "Day 2 : terms broke it" in told
    assert "Day 2 : work -> York: the same change 24 times in this talk" in told
    assert "dictionary: GPU 40" in told


def test_the_summary_leads_to_each_talk():
    page = summary(talks())

    assert page.count('href="day-1/diff.html"') == 1
    assert page.count("<a ") == 1
