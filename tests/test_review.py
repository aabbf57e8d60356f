"""The review without a browser: who may ask, what a request can reach, what a desk tells."""

import csv
import io
import json
import re
import socket
import threading
from dataclasses import dataclass, field, replace
from html import unescape

import pytest
from rich.console import Console
from starlette.testclient import TestClient
from typer.testing import CliRunner

import reviewing
from pipeline import verdicts
from pipeline.batch import Job, outcome, process, raw_files, read, verdict_file
from pipeline.cli import app as cli
from pipeline.config import load_config
from pipeline.dictionary import Dictionary, Term, dump
from pipeline.edits import apply, recue, rewrite
from pipeline.errors import BadInput
from pipeline.finding import STAMP
from pipeline.made import last_run
from pipeline.model import Cue, Place, Segment, Transcript
from pipeline.reason import Reason
from pipeline.review import render, views
from pipeline.review.desk import Desk
from pipeline.review.project import Project
from pipeline.review.serve import listening
from pipeline.review.server import app, media_file
from pipeline.review.terminal import session
from pipeline.review.variants import variants
from pipeline.review.work import Work
from pipeline.run import Step
from pipeline.verdicts import Anchor, Verdict, decided, sheet
from pipeline.verdicts.learn import entries, lessons, refuted
from reviewing import SAID, SUSPICIOUS, TERMS, numbered, project

HOST = "127.0.0.1:8800"
TOKEN = "a-token"
WRITE = {"origin": f"http://{HOST}", "content-type": "application/json"}


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory):
    """A project with one talk, for tests that only look."""
    return project(tmp_path_factory.mktemp("cleaned"))


@pytest.fixture
def config(tmp_path):
    """A project with one talk."""
    return project(tmp_path)


def client(config, *, known=True):
    """A browser on the page: one that has the token, or one that does not."""
    served = app(Project(config, "Ann"), Work(), TOKEN, [HOST])
    client = TestClient(served, base_url=f"http://{HOST}", follow_redirects=False)
    if known:
        client.get(f"/?token={TOKEN}")
    return client


def test_the_list_of_a_fresh_clone_is_told_by_the_records(config):
    (row,) = Project(config, "").rows()
    (config.clean / "talk" / STAMP).unlink()  # it is not kept in git

    (again,) = Project(config, "").rows()
    assert (again.waiting, again.decided, again.by_stage) == (5, 0, row.by_stage)
    assert replace(again.summary, took=0, loaded=False) == replace(
        row.summary, took=0, loaded=False
    )
    (config.raw / "talk.txt").write_text("Ann: It is another one.", encoding="utf-8")
    assert Project(config, "").rows()[0].summary is None


def test_the_list_counts_a_decision_whose_words_have_moved(config):
    reviewed, raw = Project(config, "Ann"), config.raw / "talk.txt"
    ids = [item.ids[0] for item in reviewed.open("talk").desk.items]
    for name, verdict in ((ids[0], "accept"), (ids[1], "reject")):
        reviewed.save("talk", reviewed.open("talk").desk.about(name, verdict), "")
    raw.write_text("Ann: One more line comes first.\n" + raw.read_text())
    assert not outcome(Job(raw, config)).failed

    def told(own):
        (row,) = own.rows()
        return row.waiting, row.decided

    desk = Project(config, "Ann").open("talk").desk
    assert ids[0] not in {item.ids[0] for item in desk.items}
    assert told(Project(config, "")) == (3, 2)
    (config.clean / "talk" / STAMP).unlink()
    assert told(Project(config, "")) == (3, 2)
    (again,) = [item for item in desk.items if desk.status(item) == "rejected"]
    reviewed = Project(config, "Ann")
    reviewed.save("talk", desk.about(again.ids[0], "accept"), "")
    assert told(Project(config, "")) == (3, 2)
    reviewed.undo("talk", "")
    reviewed.undo("talk", "")
    assert told(Project(config, "")) == told(reviewed) == (4, 1)


def test_a_talk_that_is_put_away_while_it_is_asked_for_is_there(tmp_path, monkeypatch):
    reviewed, ready = Project(project(tmp_path, dict.fromkeys("abc", SAID)), ""), Project._ready
    monkeypatch.setattr("pipeline.review.project.DESKS", 1)

    def late(own, name, **how):
        """The talk, and before it is given another that was opened ahead."""
        opened = ready(own, name, **how)
        if name == "a":
            ready(own, "b", draw=True)
        return opened

    monkeypatch.setattr(Project, "_ready", late)
    assert reviewed.open("a").desk.items
    assert reviewed.opened() == ["a"]


# ---- who may ask --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/talk/talk", "/talk/talk/all", "/static/review.js"])
def test_without_the_token_nothing_is_told(cleaned, path):
    answer = client(cleaned, known=False).get(path)

    assert answer.status_code == 403
    assert "imagine" not in answer.text


def test_a_wrong_token_opens_nothing(cleaned):
    guest = client(cleaned, known=False)

    assert guest.get("/?token=another").status_code == 403
    assert guest.get("/", headers={"cookie": "mondegreen=another"}).status_code == 403


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_do_not_get(cleaned):
    answer = client(cleaned, known=False).get(f"/?token={TOKEN}")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].casefold()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_what_a_browser_is_started_with_opens_the_page_once(cleaned):
    served = app(Project(cleaned, "Ann"), Work(), TOKEN, [HOST], ticket="once")
    guest = TestClient(served, base_url=f"http://{HOST}", follow_redirects=False)

    asked = [guest.get(f"/?token={given}").status_code for given in ("once", "once", "", TOKEN)]
    guest.cookies.clear()
    assert guest.get("/?token=once").status_code == 403
    assert asked[0] == asked[3] == 303


def test_reviews_at_several_ports_leave_one_another_alone(cleaned):
    names = set()
    for port in (8800, 8801):
        served = app(Project(cleaned, "Ann"), Work(), TOKEN, [f"127.0.0.1:{port}"])
        client = TestClient(served, base_url=f"http://127.0.0.1:{port}", follow_redirects=False)
        client.get(f"/?token={TOKEN}")
        names |= {*client.cookies}

    assert len(names) == 2


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:9999", "127.0.0.1", ""])
def test_another_host_name_is_refused(cleaned, host):
    assert client(cleaned).get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "https://127.0.0.1:8800"])
def test_writing_from_another_page_is_refused(config, origin):
    answer = client(config).post(
        "/talk/talk/undo", headers={**WRITE, "origin": origin}, content="{}"
    )

    assert answer.status_code == 403


def test_writing_as_a_form_is_refused(config):
    kind = {**WRITE, "content-type": "text/plain"}

    assert client(config).post("/talk/talk/undo", headers=kind, content="{}").status_code == 415


def test_reading_changes_nothing(config):
    guest = client(config)

    for path in ("decide", "hand", "undo", "learn", "clean"):
        assert guest.get(f"/talk/talk/{path}").status_code == 405
    assert not verdict_file(config, "talk").exists()


def test_every_answer_forbids_scripts_and_pages_of_others(cleaned):
    guest = client(cleaned)

    for path in ("/", "/talk/talk", "/talk/talk/all", "/static/review.js", "/static/none"):
        policy = guest.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


# ---- what a request can reach -------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/talk/..%2f..%2fwords", "/talk/%2e%2e/all", "/static/..%2fserver.py", "/static/%2fetc%2fpasswd",
     "/talk/talk%00/all", "/talk/none/all", "/talk/..%2fraw%2ftalk/media"],
)  # fmt: skip
def test_no_path_of_a_request_reaches_the_disk(cleaned, path):
    answer = client(cleaned).get(path)

    assert answer.status_code in (400, 404)
    assert "heard" not in answer.text


@pytest.mark.parametrize("named", ["../secret.mp3", "/etc/passwd", "talk.txt", "none.mp3", "", "."])
def test_only_media_beside_the_raw_file_is_served(tmp_path, named):
    (tmp_path / "raw").mkdir()
    raw = tmp_path / "raw" / "talk.txt"
    raw.write_text(SAID)
    (tmp_path / "secret.mp3").write_bytes(b"secret")
    (tmp_path / "raw" / "link.mp3").symlink_to(tmp_path / "secret.mp3")

    assert media_file(raw, named) is None
    assert media_file(raw, "link.mp3") is None


def test_why_no_recording_is_played_is_told_and_what_to_do(cleaned):
    browser = client(cleaned)  # one server for all: what is written beside the talk counts at once

    def told() -> str:
        page = browser.get("/talk/talk").text
        return unescape(re.search('data-silent="(.*?)"', page)[1])

    here = cleaned.raw / "talk.talk.toml"
    assert told() == (
        "This talk names no recording: put it beside talk.txt "
        'and write media = "its name" into talk.talk.toml.'
    )
    here.write_text('media = "talk.wav"\n')
    assert told() == (
        "The recording “talk.wav” does not lie beside talk.txt: put it there and reload the page."
    )
    here.write_text('media = "talk.aiff"\n')
    assert told().startswith("“talk.aiff” is no recording that the page plays: .mp3, ")
    here.write_text('media = "talk.wav"\n')
    (cleaned.raw / "talk.wav").write_bytes(b"")
    assert told() == ""


