"""Ranges, presets and texts of the levers."""

from __future__ import annotations

import pytest

from sim import Policy, language, levers, load_case
from sim.case.load import case_names
from sim.course.curriculum.lever_text import CHOICES, facts, matches, short
from sim.ui.lever_about import about
from sim.ui.presets import presets
from sim.ui.ranges import slider_range


@pytest.mark.parametrize("case", case_names())
def test_a_slider_reaches_todays_value_and_keeps_to_the_bounds(case):
    today = load_case(case).policy
    for lever in levers().values():
        if lever.low is None:
            continue
        span = slider_range(lever, today)
        value = today[lever.name]
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        assert lever.low <= span.low <= min(parts) and max(parts) <= span.high <= lever.high, lever.name
        assert 0 < span.step <= (span.high - span.low) / 4 or span.high - span.low <= 3, lever.name
        Policy(**{lever.name: int(span.high) if lever.whole else span.high})


def test_a_slider_goes_over_usual_values_not_over_all_that_are_allowed():
    today = load_case("corner").policy
    spans = {name: slider_range(levers()[name], today) for name in levers() if levers()[name].low is not None}
    assert spans["desk.clerks"].high == 20  # four times the default of 5
    assert spans["price.level"].high == 3 and spans["loyalty.integration"].high == 1
    assert spans["brand.advertising"].high == 50_000
    assert spans["desk.clerks"].step == 1 and spans["price.level"].step == pytest.approx(0.02)


@pytest.mark.parametrize("case", case_names())
def test_presets_are_policies_of_the_case_that_differ(case):
    case = load_case(case)
    found = presets(case)
    assert next(iter(found.values())) == case.policy
    assert len(set(found.values())) == len(found) > 8


def test_the_words_that_levers_take_have_names():
    words = {word for lever in levers().values() for word in lever.choices or ()}
    assert words - {"true", "false"} == set(CHOICES)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_lever_says_what_it_is_takes_costs_and_teaches(lang):
    language(lang)
    for lever in levers().values():
        assert 0 < len(short(lever)) <= 120
        assert not short(lever).endswith((".", "。"))
        assert len(facts(lever)) >= 4 + len(lever.effects)
        assert lever.name in about(lever)


def test_what_a_lever_says_comes_from_the_policys_fields():
    told = " ".join(facts(levers()["stock.safety_factor"]))
    for words in ("0 to 6", "holding stock", "Service quality of logistics", "each step gains less"):
        assert words in told


def test_levers_are_found_by_name_text_concept_and_theme():
    def found(words):
        return [lever.name for lever in levers().values() if matches(lever, words)]

    assert found("safety_f") == ["stock.safety_factor"]
    assert "relations.managers" in found("account managers")
    assert "desk.clerks" in found("ORDER desk")
    assert found("nothing of the kind") == []
    language("zh")
    assert "stock.safety_factor" in found("安全库存")
