"""The report pages in a real browser: what they show, hide, count, and answer to keys and taps."""

from dataclasses import replace
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from pipeline.edits import recue, reword, rewrite
from pipeline.model import Cue, Talk
from pipeline.reason import Reason
from pipeline.reports import TalkSummary, html, summary
from pipeline.run import Step, steps
from say import say

pytestmark = pytest.mark.browser

LINE = "and so we went on with it for a while and then we did some more of the same"


class Terms:
    """Changes GP use everywhere, asks about "could a"; one "could a" is heard in two ways."""

    name = "terms"
    licence = frozenset({"words", "spacing"})

    def __call__(self, transcript):
        """The edits."""
        tokens = transcript.tokens
        for one, two in pairwise(tokens):
            if (one.key, two.key) == ("gp", "use"):
                yield reword((one, two), "GPUs", Reason("dictionary: GPU", near=("cuda",)), 0.97)
            if (one.key, two.key) == ("could", "a"):
                yield reword(
                    (one, two), "CUDA", Reason("sound: CUDA (distance 0.21)", ("near: gpu",)), 0.55
                )
                yield reword((one, two), "coda", "sound: coda (distance 0.30)", 0.42)


class Sentences:
    """Joins every second line and puts a stop and a capital."""

    name = "sentences"
    licence = frozenset({"form", "break"})

    def __call__(self, transcript):
        """The edits."""
        for cue in transcript.cues[1::2]:
            yield recue(cue, None, "no sentence ends before it", 0.9)
        yield rewrite(transcript.tokens[:1], "The", "capital: opens a sentence", 0.9)


SAID = " | ".join(
    [
        "Ann> the GP use is fast",
        LINE,
        "could a help",
        *[LINE] * 8,
        "Bob> more GP use then",
        *[LINE] * 8,
    ]
)
TALK = Talk(title="Day 1", event="Summer school")


def run(said: str = SAID) -> list[Step]:
    """The steps of both stages over what was said."""
    stages = [Terms(), Sentences()]
    return list(steps(say(said, TALK), stages, lambda edit: edit.confidence > 0.6))


@pytest.fixture
def show(browser, tmp_path):
    """Shows a page of ours: `show(html(run()), width=390)`. A page that logs an error fails."""
    contexts, troubles = [], []

    def show(page: str, fragment: str = "", width: int = 1280, height: int = 800, **settings):
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)
        contexts.append(context)
        view = context.new_page()
        view.on("pageerror", lambda error: troubles.append(str(error)))
        view.on(
            "console", lambda line: troubles.append(line.text) if line.type == "error" else None
        )
        view.on(
            "request",
            lambda request: request.url.startswith("file:") or troubles.append(request.url),
        )
        view.goto(f"{file.as_uri()}{fragment}")
        return view

    show.troubles = troubles
    yield show
    for context in contexts:
        context.close()
    assert troubles == []


def chip(view, value):
    """The filter button of a value."""
    return view.locator(f'[data-value="{value}"]')


def on(view):
    """The marks that the filters let through, as they read."""
    return view.locator(".said .m:not(.off)").all_inner_texts()


def test_all_changes_are_marked_in_place(show):
    view = show(html(run()))

    assert view.locator("#count").inner_text() == "15 edits"
    assert view.locator(".said .words, .said .spacing").all_inner_texts() == [
        "GP use GPUs",
        "could a CUDA?+1",
        "GP use GPUs",
    ]
    assert view.locator(".said .quiet ins").first.inner_text() == "T"


def test_filters_show_what_they_name_and_counts_follow(show):
    view = show(html(run()))

    chip(view, "suggested").click()

    assert on(view) == ["could a CUDA?+1"]
    assert view.locator("#count").inner_text() == "2 of 15 edits"
    assert chip(view, "suggested").get_attribute("aria-pressed") == "true"
    # What each other button would show with this one pressed; its own facet counts as before.
    assert chip(view, "terms").inner_text() == "terms 2"
    assert chip(view, "sentences").inner_text() == "sentences 0"
    assert chip(view, "made").inner_text() == "made 13"

    view.locator("#clear").click()
    assert view.locator("#count").inner_text() == "15 edits"


