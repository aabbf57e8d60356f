"""Forms are generated from a term, so that entries list only what nobody could guess."""

import pytest

from pipeline.dictionary import Dictionary, Term
from pipeline.matching.forms import by_words, forms
from pipeline.matching.literal import Phrases


def table(term: Term) -> dict[str, tuple[str, bool]]:
    return {" ".join(form.words): (form.reads, form.sure) for form in forms(Dictionary((term,)))}


@pytest.mark.parametrize(
    ("term", "said", "reads"),
    [
        (Term("hyperparameter"), "hyper parameters", "hyperparameters"),
        (Term("ImageNet"), "image net", "ImageNet"),
        (Term("Facebook", "organisation"), "face books", "Facebook's"),
        (Term("LSTM"), "l s t m", "LSTM"),
        (Term("LSTM"), "lst ms", "LSTMs"),
        (Term("semi-supervised learning"), "semi supervised learning", "semi-supervised learning"),
        (Term("Bayesian optimization"), "bayesian optimisation", "Bayesian optimisation"),
        (Term("convnet", heard=("con that",)), "con thats", "convnets"),
        (Term("GPU", heard=("g p use -> GPUs",)), "g p use", "GPUs"),
        (Term("Turing test", heard=("touring tests",)), "touring tests", "Turing tests"),
        (
            Term("Lightning Network", heard=("lighting networks",)),
            "lighting networks",
            "Lightning Network",
        ),
        (Term("category theory"), "category theories", "category theories"),
        (Term("ResNet-50"), "res net fifty", "ResNet-50"),
        (Term("ResNet-101"), "resnet one oh one", "ResNet-101"),
        (Term("GPT-4"), "g p t four", "GPT-4"),
        (Term("GPT-4"), "g p t 4", "GPT-4"),
        (Term("M&A", heard=("m n a",)), "mna", "M&A"),
        (Term("S3"), "s three", "S3"),
        (Term("WSJT-X"), "w s j t x", "WSJT-X"),
        (Term("end-fed half-wave"), "end fed half wave", "end-fed half-wave"),
        (Term("zero-shot learning"), "zero shot learning", "zero-shot learning"),
    ],
)
def test_a_form_is_found(term, said, reads):
    assert table(term)[said][0] == reads


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (Term("dropout"), "drop out"),  # a phrase of its own
        (Term("dataset"), "data set"),  # a spelling as good as ours
        (Term("cloud-native"), "cloud native"),  # taste
        (Term("open-source software"), "open source software"),  # said all day
        (Term("AI"), "a is"),  # what people say all day
        (Term("ISP"), "is p"),
        (Term("C++"), "c"),  # another language
        (Term("Spotify", "organisation"), "spotifies"),
    ],
)
def test_a_form_is_not_made_up(term, said):
    assert said not in table(term)


def test_what_is_listed_as_misheard_is_no_less_sure_for_it():
    assert table(Term("SWR", heard=("s w r",)))["s w r"] == ("SWR", True)
    assert table(Term("SWR", heard=("s w r",)))["s w rs"] == ("SWRs", True)
    assert table(Term("COVID", aliases=("covid",)))["covid"] == ("COVID", True)


def test_a_name_in_one_word_is_not_the_person():
    written = {
        form.words
        for form in forms(Dictionary((Term("Stack Overflow"), Term("Peter Todd", "person"))))
    }

    assert ("stackoverflow",) in written
    assert ("petertodd",) not in written


@pytest.mark.parametrize("name", ["-----", "🙂", "..."])
def test_what_nobody_can_say_has_no_form(name):
    assert table(Term(name, aliases=(name, ""))) == {}


@pytest.mark.parametrize(
    ("name", "said", "sure"),
    [
        ("JavaScript", "javascript", True),
        ("iPhone", "iphone", True),
        ("GloVe", "glove", False),
        ("CUDA", "cuda", True),
        ("Torch", "torch", False),
        ("Bell Labs", "bell labs", True),
        ("AI", "a i", False),
        ("GPU", "gp u", False),
        ("LSTM", "lst m", True),
        ("API", "a pi", False),
        ("iPhone", "i phone", False),  # "so I phone him"
        ("k-means", "k means", False),  # what some k stands for
        ("Python 3", "python three", False),  # "we ran python three times"
    ],
)
def test_a_form_is_sure_if_it_is_nothing_else_in_english(name, said, sure):
    assert table(Term(name))[said][1] is sure


def test_no_form_of_a_term_is_another_as_it_is_written():
    both = Dictionary((Term("HTTP"), Term("HTTPS"), Term("GAN"), Term("GaN")))
    found = {words: {form.reads for form in some} for words, some in by_words(forms(both)).items()}

    assert found["https",] == {"HTTPS"}
    assert found["gan",] == {"GAN", "GaN"}


def test_the_longest_match_wins():
    phrases = Phrases(
        Dictionary((Term("deep learning"), Term("learning rate"), Term("deep learning rate")))
    )

    (match,) = phrases.find("the deep learning rate is".split())

    assert (match.start, match.stop, match.forms[0].term.name) == (1, 4, "deep learning rate")


@pytest.mark.parametrize("said", ["dapa gliflozin", "da pagli flozin", "sit a gliptin"])
def test_a_name_is_known_letter_for_letter_in_pieces(said):
    names = Dictionary((Term("dapagliflozin"), Term("empagliflozin"), Term("sitagliptin")))

    (match,) = Phrases(names).find(f"we add {said} to it".split())

    assert (match.start, match.stop) == (2, 2 + len(said.split()))
    assert match.forms[0].reads == said.replace(" ", "")
    assert match.forms[0].sure


@pytest.mark.parametrize("said", ["nano vna saver", "nano v na saver", "nano v n a saver"])
def test_a_longer_name_in_pieces_wins_over_a_shorter_one_inside(said):
    names = Dictionary((Term("NanoVNA"), Term("NanoVNA Saver")))

    (match,) = Phrases(names).find(f"we start {said} on it".split())

    assert (match.start, match.stop) == (2, 2 + len(said.split()))
    assert match.forms[0].reads == "NanoVNA Saver"


@pytest.mark.parametrize("said", ["over all", "met for min", "every where"])
def test_pieces_that_are_said_anyway_are_no_name(said):
    names = Dictionary((Term("overall"), Term("metformin"), Term("everywhere")))

    assert not list(Phrases(names).find(f"we add {said} to it".split()))


def test_all_terms_that_claim_a_form_are_told():
    phrases = Phrases(Dictionary((Term("GAN", heard=("again",)), Term("GaN", heard=("again",)))))

    (match,) = phrases.find(["again"])

    assert [form.reads for form in match.forms] == ["GAN", "GaN"]
