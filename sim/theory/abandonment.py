"""A station whose customers lose patience: Erlang A.

Source: Gans, Koole, Mandelbaum, "Telephone call centers", Manufacturing & Service Operations Management 5 (2003).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import count

import numpy as np

from sim.base.validation import check_int, check_number
from sim.theory.erlang import erlang_c
from sim.theory.queues import offered_load

NEGLIGIBLE = 1e-18
"""Relative weight below which a state is left out."""


@dataclass(frozen=True)
class ErlangA:
    """The result of `erlang_a`.

    Attributes
    ----------
    offered_load_erlangs : float
        Mean number of busy servers if there were enough of them.
    utilisation_share : float
        Share of time that a server is busy.
    waiting_share : float
        Share of customers who find all servers busy, whether they are served later or leave.
    abandoned_share : float
        Share of customers who leave without service.
    mean_wait_minutes : float
        Mean time in the queue of all customers, those who leave included.
    mean_wait_of_served_minutes : float
        Mean wait of the customers who are served.
    mean_waiting_customers : float
        Mean length of the queue, without the customers in service.
    """

    offered_load_erlangs: float
    utilisation_share: float
    waiting_share: float
    abandoned_share: float
    mean_wait_minutes: float
    mean_wait_of_served_minutes: float
    mean_waiting_customers: float


def erlang_a(
    arrivals_per_hour: float, handling_minutes: float, servers: int, patience_minutes: float
) -> ErlangA:
    """Return waits and abandonment of a station whose customers lose patience (M/M/c+M): Erlang's A.

    As `erlang_c`, but a customer leaves the queue after an exponential patience unless served by then.

    Parameters
    ----------
    arrivals_per_hour : float
        Rate of the Poisson arrivals.
    handling_minutes : float
        Mean of the exponential handling time.
    servers : int
        Number of servers c, 1 or more.
    patience_minutes : float
        Mean patience, above 0; inf gives Erlang C.

    Returns
    -------
    ErlangA

    Raises
    ------
    InputError
        If an argument is out of range.

    Notes
    -----
    The number of customers present is a birth and death process with births lambda and deaths
    min(n, c) mu + max(n - c, 0) theta (Gans et al. 2003, section 4). Its probabilities are summed outwards from the
    most probable state, which avoids overflow and cancellation for every load and patience. A customer who finds j
    waiting is served with probability c mu / (c mu + (j+1) theta) and then waits the sum over i = 1..j+1 of
    1 / (c mu + i theta), because the time to each departure from the queue ahead is exponential.

    Examples
    --------
    >>> from sim.theory import erlang_a
    >>> station = erlang_a(60, 5, servers=6, patience_minutes=3)
    >>> round(station.abandoned_share, 3), round(station.mean_wait_of_served_minutes, 2)
    (0.116, 0.27)
    """
    load = offered_load(arrivals_per_hour, handling_minutes)
    check_int("servers", servers, 1)
    if patience_minutes != math.inf:
        check_number("patience_minutes", patience_minutes, 0, open_ends=True)
    if math.isinf(patience_minutes) or load == 0:
        c = erlang_c(arrivals_per_hour, handling_minutes, servers)
        return ErlangA(
            load,
            c.utilisation_share,
            c.waiting_share,
            0.0,
            c.mean_wait_minutes,
            c.mean_wait_minutes,
            c.mean_waiting_customers,
        )
    # In units of the handling time: death rates min(n, c) + max(n - c, 0) theta, birth rate load.
    theta = handling_minutes / patience_minutes
    mode = math.floor(load if load < servers else servers + (load - servers) / theta)

    def deaths(n: int) -> float:
        return n if n <= servers else servers + (n - servers) * theta

    down = []
    weight = 1.0
    for n in range(mode, 0, -1):
        weight *= deaths(n) / load
        if weight < NEGLIGIBLE:
            break
        down.append(weight)
    first = mode - len(down)
    weights = [*reversed(down), 1.0]
    weight = queueing = 1.0
    for n in count(mode + 1):
        weight *= load / deaths(n)
        if n == servers + 1:
            queueing = weight  # a queue that hardly ever forms keeps full precision, too
        # Stop when the rest of the queue length, less than a geometric tail, is negligible.
        if n > servers and weight * (n - servers) <= NEGLIGIBLE * queueing * (1 - load / deaths(n + 1)):
            break
        weights.append(weight)
    chance = np.array(weights)
    chance /= chance.sum()
    states = np.arange(first, first + len(chance))
    ahead = np.maximum(states - servers, 0)  # customers waiting in each state
    busy = float(chance @ np.minimum(states, servers))
    queue = float(chance @ ahead)
    abandoned = theta * queue / load

    full = states >= servers
    chance, ahead = chance[full], ahead[full]
    waiting = float(chance.sum())
    served = chance * servers / (servers + (ahead + 1) * theta)
    if len(ahead):
        steps = 1 / (servers + (ahead + 1) * theta)
        steps[0] = _sum_of_reciprocals(servers, theta, int(ahead[0]) + 1)
        wait_of_served = float(served @ np.cumsum(steps)) / (busy / load)
    else:
        wait_of_served = 0.0
    return ErlangA(
        load,
        busy / servers,
        waiting,
        abandoned,
        queue / load * handling_minutes,
        wait_of_served * handling_minutes,
        queue,
    )


def _sum_of_reciprocals(first: float, step: float, number: int) -> float:
    """Sum over i = 1..number of 1 / (first + i step); beyond a million terms by the midpoint rule."""
    exact = min(number, 1_000_000)
    total = float((1 / (first + step * np.arange(1, exact + 1))).sum())
    if number > exact:
        total += math.log1p(step * (number - exact) / (first + step * (exact + 0.5))) / step
    return total
