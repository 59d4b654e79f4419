"""A role-play in a notebook: type what you say, or choose a line; read the answer; see at the end what came of it."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.talk_session import TalkSession
from sim.roleplay.hearing import heard
from sim.roleplay.scenario import Move
from sim.roleplay.words import STEPS
from sim.ui.still import Still
from sim.ui.style import LIVE, STYLE, UNSEEN
from sim.ui.talk_page import TALK_STYLE, card, ending, talk_so_far

PATIENCE = 2
"""Lines in a row that are not understood before the list of lines opens."""


class TalkWidget:
    """A talk with its controls.

    Examples
    --------
    >>> from sim.ui import talk
    >>> widget = talk("r1_shunda", practice=True, variant="V1")
    >>> widget.type("What is your site like?")
    >>> widget.say()
    >>> widget
    One electrician, by Monday: 1 line said, 23 left
    """

    def __init__(self, session: TalkSession, *, with_secrets: bool = True) -> None:
        self.session = session
        self._with_secrets = with_secrets
        self._heard: Move | None = None
        self._typed = ""
        """The line that was typed; empty if one is chosen from the list."""
        with session.language():
            self._build()
            self._refresh()

    def __repr__(self) -> str:
        """The state of the talk."""
        with self.session.language():
            return repr(self.session.talk)

    def _ipython_display_(self) -> None:
        self._still.display(repr(self), self._picture())

    def type(self, line: str) -> None:
        """Type a line: what was understood is shown, and waits for `say`."""
        found = self.session.hear(line)
        self._typed = line.strip()
        with self.session.language():
            self._tell(heard(found))
            self._offer(list(found.moves))
            if self.session.not_understood >= PATIENCE:
                self._lists.selected_index = 0

    def say(self) -> None:
        """Say the line that was understood or chosen, with the facts that are ticked."""
        if self._heard is None:
            return
        facts = [box.fact for box in self._facts.children if box.value]
        try:
            self.session.say(self._heard.id, facts, self._typed)
        except InputError as error:
            self._tell(str(error))
            return
        self._input.value = ""
        with self.session.language():
            self._tell("")
            self._refresh()
        self._input.focus()

    def _build(self) -> None:
        self._card = widgets.HTML(card(self.session.scenario, with_secret=self._with_secrets))
        self._so_far, self._told, self._ending = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._input = widgets.Text(
            placeholder=_("What do you say?"), description=_("Your line"), layout={"width": "620px"}
        )
        self._input.add_class(UNSEEN)
        self._input.on_msg(self._entered)
        send = button(_("Send"), lambda: self.type(self._input.value))
        self._say = button(_("Say it"), self.say)
        self._say.button_style = "primary"
        self._not = button(_("Not what I meant"), self._take_back)
        self._choices = widgets.Select(rows=3, description=_("Which line?"), layout={"width": "760px"})
        self._lines = widgets.Select(rows=12, description=_("All lines"), layout={"width": "100%"})
        for one in (self._choices, self._lines):
            one.add_class(UNSEEN)
            one.observe(self._chosen, "value")
        self._facts = widgets.VBox()
        self._lists = widgets.Accordion([self._lines], titles=(_("Lines there are"),), selected_index=None)
        self._entry = widgets.VBox(
            [widgets.HBox([self._input, send]), self._told, self._choices, self._facts]
        )
        self._buttons = widgets.HBox([self._say, self._not])
        self._from = widgets.BoundedIntText(
            min=1, value=1, description=_("Line number"), layout={"width": "170px"}
        )
        self._branch = widgets.HBox([self._from, button(_("Practise from this line"), self._play_on)])
        style = widgets.HTML(STYLE + TALK_STYLE, layout={"display": "none"})
        self.widget = widgets.VBox(
            [
                style,
                self._card,
                self._so_far,
                self._entry,
                self._buttons,
                self._lists,
                self._ending,
                self._branch,
            ]
        )
        self.widget.add_class(LIVE)
        self._still = Still(self.widget)

    def _refresh(self) -> None:
        """Show the talk as it now stands."""
        current = self.session.talk
        self._so_far.value = talk_so_far(current, self._answers())
        self._ending.value = ending(current) if current.ended else ""
        for part in (self._entry, self._lists):
            part.layout.display = "none" if current.ended else ""
        self._branch.layout.display = "" if current.ended else "none"
        self._from.max = max(1, len(current.exchanges))
        offered = current.offered()
        in_order = [
            move
            for step in STEPS
            for move in current.draw.shuffled([one for one in offered if (one.step or 0) == step])
        ]
        self._lines.options = [(f"{move.step or '·'}  {current.line(move)}", move.id) for move in in_order]
        self._lines.value = None
        self._offer([])
        self._still.renew(self._picture())

    def _offer(self, moves: list[Move]) -> None:
        """Ask which of these lines is meant; a single one only has to be confirmed."""
        current = self.session.talk
        several = len(moves) > 1
        self._choices.layout.display = "" if several else "none"
        self._choices.options = [(current.line(move), move.id) for move in moves] if several else []
        self._choices.value = None
        self._take(moves[0] if len(moves) == 1 else None)

    def _take(self, move: Move | None) -> None:
        """Get ready to say a line: its wording, and the facts that can be laid beside it."""
        self._heard = move
        self._buttons.layout.display = "none" if move is None else ""
        self._facts.children = () if move is None else self._boxes(move)
        if move is not None:
            self._say.focus()

    def _boxes(self, move: Move) -> tuple[widgets.Widget, ...]:
        boxes = []
        for name in self.session.talk.evidence_for(move):
            box = widgets.Checkbox(
                description=self.session.talk.note(name), indent=False, layout={"width": "760px"}
            )
            box.fact = name
            boxes.append(box)
        return tuple(boxes)

    def _entered(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        if content.get("event") == "submit":
            self.type(self._input.value)

    def _chosen(self, change: dict[str, Any]) -> None:
        """A line was chosen from a list."""
        if change["new"] is None:
            return
        if change["owner"] is self._lines:
            self._typed = ""
        move = self.session.scenario.by_id[change["new"]]
        with self.session.language():
            self._tell(f"“{self.session.talk.line(move)}”")
            self._take(move)

    def _take_back(self) -> None:
        self._tell("")
        self._offer([])
        self._lines.value = None
        self._input.focus()

    def _play_on(self) -> None:
        with self.session.language():
            self.session.play_on_from(self._from.value)
            self._refresh()
            self._tell(_("This is practice: it does not change the talk that you handed in."))

    def _answers(self) -> dict[int, str]:
        """Answers in a student's own words; none if the machine answers."""
        return {}

    def _tell(self, text: str) -> None:
        self._told.value = f'<div class="kefu" role="status">{escape(text)}</div>' if text else ""

    def _picture(self) -> str:
        with self.session.language():
            shown = card(self.session.scenario, with_secret=self._with_secrets)
            parts = [TALK_STYLE, shown, talk_so_far(self.session.talk, self._answers())]
            return "".join([*parts, ending(self.session.talk)] if self.session.talk.ended else parts)


def button(text: str, act: Any) -> widgets.Button:
    """A button as wide as its text."""
    made = widgets.Button(description=text, layout={"width": "auto"})
    made.on_click(lambda _button: act())
    return made
