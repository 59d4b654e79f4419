"""A control for each kind of lever: a slider with a number, three of them by class, a box to tick, a list to choose from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

import ipywidgets as widgets

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.curriculum.lever_text import choice, short
from sim.policy.classes import CLASSES
from sim.policy.levers.registry import Lever
from sim.policy.policy import Policy
from sim.ui.lever_about import about
from sim.ui.ranges import slider_range
from sim.ui.staffing import read_staffing, staffing_text
from sim.ui.style import UNSEEN

Moved = Callable[[str, Any, bool], None]
"""Told a lever's dotted name (with the class, if it has classes), its value, and whether it is still moving."""
Failed = Callable[[str], None]
"""Told the sentence of an error."""


DIGITS = 10
"""Rounds a slider's number: browsers add up steps in binary fractions."""


class Control(ABC):
    """The control of a lever on the screen.

    Attributes
    ----------
    widget : ipywidgets.Widget
        All of it.
    """

    def __init__(self, lever: Lever, moved: Moved) -> None:
        self.lever = lever
        self._moved = moved
        self._quiet = False
        self.widget = widgets.VBox([widgets.HTML(about(lever)), *self._parts()], layout={"flex": "0 0 auto"})

    def show(self, value: Any) -> None:
        """Show a value, without telling anybody."""
        with self._silence():
            self._show(value)

    @abstractmethod
    def _parts(self) -> list[widgets.Widget]:
        """The widgets below the lever's text."""

    @abstractmethod
    def _show(self, value: Any) -> None:
        """Show a value; `_tell` is quiet meanwhile."""

    def _tell(self, value: Any, *, moving: bool = False, name: str = "") -> None:
        if not self._quiet:
            self._moved(name or self.lever.name, value, moving)

    @contextmanager
    def _silence(self) -> Iterator[None]:
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before


class NumberRow:
    """A slider over the usual values and a box that takes all that are allowed, always in step."""

    def __init__(
        self, lever: Lever, today: Policy, told: Callable[[Any, bool], None], label: str, hint: str
    ) -> None:
        span = slider_range(lever, today)
        kind = int if lever.whole else float
        slider, box = (
            (widgets.IntSlider, widgets.BoundedIntText)
            if lever.whole
            else (widgets.FloatSlider, widgets.BoundedFloatText)
        )
        self._slider = slider(
            value=kind(span.low),
            min=kind(span.low),
            max=kind(span.high),
            step=kind(span.step),
            readout=False,
            tooltip=hint,
            layout={"flex": "1 1 auto", "width": "auto", "min_width": "80px"},
        )
        self._box = box(
            value=kind(span.low),
            min=kind(lever.low or 0),
            max=kind(lever.high or 0),
            step=kind(span.step),
            description=hint,
            tooltip=hint,
            layout={"width": "84px"},
        )
        self._box.add_class(UNSEEN)
        self._told = told
        self._busy = False
        self._step = span.step
        self._slider.observe(lambda change: self._slid(change["new"]), "value")
        self._box.observe(lambda change: self._changed(change["new"], False), "value")
        head = [widgets.HTML(f'<span class="kefu">{label}</span>')] if label else []
        self.widget = widgets.HBox([*head, self._slider, self._box], layout={"align_items": "center"})

    def show(self, value: float) -> None:
        """Show a value, without telling."""
        self._busy = True
        try:
            self._slider.max = max(self._slider.max, value)
            self._slider.value = value
            self._box.value = value
        finally:
            self._busy = False

    def _slid(self, value: float) -> None:
        """The slider moved; ignored if the browser only rounds a number from the box to a step."""
        if abs(value - self._box.value) >= self._step / 2:
            self._changed(value if isinstance(value, int) else float(f"{value:.{DIGITS}g}"), True)

    def _changed(self, value: float, moving: bool) -> None:
        if not self._busy:
            self.show(value)
            self._told(value, moving)

    @property
    def value(self) -> float:
        """The value that is shown."""
        return self._box.value


