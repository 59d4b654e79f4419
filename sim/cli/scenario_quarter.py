"""`kefu scenario quarter`: the quarter after a talk that was kept, with the talk and without it."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.talk_session import TalkSession
from sim.experiments.comparison import compare
from sim.experiments.simulate import talk_quarters
from sim.experiments.talks import firm_of
from sim.explanations.explain import explain
from sim.reports.terminal import text_table
from sim.roleplay.effects import effects, not_held
from sim.roleplay.scenario import Scenario

PAIRS = 16
SHOWN = ("m06", "m08", "satisfaction", "orders", "profit", "long_run_profit")


def quarter(scenario: Scenario, student: str | None, out: str | None, console: Console) -> None:
    """Compare the quarter without and with the talk of the working copy, or of a file, in pairs of the same luck."""
    session = TalkSession(scenario, student=student, path=Path(out) if out is not None else None)
    talk = session.talk
    if not talk.ended:
        raise InputError(
            _("No talk is finished yet: run `kefu scenario play {name}` first.").format(name=scenario.id)
        )
    without, held = _("without the talk"), _("with the talk")
    variant = talk.draw.variant
    found = compare(
        firm_of(scenario, variant),
        {without: {}, held: {}},
        replications=PAIRS,
        weeks=13,
        talks={without: [not_held(scenario, variant)], held: [effects(talk)]},
    )
    console.print(str(effects(talk)), soft_wrap=True, markup=False)
    rows = []
    for name in SHOWN:
        pair = found.paired(name, held)
        difference = _("{low:+,.3g} to {high:+,.3g}").format(low=pair.low, high=pair.high)
        rows.append((name, f"{pair.before:,.4g}", f"{pair.after:,.4g}", difference))
    heads = (_("quantity"), without, held, _("difference, 95%"))
    console.print(text_table(heads, rows, numbers=(1, 2, 3), unbroken=(0,)))
    console.print(
        _("{n} pairs of quarters with the same luck. One of them, explained:").format(n=PAIRS), soft_wrap=True
    )
    console.print(repr(explain(*talk_quarters(talk))), soft_wrap=True, markup=False)
