"""Textbook results that a simulated station or store must agree with: oracles for tests and for lessons.

Arrivals are Poisson throughout. Rates are per hour, handling and patience in minutes, stock in units and
days. A share lies between 0 and 1. Mean waits are of everybody who asked, those who need not wait included.

Sources: Gross, Shortle, Thompson, Harris, "Fundamentals of Queueing Theory", 4th ed. (2008); Gans, Koole,
Mandelbaum, "Telephone call centers", Manufacturing & Service Operations Management 5 (2003); Zipkin,
"Foundations of Inventory Management" (2000).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import count

import numpy as np

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.validation import check_int, check_number

__all__ = [
    "ErlangA",
    "ErlangC",
    "Little",
    "SingleServer",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "little",
    "pollaczek_khinchine",
]

_NEGLIGIBLE = 1e-18


@dataclass(frozen=True)
class ErlangC:
    """M/M/c: everybody waits until served. An overloaded station has waits of `inf`."""

    offered_load_erlangs: float
    """Servers that would be busy on average if there were enough of them."""
    utilisation_share: float
    """Share of time a server is busy; 1 when overloaded."""
    waiting_share: float
    """Customers who find all servers busy."""
    mean_wait_minutes: float
    mean_waiting_customers: float
    """Length of the queue, those being served not counted."""

    def served_within_share(self, minutes: float) -> float:
        """Service level: customers whose wait is no longer than `minutes`.

        P(W <= t) = 1 - C exp(-(c - a) t / h): the wait of those who wait is exponential.
        """
        check_number("minutes", minutes, 0)
        if self.mean_wait_minutes == 0:
            return 1.0
        return 1.0 - self.waiting_share * math.exp(-minutes * self.waiting_share / self.mean_wait_minutes)

    def wait_percentile_minutes(self, share: float) -> float:
        """Wait that this share of the customers does not exceed (0.95: the 95th percentile)."""
        if not 0 <= share < 1:
            raise InputError(
                _("{field} must be at least 0 and below 1, not {value}").format(field="share", value=share)
            )
        if share <= 1 - self.waiting_share:
            return 0.0
        return math.log(self.waiting_share / (1 - share)) * self.mean_wait_minutes / self.waiting_share


@dataclass(frozen=True)
class ErlangA:
    """M/M/c+M: as Erlang C, but each customer leaves after an exponential patience unless served by then."""

    offered_load_erlangs: float
    utilisation_share: float
    waiting_share: float
    """Customers who find all servers busy, whether they are served in the end or not."""
    abandoned_share: float
    """Customers who leave unserved."""
    mean_wait_minutes: float
    """Time in the queue, of the served and of those who left."""
    mean_wait_of_served_minutes: float
    mean_waiting_customers: float


@dataclass(frozen=True)
class SingleServer:
    """M/G/1: one server, any handling time."""

    utilisation_share: float
    mean_wait_minutes: float
    mean_waiting_customers: float


@dataclass(frozen=True)
class Little:
    """L = lambda W."""

    arrivals_per_hour: float
    mean_hours: float
    """Time that one customer spends in the system."""
    mean_customers: float
    """In the system at a random moment."""


def erlang_b(arrivals_per_hour: float, handling_minutes: float, servers: int) -> float:
    """Share of customers lost by c servers without a queue (M/G/c/c).

    B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)) with the offered load a = arrivals x handling in erlangs
    (Gross et al., chapter 2).
    """
    load = _load(arrivals_per_hour, handling_minutes)
    check_int("servers", servers, 0)
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    return blocked


def erlang_c(arrivals_per_hour: float, handling_minutes: float, servers: int) -> ErlangC:
    """M/M/c: Poisson arrivals, exponential handling, c servers, one queue, first come first served.

    C = B / (1 - (a / c)(1 - B)) from Erlang's B; mean wait = C h / (c - a). Of those who wait the wait is
    exponential with rate (c - a) / h (Gross et al., chapter 2). With a >= c everybody waits, without end.
    """
    load = _load(arrivals_per_hour, handling_minutes)
    check_int("servers", servers, 1)
    if load >= servers:
        return ErlangC(load, 1.0, 1.0, math.inf, math.inf)
    blocked = erlang_b(arrivals_per_hour, handling_minutes, servers)
    waiting = blocked / (1 - load / servers * (1 - blocked))
    mean = waiting * handling_minutes / (servers - load)
    return ErlangC(load, load / servers, waiting, mean, arrivals_per_hour / 60 * mean)


def erlang_a(
    arrivals_per_hour: float, handling_minutes: float, servers: int, patience_minutes: float
) -> ErlangA:
    """M/M/c+M: as `erlang_c`, with customers who leave the queue after an exponential patience of this mean.

    The number present is a birth and death process: births lambda, deaths min(n, c) mu + max(n - c, 0) theta.
    Its probabilities are summed outwards from the likeliest state, so that nothing overflows or cancels
    whatever the load and the patience (Gans et al., section 4). A customer who finds j waiting ahead is
    served with probability c mu / (c mu + (j+1) theta), and then waits the sum over i = 1..j+1 of
    1 / (c mu + i theta), because each departure from the queue ahead is exponential.
    Infinite patience gives Erlang C; an overloaded station with infinite patience has waits of `inf`.
    """
    load = _load(arrivals_per_hour, handling_minutes)
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
        if weight < _NEGLIGIBLE:
            break
        down.append(weight)
    first = mode - len(down)
    weights = [*reversed(down), 1.0]
    weight = queueing = 1.0
    for n in count(mode + 1):
        weight *= load / deaths(n)
        if n == servers + 1:
            queueing = weight  # even a queue that hardly ever forms is known to all digits
        # A state far out counts by its queue, and what is cut off is less than a geometric tail.
        if n > servers and weight * (n - servers) <= _NEGLIGIBLE * queueing * (1 - load / deaths(n + 1)):
            break
        weights.append(weight)
    chance = np.array(weights)
    chance /= chance.sum()
    states = np.arange(first, first + len(chance))
    ahead = np.maximum(states - servers, 0)  # waiting, in every state
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


def pollaczek_khinchine(
    arrivals_per_hour: float, handling_minutes: float, handling_sd_minutes: float
) -> SingleServer:
    """M/G/1: mean wait = lambda E[S^2] / (2 (1 - rho)), for handling of this mean and standard deviation.

    Gross et al., chapter 5. With rho >= 1 the wait is `inf`.
    """
    load = _load(arrivals_per_hour, handling_minutes)
    check_number("handling_sd_minutes", handling_sd_minutes, 0)
    if load >= 1:
        return SingleServer(1.0, math.inf, math.inf)
    rate = arrivals_per_hour / 60
    wait = rate * (handling_minutes**2 + handling_sd_minutes**2) / (2 * (1 - load))
    return SingleServer(load, wait, rate * wait)


def little(
    *,
    arrivals_per_hour: float | None = None,
    mean_hours: float | None = None,
    mean_customers: float | None = None,
) -> Little:
    """Little's law, L = lambda W: give two of the three and get all three.

    It holds of any system over a time that begins and ends empty, whatever the distributions (Gross et al.,
    section 1.5).
    """
    given = {
        "arrivals_per_hour": arrivals_per_hour,
        "mean_hours": mean_hours,
        "mean_customers": mean_customers,
    }
    known = {name: value for name, value in given.items() if value is not None}
    if len(known) != 2:
        raise InputError(
            _("Little's law needs two of {fields}, not {number}").format(
                fields=", ".join(given), number=len(known)
            )
        )
    for name, value in known.items():
        check_number(name, value, 0)
    if mean_customers is None:
        return Little(
            known["arrivals_per_hour"], known["mean_hours"], known["arrivals_per_hour"] * known["mean_hours"]
        )
    field, other = next(item for item in known.items() if item[0] != "mean_customers")
    check_number(field, other, 0, open_ends=True)
    missing = mean_customers / other
    return Little(*((missing, other) if arrivals_per_hour is None else (other, missing)), mean_customers)


def _sum_of_reciprocals(first: float, step: float, number: int) -> float:
    """Sum over i = 1..number of 1 / (first + i step); beyond a million terms by the midpoint rule."""
    exact = min(number, 1_000_000)
    total = float((1 / (first + step * np.arange(1, exact + 1))).sum())
    if number > exact:
        total += math.log1p(step * (number - exact) / (first + step * (exact + 0.5))) / step
    return total


def _load(arrivals_per_hour: float, handling_minutes: float) -> float:
    """Offered load in erlangs."""
    check_number("arrivals_per_hour", arrivals_per_hour, 0)
    check_number("handling_minutes", handling_minutes, 0, open_ends=True)
    return arrivals_per_hour * handling_minutes / 60
