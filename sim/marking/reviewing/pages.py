"""The pages of `kefu review`: a server for this computer alone. Tornado comes with Jupyter.

The address holds a word that nobody else knows; another web page can neither read these pages nor send to them. What students
wrote is shown as text: no HTML of theirs, no picture, no link.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import tornado.httpserver
import tornado.netutil
import tornado.web

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.marking.reviewing.decisions import SECOND, Decision
from sim.marking.reviewing.desk import Desk
from sim.marking.reviewing.entries import Entry
from sim.marking.reviewing.requests import MOST_LETTERS
from sim.marking.reviewing.rubric import Question
from sim.reports.html import render_plain
from sim.workspace.settings import student_id

TEMPLATES = "marking/reviewing/templates"
HOST = "127.0.0.1"
MOST_SENT = 200_000
"""Bytes of a form."""
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class Page(tornado.web.RequestHandler):
    """What all pages have: the desks, the word in the address, and where requests may come from."""

    def initialize(self, desks: dict[str, Desk], word: str) -> None:
        """Called by Tornado."""
        self.desks, self.word = desks, word

    def set_default_headers(self) -> None:
        """Called by Tornado."""
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    def prepare(self) -> None:
        """Refuse what another page or another name of this computer sends."""
        own = f"http://{HOST}:{self.settings['port']}"
        if self.request.host != own.removeprefix("http://"):
            raise tornado.web.HTTPError(403)
        if self.request.method == "POST" and self.request.headers.get("Origin", own) != own:
            raise tornado.web.HTTPError(403)

    def write_error(self, status_code: int, **more: Any) -> None:
        """Called by Tornado: say in a sentence what is wrong."""
        error = more.get("exc_info", (None, None))[1]
        if isinstance(error, InputError):
            self.set_status(409)
        self.finish(
            render_plain("problem.html.j2", templates=TEMPLATES, link=self.link, problem=_said(error))
        )

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Called by Tornado: only what nobody expected goes to the window of the command."""
        if not isinstance(error, tornado.web.HTTPError | InputError) and not _busy(error):
            super().log_exception(kind, error, trace)

    def desk(self, assignment: str, cell: str | None = None) -> Desk:
        """The desk of an assignment that has this question."""
        if assignment not in self.desks or not (cell is None or cell in self.desks[assignment].worth):
            raise tornado.web.HTTPError(404)
        return self.desks[assignment]

    def link(self, *parts: str) -> str:
        """An address on this server."""
        return "/".join(["", self.word, *(parts or ("",))])

    def show(self, template: str, **content: Any) -> None:
        """Answer with a page."""
        self.write(render_plain(template, templates=TEMPLATES, link=self.link, **content))

    def number(self, name: str) -> float | None:
        """A number of points in the form; None if the field is empty. Raises InputError if it is none."""
        text = self.get_body_argument(name, "").strip().replace(",", ".")
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            raise InputError(
                _("{column} is {value}, but takes a number.").format(column=_("points earned"), value=text)
            ) from None


def _busy(error: BaseException | None) -> bool:
    from sqlalchemy.exc import OperationalError

    return isinstance(error, OperationalError) and "locked" in str(error)


def _said(error: BaseException | None) -> str:
    if isinstance(error, InputError):
        return str(error)
    if _busy(error):
        return _("Another program is writing into the gradebook. Nothing was saved: go back and try again.")
    status = error.status_code if isinstance(error, tornado.web.HTTPError) else 500
    if status == 403:
        return _("This was not sent by a page of `kefu review`. Open the address that it printed.")
    if status == 404:
        return _("There is no such page.")
    if status < 500:
        return _("This page cannot be used in this way. Nothing was saved.")
    return _("Something went wrong, and nothing was saved. The window of `kefu review` says more.")


class Outside(Page):
    """A page for those who may not know the word: it holds no address."""

    def link(self, *parts: str) -> str:
        """None."""
        return ""


class Missing(Outside):
    """Every other address."""

    def prepare(self) -> None:
        """Called by Tornado before each answer."""
        super().prepare()
        raise tornado.web.HTTPError(404)


class Opening(Outside):
    """What the browser is told to open. Other users of this computer can read that in the list of processes, so it works once."""

    def get(self, once: str) -> None:
        """Go on to the first page."""
        unopened: set[str] = self.settings["unopened"]
        if once not in unopened:
            raise InputError(_("This address works once. Open the one that `kefu review` printed."))
        unopened.remove(once)
        self.redirect(f"/{self.word}/")


