"""Kefu: a logistics firm inside a notebook."""

import sys

if getattr(sys, "argv", None) and (sys.argv[0] == "-m" or sys.argv[0].endswith(("kefu", "kefu.exe"))):
    # This is the program starting, here already: `main` is not there yet to end quietly on Ctrl-C.
    def _quiet(kind, error, trace, _loud=sys.excepthook):  # type: ignore[no-untyped-def]
        if not issubclass(kind, KeyboardInterrupt):
            _loud(kind, error, trace)

    sys.excepthook = _quiet

from sim.case import Case, load_case
from sim.causal_map import causal_map
from sim.comparison import Comparison, compare
from sim.designs import Sampled, sampled
from sim.errors import InputError
from sim.experiment import Run, ideal_twin, run
from sim.explain import Explanation, explain
from sim.fitting import Fitted
from sim.i18n import language
from sim.importing import OrderLog, read_orders
from sim.measures.service import service_measures
from sim.path import service_path
from sim.policy import Policy, levers
from sim.precision import Precision
from sim.replications import Replications, replicate
from sim.rivalry import Market, run_market
from sim.selection import Selection, select_best
from sim.stories import one_who_left, tell_life
from sim.sweep import Sweep, load_sweep, sweep
from sim.trial import Trial
from sim.warmup import WarmUp, warm_up

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
    "explain",
    "ideal_twin",
    "language",
    "levers",
    "load_case",
    "load_sweep",
    "one_who_left",
    "read_orders",
    "replicate",
    "run",
    "run_market",
    "sampled",
    "select_best",
    "service_measures",
    "service_path",
    "sweep",
    "tell_life",
    "warm_up",
]