def test_a_mark_that_is_filtered_out_reads_as_plain_result(show):
    view = show(html(run()))

    chip(view, "sentences").click()

    row = view.locator(".said").first.inner_text()
    assert "The GPUs is fast" in " ".join(row.split())
    assert "GP use" not in row
    assert "CUDA" not in row


def test_a_rule_is_a_filter(show):
    view = show(html(run()))

    rule = view.locator("#rules button", has_text="dictionary: GPU")
    assert rule.inner_text().split() == ["dictionary:", "GPU", "2"]
    rule.click()

    assert on(view) == ["GP use GPUs", "GP use GPUs"]


def test_search_and_confidence_narrow_the_edits(show):
    view = show(html(run()))

    view.locator("#find").fill("coda")
    expect(view.locator("#count")).to_have_text("1 of 15 edits")
    assert on(view) == ["could a CUDA?+1"]

    view.locator("#find").fill("")
    view.locator("#low").fill("50")
    view.locator("#high").fill("60")
    expect(view.locator("#count")).to_have_text("1 of 15 edits")
    view.locator("#low").fill("99")
    expect(view.locator("#none")).to_be_visible()


def test_keys_go_from_change_to_change_and_round(show):
    view = show(html(run()))

    def focused():
        return view.evaluate("document.activeElement.innerText")

    chip(view, "terms").click()
    seen = []
    for key in ("j", "n", "j", "j", "k", "p"):
        view.keyboard.press(key)
        seen.append((focused(), view.locator("#position").inner_text()))

    assert seen == [
        ("GP use GPUs", "1 / 3"),
        ("could a CUDA?+1", "2 / 3"),
        ("GP use GPUs", "3 / 3"),
        ("GP use GPUs", "1 / 3"),
        ("GP use GPUs", "3 / 3"),
        ("could a CUDA?+1", "2 / 3"),
    ]
    assert view.locator(".m.current").count() == 1


def test_keys_do_nothing_while_one_types(show):
    view = show(html(run()))

    view.keyboard.press("/")
    view.keyboard.type("jsck")

    assert view.locator("#find").input_value() == "jsck"
    assert view.locator("#side").get_attribute("aria-pressed") == "false"


def test_keys_of_one_letter_can_be_switched_off_and_stay_off(show):
    view = show(html(run()))

    view.keyboard.press("?")
    view.get_by_label("keys of one letter").uncheck()
    view.keyboard.press("Escape")
    for key in ("j", "s", "c", "/", "?"):
        view.keyboard.press(key)

    assert view.locator(".m.current").count() == 0
    assert view.locator("#side").get_attribute("aria-pressed") == "false"
    assert view.locator("#context").input_value() == ""
    assert view.locator("#help").is_hidden()
    assert view.evaluate("localStorage.getItem('letters')") == "off"
    view.locator(".said .m.held").focus()
    view.keyboard.press("Escape")
    assert view.locator("#why").is_hidden()

    def remembered():
        view.wait_for_timeout(100)
        view.reload()
        return not view.locator("#letters").is_checked()

    # A browser hands its storage on in its own time, which is long on a busy machine.
    assert any(remembered() for _ in range(20))
    view.locator("#help-button").click()
    view.get_by_label("keys of one letter").check()
    view.keyboard.press("Escape")
    view.keyboard.press("j")
    assert view.locator(".m.current").count() == 1


def test_joined_lines_are_stops_only_when_asked_for(show):
    view = show(html(run()))

    assert view.locator("#position").inner_text() == "– / 4"
    chip(view, "break").click()
    assert view.locator("#position").inner_text() == "– / 10"


def test_a_reason_opens_on_hover_on_focus_and_closes(show):
    view = show(html(run()))
    mark, why = view.locator(".said .m.held"), view.locator("#why")

    mark.hover()
    assert list(filter(None, why.inner_text().splitlines())) == [
        "could a → CUDA",
        "sound: CUDA (distance 0.21); near: gpu",
        "Suggested by terms · 55 % sure · 0:00:09",
        "could a → coda",
        "sound: coda (distance 0.30)",
        "Suggested by terms · 42 % sure · 0:00:09",
    ]
    view.mouse.move(5, 5)
    assert why.is_hidden()

    mark.focus()
    assert why.is_visible()
    view.keyboard.press("Escape")
    assert why.is_hidden()
    # For those who see no box: the same words are the link's description.
    assert "0:00:09, suggested, 55% sure (terms): sound: CUDA" in mark.get_attribute("title")


