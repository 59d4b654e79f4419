"""The list of settings that were tried, to return to; and files to keep it in."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from sim.base.i18n import _
from sim.ui.session import Session
from sim.ui.style import UNSEEN

SUFFIX = ".kefu.json"


class HistoryPane:
    """The settings in order with their long-run profit, the same as Python, saving and loading."""

    def __init__(
        self,
        session: Session,
        go_to: Callable[[int], None],
        save: Callable[[str], None],
        load: Callable[[str], None],
    ) -> None:
        self._session = session
        self._busy = False
        self._go_to = go_to
        self._list = widgets.Select(rows=9, description=_("All settings"), layout={"width": "auto"})
        self._list.observe(self._chosen, "value")
        self._python = widgets.HTML()
        self._file = widgets.Combobox(
            value=f"{session.case.name}{SUFFIX}",
            ensure_option=False,
            description=_("File name"),
            layout={"width": "260px"},
        )
        for one in (self._list, self._file):
            one.add_class(UNSEEN)
        save_button = widgets.Button(description=_("Save"), layout={"width": "auto"})
        load_button = widgets.Button(description=_("Load"), layout={"width": "auto"})
        save_button.on_click(lambda _button: save(self._file.value))
        load_button.on_click(lambda _button: load(self._file.value))
        files = widgets.HBox([self._file, save_button, load_button])
        hint = _("Choose a setting to put it in force again. The file keeps settings and game.")
        self.widget = widgets.VBox(
            [
                widgets.HTML(f'<div class="kefu kefu-note">{escape(hint)}</div>'),
                self._list,
                files,
                self._python,
            ]
        )
        self.refresh()

    def refresh(self) -> None:
        """Show the settings and which is in force."""
        exploration = self._session.exploration
        self._busy = True
        try:
            self._list.options = [(self._line(place), place) for place in range(len(exploration.settings))]
            self._list.value = exploration.place
        finally:
            self._busy = False
        self._file.options = sorted(path.name for path in Path().glob(f"?*{SUFFIX}"))
        self._python.value = f'<div class="kefu"><pre>{escape(self._session.script())}</pre></div>'

    def _line(self, place: int) -> str:
        exploration = self._session.exploration
        profit = self._session.long_run_profits.get(exploration.settings[place])
        title = exploration.title(place)
        if profit is None:
            return title
        return _("{setting}: long-run profit CNY {amount}").format(setting=title, amount=f"{profit:,.0f}")

    def _chosen(self, change: dict[str, Any]) -> None:
        if not self._busy and change["new"] is not None:
            self._go_to(change["new"])
