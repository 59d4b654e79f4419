"""A web page that needs nothing else: no network, no other file. Same content, same bytes: no dates, no random ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from typing import Any

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from sim.base.i18n import language

# The page may run what it holds and fetch nothing: the browser itself sees to it.
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"

# Pictures are as wide as the page; on paper that is another width.
RESIZE = """
for (const event of ["beforeprint", "afterprint"]) addEventListener(event, () => {
  for (const picture of document.querySelectorAll(".js-plotly-plot")) Plotly.Plots.resize(picture);
});
"""

HTML_LANG = {"en": "en", "zh": "zh-CN"}


def page(title: str, header: str, body: str) -> str:
    """The whole page. title: text; header, body: HTML."""
    style = files("sim").joinpath("reports", "page.css").read_text(encoding="utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="{HTML_LANG[language()]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>\n{style}</style>\n<script>{get_plotlyjs()}</script>\n</head>\n<body>\n"
        f"{header}<main>\n{body}</main>\n<script>{RESIZE}</script>\n</body>\n</html>\n"
    )


def picture(name: str, figure: go.Figure) -> str:
    """A figure, as wide as the page; name: of its own on the page."""
    html = figure.to_html(
        full_html=False,
        include_plotlyjs=False,
        div_id=f"picture-{name}",
        default_width="100%",
        config={"displayModeBar": False, "responsive": True},
    )
    return f'<div class="picture">{html}</div>\n'


def section(title: str, body: str) -> str:
    """A part of the page under its title."""
    return f"<h2>{escape(title)}</h2>\n{body}"


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    numbers: Sequence[int] = (),
    total: int = 0,
    code: bool = False,
    marked: Sequence[int] = (),
) -> str:
    """A table, its texts escaped.

    numbers: columns set to the right; total: how many rows at the end are sums; code: the first column is a
    name of the program's; marked: rows that stand out.
    """
    rows = list(rows)

    def cell(tag: str, place: int, text: str) -> str:
        kind = ' class="number"' if place in numbers else ""
        inner = escape(text)
        return (
            f"<{tag}{kind}>{f'<code>{inner}</code>' if code and tag == 'td' and not place else inner}</{tag}>"
        )

    def row(number: int, values: Sequence[Any]) -> str:
        kind = (
            ' class="total"'
            if number >= len(rows) - total
            else ' class="changed"'
            if number in marked
            else ""
        )
        return (
            f"<tr{kind}>{''.join(cell('td', place, str(value)) for place, value in enumerate(values))}</tr>\n"
        )

    head = "".join(cell("th", place, text) for place, text in enumerate(heads))
    body = "".join(row(number, values) for number, values in enumerate(rows))
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
