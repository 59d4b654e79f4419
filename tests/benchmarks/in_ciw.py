"""The bare tandem in Ciw: floats, no state tracker, no deadlock detector; its records are part of every run."""

from __future__ import annotations

import ciw

from tests.benchmarks.tandem import SERVERS, Draws, Times


class Given(ciw.dists.Distribution):
    """The times of one station by the number of the customer, from 1 on."""

    def __init__(self, times: list[float]) -> None:
        self.times = times

    def sample(self, t: float | None = None, ind: ciw.individual.Individual | None = None) -> float:
        return self.times[ind.id_number - 1]


def in_ciw(draws: Draws) -> list[Times]:
    """Arrival and the end of each of the three services, of every order."""
    gaps, services = draws
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([*gaps, float("inf")]), None, None],
        service_distributions=[Given(list(times)) for times in zip(*services, strict=True)],
        number_of_servers=list(SERVERS),
        routing=[[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(len(gaps), method="Finish")
    return [
        (one.arrival_date, one.exit_date, two.exit_date, three.exit_date)
        for one, two, three in (person.data_records for person in simulation.nodes[-1].all_individuals)
    ]