def test_media_is_served_in_ranges(config):
    (config.raw / "talk.wav").write_bytes(bytes(range(100)))
    (config.raw / "talk.talk.toml").write_text('media = "talk.wav"\n')
    answer = client(config).get("/talk/talk/media", headers={"range": "bytes=10-19"})

    assert answer.status_code == 206
    assert answer.content == bytes(range(10, 20))
    assert 'id="media"' in client(config).get("/talk/talk").text


def test_what_was_said_is_escaped(cleaned):
    told = client(cleaned).get("/talk/talk/all").json()

    assert "<script>" not in told["rows"]
    assert "&lt;script&gt;" in told["rows"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("decide", {}), ("decide", []), ("decide", "x"), ("decide", {"id": "e", "verdict": "maybe"}),
        ("decide", {"id": "none", "verdict": "accept"}), ("decide", {"id": 7, "verdict": "accept"}),
        ("hand", {"verdict": "words", "place": [0, 1e9], "text": "x"}),
        ("hand", {"verdict": "words", "place": [3, 1], "text": "x"}),
        ("hand", {"verdict": "words", "place": ["a", None], "text": "x"}),
        ("hand", {"verdict": "words", "place": [0, 1], "text": "x" * 5000}),
        ("decide-many", {"verdict": "accept", "edits": ["../../x/e"]}),
        ("decide-many", {"verdict": "accept", "edits": []}),
        ("decide-many", {"verdict": "accept", "edits": 5}),
        ("decide-many", {"verdict": "accept", "edits": [5]}),
        ("hand", {"verdict": "open", "place": [float("inf"), float("inf")], "text": ""}),
        ("hand", {"verdict": "open", "place": [10**400, 10**400], "text": ""}),
        ("hand", {"verdict": "words", "place": [0, 1], "text": "So\0"}),
        ("hand", {"verdict": "rename", "was": "Ann", "text": "Ann \ud83d"}),
        ("hand", {"verdict": "open", "place": [5, 5], "who": "Eve\x1b[D"}),
        ("learn", {"name": " "}), ("preview", {"name": "x", "heard": "not a list"}),
    ],
)  # fmt: skip
def test_a_request_that_makes_no_sense_is_told_so_and_changes_nothing(config, path, body):
    answer = client(config).post(f"/talk/talk/{path}", headers=WRITE, content=json.dumps(body))

    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not verdict_file(config, "talk").exists()
    assert not (config.raw.parent / "dictionary.toml").exists()


@pytest.mark.parametrize("at", ["a=inf&z=inf", "a=nan&z=1", "a=here&z=1"])
def test_an_entry_for_no_place_is_told_so(cleaned, at):
    answer = client(cleaned).get(f"/talk/talk/entry?{at}", headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()) == (400, {"error": "the request names no place"})


def test_brackets_without_end_are_told(cleaned):
    answer = client(cleaned).post("/talk/talk/decide", headers=WRITE, content="[" * 100_000)

    assert answer.status_code == 400
    assert "the request cannot be read" in answer.json()["error"]


def test_a_port_that_is_taken_is_told(cleaned):
    at = ["--config", str(cleaned.raw.parent / "mondegreen.toml")]
    with listening(0) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(cli, ["review", "--no-browser", "--port", port, *at])

    assert isinstance(result.exception, BadInput)
    assert f"port {port} cannot be used" in str(result.exception)
    assert "--port 0 takes a free one" in str(result.exception)


@dataclass
class Browser:
    """A browser that opens a page once it may, or fails to."""

    basename: str
    opens: bool = True
    may: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def open(self, address):
        self.may.wait(20)
        self.address = address
        return self.opens


def told(cleaned, monkeypatch, browser):
    """What is told by a review that finds this browser, which opens nothing before the server runs."""

    def run(*_, **__):
        browser.may.set()
        for thread in threading.enumerate():
            if thread.name == "browser":
                thread.join(20)

    monkeypatch.setattr("webbrowser.get", lambda: browser)
    monkeypatch.setattr("uvicorn.Server.run", run)
    return CliRunner().invoke(
        cli, ["review", "--config", str(cleaned.clean.parent / "mondegreen.toml")]
    )


def test_a_browser_opens_the_page_while_the_server_runs(cleaned, monkeypatch):
    result = told(cleaned, monkeypatch, browser := Browser("firefox"))

    assert browser.address.startswith("http://127.0.0.1:")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("browser", "tried"), [(Browser("firefox", opens=False), True), (Browser("w3m"), False)]
)
def test_where_no_browser_can_show_the_page_the_address_is_told(
    cleaned, monkeypatch, browser, tried
):
    result = told(cleaned, monkeypatch, browser)

    assert "reviewing at http://127.0.0.1:" in result.stdout
    assert "no browser here: open the address above in one on this machine" in result.stderr
    assert (browser.address != "") == tried


def test_a_port_on_windows_is_nobody_elses(monkeypatch):
    monkeypatch.setattr("socket.SO_EXCLUSIVEADDRUSE", socket.SO_KEEPALIVE, raising=False)

    with listening(0) as listener:
        assert not listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)


def test_an_account_that_has_no_name_is_nobodys(cleaned, monkeypatch):
    def unknown():
        raise ModuleNotFoundError("No module named 'pwd'")

    monkeypatch.setattr("getpass.getuser", unknown)

    assert told(cleaned, monkeypatch, Browser("firefox")).exit_code == 0


def test_a_project_without_talks_says_so(tmp_path):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "mondegreen.toml").write_text("")
    result = CliRunner().invoke(cli, ["review", "--config", str(tmp_path / "mondegreen.toml")])

    assert "no transcripts there; put some there" in str(result.exception)


# ---- the desk and the next run agree ------------------------------------------------------------


def test_what_the_page_shows_is_what_the_next_run_makes(config):
    guest = client(config)
    ids = [item.ids[0] for item in Project(config, "").open("talk").desk.items]
    for body in (
        {"id": ids[0], "verdict": "accept"},
        {"id": ids[1], "verdict": "reject"},
        {"id": ids[2], "verdict": "other", "text": "ImageNet's"},
    ):
        assert guest.post("/talk/talk/decide", headers=WRITE, content=json.dumps(body)).is_success
    for body in (
        {"verdict": "words", "place": [1, 2], "text": "tonight", "was": "today"},
        {"verdict": "rename", "was": "Bob", "text": "Eve"},
        {"verdict": "speaker-on", "place": [30, 30], "text": "Dan"},
    ):
        assert guest.post("/talk/talk/hand", headers=WRITE, content=json.dumps(body)).is_success

    shown = Project(config, "").open("talk").desk.transcript()
    lines, _ = verdicts.load(verdict_file(config, "talk"))
    results, lost = process(read(config.raw / "talk.txt"), config, verdicts.standing(lines))
    assert lost == []
    assert shown == results[-1].after

    assert not outcome(Job(config.raw / "talk.txt", config)).failed
    assert Project(config, "").open("talk").desk.transcript() == shown


@pytest.mark.parametrize(
    ("joined", "place", "want"),
    [
        (False, [13, 28], "for learning. We ran"),
        (True, [13, 28], "for learning. We ran"),
        (False, [38, 42], "all night. The con nets"),
        (False, [28, 29], "Ran could a kernels"),
    ],
)
def test_what_is_left_out_is_mended_on_the_page_as_in_the_next_run(joined, place, want, config):
    guest, first = client(config), Project(config, "").open("talk").desk.transcript()
    steps = [{"verdict": "close", "place": [13, 13]}] if joined else []
    for body in (*steps, {"verdict": "words", "place": place, "text": "", "was": "x"}):
        assert guest.post("/talk/talk/hand", headers=WRITE, json=body).is_success

    shown = Project(config, "").open("talk").desk.transcript()
    assert want in shown.text
    lines, _ = verdicts.load(verdict_file(config, "talk"))
    results, _ = process(read(config.raw / "talk.txt"), config, verdicts.standing(lines))
    assert shown == results[-1].after
    for _ in (*steps, place):
        guest.post("/talk/talk/undo", headers=WRITE, json={})
    assert Project(config, "").open("talk").desk.transcript() == first


@pytest.mark.parametrize(
    ("was", "error"),
    [
        ("Zoe", "nobody is called 'Zoe' in this talk; reload the page"),
        ("", "everybody here has a name; reload the page"),
    ],
)
def test_nobody_is_renamed_who_is_not_there(was, error, config):
    body = {"verdict": "rename", "was": was, "text": "Eve"}
    answer = client(config).post("/talk/talk/hand", headers=WRITE, json=body)

    assert answer.json()["error"] == error
    assert not verdict_file(config, "talk").exists()


def test_a_name_that_stays_what_it_is_is_no_decision(config):
    body = {"verdict": "rename", "was": "Bob", "text": "Bob"}
    answer = client(config).post("/talk/talk/hand", headers=WRITE, json=body)

    assert answer.is_success
    assert not verdict_file(config, "talk").exists()


