"""The review page in a real browser, on a real server: people read, decide, teach, and lose nothing."""

import json
import re
import wave
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from pipeline.batch import Job, outcome
from pipeline.config import load_config
from reviewing import FIVE, SAID, SUSPICIOUS, Server, numbered, project

pytestmark = pytest.mark.browser


TWO = {"talk": SAID, "other": SAID}


@pytest.fixture
def server(tmp_path):
    """The review of a project with two talks of the same words."""
    project(tmp_path, TWO)
    server = Server(tmp_path)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """The same, for all tests that only look."""
    folder = tmp_path_factory.mktemp("shared")
    project(folder, TWO)
    server = Server(folder)
    yield server
    server.stop()


@pytest.fixture
def visit(browser, server):
    """Opens windows on the review; one that logs an error fails the test."""
    with windows(browser, server) as visit:
        yield visit


@pytest.fixture
def look(browser, shared):
    """The same on the shared review, for who decides nothing there and writes nothing."""
    with windows(browser, shared) as look:
        yield look
    assert not (shared.folder / "verdicts").exists()


@contextmanager
def windows(browser, server):
    """What opens windows on a review."""
    contexts, troubles = [], []

    def visit(path="/talk/talk", width=1280, height=800, **settings):
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)
        contexts.append(context)
        view = context.new_page()
        view.on("pageerror", lambda error: troubles.append(str(error)))
        view.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
        view.goto(server.address)
        view.goto(server.base + path)
        if path != "/":
            expect(view.locator(".row").first).to_be_visible()
            expect(view.locator("#facts")).not_to_be_empty()
        return view

    visit.troubles = troubles
    yield visit
    for context in contexts:
        context.close()
    assert troubles == []


def press(view, *keys):
    """Press keys as a reviewer does, focus where the page left it."""
    for key in keys:
        view.keyboard.press(key)


def reads(view, number):
    """A paragraph as it reads, without what is offered."""
    return view.locator(f"#b{number} .said").evaluate(
        "p => { const c = p.cloneNode(true); c.querySelectorAll('.offer, .cue, .as').forEach(e => e.remove());"
        " return c.textContent.replace(/\\s+/g, ' ').trim(); }"
    )


def statuses(view):
    """What the queue says of each question in it."""
    lines = view.locator(".line .about").all_inner_texts()
    return [line.split(" · ")[0] for line in lines]


def settled(view, left):
    """Wait until the page says how many questions are left."""
    expect(view.locator("#left")).to_contain_text(left)


