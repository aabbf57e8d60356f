"""Verdicts: never lost, obeyed by the next run, found again or told; never guessed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import record
from pipeline.batch import outcome, verdict_file
from pipeline.edits import apply, rewrite
from pipeline.errors import BadInput
from pipeline.model import Place
from pipeline.reports import alarms
from pipeline.run import steps
from pipeline.verdicts import (
    Anchor,
    Axis,
    Decisions,
    Proposed,
    Verdict,
    append,
    by_hand,
    decided,
    dump,
    hand_id,
    history,
    load,
    parse,
    signed,
    standing,
)
from say import read, say
from test_batch import job

SAID = "Ann> the GP use is fast and | the could a works | Bob> so the GP use it is"


class Terms:
    """Proposes "CUDA" or "coda" for "could a", and "GPUs" for "GP use"."""

    name = "terms"
    licence = frozenset({"words", "spacing"})

    def __call__(self, transcript):
        """The edits."""
        pairs = list(zip(transcript.tokens, transcript.tokens[1:], strict=False))
        for pair in pairs:
            if [token.key for token in pair] == ["gp", "use"]:
                yield rewrite(pair, "GPUs", "dictionary", 0.9)
            if [token.key for token in pair] == ["could", "a"]:
                yield rewrite(pair, "CUDA", "sound", 0.4)
                yield rewrite(pair, "coda", "sound", 0.8)


def accept(edit):
    return edit.confidence > 0.5


def run(said, *verdicts):
    """What comes of `said` under these verdicts, and those that found no place."""
    results, lost = decided(say(said), [Terms()], accept, standing(verdicts))
    return read(results[-1].after), lost


def edits(said=SAID):
    """The edits by what they put in, the first of each."""
    found = [edit for step in steps(say(said), [Terms()], accept) for edit in step.made + step.held]
    return {edit.now: edit for edit in reversed(found)}


def about(now, verdict, text="", said=SAID, **told):
    edit = edits(said)[now]
    anchor = Axis(say(said)).around(edit.place)
    return Verdict(
        edit.id, verdict, text, anchor=anchor, stage="terms", was=edit.was, now=edit.now, **told
    )


def written(verdict, start, stop, text, was="", said=SAID, **told):
    place = Place(float(start), float(stop))
    anchor = Axis(say(said)).around(place)
    name = hand_id(verdict, place, was)
    return Verdict(name, verdict, text, anchor=anchor, was=was, **told)


# ---- what counts --------------------------------------------------------------------------------

IDS = st.sampled_from(["e1", "e2", "e3"])
WAYS = st.sampled_from(["accept", "reject", "other"])


@st.composite
def logs(draw):
    """Lines of actions, undos and redos, as a session writes them."""
    lines, acts = [], []
    for n in range(draw(st.integers(0, 12))):
        when = f"2026-01-01T00:00:{n:02}"
        way = draw(st.sampled_from(["decide", "decide", "undo", "redo"]))
        if way == "decide":
            acts.append(f"a{n}")
            lines += [
                Verdict(name, draw(WAYS), act=f"a{n}", when=when)
                for name in draw(st.lists(IDS, min_size=1, max_size=2, unique=True))
            ]
        elif acts:
            lines.append(Verdict(draw(st.sampled_from(acts)), way, when=when))
    return lines


@given(logs())
def test_what_was_undone_and_done_again_counts_as_before(lines):
    done, _ = history(lines)
    if not done:
        return
    undo = [*lines, Verdict(done[-1], "undo", when="2026-02-01")]
    again = [*undo, Verdict(done[-1], "redo", when="2026-02-02")]

    assert {v.id: v.verdict for v in standing(again)} == {v.id: v.verdict for v in standing(lines)}
    assert done[-1] not in {v.act for v in standing(undo)}


@given(logs())
def test_undoing_everything_leaves_nothing(lines):
    while acts := history(lines)[0]:
        lines = [*lines, Verdict(acts[-1], "undo", when="2026-02-01")]

    assert standing(lines) == []


@given(logs(), st.integers(0, 12))
def test_files_merge_by_putting_their_lines_together(lines, cut):
    whole, merged = (
        {v.id: v for v in standing(told)} for told in (lines, lines[cut:] + lines[:cut])
    )

    assert merged == whole


@given(logs())
def test_lines_come_back_as_they_were_written(lines):
    assert parse("".join(map(dump, lines))) == (lines, [])


def test_the_last_verdict_counts():
    first, last = Verdict("e", "accept", act="1"), Verdict("e", "reject", act="2")

    assert standing([first, last]) == [last]
    assert standing([first, last, Verdict("2", "undo")]) == [first]


def acts(*told):
    """Lines as people write them one after the other, each knowing those before: (verdict, when)."""
    lines = []
    for number, (verdict, when) in enumerate(told):
        new = [Verdict("a0" if verdict in ("undo", "redo") else "e", verdict)]
        lines += signed(new, lines, who="Ann", now=when, act=f"a{number}")
    return lines


AHEAD = [
    ("accept", "2027-12-31T00:00:00.000+00:00"),
    ("reject", "2026-11-29T10:05:00.000+00:00"),
    ("accept", "2026-11-29T10:01:00.000+00:00"),
    ("reject", "2026-11-30"),
]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_clock_that_was_ahead_does_not_keep_later_decisions_from_counting(count):
    lines = acts(*AHEAD[:count])

    for merged in (lines, lines[::-1]):
        assert [line.act for line in standing(merged)] == [f"a{count - 1}"]
        assert history(merged)[0] == [f"a{number}" for number in range(count)]
    assert [line.when for line in lines] == [when for _, when in AHEAD[:count]]


def test_what_a_clock_that_was_ahead_has_dated_can_be_undone():
    assert standing(acts(("accept", "2027"), ("undo", "2026"))) == []
    assert len(standing(acts(("accept", "2027"), ("undo", "2026-01"), ("redo", "2026-02")))) == 1


def test_of_clocks_that_agree_nothing_more_is_told():
    assert [line.as_of for line in acts(("accept", "2025"), ("reject", "2026"))] == ["", ""]


# ---- the file -----------------------------------------------------------------------------------


def test_half_a_line_that_a_crash_left_is_told_and_costs_nothing_else(tmp_path):
    path = tmp_path / "talk.jsonl"
    append(path, [Verdict("e1", "accept")])
    with path.open("a") as file:
        file.write('{"id": "e2", "verd')

    verdicts, notes = load(path)
    assert [verdict.id for verdict in verdicts] == ["e1"]
    assert len(notes) == 1
    assert notes[0].startswith("line 2 ")

    append(path, [Verdict("e3", "reject")])
    assert [verdict.id for verdict in load(path)[0]] == ["e1", "e3"]


def test_the_mark_that_an_editor_puts_before_a_line_costs_nothing():
    lines = [Verdict("e1", "accept"), Verdict("e2", "reject")]

    assert parse("".join("\ufeff" + dump(line) for line in lines) + "\ufeff\n") == (lines, [])


def test_no_file_means_no_verdicts(tmp_path):
    assert load(tmp_path / "none.jsonl") == ([], [])


@pytest.mark.parametrize(
    "line",
    ["[]", "7", '{"id": "e"}', '{"id": "e", "verdict": "maybe"}', '{"id": 1, "verdict": "undo"}',
     '{"id": "e", "verdict": "undo", "place": ["x", 1]}', '{"id": "e", "verdict": "undo", "x": ""}',
     '{"id": "e", "verdict": "words", "place": [NaN, 3]}', '{"id": "e", "verdict": "words", "place": [0, 1e999]}',
     '{"id": "e", "verdict": "open", "place": [0, 1%s]}' % ("0" * 400), "[" * 100_000,
     r'{"id": "e", "verdict": "words", "text": "\ud83d"}'],
)  # fmt: skip
def test_a_line_that_is_no_verdict_is_told(line):
    assert parse(line)[0] == []
    assert len(parse(line)[1]) == 1


# ---- a run obeys --------------------------------------------------------------------------------


def test_without_verdicts_the_thresholds_decide():
    assert run(SAID) == (
        "Ann> the GPUs is fast and | the coda works | Bob> so the GPUs it is", []
    )  # fmt: skip


def test_what_is_rejected_stays_as_it_was_heard():
    assert run(SAID, about("GPUs", "reject"))[0].startswith("Ann> the GP use is fast")


def test_rejecting_one_reading_lets_no_other_in_by_itself():
    assert "could a works" in run(SAID, about("coda", "reject"))[0]


def test_an_accepted_reading_wins_over_a_surer_one():
    assert "the CUDA works" in run(SAID, about("CUDA", "accept"))[0]


def test_another_reading_is_written_and_marks_are_kept():
    said = "we use could a, it works"

    assert run(said, about("coda", "other", "CUDA C", said=said))[0] == "we use CUDA C, it works"


OFTEN = "the GP use is fast and a GP use is hot, my GP use too; so the GP use it is"


def every(verdict, *places):
    """A verdict about each of these "GP use", by their numbers."""
    found = [
        edit for step in steps(say(OFTEN), [Terms()], accept) for edit in (*step.made, *step.held)
    ]
    axis = Axis(say(OFTEN))
    return [axis.anchored(Verdict(edit.id, verdict), edit) for edit in (found[n] for n in places)]


@pytest.mark.parametrize(
    ("verdicts", "want"),
    [
        ([], "the GPUs is fast and a GPUs is hot, my GPUs too; so the GPUs it is"),
        (
            every("reject", 0),
            "the GP use is fast and a GPUs is hot, my GPUs too; so the GPUs it is",
        ),
        (every("reject", 0, 1), OFTEN),
        (
            [*every("reject", 0, 1), *every("accept", 2)],
            "the GP use is fast and a GP use is hot, my GPUs too; so the GP use it is",
        ),
        (
            [*every("reject", 0, 1), *every("accept", 2, 3)],
            "the GP use is fast and a GP use is hot, my GPUs too; so the GPUs it is",
        ),
    ],
)
def test_a_change_that_is_rejected_often_is_not_made_elsewhere(verdicts, want):
    assert run(OFTEN, *verdicts)[0] == want


def test_readings_of_the_same_words_that_are_rejected_together_count_once():
    two = [*every("reject", 0), *(replace(v, id="e", now="GPUs,") for v in every("reject", 0))]

    assert run(OFTEN, *two)[0] == run(OFTEN, *every("reject", 0))[0]


def test_a_change_that_is_not_made_any_more_says_why_and_waits():
    results, _ = decided(say(OFTEN), [Terms()], accept, every("reject", 0, 1))

    assert {edit.why for edit in results[0].held[2:]} == {
        "dictionary; doubted: rejected 2 times in this talk"
    }
    assert alarms(results) == ["gp use -> GPUs: rejected 2 times in this talk"]


def test_a_change_that_is_not_rejected_often_any_more_does_not_say_so():
    (before,), _ = decided(say(OFTEN), [Terms()], accept, every("reject", 0, 1))
    (step,), _ = decided(say(OFTEN), [Proposed("terms", Terms.licence, before.held)], accept, ())

    assert {edit.why for edit in step.made} == {"dictionary"}


def test_the_record_of_a_reviewed_run_rebuilds_its_text():
    verdicts = [
        about("coda", "other", "CUDA"),
        written("words", 9, 10, "worked", "works"),
        written("rename", 0, 0, "Eve", "Bob"),
        written("close", 7, 7, ""),
    ]
    raw = say(SAID)
    results, lost = decided(raw, [Terms()], accept, verdicts)
    made = list(record.parse(record.dump(results)))

    assert lost == []
    assert record.rebuild(raw, made) == results[-1].after
    assert record.rebuild(raw, reversed(made)) == results[-1].after
    assert read(results[-1].after) == (
        "Ann> the GPUs is fast and | the CUDA worked | Eve> so the GPUs it is"
    )


def test_clean_obeys_the_verdict_file_and_is_out_of_date_when_it_changes(config):
    before = outcome(job(config))
    text = (config.clean / "talk" / "transcript.txt").read_text(encoding="utf-8")
    entries = record.parse((config.clean / "talk" / "edits.jsonl").read_text(encoding="utf-8"))
    edit = next(edit for edit, made in entries if made and edit.now == "ImageNet")

    append(
        verdict_file(config, "talk"),
        [Verdict(edit.id, "reject", anchor=Anchor(edit.place), stage=edit.stage, now=edit.now)],
    )
    after = outcome(job(config))

    assert before.fresh
    assert after.fresh
    assert "ImageNet" in text
    assert "ImageNet" not in (config.clean / "talk" / "transcript.txt").read_text(encoding="utf-8")


# ---- whatever the stages say by now ------------------------------------------------------------


class Writes:
    """A stage that writes what it is told to: {heard: reads}."""

    def __init__(self, name="terms", **reads):
        self.name, self.reads = name, reads
        self.licence = frozenset({"words", "spacing", "form"})

    def __call__(self, transcript):
        """The edits."""
        for heard, reads in self.reads.items():
            words = heard.split("_")
            for n in range(len(transcript.tokens)):
                there = transcript.tokens[n : n + len(words)]
                if [token.text for token in there] == words:
                    yield rewrite(there, reads, "told to", 0.9)


def rerun(stages, *verdicts):
    """What a run of other stages makes of SAID, what it held and why, and what found no place."""
    results, lost = decided(say(SAID), stages, accept, standing(verdicts))
    held = [(edit.now, edit.why) for step in results for edit in step.held]
    return read(results[-1].after), held, lost


AS_HEARD = "Ann> the GP use is fast and | the could a works | Bob> so the GP use it is"
HELD = "told to; held: rejected here"


@pytest.mark.parametrize(
    ("stages", "want", "held"),
    [
        ([Writes()], "the CUDA works", []),
        ([], "the CUDA works", []),
        ([Writes(could_a_works="Coda Works")], "the CUDA works", [("Coda Works", "told to")]),
        ([Writes(), Writes("sentences", CUDA="CUDA,")], "the CUDA, works", []),
        ([Writes("sentences", could="Could", a="a,")], "the CUDA, works", []),
    ],
)
def test_what_was_accepted_is_made_whatever_is_proposed_by_now(stages, want, held):
    text, asked, lost = rerun(stages, about("CUDA", "accept"))

    assert (text, asked, lost) == (AS_HEARD.replace("the could a works", want), held, [])


def test_what_was_accepted_and_is_made_anyway_is_the_same_edit():
    verdict = about("CUDA", "accept", who="Ann")
    (step,), _ = decided(say(SAID), [Writes()], accept, [verdict])

    assert [(e.id, e.why) for e in step.made] == [
        (verdict.id, "a reviewer's reading; no longer proposed")
    ]


def test_what_was_accepted_of_other_words_is_told():
    verdict = about("CUDA", "accept")
    text, _, lost = rerun([Writes("normalize", could_a="cooter at"), Writes()], verdict)

    assert (text, lost) == (AS_HEARD.replace("could a", "cooter at"), [verdict])


@pytest.mark.parametrize(
    ("no", "stages", "want", "held"),
    [
        # a longer entry over the words
        (about("CUDA", "reject"), [Writes(could_a_works="Coda Works")], AS_HEARD, [("Coda Works", HELD)]),
        # the same by another stage
        (about("CUDA", "reject"), [Writes("sound", could_a="CUDA,")], AS_HEARD, [("CUDA,", HELD)]),
        # something else by another stage
        (about("CUDA", "reject"), [Writes("form", could="Could")], AS_HEARD.replace("could", "Could"), []),
    ],
)  # fmt: skip
def test_what_was_rejected_is_not_made_by_another_way(no, stages, want, held):
    assert rerun(stages, no) == (want, held, [])


@pytest.mark.parametrize("now", ["a Works", "a works fine"])
def test_what_was_rejected_beside_what_is_written_takes_nothing_of_that_back(now):
    beside = Verdict(
        "e", "reject", stage="terms", kind="words", was="a works", now=now, reads="Coda Works",
        anchor=Anchor(Place(8.0, 10.0), "fast and the could", "a works", "so the GP use"),
    )  # fmt: skip
    text, held, lost = rerun([Writes(could_a_works="Coda a Works", a_works=now)], beside)

    assert (text, lost) == (AS_HEARD.replace("could a works", "Coda a Works"), [])
    assert held == [(now, "told to")]


CAPITAL = Verdict(
    "e", "reject", stage="normalize", kind="form", was="a", now="A",
    anchor=Anchor(Place(8.0, 9.0), "fast and the could", "a", "works so the GP use"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("reads", "want"),
    [("A", "a"), ("A,", "a"), ("a,", "a,"), ("at", "at")],
)
def test_a_rejected_capital_is_not_given_by_another_stage(reads, want):
    assert rerun([Writes("sentences", a=reads)], CAPITAL)[0] == AS_HEARD.replace(
        "could a ", f"could {want} "
    )


@pytest.mark.parametrize(
    "verdict", [about("CUDA", "other", "CUDA C"), written("words", 7, 9, "CUDA C")]
)
def test_nothing_reaches_over_the_edge_of_what_a_person_wrote(verdict):
    text, held, lost = rerun([Writes(a_works="aworks", could_a="coda")], verdict)

    assert (text, lost) == (AS_HEARD.replace("could a", "CUDA C"), [])
    assert "aworks" in dict(held)


# ---- by hand ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "want"),
    [
        (("words", 4, 5, "quick"), "Ann> the GP use is quick and | the could"),
        (("words", 1, 3, ""), "Ann> the is fast"),
        (("words", 1, 3, "graphics processing units"), "Ann> the graphics processing units is"),
        (("open", 3, 3, ""), "Ann> the GP use | Ann> is fast and"),
        (("close", 6, 6, ""), "Ann> the GP use is fast and the could a works | Bob>"),
        (("speaker", 0, 6, "Eve"), "Eve> the GP use is fast and | the could"),
        (("speaker", 3, 5, "Eve"), "Ann> the GP use | Eve> is fast | Ann> and | the could"),
        (("rename", 0, 0, "Eve", "Ann"), "Eve> the GP use"),
    ],
)
def test_hand_edits(verdict, want):
    step, lost = by_hand(say(SAID), [written(*verdict)])

    assert lost == []
    assert read(step.after).startswith(want)


@pytest.mark.parametrize(
    ("said", "gone", "want"),
    [
        ("Well, why does it work? | Yes.", (0, 1), "Why does it work? | Yes."),
        (
            "the episode about the Tornado, Cash. | Then",
            (5, 6),
            "the episode about the Tornado. | Then",
        ),
        ("It works. | Yeah. | So it does.", (2, 3), "It works. | So it does."),
        ("It works. | Yeah, so it does.", (2, 3), "It works. | So it does."),
        ("It is, well, so.", (2, 3), "It is, so."),
        ("It works. | Yeah | so it does.", (2, 3), "It works. | so it does."),
        ("Ann went.", (0, 2), ""),
    ],
)
def test_what_is_left_out_leaves_a_sentence(said, gone, want):
    step, lost = by_hand(say(said), [written("words", *gone, "", said=said)])

    assert (read(step.after), lost) == (want, [])
    assert apply(step.before, step.made) == step.after


def test_from_here_on_leaves_what_came_before():
    said = "Ann> one | Bob> two | Ann> three | Bob> four"
    step, _ = by_hand(say(said), [written("speaker-on", 1, 4, "Eve", "Bob", said=said)])
    late, _ = by_hand(say(said), [written("speaker-on", 2, 4, "Eve", "Bob", said=said)])

    assert read(step.after) == "Ann> one | Eve> two | Ann> three | Eve> four"
    assert read(late.after) == "Ann> one | Bob> two | Ann> three | Eve> four"


def test_speakers_are_merged_by_renaming_one_to_the_other():
    said = "Ann> one | Anne> two | Bob> three"
    step, _ = by_hand(say(said), [written("rename", 0, 0, "Ann", "Anne", said=said)])

    assert read(step.after) == "Ann> one | Ann> two | Bob> three"


def test_words_that_were_left_out_can_be_put_back():
    raw = say("so um yes")
    gone = rewrite(raw.tokens[1:2], "", "filler")
    dropped = replace(raw, tokens=raw.tokens[:1] + raw.tokens[2:])
    step, lost = by_hand(dropped, [written("words", *gone.place, "hum", said="so um yes")])

    assert (read(step.after), lost) == ("so hum yes", [])


def test_half_a_token_is_not_written_over():
    raw = say("the GP use is")
    joined = replace(raw, tokens=rewrite(raw.tokens[1:3], "GPUs", "").after)
    _, lost = by_hand(joined, [written("words", 1, 2, "G", said="the GP use is")])

    assert [verdict.verdict for verdict in lost] == ["words"]


@pytest.mark.parametrize(
    ("was", "want", "count"),
    [
        # as it was heard: the earlier decision had not been seen
        ("a", "Ann> the GPUs is fast and | the could an works", 1),
        # what the earlier decision wrote
        ("core", "Ann> the GPUs is fast and | the CUDA an works", 0),
    ],
)
@pytest.mark.parametrize(
    "earlier",
    [about("CUDA", "other", "CUDA core"), written("words", 7, 9, "CUDA core", "could a")],
)
def test_what_was_written_over_in_part_gives_way_unless_its_words_were_seen(
    earlier, was, want, count
):
    text, lost = run(SAID, earlier, written("words", 8, 9, "an", was))

    assert text.startswith(want)
    assert lost == [earlier][:count]


# ---- found again --------------------------------------------------------------------------------


def test_a_verdict_moves_with_its_words_when_the_raw_file_changes():
    changed = "Ann> hello everybody | the GP use is fast and | the could a works | Bob> so it is"
    text, lost = run(changed, about("CUDA", "accept"), written("words", 4, 5, "quick"))

    assert lost == []
    assert text == "Ann> hello everybody | the GPUs is quick and | the CUDA works | Bob> so it is"


def test_a_verdict_whose_words_are_gone_is_told_and_not_guessed():
    verdict = about("CUDA", "accept")
    text, lost = run("Ann> something else was said here altogether", verdict)

    assert text == "Ann> something else was said here altogether"
    assert lost == [verdict]


def test_words_that_stand_in_two_places_are_not_guessed_between():
    twice = "x y z the could a works so the GP | p q the could a works so the GP r s"

    assert Decisions.of(Axis(say(twice)), [about("CUDA", "accept")]).found == ()


@given(st.lists(st.sampled_from("so well then you know".split()), max_size=6))
def test_words_put_before_a_talk_move_every_verdict(words):
    said = "Ann> the GP use is fast and the could a works so well for all of us"
    moved = f"Ann> {' '.join([*words, said.removeprefix('Ann> ')])}"
    verdict = about("CUDA", "accept", said=said)
    found = Decisions.of(Axis(say(moved)), [verdict]).found

    assert [v.place.start - verdict.place.start for v in found] == [len(words)]


def test_of_decisions_that_could_not_be_saved_none_is_kept(tmp_path, monkeypatch):
    path = tmp_path / "talk.verdicts.jsonl"
    append(path, [about("CUDA", "accept")])
    before = path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(BadInput, match="could not be saved"):
        append(path, [about("CUDA", "reject"), about("CUDA", "accept")])

    assert path.read_bytes() == before


LETTERS = st.lists(st.sampled_from("abc"), max_size=12)


def found(line, words):
    """Where a verdict's place is in a talk of these words; None if that is not known."""
    return next((v.place for v in Decisions.of(Axis(say(" ".join(words))), [line]).found), None)


