"""The benchmarks go by what the package is called today."""

from benchmarks.captions import bare, captioned
from benchmarks.learning import decided
from benchmarks.review import made
from benchmarks.terms import Reference
from pipeline.verdicts.learn import Lesson, lessons


def test_what_a_reviewer_puts_right_is_learned_from():
    errors = (("back drop", "backprop"),)
    talks = [Reference(name, (), (), errors) for name in ("one", "two")]

    assert lessons(decided(talks)) == [Lesson("back drop", "backprop", 2, 0)]


def test_a_talk_that_is_clean_is_not_cleaned_again_for_the_review(tmp_path):
    raw, out = tmp_path / "talk.txt", tmp_path / "out"
    raw.write_text("00:00:01\nwe train convnets\n", encoding="utf-8")
    record = out / "clean" / "long" / "edits.jsonl"
    record.parent.mkdir(parents=True)
    record.touch()

    config = made(raw, out, talks=0)

    assert (config.raw / "long.txt").exists()
    assert [*record.parent.iterdir()] == [record]


def test_human_text_becomes_captions_without_marks():
    said = bare('"We train it, with back-propagation," she said. (Once again!)')

    talk = captioned("talk", said)

    assert [(one.start, one.end, one.text) for one in talk.segments] == [
        (0, 3000, "we train it with back-propagation she said"),
        (3000, 6000, "once again"),
    ]
