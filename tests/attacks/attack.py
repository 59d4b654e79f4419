"""One hostile or broken submission: what is changed in a notebook, and what must come of it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sim.marking.sandbox.limits import Limits

Notebook = dict[str, Any]
NAME = "service_measures"
FEW = Limits(memory=1_500_000_000, processes=40, disk=30_000_000, part=8.0, whole=45.0)
"""Limits that are reached soon."""
FEW_SECONDS = 6.0
"""For a cell."""
ALL = 27.0
"""Points that the machine gives for it."""
FUNCTIONS = [
    *(
        "clean",
        "m01",
        "m02",
        "m03",
        "m04",
        "m05",
        "m06",
        "m07",
        "m08",
        "m08_by_class",
        "m09",
        "m10",
        "m11",
        "m12",
    ),
    *("why", "perfect", "hung_up", "w_log", "load", "kept_months"),
]
VALUES = ["phase", "w_patient", "promise"]


@dataclass(frozen=True)
class Attack:
    """A submission.

    Attributes
    ----------
    name : str
        In a few words, as the table shows it.
    aim : str
        "marks", "others" (their marks or files), "secrets", "machine" (stop or wear out the marking), "browser", or "honest".
    cells : dict of str to str
        Name of a cell -> its text; "first" goes before everything else, "last" after it.
    change : callable, optional
        Changes the notebook in another way.
    solved : bool
        Whether the other cells hold the model solution.
    points : float
        What the machine must give.
    note : str
        Words that a note for the teacher must hold; "" if there need be none.
    """

    name: str
    aim: str
    cells: dict[str, str] = field(default_factory=dict)
    change: Callable[[Notebook], None] | None = None
    solved: bool = False
    points: float = 0.0
    note: str = ""

    def notebook(self, released: Notebook, solution: Notebook) -> Notebook:
        """The notebook that is handed in."""
        made = copy.deepcopy(solution if self.solved else released)
        for name, text in self.cells.items():
            if name in ("first", "last"):
                cell = {"cell_type": "code", "id": f"attack-{name}", "metadata": {}, "source": text}
                place = 0 if name == "first" else len(made["cells"])
                made["cells"].insert(place, cell | {"outputs": [], "execution_count": None})
            else:
                named(made, name)["source"] = text
        if self.change is not None:
            self.change(made)
        return made


def named(notebook: Notebook, name: str) -> dict[str, Any]:
    """The cell of this id."""
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def first(text: str) -> dict[str, str]:
    """The text as a cell before everything else."""
    return {"first": text}


def everywhere(body: str, before: str = "") -> dict[str, str]:
    """A last cell after which every function of the assignment has this body, and every value is what it returns."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    text = f"{before}\ndef _attack(*inputs):\n{lines}\n"
    one = "def {name}(*inputs):\n    return _attack(*inputs)\n"
    text += "".join(one.format(name=name) for name in FUNCTIONS)
    return {"last": text + "".join(f"{name} = _attack()\n" for name in VALUES)}
