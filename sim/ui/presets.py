"""Settings to begin with: ready-made policies for any case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.base.i18n import _
from sim.case.case import Case
from sim.case.service_path import service_path
from sim.policy.policy import Policy


def presets(case: Case) -> dict[str, Policy]:
    """The ready-made policies by their title, the firm as it is today first. All other levers are as today."""
    today = case.policy
    hours = {klass: 0.75 * hours for klass, hours in today["promise.hours"].items()}
    crm = {f"crm.{name}": True for name in ("operational", "analytical", "collaborative")}
    care = {"crm.backing": 1.0, "crm.training_hours": 16.0, "crm.data_care": 4.0}
    neglect = {"crm.backing": 0.0, "crm.training_hours": 0.0, "crm.data_care": 0.0}
    changed: Mapping[str, Mapping[str, Any]] = {
        _("10% cheaper"): {"price.level": round(0.9 * today["price.level"], 3)},
        _("15% more expensive"): {"price.level": round(1.15 * today["price.level"], 3)},
        _("a promise a quarter shorter"): {"promise.hours": hours},
        _("hardly any safety stock"): {"stock.safety_factor": 0.3},
        _("a lorry every second day"): {"fleet.consolidation_hours": 48},
        _("CRM with support, training and data care"): {**crm, **care},
        _("CRM that nobody supports"): {**crm, **neglect},
    }
    return {
        _("the firm as it is today"): today,
        _("poor service everywhere"): service_path(0.2, case),
        _("lavish service everywhere"): service_path(0.8, case),
        **{title: today.replace(**levers) for title, levers in changed.items()},
    }
