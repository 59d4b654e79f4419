"""The options that say how an order log is read: of `kefu measures`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.cli.parser import Parser


def add_log_options(parser: Parser) -> None:
    """Options for reading the file."""
    parser.option(
        "--map",
        "FIELD=COLUMN ...",
        _("which column is which field, e.g. placed=Date; what a word means, e.g. status:Entregue=delivered"),
        many=True,
    )
    parser.option("--ignore", "COLUMN ...", _("columns that count as not there"), many=True)
    parser.option(
        "--join", "COLUMN", _("column that several files have in common, e.g. order_id or order_id=Order")
    )
    parser.option("--level", "order|line|shipment|event", _("the meaning of a row; recognised if left out"))
    parser.option(
        "--promise",
        "RULE",
        _('a rule for promises, e.g. "placed + 48h", or the column of their lengths: "placed + COLUMN"'),
    )
    parser.option(
        "--from", "DATE", _("start of the window, e.g. 2026-03-01 or 2026-03; the first order if left out")
    )
    parser.option(
        "--to", "DATE", _("end of the window, that day or month included; the last fact if left out")
    )
    parser.option("--timezone", "ZONE", _("zone of times that name none, e.g. Asia/Shanghai"))
    parser.option(
        "--date-order", "dmy|mdy|ymd", _("whether 3/1/2026 is 3 January or 1 March, and 26/3/1 a day in 2026")
    )
    parser.option("--encoding", "NAME", _("encoding of the text, if it is recognised wrongly, e.g. cp1252"))
    parser.option("--sheet", "NAME", _("sheet of an Excel file; the one with most known columns if left out"))


def read_log_options(values: argparse.Namespace, pairs: list[str]) -> dict[str, Any]:
    """The arguments of `read_orders`. pairs: the words of --map."""
    columns, words = _pairs(pairs)
    return {
        "columns": columns,
        "words": words,
        "ignore": values.ignore,
        "join": values.join,
        "level": values.level,
        "promise": values.promise,
        "timezone": values.timezone,
        "date_order": values.date_order,
        "start": getattr(values, "from"),
        "end": values.to,
        "encoding": values.encoding,
        "sheet": values.sheet,
    }


def _pairs(pairs: Iterable[str]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Field -> column, and field -> word -> meaning."""
    columns: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    for pair in pairs:
        field, equals, column = (part.strip() for part in pair.partition("="))
        name, colon, _word = (part.strip() for part in field.partition(":"))
        if colon and equals:
            _name, _colon, rest = pair.partition(":")
            word, _equals, meaning = (part.strip() for part in rest.rpartition("="))
            if name and word and meaning:
                words.setdefault(name, {})[word] = meaning
                continue
        if not (field and equals and column):
            raise InputError(
                _("--map takes field=column, e.g. placed=Date, and not {pair!r}.").format(pair=pair)
            )
        if field in columns:
            raise InputError(_("--map gives the field {field} twice.").format(field=field))
        columns[field] = column
    return columns, words
