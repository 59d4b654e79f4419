"""The server of `kefu review`, for this computer alone. Tornado comes with Jupyter."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Callable

import tornado.httpserver
import tornado.netutil
import tornado.web

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.marking.reviewing import pages
from sim.marking.reviewing.desk import Desk
from sim.marking.reviewing.page import HOST, Missing, Opening

MOST_SENT = 200_000
"""Bytes of a form."""


def application(desks: dict[str, Desk], word: str, once: str, port: int) -> tornado.web.Application:
    """All pages. word: in their addresses; once: in the address for the browser."""
    more = {"desks": desks, "word": word}
    name, slug = "([a-z][a-z0-9_]*)", "([0-9a-f]*)"
    cell = "([A-Za-z0-9_-]+)"
    handlers = {
        "/?": pages.Index,
        f"/answer/{name}/{cell}/?": pages.AnswerPage,
        f"/answer/{name}/{cell}/{slug}": pages.AnswerPage,
        f"/next/{name}/{cell}/{slug}": pages.Next,
        f"/undo/{name}/{cell}": pages.Undo,
        f"/agreement/{name}/{cell}": pages.Agreement,
        f"/requests/{name}": pages.Requests,
        "/review.js": pages.Script,
    }
    return tornado.web.Application(
        [("/open/(.*)", Opening, more), *((f"/{word}{path}", page, more) for path, page in handlers.items())],
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
