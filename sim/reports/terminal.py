"""Reports for a terminal: tables, and all of the report on a run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from sim.base.i18n import _
from sim.base.wrapping import HAN, columns, wrap
from sim.measures.measured_value import Value
from sim.policy.changes import change_lines
from sim.reports.run_tables import (
    MONEY_SUMS,
    measure_rows,
    money_rows,
    need_rows,
    open_orders,
    run_heading,
)

if TYPE_CHECKING:
    from sim.measures.run import Run

LEVER = re.compile(r"\w+(\.\w+)+")
"""A dotted name."""
CHINESE_HEAD = 16
"""Columns from which on a Chinese head is broken."""


def text_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Collection[int] = (),
    unbroken: Collection[int] = (),
    total: int = 0,
    tight: bool = False,
) -> Table:
    """A table.

    numbers: columns set to the right; they and the unbroken ones are never folded; total: how many rows at the end are sums;
    tight: without unnecessary lines and spaces.
    """
    table = Table(
        box=None if tight else box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0) if tight else (0, 1)
    )
    rows = list(rows)
    for place, head in enumerate(heads):
        whole = place in numbers or place in unbroken
        cells = [row[place] for row in rows]
        words = [
            word for text in (head, *([] if whole else cells)) for word in text.split() if word.isascii()
        ]
        least = max((columns(piece) for word in words for piece in _pieces(word)), default=0)
        if whole:
            least = max([least, *map(columns, cells)])
        lines = [head]
        if LEVER.fullmatch(head):
            lines = _pieces(head)
        elif place in numbers:  # as narrow as the numbers; Chinese words are not taken apart
            lines = wrap(head, max(least, CHINESE_HEAD) if HAN.search(head) else least)
        table.add_column(
            "\n".join(lines),
            justify="right" if place in numbers else "left",
            overflow="fold",  # Chinese has no spaces to break a line at
            no_wrap=whole,
            min_width=least or None,
        )
    for place, row in enumerate(rows):
        if total and place == len(rows) - total:
            table.add_section()
        table.add_row(*row)
    return table


def _pieces(text: str) -> list[str]:
    """The places at which a text may be broken: between words, and after a dot or a line in the name of a lever."""
    words = (re.findall(r"[^._]+[._]?", word) if LEVER.fullmatch(word) else [word] for word in text.split())
    return [piece for pieces in words for piece in pieces]


def whole_report(run: Run) -> RenderableType:
    """The whole report of a run in a terminal: `kefu run --all`."""
    return Group(
        Text("\n".join([run_heading(run), *change_lines(run.case.policy, run.policy)])),
        _title(_("Service")),
        measure_table(run.measures),
        Text(open_orders(run.measures)),
        _title(_("What became of the customers' needs")),
        text_table((_("state"), _("needs"), _("share")), need_rows(run), numbers=(1, 2), total=1),
        _title(_("Money")),
        text_table((_("account"), _("CNY")), money_rows(run), numbers=(1,), total=MONEY_SUMS),
    )


@dataclass(frozen=True)
class Prose:
    """Sentences that keep their numbers whole at the end of a line, in Chinese too."""

    text: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lines of the width there is."""
        yield Text("\n".join(wrap(self.text, options.max_width) if HAN.search(self.text) else [self.text]))


def _title(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def measure_table(measures: Mapping[str, Value]) -> Table:
    """The service measures as a table."""
    heads = ("", _("measure"), _("value"), _("of"), _("what it means"))
    return text_table(heads, measure_rows(measures), numbers=(2, 3), unbroken=(0,))
