"""The network that reads what was heard and a term side by side."""

from pipeline.language.encoder import cut
from pipeline.language.judge import BEHIND, HEARD, PIECES, TERM, judged, row

LEFT = "we trained a small network with".split()
RIGHT = "on about a million images and it took two days".split()


def pieces_of(words):
    return [piece for word in words.split() for piece in cut(word)]


def test_a_row_is_the_talk_with_heard_and_term_side_by_side():
    pieces, parts = row(LEFT, ["back", "drop"], "backprop", RIGHT)

    said = f"{' '.join(LEFT)} [ back drop / backprop ] {' '.join(RIGHT)}"
    assert pieces.tolist() == pieces_of(said)
    assert pieces[parts[:, HEARD] == 1].tolist() == pieces_of("back drop")
    assert pieces[parts[:, TERM] == 1].tolist() == pieces_of("backprop")


def test_where_there_is_too_much_the_place_and_what_is_near_it_stay():
    pieces, parts = row(["far"] * 200 + LEFT, ["backdrop"], "backprop", RIGHT * 20)

    assert len(pieces) == PIECES
    assert parts[:, TERM].any()
    assert parts.any(axis=1)[::-1].argmax() == BEHIND + 1  # the bracket that closes
    assert pieces_of("network with [") == pieces[: parts[:, HEARD].argmax()].tolist()[-3:]


def test_the_talk_around_decides():
    plausible = (
        "a biologically plausible version of backdrop because you know backdrop needs gradients"
    )
    staged = "they hung a red backdrop behind the stage of the theatre last night"

    one, other = (
        judged(talk.split(), at, at + 1, "backprop") for talk, at in ((plausible, 5), (staged, 4))
    )

    assert one > other + 1