class Index(Page):
    """What there is to mark."""

    def get(self) -> None:
        """Show it."""
        rows = [
            {
                "assignment": name,
                "progress": desk.progress(),
                "requests": sum(not one.answer for one in desk.requests()),
            }
            for name, desk in self.desks.items()
        ]
        second = any(desk.role == SECOND for desk in self.desks.values())
        self.show("index.html.j2", rows=rows, second=second)


class AnswerPage(Page):
    """One answer with the levels."""

    def get(self, assignment: str, cell: str, slug: str = "") -> None:
        """Show an answer; without a slug the first that is not done."""
        self.display(assignment, cell, slug)

    def post(self, assignment: str, cell: str, slug: str = "") -> None:
        """Enter a decision, and go on to the next answer."""
        desk = self.desk(assignment, cell)
        one = desk.question(cell)
        try:
            chosen = [self.number(f"level{n}") for n in range(len(one.criteria))]
            levels = tuple(level for level in chosen if level is not None)
            comment, digest, seen = (self.get_body_argument(key, "") for key in ("comment", "digest", "seen"))
            desk.decide(cell, Entry(slug, digest, levels, self.number("points"), comment, seen))
        except InputError as error:
            self.display(assignment, cell, slug, problem=str(error))
            return
        self.redirect(self.link("next", assignment, cell, slug), status=303)

    def display(self, assignment: str, cell: str, slug: str, problem: str = "") -> None:
        """Answer with the page of an answer; if there is a problem, with what was typed and chosen for this answer."""
        desk = self.desk(assignment, cell)
        one = desk.question(cell)
        answers, mine, done = desk.shown(cell)
        slugs = list(answers)
        kept = bool(problem) and slug in answers
        if slug not in answers:
            slug = next((each for each in slugs if each not in done), slugs[0] if slugs else "")
        answer = answers.get(slug)
        decision = mine.get(answer.student) if answer else None
        again = decision is not None and answer is not None and decision.digest != answer.digest
        stands = desk.given_elsewhere(cell, answer.student, decision) if answer else None
        place = slugs.index(slug) if answer else 0
        self.show(
            "answer.html.j2",
            assignment=assignment,
            question=one,
            answer=answer,
            place=place,
            count=len(slugs),
            done=len(done),
            seen=decision.version if decision else "",
            chosen=self._chosen(one, decision, again=again, kept=kept),
            again=again,
            moved=decision is not None and not again and slug not in done,
            stands=stands,
            before=slugs[place - 1] if place else "",
            after=slugs[place + 1] if place + 1 < len(slugs) else "",
            comments=desk.comments(cell),
            comment=self.get_body_argument("comment", "") if kept else (decision.comment if decision else ""),
            second=desk.role == SECOND,
            problem=problem,
        )

    def _chosen(self, one: Question, decision: Decision | None, *, again: bool, kept: bool) -> list[str]:
        """The level of each criterion, or the points; "" if there are none yet."""
        if kept:
            names = [f"level{n}" for n in range(len(one.criteria))] or ["points"]
            return [self.get_body_argument(name, "") for name in names]
        if decision is None or again:
            return [""] * max(1, len(one.criteria))
        return [f"{value:g}" for value in decision.levels or (decision.points,)]


class Next(Page):
    """From one answer to the next that is not done."""

    def get(self, assignment: str, cell: str, slug: str) -> None:
        """Go there; to the list of questions if all are done."""
        answers, _mine, done = self.desk(assignment, cell).shown(cell)
        slugs = list(answers)
        start = slugs.index(slug) + 1 if slug in answers else 0
        target = next((each for each in slugs[start:] + slugs[:start] if each not in done), None)
        self.redirect(self.link() if target is None else self.link("answer", assignment, cell, target))


class Undo(Page):
    """Takes the last decision back."""

    def post(self, assignment: str, cell: str) -> None:
        """Do so, and show that answer."""
        slug = self.desk(assignment, cell).undo(cell)
        if slug is None:
            raise InputError(_("There is no decision of yours to take back that still stands."))
        self.redirect(self.link("answer", assignment, cell, slug), status=303)


