"""Which wheels a target needs, in the versions of `constraints.txt`.

pip itself judges the conditions of requirements by the computer it runs on, so that on Linux it would leave out what only
Windows needs. Here they are judged by the target: requirement by requirement, as the wheels themselves say.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from email.parser import BytesParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.wheelhouse.targets import Target

Fetch = Callable[[list[str]], dict[str, Path]]
"""Get wheels: ["name==version", ...] -> name -> wheel."""


def read_pins(text: str, target: Target) -> dict[str, str]:
    """Name -> version in a file of constraints, as they hold for a target."""
    pins = {}
    for line in text.splitlines():
        line = line.partition("#")[0].strip()
        if not line:
            continue
        pin = Requirement(line)
        if pin.marker is None or pin.marker.evaluate(target.markers):
            pins[canonicalize_name(pin.name)] = str(pin.specifier).removeprefix("==")
    return pins


def collect(wheel: Path, extra: str, target: Target, pins: dict[str, str], fetch: Fetch) -> dict[str, Path]:
    """Name -> wheel of everything that a wheel with an extra needs on a target.

    Raises KeyError with the name of a package that is not pinned.
    """
    wheels: dict[str, Path] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [one for one in needs(wheel) if _applies(one, target, "") or _applies(one, target, extra)]
    while waiting:
        wanted = {
            (canonicalize_name(one.name), extra) for one in waiting for extra in ("", *one.extras)
        } - seen
        seen |= wanted
        new = sorted({name for name, _extra in wanted} - set(wheels))
        if new:
            wheels |= fetch([f"{name}=={pins[name]}" for name in new])
        waiting = [
            one
            for name, extra in sorted(wanted)
            for one in needs(wheels[name])
            if _applies(one, target, extra)
        ]
    return wheels


def needs(wheel: Path) -> list[Requirement]:
    """What a wheel says that it needs."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (
            one for one in archive.namelist() if one.count("/") == 1 and one.endswith(".dist-info/METADATA")
        )
        message = BytesParser().parsebytes(archive.read(name))
    return [Requirement(text) for text in message.get_all("Requires-Dist") or ()]


def _applies(requirement: Requirement, target: Target, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({**target.markers, "extra": extra})
