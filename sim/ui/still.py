"""The last picture of a live widget: plain HTML that stays in the notebook when the kernel is gone."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from sim.base.i18n import _
from sim.ui.style import STILL, STILL_STYLE, STYLE


class Still:
    """A widget, and below it its last picture, of which a notebook shows one: the widget, as long as it lives."""

    def __init__(self, widget: widgets.Widget, note: str | None = None) -> None:
        self._widget = widget
        self._note = note
        self._handle: Any = None

    def display(self, text: str, picture: str) -> None:
        """Show both. text: what a console shows instead."""
        from IPython.display import HTML, display

        display({**self._widget._repr_mimebundle_(), "text/plain": text}, raw=True)
        self._handle = display(HTML(page(picture, self._note)), display_id=True)

    def renew(self, picture: str) -> None:
        """Keep another picture, if this is shown at all."""
        if self._handle is not None:
            from IPython.display import HTML

            self._handle.update(HTML(page(picture, self._note)))


def page(picture: str, note: str | None = None) -> str:
    """The picture with its style, and how to go on."""
    note = _("This is the last picture. Run the cell to go on.") if note is None else note
    return f'{STILL_STYLE}<div class="{STILL} kefu">{STYLE}{picture}<p class="kefu-note">{note}</p></div>'
