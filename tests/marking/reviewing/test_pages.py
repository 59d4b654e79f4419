"""The pages: what students wrote is text, nobody else may read or send, decisions by mouse, keys and without a script."""

from __future__ import annotations

import asyncio
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, urlencode
from urllib.request import Request, urlopen

import pytest
from sqlalchemy.exc import OperationalError

from sim.base.i18n import using
from sim.marking.batch.gradebook import Gradebook
from sim.marking.reviewing.desk import Desk
from sim.marking.reviewing.server import serving
from tests.marking.reviewing.class_ import NAME, SENTENCE, make_class
from tests.support.jupyterlab import browser

ANSWERS = {
    "li01": "Callers hang up; 20 of 60 at 10.",
    "wang02": "<img src=x onerror=alert(1)><script>document.title='taken'</script>",
    "zhao03": "The formula is wrong.",
}


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_class(tmp_path_factory.mktemp("class"), ANSWERS).folder


class Served:
    """The pages of a course in a thread."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.desk = Desk(root, NAME)
        started = threading.Event()

        def ready(address: str, once: str) -> None:
            self.address, self.once = address.rstrip("/"), once
            started.set()

        async def serve() -> None:
            self.loop, self.task = asyncio.get_running_loop(), asyncio.current_task()
            with suppress(asyncio.CancelledError):
                await serving({NAME: self.desk}, ready)

        self.thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
        self.thread.start()
        assert started.wait(60)
        self.host = self.address.rpartition("/")[0]

    def close(self) -> None:
        assert self.task is not None
        self.loop.call_soon_threadsafe(self.task.cancel)
        self.thread.join()

    def get(self, path: str = "", **headers: str) -> str:
        with urlopen(Request(f"{self.address}/{path}", headers=headers)) as answer:
            return str(answer.read().decode("utf-8"))

    def post(self, path: str, fields: dict[str, object], **headers: str) -> str:
        data = urlencode(fields).encode()
        with urlopen(Request(f"{self.address}/{path}", data, headers)) as answer:
            return str(answer.read().decode("utf-8"))

    def points(self, student: str) -> float | None:
        with Gradebook(self.root) as book:
            return next(mark.points for mark in book.marks(NAME, student) if mark.name == SENTENCE)


@pytest.fixture
def pages(entered: Path, tmp_path: Path) -> Iterator[Served]:
    served = Served(Path(shutil.copytree(entered, tmp_path / "course")))
    yield served
    served.close()


def said(error: HTTPError) -> str:
    """The sentence of a page that says what is wrong."""
    page = error.read().decode("utf-8")
    found = re.search(r'role="alert">([^<]*)<', page)
    assert found is not None, page
    assert "Traceback" not in page
    return found[1]


def refused(ask: Callable[[], object]) -> tuple[int, str]:
    """The status and the sentence of a request that is refused."""
    with pytest.raises(HTTPError) as error:
        ask()
    return error.value.code, said(error.value)


def slug_of(pages: Served, student: str) -> str:
    return next(slug for slug, one in pages.desk.answers.of(SENTENCE).items() if one.student == student)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pages_hold_no_names_and_nothing_that_runs(pages: Served, lang: str) -> None:
    with using(lang):
        shown = [pages.get(), pages.get(f"requests/{NAME}"), pages.get(f"agreement/{NAME}/{SENTENCE}")]
        shown += [pages.get(f"answer/{NAME}/{SENTENCE}/{slug_of(pages, student)}") for student in ANSWERS]
    whole = "".join(shown)
    assert not any(student in whole for student in ANSWERS)
    assert "&lt;script&gt;document.title" in whole
    assert "<script>document" not in whole
    assert "onerror=alert(1)>" not in whole
    assert ("同一题" if lang == "zh" else "One question at a time for all students") in shown[0]


def test_a_form_without_a_script_decides_and_goes_on(pages: Served) -> None:
    slug = slug_of(pages, "li01")
    page = pages.get(f"answer/{NAME}/{SENTENCE}/{slug}")
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest is not None
    fields = {"digest": digest[1], "level0": "0.5", "level1": "0.25", "comment": "Units?"}
    after = pages.post(f"answer/{NAME}/{SENTENCE}/{slug}", fields)
    assert pages.points("li01") == 0.75
    assert "1 decided" in after
    assert slug not in str(re.search(r'action="([^"]+)" id="decision"', after))
    pages.post(f"undo/{NAME}/{SENTENCE}", {})
    assert pages.points("li01") is None
    status, sentence = refused(lambda: pages.post(f"undo/{NAME}/{SENTENCE}", {}))
    assert (status, sentence) == (409, "There is no decision of yours to take back that still stands.")


def test_a_form_that_is_sent_twice_decides_once_and_an_old_one_not_at_all(pages: Served) -> None:
    place = f"answer/{NAME}/{SENTENCE}/{slug_of(pages, 'li01')}"
    page = pages.get(place)
    fields: dict[str, object] = {
        name: re.findall(rf'name="{name}" value="(\w*)"', page)[0] for name in ("digest", "seen")
    }
    fields |= {"level0": "0.5", "level1": "0.25", "comment": "Units?\nWhich hour?"}
    for _twice in range(2):
        assert "1 decided" in pages.post(place, fields)
    assert "has changed since you decided" not in pages.get(place)
    again = pages.post(place, {**fields, "level1": "0"})
    assert "has decided on this answer meanwhile" in again
    assert re.search(r'name="level1" value="0" checked', again), "what was chosen stays"
    assert pages.points("li01") == 0.75
    with Gradebook(pages.root) as book:
        kinds = [one.kind for one in book.changes(NAME, "li01") if one.cell == SENTENCE and one.who != "?"]
    assert kinds.count("person") == 1


def test_a_request_is_entered_and_answered_once(pages: Served) -> None:
    place = f"requests/{NAME}"
    wrong = pages.post(place, {"student": "nobody", "question": SENTENCE, "request": "kept text"})
    assert "nobody has no mark" in wrong
    assert "kept text</textarea>" in wrong
    page = pages.post(
        place, {"student": "li01", "question": SENTENCE, "request": "<b>li01</b> wrote 20 of 60"}
    )
    assert "&lt;b&gt;***&lt;/b&gt; wrote 20 of 60" in page
    asked = re.search(r'name="asked" value="([^"]+)"', page)
    assert asked is not None
    fields = {"asked": asked[1], "reply": "You are right.", "points": "1"}
    assert "&#34;oops" in pages.post(place, {**fields, "points": '"oops'})
    assert pages.points("li01") is None
    assert "You are right." in pages.post(place, fields)
    assert "has answered this request already" in pages.post(place, {**fields, "points": "0"})
    assert pages.points("li01") == 1
    answer = pages.get(f"answer/{NAME}/{SENTENCE}/{slug_of(pages, 'li01')}")
    assert "The mark stands at 1 of 1" in answer


def test_a_body_that_is_too_large_is_not_read(pages: Served) -> None:
    place = f"answer/{NAME}/{SENTENCE}/{slug_of(pages, 'li01')}"
    with pytest.raises((HTTPError, URLError, ConnectionError)):
        pages.post(place, {"comment": "x" * 300_000})
    assert SENTENCE in pages.get(place)


def test_a_gradebook_that_is_busy_is_said(pages: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_what: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr(pages.desk, "enter_requests", busy)
    fields = {"student": "li01", "question": SENTENCE, "request": "why"}
    status, sentence = refused(lambda: pages.post(f"requests/{NAME}", fields))
    assert status == 500
    assert "Another program is writing into the gradebook" in sentence


def test_what_nobody_expected_is_a_sentence_and_in_the_window(
    pages: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pages.desk, "progress", lambda: 1 / 0)
    assert refused(pages.get) == (
        500,
        "Something went wrong, and nothing was saved. The window of kefu review says more.",
    )
    assert "ZeroDivisionError" in caplog.text
    caplog.clear()
    refused(lambda: pages.get("no-such-page"))
    assert caplog.text == ""


def test_a_missing_level_is_said_and_the_comment_stays(pages: Served) -> None:
    slug = slug_of(pages, "li01")
    page = pages.post(
        f"answer/{NAME}/{SENTENCE}/{slug}", {"digest": "", "level0": "0.5", "comment": "<b>kept</b>"}
    )
    assert 'role="alert"' in page
    assert "&lt;b&gt;kept&lt;/b&gt;" in page
    assert pages.points("li01") is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Host": "localhost:1"},
    ],
)
def test_nobody_else_may_send(pages: Served, headers: dict[str, str]) -> None:
    status, sentence = refused(lambda: pages.post(f"undo/{NAME}/{SENTENCE}", {}, **headers))
    assert (status, sentence[:35]) == (403, "This was not sent by a page of kefu")


@pytest.mark.parametrize(
    "path",
    [
        "../other/",
        "answer/no_such/q1",
        "answer/../../etc",
        f"answer/{NAME}/{SENTENCE}/../../..",
        f"answer/{NAME}/no-such-question",
        f"agreement/{NAME}/no-such-question",
        "review.css",
    ],
)
def test_only_pages_that_there_are(pages: Served, path: str) -> None:
    assert refused(lambda: pages.get(path)) == (404, "There is no such page.")


def test_the_word_in_the_address_is_needed(pages: Served) -> None:
    word = pages.address.rpartition("/")[2]
    for path in ("", "/", "/open/", "/open/guess", "/review.js", f"/{word[:-1]}/"):
        with pytest.raises(HTTPError) as error, urlopen(pages.host + path):
            pass
        assert error.value.code in (404, 409)
        assert word not in said(error.value)


def test_the_address_for_the_browser_works_once(pages: Served) -> None:
    with urlopen(pages.once) as answer:
        assert answer.url == f"{pages.address}/"
    with pytest.raises(HTTPError) as error, urlopen(pages.once):
        pass
    assert "works once" in said(error.value)


@pytest.mark.slow
@pytest.mark.browser
def test_a_class_is_marked_with_keys_alone(pages: Served, chromium: str) -> None:
    refused: list[str] = []
    broken: list[str] = []
    with browser(chromium, refused) as page:
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
        page.goto(f"{pages.address}/answer/{NAME}/{SENTENCE}")
        for number in range(len(ANSWERS)):
            assert page.title() == SENTENCE
            page.keyboard.press("1")
            page.keyboard.press("2")
            if number == 0:
                page.keyboard.press("c")
                page.keyboard.type("2 figures, please")
                page.keyboard.press("Escape")
            else:
                page.keyboard.press("Alt+1")
            with page.expect_navigation():
                page.keyboard.press("Enter")
        page.wait_for_url(f"{pages.address}/")
        assert [pages.points(student) for student in ANSWERS] == [0.75] * 3
        page.goto(f"{pages.address}/answer/{NAME}/{SENTENCE}")
        with page.expect_navigation():
            page.keyboard.press("u")
    assert sorted(pages.points(student) or 0 for student in ANSWERS) == [0, 0.75, 0.75]
    with Gradebook(pages.root) as book:
        comments = [mark.comment for s in ANSWERS for mark in book.marks(NAME, s) if mark.name == SENTENCE]
    assert sorted(comments) == ["", "2 figures, please", "2 figures, please"]
    assert refused == broken == []


@contextmanager
def another_site(page: str) -> Iterator[str]:
    """A page on another port of this computer; yields its address."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *_args: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.mark.slow
