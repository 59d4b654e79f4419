"""The interface in a notebook: the explorer, a day, role-plays, questions of lessons, tables, handing in."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.base.commands import python_command
from sim.base.errors import InputError
from sim.base.i18n import _
from sim.ui.cheat_sheet import CheatSheet, cheat_sheet
from sim.ui.predict import AskedPrediction, Revealed, predict, reveal
from sim.ui.reflect import AskedReflection, reflect
from sim.ui.show import Shown, ShownText, show
from sim.ui.steps import CheckedStep, check_step
from sim.ui.typed_marks import understand_typed_marks
from sim.workspace.failed_cells import explain_failed_cells

if TYPE_CHECKING:
    from sim.ui.day import MovingDay, watch_day
    from sim.ui.explorer import Explorer, explore
    from sim.ui.hand_in import HandIn, submit
    from sim.ui.talk_widget import TalkWidget
    from sim.ui.talks import talk

__all__ = [
    "AskedPrediction",
    "AskedReflection",
    "CheatSheet",
    "CheckedStep",
    "Explorer",
    "HandIn",
    "MovingDay",
    "Revealed",
    "Shown",
    "ShownText",
    "TalkWidget",
    "cheat_sheet",
    "check_step",
    "explore",
    "predict",
    "reflect",
    "reveal",
    "show",
    "submit",
    "talk",
    "watch_day",
]

WITH_WIDGETS = {
    **dict.fromkeys(("Explorer", "explore"), "explorer"),
    **dict.fromkeys(("MovingDay", "watch_day"), "day"),
    **dict.fromkeys(("HandIn", "submit"), "hand_in"),
    "TalkWidget": "talk_widget",
    "talk": "talks",
}
"""Name -> module; loaded when it is used, because these need ipywidgets, and questions can do without."""


def __getattr__(name: str) -> Any:
    """Load what needs ipywidgets."""
    if name not in WITH_WIDGETS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(f"sim.ui.{WITH_WIDGETS[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name != "ipywidgets":
            raise
    command = python_command("-m", "pip", "install", "ipywidgets")
    raise InputError(_("The explorer needs ipywidgets: install it with {command}.").format(command=command))


understand_typed_marks()
explain_failed_cells()
