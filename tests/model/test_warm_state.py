"""Where a run begins: people and what they know come out of the warm-up under the case's own policy."""

from __future__ import annotations

from sim import Case, load_case, run
from tests.support.all_levers import EVERYTHING


def with_own_policy() -> Case:
    """A shop that has long had managers and a file; its people leave often."""
    case = load_case("corner")
    levers = {f"policy.{name}": value for name, value in EVERYTHING.items()}
    return case.replace(**levers, **{"staff.turnover": 0.9})


def test_knowledge_of_staff_who_left_before_the_run_is_lost() -> None:
    case = with_own_policy()
    fresh = load_case("corner").replace(
        **{"staff.turnover": 0.9}
    )  # begins to look after its customers just now
    known = [
        sum(
            run(one, case.policy, weeks=1, seed=seed).records["knowledge"]["correct"].sum()
            for seed in range(3)
        )
        for one in (case, fresh)
    ]
    assert known[0] < 0.7 * known[1]


def test_staff_hired_in_the_warm_up_are_still_learning() -> None:
    """Nobody who learns is as good at first as the experienced: some of the first week were hired not long before."""
    staff = run(with_own_policy(), weeks=1, seed=3).records["staff"]
    first = staff[staff["week"] == staff["week"].min()]["skill"].astype(float)
    assert 0.7 < first.min() < 0.98
    settled = run(with_own_policy().replace(**{"staff.turnover": 0.0}), weeks=1, seed=3).records["staff"]
    assert settled["skill"].astype(float).min() == 1.0


def test_the_state_of_a_firm_survives_the_cache(tmp_path, monkeypatch) -> None:
    case = with_own_policy()
    monkeypatch.setenv("KEFU_CACHE", str(tmp_path))
    computed = run(case, weeks=2).records
    cached = run(case, weeks=2).records
    assert len(list(tmp_path.iterdir())) == 1
    for name, table in computed.items():
        assert table.equals(cached[name]), name
