"""The explorer: levers on the left, what they do on the right."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from time import monotonic
from typing import Any

import ipywidgets as widgets

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.case.case import Case
from sim.experiments.arguments import as_case, check_seed, check_weeks
from sim.policy.policy import Policy
from sim.ui.game_pane import GamePane
from sim.ui.history_pane import SUFFIX, HistoryPane
from sim.ui.lever_panel import LeverPanel
from sim.ui.result_pane import ResultPane
from sim.ui.saved_exploration import load_exploration, save_exploration
from sim.ui.score_card import ALL, KEY
from sim.ui.session import Session, Sides
from sim.ui.still import Still
from sim.ui.style import LIVE, STYLE

YEAR, GAME = 0, 1
"""Tabs."""
PAUSE = 0.15
"""Seconds between two updates of the progress bar."""


def explore(case: Case | str | Path, *, weeks: int = 52, seed: int = 0) -> Explorer:
    """Return the explorer of a case: move a lever and see what it does.

    Parameters
    ----------
    case : Case or str or Path
        The firm and its market: a case, the name of one, or a YAML file.
    weeks : int, default 52
        Weeks of a run.
    seed : int, default 0
        Selects the customers and their random numbers, the same for all settings.

    Returns
    -------
    Explorer
        Shown by JupyterLab and Notebook where it is the last line of a cell.

    Raises
    ------
    InputError
        If an argument cannot be used.

    Examples
    --------
    >>> from sim.ui import explore
    >>> explorer = explore("corner")
    >>> explorer.policy["desk.clerks"]
    2
    """
    return Explorer(as_case(case), check_weeks(weeks), check_seed(seed))


class Explorer:
    """Levers and their effects side by side; a game of quarters; the settings that were tried.

    Attributes
    ----------
    session : Session
        The settings and runs behind what is shown.

    Examples
    --------
    >>> from sim.ui import explore
    >>> explore("corner")
    Explorer of corner: 52 weeks, seed 0
      run('corner')
    """

    def __init__(self, case: Case, weeks: int, seed: int) -> None:
        self.session = Session(case, self, weeks, seed)
        self._last_update = 0.0
        self._shown: Sides | None = None
        self._files: set[str] = set()  # that this explorer has loaded or saved
        self._levers = LeverPanel(case, self._set, self.failed)
        self._result = ResultPane(self.session.explain)
        self._game = GamePane(self.session, self._rewind)
        self._history = HistoryPane(self.session, self._go_to, self._save, self._load)
        self._build()
        self._still = Still(self.widget)
        self._refresh()

    @property
    def policy(self) -> Policy:
        """The setting in force."""
        return self.session.exploration.policy

    def __repr__(self) -> str:
        """The explored case, and the current setting as Python."""
        head = _("Explorer of {case}: {weeks} weeks, seed {seed}").format(
            case=self.session.case.name, weeks=self.session.weeks, seed=self.session.seed
        )
        return f"{head}\n  {self.session.lines[1]}"

    def _ipython_display_(self) -> None:
        """Show the widgets, and below them the last picture, which stays when they are gone."""
        self._still.display(repr(self), self._picture())
        self.session.start()

    # Calls by the session, from the thread that works.

    def busy(self, working: bool) -> None:
        """Work begins or has ended."""
        self._progress.value = 0.0
        self._progress.layout.visibility = "visible" if working else "hidden"
        self._stop.disabled = not working
        if working:
            self._say("")
        else:
            self._game.ready()

    def progress(self, share: float) -> None:
        """The share of a run that is done."""
        now = monotonic()
        if now - self._last_update >= PAUSE:
            self._last_update = now
            self._progress.value = share

    def failed(self, sentence: str) -> None:
        """Show an error."""
        self._message.value = f'<div class="kefu kefu-error" role="alert">{escape(sentence)}</div>'

    def show(self, sides: Sides) -> None:
        """Show two runs of the year."""
        self._shown = sides
        exploration = self.session.exploration
        before, after = exploration.head(sides.before.policy), exploration.head(sides.after.policy)
        self._result.show(sides, (before, _("your setting") if after == before else after))
        if not sides.preview:
            self._history.refresh()
            self._keep_picture()

    def explained(self, name: str, sides: Sides, line: str) -> None:
        """Show why a number differs."""
        pane = self._result if line else self._game.result
        if line and self._shown is not sides:
            self.show(sides)
        pane.tell(sides.explanation.sentence(name))
        if line:
            self._python.value = _code(line)

    def played(self, sides: Sides | None) -> None:
        """Show a quarter of the game."""
        self._game.played(sides)
        self._python.value = _code(self.session.game_lines())
        self._keep_picture()

    # What is clicked.

    def _set(self, policy: Policy, moving: str | None) -> None:
        if self._tabs.selected_index == GAME:
            self.session.exploration.set(policy, moving)
        else:
            self.session.set(policy, moving)
        self._refresh(levers=False)

    def _move(self, move: Callable[[Any], Any]) -> None:
        self.session.change(move)
        self._refresh()

    def _go_to(self, place: int) -> None:
        self._move(lambda exploration: exploration.go_to(place))

    def _rewind(self, node: int) -> None:
        self.session.rewind(node)
        self._refresh()

    def _compare(self, change: dict[str, Any]) -> None:
        if not self._busy and change["new"] is not None:
            place = change["new"]
            self._move(lambda exploration: exploration.compare_with(place))

    def _lengthen(self, change: dict[str, Any]) -> None:
        self.session.names = ALL if change["new"] else KEY
        self._result.name_rows(self.session.names)
        self.session.start()

    def _save(self, name: str) -> None:
        try:
            self._check_name(name)
            save_exploration(name, self.session.exploration, self.session.game)
        except InputError as error:
            self.failed(str(error))
        else:
            self._files.add(name)
            self._history.refresh()
            self._say(_("Saved as {file}.").format(file=name))

    def _check_name(self, name: str) -> None:
        """Raises InputError for a name under which nothing may be saved, or where something else stands."""
        if not name.endswith(SUFFIX) or Path(name).name == SUFFIX:
            raise InputError(
                _("File name is {name}, but takes a name that ends in {suffix}.").format(
                    name=name, suffix=SUFFIX
                )
            )
        if name not in self._files and Path(name).exists():
            raise InputError(
                _("{name} exists already: load it first, or choose another name.").format(name=name)
            )

    def _load(self, name: str) -> None:
        try:
            loaded = load_exploration(name, self.session.case, self.session.seed)
        except InputError as error:
            self.failed(str(error))
        else:
            self._files.add(name)
            self.session.exploration, self.session.game = loaded
            self._refresh()
            self._game.played(None)
            self.session.start()

    def _turned(self, change: dict[str, Any]) -> None:
        """Another tab: the year may have to catch up with what was set for the game."""
        if change["new"] == YEAR:
            self._refresh(levers=False)
            self.session.start()

    # What is shown.

    def _build(self) -> None:
        self._busy = False
        small = {"width": "auto"}
        moves = (
            (_("Undo"), "undo", lambda exploration: exploration.undo()),
            (_("Redo"), "repeat", lambda exploration: exploration.redo()),
            (_("Reset"), "refresh", lambda exploration: exploration.reset()),
        )
        buttons = []
        for text, icon, move in moves:
            button = widgets.Button(description=text, icon=icon, tooltip=text, layout=small)
            button.on_click(lambda _button, move=move: self._move(move))
            buttons.append(button)
        self._undo, self._redo, self._reset = buttons
        self._before = widgets.Dropdown(
            description=_("Compare with"), style={"description_width": "initial"}, layout={"width": "270px"}
        )
        self._before.observe(self._compare, "value")
        longer = widgets.Checkbox(description=_("All numbers"), indent=False, layout=small)
        longer.observe(self._lengthen, "value")
        self._progress = widgets.FloatProgress(
            min=0, max=1, tooltip=_("Progress"), layout={"width": "160px", "visibility": "hidden"}
        )
        self._stop = widgets.Button(description=_("Stop"), icon="stop", disabled=True, layout=small)
        self._stop.on_click(lambda _button: self._stopped())
        self._message, self._changes, self._python = widgets.HTML(), widgets.HTML(), widgets.HTML()
        bar = widgets.HBox(
            [*buttons, self._progress, self._stop, self._message],
            layout={"flex_flow": "row wrap", "align_items": "center"},
        )
        choose = widgets.HBox([self._before, longer], layout={"flex_flow": "row wrap"})
        year = widgets.VBox([choose, self._result.widget])
        self._tabs = widgets.Tab(
            [year, self._game.widget, self._history.widget],
            titles=[_("A year"), _("Game of quarters"), _("Tried so far")],
            layout={"flex": "1 1 520px", "min_width": "420px"},
        )
        self._tabs.observe(self._turned, "selected_index")
        left = widgets.VBox(
            [self._levers.widget, self._changes, self._python],
            layout={"width": "306px", "flex": "0 0 306px"},
        )
        middle = widgets.HBox([left, self._tabs], layout={"flex_flow": "row wrap"})
        style = widgets.HTML(STYLE, layout={"display": "none"})
        self.widget = widgets.VBox([style, bar, middle])
        self.widget.add_class(LIVE)

    def _refresh(self, *, levers: bool = True) -> None:
        """Show the setting in force. levers: the controls of the levers, too."""
        exploration = self.session.exploration
        if levers:
            self._levers.show(exploration.policy)
        self._undo.disabled = exploration.place == 0
        self._redo.disabled = exploration.place == len(exploration.settings) - 1
        self._busy = True
        try:
            places = range(len(exploration.settings))
            self._before.options = [(exploration.title(place), place) for place in places]
            self._before.value = exploration.compared
        finally:
            self._busy = False
        changes = _("; ").join(exploration.changes()) or _("nothing")
        text = _("What I changed: {levers}").format(levers=changes)
        self._changes.value = f'<div class="kefu">{escape(text)}</div>'
        self._python.value = _code(f"after = {self.session.lines[1]}")

    def _stopped(self) -> None:
        self.session.worker.stop()
        self._say(_("Stopped. The results shown belong to the setting before."))

    def _say(self, text: str) -> None:
        self._message.value = f'<div class="kefu" role="status">{escape(text)}</div>' if text else ""

    def _keep_picture(self) -> None:
        """Renew the picture that stays in the notebook."""
        self._still.renew(self._picture())

    def _picture(self) -> str:
        """The last picture, as it is shown without a kernel."""
        pane: Any = self._game if self._tabs.selected_index == GAME else self._result
        return f"{pane.html}{self._changes.value}{self._python.value}"


def _code(lines: str) -> str:
    """Python to copy: a click marks all of it."""
    hint = escape(_("Click, then copy"))
    return f'<div class="kefu"><pre title="{hint}">{escape(lines)}</pre></div>'
