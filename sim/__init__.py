"""Kefu: a logistics firm inside a notebook."""

from sim.case import Case, load_case
from sim.errors import InputError
from sim.experiment import Run, run
from sim.explain import Explanation, explain
from sim.i18n import language
from sim.measures.service import service_measures
from sim.policy import Policy, levers

__all__ = [
    "Case",
    "Explanation",
    "InputError",
    "Policy",
    "Run",
    "explain",
    "language",
    "levers",
    "load_case",
    "run",
    "service_measures",
]
