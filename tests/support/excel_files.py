"""Excel files small enough to be written by hand: cells of every kind, several sheets."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True)
class Formula:
    """A formula with the value that Excel last saw; None: never calculated."""

    text: str
    value: Any = None


@dataclass(frozen=True)
class Fault:
    """A cell that shows an error such as #N/A."""

    code: str


def workbook(*sheets: list[list[Any]], names: tuple[str, ...] = ()) -> bytes:
    """An xlsx file with these rows; cells: text, number, truth value, date, Formula, Fault, None."""
    called = names or tuple(f"Sheet{number + 1}" for number in range(len(sheets)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        numbers = range(1, len(sheets) + 1)
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPES}.worksheet+xml"/>'
            for n in numbers
        )
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{parts}</Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        entries = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>'
            for n, name in zip(numbers, called, strict=True)
        )
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{entries}</sheets></workbook>',
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
            f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        )
        file.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
            '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
            '<cellXfs count="2"><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
        )
        for number, rows in zip(numbers, sheets, strict=True):
            body = "".join(_row(place, row) for place, row in enumerate(rows, start=1))
            file.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>',
            )
    return out.getvalue()


def serial(moment: dt.datetime) -> float:
    """Excel's days for a moment."""
    return (moment - dt.datetime(1899, 12, 30)).total_seconds() / 86400


def _row(number: int, row: list[Any]) -> str:
    cells = "".join(
        _cell(f"{_letters(place)}{number}", cell) for place, cell in enumerate(row) if cell is not None
    )
    return f'<row r="{number}">{cells}</row>'


def _letters(place: int) -> str:
    """The name of a column: A to Z, AA to ZZ."""
    first, second = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def _cell(at: str, cell: Any) -> str:
    if isinstance(cell, Formula):
        value = "" if cell.value is None else f"<v>{escape(str(cell.value))}</v>"
        kind = ' t="str"' if isinstance(cell.value, str) else ""
        return f'<c r="{at}"{kind}><f>{escape(cell.text)}</f>{value}</c>'
    if isinstance(cell, Fault):
        return f'<c r="{at}" t="e"><v>{cell.code}</v></c>'
    if isinstance(cell, bool):
        return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, dt.datetime):
        return f'<c r="{at}" s="1"><v>{serial(cell)!r}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{at}"><v>{cell!r}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
