"""The firm's desk, warehouse and vans against queueing theory and against the same network built in Ciw.

What is tested is the firm that students use, always open and with endless stock. All on whole seconds, with
mean times of about an hour. Rounding a time to the nearest second shifts nothing on average and adds a
variance of 1/12 s^2; leaving when wait >= patience rather than > costs half a second of patience, and no
time is shorter than a second. All of it is below 0.05 % of any value here, against intervals of +-2.5 %.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import ciw
import numpy as np
import pandas as pd
import pytest

from sim import Case
from sim.model.demand.wants import NEVER_LEAVES, Wants, seconds
from sim.model.operations.stock import StockState
from sim.records.schema import Records
from sim.theory import erlang_a, erlang_c, pollaczek_khinchine
from tests.support.parameters import thorough_after
from tests.support.statistical_rule import agrees, same_mean
from tests.support.tiny_firm import ALWAYS_OPEN, run_wants, tiny_case, wants_of

M = 3600
"""Seconds of a mean handling time: an hour."""
WARM_UP = 500
"""Customers not counted at the start of a replication, which begins empty: hundreds of handling times."""
ENDLESS = StockState([1 << 40, 1 << 40], [0.0, 0.0], [])


def run_through(asked: Wants, case: Case, **levers: Any) -> Records:
    """Run on for a tenth of the time in which orders came, so that everybody gets through."""
    end = int(1.1 * asked.placed[-1])
    records = run_wants(asked, ENDLESS, end, case, **{"stock.review_days": 28} | levers)
    assert not (records["orders"]["status"] == "in_progress").any()
    return records


def times(orders: pd.DataFrame, *columns: str) -> np.ndarray:
    """Columns of times (s) side by side, nan where not reached."""
    return np.column_stack([orders[name].to_numpy(float, na_value=np.nan) for name in columns])


def streams(seed: int, number: int) -> Iterator[np.random.Generator]:
    return map(np.random.default_rng, np.random.SeedSequence(seed).spawn(number))


# The desk alone: every order is below the minimum, so that it is turned away when it has been served.


def desk(case: Case, clerks: int, asked: Wants) -> np.ndarray:
    """The wait (s) of every caller until a clerk answered, nan for who left."""
    orders = run_through(asked, case, **{"desk.clerks": clerks, "order.minimum": 5000})["orders"]
    placed, answered = times(orders, "placed", "answered").T
    assert (np.isnan(answered) == (orders["status"] == "abandoned")).all()
    return answered - placed


def exponential(rng: np.random.Generator, mean: float, number: int) -> np.ndarray:
    return rng.exponential(mean, number)


def constant(rng: np.random.Generator, mean: float, number: int) -> np.ndarray:
    return np.full(number, mean)


def uniform(rng: np.random.Generator, mean: float, number: int) -> np.ndarray:
    return rng.uniform(0, 2 * mean, number)


Draw = Callable[[np.random.Generator, float, int], np.ndarray]


def replications(
    seed: int,
    clerks: int,
    load: float,
    *,
    patience: float | None = None,
    handling: Draw = exponential,
    customers: int,
) -> list[np.ndarray]:
    """Waits of 100 independent replications; nan for who left; load in erlangs, patience in M."""
    case = tiny_case(**ALWAYS_OPEN)
    number = customers // 100 + WARM_UP
    runs = []
    for rng in streams(seed, 100):
        asked = wants_of(
            seconds(np.cumsum(rng.exponential(M / load, number))),
            handling=seconds(handling(rng, M, number)),
            patience=NEVER_LEAVES if patience is None else seconds(rng.exponential(patience * M, number)),
        )
        runs.append(desk(case, clerks, asked)[WARM_UP:])
    return runs


def waiting(runs: list[np.ndarray]) -> list[float]:
    """By replication, the share that waits; who leaves has waited."""
    return [np.mean(waits != 0) for waits in runs]


def left(runs: list[np.ndarray]) -> list[float]:
    return [np.mean(np.isnan(waits)) for waits in runs]


def mean_minutes(runs: list[np.ndarray]) -> list[float]:
    """By replication, the mean wait of the served, in minutes."""
    return [np.nanmean(waits) / 60 for waits in runs]


@pytest.mark.parametrize(
    ("seed", "clerks", "load", "customers"), thorough_after(1, [(1, 1, 0.4, 650_000), (2, 2, 1, 1_200_000)])
)
def test_desk_is_erlang_c(seed, clerks, load, customers):
    runs = replications(seed, clerks, load, customers=customers)
    theory = erlang_c(load, 60, clerks)
    assert agrees(waiting(runs), theory.waiting_share).verdict
    # The mean wait in two factors: the share that waits, and how long those wait.
    those = [np.mean(waits[waits > 0]) / 60 for waits in runs]
    assert agrees(those, theory.mean_wait_minutes / theory.waiting_share).verdict


@pytest.mark.thorough
def test_large_desk_keeps_the_service_level_of_erlang_c():
    runs = replications(3, 10, 8, customers=650_000)
    theory = erlang_c(8, 60, 10)
    for minutes in (10, 30):
        within = [np.mean(waits <= 60 * minutes) for waits in runs]
        assert agrees(within, theory.served_within_share(minutes)).verdict


@pytest.mark.parametrize(
    ("seed", "clerks", "load", "patience", "customers"),
    thorough_after(1, [(4, 3, 3.6, 2, 600_000), (5, 6, 7, 1, 850_000), (6, 4, 4, 0.5, 700_000)]),
)
def test_desk_with_impatience_is_erlang_a(seed, clerks, load, patience, customers):
    runs = replications(seed, clerks, load, patience=patience, customers=customers)
    theory = erlang_a(load, 60, clerks, 60 * patience)
    assert agrees(waiting(runs), theory.waiting_share).verdict
    assert agrees(left(runs), theory.abandoned_share).verdict
    assert agrees(mean_minutes(runs), theory.mean_wait_of_served_minutes).verdict


@pytest.mark.parametrize(
    ("seed", "handling", "sd", "customers"),
    thorough_after(1, [(7, constant, 0, 450_000), (8, uniform, 60 / 3**0.5, 750_000)]),
)
def test_one_clerk_with_any_handling_is_pollaczek_khinchine(seed, handling, sd, customers):
    runs = replications(seed, 1, 0.5, handling=handling, customers=customers)
    assert agrees(mean_minutes(runs), pollaczek_khinchine(0.5, 60, sd).mean_wait_minutes).verdict


# Desk, pick, pack, van. Every order is urgent and vans are many, so that nothing is collected for a lorry.

CLERKS, PICKERS, PACKERS = 2, 2, 1
GAP, HANDLING, PATIENCE, PICKING, PACKING, WAY, STOP = 3600, 3300, 9000, 4000, 1650, 24_000, 1200
"""Mean seconds: clerks are busy 46 % of the time, pickers 54 %, packers 45 %."""


class Jobs(NamedTuple):
    """Seconds: when each order is placed, how long it takes, and how long it would wait for a clerk."""

    placed: np.ndarray
    handling: np.ndarray
    picking: np.ndarray
    packing: np.ndarray
    way: np.ndarray
    stop: np.ndarray
    patience: np.ndarray


def draw_jobs(rng: np.random.Generator, number: int, scale: int = 1) -> Jobs:
    columns = (
        np.cumsum(rng.exponential(scale * GAP, number)),
        rng.exponential(scale * HANDLING, number),
        rng.uniform(0, 2 * scale * PICKING, number),
        rng.gamma(2, scale * PACKING / 2, number),
        rng.exponential(scale * WAY, number),
        rng.exponential(scale * STOP, number),
        rng.exponential(scale * PATIENCE, number),
    )
    return Jobs(*map(seconds, columns))


def firm(jobs: Jobs, scale: int = 1) -> np.ndarray:
    """A row per order: placed, start and end at the desk, of picking and of packing, delivered.

    The case has the means and every order its factor of them.
    """
    case = tiny_case(
        **ALWAYS_OPEN,
        **{
            "warehouse.pick_order": scale * PICKING,
            "warehouse.pack_order": scale * PACKING,
            "fleet.van_faster": 1.25,
            # Times are a thousand times as long as in a firm: nobody loses patience but by `jobs.patience`.
            "patience.unanswered_hours": 87_600,
            "patience.cancel_days": 3650,
            "centres": [
                {
                    "name": {"en": "Near", "zh": "近"},
                    "zone": "city",
                    "km": 60 * 1.25 * scale * WAY / 3600,
                    "weight": 1,
                }
            ],
        },
    )
    asked = wants_of(
        jobs.placed,
        handling=jobs.handling,
        patience=jobs.patience,
        expedite=True,
        pick_speed=jobs.picking / (scale * PICKING),
        pack_speed=jobs.packing / (scale * PACKING),
        van_speed=jobs.way / (scale * WAY),
        stop=jobs.stop,
    )
    staff = {"desk.clerks": CLERKS, "warehouse.pickers": PICKERS, "warehouse.packers": PACKERS}
    records = run_through(asked, case, **staff, **{"fleet.express_vehicles": 100})
    assert (records["trips"]["kind"] == "van").all()  # one was always there
    rows = times(records["orders"], "placed", "answered", "accepted", "picked", "packed", "delivered")
    placed, answered, accepted, picked, packed, delivered = rows.T
    starts = picked - jobs.picking, packed - jobs.packing
    return np.column_stack([placed, answered, accepted, starts[0], picked, starts[1], packed, delivered])


def ciw_network(gaps: Any, services: list[Any], patience: Any) -> ciw.network.Network:
    """The same in Ciw, way and stop as a station with a server for everybody."""
    on = [[float(column == row + 1) for column in range(4)] for row in range(4)]
    return ciw.create_network(
        arrival_distributions=[gaps, None, None, None],
        service_distributions=services,
        reneging_time_distributions=[patience, None, None, None],
        number_of_servers=[CLERKS, PICKERS, PACKERS, float("inf")],
        routing=on,
    )


def ciw_rows(network: ciw.network.Network, number: int) -> np.ndarray:
    """As `firm`, for the first orders, in the sequence in which they are placed."""
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(number + 100, method="Arrive")  # the last are not through
    rows = np.full((number, 8), np.nan)
    through = np.zeros(number, dtype=bool)
    for record in simulation.get_all_records(only=["service", "renege"]):
        if record.id_number <= number:
            row, left = rows[record.id_number - 1], record.record_type == "renege"
            through[record.id_number - 1] |= left or record.node == 4
            if record.node == 1:
                row[0] = record.arrival_date
            if record.node == 4:
                row[7] = record.service_end_date
            elif not left:
                row[2 * record.node - 1] = record.service_start_date
                row[2 * record.node] = record.service_end_date
    assert through.all()
    return rows


class Given(ciw.dists.Distribution):
    """Every order's own time, by its number."""

    def __init__(self, values: np.ndarray) -> None:
        self.values = values.tolist()

    def sample(self, t=None, ind=None):
        number = ind.id_number - 1
        return self.values[number] if number < len(self.values) else 0


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_every_time_of_every_order_is_the_one_of_ciw(seed):
    """The same orders, so long that no two things happen at once: equal to the last second."""
    number, scale = 4000, 1000
    jobs = draw_jobs(np.random.default_rng(seed), number, scale)
    ours = firm(jobs, scale)
    gaps = np.diff(jobs.placed, prepend=0).tolist()
    services = [jobs.handling, jobs.picking, jobs.packing, jobs.way + jobs.stop]
    network = ciw_network(
        ciw.dists.Sequential([*gaps, 10**12]), [Given(times) for times in services], Given(jobs.patience)
    )
    assert np.array_equal(ours, ciw_rows(network, number), equal_nan=True)
    assert np.isnan(ours[:, 1]).sum() > 100  # who left


