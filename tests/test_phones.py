"""How terms and raw words are said."""

import pytest

from pipeline.language.alphabet import LETTERS, NUMBERS, costs, from_arpabet, to_arpabet
from pipeline.language.letters import rules, sound_out
from pipeline.language.phones import inflected, readings, say


@pytest.mark.parametrize(
    ("name", "arpabet"),
    [
        ("GPU", "JH IY P IY Y UW"),
        ("GPUs", "JH IY P IY Y UW Z"),
        ("LSTM", "EH L EH S T IY EH M"),
        ("ImageNet", "IH M AH0 JH N EH T"),
        ("image net", "IH M AH0 JH N EH T"),
        ("TensorFlow", "T EH N S ER F L OW"),
        ("backprop", "B AE K P R AA P"),
        ("PyTorch", "P AY T AO R CH"),
        ("word2vec", "W ER D T UW V IH K"),
        ("k-means", "K EY M IY N Z"),
        ("NYU", "EH N W AY Y UW"),
        ("C++", "S IY P L AH S P L AH S"),
        ("GPT-3", "JH IY P IY T IY TH R IY"),
        ("autoencoder", "AO T OW EH0 N K OW D ER"),
    ],
)
def test_a_term_is_said_as_its_parts_are(name, arpabet):
    assert from_arpabet(arpabet) in readings(name)


def test_an_acronym_is_spelled_or_said_as_a_word():
    assert readings("CUDA")[1] == from_arpabet("K AH D AH0")
    assert len(readings("LSTM")) == 1


def test_sounds_given_by_hand_stand_alone():
    assert readings("Theano", ["TH IY AA1 N OW0"]) == (from_arpabet("TH IY AA N OW"),)


def test_a_symbol_that_arpabet_has_not_is_an_error():
    with pytest.raises(KeyError):
        readings("x", ["QQ"])


@pytest.mark.parametrize(
    ("text", "arpabet"),
    [
        ("LST", "EH L EH S T IY"),
        ("m.'s", "EH M Z"),
        ("M.", "EH M"),
        ("GP", "JH IY P IY"),
        ("U.S.", "Y UW EH S"),
        ("us", "AH S"),
        ("is", "IH Z"),
        ("that's,", "DH AE T S"),
        ("2", "T UW"),
    ],
)
def test_fragments_of_spelled_names_are_letters(text, arpabet):
    assert say(text) == from_arpabet(arpabet)


def test_a_mark_alone_has_no_sound():
    assert say("—") == ""


@pytest.mark.parametrize(
    ("name", "person", "texts"),
    [
        ("convnet", False, ["convnet", "convnets"]),
        ("softmax", False, ["softmax", "softmaxes"]),
        ("nonlinearity", False, ["nonlinearity", "nonlinearities"]),
        ("Yoshua Bengio", True, ["Yoshua Bengio", "Yoshua Bengio's"]),
        ("Keras", False, ["Keras"]),
        ("deep learning", False, ["deep learning"]),
    ],
)
def test_a_term_has_a_plural_and_a_person_a_possessive(name, person, texts):
    said = readings(name)[0]

    assert [reading.text for reading in inflected(name, said, person=person)] == texts


def test_like_sounds_cost_less_than_unlike_ones():
    def cost(one, other):
        a, b = NUMBERS[one], NUMBERS[other]
        return costs()[a, b]

    assert cost("b", "p") < cost("b", "s")
    assert cost("I", "i") < cost("A", "i")
    assert cost("m", "n") < cost("m", "k")
    assert cost("s", "s") == 0


def test_costs_are_the_same_both_ways():
    assert (costs() == costs().T).all()


def test_letters_are_sounded_out_by_their_neighbours():
    assert sound_out("phone", rules()) == from_arpabet("F OW N")
    assert sound_out("chip", rules()) == from_arpabet("CH IH P")


def test_a_guess_is_told_as_an_entry_would_have_it():
    assert to_arpabet(readings("Verner")[0]) == "V ER N ER"
    assert from_arpabet(to_arpabet("".join(LETTERS.values()))) == "".join(LETTERS.values())