def at(words, start, stop):
    """A verdict about a place in a talk of these words."""
    return written("words", start, stop, "new", said=" ".join(words))


@given(LETTERS.filter(lambda words: len(words) > 7), LETTERS, st.data())
def test_a_section_put_in_anywhere_leaves_a_verdict_on_its_words_or_loses_it(words, more, data):
    start = data.draw(st.integers(0, len(words)))
    stop = data.draw(st.integers(start, min(start + 2, len(words))))
    cut = data.draw(st.integers(0, len(words)))
    verdict, longer = at(words, start, stop), [*words[:cut], *more, *words[cut:]]
    place = found(verdict, longer)
    if place is None:
        return

    by = len(more) if cut <= start else 0
    own = {by + start} | ({start} if cut == start == stop else set())
    around = " ".join(filter(None, Axis(say(" ".join(longer))).around(place)[1:]))
    _, left, heard, right = verdict.anchor
    remembered = " ".join(filter(None, (left, heard, right)))
    # Words that were parted may be found with what was put between, "b a" in "b b a", or as it stands in there whole.
    parted = start < cut < stop and (
        {start, stop - 1 + len(more)} & {*place.cells}
        or f"{left} {heard}" in around
        or f"{heard} {right}" in around
    )
    assert place.start in own or parted or remembered in around