def test_what_is_drawn_again_after_a_decision_is_all_that_reads_otherwise(config):
    guest = client(config)
    guest.get("/talk/talk/all")  # everything is drawn once
    ids = [item.ids[0] for item in Project(config, "").open("talk").desk.items]
    for path, body in (
        ("decide", {"id": ids[0], "verdict": "accept"}),
        ("hand", {"verdict": "words", "place": [1, 2], "text": "tonight", "was": "today"}),
        ("hand", {"verdict": "open", "place": [5, 5]}),
        ("hand", {"verdict": "speaker", "place": [5, 5], "text": "Eve"}),
        ("hand", {"verdict": "rename", "was": "Bob", "text": "Dan"}),
        ("undo", {}),
        ("decide", {"id": ids[1], "verdict": "reject"}),
        ("hand", {"verdict": "rename", "was": "Ann", "text": "Bob"}),
    ):
        answer = guest.post(f"/talk/talk/{path}", headers=WRITE, content=json.dumps(body))
        assert answer.is_success
        told, anew = guest.get("/talk/talk/all").json(), client(config).get("/talk/talk/all").json()
        assert told["rows"] == anew["rows"]
        assert told["items"] == anew["items"]


def test_a_page_whose_talk_was_put_away_meanwhile_is_drawn_anew(tmp_path, monkeypatch):
    guest = client(project(tmp_path, {"talk": SAID, "other": SAID}))
    page = guest.get("/talk/talk/all").json()

    def decide(verdict):
        body = {"id": page["items"]["edits"][0][0][0], "verdict": verdict}
        return guest.post("/talk/talk/decide", headers=WRITE, json=body).json()

    def heard(seq):
        at = {"seq": seq, "version": page["version"]}
        return guest.get("/talk/talk/news", params=at).json()

    decide("accept")
    seq = decide("reject")["seq"]
    assert "again" not in heard(seq)
    monkeypatch.setattr("pipeline.review.project.DESKS", 1)
    guest.get("/talk/other/all")
    assert decide("accept")["seq"] == seq  # counted anew
    assert heard(seq)["again"]


def test_a_speaker_named_within_a_paragraph_is_escaped(config):
    guest = client(config)
    for body in (
        {"verdict": "open", "place": [5, 5]},
        {"verdict": "speaker", "place": [5, 5], "text": "<img src=x>"},
    ):
        assert guest.post("/talk/talk/hand", headers=WRITE, content=json.dumps(body)).is_success
    told = guest.get("/talk/talk/all").json()["rows"]

    assert "<img" not in told
    assert '<button type="button" class="turn" data-a="5">&lt;img src=x&gt;</button>' in told


def test_a_talk_opened_ahead_is_as_one_that_is_asked_for(config):
    reviewed = Project(config, "")
    line = reviewed.open("talk").desk.about(reviewed.open("talk").desk.items[0].ids[0], "accept")
    reviewed.save("talk", line, "")
    ahead = Project(config, "")
    ahead.prepare("talk")
    ahead.prepare("none")  # is told to who asks for it, not here

    assert render.page(ahead.open("talk").desk) == render.page(
        Project(config, "").open("talk").desk
    )
    assert ahead.open("talk").desk.drawn.paragraphs


def test_the_sentences_of_a_turn_are_one_question():
    raw = Transcript.of("t", [Segment(0, 9, text) for text in ("okay", "so we go", "yes", "no")])
    names = ["Moderator", "Moderator", "Audience", "Moderator"]
    held = tuple(
        replace(recue(cue, Cue(cue.at, name), f"turn of {name}", 0.3), stage="speakers")
        for cue, name in zip(raw.cues, names, strict=True)
    )
    desk = Desk(raw, [Step("speakers", raw, (), held, raw)], ())
    first = [item.ids[0] for item in desk.items]

    assert [line.id for line in desk.about(first[1], "other", "Ann")] == [first[1], first[0]]
    desk.read(replace(line, when="1", act="x") for line in desk.about(first[0], "accept"))
    assert [desk.speaker_at(cue.at) for cue in raw.cues] == ["Moderator", "Moderator", "", ""]
    assert [desk.status(item) for item in desk.items][2:] == ["waiting", "waiting"]


@pytest.mark.parametrize(
    ("of", "decided"),
    [
        ({"a": "accept"}, False),
        ({"a": "accept", "c": "reject"}, True),
        ({"b": "reject", "c": "accept"}, False),  # there is another reading, which is held
        ({"a": "reject", "b": "reject", "c": "accept"}, True),
    ],
)
def test_a_question_is_decided_where_all_its_places_are(of, decided):
    assert verdicts.is_decided((("a", "b"), ("c",)), {"a"}, of) == decided


def test_whose_a_voice_is_counts_as_one_question(tmp_path):
    config = numbered(tmp_path)
    assert last_run(config.clean / "talk").summary.waiting == 1
    reviewed = Project(config, "Ann")

    def told(project):
        row = project.row("talk")
        return row.waiting, row.decided

    assert told(reviewed) == (1, 0)
    desk = reviewed.open("talk").desk
    assert len(desk.items) == 2
    reviewed.save("talk", desk.about(desk.items[1].ids[0], "accept"), "")
    assert told(reviewed) == told(Project(config, "")) == (0, 1)


def test_beside_a_likeness_of_sound_its_term_is_not_told_again():
    raw = Transcript.of("t", [Segment(0, 9, "could a")])
    sound = Reason("sound: CUDA", ("sounds like 'CUDA'", "rare here"), term="CUDA", by_sound=True)
    held = (rewrite(raw.tokens, "CUDA", sound, 0.4), rewrite(raw.tokens, "coda", "listed", 0.3))
    told = render.page(Desk(raw, [Step("terms", raw, (), held, raw)], ()))["items"]

    assert dict(zip(told["whys"], told["briefs"], strict=True)) == {
        "sound: CUDA; sounds like 'CUDA'; rare here": "sounds like 'CUDA'; rare here",
        "listed": "",
    }


def test_a_question_tells_the_names_that_speakers_have_by_now():
    raw = Transcript.of("t", [Segment(0, 9, "we go", "Host"), Segment(9, 18, "yes", "Guest")])
    cue = raw.cues[1]
    held = (replace(recue(cue, Cue(cue.at, "Host"), "turn of Host", 0.3), stage="speakers"),)
    desk = Desk(raw, [Step("speakers", raw, (), held, raw)], ())
    before = render.page(desk)["items"]["edits"]
    swap = [("Host", "Zoe"), ("Guest", "Host"), ("Zoe", "Guest")]
    lines = [
        replace(desk.by_hand("rename", Place(0.0, 0.0), now, was), when=str(n), act=str(n))
        for n, (was, now) in enumerate(swap)
    ]
    changed = desk.read(lines)

    assert render.patch(desk, changed)["told"] == {0: [("Host", "Guest")]}
    assert render.page(desk)["items"]["edits"][0][0][1:3] == ["Host", "Guest"]
    answer = desk.about(desk.items[0].ids[0], "accept")
    desk.read(replace(line, when="3", act="3") for line in answer)
    assert (desk.speaker_at(cue.at), render.answer(desk, desk.items[0])) == ("Guest", "Guest")
    desk.read([Verdict(str(n), "undo", when=str(7 - n)) for n in (3, 2, 1, 0)])
    assert render.page(desk)["items"]["edits"] == before


@pytest.mark.parametrize("verdict", ["accept", "words"])
def test_what_was_decided_stays_whole_where_paragraphs_begin_elsewhere_by_now(verdict):
    raw = Transcript.of(
        "t", [Segment(0, 9, "we use could", "Ann"), Segment(9, 18, "a here", "Bob")]
    )
    line = Verdict(
        "e", verdict, "CUDA", was="could a", now="CUDA", stage="terms",
        anchor=Anchor(Place(2.0, 4.0), "we use", "could a", "here"),
    )  # fmt: skip
    desk = Desk(raw, [Step("normalize", raw, (), (), raw)], [line])

    assert (desk.transcript().text, desk.decisions.lost, desk.unfit) == ("we use CUDA here", (), [])


def test_a_change_that_is_rejected_often_waits_in_the_other_places_at_once(tmp_path):
    config = project(tmp_path)
    options = tmp_path / "mondegreen.toml"
    options.write_text(options.read_text().replace("terms = 0.965", "terms = 0.3"))
    config = load_config(options)
    assert not outcome(Job(config.raw / "talk.txt", config)).failed
    guest = client(config)
    desk = Project(config, "").open("talk").desk
    first, second, third = [item for item in desk.items if item.lead.was == "imagine that"]
    assert {desk.status(item) for item in (first, second, third)} == {"made"}

    def reject(item):
        body = {"id": item.ids[0], "verdict": "reject"}
        return guest.post("/talk/talk/decide", headers=WRITE, json=body).json()["statuses"]

    assert reject(first) == {str(first.number): "rejected"}
    assert reject(second) == {str(second.number): "rejected", str(third.number): "waiting"}
    desk = Project(config, "").open("talk").desk
    assert desk.reads(third.place) == "imagine that"
    told = guest.post("/talk/talk/undo", headers=WRITE, json={}).json()["statuses"]
    assert told == {str(second.number): "made", str(third.number): "made"}


