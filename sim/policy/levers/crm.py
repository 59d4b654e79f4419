"""Levers of the firm's knowledge of its customers: how it is kept and used."""

from __future__ import annotations

from sim.base.i18n import N_
from sim.policy.levers.lever import Levers, lever


class CrmLevers(Levers):
    """The CRM system: three modules, and the conditions under which people use it."""

    operational: bool = lever(
        False,
        None,
        None,
        unit=N_("yes or no"),
        account="crm",
        effects=(12,),
        column="orders.answered",
        text=N_(
            "Operational CRM: what staff learn about customers goes into one file. It shortens handling, "
            "prevents errors, and stays when people leave."
        ),
    )
    analytical: bool = lever(
        False,
        None,
        None,
        unit=N_("yes or no"),
        account="crm",
        effects=(13,),
        column="contacts.customer",
        text=N_(
            "Analytical CRM: visits and invitations go to the customers for whom they pay according to the "
            "file. It is only as good as the file."
        ),
    )
    collaborative: bool = lever(
        False,
        None,
        None,
        unit=N_("yes or no"),
        account="crm",
        effects=(14,),
        column="orders.answered",
        text=N_(
            "Collaborative CRM: one contact centre takes calls before messages that can wait, and announces "
            "delays cheaply."
        ),
    )
    backing: float = lever(
        0.7,
        0,
        1,
        unit=N_("0 (none) to 1 (full)"),
        account="crm",
        effects=(15,),
        column="orders.answered",
        text=N_(
            "How far management supports the system. Without support nobody uses it, and it costs the same."
        ),
    )
    training_hours: float = lever(
        16.0,
        0,
        80,
        unit=N_("hours a person and year, while there is a module"),
        account="crm_training",
        effects=(15,),
        column="orders.answered",
        text=N_("Training in the use of the system. Without training nobody uses it."),
    )
    data_care: float = lever(
        4.0,
        0,
        200,
        unit=N_("hours a week, while there is a module"),
        account="crm_data",
        effects=(13, 15),
        column="knowledge.as_of",
        text=N_("Checking and correcting the file. Without it, entries are wrong or out of date."),
    )


class DelaysLevers(Levers):
    """Delays."""

    announced: bool = lever(
        False,
        None,
        None,
        unit=N_("yes or no"),
        account="notices",
        effects=(14,),
        column="orders.announced",
        text=N_(
            "Customers are told about a delay before they ask. An announced delay disappoints a little less."
        ),
    )
