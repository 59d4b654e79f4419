"""A desk with a clock: who waits, who hangs up, which promise is kept, and the scenario of the package."""

from __future__ import annotations

from statistics import mean

import pytest

from sim import InputError
from sim.base.i18n import using
from sim.roleplay.debrief import debrief
from sim.roleplay.draw import draw
from sim.roleplay.games import played, random_game
from sim.roleplay.load import load_scenario
from sim.roleplay.scenario import Scenario
from sim.roleplay.talk import Talk


@pytest.fixture(scope="module")
def complaints() -> Scenario:
    return load_scenario("r2_complaints")


def start(scenario: Scenario, variant: str = "V1", lines: tuple[str, ...] = ()) -> Talk:
    talk = Talk(scenario, draw(scenario, 1, variant))
    for line in lines:
        talk.say(line)
    return talk


SETTLED = ("take_k1", "listen", "sorry", "look_waybill", "cause_operations", "settle_operations")


@pytest.mark.parametrize("variant", ["V1", "V2", "V3"])
def test_the_model_gets_all_points_and_nobody_hangs_up(complaints: Scenario, variant: str) -> None:
    talk = played(complaints, variant, complaints.models[variant])
    assert talk.score().total == 30
    assert talk.outcome().id == "calm"
    assert talk.ended
    assert talk.state.minute <= 60
    assert not talk.state.marks["hung_up"]


def test_only_who_waits_can_be_answered_and_only_one_at_a_time(complaints: Scenario) -> None:
    talk = start(complaints)
    assert [move.id for move in talk.offered()] == ["take_k1"]
    talk.say("take_k1")
    assert "take_k2" not in {move.id for move in talk.offered()}
    assert "listen" in {move.id for move in talk.offered()}
    with pytest.raises(InputError, match="take_k1 cannot be said now"):
        talk.say("take_k1")


def test_time_passes_with_what_is_done_and_calls_come_in(complaints: Scenario) -> None:
    talk = start(complaints, lines=("take_k1", "listen"))
    assert talk.state.minute == 2
    assert talk.state.waiting == {"k2": 2}
    assert talk.status() == [
        "It is 10:02.",
        "On the line: Mr Feng, hardware shop (B)",
        "Waiting since 10:02: Mrs Tan, accounts of a plant (A)",
    ]


def test_who_waits_too_long_hangs_up_and_it_is_said(complaints: Scenario) -> None:
    looks = ("look_quote", "look_road", "look_stock", "look_voice", "look_list", "look_waybill")
    talk = start(
        complaints, lines=("take_k1", "listen", *looks)
    )  # Mrs Tan waits since minute 2, ten minutes at most
    assert "k2" not in talk.state.waiting
    assert talk.state.by_caller["k2"]["hung_up"] == 1
    assert talk.answer(talk.exchanges[-1]).endswith("(Mrs Tan, accounts of a plant (A) has hung up.)")


def test_who_is_angry_enough_hangs_up_in_the_middle(complaints: Scenario) -> None:
    talk = start(complaints, lines=("take_k1", "regulation", "interrupt"))
    assert talk.state.caller is None
    assert talk.state.by_caller["k1"]["hung_up"] == 1


def test_a_promise_is_kept_or_broken(complaints: Scenario) -> None:
    kept = start(complaints, lines=(*SETTLED, "date_half", "back_k1"))
    assert kept.state.marks["kept"] == 1
    late = start(complaints, lines=(*SETTLED, "date_half", "take_k2", "listen"))
    for name in ("quote", "road", "stock", "voice", "list", "waybill"):
        late.say(f"look_{name}")
    late.say("bye")
    while not late.state.marks["broken"]:
        late.say(
            next(move.id for move in late.offered() if move.id.startswith(("take", "wait", "listen", "look")))
        )
        if late.state.caller and late.state.done["listen"]:
            late.say("bye")
    assert "k7" in late.state.came  # the same caller, once more
    assert "back_k1" not in {move.id for move in late.offered()}


