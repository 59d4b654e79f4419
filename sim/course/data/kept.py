"""Results of helper simulations are kept in the cache, so that running a notebook again, and marking, do not repeat them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from sim.base.cache import cached, key, source_digest
from sim.course.answers.plain import pack, unpack
from sim.experiments.simulate import run
from sim.records.schema import Records


def kept(purpose: str, *arguments: object, make: Callable[[], Any]) -> Any:
    """The plain data that `make` returns: from the cache, or made now and kept.

    purpose, arguments: everything that the result depends on, apart from the sources of Kefu.

    Examples
    --------
    >>> kept("an example", 1, make=lambda: {"wait": 2.5})
    {'wait': 2.5}
    """
    name = f"kept-{key(purpose, *map(repr, arguments), source_digest(), pd.__version__)}.bin"
    return unpack(cached(name, lambda: pack(make())))


def firm_year(
    firm: Any, policy: Any = None, *, weeks: int = 52, seed: int = 0, replication: int = 0
) -> Records:
    """The records of a simulated year of a student's firm, kept.

    Examples
    --------
    >>> from sim.case.load import load_case
    >>> records = firm_year(load_case("corner"), weeks=1)
    >>> len(records["orders"]) > 0
    True
    """

    def make() -> dict[str, pd.DataFrame]:
        made = run(firm, policy, weeks=weeks, seed=seed, replication=replication)
        return {name: pd.DataFrame(table) for name, table in made.records.items()}

    asked = (firm.model_dump_json(), policy and policy.model_dump_json(), weeks, seed, replication)
    found: Records = kept("firm year", *asked, make=make)
    return found
