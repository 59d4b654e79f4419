"""A day at the firm, moving: play, pause, speed, and a slider over its minutes."""

from __future__ import annotations

import ipywidgets as widgets

from sim.base.i18n import _
from sim.measures.run import Run
from sim.ui.day_moment import Day, moment
from sim.ui.still import Still
from sim.ui.style import LIVE, STYLE, UNSEEN

MORNING = 8 * 60
"""Minute at which the picture begins."""
MINUTES = 24 * 60
INTERVAL = 200
"""Milliseconds between two pictures."""


def watch_day(run: Run, day: int = 0) -> MovingDay:
    """Return a day of a run to watch: orders are dots that move from the order desk to the customers' doors.

    Parameters
    ----------
    run : Run
        The run.
    day : int, default 0
        The day, counted from 0, the first one observed, a Monday.

    Returns
    -------
    MovingDay
        Shown by JupyterLab and Notebook where it is the last line of a cell.

    Raises
    ------
    InputError
        If there is no such day.

    Examples
    --------
    >>> from sim import run
    >>> from sim.ui import watch_day
    >>> watch_day(run("corner", weeks=1), day=2)
    Wednesday, week 1, 8:00
    """
    return MovingDay(Day(run, day))


class MovingDay:
    """A day with its controls.

    Examples
    --------
    >>> from sim import run
    >>> from sim.ui import watch_day
    >>> watch_day(run("corner", weeks=1)).minute
    480
    """

    def __init__(self, day: Day) -> None:
        self._day = day
        self._picture = widgets.HTML()
        self._play = widgets.Play(
            min=0, max=MINUTES - 1, value=MORNING, step=5, interval=INTERVAL, show_repeat=False
        )
        self._slider = widgets.IntSlider(
            min=0,
            max=MINUTES - 1,
            value=MORNING,
            readout=False,
            layout={"flex": "1 1 auto", "width": "auto"},
        )
        self._box = widgets.BoundedIntText(
            min=0,
            max=MINUTES - 1,
            value=MORNING,
            description=_("Minute of the day"),
            layout={"width": "84px"},
        )
        self._box.add_class(UNSEEN)
        self._speed = widgets.Dropdown(
            options=[(_("slow"), 2), (_("usual speed"), 5), (_("fast"), 15)],
            value=5,
            description=_("Speed"),
            layout={"width": "120px"},
        )
        self._speed.add_class(UNSEEN)
        widgets.jslink((self._play, "value"), (self._slider, "value"))
        widgets.jslink((self._slider, "value"), (self._box, "value"))
        self._speed.observe(lambda change: setattr(self._play, "step", change["new"]), "value")
        self._slider.observe(lambda _change: self._draw(), "value")
        self._play.observe(lambda _change: self._keep(), "playing")
        bar = widgets.HBox([self._play, self._speed, self._slider, self._box])
        style = widgets.HTML(STYLE, layout={"display": "none"})
        self.widget = widgets.VBox([style, bar, self._picture])
        self.widget.add_class(LIVE)
        self._still = Still(self.widget)
        self._draw()

    @property
    def minute(self) -> int:
        """The minute of the day that is shown."""
        return int(self._slider.value)

    def __repr__(self) -> str:
        """The moment that is shown."""
        return self._day.clock(self.minute * 60)

    def _ipython_display_(self) -> None:
        self._still.display(repr(self), self._picture.value)

    def _draw(self) -> None:
        self._picture.value = moment(self._day, self.minute * 60)
        if not self._play.playing:
            self._keep()

    def _keep(self) -> None:
        self._still.renew(self._picture.value)