def verdicts(server, talk="talk"):
    """The lines of the talk's verdict file."""
    text = (server.folder / "verdicts" / f"{talk}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_the_list_of_talks_says_what_waits(look):
    view = look("/")

    expect(view.locator(".sub").first).to_contain_text("10 questions wait")
    view.fill("#find", "oth")
    assert view.locator("tbody tr:visible").all_inner_texts()[0].startswith("other")
    view.fill("#find", "")
    view.click("#next")
    expect(view.locator("h1")).to_have_text("other")


def test_deciding_by_keys(visit, server):
    view = visit()
    assert view.locator(".m.waiting .now").all_inner_texts() == FIVE

    press(view, "a", "r", "o")
    view.keyboard.type("Image Net")
    press(view, "Enter", "s", "a")
    settled(view, "1 to decide")

    assert statuses(view) == ["accepted", "rejected", "other", "needs eyes", "accepted"]
    assert reads(view, 0) == "So today we talk about ImageNet and what it did for learning."
    assert reads(view, 1) == (
        "I trained on imagine that for a week and the Image Net labels were wrong."
    )
    assert reads(view, 2) == "We ran could a kernels on the machine all night, CUDA is fast."
    assert [(line["verdict"], line["who"]) for line in verdicts(server)] == [
        ("accept", "Ann"), ("reject", "Ann"), ("other", "Ann"), ("accept", "Ann"),
    ]  # fmt: skip


def hold(view, key):
    """Hold a key until it repeats."""
    for _ in range(4):
        view.keyboard.down(key)
    view.keyboard.up(key)


def test_a_key_that_is_held_decides_one_question_and_moves_over_many(visit, server):
    view = visit()
    hold(view, "a")
    settled(view, "4 to decide")
    hold(view, "u")
    settled(view, "5 to decide")
    hold(view, "j")
    expect(view.locator(".line").last).to_have_class(re.compile("current"))
    press(view, "Home")
    view.locator("[data-do=reject]").focus()
    hold(view, "Enter")
    settled(view, "4 to decide")
    hold(view, "o")
    expect(view.locator("#other input")).to_have_value("ImageNet")
    hold(view, "x")
    expect(view.locator("#other input")).to_have_value("xxxx")
    press(view, "Escape")

    assert [line["verdict"] for line in verdicts(server)] == ["accept", "undo", "reject"]


def test_a_reload_comes_back_to_the_place_that_was_left(visit):
    view = visit()
    press(view, "a", "s", "s")
    settled(view, "4 to decide")
    left = view.locator("#facts").inner_text()
    view.reload()
    settled(view, "4 to decide")
    expect(view.locator("#facts")).to_have_text(left)


def test_undo_and_redo_go_all_the_way_and_survive_a_reload(visit):
    view = visit()
    press(view, "a", "a", "r")
    settled(view, "2 to decide")
    press(view, "u", "u")
    settled(view, "4 to decide")
    assert statuses(view) == ["accepted", *["needs eyes"] * 4]

    view.reload()
    settled(view, "4 to decide")
    press(view, "U")
    settled(view, "3 to decide")
    press(view, "u", "u")
    settled(view, "5 to decide")
    expect(view.locator("#undo")).to_be_disabled()
    assert view.locator(".m.waiting .now").all_inner_texts() == FIVE


def test_what_is_undone_after_a_reload_is_asked_in_the_queue_again(visit):
    view = visit()
    press(view, "r", "r", "r")
    settled(view, "2 to decide")
    view.reload()
    settled(view, "2 to decide")
    assert statuses(view) == ["needs eyes"] * 2

    press(view, "End", "u")
    settled(view, "3 to decide")
    assert statuses(view) == ["needs eyes"] * 3
    expect(view.locator(".line").first).to_have_class(re.compile("current"))
    press(view, "u")
    settled(view, "4 to decide")
    press(view, "U")
    settled(view, "3 to decide")
    assert statuses(view) == ["rejected", *["needs eyes"] * 3]


def by_hand(view, row, word, text):
    """Write a word otherwise."""
    view.locator(f"#b{row} [data-p]", has_text=word).first.click()
    view.fill("#menu input", text)
    press(view, "Enter")
    expect(view.locator(f"#b{row} .said")).not_to_contain_text(f" {word} ")


def readings(view):
    """What the lines of the queue tell."""
    return [" ".join(told.split()) for told in view.locator(".line .what").all_inner_texts()]


def test_what_was_written_by_hand_is_found_again(visit):
    view = visit()
    by_hand(view, 0, "today", "tonight")
    by_hand(view, 3, "small,", "little,")
    view.locator("#b2 .name").click()
    view.fill("#menu [name=text]", "Eve")
    press(view, "Enter")
    chip = view.locator("#statuses .chip", has_text="by hand")
    expect(chip).to_have_text("by hand 3")

    view.click("#clear")
    expect(view.locator("#count")).to_have_text("5 questions, 3 by hand")
    view.fill("#find", "NIGHT")
    assert readings(view) == ["today → tonight"]
    view.click("#clear")
    chip.click()
    told = ["today → tonight", "Ann → Eve", "small, → little,"]
    assert readings(view) == told
    press(view, "Home", "j", "j")
    expect(view.locator("#around mark")).to_have_text("little,")
    expect(view.locator("#why")).to_have_text("by hand: Ann")
    expect(view.locator("#acts [data-do=accept]")).to_be_hidden()
    press(view, "a")
    expect(view.locator("#said")).to_contain_text("Written by hand")

    view.reload()
    expect(chip).to_have_text("by hand 3")


def test_undo_of_what_was_written_goes_there_and_tells_it(visit):
    view = visit(height=320)
    by_hand(view, 0, "today", "")
    press(view, "End")
    expect(view.locator("#b0")).not_to_be_in_viewport()
    press(view, "u")
    expect(view.locator("#said")).to_have_text("Taken back: “today” → left out")
    expect(view.locator("#b0 [data-p]", has_text="today")).to_be_in_viewport()
    press(view, "U")
    expect(view.locator("#said")).to_have_text("Made again: “today” → left out")
    press(view, "u", "u")
    expect(view.locator("#undo")).to_be_disabled()


def test_the_same_questions_are_counted_and_come_together(visit):
    view = visit()
    assert [line.rpartition(" · ")[2] for line in view.locator(".line .about").all_inner_texts()] == [
        "3 alike", "3 alike", "3 alike", "2 alike", "2 alike",
    ]  # fmt: skip
    view.locator(".line").last.click()
    press(view, "a")
    settled(view, "4 to decide")
    expect(view.locator(".line .about").nth(3)).not_to_contain_text("alike")

    view.select_option("#order", "alike")
    assert readings(view) == [
        *["imagine that → ImageNet"] * 3, "could a → CUDA",
    ]  # fmt: skip


def test_filters_narrow_the_queue(look):
    view = look()
    assert view.locator("#count").inner_text().startswith("5 of ")

    view.fill("#find", "cuda")
    assert view.locator(".line .what").all_text_contents() == ["could a → CUDA"] * 2
    view.click("#clear")
    view.select_option("#rule", label="dictionary: ImageNet, often misheard as 'imagine that' (3)")
    assert view.locator(".line .what").all_text_contents() == ["imagine that → ImageNet"] * 3
    view.click("#clear")
    view.fill("#low", "99")
    expect(view.locator(".line")).to_have_count(0)


def test_likely_words_come_before_others(look):
    def unsure(route):
        told = route.fetch().json()
        told["items"]["edits"][asked.index("waiting")][0][3] = 0.19
        route.fulfill(json=told)

    view = look()
    asked = view.evaluate("fetch('/talk/talk/all').then(told => told.json())")["items"]["status"]
    view.route("**/all", unsure)
    view.reload()
    settled(view, "5 to decide")

    places = view.locator(".line .when").all_inner_texts()
    assert places == ["¶ 2", "¶ 2", "¶ 3", "¶ 3", "¶ 1"]


def test_whose_a_voice_is_is_asked_once(browser, tmp_path):
    numbered(tmp_path)
    server = Server(tmp_path)
    with windows(browser, server) as visit:
        view = visit()
        settled(view, "1 to decide")
        assert statuses(view) == ["needs eyes"]
        expect(view.locator(".line .about")).to_contain_text("2 sentences")
        expect(view.locator(".line .when")).to_have_text("¶ 4")
        expect(view.locator("#b3 .time")).to_have_text("¶ 4")
        view.locator("#b5 .name").click()
        press(view, "Escape")
        expect(view.locator(".line.current")).to_have_count(1)
        press(view, "a")
        settled(view, "all decided")
        assert statuses(view) == ["accepted"]
        press(view, "u")
        settled(view, "1 to decide")
    server.stop()


def test_all_like_this_shows_the_places_first_and_is_undone_at_once(visit, server):
    view = visit()
    press(view, "l")
    expect(view.locator("#dialog .spots li")).to_have_count(3)
    assert verdicts_count(server) == 0
    view.locator("#dialog .spots input").nth(1).uncheck()
    view.click("#accept-all")
    settled(view, "3 to decide")
    assert reads(view, 0).startswith("So today we talk about ImageNet")
    assert reads(view, 1).startswith("I trained on imagine that for a week and the ImageNet")

    press(view, "u")
    settled(view, "5 to decide")


def verdicts_count(server):
    folder = server.folder / "verdicts"
    return sum(len(path.read_text().splitlines()) for path in folder.glob("*.jsonl"))


def test_all_like_this_reaches_the_whole_batch(visit, server):
    view = visit()
    press(view, "l")
    view.click("text=look in all talks")
    expect(view.locator("#dialog .spots li")).to_have_count(6)
    view.click("#reject-all")
    settled(view, "2 to decide")
    assert [line["verdict"] for line in verdicts(server, "other")] == ["reject"] * 3

    press(view, "u")
    settled(view, "5 to decide")
    assert verdicts(server, "other")[-1]["verdict"] == "undo"


def test_any_word_is_edited_and_sentences_are_split_and_joined(visit, server):
    view = visit()
    view.locator("#b0 [data-p]", has_text="today").click()
    view.fill("#menu input", "tonight")
    press(view, "Enter")
    expect(view.locator("#b0 .m.hand .now")).to_have_text("tonight")

    view.locator("#b3 [data-p]", has_text="the").last.click()
    view.click("text=A sentence starts here")
    expect(view.locator("#b3 .said")).to_contain_text("small. (by hand) The (by hand) con")
    press(view, "u")
    expect(view.locator("#b3 .said")).to_contain_text("small, the con")
    expect(view.locator("#said")).to_have_text("Taken back: ¶ a sentence starts here")
    assert reads(view, 0).startswith("So tonight we talk")
    assert verdicts(server)[0]["was"] == "today"


def test_a_marked_word_shows_its_question_and_again_what_can_be_done_with_it(visit):
    view = visit()
    written, mark = view.locator("#menu input"), view.locator("#b1 .m.waiting").first
    mark.click()
    expect(view.locator("#around mark")).to_have_text("imagine that")
    expect(written).to_be_hidden()
    mark.click()
    expect(written).to_have_value("imagine that")
    press(view, "Escape")
    view.click("[data-do=edit]")
    view.fill("#menu input", "images")
    press(view, "Enter")
    settled(view, "4 to decide")

    assert reads(view, 1).startswith("I trained on images for a week")


def test_a_misheard_term_longer_than_its_mark_is_written_by_keys(visit, server):
    view = visit()
    expect(view.locator("#around")).to_have_text(
        "… So today we talk about imagine that and what it did for learning. I trained …"
    )
    press(view, "e", "Alt+ArrowLeft")
    expect(view.locator("#menu input")).to_have_value("about imagine that")
    view.keyboard.type("of ImageNet")
    press(view, "Enter")
    settled(view, "4 to decide")
    expect(view.locator("#around mark")).to_have_text("imagine that")
    assert reads(view, 0).startswith("So today we talk of ImageNet and")
    assert statuses(view)[0] == "rejected"

    press(view, "End", "u")
    settled(view, "5 to decide")
    expect(view.locator(".line.current .when")).to_have_text("¶ 1")
    expect(view.locator(".line").first).to_have_class(re.compile("current"))


def test_what_is_being_typed_is_not_swept_away_by_a_new_run(visit, server):
    view = visit()
    press(view, "a")
    settled(view, "4 to decide")
    view.click("#write")
    press(view, "o")
    view.fill("#other input", "half a word")
    record = server.folder / "clean" / "talk" / "edits.jsonl"
    before = record.stat().st_mtime_ns
    while record.stat().st_mtime_ns == before:
        view.wait_for_timeout(200)
    view.wait_for_timeout(2500)
    expect(view.locator("#other input")).to_have_value("half a word")

    press(view, "Enter")
    settled(view, "3 to decide")
    assert reads(view, 1).startswith("I trained on half a word for a week")


def test_speakers_are_changed_here_from_here_on_and_everywhere(visit):
    view = visit()
    names = view.locator(".name")
    expect(names).to_have_text(["Ann", "Bob", "Ann", "Bob"])

    names.nth(1).click()
    view.fill("#menu input[name=text]", "Eve")
    view.click("#menu button:text-is('Save')")
    expect(names.nth(1)).to_have_text("Eve")
    expect(names).to_have_text(["Ann", "Eve", "Ann", "Bob"])

    names.nth(2).click()
    view.fill("#menu input[name=text]", "Dan")
    view.check("#menu input[value=speaker-on]")
    view.click("#menu button:text-is('Save')")
    expect(names.nth(2)).to_have_text("Dan")
    expect(names).to_have_text(["Ann", "Eve", "Dan", "Bob"])

    names.nth(0).click()
    view.fill("#menu input[name=text]", "Dan")
    view.check("#menu input[value=rename]")
    view.click("#menu button:text-is('Save')")
    expect(names.nth(0)).to_have_text("Dan")
    view.reload()
    expect(names.first).to_be_visible()
    expect(names).to_have_text(["Dan", "Eve", "Dan", "Bob"])


def test_somebody_else_speaks_from_a_word_on_and_is_renamed_there(visit):
    view = visit()
    view.locator("#b3 [data-p]", has_text="the").last.click()
    view.click("text=Somebody else speaks from here")
    view.fill("#menu input[name=text]", "Eve")
    press(view, "Enter")
    turn = view.locator("#b3 .turn")
    expect(turn).to_have_text("Eve")
    expect(view.locator("#b3 .said")).to_contain_text("small.")
    expect(view.locator("#b3 .said")).to_contain_text("The con")
    expect(view.locator(".name")).to_have_text(["Ann", "Bob", "Ann", "Bob"])

    turn.click()
    view.fill("#menu input[name=text]", "Ann")
    view.check("#menu input[value=rename]")
    press(view, "Enter")
    expect(turn).to_have_text("Ann")
    press(view, "u", "u")
    expect(view.locator(".turn")).to_have_count(0)
    assert reads(view, 3).startswith("The con nets were small, the con nets were good.")


def test_an_entry_is_tried_saved_and_changes_other_places(visit, server):
    view = visit()
    press(view, "a")
    settled(view, "4 to decide")
    view.locator("#b3 [data-p]", has_text="con").first.click()
    press(view, "Alt+ArrowRight")
    view.click("#menu >> text=Teach the dictionary")
    view.fill("#dialog [name=name]", "convnets")
    expect(view.locator("#dialog [name=heard]")).to_have_value("con nets")
    view.fill("#dialog [name=heard]", "")
    view.fill("#dialog [name=aliases]", "con nets")
    view.fill("#dialog [name=sounds]", "K AA N V N EH T S")
    expect(view.locator(".preview h3").first).to_have_text("In this talk: 2 changes", timeout=20000)
    expect(view.locator(".preview")).to_contain_text("In 1 other talk: 2 changes", timeout=20000)
    expect(view.locator(".preview")).to_contain_text("“con nets”: people hardly ever say it")
    view.click("#save-entry")

    expect(view.locator("#b3 .said")).to_contain_text("convnets (applied) were good", timeout=20000)
    # At once: the talk is still being cleaned.
    expect(view.locator("#said")).to_have_text(
        "[convnets] is saved: dictionary.toml, line 1. Cleaning this talk again and 1 other…"
    )
    expect(view.locator("#said")).to_be_empty(timeout=60000)
    assert reads(view, 3).startswith("The convnets were small, the convnets were good.")
    assert reads(view, 0).startswith("So today we talk about ImageNet")
    dictionary = server.folder / "dictionary.toml"
    assert 'sounds = ["K AA N V N EH T S"]' in dictionary.read_text(encoding="utf-8")
    settled(view, "4 to decide")

    press(view, "u")
    expect(view.locator("#said")).to_contain_text("Taken back: the entry “convnets”")
    expect(view.locator("#b3 .said")).to_contain_text("the con nets were good", timeout=60000)
    assert "convnets" not in dictionary.read_text(encoding="utf-8")
    press(view, "u")
    settled(view, "5 to decide")

    press(view, "U")
    settled(view, "4 to decide")
    press(view, "U")
    expect(view.locator("#said")).to_contain_text("[convnets] is saved", timeout=20000)
    expect(view.locator("#b3 .said")).to_contain_text("convnets (applied) were good")
    assert 'sounds = ["K AA N V N EH T S"]' in dictionary.read_text(encoding="utf-8")
    expect(view.locator("#redo")).to_have_attribute("aria-disabled", "true")
    press(view, "u")
    expect(view.locator("#said")).to_contain_text("Taken back: the entry “convnets”")
    press(view, "n", "r")
    settled(view, "3 to decide")
    press(view, "u", "U", "U")  # what is decided since has no entry to be made again
    settled(view, "3 to decide")
    expect(view.locator("#said")).to_have_text("There is nothing to make again.")


def test_an_entry_that_is_taken_back_at_once_is_not_told_to_be_saved(visit):
    view = visit()
    view.locator("#b3 [data-p]", has_text="small").first.click()
    view.click("#menu >> text=Teach the dictionary")
    view.fill("#dialog [name=name]", "smaller")
    view.click("#save-entry")
    expect(view.locator("#said")).to_contain_text("[smaller] is saved", timeout=20000)
    press(view, "u")
    expect(view.locator("#said")).to_contain_text(
        "Taken back: the entry “smaller” in dictionary.toml."
    )

    # So it goes on while the talk is cleaned, and when that is done.
    expect(view.locator("#said")).to_have_text(
        "Taken back: the entry “smaller” in dictionary.toml. Cleaned again, and the files are written.",
        timeout=60000,
    )
    press(view, "W")
    expect(view.locator("#said")).to_have_text("Cleaning this talk again…")


def test_what_warns_of_an_entry_is_told_before_it_is_saved(look):
    view = look()
    press(view, "d")
    view.fill("#dialog [name=name]", "weak")
    view.fill("#dialog [name=heard]", "week")
    expect(view.locator(".warning").first).to_contain_text("very common word", timeout=20000)


@pytest.mark.parametrize(("width", "height"), [(390, 800), (640, 400), (1280, 800)])
def test_what_warns_of_an_entry_is_seen_beside_what_saves_it_at_every_size(look, width, height):
    view = look(width=width, height=height)
    view.click("[data-do=teach]")
    view.fill("#dialog [name=name]", "weak")
    view.fill("#dialog [name=heard]", "week")
    brief = view.locator("#in-brief")
    expect(brief).to_have_text(re.compile("^⚠ 1 warning, "), timeout=20000)
    expect(brief).to_be_in_viewport(ratio=1)
    brief.click()
    expect(view.locator(".warning")).to_be_in_viewport(ratio=1)


def test_what_an_entry_changes_is_not_told_of_one_that_is_wrong(look):
    view = look()
    press(view, "d")
    view.fill("#dialog [name=name]", "convnets")
    view.fill("#dialog [name=heard]", "con nets; could a")
    expect(view.locator(".preview")).to_contain_text("“could a”", timeout=20000)
    expect(view.locator(".preview")).to_contain_text("“con nets”")
    view.fill("#dialog [name=sounds]", "con")
    expect(view.locator("#dialog .trouble")).to_contain_text("no sound of ARPAbet", timeout=20000)
    expect(view.locator(".preview")).to_be_empty()
    expect(view.locator("#in-brief")).to_be_hidden()
    assert "400" in look.troubles.pop()


def test_variants_of_a_term_are_decided_together(look):
    view = look()
    press(view, "v")
    expect(view.locator("#dialog")).to_contain_text(
        "No term of this talk was heard in several ways"
    )


def test_a_suspect_is_taught_or_told_to_be_right(visit, server):
    (server.folder / "raw" / "odd.txt").write_text(SUSPICIOUS, encoding="utf-8")
    config = load_config(server.folder / "mondegreen.toml")
    outcome(Job(config.raw / "odd.txt", config))
    view = visit("/talk/odd")
    press(view, "m")
    expect(view.locator(".suspects mark")).to_have_text("labrador")
    expect(view.locator(".suspects")).not_to_contain_text("null")
    assert faults(view) == []
    view.get_by_role("button", name="teach what labrador should read").click()
    expect(view.locator("#dialog [name=heard]")).to_have_value("labrador")
    view.get_by_role("button", name="Cancel").click()
    press(view, "m")
    view.get_by_role("button", name="It is right: labrador").click()
    expect(view.locator(".suspects .tag")).to_have_text("right as it stands")
    expect(view.locator("#dialog .told")).to_have_text("Right as it stands: labrador.")
    view.get_by_role("button", name="Close").click()
    press(view, "m")

    expect(view.locator("#dialog")).to_contain_text("Nothing here looks wrong")


def test_two_windows_see_each_others_decisions(visit):
    one, other = visit(), visit()
    press(one, "a")
    settled(one, "4 to decide")
    press(other, "j", "r")
    settled(other, "3 to decide")

    settled(one, "3 to decide")
    assert statuses(one)[:2] == statuses(other)[:2] == ["accepted", "rejected"]


def test_a_killed_server_loses_nothing(visit, server):
    view = visit()
    press(view, "a", "r")
    settled(view, "3 to decide")
    server.kill()
    press(view, "a")
    expect(view.locator("#alarm")).to_contain_text("Not saved")
    visit.troubles.clear()  # the browser logs that nobody answered

    server.start()
    again = visit()
    settled(again, "3 to decide")
    press(again, "u")
    settled(again, "4 to decide")
    visit.troubles.clear()


def polled(view):
    """Wait until the page has looked for news once more."""
    with view.expect_event("request", lambda request: "/news?" in request.url):
        pass
    view.wait_for_timeout(100)


def typed_offline(view):
    """Where the page says what went wrong and where one types, after something was typed that cannot be saved."""
    view.context.set_offline(True)
    press(view, "o")
    view.keyboard.type("Image Net")
    press(view, "Enter")
    return view.locator("#alarm"), view.locator("#other input")


def test_what_was_typed_stays_until_it_is_saved(visit):
    view = visit()
    alarm, typed = typed_offline(view)
    expect(alarm).to_contain_text("Not saved (“Image Net”): The review server does not answer.")
    expect(typed).to_have_value("Image Net")
    expect(typed).to_be_focused()
    expect(view.locator(".line").first).to_have_class(re.compile("current"))

    polled(view)
    expect(alarm).to_contain_text("Not saved (“Image Net”)")
    view.context.set_offline(False)
    polled(view)
    expect(alarm).to_contain_text("Not saved (“Image Net”)")
    press(view, "Enter")
    settled(view, "4 to decide")
    expect(alarm).to_be_hidden()
    assert reads(view, 0).startswith("So today we talk about Image Net and")
    visit.troubles.clear()  # the browser logs that nobody answered


def test_what_was_typed_is_offered_again_until_it_is_given_up(visit):
    view = visit()
    alarm, typed = typed_offline(view)
    expect(typed).to_have_value("Image Net")
    view.locator(".line").nth(1).click()
    expect(typed).to_be_hidden()
    view.click("text=Dismiss")
    expect(alarm).to_be_hidden()
    press(view, "k", "o")
    expect(typed).to_have_value("Image Net")
    press(view, "Enter")
    expect(alarm).to_contain_text("Not saved (“Image Net”)")
    expect(typed).to_have_value("Image Net")

    press(view, "Escape")
    expect(alarm).not_to_contain_text("Image Net")
    press(view, "o")
    expect(typed).to_have_value("ImageNet")
    visit.troubles.clear()


def test_words_and_names_typed_into_a_menu_stay_until_they_are_saved(visit):
    view = visit()
    alarm, typed = view.locator("#alarm"), view.locator("#menu input[name=text]")
    view.context.set_offline(True)
    view.locator("#b0 [data-p]", has_text="today").click()
    typed.fill("tonight")
    press(view, "Enter")
    expect(alarm).to_contain_text("Not saved (“tonight”)")
    expect(typed).to_have_value("tonight")
    view.context.set_offline(False)
    press(view, "Enter")
    expect(view.locator("#b0 .m.hand .now")).to_have_text("tonight")
    expect(alarm).to_be_hidden()

    view.context.set_offline(True)
    press(view, "w")
    typed.fill("Dan")
    view.check("#menu input[value=rename]")
    press(view, "Enter")
    expect(alarm).to_contain_text("Not saved (“Dan”)")
    expect(typed).to_have_value("Dan")
    expect(view.locator("#menu input[value=rename]")).to_be_checked()
    view.context.set_offline(False)
    view.click("#menu button:text-is('Save')")
    expect(view.locator(".name")).to_have_text(["Dan", "Bob", "Dan", "Bob"])
    expect(alarm).to_be_hidden()
    visit.troubles.clear()


def test_what_is_too_long_is_told_and_stays(visit, server):
    view = visit()
    press(view, "o")
    view.fill("#other input", "so " * 700)
    press(view, "Enter")

    expect(view.locator("#alarm")).to_contain_text(
        "this is too long: 2,099 characters, and at most 2,000 can be kept"
    )
    expect(view.locator("#other input")).to_have_value("so " * 699 + "so")
    assert verdicts_count(server) == 0
    visit.troubles.clear()  # the browser logs the answer


def test_a_file_that_goes_away_while_the_page_is_open_is_told_until_it_is_back(visit, server):
    view = visit()
    raw = server.folder / "raw" / "talk.txt"
    raw.rename(server.folder / "talk.txt")
    expect(view.locator("#alarm")).to_contain_text("the raw file is gone; put it back")
    press(view, "a")
    expect(view.locator("#alarm")).to_contain_text("Not saved: raw/talk.txt: the raw file is gone")
    assert verdicts_count(server) == 0
    expect(view.locator(".line").first).to_have_class(re.compile("current"))

    (server.folder / "talk.txt").rename(raw)
    press(view, "a")
    settled(view, "4 to decide")
    expect(view.locator("#alarm")).to_be_hidden()
    visit.troubles.clear()  # the browser logs each answer that is an error


def test_nothing_that_was_said_runs_in_the_page(look):
    view = look()

    assert "<script>" in view.locator("#b3").inner_text()
    assert view.locator("#text script").count() == 0


def test_a_phone_has_the_same_decisions_under_the_thumb(visit):
    view = visit(width=390)
    view.click("[data-do=accept]")
    settled(view, "4 to decide")

    assert view.evaluate("document.documentElement.scrollWidth") <= 390


# A phone upright and sideways, a laptop at 200 % and at 400 %, and what is between them.
SIZES = [(320, 361), (320, 400), (600, 261), (390, 844), (640, 400), (800, 360), (844, 390), (960, 540), (1024, 700), (1280, 800)]  # fmt: skip


def hidden(view, selector):
    """Corners of elements that cannot be clicked: they are out of sight, or under something."""
    return view.locator(f"{selector} >> visible=true").evaluate_all("""found => found.flatMap(element => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return [[left + 4, top + 4], [right - 4, bottom - 4]]
            .filter(([x, y]) => !element.contains(document.elementFromPoint(x, y)))
            .map(([x, y]) => `${element.textContent.trim()} at ${x},${y}`);
    })""")


def at_each_size(view, look):
    """What a look at the page finds at each size."""
    found = {}
    for width, height in SIZES:
        view.set_viewport_size({"width": width, "height": height})
        found[width, height] = look()
    return found


def overlap(view):
    """Whether the text lies under the question."""
    text, card = (view.locator(part).bounding_box() for part in ("#text", "#card"))
    apart = text["x"] + text["width"] < card["x"] + 1
    upper, lower = sorted((text, card), key=lambda box: box["y"])
    return not (apart or upper["y"] + upper["height"] < lower["y"] + 1)


def test_what_decides_is_in_sight_at_every_size_and_nothing_lies_over_it(visit, server):
    record(server.folder)
    server.kill()
    server.start()
    view = visit()
    expect(view.locator("#acts button")).to_have_count(8)
    said = "said => said.textContent = 'Cleaning this talk again and 1 other…'"
    view.locator("#said").evaluate(said)
    nowhere = {size: [] for size in SIZES}

    assert at_each_size(view, lambda: hidden(view, ".acts button, .bar > button, h1")) == nowhere
    assert not any(at_each_size(view, lambda: overlap(view)).values())
    press(view, "o")
    assert at_each_size(view, lambda: hidden(view, "#other input, #other button")) == nowhere
    widest = "document.documentElement.scrollWidth <= innerWidth"
    assert all(at_each_size(view, lambda: view.evaluate(widest)).values())


@pytest.mark.parametrize(("width", "height"), [(320, 256), (320, 640), (1280, 400)])
def test_what_has_the_focus_in_the_list_of_talks_lies_under_nothing(visit, server, width, height):
    for number in range(12):
        (server.folder / "raw" / f"talk-{number}.txt").write_text(SAID, encoding="utf-8")
    view = visit("/", width, height)
    view.locator(".wide").focus()
    for way in ("Tab", "Shift+Tab"):
        for _ in range(14):
            press(view, way)
            assert hidden(view, "tbody :focus") == []


def test_what_is_clicked_is_not_too_small(look):
    box = look(width=320).locator(".up").bounding_box()

    assert min(box["width"], box["height"]) >= 24


def test_the_colours_of_the_system_show_what_is_chosen(look):
    view = look(forced_colors="active")
    style = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).borderLeftColor]"
    pressed, *others = [chip.evaluate(style) for chip in view.locator("#statuses .chip").all()]
    assert pressed not in others
    current, *others = [line.evaluate(style) for line in view.locator(".line").all()]
    assert set(current).isdisjoint(others[0])
    assert view.locator("#progress").evaluate(style)[1] == "rgb(0, 0, 0)"


