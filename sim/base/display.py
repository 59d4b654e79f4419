"""Text and HTML for objects in a console or a notebook: a few lines of text, a small table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from sim.base.i18n import ngettext

MAX_LINES = 10
"""Lines of a text."""
MAX_ROWS = 12
"""Rows of a table."""


def text_lines(lines: Iterable[str], max_lines: int = MAX_LINES) -> str:
    """The lines as one text, cut to max_lines; the last line then says how many are missing."""
    all_lines = [part for line in lines for part in line.splitlines()]
    if len(all_lines) <= max_lines:
        return "\n".join(all_lines)
    rest = len(all_lines) - max_lines + 1
    more = ngettext("... {n} more line", "... {n} more lines", rest).format(n=rest)
    return "\n".join([*all_lines[: max_lines - 1], more])


def html_table(
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    title: str = "",
    max_rows: int = MAX_ROWS,
    left_out: int = 0,
    notes: Sequence[str] = (),
) -> str:
    """A table in HTML, cut to max_rows rows; the last row then says how many are missing. Cells are escaped here.

    left_out: how many rows the caller has left out at the end, because they would not be shown. notes: sentences below.
    """
    all_rows = list(rows)
    body = [_row("td", cells) for cells in all_rows[:max_rows]]
    rest = max(0, len(all_rows) - max_rows) + left_out
    below = list(notes)
    if rest:
        below.insert(0, ngettext("... {n} more row", "... {n} more rows", rest).format(n=rest))
    wide = f'<td colspan="{len(header)}" style="text-align: left">'
    body += [f"<tr>{wide}{escape(text)}</td></tr>" for text in below]
    caption = (
        f'<caption style="text-align: left; white-space: nowrap">{escape(title)}</caption>' if title else ""
    )
    return f"<table>{caption}<thead>{_row('th', header)}</thead><tbody>{''.join(body)}</tbody></table>"


def _row(tag: str, cells: Sequence[object]) -> str:
    opening = f'<{tag} style="text-align: left">'
    return f"<tr>{''.join(f'{opening}{escape(str(cell))}</{tag}>' for cell in cells)}</tr>"
