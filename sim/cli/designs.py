"""Makes the design of `kefu sweep`, the policies to run, from `--vary`, `--sample` and `--points`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import read_yaml
from sim.base.i18n import _
from sim.base.library import SUFFIXES
from sim.cli.options import read_value, whole_number
from sim.experiments.designs import Point, Sampled, sampled
from sim.orderlog.reading.header import find_table
from sim.orderlog.reading.source import read_rows
from sim.policy.levers.registry import find_lever, levers

RANGE = ".."

Design = dict[str, list[Any]] | list[Point] | Sampled


def read_design(values: argparse.Namespace, varied: list[str]) -> Design:
    """A grid, a sample or a list, as `sim.experiments.sweep` takes it. varied: the words of --vary. Raises InputError."""
    if bool(varied) == bool(values.points):
        raise InputError(
            _(
                "The levers to vary are missing or given twice: give --vary LEVER=VALUE,VALUE or --points FILE."
            )
        )
    if values.points:
        if values.sample is not None:
            raise InputError(_("--sample goes with --vary LEVER=LOW..HIGH, not with --points."))
        return _from_file(Path(values.points))
    texts = {}
    for word in varied:
        name, equals, text = (part.strip() for part in word.partition("="))
        if not (name and equals and text):
            raise InputError(
                _("--vary takes lever=value,value, e.g. desk.clerks=4,5,6, and not {word!r}.").format(
                    word=word
                )
            )
        if name in texts:
            raise InputError(_("--vary gives the lever {lever} twice.").format(lever=name))
        texts[name] = text
    if values.sample is not None:
        return sampled(
            {name: _range(name, text) for name, text in texts.items()}, whole_number(values.sample)
        )
    for name, text in texts.items():
        if RANGE in text:
            raise InputError(
                _("{lever}={text} is a range: say how many points with --sample N.").format(
                    lever=name, text=text
                )
            )
    return {name: read_value(name, f"[{text}]") for name, text in texts.items()}


def _range(name: str, text: str) -> tuple[Any, Any]:
    find_lever(name)
    low, _dots, high = text.partition(RANGE)
    ends = read_value(name, low), read_value(name, high)
    if not all(isinstance(end, int | float) for end in ends) or not ends[0] < ends[1]:
        raise InputError(
            _("With --sample, --vary takes a range, e.g. {lever}=1..3, and not {text!r}.").format(
                lever=name, text=text
            )
        )
    return ends


def _from_file(path: Path) -> list[Point]:
    """A list of points: YAML or JSON, or a table (CSV, Excel) with a column per lever and a row per point."""
    points = _from_yaml(path) if path.suffix.lower() in SUFFIXES else _from_table(path)
    if not points:
        raise InputError(_("{path} holds no point.").format(path=path))
    return points


def _from_yaml(path: Path) -> list[Point]:
    content = read_yaml(path)
    whole = isinstance(content, list) and all(isinstance(point, Mapping) for point in content)
    if not whole or not all(isinstance(name, str) for point in content for name in point):
        raise InputError(
            _(
                '{path} must hold a list of points, each with levers by name, such as "- desk.clerks: 4".'
            ).format(path=path)
        )
    return list(content)


def _from_table(path: Path) -> list[Point]:
    known = levers().__contains__
    name, rows = read_rows(path, known, encoding=None, separator=None, sheet=None)
    table = find_table(name, rows, known)
    points: list[dict[str, Any]] = [{} for _row in range(len(table))]
    for place, name in enumerate(table.header):
        for point, cell in zip(points, table.cells(place), strict=True):
            value = _cell(name, cell)
            if value is not None:
                point[name] = value
    return list(points)


def _cell(name: str, cell: Any) -> Any:
    """The value of a cell; None if it is empty: the firm's value of today."""
    if isinstance(cell, str):
        return read_value(name, cell) if cell.strip() else None
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell  # Excel has no whole numbers