def test_each_kind_of_mark_has_a_line_of_its_own(look):
    line = """(mark, kind) => {
        mark.className = `m ${kind}`;
        const { textDecorationStyle, textDecorationThickness } = getComputedStyle(mark.firstChild);
        return [textDecorationStyle, textDecorationThickness].join(" ");
    }"""
    mark = look().locator(".m").first
    kinds = ["made", "made quiet", "waiting", "accepted", "rejected", "other"]

    assert len({mark.evaluate(line, kind) for kind in kinds}) == len(kinds)


def test_of_a_long_line_in_the_queue_what_was_heard_is_cut(look):
    view = look()
    heard, reads = view.locator(".line.current .what > *").all()
    cut = "part => part.scrollWidth > part.clientWidth"
    assert not heard.evaluate(cut)
    heard.evaluate("heard => heard.textContent = 'that placed like image'.repeat(4)")

    assert (heard.evaluate(cut), reads.evaluate(cut)) == (True, False)
    assert hidden(view, ".line.current .what > *") == []


# Parts of the question that are less high than what they hold, or begin where the one above goes on.
SQUEEZED = """parts => parts.filter((part, n) => part.scrollHeight > part.clientHeight + 1
    || n && part.getBoundingClientRect().top < parts[n - 1].getBoundingClientRect().bottom - 1).map(part => part.id)"""


