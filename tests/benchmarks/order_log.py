"""How long an order log takes to be read, and how much memory: `python -m tests.benchmarks.order_log [ROWS]`.

Beside it: pandas.read_csv and to_datetime, with the form named, on the four columns of times.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from sim import read_orders

TIMES = ["order_date", "due_date", "ship_date", "delivered_at"]
FORM = "%Y-%m-%d %H:%M:%S"


def made_up(rows: int) -> pd.DataFrame:
    """Twelve columns as shops and carriers export them."""
    rng = np.random.default_rng(1)
    placed = pd.Timestamp("2025-01-06") + pd.to_timedelta(
        np.sort(rng.integers(0, 300 * 86400, rows)), unit="s"
    )
    moments = {
        "order_date": placed,
        "due_date": placed + pd.Timedelta(hours=48),
        "ship_date": placed + pd.Timedelta(minutes=50),
        "delivered_at": placed + pd.to_timedelta(rng.integers(3600, 90 * 3600, rows), unit="s"),
    }
    return pd.DataFrame(
        {
            "order_id": [f"SO-{number:07}" for number in range(rows)],
            "customer": rng.integers(0, 2000, rows),
            **{name: moment.strftime(FORM) for name, moment in moments.items()},
            "ordered": rng.integers(1, 50, rows),
            "shipped": rng.integers(1, 50, rows),
            "damaged": rng.choice(["yes", "no"], rows),
            "city": rng.choice(["Berlin", "Bern", "Lyon"], rows),
            "note": [f"remark {number}" for number in range(rows)],
            "price": rng.integers(1, 9999, rows) / 100,
        }
    )


def main(rows: int) -> None:
    """Print CPU seconds and the peak of memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        made_up(rows).to_csv(path, index=False)
        start = time.process_time()
        table = pd.read_csv(path)
        for name in TIMES:
            pd.to_datetime(table[name], format=FORM)
        pandas = time.process_time() - start
        del table
        start = time.process_time()
        log = read_orders(path)
        ours = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{log.rows:,} rows: pandas {pandas:.2f} s, read_orders {ours:.2f} s, peak {peak:.2f} GB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