def segments(*edits):
    """A talk of two lines, the later at 2, on the desk: what *sentences* and *speakers* make of it."""
    raw = Transcript.of("t", [Segment(0, 9, "we go", None), Segment(9, 18, "on now", None)])
    steps, now = [], raw
    for stage, made in zip(("sentences", "speakers"), edits, strict=True):
        told = tuple(replace(edit, stage=stage) for edit in made)
        steps.append(Step(stage, now, told, (), apply(now, told)))
        now = steps[-1].after
    return Desk(raw, steps, (), lambda _: True)


def rejected(desk):
    """The segments once the question about one is rejected."""
    item = next(item for item in desk.items if item.kind == "break")
    lines = desk.about(item.ids[0], "reject")
    desk.read(replace(line, when="1", act="x") for line in lines)
    return desk.cues


def test_a_segment_that_has_a_name_goes_when_it_is_rejected():
    first, later, opened = Cue(0.0), Cue(2.0), Cue(3.0)
    desk = segments(
        [recue(None, opened, "a sentence")],
        [recue(cue, Cue(cue.at, "Ann"), "turn of Ann") for cue in (first, later, opened)],
    )

    assert rejected(desk) == [Cue(0.0, "Ann"), Cue(2.0, "Ann")]


def test_a_segment_that_comes_back_goes_on_in_the_voice_there():
    desk = segments(
        [recue(Cue(2.0), None, "goes on")], [recue(Cue(0.0), Cue(0.0, "Ann"), "turn of Ann")]
    )

    assert rejected(desk) == [Cue(0.0, "Ann"), Cue(2.0, "Ann")]


def test_a_segment_takes_no_text():
    desk = segments([recue(None, Cue(3.0), "a sentence")], [])
    item = next(item for item in desk.items if item.kind == "break")
    before = [*desk.cues]
    with pytest.raises(BadInput, match="a segment opens here or does not; accept it, or reject it"):
        desk.about(item.ids[0], "other", "naive Bayes")
    (line,) = desk.about(item.ids[0], "accept")
    table = replace(line, verdict="other", text="naive Bayes", when="1", act="x")
    desk.read([table])

    assert {cue.speaker for cue in (*before, *desk.cues)} == {None}
    assert [verdict.id for verdict in desk.unfit] == [line.id]


@pytest.mark.parametrize(
    ("said", "want"),
    [
        (["We saw images.", "The results came."], "We saw images the results came."),
        (["the results came.", "Results came."], "the results came results came."),
        (["We saw images.", "Labrador came."], "We saw images Labrador came."),
        (["so it goes.", "i'm here"], "so it goes I'm here"),
        (["We saw it.", "CUDA came."], "We saw it CUDA came."),
    ],
)
def test_a_sentence_that_is_joined_keeps_the_capitals_of_names(said, want):
    raw = Transcript.of("t", [Segment(9 * n, 9 * n + 9, text) for n, text in enumerate(said)])
    at = raw.cues[1].at
    own = [rewrite([token], "I'm", "I") for token in raw.tokens if token.text == "i'm"]
    made = [replace(edit, stage="normalize") for edit in own]
    desk = Desk(raw, [Step("normalize", raw, tuple(made), (), apply(raw, made))], ())
    lines = [desk.by_hand("close", Place(at, at), ""), *desk.marks_of("close", at)]
    desk.read(replace(line, when="1", act="x") for line in lines)

    assert desk.transcript().text == want


def test_of_a_question_the_words_are_marked_that_its_reading_would_change():
    raw = Transcript.of("t", [Segment(0, 9, "oh and the fuck was asked")])
    held = (
        rewrite(raw.tokens[3:4], "FAQ", "listed", 0.4),
        rewrite(raw.tokens[1:5], "Anna's FAQ", "listed", 0.3),
    )
    desk = Desk(raw, [Step("terms", raw, (), held, raw)], ())
    (item,) = desk.items
    marked = '<span class="now">{}</span>'

    assert (
        marked.format("fuck") + ' <span class="offer" aria-hidden="true">FAQ</span>'
        in render.page(desk)["rows"]
    )
    lines = desk.about(item.ids[1], "accept")
    desk.read(replace(line, when="1", act="x") for line in lines)
    assert marked.format("Anna&#39;s FAQ") in render.page(desk)["rows"]


def test_what_cannot_be_done_about_a_segment_is_told(config):
    body = {"verdict": "close", "place": [0, 0]}
    told = client(config).post("/talk/talk/hand", headers=WRITE, json=body).json()
    (lost,) = told["lost"]
    assert lost["told"].startswith("Ann, 20")
    assert ": no sentence begins before 'So today we " in lost["told"]
    assert lost["told"].endswith(f" at 0:00:00: {render.UNFIT}")


def test_a_renaming_of_whom_nobody_knows_any_more_is_told(config):
    old = Verdict("rename:Guest", "rename", "Eve", who="Ann", when="2026-01-07T10:12", was="Guest")
    verdicts.append(verdict_file(config, "talk"), [old])
    (lost,) = render.state(Project(config, "").open("talk").desk)["lost"]

    assert lost["told"] == f"Ann, 2026-01-07 10:12: Guest → Eve everywhere: {render.STRANGE}"


def test_of_two_decisions_about_some_of_the_same_words_the_one_that_does_not_fit_is_told():
    raw = Transcript.of("t", [Segment(0, 9, "we use could a here", "Ann")])
    steps = [Step("normalize", raw, (), (), raw)]
    desk = Desk(raw, steps, [])
    ann, bob = (
        replace(desk.by_hand("words", place, text), who=who, when=who, act=who)
        for who, text, place in [
            ("Ann", "CUDA", Place(2.0, 4.0)),
            ("Bob", "an", Place(3.0, 4.0)),
        ]
    )
    desk.read([ann, bob])

    assert (desk.transcript().text, desk.unfit) == ("we use CUDA here", [bob])
    (told,) = render.state(desk)["lost"]
    assert told["told"] == f"Bob, Bob: 'a' → 'an' at 0:00:00: {render.UNFIT}"
    assert decided(raw, [], lambda _: False, [ann, bob])[1] == [bob]
    desk.read([Verdict("Ann", "undo", when="Cy")])
    assert (desk.transcript().text, render.state(desk)["lost"]) == ("we use could an here", [])


def test_words_written_over_a_question_settle_it_and_teach_nothing_against_it(config):
    guest = client(config)
    item = Project(config, "").open("talk").desk.items[0]
    start, stop = item.place
    body = {"verdict": "words", "place": [start - 1, stop], "text": "of ImageNet", "was": "about"}
    told = guest.post("/talk/talk/hand", headers=WRITE, content=json.dumps(body)).json()

    assert told["statuses"] == {str(item.number): "rejected"}
    desk = Project(config, "").open("talk").desk
    assert "we talk of ImageNet and" in desk.transcript().text
    lines = verdicts.standing(desk.lines)
    assert {line.verdict for line in lines} == {"words", "reject"}
    again = [replace(line, id=line.id + "b", act=line.act + "b") for line in lines]
    agreed = [
        replace(line, id="c", act="c", verdict="accept") for line in lines if line.now == "ImageNet"
    ]
    (found,) = [each for each in lessons([*lines, *again, *agreed], 1) if each.reads == "ImageNet"]
    assert (found.yes, found.no) == (1, 0)


def test_a_talk_that_is_not_cleaned_says_what_to_do(config):
    (config.raw / "new.txt").write_text(SAID)
    answer = client(config).get("/talk/new/all")

    assert "mondegreen clean" in answer.text
    assert "not cleaned yet" in client(config).get("/").text


def test_talks_that_have_not_heard_of_the_last_entry_are_counted(config):
    dictionary = config.raw.parent / "dictionary.toml"
    told = "1 talk was cleaned before a dictionary changed last"

    assert told not in client(config).get("/").text
    dictionary.write_text("# Nothing yet.\n")
    assert told not in client(config).get("/").text
    dictionary.write_text("[Torch]\n")
    assert told in client(config).get("/").text
    outcome(Job(config.raw / "talk.txt", config))
    assert told not in client(config).get("/").text
    dictionary.write_text("[Torch\n")
    assert client(config).get("/").status_code == 200


def test_all_talks_are_looked_at_once_for_their_list_and_not_for_a_page(tmp_path, monkeypatch):
    config = project(tmp_path, dict.fromkeys("abcd", SAID))
    looked, asked, row = [], [], Project.row
    monkeypatch.setattr(
        "pipeline.review.project.raw_files", lambda one: looked.append(one) or raw_files(one)
    )
    monkeypatch.setattr(Project, "row", lambda own, name: asked.append(name) or row(own, name))
    page = client(config)
    page.get("/")
    assert (len(looked), asked) == (1, ["a", "b", "c", "d"])

    assert 'data-next="c"' in page.get("/talk/b").text
    assert (len(looked), asked[4:]) == (1, ["c"])