def test_a_line_is_not_replaced_while_it_is_pressed(look):
    view = look(height=600)
    line = view.locator(".line").last.element_handle()
    view.set_viewport_size({"width": 1280, "height": 700})
    view.locator("#list").dispatch_event("scroll")
    view.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    assert line.evaluate("line => line.isConnected")


def test_a_long_question_scrolls_above_what_decides(look):
    view = look()
    view.locator("#why").evaluate("why => why.textContent = 'near: labels, '.repeat(40)")
    parts = view.locator("#asking > * >> visible=true")
    whole = {size: [] for size in SIZES}

    assert at_each_size(view, lambda: parts.evaluate_all(SQUEEZED)) == whole


LOW = [(320, 256), (320, 200), (480, 360), (640, 256), (1280, 256)]


def test_where_there_is_no_height_the_page_scrolls_and_nothing_is_covered(visit, server):
    record(server.folder)
    server.kill()
    server.start()
    view = visit()
    for width, height in LOW:
        view.set_viewport_size({"width": width, "height": height})
        assert view.locator("#asking").bounding_box()["height"] > 100
        assert not overlap(view)
        for does in ("accept", "other", "edit", "play"):
            view.locator(f"[data-do={does}]").scroll_into_view_if_needed()
            assert hidden(view, f"[data-do={does}]") == []
        assert view.evaluate("document.documentElement.scrollWidth") <= width
    view.set_viewport_size({"width": 320, "height": 256})
    press(view, "q", "j")
    expect(view.locator(".line").nth(1)).to_have_class(re.compile("current"))
    expect(view.locator(".line").nth(1)).to_be_in_viewport()
    press(view, "Escape")
    expect(view.locator("#queue")).to_be_hidden()
    view.locator("#text").focus()
    press(view, "ArrowRight")
    expect(view.locator(":focus")).to_be_in_viewport()


