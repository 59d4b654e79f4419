"""Results of a long experiment, kept as they come: a folder for each experiment, a parquet file for each run.

`experiment.json` holds case, policies, weeks, seed, market and version. Files appear whole or not at all, so an experiment
that was stopped can be used and continued. Folders of other experiments and damaged files are refused.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.files import cannot_read, write_atomic
from sim.base.i18n import _

ABOUT = "experiment.json"
RUNS = "run-*.parquet"


class ResultsFolder:
    """The folder of one experiment."""

    def __init__(self, folder: str | Path, about: Mapping[str, Any]) -> None:
        """Open the folder, or create it. Raises InputError if it holds another experiment or cannot be written to."""
        self.path = Path(folder)
        text = json.dumps(about, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        self.id = hashlib.sha256(text.encode()).hexdigest()[:16]
        there = self.path / ABOUT
        if there.exists():
            if _read(there) != text:
                raise InputError(
                    _("{folder} holds another experiment: choose another folder.").format(folder=self.path)
                )
        elif self.path.is_dir() and any(self.path.iterdir()):
            raise InputError(
                _("{folder} is not empty and holds no experiment: choose another folder.").format(
                    folder=self.path
                )
            )
        else:
            write_atomic(there, text)

    def read(self) -> dict[int, dict[str, float]]:
        """The KPIs of the runs that are there, by number. Raises InputError for a damaged file or one of another experiment."""
        found = {}
        for path in sorted(self.path.glob(RUNS)):
            try:
                table = pd.read_parquet(path)
                row = table.iloc[0].to_dict()
                number, own = int(row.pop("run")), str(row.pop("experiment"))
                whole = len(table) == 1 and path.name == self._name(number)
            except Exception:  # pyarrow raises different errors for files it cannot read
                whole, own = False, self.id
            if not whole or own != self.id:
                raise InputError(
                    _("{file} is damaged or belongs to another experiment: delete it and go on.").format(
                        file=path
                    )
                )
            found[number] = {str(name): float(value) for name, value in row.items()}
        return found

    def keep(self, number: int, kpis: Mapping[str, float]) -> None:
        """Write one run. Raises InputError if that cannot be done."""
        table = pd.DataFrame([{"run": number, "experiment": self.id, **kpis}])
        data = io.BytesIO()
        table.to_parquet(data, index=False)
        write_atomic(self.path / self._name(number), data.getvalue())

    def count(self) -> int:
        """The number of runs that are there. Does not read them."""
        return sum(1 for _path in self.path.glob(RUNS))

    @staticmethod
    def _name(number: int) -> str:
        return f"run-{number:07d}.parquet"


def read_about(folder: str | Path) -> dict[str, Any]:
    """The description of the experiment in a folder. Raises InputError if there is none."""
    path = Path(folder) / ABOUT
    text = _read(path)
    try:
        about = json.loads(text)
    except ValueError:
        about = None
    if not isinstance(about, dict):
        raise InputError(_("{file} is not an experiment of Kefu.").format(file=path))
    return about


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
    except OSError as error:
        raise cannot_read(path, error) from None
