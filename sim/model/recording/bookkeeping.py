"""Makes all tables of a run from the log. Nothing is decided here."""

from __future__ import annotations

from sim.model.firm import Firm
from sim.model.recording.complaints import complaints, surveys
from sim.model.recording.contacts import contacts
from sim.model.recording.customers import customer_base, customers
from sim.model.recording.facts import read_facts
from sim.model.recording.goods_and_trips import lines, needs, stock, trips
from sim.model.recording.knowledge_and_staff import knowledge, returns, staff
from sim.model.recording.ledger import ledger
from sim.model.recording.orders import orders
from sim.model.recording.promises import promises
from sim.records.schema import Records
from sim.records.tables import frame


def keep_books(firm: Firm) -> Records:
    """All tables of one firm's run."""
    facts = read_facts(firm)
    centres = tuple(centre.name.en for centre in firm.context.case.centres)
    by_order, complained, surveyed = orders(firm, facts, centres), complaints(firm), surveys(firm)
    records = {
        "window": frame("window", {"start": [0], "end": [firm.end]}),
        "needs": needs(firm, facts),
        "orders": by_order,
        "lines": lines(facts),
        "stock": stock(firm),
        "contacts": contacts(firm, facts, by_order, complained, surveyed),
        "complaints": complained,
        "promises": promises(firm),
        "surveys": surveyed,
        "customers": customers(firm, facts, centres),
        "customer_base": customer_base(firm),
        "trips": trips(firm, facts, centres),
        "knowledge": knowledge(firm),
        "staff": staff(firm),
        "returns": returns(firm),
    }
    records["ledger"] = ledger(firm, facts, records)
    return records
