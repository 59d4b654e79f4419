"""What an assignment needs is used in a lesson before: every function and attribute of the model solutions."""

from __future__ import annotations

import ast
import re

from sim.course.lessons.cheat_sheet_lines import code_lines
from tests.support.notebooks import ROOT, SOURCES, read, source

SOLUTIONS = sorted((ROOT / "solutions").glob("*/*.ipynb"))
GIVEN = {
    *("case", "wait_if_nobody_hangs_up", "hand", "table"),
    *("incident", "number", "slot", "sentence", "question", "person", "scene", "turn", "said", "reply"),
    *("facts", "firm", "entry", "customers", "cost", "margin", "points", "programme", "stay"),
    *("bank", "guest", "note", "text"),
    *("breaks", "choice", "duty", "feature", "is_module", "task"),
    *("name", "service"),
}
"""What a question hands out and explains itself, and columns of its tables."""

NOT_TAUGHT_YET: dict[str, set[str]] = {}
"""What only a lesson that is still to be written will use; the test fails as soon as one of them is taught."""


def names(code: str) -> set[str]:
    """Functions that are called by name, and everything behind a dot; without what the code itself defines or imports."""
    tree = ast.parse(code)
    found, own = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id)
        elif isinstance(node, ast.FunctionDef):
            own.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            own |= {alias.name for alias in node.names}
    return found - own


def code_of(path) -> str:
    cells = [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]
    texts = [source(cell) for cell in cells if "lang-zh" not in cell["metadata"].get("tags", ())]
    return "\n".join(re.sub(r"^ *### .*$", "", text, flags=re.MULTILINE) for text in texts)


def test_what_model_solutions_use_is_in_the_lessons():
    taught = set().union(*(names(code_of(path)) for path in SOURCES))
    for path in SOLUTIONS:
        needed = names(code_of(path))
        defined = {
            node.name for node in ast.walk(ast.parse(code_of(path))) if isinstance(node, ast.FunctionDef)
        }
        assert needed - defined - GIVEN - taught == NOT_TAUGHT_YET.get(path.stem, set()), path.stem


def test_a_name_that_no_lesson_uses_is_found():
    assert names("import pandas as pd\ndef f(x):\n    return pd.merge(x).pivot()\n\nf(sorted([1]))") == {
        *("merge", "pivot", "sorted")
    }


def test_the_page_to_print_shows_what_lesson_0_uses():
    first = names(code_of(SOURCES[0]))
    assert names("\n".join(code_lines())) - {"print", "share_of"} <= first