def test_a_reason_that_is_open_describes_its_mark(show):
    view = show(html(run()))
    mark, other = view.locator(".said .m.held"), view.locator(".said .spacing.made").first

    mark.focus()
    assert mark.get_attribute("aria-describedby") == "why"
    assert "could a → CUDA" in view.locator("#why").inner_text()
    other.focus()
    assert mark.get_attribute("aria-describedby") is None
    assert other.get_attribute("aria-describedby") == "why"
    view.keyboard.press("Escape")
    assert view.locator("[aria-describedby=why]").count() == 0


# How many of nine points in each line of what has the focus can be seen.
SEEN = """() => {
    const element = document.activeElement;
    const points = [...element.getClientRects()].flatMap((box) => [.1, .5, .9].flatMap((x) => [.2, .5, .8].map(
        (y) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y))));
    const seen = points.filter((at) => element.contains(at) || at?.closest("label")?.contains(element));
    return seen.length / points.length;
}"""
SAID_MUCH = " | ".join(f"Ann> {'we could a help and GP use it so ' * 6}." for _ in range(6))


@pytest.mark.parametrize(
    ("width", "height"), [(320, 640), (320, 256), (640, 400), (900, 700), (1280, 800)]
)
def test_nothing_lies_over_what_has_the_focus(show, width, height):
    view = show(html(run(SAID_MUCH)), width=width, height=height)
    hidden = []

    for key in ["Tab"] * 70 + ["Shift+Tab"] * 25:
        view.keyboard.press(key)
        view.wait_for_timeout(20)  # it scrolls
        if view.evaluate(SEEN) < 0.6:
            hidden.append(view.evaluate("document.activeElement.outerHTML.slice(0, 60)"))

    assert view.evaluate("scrollY") > 0
    assert hidden == []


@pytest.mark.parametrize("width", [320, 1280])
def test_times_are_wide_and_high_enough_to_be_hit(show, width):
    view = show(html(run()), width=width)

    for box in view.locator("a.time:visible, .index a:visible").all():
        assert min(box.bounding_box()["width"], box.bounding_box()["height"]) >= 24


def test_a_tap_opens_a_reason_on_a_phone(show):
    view = show(html(run()), width=390, has_touch=True, is_mobile=True)

    view.locator(".said .m.held").tap()

    assert "sound: CUDA" in view.locator("#why").inner_text()
    box = view.locator("#why").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_side_by_side_shows_before_and_after(show):
    view = show(html(run()))

    view.keyboard.press("s")

    rows = view.locator(".row").first
    before, after = (" ".join(text.split()) for text in rows.locator(".said").all_inner_texts())
    assert before.startswith("the GP use is fast")
    assert after.startswith("The GPUs is fast")
    left, right = (box.bounding_box() for box in rows.locator(".said").all())
    assert left["x"] + left["width"] < right["x"]
    assert abs(left["y"] - right["y"]) < 1

    view.keyboard.press("s")
    assert view.locator(".before").count() == 0


def test_side_by_side_follows_the_filters(show):
    view = show(html(run()))

    view.locator("#side").click()
    chip(view, "sentences").click()

    before = " ".join(view.locator(".before").first.inner_text().split())
    assert before.startswith("the GP use is fast")
    assert view.locator(".before .spacing.off").count() == 2


def test_the_text_folds_to_the_changes_with_words_around(show):
    view = show(html(run()))
    chip(view, "suggested").click()
    whole = view.locator(".said").all_text_contents()

    view.locator("#context").select_option("3")

    shown = [
        " ".join(t.split()) for t in view.locator(".row:not([hidden]) .said").all_inner_texts()
    ]
    assert shown == ["could a CUDA?+1 help and so …"]

    view.locator("#context").select_option("")
    assert view.locator(".said").all_text_contents() == whole


def test_one_goes_to_a_time(show):
    view = show(html(run()))

    view.keyboard.press("t")
    view.keyboard.type("1:10")
    view.keyboard.press("Enter")

    time = view.evaluate("document.activeElement.innerText")
    assert time == "0:01:04"
    view.locator("#jump input").fill("soon")
    view.keyboard.press("Enter")
    assert view.locator("#jump input").get_attribute("aria-invalid") == "true"


