"""The pages: what students wrote is text, nobody else may read or send, decisions by mouse, keys and without a script."""

from __future__ import annotations

import asyncio
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
import tornado.httpserver
import tornado.ioloop
import tornado.netutil

from sim.base.i18n import using
from sim.marking.batch.gradebook import Gradebook
from sim.marking.reviewing.desk import Desk
from sim.marking.reviewing.pages import HOST, application
from tests.marking.reviewing.class_ import NAME, SENTENCE, make_class
from tests.support.jupyterlab import browser

WORD = "word"
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
        desks = {NAME: self.desk}
        sockets = tornado.netutil.bind_sockets(0, HOST)
        self.port = sockets[0].getsockname()[1]
        self.address = f"http://{HOST}:{self.port}/{WORD}"
        started = threading.Event()

        def run() -> None:
            async def serve() -> None:
                self.loop = tornado.ioloop.IOLoop.current()
                self.stop = asyncio.Event()
                server = tornado.httpserver.HTTPServer(application(desks, WORD, self.port))
                server.add_sockets(sockets)
                started.set()
                await self.stop.wait()

            asyncio.run(serve())

        self.thread = threading.Thread(target=run, daemon=True)
        self.thread.start()
        started.wait()

    def close(self) -> None:
        self.loop.add_callback(self.stop.set)
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
    assert ("同一题" if lang == "zh" else "One question over all students") in shown[0]


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
    with pytest.raises(HTTPError) as error:
        pages.post(f"undo/{NAME}/{SENTENCE}", {}, **headers)
    assert error.value.code == 403


@pytest.mark.parametrize(
    "path",
    [
        "../other/",
        "answer/no_such/q1",
        "answer/../../etc",
        f"answer/{NAME}/{SENTENCE}/../../..",
        "review.css",
    ],
)
def test_only_pages_that_there_are(pages: Served, path: str) -> None:
    with pytest.raises(HTTPError) as error:
        pages.get(path)
    assert error.value.code == 404


def test_the_word_in_the_address_is_needed(pages: Served) -> None:
    with pytest.raises(HTTPError) as error, urlopen(f"http://{HOST}:{pages.port}/"):
        pass
    assert error.value.code == 404


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
