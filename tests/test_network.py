"""The firm's stations against queueing theory and against the same network built in Ciw.

All on whole seconds, with mean times of about an hour. Rounding a time to the nearest second shifts nothing
on average and adds a variance of 1/12 s^2; leaving when wait >= patience rather than > costs half a second
of patience. Both are below 0.05 % of any value here, against intervals of +-2.5 %.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import ciw
import numpy as np
import pytest
from simpy import Environment

from sim.model.station import Station
from sim.theory import erlang_a, erlang_c, pollaczek_khinchine
from tests.statistics import agrees, same_mean

M = 3600
"""Seconds of a mean handling time: an hour."""
WARM_UP = 500
"""Customers not counted at the start of a replication, which begins empty: hundreds of handling times."""


# The desk alone. `desk` is what is tested: another may be put in its place.


Caller = tuple[int, int, int | None]
"""Arrival, handling time, patience (None: endless)."""


def desk(clerks: int, callers: list[Caller]) -> list[int | None]:
    """The wait of every caller, None for who left."""
    env = Environment()
    station = Station(env, clerks)
    waits = []

    def source():
        for arrival, handling, patience in callers:
            yield env.timeout(arrival - env.now)
            waits.append(station.serve(handling, patience).value)

    env.process(source())
    env.run()
    return waits


def whole(values: np.ndarray) -> list[int]:
    return np.rint(values).astype(np.int64).tolist()


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
    runs = []
    number = customers // 100 + WARM_UP
    for rng in map(np.random.default_rng, np.random.SeedSequence(seed).spawn(100)):
        arrivals = whole(np.cumsum(rng.exponential(M / load, number)))
        times = whole(handling(rng, M, number))
        patiences = [None] * number if patience is None else whole(rng.exponential(patience * M, number))
        callers = list(zip(arrivals, times, patiences, strict=True))
        runs.append(np.array(desk(clerks, callers)[WARM_UP:], float))
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
    ("seed", "clerks", "load", "customers"), [(1, 1, 0.5, 1_000_000), (2, 2, 1.2, 2_200_000)]
)
def test_desk_is_erlang_c(seed, clerks, load, customers):
    runs = replications(seed, clerks, load, customers=customers)
    theory = erlang_c(load, 60, clerks)
    assert agrees(waiting(runs), theory.waiting_share).verdict
    assert agrees(mean_minutes(runs), theory.mean_wait_minutes).verdict


def test_large_desk_keeps_the_service_level_of_erlang_c():
    runs = replications(3, 10, 8, customers=2_000_000)
    theory = erlang_c(8, 60, 10)
    assert agrees(waiting(runs), theory.waiting_share).verdict
    within = [np.mean(waits <= M // 3) for waits in runs]
    assert agrees(within, theory.served_within_share(20)).verdict


@pytest.mark.parametrize(
    ("seed", "clerks", "load", "patience", "customers"),
    [(4, 3, 3.6, 2, 500_000), (5, 6, 6.6, 1, 1_000_000), (6, 4, 3.2, 3, 1_200_000)],
)
def test_desk_with_impatience_is_erlang_a(seed, clerks, load, patience, customers):
    runs = replications(seed, clerks, load, patience=patience, customers=customers)
    theory = erlang_a(load, 60, clerks, 60 * patience)
    assert agrees(waiting(runs), theory.waiting_share).verdict
    assert agrees(left(runs), theory.abandoned_share).verdict
    assert agrees(mean_minutes(runs), theory.mean_wait_of_served_minutes).verdict


@pytest.mark.parametrize(("seed", "handling", "sd"), [(7, constant, 0), (8, uniform, 60 / 3**0.5)])
def test_one_clerk_with_any_handling_is_pollaczek_khinchine(seed, handling, sd):
    runs = replications(seed, 1, 0.6, handling=handling, customers=1_200_000)
    assert agrees(mean_minutes(runs), pollaczek_khinchine(0.6, 60, sd).mean_wait_minutes).verdict


# Desk, pick, pack, transit. `firm` is what is tested: another may be put in its place.

CLERKS, PICKERS, PACKERS = 2, 2, 1
GAP, HANDLING, PICKING, PACKING, TRANSIT = 3600, 3300, 4000, 1800, 24_000
"""Mean seconds: clerks are busy 46 % of the time, pickers 56 %, packers 50 %."""
STAGES = ["desk", "pick", "pack", "transit"]


class Job(NamedTuple):
    arrival: int
    handling: int
    picking: int
    packing: int
    transit: int


def firm(jobs: list[Job]) -> np.ndarray:
    """A row a job: placed, start at the desk, end there, start and end of picking, of packing, delivered."""
    env = Environment()
    clerks, pickers, packers = (Station(env, number) for number in (CLERKS, PICKERS, PACKERS))
    rows = np.zeros((len(jobs), 8), np.int64)

    def order(row, handling, picking, packing, transit):
        times = [env.now]
        for station, duration in ((clerks, handling), (pickers, picking), (packers, packing)):
            wait = yield station.serve(duration)
            times += [times[-1] + wait, env.now]
        yield env.timeout(transit)
        row[:] = [*times, env.now]

    def source():
        for row, (arrival, *durations) in zip(rows, jobs, strict=True):
            yield env.timeout(arrival - env.now)
            env.process(order(row, *durations))

    env.process(source())
    env.run()
    return rows


def ciw_network(gaps, services) -> ciw.network.Network:
    """The same four stages in Ciw, transit as a station with a server for everybody."""
    on = [[float(column == row + 1) for column in range(4)] for row in range(4)]
    return ciw.create_network(
        arrival_distributions=[gaps, None, None, None],
        service_distributions=services,
        number_of_servers=[CLERKS, PICKERS, PACKERS, float("inf")],
        routing=on,
    )


def ciw_rows(network: ciw.network.Network, number: int) -> np.ndarray:
    """As `firm`, for the first jobs, in order of arrival."""
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(number + 500, method="Arrive")  # the last are not through
    rows = np.full((number, 8), np.nan)
    for record in simulation.get_all_records(only=["service"]):
        if record.id_number <= number:
            row = rows[record.id_number - 1]
            if record.node == 1:
                row[0] = record.arrival_date
            if record.node < 4:
                row[2 * record.node - 1] = record.service_start_date
                row[2 * record.node] = record.service_end_date
            else:
                row[7] = record.service_end_date
    assert not np.isnan(rows).any()
    return rows


def jobs(rng: np.random.Generator, number: int, scale: int = 1) -> list[Job]:
    columns = (
        np.cumsum(rng.exponential(scale * GAP, number)),
        rng.exponential(scale * HANDLING, number),
        rng.uniform(0, 2 * scale * PICKING, number),
        rng.gamma(2, scale * PACKING / 2, number),
        rng.exponential(scale * TRANSIT, number),
    )
    return list(map(Job, *map(whole, columns)))


class Given(ciw.dists.Distribution):
    """Every job's own duration, by its number."""

    def __init__(self, durations: list[int]) -> None:
        self.durations = durations

    def sample(self, t=None, ind=None):
        number = ind.id_number - 1
        return self.durations[number] if number < len(self.durations) else 0


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_every_time_of_every_order_is_the_one_of_ciw(seed):
    """The same jobs, in units so small that no two things happen at once: equal to the last second."""
    number = 4000
    work = jobs(np.random.default_rng(seed), number, scale=10**6)
    arrivals, *durations = (list(column) for column in zip(*work, strict=True))
    gaps = [b - a for a, b in zip([0, *arrivals], arrivals, strict=False)]
    network = ciw_network(ciw.dists.Sequential([*gaps, 10**12]), list(map(Given, durations)))
    assert np.array_equal(firm(work), ciw_rows(network, number))


