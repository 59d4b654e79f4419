"""Cleans a submission for a browser: no active HTML, no links, nothing from the network, and a limited size."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection
from typing import Any

from sim.base.i18n import _
from sim.marking.outputs import stream
from sim.marking.submission import CellResult

MOST_CELLS = 400
MOST_SOURCE = 100_000
"""Characters of a cell."""
MOST_ALL_SOURCES = 1_000_000
MOST_PICTURES = 600_000
"""Bytes of all pictures that a student put into text, and of all that cells show."""
TABLE_TAGS = {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "p",
    "br",
    "b",
    "i",
    "em",
    "strong",
    "code",
    "pre",
    "div",
    "span",
}
PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
"""Kinds of pictures, and their first bytes. SVG is left out: it can hold scripts."""
MATH_COMMANDS = re.compile(
    r"\\(href|url|require|class|cssId|style|data|html\w*|bbox|unicode|includegraphics|mmlToken|toggle|action)(?![a-z])",
    re.IGNORECASE,
)
"""Of MathJax: they make links, load files, or put attributes into the page."""


def clean_cells(cells: list[Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """The cells with only the parts that are used, and notes on the parts that were left out."""
    cleaned: list[dict[str, Any]] = []
    notes: list[str] = []
    room, pictures = MOST_ALL_SOURCES, MOST_PICTURES
    for cell in cells[:MOST_CELLS]:
        made = _clean_cell(cell)
        if made is None:
            notes.append(_("an invalid cell was left out"))
            continue
        if len(made["source"]) > min(MOST_SOURCE, room):
            notes.append(_("a cell that is too long was emptied"))
            made["source"] = ""
        room -= len(made["source"])
        if made["cell_type"] == "markdown":
            kept = _attachments(cell.get("attachments"), pictures)
            if kept:
                made["attachments"] = kept
                pictures -= sum(len(data) for one in kept.values() for data in one.values())
        cleaned.append(made)
    if len(cells) > MOST_CELLS:
        notes.append(_("cells after the first {most} were left out").format(most=MOST_CELLS))
    return cleaned, list(dict.fromkeys(notes))


def _clean_cell(cell: Any) -> dict[str, Any] | None:
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return None
    text = cell.get("source", "")
    if not isinstance(text, str) and not (
        isinstance(text, list) and all(isinstance(line, str) for line in text)
    ):
        return None
    text = "".join(text).encode("utf-8", "replace").decode("utf-8")  # without lone surrogates
    metadata = cell.get("metadata")
    name = cell.get("id")
    made = {
        "cell_type": cell["cell_type"],
        "id": name if isinstance(name, str) and re.fullmatch(r"[\w-]{1,64}", name, re.ASCII) else "",
        "metadata": _labels(metadata) if isinstance(metadata, dict) else {},
        "source": text,
    }
    return made | ({"outputs": [], "execution_count": None} if made["cell_type"] == "code" else {})


def _labels(metadata: dict[str, Any]) -> dict[str, Any]:
    """The metadata that say which cell this is."""
    tags = metadata.get("tags")
    kept = [tag for tag in tags if isinstance(tag, str)][:9] if isinstance(tags, list) else []
    label = metadata.get("nbgrader")
    return ({"tags": kept} if kept else {}) | ({"nbgrader": dict(label)} if isinstance(label, dict) else {})


def _attachments(found: Any, room: int) -> dict[str, dict[str, str]]:
    """Pictures that a student put into a text."""
    kept: dict[str, dict[str, str]] = {}
    for name, bundle in found.items() if isinstance(found, dict) else ():
        for kind in PICTURES:
            data = bundle.get(kind) if isinstance(bundle, dict) else None
            picture = _picture(kind, data)
            if picture and len(picture) <= room and re.fullmatch(r"[\w.-]{1,80}", str(name)):
                kept[str(name)] = {kind: picture}
                room -= len(picture)
    return kept


def _picture(kind: str, data: Any) -> str:
    """The picture in base64, if it is one."""
    if not isinstance(data, str):
        return ""
    try:
        decoded = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return base64.b64encode(decoded).decode("ascii") if decoded.startswith(PICTURES[kind]) else ""


def clean_markdown(text: str, pictures: Collection[str] = ()) -> str:
    """The text with all HTML, links and remote pictures as plain text. pictures: names of those that came with it.

    Examples
    --------
    >>> clean_markdown("1 < 2 <script>steal()</script> [here](javascript:steal())")
    '1 < 2 &lt;script>steal()&lt;/script> [here] (javascript:steal())'
    """
    text = re.sub(r"&(?=#|\w+;)", "&amp;", text.replace("\0", ""))
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)
    for name in pictures:  # kept, by signs that no text holds
        text = re.sub(rf"!\[([^\]\n]*)\]\(attachment:{re.escape(name)}\)", rf"\0\1\0\0{name}\0", text)
    text = text.replace("![", r"!\[")
    text = re.sub(r"\](?=[(\[:])", "] ", text)
    text = re.sub(r"\0([^\0]*)\0\0([^\0]*)\0", r"![\1](attachment:\2)", text)
    for fence in (r"(`{3,})[^\n`]*$", r"(~{3,})[^\n]*$"):  # a language such as mermaid runs a script
        text = re.sub(fence, r"\1", text, flags=re.MULTILINE)
    return MATH_COMMANDS.sub(r"\\text", text)


def clean_html(text: str) -> str:
    """The table in an output, without scripts, styles, links and pictures."""
    import nh3

    return nh3.clean(
        text, tags=TABLE_TAGS, attributes={"th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
    )


def outputs_of(result: CellResult, room: int) -> tuple[list[dict[str, Any]], int]:
    """The outputs of a cell as a notebook has them, of at most so many bytes; and the bytes that are left for the next."""
    made: list[dict[str, Any]] = []
    left = room

    def add(size: int, output: dict[str, Any]) -> None:
        nonlocal left
        if size <= left:
            made.append(output)
            left -= size

    if result.shown.strip():
        text = result.shown[:left]
        add(len(text.encode()), stream(text))
    for kind, content in result.outputs:
        if kind == "text/html":
            table = clean_html(content)
            add(len(table.encode()), _display({"text/html": table}))
        elif kind in PICTURES:
            picture = _picture(kind, content)
            if picture:
                add(len(picture), _display({kind: picture}))
    error = result.error or result.state
    if error:
        made.append(stream(f"{error}\n"))
    return made, left


def _display(data: dict[str, str]) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": {}}
