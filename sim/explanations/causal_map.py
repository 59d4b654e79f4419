"""The map of causes as a picture: four columns of boxes and the arrows between them, drawn as SVG.

Drawn by hand, not by plotly: the same bytes everywhere, so that the pictures in `docs/` can be checked, and no JavaScript.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sim.base.files import write_atomic
from sim.base.i18n import _
from sim.base.palette import BLUE, FONT, GREY, INK, PALE, RED
from sim.explanations.causal_links import CAUSES, COLUMNS, Cause, downstream
from sim.policy.levers.registry import find_lever, levers

HEIGHT, GAP, TOP, WIDTH, BETWEEN = 22, 8, 64, 190, 130
_FAINT_ARROW, _FAINT_BOX = 0.12, 0.35
"""Opacity of what the lever does not act on."""


@dataclass(frozen=True)
class Box:
    """A node: its name, its text, its place in the picture."""

    name: str
    text: str
    x: int
    y: int


@dataclass(frozen=True)
class CausalMap:
    """The map of causes. A notebook shows it as a picture.

    Attributes
    ----------
    lever : str
        The lever whose effects stand out; "" for none.

    Examples
    --------
    >>> from sim import causal_map
    >>> causal_map("desk.clerks")
    CausalMap(lever='desk.clerks')
    """

    lever: str = ""

    def __post_init__(self) -> None:
        """Refuse a lever that does not exist."""
        if self.lever:
            find_lever(self.lever)

    def _repr_svg_(self) -> str:
        return self.svg

    @property
    def svg(self) -> str:
        """The picture in the current language."""
        boxes = _boxes()
        stands_out = downstream([self.lever]) if self.lever else frozenset(boxes)
        height = max(box.y for box in boxes.values()) + HEIGHT + 44
        width = 4 * WIDTH + 3 * BETWEEN + 130
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="100%" '
            f'font-family="{escape(FONT)}" font-size="12">',
            f'<rect width="{width}" height="{height}" fill="white"/>',
            *_column_titles(),
            *(_arrow_svg(cause, boxes, cause.source in stands_out) for cause in CAUSES),
            *(_box_svg(box, box.name in stands_out) for box in boxes.values()),
            *_legend(height),
            "</svg>",
        ]
        return "\n".join(parts) + "\n"

    def save(self, path: str | Path) -> None:
        """Write the picture; the file appears whole or not at all."""
        write_atomic(Path(path), self.svg)


def causal_map(lever: str = "") -> CausalMap:
    """Draw what acts on what: levers, what happens in the firm, what customers think, what the firm gets.

    Parameters
    ----------
    lever : str, optional
        Only what this lever acts on stands out.

    Returns
    -------
    CausalMap
        A picture for a notebook; `save` writes it as SVG.

    Raises
    ------
    InputError
        If there is no such lever.

    Examples
    --------
    >>> from sim import causal_map
    >>> causal_map("desk.clerks").svg.count("<rect")
    83
    """
    return CausalMap(lever)


def _boxes() -> dict[str, Box]:
    """All nodes by name, levers in the first column; the shorter columns are spread over the height of the first."""
    columns: list[Sequence[tuple[str, str]]] = [[(name, name) for name in levers()]]
    columns += [[(name, _(text)) for name, text in nodes.items()] for _title, nodes in COLUMNS]
    tallest = len(columns[0]) * (HEIGHT + GAP)
    boxes = {}
    for number, column in enumerate(columns):
        step = tallest / len(column)
        for place, (name, text) in enumerate(column):
            y = round(TOP + step * place + (step - HEIGHT) / 2)
            boxes[name] = Box(name, text, 20 + number * (WIDTH + BETWEEN), y)
    return boxes


def _column_titles() -> list[str]:
    titles = [_("levers"), *(_(title) for title, _nodes in COLUMNS)]
    return [
        f'<text x="{20 + number * (WIDTH + BETWEEN) + WIDTH // 2}" y="36" text-anchor="middle" font-size="16" '
        f'font-weight="bold" fill="{INK}">{escape(title)}</text>'
        for number, title in enumerate(titles)
    ]


def _box_svg(box: Box, stands_out: bool) -> str:
    return (
        f'<g opacity="{1 if stands_out else _FAINT_BOX}"><rect x="{box.x}" y="{box.y}" width="{WIDTH}" '
        f'height="{HEIGHT}" rx="4" fill="{PALE}" stroke="{GREY}"/>'
        f'<text x="{box.x + WIDTH // 2}" y="{box.y + 15}" text-anchor="middle" '
        f'fill="{INK}">{escape(box.text)}</text></g>'
    )


def _arrow_svg(cause: Cause, boxes: dict[str, Box], stands_out: bool) -> str:
    """A curve from the right side of the source to the left side of the target; to its right side if it is not to the right."""
    source, target = boxes[cause.source], boxes[cause.target]
    y1, y2 = source.y + HEIGHT // 2, target.y + HEIGHT // 2
    x1 = source.x + WIDTH
    if target.x > source.x:
        x2, bend = target.x - 6, BETWEEN // 2
        curve = f"M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
        head = f"M{x2} {y2 - 4} l6 4 l-6 4 z"
    else:
        x2, bend = target.x + WIDTH + 6, 24 + min(70, abs(y2 - y1) // 6)
        curve = f"M{x1} {y1} C{x1 + bend} {y1} {x2 + bend} {y2} {x2} {y2}"
        head = f"M{x2} {y2 - 4} l-6 4 l6 4 z"
    colour = BLUE if cause.sign == "+" else RED
    dashed = "" if cause.sign == "+" else ' stroke-dasharray="5 3"'
    return (
        f'<g opacity="{0.75 if stands_out else _FAINT_ARROW}"><path d="{curve}" fill="none" stroke="{colour}" '
        f'stroke-width="1.3"{dashed}/><path d="{head}" fill="{colour}"/></g>'
    )


def _legend(height: int) -> list[str]:
    """What the two kinds of arrows mean."""
    kinds = (
        (BLUE, "", _("more of this makes more of that")),
        (RED, ' stroke-dasharray="5 3"', _("more of this makes less of that")),
    )
    y = height - 18
    parts = []
    for number, (colour, dash, text) in enumerate(kinds):
        x = 20 + number * 300
        parts.append(
            f'<path d="M{x} {y} h36" stroke="{colour}" stroke-width="2"{dash}/>'
            f'<text x="{x + 44}" y="{y + 4}" fill="{INK}">{escape(text)}</text>'
        )
    return parts
