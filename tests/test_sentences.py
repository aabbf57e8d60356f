"""The sentences stage: marks, capitals and breaks, and no word another than it was."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings

from pipeline.dictionary import Dictionary, Term
from pipeline.edits import apply
from pipeline.language.captioning import lines, noises, sounds
from pipeline.language.heard import Heard, heard, is_punctuated
from pipeline.language.tags import Tags
from pipeline.language.words import core
from pipeline.model import Place, Token, keys
from pipeline.run import MADE_FROM, run
from pipeline.stages.normalize import Normalize
from pipeline.stages.sentences import Sentences, marked, recased
from pipeline.stages.sentences.alike import alike
from pipeline.stages.sentences.decode import Weights, decide
from pipeline.stages.sentences.names import Names
from pipeline.stages.sentences.syntax import asks
from pipeline.stages.sentences.written import Written
from say import cases, read, say
from strategies import everything, transcripts

SENTENCES = Sentences()


def clean(text: str, stage: Sentences = SENTENCES) -> str:
    """What `text`, in the notation of `say`, reads after the stage."""
    return read(run(say(text), stage, everything).after)


@pytest.mark.parametrize("case", cases("sentences"))
def test_sentences(case):
    assert clean(case["said"]) == case["want"]


@settings(max_examples=60)
@given(transcripts())
def test_no_word_is_another_after_it(transcript):
    step = run(transcript, SENTENCES, everything)

    assert not step.breach
    assert keys(step.after.tokens) == keys(transcript.tokens)
    assert [token.at for token in step.after.tokens] == [token.at for token in transcript.tokens]


@settings(max_examples=40)
@given(transcripts())
def test_quotes_and_brackets_and_letters_stay(transcript):
    def kept(token):
        return re.sub(r"[.,?!…:;–—]", "", token.text).casefold()

    after = run(transcript, SENTENCES, everything).after

    assert list(map(kept, after.tokens)) == list(map(kept, transcript.tokens))


@pytest.mark.parametrize(
    "text",
    [
        "so what I mean is that it works | and that is how we do it",
        "I wonder what they did about it | and when you train it you can see",
        "that is why it is so hard | and what we need is a bigger one",
    ],
)
def test_statements_get_no_question_mark(text):
    assert "?" not in clean(text)


@settings(max_examples=40)
@given(transcripts())
def test_where_the_speaker_changed_he_still_does(transcript):
    after = run(transcript, SENTENCES, everything).after
    who = [
        cue.speaker
        for cue, tokens in zip(transcript.cues, transcript.by_cue(), strict=True)
        for _ in tokens
    ]

    assert [
        cue.speaker for cue, tokens in zip(after.cues, after.by_cue(), strict=True) for _ in tokens
    ] == who


def test_text_that_was_all_in_capitals_gets_them_where_they_belong():
    raw = say(
        "GOOD MORNING, EVERYONE. I'M JANE MILLER. | WITH ME IS BOB SMITH FROM GOOGLE, WHO WORKS IN EUROPE. "
        "SO TELL US, BOB, WHY DO WE NEED A NETWORK?"
    )
    small = apply(raw, Normalize()(raw))

    assert read(apply(small, SENTENCES(small))) == (
        "Good morning, everyone. | I'm Jane Miller. | With me is Bob Smith from Google, who works in Europe. | "
        "So tell us, Bob, why do we need a network?"
    )


def test_a_sentence_ends_where_the_raw_text_says_that_another_speaks():
    raw = say("so that is what the whole network of it >> does it | work on a >>phone")
    normal = apply(raw, Normalize()(raw))
    clean = apply(normal, SENTENCES(normal))

    texts = [segment.text for segment in clean.segments]
    assert len(texts) == 3
    assert [text.split()[0] for text in texts[1:]] == ["Does", "Phone."]


def test_no_mark_stands_within_brackets():
    raw = say("so are there any questions about [inaudible 00:00:23] thank you very much for them")

    assert "about [inaudible 00:00:23]? Thank you" in apply(raw, SENTENCES(raw)).text


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("[Music] so", {0}),
        ("so [audience laughs loudly] yes", {1, 2, 3}),
        ("♪ ♪ so", {0, 1}),
        ("the [ __ ] thing", {1, 2, 3}),
        ("an [inaudible] word", set()),
        ("an [inaudible 00:00:06] word", {2}),
        ("it opens [ and never closes in time to be one", set()),
        ("it is (which is so)", set()),
        ("so (audience laughs) yes (Applause)", {1, 2, 4}),
        ("*music playing* and * so *", {0, 1}),
        ("so (we had applause, and more of what they laughed at)", set()),
        ("So it is. (door slams) (lights out) And (Applause)", {3, 4, 5, 6, 8}),
        ("So it is. (Yes, it is.) And (as I said) it is (or was).", set()),
        ("So it is. (door slams) and so on", set()),
        ("so it is (door slams) And so on", set()),
        ("so | (a long aside is spoken, since it takes two lines) | it is", set()),
        (
            "so | (a door slams shut in the hall behind) | [audience member: no] yes",
            {*range(1, 9), 9, 10, 11},
        ),
        ("♪ we will rock you ♪ | ♪ we will | rock you ♪", {0, 1, 2, 3, 4, 5, 6, 11}),
        ("[inaudible question] | (inaudible)", {1}),
    ],
)
def test_what_is_no_speech(text, silent):
    assert noises(say(text)) == silent


@settings(max_examples=40)
@given(transcripts())
def test_every_segment_is_a_sentence(transcript):
    assume(not sounds(transcript, noises(transcript)))
    after = run(transcript, SENTENCES, everything).after
    told = [line for line in lines(after) if keys(after.tokens[n] for n in line)]
    said = [[after.tokens[n] for n in line if n not in noises(after)] for line in told]
    cut = {n - 1 for n, item in enumerate(heard(transcript), 1) if item.cue > 1}
    places = {token.at: n for n, token in enumerate(transcript.tokens)}

    assert all(
        any(sign in tokens[-1].text for sign in ".?!…-–—")
        or not core(tokens[-1].text)
        or places[tokens[-1].at] in cut
        for tokens in said
        if tokens
    )


def test_it_says_the_same_twice():
    transcript = say("so we trained it | and then what did you see | we saw nothing at all")

    assert list(SENTENCES(transcript)) == list(SENTENCES(transcript))


def test_every_edit_says_why_and_how_sure():
    edits = list(SENTENCES(say("well |2.5| we need a bigger one | otherwise it would be linear")))

    assert edits
    assert all(edit.why and 0 < edit.confidence <= 1 for edit in edits)


def test_an_empty_transcript_has_no_sentences():
    assert list(SENTENCES(say(""))) == []


@pytest.mark.parametrize(
    ("text", "sign", "want"),
    [
        ("word", ".", "word."),
        ("word,", ".", "word."),
        ('word"', ".", 'word."'),
        ("(word)", ",", "(word),"),
        ("word?", "", "word"),
        ("C++", ".", "C++."),
        ("...", ".", "."),
        ("U.S.", ",", "U.S.,"),
        ("U.S.", "?", "U.S.?"),
        ("U.S.", ".", "U.S."),
        ('Dr."', ",", 'Dr.,"'),
        ("<unk>", ",", "<unk>,"),
        ("x\u0302", ".", "x\u0302."),  # no character is both
        ('ba\u0302r\u0304,"', ".", 'ba\u0302r\u0304."'),
    ],
)
def test_a_mark_takes_the_place_of_another(text, sign, want):
    assert marked(text, sign) == want


@pytest.mark.parametrize(
    ("text", "case", "want"),
    [
        ('"word"', "Capital", '"Word"'),
        ("gpu,", "UPPER", "GPU,"),
        ("ceo’s", "UPPER", "CEO’s"),
        ("apis,", "UPPERs", "APIs,"),
        ("mary-jane's", "Capital", "Mary-Jane's"),
        ("co-founder", "Capital", "Co-founder"),
        ("Word", "lower", "word"),
        ("3rd", "Capital", "3rd"),
    ],
)
def test_a_case_is_the_words_alone(text, case, want):
    assert recased(text, case) == want


def of(words: str, **tag: float) -> tuple[list[Heard], list[Tags]]:
    """Words that all have the same tags."""
    return [Heard(word) for word in words.split()], [Tags(**tag)] * len(words.split())


def spread(marks, ends):
    """Five hundred words, each tenth with a mark of the input's if `marks` says so, and what is read of each: after which
    of these tenths sentences end."""
    words = [
        f"{word}." if n % 10 == 9 and marks(n // 10) else word
        for n, word in enumerate(["so,", *["we"] * 9] * 50)
    ]
    read = [
        Tags(none=0.2, stop=0.8) if n % 10 == 9 and ends(n // 10) else Tags() for n in range(500)
    ]
    return [Heard(word) for word in words], read


def test_marks_are_believed_as_far_as_the_network_reads_the_same():
    heard, tags = spread(lambda n: True, lambda n: n % 20)  # 3 of 50 otherwise
    sure = Written.of(heard, tags)
    heard, tags = spread(lambda n: True, lambda n: n % 8)
    fairly = Written.of(heard, tags)
    heard, tags = spread(lambda n: n % 2, lambda n: True)
    hardly = Written.of(heard, tags)

    assert (sure.trusted, sure.belief) == (True, 1.0)
    assert fairly.trusted
    assert 0 < fairly.belief < 1
    assert (hardly.trusted, hardly.belief) == (False, 0.0)
    # Ends that the input leaves out are put in only where its marks are not believed.
    assert sum(choice.ends for choice in decide(heard, tags, Weights())) == 50


def test_a_few_words_do_not_tell_whether_marks_are_to_be_believed():
    heard, tags = spread(lambda n: n % 2, lambda n: True)

    assert Written.of(heard[:250], tags[:250]).belief == 1.0


def test_no_sentence_ends_within_a_term():
    heard, tags = of("we use random search here", none=0.2, stop=0.8)
    names = Names.of(Dictionary((Term("random search"),)))
    chosen = decide(heard, tags, Weights(), names.within("we use random search here".split()))

    assert [choice.ends for choice in chosen] == [True, True, False, True, True]


def test_a_capital_on_one_word_of_a_name_is_one_on_all_and_on_one_of_a_term_on_none():
    words = "learning the red hat portfolio of random search".split()
    names = Names.of(Dictionary((Term("Red Hat"), Term("random search"))))
    tags = [Tags()._replace(capital=0.9 * (word in ("red", "search"))) for word in words]

    assert [tag.capital for tag in names.in_one_case(tags, words)] == [0, 0, 0.9, 0.9, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("words", "sure", "capitals"),
    [
        ("we use coinjoin and we like coinjoin a lot", [2], [2, 6]),
        ("we use trees and we like trees a lot", [2], [2]),  # an English word may be both
        ("so coinjoin is it and we like coinjoin a lot", [1], [1]),  # a sentence begins there
        ("the air force and the air force", [1, 2, 6], [1, 2, 5, 6]),
        ("the air force and the air force", [1, 2], [1, 2]),
        ("the air force and the air force", [2, 6], [2, 6]),
        ("We use coinjoin and The like coinjoin a lot", [2], [2]),  # capitals of its own
    ],
)
def test_where_a_name_has_its_capital_once_it_has_it_elsewhere(words, sure, capitals):
    heard, tags = of(words)
    for n in sure:
        tags[n] = Tags(lower=0.1, capital=0.9)
    if words.startswith("so"):
        tags[0] = Tags(none=0.2, stop=0.8)

    assert [n for n, tag in enumerate(alike(heard, tags)) if tag.capital > 0.75] == capitals


def test_the_stage_writes_a_name_alike_all_through_a_talk(monkeypatch):
    _, tags = of("we use coinjoin and like coinjoin")
    tags[2] = Tags(lower=0.1, capital=0.9)
    monkeypatch.setattr("pipeline.language.punctuator.tags", lambda _: list(tags))

    assert clean("we use coinjoin and like coinjoin") == "We use Coinjoin and like Coinjoin."


@pytest.mark.parametrize(
    ("words", "within"),
    [
        ("in two thousand ten it", [1, 2]),
        ("about a year and a half ago", [2, 3, 4]),
        ("it is 3.5 million here", [2]),
        ("only 99 percent and twenty percent of", [1, 4]),
        ("it took one year and a half of them left", []),
        ("we saw 2010 people and a million more", []),
        ("either one or the other hundred", []),
        ("that is one four of them", []),
        ("that is the point three of them", []),
        ("it is three point five of them", [2, 3]),
    ],
)
def test_no_sentence_ends_within_a_number(words, within):
    heard, tags = of(words, none=0.9)
    end = Tags(none=0.2, stop=0.8)

    def ends(n):
        return decide(heard, [*tags[:n], end, *tags[n + 1 :]], Weights())[n].ends

    assert [n for n in range(len(tags)) if not ends(n)] == within


def test_a_mark_of_trusted_input_is_no_part_of_a_number():
    heard, tags = trusted("It took five. Thousand Oaks was far.", none=0.5, stop=0.5)
    chosen = decide(heard, tags, Weights())

    assert [choice.mark for choice in chosen[-7:]] == ["", "", ".", "", "", "", "."]


def test_the_case_of_a_term_is_the_dictionarys():
    heard, tags = of("Torch gpu x", none=1.0, lower=0.0, upper=0.9)
    lowered = of("we Torch x", none=1.0, lower=1.0)

    assert [c.case for c in decide(heard, tags, Weights(), settled={1})] == ["UPPER", "", ""]
    assert [c.case for c in decide(*lowered, Weights(), settled={1})] == ["Capital", "", ""]
    assert [c.case for c in decide(*lowered, Weights())] == ["Capital", "lower", ""]


def test_letters_side_by_side_have_capitals_together_or_not_at_all():
    heard, tags = of("so the e u a and x", none=1.0)
    assert [c.case for c in decide(heard, tags, Weights())][2:] == [""] * 5

    tags[3] = Tags(none=1.0, capital=0.9)
    assert [c.case for c in decide(heard, tags, Weights())][2:] == ["UPPER", "Capital", "", "", ""]


def test_a_word_the_terms_stage_put_right_is_settled():
    transcript = say("we used thing")
    fixed = Token("Theano", Place(2, 3))
    after = replace(transcript, tokens=(*transcript.tokens[:2], fixed))

    assert Names.of(Dictionary()).settled(after) == {2}


def test_a_capital_that_a_filler_left_behind_is_not_settled():
    transcript = say("humans learn. Um despite it")
    clean = apply(transcript, Normalize()(transcript))

    assert read(clean) == "humans learn. Despite it"
    assert Names.of(Dictionary()).settled(clean) == frozenset()
    assert Names.of(Dictionary((Term("Despite"),))).settled(clean) == {2}


@pytest.mark.parametrize(("stop", "ends"), [(0.3, [30, 59]), (0.25, [59])])
def test_a_long_sentence_is_cut_where_its_end_is_likeliest_if_it_is_likely(stop, ends):
    heard, tags = of("word " * 60, none=0.9)
    tags[30] = Tags(none=0.7, stop=stop)
    chosen = decide(heard, tags, Weights())

    assert [n for n, choice in enumerate(chosen) if choice.ends] == ends


def test_nothing_ends_beside_an_ampersand():
    heard, tags = of("bath & beyond it", none=0.3, stop=0.7)

    assert [n for n, choice in enumerate(decide(heard, tags, Weights())) if choice.ends] == [2, 3]


def test_one_word_said_for_an_hour_is_cut_too():
    heard, tags = of("word " * 9_000, none=0.7, stop=0.3)
    ends = [n for n, choice in enumerate(decide(heard, tags, Weights())) if choice.ends]

    assert max(after - end for end, after in pairwise(ends)) <= 45


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("one two Too one", [2, 3]),  # "too" belongs to what was said before
        ("one two And one", [1, 3]),
        ("one two Yes one", [1, 2, 3]),
    ],
)
def test_no_sentence_is_a_word_that_says_nothing_alone(words, ends):
    heard, tags = of(words, none=0.9)
    tags[1] = Tags(none=0.2, stop=0.7 if "Too" in words else 0.8)
    tags[2] = Tags(none=0.2, stop=0.75)

    assert [n for n, choice in enumerate(decide(heard, tags, Weights())) if choice.ends] == ends


@pytest.mark.parametrize(
    ("words", "ends", "marks"),
    [
        ("we call them and during the call we say it", [0.7, 0.55], ".,"),
        ("we call them and during the call we say it", [0.55, 0.7], "."),
        ("we call them and during the call we say it", [0.7, 0.65], ".."),  # the network is sure
        ("we call them and at your time you say it", [0.7, 0.55], ".,"),
        ("we call them and at times you made it", [0.7, 0.55], ".."),
        ("we call them and say the words we have it", [0.7, 0.55], ".."),
    ],
)
def test_a_phrase_without_a_verb_is_no_sentence(words, ends, marks):
    heard, tags = of(words, none=0.9)
    for n, stop in zip((2, 6), ends, strict=True):
        tags[n] = Tags(none=1 - stop, stop=stop)

    assert "".join(choice.mark for choice in decide(heard, tags, Weights())[:-1]) == marks


@pytest.mark.parametrize(
    "words",
    [
        "what do you think",
        "so how many layers are there",
        "could you say more about it",
        "and is it the case that it works",
        "what's the difference",
        "why is that",
    ],
)
def test_questions_have_their_word_order(words):
    assert asks(words.split())


@pytest.mark.parametrize(
    "words",
    [
        "what i mean is clear",
        "when you train it",
        "we do what we can",
        "so it is what it is",
        "what i'm saying is it works",
        "how we do that is the question",
        "you know how it works",
    ],
)
def test_statements_are_no_questions(words):
    assert not asks(words.split())


def test_a_stop_now_and_then_is_no_punctuation():
    assert not is_punctuated([Heard(word) for word in "so it goes. and then we go on".split()])
    assert is_punctuated([Heard(word) for word in "So, it goes. And then we go on.".split()])


def trusted(text: str, **tag: float) -> tuple[list[Heard], list[Tags]]:
    """Words behind ten short sentences, a line each, which show that their marks can be trusted."""
    lines = ["Yes, it works."] * 10 + text.split(" | ")
    heard = [
        Heard(word, int(n + 1 == len(line.split())))
        for line in lines
        for n, word in enumerate(line.split())
    ]
    return heard, [Tags(**tag)] * len(heard)


def test_where_marks_are_trusted_capitals_change_only_where_all_but_certain():
    chosen, certain = (
        decide(*trusted("we asked an Author there.", none=1.0, lower=lower), Weights())[-2].case
        for lower in (0.98, 0.999)
    )

    assert (chosen, certain) == ("", "lower")


def test_little_words_lose_a_stray_capital_sooner_but_not_behind_a_mark_or_where_a_sentence_may_end():
    def case(text: str, lower: float, **tag: float) -> str:
        return decide(*trusted(text, lower=lower, **tag), Weights())[-2].case

    assert case("we asked The author.", 0.4, none=1.0) == "lower"
    assert case("transaction A comes.", 0.1, none=1.0) == ""
    assert case("she knew Log Me In well.", 0.4, none=1.0) == ""
    assert case("we asked: The author.", 0.4, none=1.0) == ""
    assert case("we asked, The author.", 0.4, none=0.7, stop=0.3) == "lower"
    assert case("we asked The author.", 0.4, none=0.7, stop=0.3) != "lower"


@pytest.mark.parametrize(
    "said",
    [
        "we came, And it went.",
        "we came, And I've gone.",  # the next word has its capital anywhere
        "we came, Then it went.",
        "we came, You've gone away.",
    ],
)
def test_a_stray_capital_goes_by_itself_however_likely_the_network_holds_it(said):
    stray = decide(*trusted(said, none=0.1, comma=0.9, lower=0.4), Weights())[-3]

    assert (stray.case, stray.case_sure >= MADE_FROM) == ("lower", True)


def test_what_opens_a_clause_loses_a_stray_capital_or_gets_the_stop_it_lacks():
    joined = decide(*trusted("we came, And it went.", none=0.6, stop=0.4, lower=0.2), Weights())
    parted = decide(*trusted("we came It went.", none=0.75, stop=0.25, lower=0.2), Weights())

    assert [choice.case for choice in joined[-3:]] == ["lower", "", ""]
    assert [choice.mark for choice in parted[-4:]] == ["", ".", "", "."]


@pytest.mark.parametrize(
    ("after", "end", "marks"),
    [
        ("tablet", 0.01, [","]),
        ("or", 0.01, [""]),  # "a phone or a tablet"
        ("because", 0.01, [""]),
        ("or", 0.1, [","]),  # a sentence may end here
    ],
)
def test_what_goes_closely_with_the_words_before_it_needs_a_surer_comma(after, end, marks):
    tag = Tags(none=0.55, comma=0.4, stop=end)

    chosen = decide([Heard("phone"), Heard(after), Heard("that")], [tag] * 3, Weights(comma=1.8))

    assert [choice.mark for choice in chosen[:1]] == marks


@pytest.mark.parametrize(
    ("comma", "word", "marks"),
    [
        (0.1, "basically", [".", ""]),
        (0.5, "basically", [".", ","]),
        (0.1, "yeah", [".", "."]),  # says something alone
    ],
)
def test_a_word_that_opens_what_comes_next_is_no_sentence(comma, word, marks):
    heard = [Heard(item) for item in f"we could {word} the idea is".split()]
    ends = Tags(none=0.2, comma=comma, stop=0.9)
    tags = [ends if n in (1, 2) else Tags() for n in range(len(heard))]

    assert [choice.mark for choice in decide(heard, tags, Weights())[1:3]] == marks


@pytest.mark.parametrize(
    ("word", "before", "behind", "marks"),
    [
        ("today", 0.55, 0.9, ["", "?"]),  # "How can we use it today?"
        ("max", 0.9, 0.55, ["?", ","]),  # "Max, so there are many."
        ("today", 0.7, 0.9, ["?", "."]),
        ("today", 0.55, 0.65, ["?", "."]),  # no side is the likelier one
        ("yes", 0.55, 0.9, ["?", "."]),  # says something alone
    ],
)
def test_a_word_that_hardly_stands_alone_joins_the_sentence_beside_it(word, before, behind, marks):
    heard = [Heard(item) for item in f"how can we use it {word} so there are many".split()]
    tags = [Tags(none=1.0)] * len(heard)
    tags[4] = Tags(none=1 - before, question=before)
    tags[5] = Tags(none=1 - behind, stop=behind)

    assert [choice.mark for choice in decide(heard, tags, Weights())[4:6]] == marks


@pytest.mark.parametrize(
    ("said", "stop", "mark"),
    [
        ("if i think of a use | i would think of it", 0.55, ","),
        ("while it was so good | we had to go", 0.55, ","),
        ("if i think of a use | i would think of it", 0.7, "."),
        ("if i think of a use | and so i did it", 0.55, "."),
        ("because i think of a use | i would think of it", 0.55, "."),
        ("if so great | i would think of it", 0.55, "."),
    ],
)
def test_a_clause_that_another_follows_is_no_sentence(said, stop, mark):
    first, then = said.split(" | ")
    heard = [Heard(item) for item in f"yes {first} {then}".split()]
    tags = [Tags(none=1.0)] * len(heard)
    tags[0] = Tags(none=0.0, stop=1.0)
    end = len(first.split())
    tags[end] = Tags(none=1 - stop, stop=stop)

    assert decide(heard, tags, Weights())[end].mark == mark


def test_a_dash_that_stands_alone_needs_no_comma_in_trusted_text_either():
    heard, tags = trusted("the course - it was.", none=0.01, comma=0.99)
    marks = [choice.mark for choice in decide(heard, tags, Weights())][-5:]

    assert (marks[0], marks[1]) == (",", None)


def test_a_stop_that_is_taken_away_goes_with_the_capital_after_it():
    kept = decide(*trusted("We met Cpl. Miller there.", none=0.999, lower=0.1), Weights())
    lost = decide(*trusted("We met old. Friends there.", none=0.999, lower=0.9), Weights())

    assert (kept[-3].mark, kept[-3].ends, lost[-3].mark) == (None, False, "")


@pytest.mark.parametrize(
    ("said", "stop", "ends"),
    [
        ("comparing with. Software there.", 0.1, False),
        ("comparing with. Software there.", 0.4, True),
        ("comparing and. Software there.", 0.6, False),
        ("comparing and. Software there.", 0.7, True),
        ("comparing it well. Software there.", 0.1, True),
    ],
)
def test_a_stop_behind_a_word_that_waits_for_another_stays_if_the_network_grants_it(
    said, stop, ends
):
    heard, tags = trusted(f"We were {said}", none=1 - stop, stop=stop, lower=0.9)

    choice = decide(heard, tags, Weights())[-3]

    assert (choice.ends, choice.mark) == ((True, ".") if ends else (False, ""))


@pytest.mark.parametrize(
    ("anew", "stop", "ends"),
    [(5, 0.2, False), (5, 0.4, True), (3, 0.2, True)],
)
def test_where_a_recogniser_often_begins_anew_a_stop_behind_any_word_is_doubted(anew, stop, ends):
    before = " ".join(["It is and. Software."] * anew)
    heard, tags = trusted(f"{before} We had worse. Interviews there.", none=0.9, lower=0.9)
    tags[-3] = tags[-3]._replace(none=1 - stop, stop=stop)
    # The other stops are as the network has them.
    tags = [
        tag if tag.stop or not item.text.endswith(".") or item.text == "and." else Tags(stop=1.0)
        for item, tag in zip(heard, tags, strict=True)
    ]

    assert decide(heard, tags, Weights())[-3].ends == ends


def test_a_turn_that_is_cut_short_ends_as_it_stands():
    def last(text: str, **tag: float) -> str | None:
        heard, tags = trusted(f"{text} | It is.", **tag)
        heard[-3] = heard[-3]._replace(cue=2)
        return decide(heard, tags, Weights())[-3].mark

    assert last("that is faster than", none=0.1, stop=0.9) is None
    assert last("that is the money,", none=0.1, question=0.9) is None
    assert last("that is the money", none=0.9) is None
    assert last("that is the money", none=0.1, stop=0.9) == "."


def test_where_another_speaks_the_stop_is_as_sure_as_the_network():
    heard, tags = of("it is the money it is one", none=0.4, stop=0.6)
    heard[3] = heard[3]._replace(cue=2)
    doubtful = [tag._replace(none=0.9, stop=0.1) for tag in tags]

    assert decide(heard, tags, Weights())[3].sure == pytest.approx(0.6)
    assert decide(heard, doubtful, Weights())[3].sure == 0.5


@pytest.mark.parametrize(("said", "case"), [("310 ms Lee", ""), ("met ms Lee", "Capital")])
def test_behind_a_number_ms_is_a_unit(said, case):
    heard, tags = of(f"so {said} spoke", none=1.0, lower=0.5)

    assert decide(heard, tags, Weights())[2].case == case


def test_a_dash_that_stands_alone_needs_no_comma():
    heard, tags = of("the course - it is one", none=0.2, comma=0.8)

    assert [choice.mark for choice in decide(heard, tags, Weights())] == [
        ",",
        "",
        ",",
        ",",
        ",",
        ".",
    ]


@pytest.mark.parametrize(
    ("said", "case"),
    [("dr. McKayla spoke", "Capital"), ("dr. Lee spoke", "Capital"), ("mr and so", "")],
)
def test_a_title_before_a_name_has_a_capital(said, case):
    heard, tags = of(f"we met {said}", none=1.0, lower=0.5)

    assert decide(heard, tags, Weights())[2].case == case


def test_a_capital_goes_with_the_stop_before_it():
    heard, tags = trusted("Or tune our old. Existing model.", none=0.999, stop=0.001, lower=0.9)
    chosen = decide(heard, tags, Weights())

    assert (chosen[-3].mark, chosen[-2].case) == ("", "lower")


@pytest.mark.parametrize("word", ["U.S.", "Ph.D.", "p.m.", "L."])
@pytest.mark.parametrize(("stop", "mark"), [(0.9, "."), (0.1, None)])
def test_a_dot_that_may_end_a_sentence_or_belong_to_letters_is_the_networks_to_read(
    word, stop, mark
):
    heard, tags = trusted(f"We met {word} Jackson.", none=1 - stop, stop=stop)
    at = [item.text for item in heard].index(word)

    assert decide(heard, tags, Weights())[at].mark == mark


@pytest.mark.parametrize(("text", "at"), [("I had a. Friend", -3), ("based on that, I. Still", -3)])
@pytest.mark.parametrize(("stop", "mark", "case"), [(0.1, "", "lower"), (0.5, ".", "Capital")])
def test_the_dot_of_a_word_of_one_letter_stays_or_goes_with_the_capital_after_it(
    text, at, stop, mark, case
):
    heard, tags = trusted(f"{text} there.", none=1 - stop, stop=stop, lower=0.9)
    chosen = decide(heard, tags, Weights())

    assert (chosen[at].mark, chosen[at + 1].case) == (mark, case)


def test_a_plural_of_capitals_has_a_small_s_where_they_stand_without_it():
    def case(said: str) -> str:
        return decide(*of(said, none=1.0, lower=0.1, upper=0.9), Weights())[-1].case

    assert case("an api of the apis") == "UPPERs"
    assert case("of the tls") == "UPPER"


@pytest.mark.parametrize("word", ["Dr.", "vs.", "Prof."])
def test_no_sentence_ends_by_the_dot_of_a_title(word):
    heard, tags = trusted(f"We met {word} Jackson.", none=0.4, stop=0.6)
    at = [item.text for item in heard].index(word)

    assert not decide(heard, tags, Weights())[at].ends


def test_where_lines_are_sentences_a_line_without_a_mark_stays():
    heard, tags = trusted("It is instead of | Time locked.", none=0.999, stop=0.001)
    chosen = decide(heard, tags, Weights())

    assert [choice.mark for choice in chosen[-3:]] == ["", "", "."]
    assert [choice.line for choice in chosen[-3:]] == [False, True, False]


def test_where_lines_are_sentences_a_line_that_begins_small_is_joined():
    heard, tags = trusted("It is four or five | cloves of it.", none=0.999, stop=0.001)

    assert not any(choice.line for choice in decide(heard, tags, Weights())[-3:])


def test_where_lines_are_of_one_width_they_are_joined():
    said = "We are glad, all of us, that | you came, and | we thank you. | So, shall we | go on?"

    assert clean(said) == (
        "We are glad, all of us, that you came, and we thank you. | So, shall we go on?"
    )
