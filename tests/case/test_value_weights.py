"""Weights of the terms: what customers think of the firm stays when a rival changes its offer."""

from __future__ import annotations

from typing import Any

import pytest

from sim import Case, load_case, run
from sim.case.value_weights import Weights


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case("corner")


def orders(case: Case) -> int:
    return sum(run(case, weeks=8, replication=r).counts["orders"] for r in range(2))


def test_the_constant_stays_when_rivals_are_edited(case: Case) -> None:
    before = Weights.of(case, "B", "economy")
    rivals = [rival.model_dump(mode="json") for rival in case.market.rivals]
    third = {**rivals[0], "name": {"en": "Third", "zh": "第三家"}}
    for edit in (
        {"market.rivals.0.price": 0.9},
        {"market.rivals": rivals[:1]},
        {"market.rivals": [*rivals, third]},
    ):
        after = Weights.of(case.replace(**edit), "B", "economy")
        assert after.constant == before.constant
        assert after.rivals != before.rivals
    fitted = case.replace(**{"market.rivals.0.price": 0.9, "market.reference_rivals": None})
    assert Weights.of(fitted, "B", "economy").constant != before.constant


def test_a_case_whose_rivals_are_set_to_what_they_are_gives_the_same_records(case: Case) -> None:
    same = case.replace(**{"market.rivals.0.price": case.market.rivals[0].price})
    one, other = run(case, weeks=2).records, run(same, weeks=2).records
    assert all(one[name].equals(other[name]) for name in one)


@pytest.mark.parametrize(
    "edit",
    [
        {"market.rivals.0.price": 0.99},  # 10 % less
        {"market.rivals.1.service": 0.99, "market.rivals.1.hours": 20, "market.rivals.1.personnel": 0.95},
    ],
)
def test_a_cheaper_or_better_rival_takes_orders(case: Case, edit: dict[str, Any]) -> None:
    assert orders(case.replace(**edit)) < orders(case)


def test_fewer_rivals_bring_orders(case: Case) -> None:
    assert orders(case.replace(**{"market.rivals": []})) > orders(case)
