"""A lesson's cells run as they stand, without a kernel: its names, and what each cell shows."""

from __future__ import annotations

import ast
from typing import Any

from sim.base.i18n import using
from sim.workspace.notebooks import edition
from tests.support.notebooks import SOURCES, read, source


def ran(number: str, lang: str = "en") -> dict[str, Any]:
    """All names after the last cell of a lesson; "shown": what each cell shows, by its id."""
    names: dict[str, Any] = {"shown": {}}
    (path,) = (path for path in SOURCES if path.stem.startswith(number))
    with using(lang):
        for cell in edition(read(path), lang)["cells"]:
            if cell["cell_type"] == "code":
                body = ast.parse(source(cell)).body
                last = body.pop() if isinstance(body[-1], ast.Expr) else None
                exec(compile(ast.Module(body, []), cell["id"], "exec"), names)
                if isinstance(last, ast.Expr):
                    shown = eval(compile(ast.Expression(last.value), cell["id"], "eval"), names)
                    names["shown"][cell["id"].removesuffix(f"-{lang}")] = shown
    return names
