"""What the networks said of a talk is kept beside its results: they read again only what is new."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from pipeline.language import encoder
from pipeline.language.doubt import doubts
from pipeline.language.reads import Reads, found, reading

SAID = "we train the network with backdrop because it is how all of the layers learn".split()
OTHER = "and then there is a talk about something else entirely".split()
SCORES = np.arange(6, dtype=np.float16).reshape(3, 2)


def again(reads, made_by="these networks"):
    return Reads.of(reads.dump("these networks"), made_by)


@pytest.fixture
def networks_off(monkeypatch):
    """From now on nothing can be read."""

    def off():
        encoder._window.cache_clear()
        monkeypatch.setattr(encoder, "_session", lambda network: pytest.fail(f"{network} is read"))

    yield off
    encoder._window.cache_clear()


def test_what_was_read_is_known_in_the_next_run(networks_off):
    first = Reads()
    with reading(first):
        doubtful = doubts(SAID)
    networks_off()

    then = again(first)
    with reading(then):
        assert np.array_equal(doubts(SAID), doubtful)
    assert then.is_as_kept


def test_only_what_was_asked_for_is_kept():
    reads = Reads()
    with reading(reads):
        doubts(SAID)
    then = again(reads)
    with reading(then):
        doubts(OTHER)

    assert not then.is_as_kept
    assert again(then).known.keys().isdisjoint(reads.asked)


def test_scores_come_back_in_their_shapes():
    reads = Reads()
    with reading(reads):
        found(b"one", lambda: SCORES)
        found(b"two", lambda: SCORES[:1, :1])

    known = list(again(reads).known.values())

    assert [each.shape for each in known] == [(3, 2), (1, 1)]
    assert np.array_equal(known[0], SCORES)


def test_what_other_networks_said_is_not_known():
    reads = Reads()
    with reading(reads):
        found(b"one", lambda: SCORES)

    assert not again(reads, "others").known


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_a_file_that_is_not_whole_is_nothing(cut):
    reads = Reads()
    with reading(reads):
        found(b"one", lambda: SCORES)
    content = reads.dump("these networks")

    assert not Reads.of(content[:cut], "these networks").known
    assert not Reads.of(b"no archive", "these networks").known
    assert not again(Reads()).known


def test_what_is_read_beside_is_not_taken_for_this_talk():
    reads = Reads()
    with reading(reads), ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(found, b"other", lambda: SCORES).result()
        found(b"one", lambda: SCORES)

    assert len(reads.asked) == 1


def test_many_threads_read_for_the_talk_that_began_them(monkeypatch):
    monkeypatch.setattr(encoder, "_many", lambda: 2)
    reads = Reads()
    with reading(reads):
        encoder.each(lambda n: found(bytes([n]), lambda: SCORES), range(5))

    assert len(reads.asked) == 5


def test_outside_of_a_talk_nothing_is_kept():
    assert np.array_equal(found(b"one", lambda: SCORES), SCORES)
