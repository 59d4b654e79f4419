"""A role-play for two at one computer: screens say who takes the computer, so that nobody reads another player's card."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import ipywidgets as widgets

from sim.base.i18n import _
from sim.course.talk_session import TalkSession
from sim.roleplay.talk import Exchange
from sim.ui.pair_page import (
    PAIR_STYLE,
    hand_over,
    observed,
    observer_questions,
    role_card,
    to_answer,
    what_was_said,
)
from sim.ui.style import STYLE, UNSEEN
from sim.ui.talk_page import TALK_STYLE
from sim.ui.talk_widget import TalkWidget, button


class PairWidget(TalkWidget):
    """A talk in which a second student answers for the other side, and a third may observe. Nothing is kept or marked.

    Examples
    --------
    >>> from sim.ui import talk
    >>> widget = talk("r1_shunda", pair=True, variant="V1")
    >>> widget.go_on()
    >>> widget
    One electrician, by Monday: 0 lines said, 24 left
    """

    def __init__(self, session: TalkSession, *, observer: bool = False) -> None:
        self._observer = observer
        self._own_words: dict[int, str] = {}
        self._next: Callable[[], None] = self._open
        super().__init__(session, with_secrets=False)
        self._whole = self.widget.children
        with session.language():
            self._begin()

    def go_on(self) -> None:
        """Do what the button of the screen says."""
        with self.session.language():
            self._next()

    def say(self) -> None:
        """Say the line; the other student answers it, unless it is one that nobody answers."""
        if self._heard is None:
            return
        before = len(self.session.talk.exchanges)
        self.widget.children = self._whole[:1]  # the answer is not for the player's eyes yet
        super().say()
        said = self.session.talk.exchanges[before:]
        with self.session.language():
            if not said:
                self._open()
            elif said[0].move.act == "look" or said[0].move.waits:
                self._after() if self.session.talk.ended else self._open()
            else:
                self._to_other(said[0])

    def answer(self, text: str) -> None:
        """Answer the last line in the typed words; if nothing is typed, as the card says."""
        if text.strip():
            self._own_words[self.session.talk.exchanges[-1].number] = text.strip()
        with self.session.language():
            self._refresh()
            self._after()

    def _begin(self) -> None:
        """Both read their cards, one after the other."""
        scenario, drawn = self.session.scenario, self.session.talk.draw
        player, partner = scenario.player, scenario.partner
        cards = [(str(role.name), role_card(role, drawn)) for role in (player, partner)]
        (one, mine), (two, theirs) = cards
        back = partial(self._hand, one, self._open)
        second = partial(self._screen, theirs, _("I have read it"), back)
        first = partial(self._screen, mine, _("I have read it"), partial(self._hand, two, second))
        self._hand(one, first)

    def _to_other(self, exchange: Exchange) -> None:
        self._hand(self.session.talk.other(exchange), partial(self._ask, exchange))

    def _ask(self, exchange: Exchange) -> None:
        entry = widgets.Textarea(
            placeholder=_("In your own words; empty: as it stands"),
            description=_("Your answer"),
            layout={"width": "620px"},
        )
        entry.add_class(UNSEEN)
        shown = to_answer(self.session.talk, exchange)
        self._screen(shown, _("Say it"), lambda: self.answer(entry.value), entry)
        entry.focus()

    def _after(self) -> None:
        """The computer goes back to the player; after the last line to the observer."""
        ended = self.session.talk.ended
        if ended and self._observer:
            self._hand(_("the observer"), self._observe)
        else:
            self._hand(str(self.session.scenario.player.name), self._open)

    def _observe(self) -> None:
        entries = [
            widgets.Textarea(
                description=question, layout={"width": "760px"}, style={"description_width": "300px"}
            )
            for question in observer_questions()
        ]

        def done() -> None:
            notes = observed([entry.value for entry in entries])
            self._ending.value = notes + self._ending.value
            self._hand(str(self.session.scenario.player.name), self._open)

        self._screen(what_was_said(self.session.talk, self._own_words), _("Done"), done, *entries)
        entries[0].focus()

    def _hand(self, name: str, then: Callable[[], None]) -> None:
        self._screen(hand_over(name), _("Only I see the screen"), then)

    def _screen(self, page: str, word: str, then: Callable[[], None], *entries: widgets.Widget) -> None:
        """Show this alone; the button goes on."""
        self._next = then
        go = button(word, self.go_on)
        go.button_style = "primary"
        style = widgets.HTML(STYLE + TALK_STYLE + PAIR_STYLE, layout={"display": "none"})
        self.widget.children = (style, widgets.HTML(page), *entries, widgets.HBox([go]))
        if not entries:
            go.focus()

    def _open(self) -> None:
        """Show the talk."""
        self.widget.children = self._whole
        self._input.focus()

    def _answers(self) -> dict[int, str]:
        return self._own_words
