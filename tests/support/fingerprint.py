"""One number for all the bytes of a run's records. `python -m tests.support.fingerprint CASE WEEKS SEED` prints it."""

from __future__ import annotations

import hashlib
import sys

import numpy as np
import pandas as pd

from sim import run
from sim.records.schema import Records


def fingerprint(records: Records) -> str:
    """SHA-256 over every table, column and cell."""
    digest = hashlib.sha256()
    for name, table in records.items():
        digest.update(f"{name}/{list(table.columns)}/{[str(t) for t in table.dtypes]}".encode())
        for column in table.columns:
            values = table[column]
            if isinstance(values.dtype, pd.CategoricalDtype):
                digest.update(str(list(values.cat.categories)).encode())
                digest.update(np.ascontiguousarray(values.cat.codes.to_numpy()).tobytes())
                continue
            nulls = values.isna().to_numpy()
            digest.update(nulls.tobytes())
            kind = "float64" if values.dtype == np.float64 else "int64"
            digest.update(values.to_numpy(dtype=kind, na_value=0).tobytes())
    return digest.hexdigest()


if __name__ == "__main__":
    print(fingerprint(run(sys.argv[1], weeks=int(sys.argv[2]), seed=int(sys.argv[3])).records))
