"""Two runs side by side on the screen: score card, the firm's day, and why at a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import ipywidgets as widgets

from sim.base.formatting import capitalised
from sim.base.i18n import _, ngettext
from sim.explanations.quantities import quantity
from sim.ui.firm_day import day_pictures
from sim.ui.score_card import KEY, ScoreRow, score_rows, score_table, summary
from sim.ui.session import Sides


class ResultPane:
    """Two runs side by side.

    Attributes
    ----------
    widget : ipywidgets.Widget
        All of it.
    html : str
        The picture as plain HTML, for a notebook without a kernel.
    """

    def __init__(self, why: Callable[[str], None]) -> None:
        """why: told the number that is to be explained."""
        self._why = why
        self._names: tuple[str, ...] = ()
        self.html = ""
        self._head, self._card, self._day, self._told = (widgets.HTML() for _place in range(4))
        self._card.layout = {"flex": "1 1 auto", "min_width": "0"}
        self._buttons = widgets.VBox(layout={"margin": "26px 0 0 0", "flex": "0 0 auto"})
        self._buttons.add_class("kefu-why")
        card = widgets.HBox([self._card, self._buttons], layout={"align_items": "flex-start"})
        self.widget = widgets.VBox([self._head, card, self._told, self._day])
        self.name_rows(KEY)

    def name_rows(self, names: Sequence[str]) -> None:
        """Choose the numbers on the card, with a button to explain each."""
        self._names = tuple(names)
        self._buttons.children = [self._button(name) for name in names]

    def show(self, sides: Sides, titles: tuple[str, str]) -> None:
        """Show two runs. titles: of the columns."""
        rows = score_rows(sides.before, sides.after, self._names, sides.verdicts)
        head = self._headline(sides)
        table = score_table(rows, *titles)
        day = day_pictures(sides.before, sides.after, titles)
        dim = " kefu-preview" if sides.preview else ""
        self._head.value = self._announced(head, rows, sides.preview)
        self._card.value = f'<div class="kefu{dim}">{table}</div>'
        self._day.value = f'<div class="kefu{dim}">{day}</div>'
        if not sides.preview:
            self._told.value = ""
            self.html = f"<p><b>{escape(head)}</b></p>{table}{day}"

    def tell(self, sentence: str) -> None:
        """Show why a number differs."""
        self._told.value = f'<div class="kefu kefu-told" role="status">{escape(sentence)}</div>'

    def _headline(self, sides: Sides) -> str:
        run = sides.after
        weeks = ngettext("{n} week", "{n} weeks", run.weeks).format(n=run.weeks)
        if run.weeks < run.history.weeks:
            first, last = run.first_week + 1, run.first_week + run.weeks
            weeks = _("weeks {first} to {last}").format(first=first, last=last)
        if sides.preview:
            return _("While the lever moves: {weeks}").format(weeks=weeks)
        if sides.before is sides.after:
            return _("{weeks} of the firm as it is. Move a lever to see what it does.").format(weeks=weeks)
        text = _("Under the same luck: {weeks}")
        if sides.verdicts is None:
            text = _("Under the same luck: {weeks}. What could as well be luck is being judged ...")
        return text.format(weeks=weeks)

    def _announced(self, head: str, rows: Sequence[ScoreRow], preview: bool) -> str:
        spoken = "" if preview else f'<span class="kefu-hidden" role="status">{escape(summary(rows))}</span>'
        return f'<div class="kefu"><b>{escape(head)}</b>{spoken}</div>'

    def _button(self, name: str) -> widgets.Button:
        button = widgets.Button(
            description=_("Why?"),
            tooltip=_("Why? {measure}").format(measure=capitalised(quantity(name).kpi.name)),
            layout={"width": "52px", "height": "22px", "margin": "1px 2px"},
        )
        button.on_click(lambda _button: self._why(name))
        return button