def test_the_questions_open_over_a_small_page(look):
    view = look(width=320, height=400)
    press(view, "/")
    view.keyboard.type("cuda")
    expect(view.locator(".line .what")).to_have_text(["could a → CUDA"] * 2)
    press(view, "Escape")
    expect(view.locator("#queue")).to_be_hidden()
    expect(view.locator("#queue-button")).to_be_focused()

    view.click("#queue-button")
    view.select_option("#order", "time")
    view.locator(".line").last.click()
    expect(view.locator("#queue")).to_be_hidden()
    expect(view.locator("#around")).to_contain_text("all night, could a is fast")

    press(view, "q", "k")
    assert faults(view) == []
    expect(view.locator(".line").nth(3)).to_have_class(re.compile("current"))
    view.locator("#text").focus()
    expect(view.locator("#queue")).to_be_hidden()


def test_what_the_bar_has_no_room_for_is_behind_a_button(visit):
    view = visit(width=320, height=400)

    def choose(label):
        view.click("#more-button")
        assert faults(view) == []
        assert hidden(view, "#more button:enabled") == []
        view.locator("#more").get_by_text(label).click()

    choose("Missing terms")
    expect(view.locator("#dialog")).to_contain_text("Is a term missing?")
    press(view, "Escape")
    expect(view.locator("#more-button")).to_be_focused()
    choose("You: Ann")
    expect(view.locator("#dialog [name=who]")).to_be_focused()
    press(view, "Escape")
    choose("Keys")
    expect(view.locator("#help")).to_be_visible()
    press(view, "Escape")
    choose("Write files")
    expect(view.locator("#said")).to_have_text("Cleaning this talk again…")