def test_an_address_may_name_a_time_or_an_edit(show):
    page = html(run())
    coda = run()[0].held[1].id

    timed = show(page, "#1:10")
    assert timed.evaluate("document.activeElement.innerText") == "0:01:04"
    named = show(page, f"#e-{coda}")
    assert named.evaluate("document.activeElement.innerText") == "could a CUDA?+1"


def test_the_theme_follows_the_system_until_one_chooses(show):
    view = show(html(run()), color_scheme="dark")

    def background():
        return view.evaluate("getComputedStyle(document.body).backgroundColor")

    dark = background()
    button = view.locator("[data-theme-button]")
    button.click()
    assert (button.inner_text(), background()) == ("Theme: dark", dark)
    button.click()
    assert button.inner_text() == "Theme: light"
    light = background()
    assert light != dark

    def remembered():
        view.wait_for_timeout(100)
        view.reload()
        return background() == light

    # A browser hands its storage on in its own time, which is long on a busy machine.
    assert any(remembered() for _ in range(20))


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window(show, width):
    said = "Ann> the GP use is fast | " + "supercalifragilistic" * 12
    view = show(html(run(said)), width=width)

    for _ in range(2):
        assert view.evaluate("document.documentElement.scrollWidth <= innerWidth")
        view.locator("#side").click()


def test_filters_fold_away_on_a_phone(show):
    view = show(html(run()), width=390)

    assert view.locator("#filters").is_hidden()
    view.locator("#open-filters").click()
    assert view.locator("#filters").is_visible()
    assert view.locator("#open-filters").get_attribute("aria-expanded") == "true"


def test_print_shows_the_marks_and_no_controls(show):
    view = show(html(run()), color_scheme="dark")

    view.emulate_media(media="print", color_scheme="dark")

    for hidden in (".tools", "#filters", ".index", "[data-theme-button]"):
        assert view.locator(hidden).is_hidden()
    style = (
        "element => { const s = getComputedStyle(element); return [s.color, s.textDecorationLine] }"
    )
    black = "rgb(0, 0, 0)"
    assert view.locator(".said .spacing del").first.evaluate(style) == [black, "line-through"]
    assert view.locator(".said .spacing ins").first.evaluate(style) == [black, "underline"]
    assert view.locator("body").evaluate(style)[0] == black


def test_without_a_script_the_text_is_there_and_no_dead_button(show):
    view = show(html(run()), java_script_enabled=False)

    assert view.locator(".said del", has_text="GP use").first.is_visible()
    assert "dictionary: GPU" in view.locator(".said .spacing").first.get_attribute("title")
    assert view.locator("button:visible, input:visible, select:visible").count() == 0


def test_what_was_said_is_never_run(show):
    evil = '<script>document.title="run"</script><img src=x onerror=document.title="run">'
    step = run()[0]
    made = tuple(replace(edit, reason=Reason(evil)) for edit in step.made)
    talk = Talk(title=evil)
    named = replace(step.before, talk=talk, name=evil, cues=(Cue(0.0, evil),))
    view = show(html([replace(step, before=named, made=made, breach=evil)]))

    view.locator(".said .m").first.hover()

    assert view.locator("h1").inner_text() == evil
    assert evil in view.locator("#why").inner_text()
    assert view.title() != "run"
    assert view.locator("img").count() == 0


def test_the_policy_refuses_any_other_script(show):
    view = show(html(run()))

    ran = view.evaluate(
        """() => { const script = document.createElement("script");
        script.textContent = "window.ran = true"; document.body.append(script);
        return window.ran === true }"""
    )

    assert not ran
    assert "Content Security Policy" in show.troubles.pop()


def test_the_summary_is_sorted_and_searched(show):
    talks = [TalkSummary(n, n.title(), w, 60.0, 1.0) for n, w in (("b", 5), ("c", 10), ("a", 7))]
    view = show(summary(talks))

    def names():
        return view.locator("tbody tr:visible th").all_inner_texts()

    view.locator("thead button", has_text="words").click()
    assert [name[0] for name in names()] == ["C", "A", "B"]
    view.locator("thead button", has_text="talk").click()
    assert [name[0] for name in names()] == ["A", "B", "C"]
    view.locator("#find").fill("b")
    assert [name[0] for name in names()] == ["B"]
    assert view.locator("#found").inner_text() == "1 of 3"