def test_a_record_counts_only_if_it_was_the_only_one(complaints: Scenario) -> None:
    right = start(complaints, lines=("take_k1", "look_waybill"))
    searched = start(complaints, lines=("take_k1", "look_stock", "look_waybill"))
    assert "corner boards" in right.answer(right.exchanges[-1])
    assert (right.state.marks["proof"], searched.state.marks["proof"]) == (1, 0)


def test_the_cause_is_that_of_the_variant_and_named_once(complaints: Scenario) -> None:
    lines = ("take_k1", "look_waybill", "cause_operations")
    assert start(complaints, "V1", lines).state.marks["cause"] == 1
    wrong = start(complaints, "V2", lines)
    assert wrong.state.marks["wrong"] == 1
    assert not any(move.id.startswith("cause_") for move in wrong.offered())
    assert "settle_supplier" not in {move.id for move in wrong.offered()}


def test_above_the_limit_the_supervisor_is_asked(complaints: Scenario) -> None:
    talk = played(complaints, "V1", [line for line in complaints.models["V1"] if line != "escalate"])
    assert talk.score().points["settled"] < 6
    assert "k4" not in talk.state.content


def test_a_time_is_named_after_something_was_settled(complaints: Scenario) -> None:
    talk = start(complaints, lines=("take_k1", "listen", "date_today"))
    assert talk.state.caller is not None
    assert not talk.state.marks["dated"]


@pytest.mark.parametrize("other", ["V2", "V3"])
def test_the_model_of_one_variant_fails_in_another(complaints: Scenario, other: str) -> None:
    assert played(complaints, other, complaints.models["V1"]).score().total <= 20


def habit(complaints: Scenario, variant: str, lines: tuple[str, ...]) -> float:
    """Answer who has waited longest and say these lines to everybody."""
    talk = start(complaints, variant)
    while not talk.ended:
        waiting = sorted(talk.state.waiting, key=talk.state.waiting.__getitem__)
        back = [f"back_{name}" for name in talk.state.promises]
        now = [*back, *(f"take_{name}" for name in waiting), "wait"] if talk.state.caller is None else lines
        offered = {move.id for move in talk.offered()}
        talk.say(next(line for line in now if line in offered))
    return talk.score().total


@pytest.mark.parametrize("variant", ["V1", "V2", "V3"])
@pytest.mark.parametrize(
    ("lines", "most"),
    [
        (("listen", "sorry", "look_waybill", "pay_60", "date_half", "bye"), 10.5),
        (("sorry", "pay_100", "bye"), 6),
        (("listen", "sorry", "bye"), 6),
        (("regulation", "bye"), 0),
        (("listen", "look_waybill", "cause_operations", "settle_operations", "date_today", "bye"), 12),
    ],
    ids=["pays everybody", "pays all at once", "sympathy only", "regulations", "always the waybill"],
)
def test_a_habit_does_not_pay(
    complaints: Scenario, variant: str, lines: tuple[str, ...], most: float
) -> None:
    assert habit(complaints, variant, lines) <= most


def test_playing_at_random_does_not_pay(complaints: Scenario) -> None:
    games = [random_game(complaints, seed) for seed in range(60)]
    assert all(game.ended for game in games)
    assert mean(game.score().total for game in games) < 0.15 * 30


@pytest.mark.parametrize("code", ["en", "zh"])
def test_no_line_or_answer_has_a_gap(complaints: Scenario, code: str) -> None:
    with using(code):
        for seed in range(9):
            talk = random_game(complaints, seed)
            for exchange in talk.exchanges:
                assert "{" not in talk.said(exchange) + talk.answer(exchange)


def test_afterwards_each_caller_is_gone_through(complaints: Scenario) -> None:
    talk = played(complaints, "V1", (*SETTLED, "date_today", "take_k2", "bye"))
    cause = debrief(talk)[0]
    assert any("Mr Feng" in line for line in cause.earned)
    assert any("Mrs Tan" in line and "our sales office" in line for line in cause.missed)
    assert not any("Mr Feng" in line for line in cause.missed)