def test_while_all_records_are_searched_nobody_waits(tmp_path, monkeypatch):
    config = project(tmp_path, dict.fromkeys("abc", SAID))
    reviewed, free, look = Project(config, "Ann"), [], Project.record
    (config.raw / "b.txt").write_text("Ann: It is another one.", encoding="utf-8")

    def decide():
        """What another window waits for."""
        free.append(reviewed.lock.acquire(timeout=1))
        if free[-1]:
            reviewed.lock.release()

    def record(own, name):
        """The record, while another window decides."""
        other = threading.Thread(target=decide)
        other.start()
        other.join()
        return look(own, name)

    monkeypatch.setattr(Project, "record", record)
    (first, *_) = reviewed.open("a").desk.items
    told = views.like(reviewed, Work(), "a", {"id": first.ids[0], "scope": "batch"})
    assert free == [True] * 3
    assert {place["talk"] for place in told["places"]} == {"a", "c"}  # b cannot be opened


def test_a_word_with_accents_is_found_in_other_talks_with_and_without_a_capital(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(reviewing, "TERMS", '["Éclair"]\nheard = ["éko lair"]\n')
    config = project(tmp_path, {"a": "Ann: Éko lair is one.", "b": "Ann: We had an éko lair."})
    reviewed = Project(config, "")
    asked = {"id": reviewed.open("a").desk.items[0].ids[0], "scope": "batch"}

    places = views.like(reviewed, Work(), "a", asked)["places"]
    assert [place["talk"] for place in places] == ["a", "b"]


def test_who_speaks_is_not_looked_for_in_other_talks(monkeypatch):
    raw = Transcript.of("t", [Segment(0, 9, "we go", "Host")])
    cue = raw.cues[0]
    held = (replace(recue(cue, Cue(cue.at, "Eve"), "turn of Eve", 0.3), stage="speakers"),)
    desk = Desk(raw, [Step("speakers", raw, (), held, raw)], ())

    class One:
        """A project with that talk, that must not look for others."""

        lock = threading.RLock()

        def open(self, name):
            return Opened(desk)

    asked = {"id": desk.items[0].ids[0], "scope": "batch"}
    told = views.like(One(), Work(), "t", asked)
    assert ([place["talk"] for place in told["places"]], told["elsewhere"]) == (["t"], False)


@dataclass
class Opened:
    """A talk that is open."""

    desk: Desk


def test_a_raw_file_that_changed_or_went_away_says_what_to_do_also_while_the_page_is_open(config):
    guest, raw = client(config), config.raw / "talk.txt"
    said = raw.read_text()
    assert guest.get("/talk/talk/news").is_success
    raw.write_text("Ann: quite another talk")
    assert (
        "clean the talk again: `mondegreen clean`, or Write files (W)"
        in guest.get("/talk/talk/news").text
    )
    raw.unlink()
    gone = guest.get("/talk/talk/news").text
    assert "talk.txt: the raw file is gone; put it back; what was decided is kept" in gone
    raw.write_text(said)
    assert guest.get("/talk/talk/news").is_success


def test_a_talk_whose_results_went_away_says_what_to_do(config):
    guest = client(config)
    assert guest.get("/talk/talk/news").is_success
    (config.clean / "talk" / "edits.jsonl").unlink()

    assert "run `mondegreen clean`" in guest.get("/talk/talk/news").text


def test_a_decision_that_cannot_be_kept_is_not_shown_as_made(config):
    guest = client(config)
    item = Project(config, "").open("talk").desk.items[0]
    config.verdicts.write_text("a file where the folder should be")
    body = json.dumps({"id": item.ids[0], "verdict": "accept"})
    answer = guest.post("/talk/talk/decide", headers=WRITE, content=body)

    assert "the decision could not be saved" in answer.json()["error"]
    assert guest.get("/talk/talk/all").json()["items"]["status"][0] == "waiting"


def test_half_a_line_in_the_verdict_file_is_said(config):
    path = verdict_file(config, "talk")
    path.parent.mkdir()
    path.write_text('{"id": "x", "ver')

    assert "line 1 cannot be read" in client(config).get("/talk/talk/all").json()["notes"][0]


def test_what_another_program_writes_is_seen_at_any_moment(config, monkeypatch):
    mine, theirs = (Project(config, name) for name in ("Ann", "Bob"))
    ids = [item.ids[0] for item in mine.open("talk").desk.items]
    append = verdicts.append

    def crossed(path, lines):
        """Another program writes a moment before."""
        monkeypatch.setattr(verdicts, "append", append)
        theirs.save("talk", theirs.open("talk").desk.about(ids[1], "accept"), "")
        return append(path, lines)

    monkeypatch.setattr(verdicts, "append", crossed)
    mine.save("talk", mine.open("talk").desk.about(ids[0], "accept"), "")

    def told(reviewed):
        return [line.verdict for line in reviewed.open("talk").desk.lines], reviewed.row("talk")

    assert told(mine) == told(theirs) == told(Project(config, ""))
    path = verdict_file(config, "talk")
    path.write_text(path.read_text().replace("accept", "reject"))  # of the same size
    assert told(mine)[0] == ["reject"] * 2


def test_what_was_accepted_stays_a_question_that_can_be_answered_otherwise(config):
    guest, words = client(config), config.raw.parent / "words.toml"
    job = Job(config.raw / "talk.txt", config)

    def tell(item, verdict):
        body = {"id": item.ids[0], "verdict": verdict}
        assert guest.post("/talk/talk/decide", headers=WRITE, json=body).is_success

    def cleaned():
        assert not outcome(job).failed
        desk = Project(config, "").open("talk").desk
        return desk, [desk.status(item) for item in desk.items], desk.transcript().text

    tell(Project(config, "").open("talk").desk.items[3], "accept")
    words.write_text(words.read_text().replace('["could a"]', '["cooter"]'))
    desk, statuses, text = cleaned()
    assert (statuses, desk.decisions.lost, desk.unfit) == ([*["waiting"] * 3, "accepted"], (), [])
    assert "We ran CUDA kernels on the machine all night, could a is fast." in text
    tell(desk.items[3], "reject")
    desk, statuses, text = cleaned()
    assert (statuses, desk.decisions.lost, desk.unfit) == (["waiting"] * 3, (), [])
    assert "We ran could a kernels" in text


def test_what_was_rejected_asks_again_when_there_is_a_reading_that_would_be_made(config):
    reviewed = Project(config, "")
    desk = reviewed.open("talk").desk
    item = next(item for item in desk.items if item.lead.was == "could a")
    reviewed.save("talk", desk.about(item.ids[0], "reject"), "")
    (config.raw.parent / "dictionary.toml").write_text('[Kuda]\naliases = ["could a"]\n')
    assert not outcome(Job(config.raw / "talk.txt", config)).failed

    reviewed = Project(config, "")
    desk = reviewed.open("talk").desk
    item = next(one for one in desk.items if one.place == item.place)
    assert (desk.status(item), item.lead.now, desk.reads(item.place)) == (
        "waiting",
        "Kuda",
        "could a",
    )
    assert (reviewed.rows()[0].waiting, reviewed.rows()[0].decided) == (4, 0)

    for verdict in ("reject", "accept"):
        reviewed.save("talk", desk.about(item.ids[0], verdict), "")
        assert desk.status(item) == f"{verdict}ed"
        assert (reviewed.rows()[0].waiting, reviewed.rows()[0].decided) == (3, 1)
    assert desk.reads(item.place) == "Kuda"


@pytest.mark.parametrize("entries", ["", None])
def test_an_acceptance_that_is_undone_after_a_run_is_asked_again(entries, config):
    reviewed = Project(config, "")
    desk = reviewed.open("talk").desk
    item, heard = desk.items[0], desk.transcript().text
    reviewed.save("talk", desk.about(item.ids[0], "accept"), "")
    if entries is not None:  # what proposed it is gone
        (config.raw.parent / "words.toml").write_text(entries)
    assert not outcome(Job(config.raw / "talk.txt", config)).failed

    desk = reviewed.open("talk").desk
    assert (desk.status(desk.items[0]), desk.reads(item.place)) == ("accepted", item.lead.now)
    reviewed.undo("talk", "")
    again = Project(config, "").open("talk").desk
    for one in (desk, again):
        assert (one.status(one.items[0]), one.transcript().text) == ("waiting", heard)
    for one in (reviewed, Project(config, "")):  # it is open there, and not here
        assert one.rows()[0].waiting == [*map(desk.status, desk.items)].count("waiting")
    reviewed.undo("talk", "", again=True)
    assert (desk.status(desk.items[0]), desk.reads(item.place)) == ("accepted", item.lead.now)


def test_a_rejection_that_is_undone_after_a_run_is_made_again(config):
    (config.raw.parent / "dictionary.toml").write_text('[Kuda]\naliases = ["could a"]\n')
    assert not outcome(Job(config.raw / "talk.txt", config)).failed
    reviewed = Project(config, "")
    desk = reviewed.open("talk").desk
    item = next(one for one in desk.items if one.lead.now == "Kuda")
    reviewed.save("talk", desk.about(item.ids[0], "reject"), "")
    assert not outcome(Job(config.raw / "talk.txt", config)).failed
    reviewed.undo("talk", "")

    desk = reviewed.open("talk").desk
    item = next(one for one in desk.items if one.place == item.place)
    assert (desk.status(item), desk.reads(item.place)) == ("made", "Kuda")


def test_what_was_accepted_elsewhere_shows_before_the_talk_is_cleaned(config):
    reviewed = Project(config, "Ann")
    line = reviewed.open("talk").desk.about(reviewed.open("talk").desk.items[3].ids[0], "accept")
    words = config.raw.parent / "words.toml"
    words.write_text(words.read_text().replace('["could a"]', '["could a kernels"]'))
    assert not outcome(Job(config.raw / "talk.txt", config)).failed
    reviewed.save("talk", line, "")
    guest = client(config)
    rows = guest.get("/talk/talk/all").json()["rows"]
    item = Project(config, "").open("talk").desk.items[3]

    assert 'class="m hand" data-i="3"' in rows
    assert '<span class="now">CUDA kernels</span>' in rows
    body = {"id": item.ids[0], "verdict": "accept"}
    assert guest.post("/talk/talk/decide", headers=WRITE, json=body).is_success
    assert Project(config, "").open("talk").desk.reads(item.place) == "CUDA"


def test_variants_gather_all_that_was_heard_for_a_term(tmp_path):
    said = "Ann: We ran could a kernels on the machine.\nBob: We ran cooter kernels on the machine."
    config = project(tmp_path, {"talk": said})
    (tmp_path / "words.toml").write_text(
        '[CUDA]\nheard = ["cooter", "could a"]\nnear = ["kernels"]\n'
    )
    outcome(Job(config.raw / "talk.txt", config))
    (found,) = variants("talk", Project(config, "").open("talk").desk)

    assert found["term"] == "CUDA"
    assert [way["was"] for way in found["heard"]] == ["cooter", "could a"]


def test_suspects_wait_until_they_are_told_to_be_right_and_again_after_undo(tmp_path):
    guest = client(project(tmp_path, {"talk": SUSPICIOUS}))

    def waiting():
        return guest.get("/talk/talk/suspects").json()["suspects"]

    (found,) = waiting()
    right = {"verdict": "words", "place": [found["a"], found["z"]], "text": found["reads"]}
    assert (found["heard"], found["reads"], found["block"]) == ("labrador", "labrador", 0)
    assert guest.post("/talk/talk/hand", headers=WRITE, json=right).is_success
    assert waiting() == []
    assert "labrador</span>" in guest.get("/talk/talk/all").json()["rows"]
    guest.post("/talk/talk/undo", headers=WRITE, json={})
    assert waiting() == [found]


def test_the_entry_for_a_suspect_is_filled_in_with_the_guess(tmp_path):
    guest = client(project(tmp_path, {"talk": SUSPICIOUS}))
    (found,) = guest.get("/talk/talk/suspects").json()["suspects"]

    at = {"a": found["a"], "z": found["z"], "text": "collaborative"}
    entry = guest.get("/talk/talk/entry", params=at).json()

    assert (entry["name"], entry["heard"]) == ("collaborative", ["labrador"])


def test_the_capital_of_a_place_makes_no_second_entry_of_a_known_term(config):
    (config.raw.parent / "dictionary.toml").write_text("[warfarin]\n")

    at = {"a": 0, "z": 2, "text": "Warfarin."}
    entry = client(config).get("/talk/talk/entry", params=at).json()

    assert entry["name"] == "warfarin"


# ---- other ways to decide -----------------------------------------------------------------------


def test_the_terminal_has_the_same_queue_and_keys(config):
    out = Console(file=io.StringIO(), width=120)
    reviewed = Project(config, "Ann")
    session(reviewed, "talk", out, iter("aroUusq"), lambda _: "ImageNet's")
    desk = reviewed.open("talk").desk

    assert [desk.status(item) for item in desk.items] == ["accepted", "rejected", *["waiting"] * 3]
    assert "ImageNet" in out.file.getvalue()
    assert {line.who for line in desk.lines} == {"Ann"}


def test_brackets_in_a_title_are_no_mark_up_of_the_terminal(config):
    (config.raw / "talk.talk.toml").write_text('title = "Training [part 1] [/x]"\n')
    out = Console(file=io.StringIO(), width=120)
    session(Project(config, "Ann"), "talk", out, iter("q"), lambda _: "")

    assert "5 to decide in Training [part 1] [/x]\n" in out.file.getvalue()


def test_the_keys_of_the_terminal_fit_into_a_line(config):
    out = Console(file=io.StringIO(), width=80)
    session(Project(config, "Ann"), "talk", out, iter("q"), lambda _: "")

    (keys,) = (line for line in out.file.getvalue().splitlines() if line.startswith("a accept"))
    assert keys.endswith("q quit")


def test_the_terminal_asks_in_the_order_of_the_page_or_only_what_is_so_sure(config, monkeypatch):
    monkeypatch.setattr("pipeline.review.terminal.LIKELY", 0.85)
    asked = []
    monkeypatch.setattr("pipeline.review.terminal.show", lambda *told: asked.append(told[2]))
    out = Console(file=io.StringIO(), width=120)
    session(Project(config, "Ann"), "talk", out, iter("sssss"), str)
    session(Project(config, "Ann"), "talk", out, iter("sssss"), str, 0.87)

    assert [item.number for item in asked] == [2, 3, 4, 0, 1, 2, 3, 4]
    assert "3 to decide" in out.file.getvalue()


def test_cleaning_and_the_diff_count_the_same_questions(config):
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]

    def told(*command):
        return CliRunner().invoke(cli, [*command, *at]).stdout

    assert ", 5 questions waiting (" in told("clean", "--again")
    assert "== terms: 0 made, 5 questions waiting, 5 readings suggested" in told("diff", "talk")
    some = told("diff", "talk", "--stage", "terms", "--least", "0.94")
    assert "== terms: 0 made, 2 questions waiting, 2 readings suggested" in some
    reviewed = Project(config, "Ann")
    desk = reviewed.open("talk").desk
    reviewed.save("talk", desk.about(desk.items[0].ids[0], "reject"), "")
    assert "== terms: 0 made, 4 questions waiting, 5 readings suggested" in told("diff", "talk")