@pytest.mark.browser
def test_another_page_in_the_browser_can_neither_send_nor_show_even_if_it_knows_the_address(
    pages: Served, chromium: str
) -> None:
    place = f"{pages.address}/answer/{NAME}/{SENTENCE}/{slug_of(pages, 'li01')}"
    digest = pages.desk.answers.of(SENTENCE)[slug_of(pages, "li01")].digest
    body = urlencode({"digest": digest, "level0": "0.5", "level1": "0.5"})
    fields = "".join(f'<input name="{name}" value="{value}">' for name, value in parse_qsl(body))
    page_of_theirs = f"""<iframe id="frame" src="{pages.address}/"></iframe><form method="post" action="{place}">{fields}</form>
    <script>fetch("{place}", {{method: "POST", mode: "no-cors", body: new URLSearchParams("{body}")}})
    .finally(() => document.title = "sent")</script>"""
    with another_site(page_of_theirs) as address, browser(chromium, []) as page:
        page.goto(address)
        page.wait_for_function("document.title === 'sent'")
        assert page.evaluate("document.getElementById('frame').contentDocument") is None
        assert "One question" not in str([frame.content() for frame in page.frames])
        with page.expect_navigation():
            page.evaluate("document.forms[0].submit()")
        assert "not sent by a page" in page.inner_text("main")
    assert pages.points("li01") is None


@pytest.mark.slow
@pytest.mark.browser
def test_mouse_and_keys_together(pages: Served, chromium: str) -> None:
    with browser(chromium, []) as page:
        page.goto(f"{pages.address}/answer/{NAME}/{SENTENCE}/{slug_of(pages, 'li01')}")
        page.locator("input[name=level0]").nth(0).click()
        page.keyboard.press("2")
        page.keyboard.press("c")
        page.keyboard.type("Units?")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
    assert pages.points("li01") == 0.75
