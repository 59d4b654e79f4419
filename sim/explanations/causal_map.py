"""The map of causes as a picture on one screen: columns of boxes and the arrows between them, drawn as SVG.

The whole map shows the themes of the levers; the map of a theme or of one lever shows what this acts on, and nothing else.
Drawn by hand, not by plotly: the same bytes everywhere, so that the pictures in `docs/` can be checked, and no JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sim.base.files import write_atomic
from sim.base.i18n import _
from sim.base.palette import BLUE, FONT, GREY, INK, PALE, RED
from sim.explanations.causal_links import CAUSES, COLUMNS, Cause, downstream
from sim.policy.levers.registry import find_lever, levers

HEIGHT, GAP, TOP, WIDTH, BETWEEN = 25, 6, 56, 205, 90
DIRECT, LATER = 1.0, 0.35
"""Opacity of the arrows from a lever, and of those that follow."""
_DARK = "body[data-jp-theme-light='false'] .kefu-map { filter: invert(0.93) hue-rotate(180deg); }"
"""Exchanges light and dark in a dark theme of JupyterLab and Notebook, and keeps the hues."""


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
        The lever or theme whose effects are shown; "" for the whole map.

    Examples
    --------
    >>> from sim import causal_map
    >>> causal_map("desk.clerks")
    CausalMap(lever='desk.clerks')
    """

    lever: str = ""

    def __post_init__(self) -> None:
        """Refuse a lever that does not exist."""
        if self.lever and self.lever not in _themes():
            find_lever(self.lever)

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        """The picture in the page, where it follows a dark theme, with its words below it."""
        first, *lines = self.words.splitlines()
        rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
        summary = escape(_("The picture in words"))
        return (
            f"{self.svg}<details><summary>{summary}</summary><p>{escape(first)}</p><ul>{rows}</ul></details>"
        )

    @property
    def title(self) -> str:
        """The title of the picture."""
        return _("What {lever} acts on").format(lever=self.lever) if self.lever else _("What acts on what")

    @property
    def words(self) -> str:
        """The arrows as text, a line for each box from which some begin. +: more of it makes more of that; −: less."""
        causes, names = self._causes(), {name: box.text for name, box in self._boxes().items()}
        lines = [self.title]
        for source in dict.fromkeys(cause.source for cause in causes):
            targets = [
                _("{effect} ({sign})").format(effect=names[cause.target], sign=cause.sign.replace("-", "−"))
                for cause in causes
                if cause.source == source
            ]
            lines.append(_("{cause}: {effects}").format(cause=names[source], effects=_(", ").join(targets)))
        return "\n".join(lines)

    @property
    def svg(self) -> str:
        """The picture in the current language."""
        boxes, causes = self._boxes(), self._causes()
        height = max(box.y for box in boxes.values()) + HEIGHT + 40
        width = 4 * WIDTH + 3 * BETWEEN + 110
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="100%" class="kefu-map" '
            f'role="img" font-family="{escape(FONT)}" font-size="14">',
            f"<title>{escape(self.title)}</title>",
            f"<desc>{escape(self.words)}</desc>",
            f"<style>{_DARK}</style>",
            f'<rect width="{width}" height="{height}" fill="white"/>',
            *_column_titles(),
            *(_arrow_svg(cause, boxes, self._opacity(cause)) for cause in causes),
            *(_box_svg(box, box.name == self.lever) for box in boxes.values()),
            *_legend(height),
            "</svg>",
        ]
        return "\n".join(parts) + "\n"

    def save(self, path: str | Path) -> None:
        """Write the picture; the file appears whole or not at all."""
        write_atomic(Path(path), self.svg)

    def _first(self) -> list[str]:
        """The boxes of the first column: all themes ("desk." for its levers), the levers of one, or one lever."""
        themes = _themes()
        if not self.lever:
            return [f"{name}." for name in themes]
        return themes.get(self.lever, [self.lever])

    def _causes(self) -> list[Cause]:
        """The arrows that are shown; those of a theme are those of its levers together."""
        if self.lever:
            reached = downstream(self._first())
            return [cause for cause in CAUSES if cause.source in reached]
        theme = {lever: f"{name}." for name, names in _themes().items() for lever in names}
        signs: dict[tuple[str, str], str] = {}
        for cause in CAUSES:
            key = (theme.get(cause.source, cause.source), cause.target)
            signs[key] = "".join(sorted({*signs.get(key, ""), cause.sign}))
        return [Cause(source, target, sign) for (source, target), sign in signs.items()]

    def _opacity(self, cause: Cause) -> float:
        return DIRECT if not self.lever or cause.source in self._first() else LATER

    def _boxes(self) -> dict[str, Box]:
        """All nodes that are shown, by name, levers in the first column; each column is spread over the same height."""
        first = self._first()
        shown = {cause.target for cause in self._causes()}
        columns: list[Sequence[tuple[str, str]]] = [[(name, name.removesuffix(".")) for name in first]]
        columns += [
            [(name, _(text)) for name, text in nodes.items() if name in shown] for _title, nodes in COLUMNS
        ]
        tallest = max(map(len, columns)) * (HEIGHT + GAP)
        boxes = {}
        for number, column in enumerate(columns):
            step = tallest / (len(column) or 1)
            for place, (name, text) in enumerate(column):
                y = round(TOP + step * place + (step - HEIGHT) / 2)
                boxes[name] = Box(name, text, 20 + number * (WIDTH + BETWEEN), y)
        return boxes