def test_a_talk_that_is_not_there_is_told_from_those_that_are(config):
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]
    result = CliRunner().invoke(cli, ["review", "--terminal", "tlak", *at])

    assert str(result.exception) == "there is no talk 'tlak'; there are: talk"


@pytest.mark.parametrize("answer", [" ", "Image\x1b[DNet"])
def test_an_answer_in_the_terminal_that_is_no_text_leaves_the_question(answer, config):
    out = Console(file=io.StringIO(), width=120)
    reviewed = Project(config, "Ann")
    session(reviewed, "talk", out, iter(["", "o", "\u00b2", "q"]), lambda _: answer)

    assert reviewed.open("talk").desk.lines == []
    assert out.file.getvalue().count("1/5") == 4


def test_verdicts_go_to_a_spreadsheet_and_come_back(config, tmp_path):
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]
    table = CliRunner().invoke(cli, ["verdicts", "export", *at]).stdout
    path = config.clean.parent / "verdicts.csv"
    assert CliRunner().invoke(cli, ["verdicts", "export", "--output", str(path), *at]).stdout == ""
    assert path.read_text(encoding="utf-8") == table
    rows = table.splitlines()
    assert len(rows) == 6
    filled = tmp_path / "filled.csv"
    # The last three columns are verdict, text and who.
    done = [
        rows[1].removesuffix(",,,") + ",accept,,",
        rows[2].removesuffix(",,,") + ",other,IN,Eve",
    ]
    filled.write_text("\n".join([rows[0], *done, *rows[3:]]))

    result = CliRunner().invoke(cli, ["verdicts", "import", str(filled), "--who", "Ann", *at])
    assert result.stdout.startswith("2 verdicts taken in")
    again = CliRunner().invoke(cli, ["verdicts", "import", str(filled), "--who", "Ann", *at])
    assert again.stdout.startswith("0 verdicts taken in")
    desk = Project(config, "").open("talk").desk
    assert [desk.status(item) for item in desk.items[:3]] == ["accepted", "other", "waiting"]
    assert [line.who for line in desk.lines] == ["Ann", "Eve"]


def exported(at):
    """The rows of the table that `export` prints."""
    text = CliRunner().invoke(cli, ["verdicts", "export", *at]).stdout
    return list(csv.DictReader(io.StringIO(text)))


