"""A station with several servers: Erlang B (no queue) and Erlang C (everybody waits).

Source: Gross, Shortle, Thompson, Harris, "Fundamentals of Queueing Theory", 4th ed. (2008).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.validation import check_int, check_number
from sim.theory.queues import offered_load


@dataclass(frozen=True)
class ErlangC:
    """The result of `erlang_c`.

    Attributes
    ----------
    offered_load_erlangs : float
        Mean number of busy servers if there were enough of them.
    utilisation_share : float
        Share of time that a server is busy; 1 if the station is overloaded.
    waiting_share : float
        Share of customers who find all servers busy.
    mean_wait_minutes : float
        Mean wait of all customers, including those who do not wait; inf if the station is overloaded.
    mean_waiting_customers : float
        Mean length of the queue, without the customers in service.
    """

    offered_load_erlangs: float
    utilisation_share: float
    waiting_share: float
    mean_wait_minutes: float
    mean_waiting_customers: float

    def served_within_share(self, minutes: float) -> float:
        """Return the service level: the share of customers who wait no longer than `minutes`.

        Parameters
        ----------
        minutes : float
            0 or more.

        Notes
        -----
        P(W <= t) = 1 - C exp(-(c - a) t / h), because the wait of those who wait is exponential.

        Examples
        --------
        >>> from sim.theory import erlang_c
        >>> round(erlang_c(60, 5, servers=6).served_within_share(1), 3)
        0.519
        """
        check_number("minutes", minutes, 0)
        if self.mean_wait_minutes == 0:
            return 1.0
        return 1.0 - self.waiting_share * math.exp(-minutes * self.waiting_share / self.mean_wait_minutes)

    def wait_percentile_minutes(self, share: float) -> float:
        """Return the wait in minutes that this share of the customers does not exceed.

        Parameters
        ----------
        share : float
            From 0 to below 1; 0.95 for the 95th percentile.

        Examples
        --------
        >>> from sim.theory import erlang_c
        >>> round(erlang_c(60, 5, servers=6).wait_percentile_minutes(0.95), 1)
        12.3
        """
        if not 0 <= share < 1:
            raise InputError(
                _("{field} must be at least 0 and below 1, not {value}").format(field="share", value=share)
            )
        if share <= 1 - self.waiting_share:
            return 0.0
        return math.log(self.waiting_share / (1 - share)) * self.mean_wait_minutes / self.waiting_share


def erlang_b(arrivals_per_hour: float, handling_minutes: float, servers: int) -> float:
    """Return the share of customers lost by a station without a queue (M/G/c/c): Erlang's B.

    Parameters
    ----------
    arrivals_per_hour : float
        Rate of the Poisson arrivals.
    handling_minutes : float
        Mean handling time.
    servers : int
        Number of servers c, 0 or more.

    Returns
    -------
    float
        Share of customers who find all servers busy, 0 to 1.

    Raises
    ------
    InputError
        If an argument is out of range.

    Notes
    -----
    With the offered load a = arrivals x handling in erlangs, B(0) = 1 and B(k) = a B(k-1) / (k + a B(k-1))
    (Gross et al. 2008, chapter 2).

    Examples
    --------
    >>> from sim.theory import erlang_b
    >>> round(erlang_b(60, 5, servers=6), 3)
    0.192
    """
    load = offered_load(arrivals_per_hour, handling_minutes)
    check_int("servers", servers, 0)
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    return blocked


def erlang_c(arrivals_per_hour: float, handling_minutes: float, servers: int) -> ErlangC:
    """Return waits and utilisation of a station where everybody waits until served (M/M/c): Erlang's C.

    Arrivals are Poisson, handling times exponential; there is one queue, first come first served.

    Parameters
    ----------
    arrivals_per_hour : float
        Rate of the arrivals.
    handling_minutes : float
        Mean handling time h.
    servers : int
        Number of servers c, 1 or more.

    Returns
    -------
    ErlangC

    Raises
    ------
    InputError
        If an argument is out of range.

    Notes
    -----
    From Erlang's B, the share who wait is C = B / (1 - (a / c)(1 - B)) with the offered load a in erlangs. The mean
    wait is C h / (c - a); the wait of those who wait is exponential with rate (c - a) / h (Gross et al. 2008,
    chapter 2). With a >= c everybody waits and the queue grows without end.

    Examples
    --------
    >>> from sim.theory import erlang_c
    >>> station = erlang_c(60, 5, servers=6)
    >>> round(station.utilisation_share, 3), round(station.waiting_share, 3), round(station.mean_wait_minutes, 2)
    (0.833, 0.588, 2.94)
    """
    load = offered_load(arrivals_per_hour, handling_minutes)
    check_int("servers", servers, 1)
    if load >= servers:
        return ErlangC(load, 1.0, 1.0, math.inf, math.inf)
    blocked = erlang_b(arrivals_per_hour, handling_minutes, servers)
    waiting = blocked / (1 - load / servers * (1 - blocked))
    mean = waiting * handling_minutes / (servers - load)
    return ErlangC(load, load / servers, waiting, mean, arrivals_per_hour / 60 * mean)
