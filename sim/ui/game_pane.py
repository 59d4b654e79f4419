"""The game of quarters on the screen: the next decision, the last quarter, and the score board of the player's attempts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

import ipywidgets as widgets

from sim.base.i18n import _
from sim.ui.game import QUARTERS, START, Attempt, Game
from sim.ui.result_pane import ResultPane
from sim.ui.session import Session, Sides
from sim.ui.style import UNSEEN


class GamePane:
    """Play a quarter, go back to one, see the score.

    Attributes
    ----------
    widget : ipywidgets.Widget
        All of it.
    result : ResultPane
        The last quarter beside that of the firm as it is today.
    """

    def __init__(self, session: Session, rewind: Callable[[int], None]) -> None:
        """rewind: goes back to a quarter, given its node."""
        self._session = session
        self._where, self._board = widgets.HTML(), widgets.HTML()
        self._play = widgets.Button(button_style="primary", layout={"width": "auto"})
        self._back = widgets.Dropdown(description=_("Go back to"), layout={"width": "230px"})
        self._back.add_class(UNSEEN)
        self._go = widgets.Button(description=_("Go back"), layout={"width": "auto"})
        self._play.on_click(lambda _button: self._start(session.play))
        self._go.on_click(lambda _button: self._start(lambda: rewind(self._back.value)))
        self.result = ResultPane(session.explain_quarter)
        self.result.widget.layout.display = "none"
        bar = widgets.HBox([self._play, self._back, self._go], layout={"flex_flow": "row wrap"})
        self.widget = widgets.VBox([self._where, bar, self._board, self.result.widget])
        self.refresh()
        self.ready()

    @property
    def html(self) -> str:
        """The picture as plain HTML."""
        return f"{self._where.value}{self._board.value}{self.result.html}"

    def _start(self, move: Callable[[], None]) -> None:
        """Make a move. A second click would be another decision, so clicks are ignored until the work has ended."""
        self._play.disabled = self._go.disabled = True
        move()

    def ready(self) -> None:
        """The work has ended: the next move can be made."""
        self._play.disabled, self._go.disabled = self._session.game.over, False

    def played(self, sides: Sides | None) -> None:
        """A quarter was played, or gone to."""
        self.refresh()
        self.result.widget.layout.display = "none" if sides is None else ""
        if sides is not None:
            self.result.show(sides, (_("as today"), _("your quarter")))

    def refresh(self) -> None:
        """Show where the player stands and the score board."""
        game = self._session.game
        stands = len(game.way(game.node))
        if game.over:
            text = _("All {n} quarters are played. Go back to a quarter, and try another way.").format(
                n=QUARTERS
            )
        else:
            text = _(
                "Set the levers for quarter {number} of {n}, then play it. The score is the long-run profit of all quarters."
            ).format(number=stands + 1, n=QUARTERS)
        self._where.value = f'<div class="kefu">{escape(text)}</div>'
        self._play.description = _("Play quarter {number}").format(number=min(stands + 1, QUARTERS))
        self._back.options = [(_("the start"), START), *_places(game)]
        self._back.value = game.node
        self._board.value = f'<div class="kefu">{score_board(game)}</div>'


def _places(game: Game) -> Iterator[tuple[str, int]]:
    """The quarters that one can go back to, each under the first attempt that it belongs to."""
    seen = set()
    for number, attempt in enumerate(game.attempts(), start=1):
        for quarter, node in enumerate(attempt.nodes, start=1):
            if node not in seen:
                seen.add(node)
                yield (
                    _("attempt {number}, after quarter {quarter}").format(number=number, quarter=quarter),
                    node,
                )


def score_board(game: Game) -> str:
    """The attempts as a table: each quarter's long-run profit and their sum, beside the firm as it is today."""
    best = game.best()
    heads = [
        _("Long-run profit, CNY"),
        *(_("Q{number}").format(number=number) for number in range(1, QUARTERS + 1)),
        _("sum"),
        _("against today"),
    ]
    rows = [_board_row(_("as today"), game.today, "")]
    for number, attempt in enumerate(game.attempts(), start=1):
        name = _("attempt {number}").format(number=number)
        if best is not None and attempt.nodes == best.nodes:
            name = _("★ {attempt}, the best").format(attempt=name)
        if game.node == attempt.nodes[-1]:
            name = _("{attempt} (here)").format(attempt=name)
        rows.append(_board_row(name, attempt.profits, _standing(attempt, game)))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    return f'<table class="kefu-score kefu-board"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _board_row(name: str, profits: tuple[float, ...] | list[float], standing: str) -> str:
    cells = [f"{profit:,.0f}" for profit in profits] + ["–"] * (QUARTERS - len(profits))
    total = f"<b>{sum(profits):,.0f}</b>" if profits else "–"
    inside = "".join(f"<td>{cell}</td>" for cell in [*cells, total, escape(standing)])
    return f'<tr><th scope="row" title="{escape(name)}">{escape(name)}</th>{inside}</tr>'


def _standing(attempt: Attempt, game: Game) -> str:
    """The result of an attempt beside the firm as it is today, over the same quarters."""
    against = attempt.total - sum(game.today[: len(attempt.nodes)])
    sign = "▲" if against > 0 else "▼" if against < 0 else "="
    return f"{sign} {against:+,.0f}" if against else sign
