"""A station with one server and any handling time, and Little's law.

Source: Gross, Shortle, Thompson, Harris, "Fundamentals of Queueing Theory", 4th ed. (2008).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.validation import check_number


@dataclass(frozen=True)
class SingleServer:
    """The result of `pollaczek_khinchine`.

    Attributes
    ----------
    utilisation_share : float
        Share of time that the server is busy; 1 if it is overloaded.
    mean_wait_minutes : float
        Mean wait of all customers, including those who do not wait; inf if the server is overloaded.
    mean_waiting_customers : float
        Mean length of the queue, without the customer in service.
    """

    utilisation_share: float
    mean_wait_minutes: float
    mean_waiting_customers: float


@dataclass(frozen=True)
class Little:
    """The result of `little`.

    Attributes
    ----------
    arrivals_per_hour : float
        Arrival rate, lambda.
    mean_hours : float
        Mean time of a customer in the system, W.
    mean_customers : float
        Mean number of customers in the system, L.
    """

    arrivals_per_hour: float
    mean_hours: float
    mean_customers: float


def pollaczek_khinchine(
    arrivals_per_hour: float, handling_minutes: float, handling_sd_minutes: float
) -> SingleServer:
    """Return waits and utilisation of one server with any distribution of handling times (M/G/1).

    Parameters
    ----------
    arrivals_per_hour : float
        Rate lambda of the Poisson arrivals.
    handling_minutes : float
        Mean handling time.
    handling_sd_minutes : float
        Standard deviation of the handling time.

    Returns
    -------
    SingleServer

    Raises
    ------
    InputError
        If an argument is out of range.

    Notes
    -----
    The formula of Pollaczek and Khinchine: mean wait = lambda E[S^2] / (2 (1 - rho)), with the handling time S and the
    utilisation rho (Gross et al. 2008, chapter 5). With rho >= 1 the wait is inf.

    Examples
    --------
    >>> from sim.theory import pollaczek_khinchine
    >>> round(pollaczek_khinchine(10, 5, handling_sd_minutes=5).mean_wait_minutes, 1)
    25.0
    >>> round(pollaczek_khinchine(10, 5, handling_sd_minutes=0).mean_wait_minutes, 1)
    12.5
    """
    load = offered_load(arrivals_per_hour, handling_minutes)
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
    """Return all three quantities of Little's law, L = lambda W, from two of them.

    Parameters
    ----------
    arrivals_per_hour : float, optional
        Arrival rate, lambda.
    mean_hours : float, optional
        Mean time of a customer in the system, W.
    mean_customers : float, optional
        Mean number of customers in the system, L.

    Returns
    -------
    Little

    Raises
    ------
    InputError
        If not exactly two of the three are given, or a value is out of range.

    Notes
    -----
    The law holds for any system over a time that begins and ends with the system empty, whatever the distributions
    (Little 1961, Operations Research 9; Gross et al. 2008, chapter 1).

    Examples
    --------
    >>> from sim.theory import little
    >>> little(arrivals_per_hour=12, mean_hours=0.5).mean_customers
    6.0
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


def offered_load(arrivals_per_hour: float, handling_minutes: float) -> float:
    """The offered load in erlangs. Raises InputError for an argument out of range."""
    check_number("arrivals_per_hour", arrivals_per_hour, 0)
    check_number("handling_minutes", handling_minutes, 0, open_ends=True)
    return arrivals_per_hour * handling_minutes / 60
