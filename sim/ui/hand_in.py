"""Hand in from a notebook: choose the assignment, click, and read what is missing and where the file lies."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.handing_in.submit import Submitted, assignments_to_hand_in, make_submission
from sim.ui.still import Still
from sim.ui.style import LIVE, STYLE
from sim.workspace.working_copy import find_working_copy


def submit(assignment: str | None = None) -> HandIn:
    """Make the file that is handed in, by a click: it checks the notebook first, and says what is missing.

    Parameters
    ----------
    assignment : str, optional
        Id of the assignment, such as "service_measures"; if left out, it can be chosen.

    Returns
    -------
    HandIn
        Shown by JupyterLab as a list and a button. `make` does the same without widgets.

    Raises
    ------
    InputError
        If there is no such assignment.

    Examples
    --------
    >>> from sim.ui import submit
    >>> submit("service_measures").assignment
    'service_measures'
    """
    known = assignments_to_hand_in()
    if assignment is not None and assignment not in known:
        text = _("There is no assignment {name}; there are: {all}.")
        raise InputError(text.format(name=assignment, all=", ".join(known)))
    return HandIn(known if assignment is None else {assignment: known[assignment]})


class HandIn:
    """A list of assignments and a button; `submit` makes it.

    Attributes
    ----------
    assignment : str
        The assignment that is chosen.
    submitted : Submitted or None
        What was made last.

    Examples
    --------
    >>> from sim.ui import submit
    >>> print(submit())
    Hand in: service_measures. Without a button: submit().make()
    """

    def __init__(self, titles: dict[str, str]) -> None:
        self.submitted: Submitted | None = None
        self._choice = widgets.Dropdown(
            options=[(title, name) for name, title in titles.items()],
            description=_("assignment"),
            layout={"width": "min(560px, 100%)"},
        )
        self._button = widgets.Button(
            description=_("Check, and make the file to hand in"),
            icon="file-archive",
            layout={"width": "auto", "align_self": "flex-start"},
        )
        self._button.on_click(lambda _button: self._click())
        self._said = widgets.HTML()
        style = widgets.HTML(STYLE, layout={"display": "none"})
        self._widget = widgets.VBox([style, self._choice, self._button, self._said])
        self._widget.add_class(LIVE)
        self._still = Still(self._widget)
        self._result: Any = None

    @property
    def assignment(self) -> str:
        """The assignment that is chosen."""
        return str(self._choice.value)

    def make(self, *, fast: bool = False) -> Submitted:
        """Check the notebook and make the file. fast: do not run the notebook. Raises InputError as `kefu submit`."""
        run = None if fast else self._say_running
        self.submitted = make_submission(find_working_copy(None), self.assignment, run)
        return self.submitted

    def __repr__(self) -> str:
        """The purpose of the form, and how to do without the button."""
        text = _("Hand in: {assignment}. Without a button: {call}")
        return text.format(assignment=self.assignment, call="submit().make()")

    def _ipython_display_(self) -> None:
        from IPython.display import HTML, display

        self._still.display(repr(self), f"<p>{escape(repr(self))}</p>")
        self._result = display(HTML(""), display_id=True)

    def _say_running(self, name: str) -> None:
        self._say(_("Running {file} from top to bottom ...").format(file=name))

    def _say(self, text: str, *, wrong: bool = False) -> None:
        kind = 'class="kefu kefu-error" role="alert"' if wrong else 'class="kefu" role="status"'
        self._said.value = f"<div {kind}>{escape(text)}</div>" if text else ""

    def _click(self) -> None:
        """Run the check; a click meanwhile does nothing."""
        self._button.disabled = True
        self._say(_("Checking ..."))
        self._show("")
        try:
            self._show(_page(self.make()))
            self._say("")
        except InputError as error:
            self._say(str(error), wrong=True)
        finally:
            self._button.disabled = False

    def _show(self, page: str) -> None:
        """Show the result below the button; it stays in the notebook when the kernel is gone."""
        if self._result is not None:
            from IPython.display import HTML

            self._result.update(HTML(page))


def _page(made: Submitted) -> str:
    findings = "".join(f"<li>{escape(str(finding))}</li>" for finding in made.findings)
    head = _("Better mend this, then click again:")
    told = f"<p>{escape(head)}</p><ul>{findings}</ul>" if findings else ""
    sentences = "".join(f"<p>{escape(sentence)}</p>" for sentence in made.sentences)
    # JupyterLab serves what a link with `download` names, by its path from the notebook.
    link = Path(os.path.relpath(made.path, Path.cwd())).as_posix()
    name = _("Download the file")
    download = f'<a href="{escape(link)}" download="{escape(made.path.name)}">{escape(name)}</a>'
    place = escape(_("It lies here: {path}").format(path=made.path))
    return (
        f'<div class="kefu">{STYLE}{told}{sentences}<p>{download}</p><p class="kefu-note">{place}</p></div>'
    )
