"""Lesson 0 on one page, to look at and to print."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from sim.base.files import write_atomic
from sim.base.i18n import _, language
from sim.course.lessons.cheat_sheet_lines import sections

FILE = "cheat_sheet.html"
PAGE_STYLE = """
body { font: 10.5pt/1.35 "Segoe UI", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; margin: 12mm; color: #222; }
h1 { font-size: 15pt; margin: 0 0 4mm; }
.columns { column-count: 2; column-gap: 8mm; }
section { break-inside: avoid; margin-bottom: 3mm; }
h2 { font-size: 11pt; margin: 0 0 1mm; border-bottom: 1px solid #222; }
p { margin: 0 0 1.2mm; }
code { font: 8.5pt Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; display: block; }
code { background: #eee; padding: 0 3px; }
@page { size: A4; margin: 8mm; }
@media print { body { margin: 0; } code { background: none; border-left: 2px solid #bbb; } }
@media (max-width: 700px) { .columns { column-count: 1; } }
"""


def cheat_sheet(folder: str | Path = ".") -> CheatSheet:
    """Write the page into a file, and show it.

    Parameters
    ----------
    folder : str or Path, default "."
        Where the file cheat_sheet.html is written; an older one is replaced.

    Returns
    -------
    CheatSheet
        Shown by a notebook, with the name of the file to print.

    Raises
    ------
    InputError
        If the file cannot be written.

    Examples
    --------
    >>> from sim.ui import cheat_sheet
    >>> cheat_sheet()
    Python on one page: open cheat_sheet.html in a browser and print it.
    """
    sheet = CheatSheet()
    write_atomic(Path(folder) / FILE, sheet.page())
    return sheet


@dataclass(frozen=True)
class CheatSheet:
    """Lesson 0 on one page; `cheat_sheet` makes it.

    Examples
    --------
    >>> from sim.ui.cheat_sheet import CheatSheet
    >>> CheatSheet().page().startswith("<!DOCTYPE html>")
    True
    """

    def __repr__(self) -> str:
        """Where the page is, and how to print it."""
        return _("Python on one page: open {file} in a browser and print it.").format(file=FILE)

    def page(self) -> str:
        """The whole page as HTML."""
        title = _("Python for this course")
        head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{PAGE_STYLE}</style>'
        body = f'<h1>{escape(title)}</h1><div class="columns">{self._sections()}</div>'
        lang = "zh-CN" if language() == "zh" else "en"
        return f'<!DOCTYPE html>\n<html lang="{lang}"><head>{head}</head><body>{body}</body></html>\n'

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self._sections()}"

    def _sections(self) -> str:
        lang = language()
        made = []
        for section in sections():
            lines = "".join(
                f"<p><code>{escape(line['code'])}</code>{escape(line['says'][lang])}</p>"
                for line in section["lines"]
            )
            made.append(f"<section><h2>{escape(section['title'][lang])}</h2>{lines}</section>")
        return "".join(made)
