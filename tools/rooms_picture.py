"""The picture of the rooms: boxes on floors, an arrow for an import. The same rooms and arrows give the same file."""

from __future__ import annotations

from typing import NamedTuple

from sim.base.palette import BLUE, GREY, INK, PALE

Floors = tuple[tuple[str, ...], ...]
Arrow = tuple[str, str]
"""The room that imports, and the room that is imported."""

COLUMNS = {
    "cli": 3,
    "marking": 0,
    "course": 0,
    "ui": 3,
    "orderlog": 3,
    "reports": 6,
    "experiments": 3,
    "explanations": 7,
    "plots": 5,
    "model": 3,
    "measures": 5,
    "case": 3,
    "roleplay": 8,
    "theory": 0,
    "workspace": 2,
    "policy": 4,
    "records": 6,
}
"""Where a room is on its floor, so that arrows cross little and miss the boxes between their ends; two columns a box."""
BOX_WIDTH, BOX_HEIGHT = 150, 44
STEP_X, STEP_Y = 90, 92
"""Distance of two columns, and of two floors."""
MARGIN = 24


class Point(NamedTuple):
    """A place in the picture, in pixels from its upper left corner."""

    x: float
    y: float


def essential(arrows: set[Arrow]) -> set[Arrow]:
    """The arrows that do not follow from others: a -> c is left out if there is a way a -> b -> ... -> c."""
    below: dict[str, set[str]] = {}
    for upper, lower in arrows:
        below.setdefault(upper, set()).add(lower)

    def reaches(start: str, end: str) -> bool:
        return any(lower == end or reaches(lower, end) for lower in below.get(start, ()))

    return {
        (upper, lower)
        for upper, lower in arrows
        if not any(reaches(between, lower) for between in below[upper] if between != lower)
    }


def draw(floors: Floors, arrows: set[Arrow]) -> str:
    """The picture as SVG. The first floor is the ground: a bar as wide as the picture, which all rooms stand on."""
    ground, upper_floors = floors[0], floors[1:]
    drawn = essential({arrow for arrow in arrows if not set(arrow) & set(ground)})
    width = max(COLUMNS.values()) * STEP_X + BOX_WIDTH + 2 * MARGIN
    height = len(floors) * STEP_Y + 2 * MARGIN + 14
    centres = {
        name: Point(
            MARGIN + BOX_WIDTH / 2 + COLUMNS[name] * STEP_X,
            MARGIN + BOX_HEIGHT / 2 + (len(upper_floors) - 1 - number) * STEP_Y,
        )
        for number, line in enumerate(upper_floors)
        for name in line
    }
    body = [_band(MARGIN + number * STEP_Y, width) for number in range(0, len(floors), 2)]
    body += [_arrow(start, end) for start, end in _ends(centres, drawn)]
    body += [
        _box(name, centre.x - BOX_WIDTH / 2, centre.y - BOX_HEIGHT / 2, BOX_WIDTH)
        for name, centre in centres.items()
    ]
    top = MARGIN + len(upper_floors) * STEP_Y
    body.append(_box(", ".join(ground), MARGIN, top, width - 2 * MARGIN))
    note = (
        f"An arrow points to a room that is imported. Arrows that follow from others, and those to {', '.join(ground)}, "
        "are left out."
    )
    body.append(f'<text x="{MARGIN}" y="{top + BOX_HEIGHT + 26}" font-size="12" fill="{INK}">{note}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif">\n<title>The rooms of sim and what they import</title>\n'
        f'<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0,0 L8,4 L0,8 z" fill="{INK}"/></marker></defs>\n'
        f'<rect width="{width}" height="{height}" fill="white"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _ends(centres: dict[str, Point], arrows: set[Arrow]) -> list[tuple[Point, Point]]:
    """Where each arrow leaves the lower side of a box and meets the upper side of another, spread over the sides."""
    ordered = sorted(arrows)
    starts: dict[Arrow, float] = {}
    stops: dict[Arrow, float] = {}
    for name in centres:
        down = sorted((arrow for arrow in ordered if arrow[0] == name), key=lambda arrow: centres[arrow[1]].x)
        up = sorted((arrow for arrow in ordered if arrow[1] == name), key=lambda arrow: centres[arrow[0]].x)
        for side, found in ((starts, down), (stops, up)):
            for number, arrow in enumerate(found, start=1):
                side[arrow] = centres[name].x - BOX_WIDTH / 2 + BOX_WIDTH * number / (len(found) + 1)
    return [
        (
            Point(starts[arrow], centres[arrow[0]].y + BOX_HEIGHT / 2),
            Point(stops[arrow], centres[arrow[1]].y - BOX_HEIGHT / 2),
        )
        for arrow in ordered
    ]


def _band(top: float, width: float) -> str:
    """The background of every other floor."""
    y = top - (STEP_Y - BOX_HEIGHT) / 2
    return f'<rect x="0" y="{y:.0f}" width="{width}" height="{STEP_Y}" fill="{PALE}" fill-opacity="0.45"/>'


def _arrow(start: Point, end: Point) -> str:
    return (
        f'<path d="M{start.x:.0f},{start.y:.0f} L{end.x:.0f},{end.y - 2:.0f}" stroke="{GREY}" stroke-width="1.5" fill="none" '
        'marker-end="url(#tip)"/>'
    )


def _box(name: str, x: float, y: float, width: float) -> str:
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{BOX_HEIGHT}" rx="6" fill="white" stroke="{BLUE}"/>'
        f'<text x="{x + width / 2:.0f}" y="{y + BOX_HEIGHT / 2 + 6:.0f}" font-size="17" text-anchor="middle" '
        f'fill="{INK}">{name}</text>'
    )
