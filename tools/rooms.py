"""The rooms of sim/, the rule which of them may import which, and their picture.

python -m tools.rooms update  draws docs/rooms.svg from the imports in the sources
python -m tools.rooms check   says whether it still shows them
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.drift import update_or_check
from tools.rooms_picture import draw

MOVED = ("luck", "words")
"""No rooms: they only say where these names have moved to."""
# The rooms of sim, from the ground up. A room imports only from lines above its own, and from itself.
FLOORS = (
    ("base",),
    MOVED,
    ("policy", "records", "theory", "workspace", "roleplay"),
    ("case",),
    ("model", "measures"),
    ("plots",),
    ("experiments", "explanations"),
    ("orderlog", "reports"),
    ("course",),
    ("ui",),
    ("marking",),
    ("cli",),
)
# The same inside `model`: world, recording and warm_state see everything before them.
MODEL_FLOORS = (
    ("demand",),
    ("engine",),
    ("customers",),
    ("front_office",),
    ("operations",),
    ("firm",),
    ("world",),
    ("recording", "warm_state"),
)
# Libraries that only some rooms may import.
ONLY_IN = {"simpy": ("model",), "nbgrader": ("marking", "course.authoring"), "ipywidgets": ("ui",)}

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "rooms.svg"
SOURCES = sorted((ROOT / "sim").rglob("*.py"))


def room(module: str) -> str:
    """The room of a dotted module name: "sim.model.engine.desk" -> "model"; "" for `sim` itself and `sim.__main__`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] != "__main__" else ""


def floor(name: str, floors: tuple[tuple[str, ...], ...] = FLOORS) -> int | None:
    """The number of the line that a room is on, None if it is on none."""
    return next((number for number, line in enumerate(floors) if name in line), None)


def name_of(path: Path, root: Path = ROOT) -> str:
    """Dotted name of the module in a file below `root`."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str, module: str, *, package: bool, known: set[str]) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, also inside functions, relative ones resolved.

    `from sim.x import y` counts as `sim.x.y` where that is one of the known modules or rooms, else as `sim.x`.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = module.split(".") if package else module.split(".")[:-1]
                here = here[: len(here) - (node.level - 1)]
                base = ".".join([*here, base] if base else here)
            for alias in node.names:
                inside = f"{base}.{alias.name}"
                yield node.lineno, inside if inside in known else base
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in ("import_module", "__import__"):
                yield node.lineno, str(node.args[0].value)


def wrong_imports(source: str, module: str, *, package: bool = False) -> list[str]:
    """A line for every import of a room that is on the same line or below, or of a library for other rooms only."""
    mine = room(module)
    wrong = []
    for line, target in imports(source, module, package=package, known=_room_names()):
        top = target.split(".")[0]
        if top == "sim" and mine:
            theirs = room(target)
            if not theirs:
                wrong.append(f"{module}:{line} imports {target}: the public names are for users")
            elif theirs == mine == "model":
                wrong += _wrong_in_model(module, line, target)
            elif theirs != mine and not _below(theirs, mine, FLOORS):
                wrong.append(f"{module}:{line} imports {target}: {mine} -> {theirs} runs up")
        allowed = ONLY_IN.get(top)
        inside = ".".join(module.split(".")[1:])
        if allowed is not None and not any(inside == a or inside.startswith(a + ".") for a in allowed):
            wrong.append(f"{module}:{line} imports {top}: only {', '.join(allowed)} may")
    return wrong


def _room_names() -> set[str]:
    return {f"sim.{name}" for line in FLOORS for name in line} | {"sim.__main__"}


def _below(lower: str, upper: str, floors: tuple[tuple[str, ...], ...]) -> bool:
    a, b = floor(lower, floors), floor(upper, floors)
    return a is not None and b is not None and a < b


def _wrong_in_model(module: str, line: int, target: str) -> list[str]:
    mine, theirs = (name.split(".")[2] if name.count(".") > 1 else "" for name in (module, target))
    if not theirs or mine == theirs or _below(theirs, mine, MODEL_FLOORS):
        return []
    return [f"{module}:{line} imports {target}: {mine} -> {theirs} runs up inside model"]


def arrows(paths: Iterable[Path] = SOURCES) -> set[tuple[str, str]]:
    """Which room imports which, read from the sources."""
    found = set()
    for path in paths:
        module, package = name_of(path), path.name == "__init__.py"
        source = path.read_text(encoding="utf-8")
        for _line, target in imports(source, module, package=package, known=_room_names()):
            if target.split(".")[0] == "sim" and room(module) and room(target):
                found.add((room(module), room(target)))
    return {(upper, lower) for upper, lower in found if upper != lower}


def picture() -> str:
    """The picture as it should be."""
    floors = tuple(line for line in FLOORS if line != MOVED)
    return draw(floors, {arrow for arrow in arrows() if not set(arrow) & set(MOVED)})


if __name__ == "__main__":
    sys.exit(update_or_check("tools.rooms", {PICTURE: picture()}))