class NumberControl(Control):
    """A lever that is one number."""

    def __init__(self, lever: Lever, today: Policy, moved: Moved) -> None:
        self._row = NumberRow(lever, today, self._told, "", short(lever))
        super().__init__(lever, moved)

    def _parts(self) -> list[widgets.Widget]:
        return [self._row.widget]

    def _show(self, value: Any) -> None:
        self._row.show(value)

    def _told(self, value: Any, moving: bool) -> None:
        self._tell(value, moving=moving)


class ClassControl(Control):
    """A lever with a number for each class of customers."""

    def __init__(self, lever: Lever, today: Policy, moved: Moved) -> None:
        self._rows = {}
        for name in CLASSES:
            hint = _("{lever}, class {name}").format(lever=short(lever), name=name)
            self._rows[name] = NumberRow(lever, today, partial(self._told, name), name, hint)
        super().__init__(lever, moved)

    def _parts(self) -> list[widgets.Widget]:
        return [row.widget for row in self._rows.values()]

    def _show(self, value: Any) -> None:
        for name, row in self._rows.items():
            row.show(value[name])

    def _told(self, name: str, value: Any, moving: bool) -> None:
        self._tell(value, moving=moving, name=f"{self.lever.name}.{name}")


class StaffControl(Control):
    """Staff on duty: one number for the opening hours, or numbers by the hour as a text."""

    def __init__(self, lever: Lever, today: Policy, moved: Moved, failed: Failed) -> None:
        self._failed = failed
        self._row = NumberRow(lever, today, self._told, "", short(lever))
        self._text = widgets.Text(
            placeholder=_("by the hour: {example}").format(example="8-12: 3, 12-20: 2"),
            description=_("{lever}, by the hour").format(lever=short(lever)),
            continuous_update=False,
            layout={"width": "auto"},
        )
        self._text.add_class(UNSEEN)
        self._text.observe(lambda change: self._written(change["new"]), "value")
        super().__init__(lever, moved)

    def _parts(self) -> list[widgets.Widget]:
        return [self._row.widget, self._text]

    def _show(self, value: Any) -> None:
        hourly = isinstance(value, list)
        self._text.value = staffing_text(value) if hourly else ""
        self._row.show(max(value) if hourly else value)

    def _told(self, value: Any, moving: bool) -> None:
        with self._silence():
            self._text.value = ""
        self._tell(value, moving=moving)

    def _written(self, text: str) -> None:
        if self._quiet:
            return
        try:
            value = read_staffing(text) if text.strip() else self._row.value
        except InputError as error:
            self._failed(str(error))
        else:
            self._tell(value)


class ChoiceControl(Control):
    """A lever that is a word."""

    def __init__(self, lever: Lever, moved: Moved) -> None:
        options = [(choice(value), value) for value in lever.choices or ()]
        self._list = widgets.Dropdown(options=options, description=short(lever), layout={"width": "auto"})
        self._list.add_class(UNSEEN)
        self._list.observe(lambda change: self._tell(change["new"]), "value")
        super().__init__(lever, moved)

    def _parts(self) -> list[widgets.Widget]:
        return [self._list]

    def _show(self, value: Any) -> None:
        self._list.value = value if value in (self.lever.choices or ()) else None


class SwitchControl(Control):
    """A lever that is on or off."""

    def __init__(self, lever: Lever, moved: Moved) -> None:
        self._box = widgets.Checkbox(description=_("yes"), indent=False, tooltip=short(lever))
        self._box.observe(lambda change: self._tell(change["new"]), "value")
        super().__init__(lever, moved)

    def _parts(self) -> list[widgets.Widget]:
        return [self._box]

    def _show(self, value: Any) -> None:
        self._box.value = value


@cache
def by_the_hour(name: str) -> bool:
    """Whether a lever takes 24 numbers."""
    try:
        Policy(**{name: [0] * 24})
    except InputError:
        return False
    return True


def control(lever: Lever, today: Policy, moved: Moved, failed: Failed) -> Control:
    """The control of a lever, of the kind that its values need."""
    value = today[lever.name]
    if lever.choices == ("true", "false"):
        return SwitchControl(lever, moved)
    if lever.choices:
        return ChoiceControl(lever, moved)
    if isinstance(value, dict):
        return ClassControl(lever, today, moved)
    if by_the_hour(lever.name):
        return StaffControl(lever, today, moved, failed)
    return NumberControl(lever, today, moved)
