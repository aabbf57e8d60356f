"""Reasons: what people read of them."""

import pytest

from pipeline.reason import Reason


@pytest.mark.parametrize(
    ("reason", "want"),
    [
        (Reason(""), ""),
        (Reason("filler", ("'um'", "'uh'")), "filler; 'um'; 'uh'"),
        (Reason("turn opens", ("hands over",), "turn opens “so”"), "turn opens “so”; hands over"),
        (Reason("listed", ("said; elsewhere",), near=("a", "b")), "listed; near: a, b; said; elsewhere"),
        (
            Reason("sound", ("rare",), shown_only="letters", doubted="often", refused="rejected 2 times", held="rejected here"),
            "sound; rare; only a reader can tell: letters; doubted: often; doubted: rejected 2 times; held: rejected here",
        ),
        (Reason("listed once", recalled=True), "listed once; no longer proposed"),
    ],
)  # fmt: skip
def test_a_reason_is_told_in_words(reason, want):
    assert str(reason) == want
    assert reason.evidence == want.partition("; ")[2]