def causal_map(lever: str = "") -> CausalMap:
    """Draw causes and effects: levers, events in the firm, customers' opinions, the firm's results.

    Parameters
    ----------
    lever : str, optional
        Only the effects of this lever, or of the levers of this theme ("crm"). The whole map shows the themes.

    Returns
    -------
    CausalMap
        A picture for a notebook; `save` writes it as SVG.

    Raises
    ------
    InputError
        If there is no such lever or theme.

    Examples
    --------
    >>> from sim import causal_map
    >>> print(causal_map("desk.clerks").words.splitlines()[1])
    desk.clerks: wait at the order desk (−), load of the staff (−)
    """
    return CausalMap(lever)


def _themes() -> dict[str, list[str]]:
    """The levers by the first part of their names."""
    themes: dict[str, list[str]] = {}
    for name in levers():
        themes.setdefault(name.partition(".")[0], []).append(name)
    return themes


def _column_titles() -> Iterable[str]:
    titles = [_("levers"), *(_(title) for title, _nodes in COLUMNS)]
    for number, title in enumerate(titles):
        middle = 20 + number * (WIDTH + BETWEEN) + WIDTH // 2
        yield (
            f'<text x="{middle}" y="30" text-anchor="middle" font-size="16" '
            f'font-weight="bold" fill="{INK}">{escape(title)}</text>'
        )


def _box_svg(box: Box, asked_for: bool) -> str:
    edge = f'stroke="{INK}" stroke-width="2"' if asked_for else f'stroke="{GREY}"'
    return (
        f'<g><rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{HEIGHT}" rx="4" fill="{PALE}" {edge}/>'
        f'<text x="{box.x + WIDTH // 2}" y="{box.y + 17}" text-anchor="middle" '
        f'fill="{INK}">{escape(box.text)}</text></g>'
    )


def _arrow_svg(cause: Cause, boxes: dict[str, Box], opacity: float) -> str:
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
    colour, dash = _KINDS[cause.sign]
    return (
        f'<g opacity="{opacity:g}"><path d="{curve}" fill="none" stroke="{colour}" '
        f'stroke-width="1.3"{dash}/><path d="{head}" fill="{colour}"/></g>'
    )


_KINDS = {"+": (BLUE, ""), "-": (RED, ' stroke-dasharray="5 3"'), "+-": (INK, ' stroke-dasharray="1 3"')}
"""Colour and dashes of an arrow by its sign."""


def _legend(height: int) -> list[str]:
    """The meaning of the kinds of arrows."""
    kinds = (
        (*_KINDS["+"], _("more of this makes more of that")),
        (*_KINDS["-"], _("more of this makes less of that")),
        (*_KINDS["+-"], _("it depends on the lever")),
    )
    y = height - 18
    parts = []
    for number, (colour, dash, text) in enumerate(kinds):
        x = 20 + number * 330
        parts.append(
            f'<path d="M{x} {y} h36" stroke="{colour}" stroke-width="2"{dash}/>'
            f'<text x="{x + 44}" y="{y + 4}" fill="{INK}">{escape(text)}</text>'
        )
    return parts