def stage_statistics(rows: np.ndarray) -> list[float]:
    """Mean time at the desk, to pick, to pack (waits included), in all; the share that waits to be packed."""
    rows = rows[WARM_UP:]
    placed, _, accepted, _, picked, pack, packed, delivered = rows[~np.isnan(rows[:, 1])].T
    return [
        np.mean(accepted - placed),
        np.mean(picked - accepted),
        np.mean(packed - picked),
        np.mean(delivered - placed),
        np.mean(pack > picked),
    ]


@pytest.mark.thorough
def test_stages_last_as_long_as_in_ciw():
    """Each with a stream of its own."""
    ours = [stage_statistics(firm(draw_jobs(rng, 7500))) for rng in streams(21, 80)]
    network = ciw_network(
        ciw.dists.Exponential(1 / GAP),
        [
            ciw.dists.Exponential(1 / HANDLING),
            ciw.dists.Uniform(0, 2 * PICKING),
            ciw.dists.Gamma(2, PACKING / 2),
            ciw.dists.Exponential(1 / WAY) + ciw.dists.Exponential(1 / STOP),
        ],
        ciw.dists.Exponential(1 / PATIENCE),
    )
    theirs = []
    for seed in range(2100, 2150):
        ciw.seed(seed)
        theirs.append(stage_statistics(ciw_rows(network, 3200)))
    for mine, peer in zip(zip(*ours, strict=True), zip(*theirs, strict=True), strict=True):
        assert same_mean(mine, peer).verdict
