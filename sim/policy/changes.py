"""The differences between two policies, as text."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.base.formatting import lever_value
from sim.base.i18n import _
from sim.policy.policy import Policy


def lever_changes(before: Policy, after: Policy) -> dict[str, tuple[str, str]]:
    """The levers in which two policies differ: name -> value in the one, value in the other."""
    old, new = before.flat(), after.flat()
    return {name: (lever_value(old[name]), lever_value(new[name])) for name in new if new[name] != old[name]}


def change_lines(before: Policy, after: Policy) -> list[str]:
    """One line for each lever in which two policies differ; without a difference, one line that says so."""
    return [
        _("{lever}: {before} → {after}").format(lever=name, before=old, after=new)
        for name, (old, new) in lever_changes(before, after).items()
    ] or [_("All levers as the firm has them today.")]


def levers_side_by_side(policies: Mapping[str, Policy]) -> pd.DataFrame:
    """Put the levers in which policies differ side by side.

    Parameters
    ----------
    policies : dict of str to Policy
        Name -> policy.

    Returns
    -------
    DataFrame
        One row per lever, one column per policy; values as text in the current language.

    Examples
    --------
    >>> from sim import Policy
    >>> levers_side_by_side({"one": Policy(), "two": Policy().replace(**{"desk.clerks": 9})})["two"].tolist()
    ['9']
    """
    flat = {name: policy.flat() for name, policy in policies.items()}
    first = next(iter(flat.values()))
    differ = [name for name in first if any(levers[name] != first[name] for levers in flat.values())]
    rows = {name: [lever_value(levers[name]) for levers in flat.values()] for name in differ}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(flat)).rename_axis(_("lever"))
