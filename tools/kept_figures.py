"""Runs of many policies with common random numbers, their figures kept in a file as they come.

Tools that simulate for a long time can be interrupted: the same command goes on where it stopped. The first line of the file
says which case, weeks, seed and version of the model it belongs to; figures of anything else are never read. The others
hold one run each.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.cache import key, source_digest
from sim.base.errors import InputError
from sim.base.progress import Progress
from sim.base.units import FEN
from sim.case.case import Case
from sim.experiments.batch import Batch, Job
from sim.measures.run import Run
from sim.measures.satisfaction import satisfaction
from sim.policy.policy import Policy

BUILD = Path(__file__).resolve().parent.parent / "build"
"""Where results are kept if no file is named; not part of the repository."""
SOURCES = ("base", "policy", "records", "case", "model", "measures")
"""Rooms whose code decides what a run shows."""
MONEY = ("long_run_profit", "profit", "income", "customer_equity_change")

Figures = dict[str, Any]
"""long_run_profit, profit, income, customer_equity_change, accounts (by name), all in CNY; satisfaction; orders; delivered."""


@dataclass(frozen=True)
class Window:
    """Takes the figures of a run in its weeks from `first` on and before `end`."""

    first: int
    end: int

    def __call__(self, run: Run) -> Figures:
        """The figures, see `Figures`."""
        seen = run.window(self.first, self.end)
        money = seen.money
        return {
            **{name: money[name] / FEN for name in MONEY},
            "accounts": {name: amount / FEN for name, amount in money["accounts"].items() if amount},
            "satisfaction": float(satisfaction(seen.records)["value"]),
            "orders": seen.counts["orders"],
            "delivered": seen.counts["delivered"],
        }


class KeptFigures:
    """Figures of runs by policy and replication: read from the file, or simulated and then added to it.

    path: the file, or a folder in which it gets a name of its own. Raises InputError if it belongs to something else.
    """

    def __init__(self, case: Case, window: Window, seed: int, path: Path, workers: int | None = None) -> None:
        self.case, self.window, self.seed = case, window, seed
        self.workers = workers
        self._batch = Batch(case, window.end, seed, "open", window)
        which = key(case.content_hash, window, seed, source_digest(*SOURCES))
        self._head = {"case": case.name, "from": window.first, "to": window.end, "seed": seed, "key": which}
        self.path = path if path.suffix else path / f"{case.name}-{which}.jsonl"
        self._figures: dict[tuple[str, int], Figures] = {}
        self._names: dict[Policy, str] = {}
        self._read()

    def figures(
        self,
        policies: Sequence[Policy],
        replications: Sequence[int],
        progress: Progress | bool | None = None,
    ) -> list[list[Figures]]:
        """For each policy the figures of these replications, simulated where they are not there."""
        names = [self.name(policy) for policy in policies]
        missing = {
            (name, replication): policy
            for replication in replications
            for name, policy in zip(names, policies, strict=True)
            if (name, replication) not in self._figures
        }
        places = list(missing)
        jobs = [Job(replication, [missing[name, replication]]) for name, replication in places]

        def keep(number: int, found: list[Figures]) -> None:
            name, replication = places[number]
            self._figures[name, replication] = found[0]
            self._write({"policy": name, "replication": replication, "figures": found[0]})

        if jobs:
            self._batch.run(jobs, self.workers if len(jobs) > 1 else 1, progress, keep)
        return [[self._figures[name, replication] for replication in replications] for name in names]

    def name(self, policy: Policy) -> str:
        """The levers in which a policy differs from the case's own, as JSON: equal for equal policies."""
        if policy not in self._names:
            self._names[policy] = json.dumps(policy.changed(self.case.policy), sort_keys=True)
        return self._names[policy]

    def _read(self) -> None:
        if not self.path.exists():
            return
        text = self.path.read_text(encoding="utf-8")
        whole = text[: text.rfind("\n") + 1]  # an interrupted run may leave half a line
        if whole != text:
            self.path.write_text(whole, encoding="utf-8", newline="\n")
        rows = _rows(whole, self.path)
        if rows and rows[0] != self._head:
            raise InputError(
                f"{self.path} has results of another case, length, seed or version of the model: name another file."
            )
        for row in rows[1:]:
            self._figures[row["policy"], row["replication"]] = row["figures"]

    def _write(self, row: dict[str, Any]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        rows = [self._head, row] if not self.path.exists() or not self.path.stat().st_size else [row]
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(json.dumps(one) + "\n" for one in rows)


def _rows(text: str, path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in text.splitlines()]
    except json.JSONDecodeError:
        raise InputError(
            f"{path} holds something other than results of this tool: name another file."
        ) from None
