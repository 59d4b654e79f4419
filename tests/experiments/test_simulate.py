"""What `run` takes."""

from __future__ import annotations

from typing import Any

import pytest

from sim import InputError, load_case, run


def test_levers_by_name_are_a_policy() -> None:
    policy = load_case("corner").policy.replace(**{"desk.clerks": 3})
    assert run("corner", {"desk.clerks": 3}, weeks=1).money == run("corner", policy, weeks=1).money


@pytest.mark.parametrize("policy", [3, "desk.clerks=3", {3: 2}, [("desk.clerks", 2)]])
def test_what_is_no_policy_gets_one_sentence(policy: Any) -> None:
    with pytest.raises(InputError, match=r"^policy is .*, but takes a policy or levers by name"):
        run("corner", policy, weeks=1)