class Agreement(Page):
    """How far two markers agree."""

    def get(self, assignment: str, cell: str) -> None:
        """Show it."""
        desk = self.desk(assignment, cell)
        pairs = desk.compared(cell)
        self.show(
            "agreement.html.j2",
            assignment=assignment,
            question=desk.question(cell),
            pairs=pairs,
            differ=[pair for pair in pairs if pair.differs],
            kappas=desk.kappas(cell),
        )


class Requests(Page):
    """Requests for another look."""

    def get(self, assignment: str) -> None:
        """Show them."""
        self.display(assignment)

    def post(self, assignment: str) -> None:
        """Answer one, or enter one."""
        desk = self.desk(assignment)
        try:
            asked = self.get_body_argument("asked", "")
            if asked:
                desk.answer_request(asked, self.get_body_argument("reply", ""), self.number("points"))
            else:
                names = ("student", "question", "request")
                student, cell, text = (self.get_body_argument(name, "") for name in names)
                if not text:
                    raise InputError(_("the request is empty."))
                desk.enter_requests([(student_id(student), cell, text[:MOST_LETTERS])])
        except InputError as error:
            self.display(assignment, problem=str(error))
            return
        self.redirect(self.link("requests", assignment), status=303)

    def display(self, assignment: str, problem: str = "") -> None:
        """Answer with the page; if there is a problem, with what was typed."""
        desk = self.desk(assignment)
        names = ("asked", "reply", "points", "student", "question", "request")
        typed = {name: self.get_body_argument(name, "") if problem else "" for name in names}
        marks = {cell: desk.marks_of(cell) for cell in desk.worth}
        answers = {cell: {one.student: one for one in desk.answers.of(cell).values()} for cell in desk.worth}
        rows = []
        for one in sorted(desk.requests(), key=lambda one: bool(one.answer)):
            answer = answers.get(one.cell, {}).get(one.student)
            given = marks.get(one.cell, {}).get(one.student)
            rows.append(
                {
                    "request": one,
                    "slug": answer.slug if answer and desk.question(one.cell).criteria else "",
                    "asks": desk.answers.shown(one.student, one.request),
                    "text": answer.text if answer else "",
                    "points": given.points if given else None,
                    "most": desk.worth.get(one.cell, 0),
                }
            )
        self.show(
            "requests.html.j2",
            assignment=assignment,
            rows=rows,
            questions=list(desk.worth),
            problem=problem,
            typed=typed,
        )


class Script(Page):
    """The keys."""

    def get(self) -> None:
        """Send the script."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.write(files("sim").joinpath(TEMPLATES, "review.js").read_bytes())


def application(desks: dict[str, Desk], word: str, once: str, port: int) -> tornado.web.Application:
    """All pages. word: in their addresses; once: in the address for the browser."""
    more = {"desks": desks, "word": word}
    name, slug = "([a-z][a-z0-9_]*)", "([0-9a-f]*)"
    cell = "([A-Za-z0-9_-]+)"
    pages = {
        "/?": Index,
        f"/answer/{name}/{cell}/?": AnswerPage,
        f"/answer/{name}/{cell}/{slug}": AnswerPage,
        f"/next/{name}/{cell}/{slug}": Next,
        f"/undo/{name}/{cell}": Undo,
        f"/agreement/{name}/{cell}": Agreement,
        f"/requests/{name}": Requests,
        "/review.js": Script,
    }
    return tornado.web.Application(
        [("/open/(.*)", Opening, more), *((f"/{word}{path}", page, more) for path, page in pages.items())],
        port=port,
        unopened={once},
        default_handler_class=Missing,
        default_handler_args=more,
        log_function=lambda _handler: None,
    )


async def serving(desks: dict[str, Desk], ready: Callable[[str, str], None], port: int = 0) -> None:
    """Serve the pages until cancelled; `ready` is told the address, and one for the browser that works once.

    Raises InputError if the port is taken.
    """
    try:
        sockets = tornado.netutil.bind_sockets(port, HOST, family=socket.AF_INET)
    except OSError:
        raise InputError(_("Port {port} is taken by another program.").format(port=port)) from None
    port = sockets[0].getsockname()[1]
    word, once = secrets.token_urlsafe(12), secrets.token_urlsafe(12)
    server = tornado.httpserver.HTTPServer(application(desks, word, once, port), max_body_size=MOST_SENT)
    server.add_sockets(sockets)
    ready(f"http://{HOST}:{port}/{word}/", f"http://{HOST}:{port}/open/{once}")
    try:
        await asyncio.Event().wait()
    finally:
        server.stop()
