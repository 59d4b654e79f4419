"""Moves of the levers: inside the bounds, reversible, and never of anything else."""

from __future__ import annotations

import random

import pytest

from sim import levers, load_case
from sim.policy.classes import CLASSES
from tools.dimensions import dimensions

TODAY = load_case("corner").policy
SPACE = {dimension.name: dimension for dimension in dimensions(TODAY)}


def test_every_lever_is_a_dimension_and_so_is_every_class():
    by_class = [name for name in levers() if isinstance(TODAY[name], dict)]
    assert set(SPACE) == {*levers(), *(f"{name}.{klass}" for name in by_class for klass in CLASSES)}
    assert len(by_class) >= 3


@pytest.mark.parametrize("name", SPACE)
def test_moves_change_their_lever_only_and_stay_inside_the_bounds(name):
    dimension, rng = SPACE[name], random.Random(name)
    policy = TODAY
    for _move in range(20):
        before = policy
        if dimension.choices is not None:
            policy = dimension.choose(policy, rng.choice(dimension.choices))
        else:
            move = rng.choice((dimension.step, dimension.towards))
            policy = move(policy, rng.choice((-1, -0.25, 0.25, 1)))
        # Values out of bounds would be refused by the policy.
        assert set(policy.changed(before)) <= {dimension.lever}
    if len(dimension.classes) == 1:
        others = [klass for klass in CLASSES if klass not in dimension.classes]
        assert all(policy[dimension.lever][k] == TODAY[dimension.lever][k] for k in others)


@pytest.mark.parametrize("name", [name for name, d in SPACE.items() if d.choices is None])
def test_the_bounds_can_be_reached(name):
    dimension = SPACE[name]
    for share, bound in ((1, dimension.high), (-1, dimension.low)):
        policy = dimension.towards(TODAY, share)
        assert set(dimension.values(policy)) == {bound} and dimension.at_bound(policy)


def test_a_step_down_undoes_a_step_up():
    price = SPACE["price.level"]
    up = price.step(TODAY, 0.5)
    assert up["price.level"] > TODAY["price.level"]
    assert price.step(up, -0.5)["price.level"] == pytest.approx(TODAY["price.level"], rel=0.01)


def test_a_whole_number_changes_by_one_at_least():
    care = SPACE["warehouse.care"]
    assert care.step(TODAY, 1 / 1000)["warehouse.care"] == TODAY["warehouse.care"] + 1
    assert care.step(TODAY, -1 / 1000)["warehouse.care"] == TODAY["warehouse.care"] - 1


def test_a_lever_leaves_its_lower_bound_and_comes_back_to_it():
    advertising = SPACE["brand.advertising"]
    off = advertising.towards(TODAY, -1)
    on = advertising.step(off, 1)
    assert on["brand.advertising"] > off["brand.advertising"] == advertising.low
    for _step in range(8):
        on = advertising.step(on, -1)
    assert on["brand.advertising"] == advertising.low


def test_a_change_is_repeated():
    price = SPACE["price.level"]
    assert price.repeated(TODAY, TODAY.replace(**{"price.level": 1.1}))["price.level"] == 1.2
    promise = SPACE["promise.hours"]
    later = TODAY.replace(**{"promise.hours.A": TODAY["promise.hours"]["A"] + 4})
    again = promise.repeated(TODAY, later)["promise.hours"]
    assert again == {**TODAY["promise.hours"], "A": TODAY["promise.hours"]["A"] + 8}


def test_staff_by_the_hour_counts_as_hours_of_work_a_day():
    today = TODAY.replace(**{"desk.clerks": [0] * 10 + [1] + [0] * 13})
    clerks = {one.name: one for one in dimensions(today)}["desk.clerks"]
    assert clerks.values(today) == [1]
    assert clerks.towards(today, -1)["desk.clerks"] == [0] * 24
    more = clerks.times(today, 13)["desk.clerks"]
    assert sum(more) == 13
    assert sorted(more[8:20]) == [1] * 11 + [2]  # the busiest hour gets a second clerk
