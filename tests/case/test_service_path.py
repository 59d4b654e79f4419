"""The path from poor to lavish service."""

from __future__ import annotations

import pytest

from sim import levers, load_case, service_path
from sim.case.load import case_names
from sim.case.service_path import LOW


@pytest.mark.parametrize("name", case_names())
def test_no_lever_leaves_its_bounds_on_the_path_of_any_case(name):
    case = load_case(name)
    for s in (0, 0.25, 0.75, 1):
        policy = service_path(s, case)
        for lever in LOW:
            value = policy[lever]
            assert max(value if isinstance(value, list) else [value]) <= levers()[lever].high


def test_a_lever_at_its_bound_stays_there_on_the_way_up():
    case = load_case("tianye")
    careful = case.policy.replace(**{"warehouse.care": 180})
    assert service_path(1, careful)["warehouse.care"] == 180
    assert service_path(0.25, careful)["warehouse.care"] == 90