@pytest.mark.parametrize("width", [320, 1280])
def test_more_reaches_what_else_has_only_a_key(look, width):
    view = look(width=width)
    more = view.locator("#more")

    def choose(label):
        view.click("#more-button")
        assert faults(view) == []
        assert hidden(view, ".keyed button") == []
        more.get_by_role("button", name=label).click()

    choose("Show what was heard")
    expect(view.locator("body")).to_have_class(re.compile("raws"))
    expect(more.locator("[data-key=h]")).to_have_attribute("aria-pressed", "true")
    choose("Show where segments were joined")
    expect(view.locator("body")).to_have_class(re.compile("breaks"))
    choose("Variants")
    expect(view.locator("#dialog")).to_contain_text("Variants")
    press(view, "Escape")
    expect(view.locator("#more-button")).to_be_focused()
    choose("Next talk that needs me")
    expect(view.locator("h1")).to_have_text("other")


def test_keys_of_one_letter_can_be_turned_off(visit, server):
    view = visit()
    view.click("#help-button")
    letters = view.get_by_role("checkbox", name="Keys of one letter")
    expect(letters).to_be_checked()
    letters.uncheck()
    assert faults(view) == []
    press(view, "Escape")
    for key in "aro1sujkjlevmhbpN/?WtwdU":
        press(view, key)
    expect(view.locator("#asking")).to_contain_text("So today we talk about imagine that")
    assert view.locator("dialog:visible, #menu:visible, #other:visible").count() == 0
    expect(view.locator("#acts kbd").first).to_be_hidden()
    view.reload()
    settled(view, "5 to decide")
    press(view, "a", "End")
    expect(view.locator(".line").last).to_have_class(re.compile("current"))
    view.click("[data-do=reject]")
    settled(view, "4 to decide")
    view.click("#help-button")
    letters.check()
    press(view, "Escape", "u")
    settled(view, "5 to decide")

    assert [line["verdict"] for line in verdicts(server)] == ["reject", "undo"]


def test_the_page_prints_as_the_text_alone(look):
    view = look()
    view.set_viewport_size({"width": 680, "height": 900})  # a sheet of paper
    view.emulate_media(media="print")

    assert view.locator("h1").bounding_box()["height"] > 10
    assert view.locator("button:visible").all_inner_texts() == ["Ann", "Bob", "Ann", "Bob"]
    assert view.locator("#b0 .m").evaluate("mark => getComputedStyle(mark).outlineWidth") == "0px"


def test_help_lists_the_keys(look):
    view = look()
    press(view, "?")

    expect(view.locator("#help")).to_contain_text("all like this")


