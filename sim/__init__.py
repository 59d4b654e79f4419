"""Kefu: a logistics firm inside a notebook."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the same names for type checkers and editors
    from sim.base.errors import InputError
    from sim.base.i18n import language
    from sim.case.case import Case
    from sim.case.load import load_case
    from sim.case.service_path import service_path
    from sim.experiments.comparison import compare
    from sim.experiments.comparison_result import Comparison
    from sim.experiments.designs import Sampled, sampled
    from sim.experiments.going_on import continue_market, continue_run
    from sim.experiments.market import Market, run_market
    from sim.experiments.precision import Precision
    from sim.experiments.replications import Replications, replicate
    from sim.experiments.saved_runs import load_run, save_run
    from sim.experiments.selection import select_best
    from sim.experiments.selection_result import Selection
    from sim.experiments.simulate import ideal_twin, run, talk_quarters
    from sim.experiments.sweep import load_sweep, sweep
    from sim.experiments.sweep_result import Sweep
    from sim.experiments.warmup import warm_up
    from sim.experiments.warmup_result import WarmUp
    from sim.explanations.causal_map import causal_map
    from sim.explanations.explain import Explanation, explain
    from sim.explanations.stories import one_who_left, tell_life
    from sim.measures.run import Run
    from sim.measures.service import service_measures
    from sim.orderlog.fitting.fitted import Fitted
    from sim.orderlog.order_log import OrderLog
    from sim.orderlog.read import read_orders
    from sim.policy.levers.registry import levers
    from sim.policy.policy import Policy
    from sim.policy.trial import Trial

_HOMES = {
    "Case": "sim.case.case",
    "Comparison": "sim.experiments.comparison_result",
    "Explanation": "sim.explanations.explain",
    "Fitted": "sim.orderlog.fitting.fitted",
    "InputError": "sim.base.errors",
    "Market": "sim.experiments.market",
    "OrderLog": "sim.orderlog.order_log",
    "Policy": "sim.policy.policy",
    "Precision": "sim.experiments.precision",
    "Replications": "sim.experiments.replications",
    "Run": "sim.measures.run",
    "Sampled": "sim.experiments.designs",
    "Selection": "sim.experiments.selection_result",
    "Sweep": "sim.experiments.sweep_result",
    "Trial": "sim.policy.trial",
    "WarmUp": "sim.experiments.warmup_result",
    "causal_map": "sim.explanations.causal_map",
    "compare": "sim.experiments.comparison",
    "continue_market": "sim.experiments.going_on",
    "continue_run": "sim.experiments.going_on",
    "explain": "sim.explanations.explain",
    "ideal_twin": "sim.experiments.simulate",
    "language": "sim.base.i18n",
    "levers": "sim.policy.levers.registry",
    "load_case": "sim.case.load",
    "load_run": "sim.experiments.saved_runs",
    "load_sweep": "sim.experiments.sweep",
    "one_who_left": "sim.explanations.stories",
    "read_orders": "sim.orderlog.read",
    "replicate": "sim.experiments.replications",
    "run": "sim.experiments.simulate",
    "run_market": "sim.experiments.market",
    "save_run": "sim.experiments.saved_runs",
    "sampled": "sim.experiments.designs",
    "select_best": "sim.experiments.selection",
    "service_measures": "sim.measures.service",
    "service_path": "sim.case.service_path",
    "sweep": "sim.experiments.sweep",
    "talk_quarters": "sim.experiments.simulate",
    "tell_life": "sim.explanations.stories",
    "warm_up": "sim.experiments.warmup",
}
"""The module that each public name is loaded from when it is first asked for (PEP 562)."""

__all__ = [
    "Case",
    "Comparison",
    "Explanation",
    "Fitted",
    "InputError",
    "Market",
    "OrderLog",
    "Policy",
    "Precision",
    "Replications",
    "Run",
    "Sampled",
    "Selection",
    "Sweep",
    "Trial",
    "WarmUp",
    "causal_map",
    "compare",
    "continue_market",
    "continue_run",
    "explain",
    "ideal_twin",
    "language",
    "levers",
    "load_case",
    "load_run",
    "load_sweep",
    "one_who_left",
    "read_orders",
    "replicate",
    "run",
    "run_market",
    "sampled",
    "save_run",
    "select_best",
    "service_measures",
    "service_path",
    "sweep",
    "talk_quarters",
    "tell_life",
    "warm_up",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