def imported(rows, path, at):
    """What `import` tells of a table with these rows: in output, in errors."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)
    result = CliRunner().invoke(cli, ["verdicts", "import", str(path), "--who", "Bob", *at])
    return result.stdout.partition(";")[0], result.stderr


@pytest.mark.parametrize("text", ["'cause", "=1+1", "'=1", "''-", "@home", "IN"])
def test_a_text_comes_back_from_a_table_as_it_was_written(text, config, tmp_path):
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]
    reviewed = Project(config, "Ann")
    desk = reviewed.open("talk").desk
    reviewed.save("talk", desk.about(desk.items[0].ids[0], "other", text), "")
    rows = exported(at)
    told = imported(rows, tmp_path / "same.csv", at)
    assert told == ("0 verdicts taken in", "")

    verdict_file(config, "talk").unlink()
    fresh = [{**rows[0], "decided": ""}, *rows[1:]]
    assert imported(fresh, tmp_path / "new.csv", at) == ("1 verdict taken in", "")
    assert Project(config, "").open("talk").desk.of[rows[0]["id"]].text == text


def test_a_talk_that_cannot_be_read_costs_its_own_rows_alone(tmp_path):
    config = project(tmp_path, {"gone": SAID, "talk": SAID})
    at = ["--config", str(tmp_path / "mondegreen.toml")]
    rows = [row | {"verdict": "accept"} for row in exported(at)]
    (config.raw / "gone.txt").unlink()
    rows.append({**rows[-1], "talk": "never"})
    out, errors = imported(rows, tmp_path / "all.csv", at)
    gone, never = errors.splitlines()

    assert out == "5 verdicts taken in"
    assert gone == (
        f"gone: nothing taken in: the raw file of 'gone' is no longer in {config.raw}; put it back, "
        f"or delete {config.clean / 'gone'} if the talk is gone; what was decided is kept"
    )
    assert never.startswith("never: nothing taken in: no cleaned talk 'never'")
    result = CliRunner().invoke(cli, ["verdicts", "export", *at])
    told = csv.DictReader(io.StringIO(result.stdout))
    assert [(row["talk"], row["decided"]) for row in told] == [("talk", "accept")] * 5
    assert (result.exit_code, result.stderr) == (
        1,
        f"{gone}\n".replace("nothing taken in", "left out"),
    )


def test_rows_of_an_older_table_do_not_go_over_what_was_decided_since(config, tmp_path):
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]
    reviewed = Project(config, "Ann")
    ids = [item.ids[0] for item in reviewed.open("talk").desk.items]

    def tell(number, verdict, who):
        reviewed.save("talk", reviewed.open("talk").desk.about(ids[number], verdict), who)

    for number in (0, 1, 2):
        tell(number, "accept", "Ann")
    rows = {row["id"]: row for row in exported(at)}
    for number in (0, 1):
        tell(number, "reject", "Eve")
    rows[ids[1]] |= {"verdict": "other", "text": "IN"}  # both changed: told
    rows[ids[2]] |= {"verdict": "reject"}  # changed in the table alone: taken in
    out, errors = imported(list(rows.values()), tmp_path / "old.csv", at)

    assert out == "1 verdict taken in"
    assert (
        f"1 decided otherwise since and left so; decide on the page, or export again: talk/{ids[1]} in line 3 (reject by Eve)"
        in errors
    )
    of = Project(config, "").open("talk").desk.of
    assert [(of[i].verdict, of[i].who) for i in ids[:3]] == [
        ("reject", "Eve"), ("reject", "Eve"), ("reject", "Bob"),
    ]  # fmt: skip


def test_a_table_that_does_not_tell_what_was_decided_adds_and_changes_nothing(config, tmp_path):
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]
    reviewed = Project(config, "Ann")
    ids = [item.ids[0] for item in reviewed.open("talk").desk.items]
    reviewed.save("talk", reviewed.open("talk").desk.about(ids[0], "accept"), "")
    rows = [{"talk": "talk", "id": name, "verdict": "reject"} for name in ids[:2]]
    out, errors = imported(rows, tmp_path / "plain.csv", at)

    assert (out, "(accept by Ann)" in errors) == ("1 verdict taken in", True)


def test_of_a_table_with_a_wrong_verdict_the_other_rows_are_taken_in(config, tmp_path):
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]
    rows = exported(at)
    rows[0]["verdict"], rows[1]["verdict"] = "maybe", "accept"
    out, errors = imported(rows, tmp_path / "table.csv", at)

    assert out == "1 verdict taken in"
    assert errors == (
        "1 with a verdict that is none of accept, reject, other, drop: "
        f"talk/{rows[0]['id']} in line 2\n"
    )


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1252"), (",", "utf-16-le")],
)
def test_a_table_is_read_as_spreadsheets_save_it(delimiter, encoding, config, tmp_path):
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]
    rows = exported(at)
    rows[0] |= {"verdict": "Other", "text": "Café; ÎN,", "who": "Zoë"}
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, rows[0], delimiter=delimiter)
    writer.writerow({name: name.title() for name in rows[0]})
    writer.writerows(rows)
    path = tmp_path / "saved.csv"
    path.write_bytes(table.getvalue().encode(encoding))
    result = CliRunner().invoke(cli, ["verdicts", "import", str(path), *at])

    assert result.stdout == "1 verdict taken in; `mondegreen clean` obeys them\n"
    (line,) = Project(config, "").open("talk").desk.lines
    assert (line.text, line.who) == ("Café; ÎN,", "Zoë")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"talk;id\n", "t.csv:1: no column named verdict; `mondegreen verdicts export` prints such a table"),
        (b"", "t.csv:1: no column named talk; `mondegreen verdicts export` prints such a table"),
        (b"talk,id,verdict,text\nt,x,other,a,b\n", "t.csv:2: 5 cells in 4 columns; quote a text that has a comma or semicolon in it"),
        (b"talk,id,verdict\n" + b"x" * 140_000, "t.csv:2: not a table (field larger than field limit (131072))"),
        (b"PK\x03\x04", "t.csv: this is a ZIP archive or an office document, not a transcript; save it as plain text"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_verdicts_is_told(data, message, config, tmp_path):
    (tmp_path / "t.csv").write_bytes(data)
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]
    result = CliRunner().invoke(cli, ["verdicts", "import", str(tmp_path / "t.csv"), *at])

    assert str(result.exception) == f"{tmp_path}/{message}"


BESIDE = TERMS + '[Magenta]\nheard = ["imagine that"]\nnear = ["labels"]\n'


def two_readings(folder):
    """The options of a project with two readings of one place; and the ids of these."""
    config = project(folder)
    (folder / "words.toml").write_text(BESIDE)
    assert not outcome(Job(config.raw / "talk.txt", config)).failed
    at = ["--config", str(folder / "mondegreen.toml")]
    rows = [row for row in exported(at) if row["was"] == "imagine that"][:2]
    assert {row["now"] for row in rows} == {"ImageNet", "Magenta"}
    return config, at, rows


def reads(config):
    """How the talk begins after a run."""
    assert not outcome(Job(config.raw / "talk.txt", config)).failed
    return (config.clean / "talk" / "transcript.txt").read_text().partition(" and ")[0]


@pytest.mark.parametrize("between", [False, True], ids=["at once", "after a run"])
@pytest.mark.parametrize("verdict", ["accept", "other"])
def test_a_reading_that_was_accepted_gives_way_to_another(verdict, between, tmp_path):
    config, at, rows = two_readings(tmp_path)
    surer, other = sorted(rows, key=lambda row: row["now"])
    surer["verdict"] = "accept"
    assert imported([surer], tmp_path / "a.csv", at) == ("1 verdict taken in", "")
    if between:
        assert reads(config) == "Ann: So today we talk about ImageNet"
    rows = {row["id"]: row for row in exported(at)}
    rows[other["id"]] |= {"verdict": verdict, "text": "Magenta", "who": "Eve"}
    assert imported(list(rows.values()), tmp_path / "b.csv", at) == ("1 verdict taken in", "")

    of = Project(config, "").open("talk").desk.of
    assert [(of[row["id"]].verdict, of[row["id"]].who) for row in (surer, other)] == [
        ("reject", "Eve"), (verdict, "Eve"),
    ]  # fmt: skip
    assert reads(config) == "Ann: So today we talk about Magenta"
    assert imported(list(rows.values()), tmp_path / "b.csv", at) == ("0 verdicts taken in", "")


def test_a_reading_that_was_accepted_since_does_not_give_way(tmp_path):
    config, at, (one, other) = two_readings(tmp_path)
    reviewed = Project(config, "Ann")
    reviewed.save("talk", reviewed.open("talk").desk.about(one["id"], "accept"), "")
    other["verdict"] = "accept"
    out, errors = imported([one, other], tmp_path / "old.csv", at)

    assert (out, f"{other['id']} in line 3 (accept by Ann)" in errors) == (
        "0 verdicts taken in",
        True,
    )


def test_two_readings_of_the_same_words_are_not_taken_in_together(tmp_path):
    _, at, (one, other) = two_readings(tmp_path)
    one["verdict"] = "accept"
    other |= {"verdict": "other", "text": "Imogen"}
    out, errors = imported([one, other], tmp_path / "both.csv", at)

    assert out == "0 verdicts taken in"
    assert errors.startswith(
        "2 about the same words as another row, each with another reading; choose one: "
    )


def test_a_reading_that_is_rejected_beside_the_one_that_is_made_takes_nothing_back(tmp_path):
    config, at, made = one_is_made(tmp_path)
    rows = exported([*at, "--all"])
    other = next(row for row in rows if row["reads"] == made != row["now"])
    other["verdict"] = "reject"
    assert imported(rows, tmp_path / "no.csv", at) == ("1 verdict taken in", "")

    for _ in range(2):  # at once, and after a run
        desk = Project(config, "").open("talk").desk
        item = next(item for item in desk.items if other["id"] in item.ids)
        assert (desk.status(item), desk.reads(item.place)) == ("made", made)
        assert reads(config) == f"Ann: So today we talk about {made}"

    rows = exported([*at, "--all"])
    next(row for row in rows if row["now"] == made)["verdict"] = "reject"
    assert imported(rows, tmp_path / "both.csv", at) == ("1 verdict taken in", "")
    assert reads(config) == "Ann: So today we talk about imagine that"
    desk = Project(config, "").open("talk").desk
    item = next(item for item in desk.items if other["id"] in item.ids)
    assert desk.status(item) == "rejected"


def test_a_table_asks_what_the_page_asks(tmp_path):
    _, at, made = one_is_made(tmp_path)

    rows, every = exported(at), exported([*at, "--all"])
    assert rows == [row for row in every if row["reads"].casefold() == row["was"].casefold()]
    assert {row["made"] for row in every if row["reads"] == made} == {"True", "False"}


def one_is_made(folder):
    """A project with two readings of some places, of which the surer is made; its options, and what that reads."""
    config, at, rows = two_readings(folder)
    surer = max(rows, key=lambda row: float(row["confidence"]))
    config = replace(config, apply=(("terms", float(surer["confidence"]) - 0.01),))
    settings = folder / "mondegreen.toml"
    settings.write_text(settings.read_text().replace("0.965", str(config.threshold("terms"))))
    assert not outcome(Job(config.raw / "talk.txt", config)).failed
    return config, at, surer["now"]


def test_words_are_left_out_on_purpose_only(config, tmp_path):
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]
    rows = exported(at)
    rows[0]["verdict"] = "Drop"
    rows[1] |= {"verdict": "other", "text": " "}
    out, errors = imported(rows, tmp_path / "table.csv", at)

    assert out == "1 verdict taken in"
    assert errors == (
        "1 other without a text; write one, or the verdict drop to leave the words out: "
        f"talk/{rows[1]['id']} in line 3\n"
    )
    assert reads(config) == "Ann: So today we talk about"
    (again, *_) = exported(at)
    assert (again["decided"], again["verdict"], again["text"]) == ("drop", "drop", "")
    assert imported([again], tmp_path / "again.csv", at) == ("0 verdicts taken in", "")
    old = {**again, "decided": "other: ", "verdict": "other"}  # as tables told it once
    assert imported([old], tmp_path / "old.csv", at) == ("0 verdicts taken in", "")


def test_a_verdict_that_was_cleared_is_told_and_stays(config, tmp_path):
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]
    rows = exported(at)
    rows[0]["verdict"] = "accept"
    imported(rows, tmp_path / "table.csv", at)
    rows = exported(at)
    rows[0]["verdict"] = ""
    out, errors = imported(rows, tmp_path / "table.csv", at)

    assert (out, errors) == (
        "0 verdicts taken in",
        "1 cleared, which takes nothing back; write another verdict, or undo it on the page: "
        f"talk/{rows[0]['id']} in line 2\n",
    )
    assert Project(config, "").open("talk").desk.of[rows[0]["id"]].verdict == "accept"


def test_what_was_written_by_hand_is_not_decided_in_a_table(config, tmp_path):
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]
    rows = exported(at)
    rows[0] |= {"verdict": "other", "text": "Imogen"}
    imported(rows, tmp_path / "table.csv", at)
    reads(config)
    (row,) = (row for row in exported([*at, "--all"]) if row["stage"] == "hand")
    out, errors = imported([{**row, "verdict": "reject"}], tmp_path / "hand.csv", at)

    assert (out, errors) == (
        "0 verdicts taken in",
        f"1 about what was written by hand; change or undo it on the page: talk/{row['id']} in line 2\n",
    )


def test_of_a_filled_in_table_only_the_quotes_before_formulas_go():
    read = sheet.read("talk,id,verdict,text\n'-1,x,other,'cause\n'-1,y,other,'=1\n")

    assert [row.line.text for row in read["-1"]] == ["'cause", "=1"]


def test_a_spreadsheet_is_given_no_formulas(tmp_path):
    config = project(tmp_path, {"talk": "=SUM(1) could a kernels on the machine all night"})
    at = ["--config", str(tmp_path / "mondegreen.toml")]

    assert ",'=SUM(1),could a," in CliRunner().invoke(cli, ["verdicts", "export", *at]).stdout
    assert not verdict_file(config, "talk").exists()


# ---- what verdicts teach ------------------------------------------------------------------------


def test_places_that_agree_make_an_entry_counted_for_and_against(config):
    desk = Project(config, "").open("talk").desk
    reviewed = Project(config, "Ann")
    starts = [n for n, word in enumerate(desk.raw.words) if word.text == "con"]
    for start in starts:
        line = desk.by_hand("words", Place(float(start), start + 2.0), "convnets")
        reviewed.save("talk", [line], "")
    at = ["--config", str(config.raw.parent / "mondegreen.toml")]
    result = CliRunner().invoke(cli, ["dict", "learn", "--yes", *at])

    assert "con nets -> convnets: 2 for, 0 against (new)" in result.stdout
    assert "in your talks" in result.stdout
    assert '[convnets]\nheard = ["con nets"]' in (config.raw.parent / "dictionary.toml").read_text()
    assert "nothing new" in CliRunner().invoke(cli, ["dict", "learn", "--yes", *at]).stdout


@pytest.mark.parametrize(
    ("told", "want"),
    [
        ([("accept", "GP use", "GPUs")] * 2, '[GPU]\nheard = ["gp use -> GPUs"]\n'),
        ([("accept", "GP use", "GPUs")], ""),
        ([("accept", "GP use", "gPUs")] * 2, '[GPU]\nheard = ["gp use -> GPUs"]\n'),
        ([("accept", "warren farin", "Warfarin")] * 2, '[warfarin]\nheard = ["warren farin"]\n'),
        ([("accept", "gee", "GPU")] * 2 + [("reject", "gee", "GPU")] * 2, ""),
        ([("accept", "cuda", "CUDA")] * 2, ""),
        ([("accept", "known", "GPU")] * 2, ""),
    ],
)
def test_lessons(told, want):
    lines = [
        Verdict(str(n), verdict, kind="words", was=was, now=now)
        for n, (verdict, was, now) in enumerate(told)
    ]
    known = Dictionary((Term("GPU", heard=("known",)), Term("warfarin")))

    assert dump(entries(lessons(lines), known)) == want


def test_a_place_counts_once_however_many_of_its_readings_were_answered():
    told = [("1", 4, "of the"), ("2", 4, "of the"), ("3", 9, "of the"), ("4", 4, "in some")]
    lines = [
        Verdict(name, "other", "ReLU", anchor=Anchor(Place(at, at + 2.0), left, "rail you"))
        for name, at, left in told
    ]

    (lesson,) = lessons(lines, least=1)

    assert (lesson.heard, lesson.reads, lesson.yes) == ("rail you", "ReLU", 3)
    assert lessons(lines[:2]) == []


@pytest.mark.parametrize(
    ("reads", "is_name"),
    [
        ("nephrotoxic. Ask", False),
        ("nephrotoxic? Ask", False),
        ("nephrotoxic.", True),
        ("St. Jude", True),
        ("Samuel L. Jackson", True),
        ("U.S. Army", True),
        ("Dr. No", True),
    ],
)
def test_what_has_the_end_of_a_sentence_in_it_is_no_name(reads, is_name):
    assert bool(lessons([Verdict("1", "other", reads, was="it")], least=1)) is is_name


@pytest.mark.parametrize(
    ("told", "want"),
    [
        ([("reject", "jeep use", "GPUs")] * 2, [("GPU", "jeep use", 0, 2)]),
        ([("reject", "jeep use", "GPUs")], []),
        ([("reject", "jeep use", "GPUs"), ("accept", "jeep use", "GPUs")] * 2, []),
        ([("reject", "cheap use", "GPUs")] * 2, []),
    ],
)
def test_a_listed_mishearing_that_reviewers_reject_is_named_with_its_entry(told, want):
    lines = [
        Verdict(str(n), verdict, kind="words", was=was, now=now)
        for n, (verdict, was, now) in enumerate(told)
    ]
    known = Dictionary((Term("GPU", heard=("jeep use -> GPUs", "known")),))

    found = refuted(lines, known)

    assert [(term.name, each.heard, each.yes, each.no) for term, each in found] == want
