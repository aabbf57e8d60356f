"""What is written about a talk joins the dictionary for that talk: names, acronyms, rare words, phrases."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch import read
from pipeline.dictionary import Dictionary, Term
from pipeline.errors import BadConfig, BadInput
from pipeline.finding import search
from pipeline.matching.harvest import MOST, harvested, terms_in
from pipeline.model import Speaker, Talk
from pipeline.run import run
from pipeline.stages.terms import Terms, with_vocabulary
from say import TALK, say
from say import read as told

SLIDES = """\
Deep Supervised Learning of Representations
DEEP LEARNING WITH CONVOLUTIONAL NETWORKS
Outline
• Deep learning with ReLU and XNOR-Net; Bayesian optimisation of hyperparameters
• Bayesian optimization: Gaussian processes
• Joint work with Soumith Chintala (Facebook), see https://example.org/papers/Abc123 or Me@example.org
cuDNN 5, FP16. A Gaussian process is a prior over functions.
Thank you! Questions?
"""


def test_names_acronyms_rare_words_and_phrases_are_taken_in_their_own_case():
    assert terms_in(SLIDES) == (
        "deep learning", "Bayesian optimization", "Soumith Chintala", "convolutional", "ReLU", "XNOR-Net",
        "Bayesian", "hyperparameter", "Gaussian", "Soumith", "Chintala", "Facebook", "cuDNN", "FP16",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "", "Thank you! Questions?", "OUTLINE AND SUMMARY", "So what do we want from a good question?",
        "How People Really Work Together", "12 34 -- 5.6 %", "see www.example.org/Xyz", "It's what we've got",
    ],
)  # fmt: skip
def test_everyday_words_furniture_and_addresses_are_not(text):
    assert terms_in(text) == ()


@given(st.text(max_size=200))
def test_any_text_gives_terms_of_one_line_each_once(text):
    found = terms_in(text)

    assert len(found) == len(set(found)) <= MOST
    assert all(term.strip() and "\n" not in term for term in found)


def test_title_event_talks_abstract_and_slides_are_read():
    talk = Talk(
        title="On Theano",
        event="NeurIPS",
        speakers=(Speaker("Ann", talk="What cuDNN does"),),
        abstract="We look at dropconnect.",
        slides="XNOR-Net",
    )

    assert harvested(talk) == ("Theano", "NeurIPS", "cuDNN", "dropconnect", "XNOR-Net")


def test_what_the_dictionary_knows_in_any_form_is_not_taken_again():
    dictionary = Dictionary((Term("XNOR-Net", aliases=("xnornets",)), Term("cuDNN")))
    talk = Talk(vocabulary=("Theano",), slides="XNORNet and CUDNN, theano, XNORNets and MXNet")

    grown = with_vocabulary(dictionary, talk)

    assert [term.name for term in grown.terms] == ["cuDNN", "MXNet", "Theano", "XNOR-Net"]


@pytest.mark.parametrize(
    ("talk", "own"),
    [
        (
            Talk(title="A tour of gradient descent with Kubernetes"),
            ["gradient descent", "Kubernetes"],
        ),
        (Talk(slides="what runs on kubernetes"), ["Kubernetes"]),
        (
            Talk(speakers=(Speaker("Yoshua Bengio", affiliation="google"),)),
            ["Google", "Yoshua Bengio"],
        ),
        (Talk(abstract="Why we go and react as we do"), []),  # said all day, and no names here
    ],
)
def test_what_ships_and_is_named_beforehand_is_the_talks_own_as_it_is_spelled_there(talk, own):
    listed = ("gradient descent", "Go", "Google", "Kubernetes", "React", "Yoshua Bengio")
    dictionary = Dictionary.of(map(Term, listed)).general()

    grown = with_vocabulary(dictionary, talk)

    assert [term.name for term in grown.terms if term.is_own and term.is_general] == own
    assert not {"google", "kubernete"} & {term.name for term in grown.terms}


def test_a_word_of_the_slides_is_put_right_in_the_talk():
    heard = say("we trained it with image net and then with xnor net again")
    stage = Terms(sound=False)

    plain = run(heard, stage, lambda edit: True)
    helped = run(say(told(heard), Talk(slides="ImageNet, XNOR-Net")), stage, lambda edit: True)

    assert told(plain.after) == told(heard)
    assert told(helped.after) == "we trained it with ImageNet and then with XNOR-Net again"


def test_slides_beside_a_raw_file_are_read_and_are_no_talk(tmp_path):
    raw = tmp_path / "talk.txt"
    raw.write_text(TALK, encoding="utf-8")
    (tmp_path / "talk.slides.txt").write_text("ImageNet", encoding="utf-8")
    (tmp_path / "talk.talk.toml").write_text('abstract = "On CUDA."\n', encoding="utf-8")

    talk = read(raw).talk

    assert (talk.abstract, talk.slides) == ("On CUDA.", "ImageNet")
    assert search([tmp_path]).files == (raw,)


INFO = {
    "title": "XNOR-Net in practice",
    "upload_date": "20160704",
    "description": "Mohammad Rastegari on small networks. https://example.org/talk",
    "duration": 12,
}


@pytest.mark.parametrize("name", ["talk.txt", "talk.en.txt", "talk.en-orig.txt"])
def test_what_was_kept_of_a_video_is_read_and_the_organiser_wins(tmp_path, name):
    raw = tmp_path / name
    raw.write_text(TALK, encoding="utf-8")
    (tmp_path / "talk.info.json").write_text(json.dumps(INFO), encoding="utf-8")
    raw.with_suffix(".talk.toml").write_text('title = "XNOR-Net"\n', encoding="utf-8")

    talk = read(raw).talk

    assert (talk.title, talk.date) == ("XNOR-Net", "2016-07-04")
    assert {"XNOR-Net", "Rastegari"} <= {word for term in harvested(talk) for word in term.split()}
    assert search([tmp_path]).files == (raw,)


@pytest.mark.parametrize("name", ["talk", "talk.en"])
def test_what_lies_beside_captions_may_lack_their_language(tmp_path, name):
    (tmp_path / "talk.toml").write_text('title = "Any"', encoding="utf-8")
    (tmp_path / "talk.en.tsv").write_text("0:00\tso it is\n0:20\tyes", encoding="utf-8")
    (tmp_path / f"{name}.talk.toml").write_text('title = "XNOR-Net"', encoding="utf-8")
    (tmp_path / f"{name}.slides.txt").write_text("ImageNet", encoding="utf-8")
    (tmp_path / f"{name}.rttm").write_text("SPEAKER talk 1 0 20 <NA> <NA> Ann <NA> <NA>\n")

    told = read(tmp_path / "talk.en.tsv")

    assert (told.talk.title, told.talk.slides) == ("XNOR-Net", "ImageNet")
    assert next(told.segments).speaker == "Ann"


@pytest.mark.parametrize(
    ("name", "content"),
    [("talk.notes.txt", "{}"), ("talk.txt", "[1]"), ("talk.txt", '{"title": 3}')],
)
def test_what_tells_nothing_of_a_video_is_nothing(tmp_path, name, content):
    raw = tmp_path / name
    raw.write_text(TALK, encoding="utf-8")
    (tmp_path / "talk.info.json").write_text(content, encoding="utf-8")

    assert not read(raw).talk.title


def test_half_a_letter_in_an_info_file_is_read_as_one_unknown(tmp_path):
    raw = tmp_path / "talk.txt"
    raw.write_text(TALK, encoding="utf-8")
    (tmp_path / "talk.info.json").write_text(r'{"title": "XNOR \ud83d"}', encoding="utf-8")

    assert read(raw).talk.title == "XNOR \ufffd"


def test_beside_a_file_of_the_longest_name_there_is_nothing(tmp_path):
    raw = tmp_path / f"{'x' * 246}.txt"
    raw.write_text(TALK, encoding="utf-8")

    assert not read(raw).talk.title


@pytest.mark.parametrize("text", ['{"title": ', "[" * 99_999])
def test_a_broken_info_file_says_what_to_do(tmp_path, text):
    raw = tmp_path / "talk.txt"
    raw.write_text(TALK, encoding="utf-8")
    (tmp_path / "talk.info.json").write_text(text, encoding="utf-8")

    with pytest.raises(
        BadConfig, match=r"talk\.info\.json: not what yt-dlp writes .*fetch it again"
    ):
        read(raw)


def test_slides_that_are_no_text_say_what_to_do(tmp_path):
    raw = tmp_path / "talk.txt"
    raw.write_text(TALK, encoding="utf-8")
    (tmp_path / "talk.slides.txt").write_bytes(b"%PDF-1.4 \xff\xfe")

    with pytest.raises(BadInput, match=r"talk\.slides\.txt: this is no text in UTF-8; save"):
        read(raw)
