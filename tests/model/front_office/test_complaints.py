"""Effect 10: a complaint handled well keeps a customer rather than silence does; slow handling undoes it. By trial, too."""

from __future__ import annotations

import numpy as np
import pytest

from sim import InputError, Run, load_case, run
from sim.case.complaints import STEPS
from sim.policy.trial import Trial
from tests.support.paired_runs import SEEDS
from tests.support.shared_runs import shared_run

SLOW = [0] * 10 + [1] + [0] * 13
"""One handler for one hour a day."""


def outcomes(levers: dict[str, object], count: int = 4) -> tuple[float, float]:
    """Mean share of the bad memory that was taken back, and mean days of handling."""
    case = load_case("jiaying")
    tables = [
        run(case, case.policy.replace(**levers), seed=s, weeks=26).records["complaints"]
        for s in SEEDS[:count]
    ]
    shares = np.concatenate([t["outcome"].dropna().to_numpy() for t in tables])
    days = np.concatenate(
        [((t["agreed"] - t["opened"]).dropna() / 86400).to_numpy(dtype=float) for t in tables]
    )
    return float(shares.mean()), float(days.mean())


@pytest.mark.thorough
def test_fair_payment_mends_and_slow_handling_undoes_it() -> None:
    """In a firm that lacks goods more often, where one hour a day is too little; at today's stock it is just enough."""
    lacking = {"stock.safety_factor": 2.0}
    nothing, _ = outcomes(lacking | {"complaints.compensation": 0.0})
    fair, days = outcomes(lacking | {"complaints.compensation": 0.5})
    slow, slow_days = outcomes(lacking | {"complaints.compensation": 0.5, "complaints.handlers": SLOW})
    assert nothing < fair
    assert slow < fair
    assert slow_days > 2 * days


@pytest.mark.slow
def test_mending_never_passes_no_failure_and_bad_handling_falls_below_silence() -> None:
    case = load_case("jiaying")
    lavish = case.policy.replace(**{"complaints.compensation": 3.0, "complaints.return_visit": True})
    best = run(case, lavish, weeks=26).records["complaints"]["outcome"].dropna()
    assert best.max() <= 1.0
    shabby = case.policy.replace(**{"complaints.compensation": 0.0, "complaints.handlers": SLOW})
    worst = run(case, shabby, weeks=26).records["complaints"]["outcome"].dropna()
    assert worst.min() < 0.0


def test_a_trial_treats_a_random_half_and_pays_only_them() -> None:
    case = load_case("jiaying")
    policy = case.policy.replace(**{"complaints.compensation": 0.0})
    result = run(case, policy, weeks=26, trial=Trial("complaints.compensation", 1.0, 0.5))
    customers = result.records["customers"].set_index("customer")
    assert 0.45 < customers["treated"].mean() < 0.55
    complaints = result.records["complaints"].dropna(subset=["agreed", "outcome"])
    treated = customers.loc[complaints["customer"], "treated"].to_numpy(dtype=bool)
    paid = complaints["compensation"].to_numpy() > 0
    assert (paid == treated).all()
    outcome = complaints["outcome"].to_numpy()
    assert outcome[treated].mean() > outcome[~treated].mean() + 0.2


def test_the_steps_of_a_complaint_follow_each_other() -> None:
    result: Run = shared_run("jiaying", weeks=26)
    complaints = result.records["complaints"]
    times = complaints[["opened", *STEPS[:-1]]].to_numpy(dtype="float64", na_value=np.nan)
    assert len(complaints) > 30
    assert not (np.diff(times, axis=1) < 0).any()
    paid = complaints.loc[(complaints["compensation"] > 0).fillna(False), "compensation"].sum()
    ledger = result.records["ledger"]
    assert ledger.loc[ledger["account"] == "compensation", "amount"].sum() == -paid


@pytest.mark.parametrize(("lever", "share"), [("desk.clerks", 0.5), ("complaints.compensation", 1.5)])
def test_an_impossible_trial_is_refused(lever: str, share: float) -> None:
    with pytest.raises(InputError):
        Trial(lever, 1, share)