ONCE = [f"w{number}" for number in range(30)]


@pytest.mark.parametrize("start", [0, 1, 4, 12, 25, 28, 29])
@pytest.mark.parametrize("length", [0, 1, 2])
def test_of_words_said_once_a_verdict_is_found_wherever_a_section_is_put_in(start, length):
    stop = min(start + length, len(ONCE))
    verdict = at(ONCE, start, stop)
    places = {cut: found(verdict, [*ONCE[:cut], "so", "well", *ONCE[cut:]]) for cut in range(31)}
    by = {cut: place and place.start - start for cut, place in places.items()}

    # One side of five words is enough, fewer are not; what is put between the words parts them.
    low, high = min(start, 5), min(len(ONCE) - stop, 5)
    parted = range(start + 1, stop) or ([start] if start == stop and low else [])
    lost = {
        *parted,
        *(range(stop, stop + high) if low < 5 else ()),
        *(range(start - low + 1, start + 1) if high < 5 else ()),
    }
    lost -= {0, 30}
    assert by == {cut: None if cut in lost else 2 if cut <= start else 0 for cut in range(31)}


OPENING = "good morning ladies and gentlemen and welcome to the conference call of today"


@pytest.mark.parametrize(
    ("front", "want"),
    [
        ("good day Brett here from the desk", 7),
        ("good morning ladies first and then the others", 8),
        ("good morning", 2),
    ],
)
@pytest.mark.parametrize("place", [(0, 0), (0, 1), (2, 3), (2, 2)])
def test_a_section_before_the_first_words_does_not_take_their_verdicts(front, want, place):
    verdict = at(OPENING.split(), *place)

    assert found(verdict, f"{front} {OPENING}".split()) == (place[0] + want, place[1] + want)


def test_a_verdict_that_moved_is_not_about_the_edit_that_its_old_place_has_now():
    said = "so the could a kernel runs on all of our machines by now"
    verdict = about("CUDA", "accept", said=said)
    text, lost = run(f"so the could a is fast and {said}", verdict)

    assert (text, lost) == (f"so the coda is fast and {said.replace('could a', 'CUDA')}", [])
    short = "the could a kernel runs on all of our machines by now"
    text, lost = run(f"the could a is fast and {short}", about("CUDA", "reject", said=short))
    assert (text, lost) == (f"the coda is fast and {short}", [])


def test_an_edited_place_does_not_lose_its_verdict_to_the_same_words_elsewhere():
    said = "one two three four five and six seven eight nine ten".split()
    verdict = at([*said, "or", *said], 5, 6)

    assert found(verdict, [*said[:8], "ate", *said[9:], "or", *said]) is None
