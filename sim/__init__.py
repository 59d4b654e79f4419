"""Kefu: a logistics firm inside a notebook."""

from sim.case import Case, load_case
from sim.comparison import Comparison, compare
from sim.errors import InputError
from sim.experiment import Run, ideal_twin, run
from sim.explain import Explanation, explain
from sim.i18n import language
from sim.measures.service import service_measures
from sim.path import service_path
from sim.policy import Policy, levers
from sim.replications import Replications, replicate
from sim.trial import Trial

__all__ = [
    "Case",
    "Comparison",
    "Explanation",
    "InputError",
    "Policy",
    "Replications",
    "Run",
    "Trial",
    "compare",
    "explain",
    "ideal_twin",
    "language",
    "levers",
    "load_case",
    "replicate",
    "run",
    "service_measures",
    "service_path",
]
