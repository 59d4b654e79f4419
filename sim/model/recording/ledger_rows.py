"""The rows of the ledger."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import Ints
from sim.records import labels
from sim.records.tables import Coded, frame

ACCOUNTS = tuple(labels.ACCOUNTS)


class LedgerRows:
    """The rows of the ledger while they are collected, in blocks."""

    def __init__(self) -> None:
        self.blocks: list[tuple[Ints, int, Ints, Ints, str]] = []

    def orders(self, account: str, time: Any, fen: Any, order: Any) -> None:
        """One row per order."""
        time = np.asarray(time, dtype=np.int64)
        amount = np.broadcast_to(np.rint(fen).astype(np.int64), time.shape)
        self.blocks.append((time, ACCOUNTS.index(account), amount, np.asarray(order, dtype=np.int64), ""))

    def lever(self, account: str, time: Any, fen: Any, lever: str) -> None:
        """Rows that belong to a lever, or to the case."""
        time = np.asarray(time, dtype=np.int64)
        amount = np.broadcast_to(np.rint(fen).astype(np.int64), time.shape)
        self.blocks.append((time, ACCOUNTS.index(account), amount, np.full(time.shape, -1), lever))

    def table(self) -> pd.DataFrame:
        """The ledger in order of time, without rows of amount 0."""
        names = tuple(dict.fromkeys(block[4] for block in self.blocks if block[4]))
        time = np.concatenate([block[0] for block in self.blocks])
        account = np.concatenate([np.full(len(block[0]), block[1]) for block in self.blocks])
        amount = np.concatenate([block[2] for block in self.blocks])
        order = np.concatenate([block[3] for block in self.blocks])
        lever = np.concatenate(
            [np.full(len(block[0]), names.index(block[4]) if block[4] else -1) for block in self.blocks]
        )
        kept = np.flatnonzero(amount)
        # Sorting one number made of time, account and order is faster than sorting by all three. With ten years and ten
        # million orders it stays below 2^58.
        place = (time[kept] * len(ACCOUNTS) + account[kept]) * (order.max(initial=0) + 2) + order[kept] + 1
        kept = kept[np.argsort(place, kind="stable")]
        return frame(
            "ledger",
            {
                "time": time[kept],
                "account": Coded(account[kept], ACCOUNTS),
                "amount": amount[kept],
                "order": (np.maximum(order[kept], 0), order[kept] < 0),
                "lever": Coded(lever[kept], names),
            },
        )
