"""What all pages of `kefu review` have: who may send, what is said if something is wrong, and addresses that hold a word.

Another web page can neither read these pages nor send to them. What students wrote is shown as text: no HTML of theirs, no
picture, no link.
"""

from __future__ import annotations

from typing import Any

import tornado.web

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.marking.reviewing.desk import Desk
from sim.reports.html import render_plain

TEMPLATES = "marking/reviewing/templates"
HOST = "127.0.0.1"
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
