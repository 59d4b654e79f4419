"""A fitted case, and how well its runs agree with the log."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.base.bilingual import BilingualText
from sim.base.display import html_table, text_lines
from sim.base.files import write_atomic
from sim.base.formatting import quantity
from sim.base.i18n import _
from sim.case.case import Case

OFF, SHARE_OFF = 0.1, 0.03
"""What counts as not reached: a relative difference, and a difference of shares."""
WIDTH = 100
"""Characters a line of a printed fitted case."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """The result of `Case.from_orders`: the case, what was assumed, and how well its runs agree with the log.

    Attributes
    ----------
    case : Case
        The fitted case.
    report : DataFrame
        Measures of the log and of fresh runs of the case: measure, unit, log, fitted (mean of the runs), difference.
    deviation : float
        The largest deviation of the calibrated firm from the log: relative for orders and mean cycle, a difference for late
        orders.
    converged : bool
        Whether it is at most 0.03.
    assumed : dict of str to BilingualText
        What was fitted and what was assumed, by subject.
    missed : list of str
        The measures of the report that were not reached: more than a tenth off, shares more than 0.03.

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
    deviation: float
    converged: bool

    @property
    def assumed(self) -> Mapping[str, BilingualText]:
        """The fitted and the assumed figures, by subject."""
        return self.case.assumed

    @property
    def missed(self) -> list[str]:
        """The measures of the report that were not reached."""
        share = self.report["unit"] == "share"
        allowed = np.where(share, SHARE_OFF, OFF * self.report["log"].abs())
        off = self.report["difference"].abs() > allowed
        return self.report.loc[off, "measure"].tolist()

    def verdict(self) -> str:
        """Whether the calibration converged, and what was not reached, in one or two sentences."""
        text = (
            _("The calibration converged: largest deviation {part:.1%}.")
            if self.converged
            else _("The calibration did not converge: largest deviation {part:.1%}.")
        ).format(part=self.deviation)
        if self.missed:
            text += _(" Not reached: {list}.").format(list=_(", ").join(self.missed))
        return text

    def save(self, path: str | Path) -> None:
        """Write the case as YAML, for `load_case` and `kefu run`. Raises InputError if it cannot be written."""
        import yaml

        content = self.case.model_dump(mode="json")
        write_atomic(Path(path), yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120))

    def __repr__(self) -> str:
        """The log and the fitted case side by side, in at most ten lines."""
        values = "; ".join(f"{name} {log} → {fitted}" for name, log, fitted in self._rows())
        lines = textwrap.wrap(_("log → fitted: {values}").format(values=values), WIDTH)
        verdict = textwrap.wrap(self.verdict(), WIDTH)
        return text_lines([f"{self.case.title} ({self.case.name})", *verdict, *lines])

    def _repr_html_(self) -> str:
        report = html_table([_("measure"), _("log"), _("fitted")], self._rows(), str(self.case.title))
        report += html_table([_("fit")], [(self.verdict(),)])
        return report + html_table([_("subject"), _("assumption")], self.assumed.items())

    def _rows(self) -> list[tuple[str, str, str]]:
        columns = (self.report[name] for name in ("measure", "unit", "log", "fitted"))
        return [
            (measure, quantity(log, unit), quantity(fitted, unit))
            for measure, unit, log, fitted in zip(*columns, strict=True)
        ]
