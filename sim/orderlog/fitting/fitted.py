"""A fitted case, and how well its runs agree with the log."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.base.display import html_table, text_lines
from sim.base.files import write_atomic
from sim.base.formatting import quantity
from sim.base.i18n import _
from sim.case.case import Case
from sim.case.fields import BilingualText

WIDTH = 100
"""Characters a line of a printed fitted case."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """What `Case.from_orders` returns: the case, what was assumed, and how well its runs agree with the log.

    Attributes
    ----------
    case : Case
        The fitted case.
    report : DataFrame
        Measures of the log and of fresh runs of the case: measure, unit, log, fitted (mean of the runs), difference.
    assumed : dict of str to BilingualText
        What was fitted and what was assumed, by subject.

    Examples
    --------
    >>> from sim import Case, run
    >>> fitted = Case.from_orders(run("corner", weeks=2), replications=1)
    >>> fitted.report["measure"].tolist()[:2]
    ['orders a week', 'orders a week, class A']
    >>> print(fitted.assumed["emergencies"].en)
    No road is closed; closures in the log count as slow roads and busy weeks.
    """

    case: Case
    report: pd.DataFrame

    @property
    def assumed(self) -> Mapping[str, BilingualText]:
        """What was fitted and what was assumed, by subject."""
        return self.case.assumed

    def save(self, path: str | Path) -> None:
        """Write the case as YAML, for `load_case` and `kefu run`. Raises InputError if it cannot be written."""
        import yaml

        content = self.case.model_dump(mode="json")
        write_atomic(Path(path), yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120))

    def __repr__(self) -> str:
        """The log and the fitted case side by side, in at most ten lines."""
        values = "; ".join(f"{name} {log} → {fitted}" for name, log, fitted in self._rows())
        lines = textwrap.wrap(_("log → fitted: {values}").format(values=values), WIDTH)
        return text_lines([f"{self.case.title} ({self.case.name})", *lines])

    def _repr_html_(self) -> str:
        report = html_table([_("measure"), _("log"), _("fitted")], self._rows(), str(self.case.title))
        return report + html_table([_("subject"), _("assumption")], self.assumed.items())

    def _rows(self) -> list[tuple[str, str, str]]:
        columns = (self.report[name] for name in ("measure", "unit", "log", "fitted"))
        return [
            (measure, quantity(log, unit), quantity(fitted, unit))
            for measure, unit, log, fitted in zip(*columns, strict=True)
        ]
