"""A talk: which reply is given, what it changes, how it is scored."""

from __future__ import annotations

from typing import Any

import pytest

from sim import InputError
from sim.base.i18n import using
from sim.roleplay.draw import draw
from sim.roleplay.games import played, random_game
from sim.roleplay.load import load_scenario, make_scenario
from sim.roleplay.scenario import Scenario
from sim.roleplay.talk import Talk

BEGIN = ("m_permission", "q_site", "q_who", "q_hardest", "r_implied", "q_last")
PROBE = {
    "V1": ("q_when", "q_new", "r_board"),
    "V2": ("q_left", "q_night", "r_nights"),
    "V3": ("q_now", "q_papers", "r_paper"),
}
MIDDLE = ("q_cost", "e_stake", "q_goal", "q_decider", "c_licence", "n_skills", "n_date", "s_summary")
PROPOSAL = {"V1": "p_audit", "V2": "p_terms", "V3": "p_interim"}
END = ("x_dated", "x_table", "x_day30", "x_bye")


@pytest.fixture(scope="module")
def shunda() -> Scenario:
    return load_scenario("r1_shunda")


def start(scenario: Scenario, variant: str = "V1") -> Talk:
    return Talk(scenario, draw(scenario, 1, variant))


def test_a_scenario_is_shown_by_its_title(shunda: Scenario) -> None:
    with using("zh"):
        assert repr(shunda) == f"r1_shunda: {shunda.title.zh}"


@pytest.mark.parametrize("variant", PROBE)
def test_the_best_play_gets_all_points(shunda: Scenario, variant: str) -> None:
    talk = played(shunda, variant, shunda.models[variant])
    assert talk.score().total == 30
    assert talk.outcome().id == "solved"
    assert talk.ended


@pytest.mark.parametrize("variant", ["V2", "V3"])
def test_the_best_play_of_one_variant_fails_in_another(shunda: Scenario, variant: str) -> None:
    talk = played(shunda, variant, (*BEGIN, *PROBE["V1"], *MIDDLE, PROPOSAL["V1"], *END))
    assert talk.score().total <= 10
    assert talk.outcome().id not in ("solved", "agreed_loosely")


@pytest.mark.parametrize(
    "lines",
    [
        ("a_accept", "c_site", "c_shift", "p_one"),
        ("a_monday", "p_discount", "x_pressure"),
        ("e_general",) * 24,
    ],
    ids=["accepts everything", "pushes", "sympathy only"],
)
def test_naive_play_gets_nothing(shunda: Scenario, lines: tuple[str, ...]) -> None:
    assert played(shunda, "V1", lines).score().total == 0


def test_a_closed_question_learns_half(shunda: Scenario) -> None:
    talk = start(shunda)
    exchange = talk.say("c_trip")
    assert exchange.thin == ("i_power",)
    assert talk.score().points["needs"] == 0.5
    talk.say("q_hardest")  # nothing was asked about the situation: the answer stays thin
    assert talk.score().points["needs"] == 1


def test_three_closed_questions_in_a_row_annoy(shunda: Scenario) -> None:
    talk = start(shunda)
    moods = [talk.say(name).mood for name in ("c_site", "c_shift", "c_who", "q_site", "c_trip")]
    assert moods == [6, 6, 5, 5, 5]


def test_a_line_said_again_annoys_unless_it_brings_something_new(shunda: Scenario) -> None:
    talk = start(shunda)
    talk.say("q_hardest")
    talk.say("q_site")
    assert talk.say("q_hardest").told == ("i_power", "i_people")
    assert talk.state.mood == 6
    talk.say("q_hardest")
    assert talk.state.mood == 5


def test_the_second_question_beside_the_point_is_remarked_on(shunda: Scenario) -> None:
    talk = played(shunda, "V1", BEGIN)
    before = talk.state.trust
    talk.say("q_left")
    assert talk.state.trust == before
    second = talk.say("q_now")
    assert talk.state.trust == before - 2
    assert talk.answer(second).endswith("You are fishing.")
    with using("zh"):
        assert talk.answer(second).endswith("你这是撒网捞鱼呢？")


def test_an_early_offer_brushes_off_and_a_step_back_helps(shunda: Scenario) -> None:
    talk = start(shunda)
    assert "x_back" not in {move.id for move in talk.offered()}
    talk.say("p_one")
    assert talk.state.left == 4
    talk.say("x_back")
    assert talk.state.left == 14


def test_the_talk_ends_when_the_other_side_has_enough(shunda: Scenario) -> None:
    talk = start(shunda)
    talk.say("x_pressure")
    talk.say("b_blame")
    talk.say("t_cost")
    assert talk.ended
    assert talk.offered() == []
    with pytest.raises(InputError, match="q_site cannot be said now"):
        talk.say("q_site")


