"""What a change of the dictionary does, as it is told: first what is written, then what is asked."""

from pipeline.cli.effects import effects, summed, told
from pipeline.edits import rewrite
from pipeline.model import Place, Token
from pipeline.probe import Change
from pipeline.reason import Reason

SAID = "when sola lands two sailors saw cinna's mules end".split()
TOKENS = [Token(word, Place(n, n + 1.0)) for n, word in enumerate(SAID)]


def change(was, now, sure, *, term="Sulla", held="", talk="rome", **how):
    words = was.split()
    start, stop = SAID.index(words[0]), SAID.index(words[0]) + len(words)
    edit = rewrite(TOKENS[start:stop], now, Reason("dictionary", term=term, held=held), sure)
    how = {"made": False, "new": True, **how}
    return Change(talk, 1000 * start, SAID[start - 1], SAID[stop], edit, **how)


def lines(*changes, every=False):
    return list(told(effects(changes), {"sulla"}, every=every))


def test_what_is_written_comes_before_what_is_asked():
    assert lines(
        change("lands", "lens", 0.4, new=False),
        change("two", "tulle", 0.5),
        change("when", "Wren", 0.9, new=False, made=True),
        change("mules", "Mulas", 0.6, held="rejected here"),
        change("sola", "Sulla", 0.8, made=True),
    ) == [
        "made: 1",
        "  rome 0:00:01  … when [sola -> Sulla] lands …  (0.80)",
        "no longer made: 1",
        "  rome 0:00:00  … end [when -> Wren] sola …  (0.90)",
        "asked: 1",
        "  rome 0:00:03  … lands [two -> tulle] sailors …  (0.50)",
        "no longer asked: 1",
        "  rome 0:00:02  … sola [lands -> lens] two …  (0.40)",
        "held by what was decided there: 1",
        "  rome 0:00:07  … cinna's [mules -> Mulas] end …  (0.60)",
    ]


def test_another_reading_of_a_term_at_one_place_is_told_in_one_line():
    assert lines(
        change("sailors", "Sullas", 0.4, new=False),
        change("sailors", "Sulla's", 0.35),
        change("cinna's", "Sullas", 0.2, new=False),
        change("cinna's mules", "Sulla", 0.1, new=False),
        change("cinna's", "Sulla's", 0.9, made=True),
    ) == [
        "made: 1",
        "  rome 0:00:06  … saw [cinna's -> Sulla's] mules …  (0.90); asked before: Sullas (0.20), "
        "[cinna's mules -> Sulla] (0.10)",
        "asked otherwise: 1",
        "  rome 0:00:04  … two [sailors -> Sulla's] saw …  (0.35); asked before: Sullas (0.40)",
    ]


def test_a_correction_that_is_only_asked_by_now_is_undone():
    assert lines(
        change("sola", "Sulla", 0.5, lost=True), change("sola", "Sullas", 0.3, new=False)
    ) == [
        "no longer made: 1",
        "  rome 0:00:01  … when [sola -> Sulla] lands …  (0.50); asked now: Sulla (0.50); asked before: Sullas (0.30)",
    ]


def test_what_is_about_another_term_says_so_and_comes_last():
    found = lines(
        change("two", "tulle", 0.8, made=True, term="Tulle"),
        change("sola", "Sulla", 0.8, made=True),
        change("sola", "Sola", 0.7, made=True, term="Sola", talk="spain"),
    )

    assert [line.rpartition(")")[2] for line in found] == [
        "made: 3",
        "",
        "; of another term, Tulle",
        "; of another term, Sola",
    ]


def test_questions_of_little_weight_are_counted_and_listed_if_all_are_wanted():
    changes = (
        change("sola", "Sulla", 0.4),
        change("two", "tulle", 0.29),
        change("lands", "lens", 0.1, new=False),
        change("when", "Wren", 0.1, new=False, made=True),
    )

    assert [line for line in lines(*changes) if not line.startswith(" ")] == [
        "no longer made: 1",
        "asked: 2, 1 of them below 0.30: --all lists them",
        "no longer asked: 1, all below 0.30: --all lists them",
    ]
    assert len(lines(*changes)) == 5
    assert len(lines(*changes, every=True)) == 7


def test_a_question_that_is_asked_otherwise_is_neither_more_nor_less():
    swap = (change("sailors", "Sullas", 0.4, new=False), change("sailors", "Sulla's", 0.3))

    assert summed(effects(swap)) == "changes nothing in your talks"
    assert summed(
        effects([*swap, change("two", "tulle", 0.5), change("sola", "Sulla", 0.8, made=True)])
    ) == ("1 change in your talks; questions: 1 more")
