"""The levers on the screen: by theme, by a search, or those that were changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.case.case import Case
from sim.course.curriculum.lever_text import group, matches, theme
from sim.policy.levers.registry import levers
from sim.policy.policy import Policy
from sim.ui.lever_controls import Control, control
from sim.ui.presets import presets
from sim.ui.style import UNSEEN

CHANGED = "changed"
"""Stands among the themes for the levers that were changed."""
NO_PRESET = ""
MOST_FOUND = 12
FIRST_THEME = "stock"


class LeverPanel:
    """Presets, search, theme, and the controls of the levers that these select.

    Controls are made when they are first shown: a browser needs time for each.
    """

    def __init__(
        self, case: Case, changed: Callable[[Policy, str | None], None], failed: Callable[[str], None]
    ) -> None:
        """changed: told the new policy, and the lever that is still moving, if one is; failed: told an error's sentence."""
        self._case = case
        self._changed = changed
        self._failed = failed
        self._policy = case.policy
        self._controls: dict[str, Control] = {}
        self._presets = presets(case)
        wide = {"width": "auto"}
        self._preset = widgets.Dropdown(
            options=[(_("Ready-made settings"), NO_PRESET), *((title, title) for title in self._presets)],
            description=_("Ready-made settings"),
            layout=wide,
        )
        self._search = widgets.Text(
            placeholder=_("Search all levers"), description=_("Search all levers"), layout=wide
        )
        groups = dict.fromkeys(group(lever) for lever in levers().values())
        self._theme = widgets.Dropdown(
            options=[*((theme(name), name) for name in groups), (_("All that I changed"), CHANGED)],
            value=FIRST_THEME,
            description=_("Theme"),
            layout=wide,
        )
        self._found = widgets.HTML()
        self._list = widgets.VBox(layout={"overflow": "hidden auto", "height": "320px", "padding": "4px"})
        self._list.add_class("kefu-levers")
        for one in (self._preset, self._search, self._theme):
            one.add_class(UNSEEN)
        self._preset.observe(self._take_preset, "value")
        self._search.observe(lambda _change: self._select(), "value")
        self._theme.observe(self._take_theme, "value")
        self.widget = widgets.VBox(
            [self._preset, self._search, self._theme, self._found, self._list],
        )
        self._select()

    def show(self, policy: Policy) -> None:
        """Show the values of a policy."""
        self._policy = policy
        for name, one in self._controls.items():
            one.show(policy[name])
        if self._theme.value == CHANGED:
            self._select()

    def _names(self) -> list[str]:
        words = self._search.value.strip()
        if words:
            return [lever.name for lever in levers().values() if matches(lever, words)]
        if self._theme.value == CHANGED:
            return list(self._policy.changed(self._case.policy))
        return [lever.name for lever in levers().values() if group(lever) == self._theme.value]

    def _select(self) -> None:
        """Show the controls that are asked for."""
        names = self._names()
        searched = bool(self._search.value.strip())
        text = ngettext("{n} lever found", "{n} levers found", len(names)).format(n=len(names))
        if not names and not searched:
            text = _("No lever is changed.")
        self._found.value = f'<span class="kefu kefu-note">{text}</span>' if searched or not names else ""
        for name in names[:MOST_FOUND]:
            if name not in self._controls:
                self._controls[name] = control(levers()[name], self._case.policy, self._moved, self._failed)
                self._controls[name].show(self._policy[name])
        self._list.children = [self._controls[name].widget for name in names[:MOST_FOUND]]

    def _take_preset(self, change: dict[str, Any]) -> None:
        if change["new"] != NO_PRESET:
            policy = self._presets[change["new"]]
            self._preset.value = NO_PRESET  # so that it can be chosen again
            self.show(policy)
            self._changed(policy, None)

    def _take_theme(self, _change: dict[str, Any]) -> None:
        if self._search.value:
            self._search.value = ""  # which selects
        else:
            self._select()

    def _moved(self, name: str, value: Any, moving: bool) -> None:
        try:
            self._policy = self._policy.replace(**{name: value})
        except InputError as error:
            self._failed(str(error))
        else:
            self._changed(self._policy, name if moving else None)