def test_only_known_facts_can_be_laid_beside_a_proposal(shunda: Scenario) -> None:
    talk = start(shunda)
    with pytest.raises(InputError, match="cost cannot be laid beside p_audit"):
        talk.say("p_audit", ["cost"])
    assert talk.exchanges == []


def test_facts_beside_a_proposal_that_does_not_fit_bring_nothing(shunda: Scenario) -> None:
    right = played(shunda, "V1", (*BEGIN, *PROBE["V1"], *MIDDLE, "p_audit"))
    wrong = played(shunda, "V1", (*BEGIN, *PROBE["V1"], *MIDDLE, "p_terms"))
    assert right.score().points["fit"] == 6
    assert wrong.score().points["fit"] == 0


@pytest.mark.parametrize("seed", range(12))
def test_every_random_game_ends_and_scores_within_bounds(shunda: Scenario, seed: int) -> None:
    talk = random_game(shunda, seed)
    assert talk.ended
    assert len(talk.exchanges) <= shunda.exchanges
    assert all(0 <= value <= talk.score().most[name] for name, value in talk.score().points.items())


def test_numbers_are_those_of_the_student_in_both_languages(shunda: Scenario) -> None:
    talk = Talk(shunda, draw(shunda, 3, "V1"))
    numbers = talk.draw.numbers
    assert numbers["cost_month"] == 4 * numbers["cost_time"] * numbers["per_week"]
    for name in (*BEGIN, *PROBE["V1"]):
        talk.say(name)
    exchange = talk.say("q_cost")
    assert f"{numbers['cost_month']:,}" in talk.answer(exchange)
    with using("zh"):
        assert f"{numbers['cost_month'] / 10000:g}万" in talk.answer(exchange)


def test_students_are_spread_over_the_variants(shunda: Scenario) -> None:
    variants = [draw(shunda, seed).variant for seed in range(600)]
    assert all(150 < variants.count(name) < 250 for name in shunda.variants)


def small(**changes: Any) -> dict[str, Any]:
    """A small scenario that is valid."""

    def text(word: str) -> dict[str, str]:
        return {"en": word, "zh": "好"}

    def move(name: str, act: str, **more: Any) -> dict[str, Any]:
        return {"id": name, "act": act, "say": text(name), "replies": [{"text": text("Yes.")}], **more}

    content: dict[str, Any] = {
        "format": 1,
        "id": "small",
        "title": text("Small"),
        "concepts": ["NEED-01"],
        "minutes": 5,
        "players": {"min": 1, "max": 1, "modes": ["machine"]},
        "exchanges": 4,
        "start": {"mood": 5, "trust": 5},
        "variants": ["V1"],
        "roles": {
            "you": {"player": True, "name": text("You"), "public": text("You"), "secret": text("You")},
            "her": {"machine": True, "name": text("Her"), "public": text("Her"), "secret": text("Her")},
        },
        "opening": text("Hello"),
        "facts": {"late": {"depth": "implied", "step": 2, "note": text("late")}},
        "moves": [
            move("ask", "open", topic="story", replies=[{"text": text("Late."), "tell": ["late"]}]),
            move("was_it", "closed", topic="story"),
            move("sorry", "empathy"),
            move("bye", "end", replies=[{"text": text("Bye."), "end": True}]),
        ],
        "aims": {"needs": {"max": 1, "title": text("needs"), "facts": {"late": [1, 0.5]}}},
        "outcomes": [{"id": "over", "text": text("Over.")}],
        "debrief": [text("Why?")],
        "topics": {"story": {"en": ["happened"], "zh": ["怎么"]}},
    }
    return {**content, **changes}


def test_a_small_scenario_is_read() -> None:
    assert make_scenario(small(), "small").maximum == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"exchanges": 3}, "small: exchanges is 3, but takes a number >= 4."),
        ({"colour": "red"}, "small: colour is not a field of a scenario."),
        ({"variants": ["V1", "v2"]}, "small: variants.1 is v2"),
        ({"topics": {}}, "small: moves.ask names story, which is not in the scenario."),
        ({"facts": {}}, "small: moves.ask names late, which is not in the scenario."),
        (
            {"opening": {"en": "Hello {n}", "zh": "好"}},
            "small: opening names n, which is not in the scenario.",
        ),
        ({"opening": {"en": "Hello"}}, "small: opening.zh is missing."),
        (
            {"outcomes": [{"id": "over", "text": {"en": "o", "zh": "o"}, "if": {"flag": ["never"]}}]},
            "small: outcomes.over.if names never, which is not in the scenario.",
        ),
    ],
)
def test_a_wrong_scenario_is_refused_with_one_sentence(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError) as error:
        make_scenario(small(**change), "small")
    assert str(error.value).startswith(sentence)


def test_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(InputError, match=r"There is no scenario r1_shund; .* Did you mean r1_shunda\?"):
        load_scenario("r1_shund")
