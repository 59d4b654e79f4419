"""A policy with every lever of relations, CRM, staff and returns in use."""

from __future__ import annotations

from typing import Any

EVERYTHING: dict[str, Any] = {
    "relations.managers": 4,
    "relations.visits": {"A": 12, "B": 4, "C": 0},
    "relations.priority": {"A": 2, "B": 1, "C": 0},
    "event.budget": 15_000,
    "event.guests": "file",
    "loyalty.points": 0.02,
    "loyalty.social_hours": 1,
    "loyalty.integration": 0.4,
    "crm.operational": True,
    "crm.analytical": True,
    "crm.collaborative": True,
    "crm.data_care": 6,
    "delays.announced": True,
    "staff.training_hours": 20,
    "staff.pay": 1.05,
    "returns.service": True,
}
JIAYING = EVERYTHING | {"relations.managers": 25, "event.invited": 100, "event.budget": 60_000}
"""The same at the size of `jiaying`."""