def faults(view):
    """What axe finds wrong with a page as it stands."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(view, options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]})
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found.response["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/", "/talk/talk"])
def test_everybody_can_use_it(look, scheme, width, path):
    assert faults(look(path, width, color_scheme=scheme)) == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
@pytest.mark.parametrize(
    ("key", "opened"),
    [
        ("l", "#dialog .spots li"),
        ("d", "#dialog .preview h3"),
        ("v", "#dialog p"),
        ("?", "#help"),
        ("e", "#menu input"),
        ("w", "#menu input[name=text]"),
        ("o", "#other input"),
    ],
)
def test_everybody_can_use_what_opens(look, scheme, width, key, opened):
    view = look(width=width, color_scheme=scheme)
    press(view, key)
    expect(view.locator(opened).first).to_be_visible(timeout=20000)

    assert faults(view) == []
    assert view.evaluate("document.documentElement.scrollWidth") <= width


def record(folder):
    """Give the talk a recording: twenty seconds of silence."""
    with wave.open(str(folder / "raw" / "talk.wav"), "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(bytes([128]) * 8000 * 20)
    (folder / "raw" / "talk.talk.toml").write_text('media = "talk.wav"\n')


@pytest.mark.parametrize(
    ("opener", "opened"),
    [
        ("[data-do=other]", "#other"),
        ("[data-do=like]", "#dialog"),
        ("#b1 .name", "#menu"),
        ("#who", "#dialog"),
        ("#help-button", "#help"),
    ],
)
def test_escape_closes_what_is_open_and_gives_the_focus_back(look, opener, opened):
    view = look()
    view.locator(opener).focus()
    press(view, "Enter")
    expect(view.locator(opened)).to_be_visible()
    press(view, "Tab", "Escape")

    expect(view.locator(opened)).to_be_hidden()
    expect(view.locator(opener)).to_be_focused()


def test_tab_begins_at_the_top_wherever_the_question_is(look):
    view = look(height=400)
    first, *_, last = view.locator(".m.waiting").all()
    press(view, "End")
    expect(last).to_be_in_viewport()
    press(view, "Home")
    expect(first).to_be_in_viewport()
    press(view, "Tab")

    expect(view.locator(".skip")).to_be_focused()


def test_tab_reaches_the_question_before_the_text_and_goes_round_in_a_menu(look):
    view = look()
    view.locator("#list").focus()
    press(view, "Tab", "Tab")
    expect(view.locator("[data-do=accept]")).to_be_focused()
    press(view, "e", "Shift+Tab")
    expect(view.locator("#menu button").last).to_be_focused()
    press(view, "Tab")
    expect(view.locator("#menu input")).to_be_focused()
    press(view, "Escape")
    expect(view.locator("[data-do=accept]")).to_be_focused()


@pytest.fixture
def several_readings(monkeypatch):
    """A project whose questions about one word have two readings."""
    monkeypatch.setattr("reviewing.TERMS", SEVERAL)


@pytest.fixture
def two_variants(monkeypatch):
    """A project with a term that was heard as two."""
    terms = 'heard = ["could a", "con nets"]\nnear = ["kernels"]'
    monkeypatch.setattr("reviewing.TERMS", f"[CUDA]\n{terms}\n")


SEVERAL = """\
[CUDA]
heard = ["could a"]
near = ["kernels"]