def stage_statistics(rows: np.ndarray) -> list[float]:
    """Mean time at the desk, to pick, to pack (waits included), in all; the share that waits to be packed."""
    placed, _, accepted, _, picked, pack, packed, delivered = rows[WARM_UP:].T
    return [
        np.mean(accepted - placed),
        np.mean(picked - accepted),
        np.mean(packed - picked),
        np.mean(delivered - placed),
        np.mean(pack > picked),
    ]


def test_stages_last_as_long_as_in_ciw():
    """Each with a stream of its own."""
    ours = [
        stage_statistics(firm(jobs(rng, 10_000)))
        for rng in map(np.random.default_rng, np.random.SeedSequence(21).spawn(80))
    ]
    network = ciw_network(
        ciw.dists.Exponential(1 / GAP),
        [
            ciw.dists.Exponential(1 / HANDLING),
            ciw.dists.Uniform(0, 2 * PICKING),
            ciw.dists.Gamma(2, PACKING / 2),
            ciw.dists.Exponential(1 / TRANSIT),
        ],
    )
    theirs = []
    for seed in range(2100, 2150):
        ciw.seed(seed)
        theirs.append(stage_statistics(ciw_rows(network, 4500)))
    for mine, peer in zip(zip(*ours, strict=True), zip(*theirs, strict=True), strict=True):
        assert same_mean(mine, peer).verdict
