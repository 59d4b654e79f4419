"""The textbook results against tables, limits and slower ways to the same number."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.base.errors import InputError
from sim.theory import base_stock, erlang_a, erlang_b, erlang_c, little, pollaczek_khinchine


@pytest.mark.parametrize(
    ("load", "servers", "blocked"),
    [(1, 1, 0.5), (2, 2, 0.4), (5, 8, 0.0700), (10, 10, 0.2146), (20, 30, 0.0085), (100, 100, 0.0757)],
)
def test_erlang_b_table(load, servers, blocked):
    assert erlang_b(60 * load, 1, servers) == pytest.approx(blocked, abs=5e-5)


@given(load=st.fractions(Fraction(1, 50), 40), servers=st.integers(0, 60))
def test_erlang_b_is_the_truncated_poisson_tail(load, servers):
    term, total = Fraction(1), Fraction(1)
    for k in range(1, servers + 1):
        term *= load / k
        total += term
    assert erlang_b(float(load) * 60 / 7, 7, servers) == pytest.approx(float(term / total), rel=1e-12)


def test_erlang_b_of_a_million_servers_neither_overflows_nor_vanishes():
    assert 0 < erlang_b(60e6, 1, 1_000_000) < 1e-3


@pytest.mark.parametrize(("load", "servers", "waiting"), [(1, 2, 1 / 3), (2, 3, 4 / 9), (8, 10, 0.40918)])
def test_erlang_c_table(load, servers, waiting):
    got = erlang_c(20 * load, 3, servers)
    assert got.waiting_share == pytest.approx(waiting, rel=1e-5)
    assert got.mean_wait_minutes == pytest.approx(waiting * 3 / (servers - load), rel=1e-5)
    assert got.offered_load_erlangs == pytest.approx(load)
    assert got.utilisation_share == pytest.approx(load / servers)


@given(rho=st.floats(0.01, 0.99))
def test_one_server_is_the_textbook_mm1(rho):
    got = erlang_c(60 * rho / 5, 5, 1)
    assert got.waiting_share == pytest.approx(rho)
    assert got.mean_wait_minutes == pytest.approx(5 * rho / (1 - rho))
    assert got.mean_waiting_customers == pytest.approx(rho**2 / (1 - rho))
    same = pollaczek_khinchine(60 * rho / 5, 5, 5)
    assert same.mean_wait_minutes == pytest.approx(got.mean_wait_minutes)
    assert same.mean_waiting_customers == pytest.approx(got.mean_waiting_customers)
    assert same.utilisation_share == pytest.approx(rho)


def test_percentiles_and_service_level_are_inverse_to_each_other():
    got = erlang_c(480, 1, 10)
    assert got.served_within_share(0) == pytest.approx(1 - got.waiting_share)
    assert got.served_within_share(1 / 3) == pytest.approx(1 - 0.40918 * math.exp(-2 / 3), rel=1e-5)
    for share in (0.6, 0.8, 0.95, 0.999):
        assert got.served_within_share(got.wait_percentile_minutes(share)) == pytest.approx(share)
    assert got.wait_percentile_minutes(0.5) == 0  # 59 of 100 do not wait


def test_mean_wait_is_the_area_above_the_service_level():
    got = erlang_c(50, 4, 4)
    t = np.linspace(0, 200, 200_001)
    above = 1 - np.array([got.served_within_share(x) for x in t])
    assert np.trapezoid(above, t) == pytest.approx(got.mean_wait_minutes, rel=1e-6)


@pytest.mark.parametrize("arrivals", [60, 61, 1000])
def test_an_overloaded_station_has_no_mean_wait(arrivals):
    got = erlang_c(arrivals, 4, 4)
    assert (got.utilisation_share, got.waiting_share, got.mean_wait_minutes) == (1, 1, math.inf)
    assert got.served_within_share(1000) == 0
    assert got.wait_percentile_minutes(0.5) == math.inf
    assert pollaczek_khinchine(arrivals, 4, 0).mean_wait_minutes == math.inf


def test_a_station_without_arrivals_is_idle():
    got = erlang_c(0, 4, 4)
    assert (got.waiting_share, got.mean_wait_minutes, got.served_within_share(0)) == (0, 0, 1)
    assert got.wait_percentile_minutes(0.99) == 0
    assert erlang_a(0, 4, 4, 1).abandoned_share == 0


@given(load=st.floats(0.1, 30), servers=st.integers(1, 30))
def test_more_servers_never_lengthen_the_wait(load, servers):
    waits = [erlang_c(60 * load, 1, c).mean_wait_minutes for c in range(servers, servers + 4)]
    assert all(a >= b for a, b in pairwise(waits))
    lost = [erlang_a(60 * load, 1, c, 2.0).abandoned_share for c in range(servers, servers + 4)]
    assert all(a > b for a, b in pairwise(lost))


def test_erlang_a_of_the_published_call_centre():
    """48 calls a minute of 1 minute, 50 agents, patience 2 minutes (Gans, Koole, Mandelbaum 2003)."""
    patient, real = erlang_c(48 * 60, 1, 50), erlang_a(48 * 60, 1, 50, 2)
    assert patient.mean_wait_minutes * 60 == pytest.approx(20.8, abs=0.05)
    assert patient.wait_percentile_minutes(0.9) * 60 == pytest.approx(58.1, abs=0.5)
    assert real.abandoned_share == pytest.approx(0.031, abs=5e-4)
    assert real.mean_wait_minutes * 60 == pytest.approx(3.7, abs=0.05)
    assert real.utilisation_share == pytest.approx(0.93, abs=5e-3)
    assert real.mean_waiting_customers == pytest.approx(3, abs=0.5)


@given(load=st.floats(0.1, 60), servers=st.integers(1, 40))
def test_erlang_a_with_patience_as_long_as_handling_is_an_endless_row_of_servers(load, servers):
    """Every customer leaves at the same rate, served or waiting: the number present is Poisson."""
    chance = [math.exp(n * math.log(load) - load - math.lgamma(n + 1)) for n in range(400)]
    queue = sum(p * (n - servers) for n, p in enumerate(chance) if n > servers)
    got = erlang_a(60 / 5 * load, 5, servers, 5)
    assert got.waiting_share == pytest.approx(sum(chance[servers:]), rel=1e-9, abs=1e-15)
    assert got.abandoned_share == pytest.approx(queue / load, rel=1e-9, abs=1e-15)
    assert got.mean_wait_minutes == pytest.approx(5 * queue / load, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("servers", [1, 4, 30])
@pytest.mark.parametrize("rho", [0.3, 0.8, 0.99])
def test_erlang_a_tends_to_erlang_c_as_patience_grows(servers, rho):
    c = erlang_c(60 * rho * servers, 1, servers)
    for a in (erlang_a(60 * rho * servers, 1, servers, patience) for patience in (1e10, math.inf)):
        assert a.waiting_share == pytest.approx(c.waiting_share, rel=1e-5)
        assert a.mean_wait_minutes == pytest.approx(c.mean_wait_minutes, rel=1e-5)
        assert a.mean_wait_of_served_minutes == pytest.approx(c.mean_wait_minutes, rel=1e-5)
        assert a.abandoned_share == pytest.approx(0, abs=1e-6)


def test_erlang_a_tends_to_erlang_b_as_patience_vanishes():
    assert erlang_a(300, 1, 8, 1e-9).abandoned_share == pytest.approx(erlang_b(300, 1, 8), rel=1e-6)


def test_an_overloaded_station_with_endless_patience_serves_what_it_can():
    got = erlang_a(60 * 20, 1, 10, 1e6)
    assert got.abandoned_share == pytest.approx(0.5)
    assert got.mean_wait_minutes == pytest.approx(0.5e6, rel=1e-5)
    # In the fluid limit the queue loses e^(-t/patience) of a cohort: half is left after ln 2 patiences.
    assert got.mean_wait_of_served_minutes == pytest.approx(math.log(2) * 1e6, rel=1e-4)


@pytest.mark.slow
@settings(deadline=None)
@given(
    load=st.floats(0.05, 20),
    servers=st.integers(1, 12),
    patience=st.floats(0.2, 20),
)
def test_erlang_a_solves_the_balance_equations(load, servers, patience):
    """Against the numerically solved generator, and the wait of the served against first-step analysis."""
    n = 700
    states = np.arange(n)
    deaths = np.minimum(states, servers) + np.maximum(states - servers, 0) / patience
    balance = np.diag(np.full(n - 1, load), -1) + np.diag(deaths[1:], 1)
    balance -= np.diag(np.append(np.full(n - 1, load), 0) + deaths)
    balance[0] = 1
    chance = np.linalg.solve(balance, np.eye(n)[0])
    got = erlang_a(60 * load, 1, servers, patience)
    waiting = np.maximum(states - servers, 0)
    assert got.mean_waiting_customers == pytest.approx(chance @ waiting, rel=1e-6, abs=1e-12)
    assert got.utilisation_share == pytest.approx(chance @ np.minimum(states, servers) / servers, rel=1e-6)
    # Place 1 is next: each step somebody leaves the queue ahead, or the customer's own patience ends.
    served_time = served = 0.0
    win, time = 1.0, 0.0
    for place in range(1, n - servers + 1):
        rate = servers + place / patience
        win *= (rate - 1 / patience) / rate
        time += 1 / rate
        p = chance[servers + place - 1]
        served += p * win
        served_time += p * win * time
    served += chance[:servers].sum()
    assert got.mean_wait_of_served_minutes == pytest.approx(served_time / served, rel=1e-5, abs=1e-12)
    assert got.abandoned_share == pytest.approx(1 - served, rel=1e-5, abs=1e-9)


@given(load=st.floats(0.1, 300), servers=st.integers(1, 200), patience=st.floats(1e-3, 1e4))
def test_erlang_a_keeps_its_books(load, servers, patience):
    got = erlang_a(60 * load, 1, servers, patience)
    # Who came either was served or left; who waited left at the rate of impatience; Little's law.
    assert got.utilisation_share * servers == pytest.approx(load * (1 - got.abandoned_share), rel=1e-9)
    assert got.abandoned_share == pytest.approx(got.mean_wait_minutes / patience, rel=1e-9, abs=1e-15)
    assert got.mean_waiting_customers == pytest.approx(load * got.mean_wait_minutes, rel=1e-9, abs=1e-15)
    assert 0 <= got.abandoned_share <= got.waiting_share + 1e-12 <= 1 + 2e-12


def test_more_patience_loses_fewer_and_waits_longer():
    got = [erlang_a(600, 1, 9, patience) for patience in (0.01, 0.1, 1, 10, 100, 1000)]
    assert all(a.abandoned_share > b.abandoned_share for a, b in pairwise(got))
    assert all(a.mean_wait_minutes < b.mean_wait_minutes for a, b in pairwise(got))


def test_constant_handling_halves_the_wait_of_exponential_handling():
    exponential, constant = pollaczek_khinchine(6, 8, 8), pollaczek_khinchine(6, 8, 0)
    assert exponential.mean_wait_minutes == pytest.approx(32)  # rho = 0.8: 8 x 0.8 / 0.2
    assert constant.mean_wait_minutes == pytest.approx(16)


@pytest.mark.parametrize(
    ("level", "fill", "stockless"), [(12, 0.6968, 0.7916), (15, 0.9165, 0.9513), (0, 0, 0)]
)
def test_base_stock_against_the_poisson_table_of_mean_10(level, fill, stockless):
    got = base_stock(2, 5, level)
    assert got.fill_rate_share == pytest.approx(fill, abs=5e-5)
    assert got.no_stockout_share == pytest.approx(stockless, abs=5e-5)


@pytest.mark.slow
@settings(deadline=None)
@given(
    demand=st.floats(0.01, 30),
    lead=st.floats(0, 15),
    review=st.one_of(st.just(0.0), st.floats(0.1, 15)),
    level=st.integers(0, 400),
)
def test_base_stock_is_an_average_over_the_protection_interval(demand, lead, review, level):
    """Against the definition: S less Poisson demand, averaged over times from lead to lead + review."""
    got = base_stock(demand, lead, level, review)
    nodes, weights = np.polynomial.legendre.leggauss(60)
    at_least = on_hand = backorders = 0.0
    for node, weight in zip(nodes, weights / 2, strict=True):
        mean = demand * (lead + review * (node + 1) / 2)
        chance = [
            math.exp((k * math.log(mean) if k else 0) - mean - math.lgamma(k + 1)) if mean else float(k == 0)
            for k in range(1400)
        ]
        at_least += weight * sum(chance[:level])
        on_hand += weight * sum(p * (level - k) for k, p in enumerate(chance[:level]))
        backorders += weight * sum(p * (k - level) for k, p in enumerate(chance) if k > level)
    assert got.fill_rate_share == pytest.approx(at_least, abs=1e-6)
    assert got.mean_on_hand_units == pytest.approx(on_hand, abs=1e-5)
    assert got.mean_backorders_units == pytest.approx(backorders, abs=1e-5)
    mean = demand * (lead + review / 2)
    assert got.mean_on_hand_units - got.mean_backorders_units == pytest.approx(level - mean, abs=1e-6)


def test_fill_rate_from_shortages_per_cycle():
    """The fill rate of (R, S) as textbooks also write it: 1 - new backorders of a cycle / its demand."""

    def short(mean: float, level: int) -> float:
        return sum(
            (k - level) * math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(level, 200)
        )

    got = base_stock(2, 5, 24, 7)
    assert got.fill_rate_share == pytest.approx(1 - (short(24, 24) - short(10, 24)) / 14)


def test_more_stock_serves_more_with_diminishing_gains():
    got = [base_stock(3, 4, level, 2).fill_rate_share for level in range(15, 40)]
    gains = [b - a for a, b in pairwise(got)]
    assert all(gain > 0 for gain in gains)
    assert all(a > b for a, b in pairwise(gains))


def test_little():
    want = little(arrivals_per_hour=12, mean_hours=0.5)
    assert want.mean_customers == 6
    assert little(arrivals_per_hour=12, mean_customers=6) == want
    assert little(mean_hours=0.5, mean_customers=6) == want
    c = erlang_c(50, 4, 4)
    queue = little(arrivals_per_hour=50, mean_hours=c.mean_wait_minutes / 60).mean_customers
    assert queue == pytest.approx(c.mean_waiting_customers)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: erlang_b(-1, 3, 2), ["arrivals_per_hour", "-1", "0"]),
        (lambda: erlang_c(math.nan, 3, 2), ["arrivals_per_hour", "nan"]),
        (lambda: erlang_c(math.inf, 3, 2), ["arrivals_per_hour", "inf"]),
        (lambda: erlang_c(10, 0, 2), ["handling_minutes", "0"]),
        (lambda: erlang_c(10, 3, 0), ["servers", "0", "1"]),
        (lambda: erlang_c(10, 3, 2.5), ["servers", "2.5", "whole"]),
        (lambda: erlang_b(10, 3, -1), ["servers", "-1"]),
        (lambda: erlang_c(10, 3, 2).wait_percentile_minutes(1), ["share", "1"]),
        (lambda: erlang_c(10, 3, 2).served_within_share(-2), ["minutes", "-2"]),
        (lambda: erlang_a(10, 3, 2, 0), ["patience_minutes", "0"]),
        (lambda: erlang_a(10, 3, 2, math.nan), ["patience_minutes", "nan"]),
        (lambda: pollaczek_khinchine(10, 3, -1), ["handling_sd_minutes", "-1"]),
        (lambda: base_stock(-1, 3, 5), ["demand_per_day", "-1"]),
        (lambda: base_stock(1, -3, 5), ["lead_days", "-3"]),
        (lambda: base_stock(1, 3, -5), ["order_up_to_units", "-5"]),
        (lambda: base_stock(1, 3, 5, -7), ["review_days", "-7"]),
        (lambda: little(arrivals_per_hour=3), ["two", "1"]),
        (lambda: little(arrivals_per_hour=3, mean_hours=1, mean_customers=3), ["two", "3"]),
        (lambda: little(arrivals_per_hour=0, mean_customers=3), ["arrivals_per_hour", "0"]),
        (lambda: little(arrivals_per_hour=-3, mean_hours=1), ["arrivals_per_hour", "-3"]),
    ],
)
def test_impossible_arguments_are_named_in_one_sentence(call, words):
    with pytest.raises(InputError) as error:
        call()
    assert "\n" not in str(error.value)
    assert all(word in str(error.value) for word in words), str(error.value)