[Corda]
heard = ["could a"]
near = ["machine"]
"""


@pytest.mark.usefixtures("several_readings")
def test_a_reading_that_is_chosen_leaves_the_focus_in_the_question(server, visit):
    view = visit()
    reading = view.locator("[data-reading='1']")
    reading.focus()
    polled(view)
    expect(reading).to_be_focused()
    press(view, "Enter")
    settled(view, "1 to decide")
    expect(view.locator("#asking")).to_be_focused()


def test_a_filter_an_undo_and_a_link_keep_the_focus_when_they_are_done(visit):
    view = visit()
    press(view, "a", "a", "a", "a", "a")
    view.locator("#clear").focus()
    press(view, "Enter")
    expect(view.locator("#list")).to_be_focused()
    link = view.locator("#left a")
    link.focus()
    polled(view)
    expect(link).to_be_focused()
    undo = view.locator("#undo")
    undo.focus()
    press(view, *["Enter"] * 5)
    settled(view, "5 to decide")
    expect(undo).to_be_disabled()
    expect(undo).to_be_focused()


def test_words_of_the_text_are_reached_and_edited_by_keys(visit):
    view = visit()
    word = view.locator(":focus")
    view.locator("#text").focus()
    press(view, "ArrowRight")
    expect(word).to_contain_text("imagine that")
    assert faults(view) == []
    in_paragraph = "document.activeElement.closest('.row').id"
    press(view, *["ArrowDown"] * 4)
    assert view.evaluate(in_paragraph) != "b0"
    press(view, *["ArrowUp"] * 4)
    assert view.evaluate(in_paragraph) == "b0"
    press(view, "t")
    press(view, "ArrowRight")
    expect(word).to_have_text("and")
    press(view, "Enter")
    expect(view.locator("#menu input")).to_have_value("and")
    view.keyboard.type("plus")
    press(view, "Enter")
    expect(view.locator("#b0 .m.hand .now")).to_have_text("plus")
    expect(word).to_have_text("plus (by hand)")

    press(view, "u")
    expect(word).to_have_text("and")
    press(view, "ArrowRight", "e")
    expect(view.locator("#menu input")).to_have_value("what")
    press(view, "Escape")
    expect(word).to_have_text("what")
    press(view, *["ArrowRight"] * 20)
    assert view.evaluate(in_paragraph) == "b2"
    press(view, "t")
    expect(word).to_contain_text("imagine that")


HEARD = """said => {
    const told = said.cloneNode(true);
    for (const hidden of told.querySelectorAll("[aria-hidden]")) hidden.remove();
    return told.textContent.replace(/\\s+/g, " ").trim();
}"""


def test_marks_tell_what_they_are_to_those_who_do_not_see_them(visit):
    view = visit()
    press(view, "a")
    settled(view, "4 to decide")
    press(view, "r", "o")
    view.fill("#other input", "the net")
    press(view, "Enter")
    by_hand(view, 0, "today", "")
    told = [said.evaluate(HEARD) for said in view.locator(".said").all()[:3]]

    assert told == [
        "So (left out, by hand) we talk about ImageNet (accepted) and what it did for learning.",
        "I trained on imagine that (rejected) for a week and the the net (other) labels were wrong.",
        "We ran could a (needs eyes: CUDA) kernels on the machine all night, could a"
        " (needs eyes: CUDA) is fast.",
    ]
    view.locator("#text").focus()
    press(view, "Home", "t")
    expect(view.locator(":focus")).to_have_accessible_description("heard: imagine that")
    copied = "() => (getSelection().selectAllChildren(document.querySelector('#b0')), getSelection() + '')"
    assert "accepted" not in view.evaluate(copied)


def test_the_next_question_is_told_to_those_who_do_not_see_it(visit):
    view = visit()
    told = view.locator("#asked[role=status]")
    expect(told).to_contain_text("imagine that → ImageNet; … So today we talk about imagine that")
    press(view, "a")
    expect(told).to_contain_text("I trained on imagine that for a week")
    press(view, "q", "a")
    expect(told).to_contain_text("Next: … learning. I trained")  # the list tells its line itself
    expect(told).to_contain_text("and the imagine that labels were wrong")


def test_what_came_of_an_action_is_told_to_those_who_do_not_see_it(visit):
    view = visit()
    told = view.locator("#asked[role=status]")
    press(view, "a")
    expect(told).to_contain_text("Accepted: “imagine that” → “ImageNet”. Next: imagine that →")
    press(view, "r")
    expect(told).to_contain_text("Rejected: “imagine that” → “ImageNet”. Next: ")
    press(view, "o")
    view.fill("#other input", "the net")
    press(view, "Enter")
    expect(told).to_contain_text("Written: “imagine that” → “the net”. Next: … a week and the")
    press(view, "u")
    expect(told).to_contain_text("Taken back: “imagine that” → “ImageNet”, needs eyes. … learning.")
    press(view, "U")
    expect(told).to_contain_text("Made again: “imagine that” → “the net”, other. … learning.")
    press(view, "h")
    expect(told).to_have_text("Show what was heard: on.")
    press(view, "h")
    expect(told).to_have_text("Show what was heard: off.")
    press(view, "w")
    view.fill("#menu [name=text]", "Dan")
    view.check("#menu input[value=rename]")
    press(view, "Enter")
    expect(told).to_have_text("Renamed everywhere: Bob → Dan.")
    press(view, "End", "a")
    expect(told).to_have_text("Accepted: “could a” → “CUDA”.")


@pytest.mark.usefixtures("two_variants")
def test_what_is_decided_in_a_dialog_is_told_in_it(server, visit):
    view = visit()
    press(view, "v")
    view.get_by_role("button", name="accept con nets").click()
    told = view.locator("#dialog .told[role=status]")
    expect(told).to_have_text("Accepted: con nets.")
    view.get_by_role("button", name="reject all for CUDA").click()
    expect(told).to_have_text("Rejected: all for CUDA.")


def test_what_decides_stays_under_the_pointer(look):
    view = look()
    place = view.locator("[data-do=accept]").bounding_box()
    for _ in FIVE[1:]:
        press(view, "j")
        assert view.locator("[data-do=accept]").bounding_box() == place
    view.click("#clear")
    view.select_option("#order", "rule")
    press(view, "End")
    assert view.locator("[data-do=accept]").bounding_box() == place


def test_a_filter_chosen_by_mouse_leaves_the_keys_to_the_question(look):
    view = look()
    view.locator("#stage").click()
    view.select_option("#stage", "terms")
    expect(view.locator("#list")).to_be_focused()
    view.locator("#kind").focus()
    press(view, "ArrowDown")
    expect(view.locator("#kind")).to_be_focused()


def test_the_end_and_nothing_at_all_are_told(visit):
    view = visit()
    press(view, "End", "a")
    expect(view.locator("#said")).to_have_text("That was the last one here. 4 still to decide.")
    press(view, "r", "2", "o")
    expect(view.locator("#said")).to_contain_text("This one is decided, and none after it waits.")
    expect(view.locator("#facts")).to_contain_text("accepted")
    view.locator(".line.current").click()
    press(view, "r")
    expect(view.locator("#facts")).to_contain_text("rejected")
    press(view, "Home", "a", "a", "a", "a")
    expect(view.locator("#said")).to_contain_text("All decided. Write files (W)")
    view.fill("#find", "zebra")
    expect(view.locator("#no-line")).to_have_text("No question passes the filters.")


def test_a_talk_that_cannot_be_cleaned_says_why(visit, server):
    (server.folder / "raw" / "broken.srt").write_bytes(b"\xff\xfe\x00\x00garbage")
    view = visit("/")
    button = view.locator("[data-clean=broken]")
    button.focus()
    press(view, "Enter")
    expect(view.locator("#told[role=status]")).to_have_text("Cleaning broken…")
    expect(button).to_be_focused()
    expect(view.locator("#said")).to_contain_text("Not cleaned: raw/broken.srt:", timeout=30000)
    expect(button).to_be_enabled()
    expect(button).to_be_focused()


def test_a_talk_that_was_cleaned_from_the_list_has_the_focus(visit, server):
    (server.folder / "raw" / "new talk.txt").write_text(SAID, encoding="utf-8")
    view = visit("/")
    view.locator("[data-clean='new%20talk']").focus()
    press(view, "Enter")

    expect(view.locator("a", has_text="new talk")).to_be_focused(timeout=60000)


# Borders of controls with a contrast below 3 against what they stand on.
FAINT = """() => {
    const light = colour => colour.match(/[\\d.]+/g).slice(0, 3)
        .map(part => part / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
    const behind = element => {
        const { backgroundColor } = getComputedStyle(element);
        return backgroundColor.endsWith(", 0)") ? behind(element.parentElement) : backgroundColor;
    };
    const contrast = element => {
        const [low, high] = [getComputedStyle(element).borderTopColor, behind(element.parentElement)]
            .map(light).sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    return [...document.querySelectorAll("button:enabled, input, select, .button")]
        .filter(e => e.checkVisibility() && parseFloat(getComputedStyle(e).borderTopWidth))
        .filter(e => contrast(e) < 3).map(e => e.outerHTML);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_can_be_pressed_or_filled_in_has_a_border_that_is_seen(look, scheme):
    view = look("/", color_scheme=scheme)
    assert view.evaluate(FAINT) == []
    view.click("#next")
    expect(view.locator("#acts")).to_be_visible()
    assert view.evaluate(FAINT) == []
    press(view, "d")
    expect(view.locator("#dialog .chip").first).to_be_visible()

    assert view.evaluate(FAINT) == []


def test_without_a_recording_it_is_told_how_to_name_one(look):
    view = look()
    press(view, "p")
    expect(view.locator("#said")).to_contain_text('write media = "its name" into talk.talk.toml')


def test_the_recording_plays_from_keys(visit, server):
    record(server.folder)
    server.kill()
    server.start()
    view = visit()
    media = "document.querySelector('#media')"
    press(view, ".", "-")

    assert view.evaluate(f"{media}.currentTime") == pytest.approx(3, abs=0.2)
    expect(view.locator("#speed")).to_have_text("0.9×")
    press(view, "p")
    assert not view.evaluate(f"{media}.paused")


def test_the_files_are_written_from_the_page(visit, server):
    view = visit()
    press(view, "a")
    settled(view, "4 to decide")
    written = server.folder / "clean" / "talk" / "transcript.txt"
    assert "ImageNet" not in written.read_text(encoding="utf-8")
    press(view, "W")
    expect(view.locator("#said")).to_have_text("Cleaning this talk again…")
    expect(view.locator("#said")).to_have_text(
        "Cleaned again, and the files are written.", timeout=60000
    )

    assert "talk about ImageNet" in written.read_text(encoding="utf-8")
    settled(view, "4 to decide")
    # The overview counts the same: four wait here, five in the other talk.
    overview = (server.folder / "clean" / "index.html").read_text(encoding="utf-8")
    assert "<b>9</b> questions waiting" in overview
