"""The command that checks whether a market can be played: its verdicts on made-up markets, and one small real one."""

from __future__ import annotations

import json

import pytest

from tools.market_check import (
    GOUGER,
    STANDARD,
    Figures,
    Played,
    check,
    equal_firms,
    lives,
    main,
    prices,
    rotated,
)


def firm(profit: float, contribution: float = 100.0, last: int = 90) -> Figures:
    return Figures(contribution, profit, profit, 1000.0, 100, last)


def test_each_policy_takes_every_seat_in_turn() -> None:
    seats = ({"desk.clerks": 1}, {"desk.clerks": 3}, {"desk.clerks": 3})
    found = [rotated(seats, number).index({"desk.clerks": 1}) for number in range(4)]
    assert found == [0, 1, 2, 0]


def test_equal_firms_must_earn_and_keep_what_one_alone_does() -> None:
    alone = [Played((firm(0),), 0.3), Played((firm(0),), 0.3)]
    good = equal_firms(alone, [Played((firm(0), firm(0)), share) for share in (0.28, 0.3)])
    assert [one.holds for one in good] == [True, True, True]
    poor = firm(0, contribution=60, last=50)
    bad = equal_firms(alone, [Played((poor, poor), share) for share in (0.4, 0.41)])
    assert [one.holds for one in bad] == [False, False, False]


def test_a_price_that_pays_the_firm_that_has_it_is_found_in_its_seat() -> None:
    equal = [Played((firm(0), firm(0)), 0.3)] * 2
    pays = [Played((firm(50), firm(0)), 0.3), Played((firm(0), firm(52)), 0.3)]
    costs = [Played((firm(-50), firm(90)), 0.3), Played((firm(90), firm(-52)), 0.3)]
    found = prices(equal, {0.9: pays, 1.1: costs})
    assert [one.holds for one in found] == [False, False, True, True]
    assert found[0].mean == pytest.approx(0.051)


def verdicts(markets: list[Played], equal: list[Played]) -> dict[str, bool]:
    found = lives(["cheap", GOUGER, STANDARD], markets, equal)
    return {one.what.partition(":")[0]: one.holds for one in found}


def test_a_position_must_earn_a_profit_and_only_the_gouger_may_be_last() -> None:
    equal = [Played((firm(5), firm(5), firm(5)), 0.3)] * 2
    markets = [
        Played((firm(9), firm(1), firm(5)), 0.3),
        Played((firm(5), firm(10), firm(2)), 0.3),  # moved on by one seat
    ]
    assert verdicts(markets, equal) == {"cheap": True, GOUGER: True, STANDARD: True}
    worse = [Played((firm(-9), firm(1), firm(5)), 0.3), Played((firm(5), firm(-8), firm(2)), 0.3)]
    assert verdicts(worse, equal) == {"cheap": False, GOUGER: False, STANDARD: True}


def test_a_seat_that_many_customers_know_does_not_make_a_position() -> None:
    equal = [Played((firm(20), firm(5), firm(5)), 0.3), Played((firm(20), firm(5), firm(5)), 0.3)]
    markets = [Played((firm(12), firm(4), firm(5)), 0.3), Played((firm(20), firm(-3), firm(4)), 0.3)]
    found = lives(["cheap", GOUGER, STANDARD], markets, equal)
    assert [one.mean for one in found] == [10 - 8, 10 - 1, 10]
    assert [one.holds for one in found] == [False, False, True]


@pytest.mark.slow
def test_a_small_check_of_corner_holds_where_few_replications_can_tell() -> None:
    found = check(
        "corner", firms=(4,), replications=3, changes=(1.2,), gougers={"price": {"price.level": 3.0}}
    )
    assert all(one.holds for one in found["4 equal firms"])
    assert found["4 firms, one changes its price"][0].mean < 0
    live = {one.what.partition(":")[0]: one for one in found["Eight positions, with a gouger (price)"]}
    assert live[GOUGER].holds and live["slow and cheap"].holds and live["relations"].holds


def test_bad_arguments_are_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--firms", "1"]) == 2
    assert "firms" in capsys.readouterr().err


def test_findings_can_be_read_by_a_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = equal_firms([Played((firm(0),), 0.3)] * 2, [Played((firm(0),), 0.3)] * 2)
    monkeypatch.setattr("tools.market_check.check", lambda *_args, **_more: {"2 equal firms": rows})
    assert main(["--json"]) == 0
    assert json.loads(capsys.readouterr().out)["2 equal firms"][0]["holds"] is True
