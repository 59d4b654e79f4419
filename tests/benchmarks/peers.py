"""The bare tandem in our stations, in idiomatic SimPy, in Ciw and in salabim, interleaved in one process.

python -m tests.benchmarks.peers [--orders N] [--rounds R] [--json]

Everybody gets the same gaps and services, drawn beforehand, in whole seconds. CPU time an order, draws and imports left
out. Ciw runs N / 2 orders and salabim N / 5, so that a round stays short. --json: one object, whose ours_vs says how
many times faster ours is (median of the rounds).
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import statistics
import sys
from collections.abc import Callable
from time import process_time

from tests.benchmarks.ours import ours, ours_with_processes
from tests.benchmarks.tandem import Draws, Times, draw, in_seconds, tandem

Peer = Callable[[Draws], list[Times]]

FEWEST = 50


def main() -> None:
    """Print the table, or with --json the object."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--orders", type=int, default=20_000, help=f"{FEWEST} or more")
    parser.add_argument("--rounds", type=int, default=7, help="1 or more")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if arguments.orders < FEWEST or arguments.rounds < 1:
        parser.error(f"--orders takes {FEWEST} or more, --rounds 1 or more")
    orders = arguments.orders
    peers: dict[str, tuple[Peer, int]] = {
        "ours": (ours, orders),
        "ours_with_processes": (ours_with_processes, orders),
        "idiomatic_simpy": (tandem, orders),
        "ciw": (_installed("ciw", "in_ciw"), orders // 2),
        "salabim": (_installed("salabim", "in_salabim"), orders // 5),
    }
    seconds = measured(peers, arguments.rounds)
    print(json.dumps(_object(peers, seconds)) if arguments.json else _table(peers, seconds))


def measured(peers: dict[str, tuple[Peer, int]], rounds: int) -> dict[str, list[float]]:
    """CPU seconds an order of every peer in every round; in a round all run in turn."""
    gaps, services = in_seconds(draw(max(orders for _, orders in peers.values())))
    seconds: dict[str, list[float]] = {name: [] for name in peers}
    for run, _ in peers.values():
        run((gaps[:10], services[:10]))  # what a peer does only once is no part of it
    for _round in range(rounds):
        for name, (run, orders) in peers.items():
            draws = gaps[:orders], services[:orders]
            gc.collect()
            started = process_time()
            done = run(draws)
            seconds[name].append((process_time() - started) / orders)
            assert len(done) == orders, f"{name} lost orders"
    return seconds


def _installed(package: str, function: str) -> Peer:
    """The peer's tandem; ends with a sentence if the peer is not installed."""
    try:
        importlib.import_module(package)
    except ImportError:
        print(
            f"{package} is not installed: python -m pip install -c constraints.txt -e '.[dev]'",
            file=sys.stderr,
        )
        raise SystemExit(2) from None
    peer: Peer = getattr(importlib.import_module(f"tests.benchmarks.{function}"), function)
    return peer


def _ratios(seconds: dict[str, list[float]], name: str) -> list[float]:
    """By how many times ours was faster, round by round."""
    return [theirs / mine for theirs, mine in zip(seconds[name], seconds["ours"], strict=True)]


def _object(peers: dict[str, tuple[Peer, int]], seconds: dict[str, list[float]]) -> dict[str, object]:
    others = [name for name in peers if not name.startswith("ours")]
    ratios = {name: _ratios(seconds, name) for name in others}
    return {
        "ours_vs": {name: round(statistics.median(found), 3) for name, found in ratios.items()},
        "range": {name: [round(min(found), 3), round(max(found), 3)] for name, found in ratios.items()},
        "orders": {name: orders for name, (_, orders) in peers.items()},
        "microseconds_an_order": {
            name: round(statistics.median(found) * 1e6, 2) for name, found in seconds.items()
        },
        "rounds": len(seconds["ours"]),
    }


def _table(peers: dict[str, tuple[Peer, int]], seconds: dict[str, list[float]]) -> str:
    rows = [f"{'':20} {'orders':>8} {'us/order':>9} {'x ours':>7}  range"]
    for name, (_, orders) in peers.items():
        ratios = _ratios(seconds, name)
        middle = statistics.median(seconds[name]) * 1e6
        rows.append(
            f"{name:20} {orders:8} {middle:9.2f} {statistics.median(ratios):7.2f}  "
            f"{min(ratios):.2f} to {max(ratios):.2f}"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    main()
