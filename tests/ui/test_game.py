"""Quarters follow from the decisions; going back begins another attempt under the same luck."""

from __future__ import annotations

import pytest

from sim import InputError, continue_run, load_case, run
from sim.ui.game import QUARTER, QUARTERS, START, Game, Quarter
from sim.ui.game_pane import score_board

CASE = load_case("corner")
TODAY = CASE.policy
STOCK = TODAY.replace(**{"stock.safety_factor": 1.0})


def tree(*rows: tuple[int, float]) -> Game:
    """A game whose quarters were played: each with the node it follows and its long-run profit."""
    return Game(CASE, 0, [Quarter(after, TODAY, profit) for after, profit in rows], today=[10.0] * QUARTERS)


@pytest.mark.slow
def test_two_quarters_are_those_of_continue_run_beside_the_firm_as_it_is():
    game = Game(CASE)
    assert game.quarter() is None
    game.play(STOCK)
    game.play(TODAY)
    today, own = game.quarter()
    firm = continue_run(run(CASE, STOCK, weeks=QUARTER), TODAY, weeks=QUARTER)
    assert own.records["orders"].equals(firm.records["orders"])
    assert (own.first_week, own.weeks, own.money) == (
        QUARTER,
        QUARTER,
        firm.window(QUARTER, 2 * QUARTER).money,
    )
    alone = run(CASE, weeks=2 * QUARTER)
    assert today.records["orders"].equals(alone.records["orders"])
    first, second = (alone.window(start, start + QUARTER).money["long_run_profit"] for start in (0, QUARTER))
    assert game.today == [first / 100, second / 100]
    (attempt,) = game.attempts()
    assert attempt.total == pytest.approx(firm.money["long_run_profit"] / 100)


def test_going_back_and_deciding_otherwise_is_another_attempt_and_the_same_is_not():
    game = Game(CASE)
    game.play(STOCK)
    game.rewind(START)
    game.play(STOCK)
    assert (len(game.quarters), game.node) == (1, 1)
    game.rewind(START)
    game.play(TODAY)
    first, second = game.attempts()
    assert first.nodes == (1,) and second.nodes == (2,)
    assert second.profits == tuple(game.today)
    assert first.total < second.total
    assert game.policy_of(1) == STOCK and game.policy_of(START) == TODAY


def test_a_stopped_quarter_was_not_played():
    game = Game(CASE)

    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        game.play(TODAY.replace(**{"desk.clerks": 9}), stop)
    assert (game.quarters, game.node) == ([], START)


def test_attempts_keep_their_numbers_when_they_are_played_on():
    game = tree((0, 1.0), (1, 2.0), (1, 3.0))
    assert [one.nodes for one in game.attempts()] == [(1, 2), (1, 3)]
    game.quarters.append(Quarter(2, STOCK, 4.0))
    assert [one.nodes for one in game.attempts()] == [(1, 2, 4), (1, 3)]
    game.quarters.append(Quarter(0, STOCK, 5.0))
    assert [one.nodes for one in game.attempts()] == [(1, 2, 4), (1, 3), (5,)]
    assert game.attempts()[0].profits == (1.0, 2.0, 4.0)


def test_the_best_is_a_finished_attempt():
    game = tree((0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0))
    assert game.best().total == 4.0
    game.quarters += [Quarter(0, STOCK, 99.0)]
    assert game.best().nodes == (1, 2, 3, 4)
    game.node = 4
    assert game.over
    with pytest.raises(InputError, match="All 4 quarters are played"):
        game.play(TODAY)
    with pytest.raises(InputError):
        game.rewind(6)


def test_the_score_board_shows_every_attempt_against_today():
    game = tree((0, 15.0), (1, 16.0), (2, 17.0), (3, 18.0), (1, 3.0))
    game.node = 5
    board = score_board(game)
    assert "★ attempt 1, the best" in board and "▲ +26" in board  # 66 against 40
    assert "attempt 2 (here)" in board and "▼ -2" in board  # 18 against 20
    assert "<b>66</b>" in board and "<b>40</b>" in board
