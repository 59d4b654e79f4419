"""The codes in records, each with its name: states, causes, stages, channels, accounts, rights.

Each list is stated here once. Its order is that of the categories in the tables and of everything that is listed by code.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.base.i18n import N_, _

STATES: Mapping[str, str] = {
    "turned_away": N_("turned away"),
    "abandoned": N_("gave up waiting"),
    "cancelled": N_("cancelled"),
    "returned": N_("returned"),
    "delivered": N_("delivered"),
    "lost": N_("lost"),
    "in_progress": N_("in progress"),
    "elsewhere": N_("went elsewhere"),
}
CAUSES: Mapping[str, str] = {
    "desk": N_("wait at the order desk"),
    "minimum": N_("below the minimum order"),
    "promise": N_("promise too short"),
    "stock": N_("goods not in stock"),
    "picking": N_("picking"),
    "packing": N_("packing"),
    "consolidation": N_("waiting for the lorry's hour"),
    "lorry": N_("no lorry free"),
    "road": N_("slow road"),
    "incident": N_("incident on the way"),
    "closed_road": N_("closed road"),
    "address": N_("wrong address"),
    "loss": N_("lost on the way"),
    "damage": N_("damaged"),
    "refusal": N_("refused at the door"),
    "flex": N_("special request not granted"),
    "invoice": N_("invoice differs from quote"),
    "receiver": N_("wrong receiver"),
}
ARISES_AT: Mapping[str, str] = {
    "desk": "desk",
    "minimum": "desk",
    "address": "desk",
    "invoice": "desk",
    "promise": "promise",
    "flex": "flex",
    "stock": "stock",
    "picking": "picking",
    "packing": "packing",
    "consolidation": "dispatch",
    "lorry": "dispatch",
    "closed_road": "dispatch",
    "road": "road",
    "incident": "road",
    "loss": "road",
    "damage": "road",
    "refusal": "door",
    "receiver": "door",
}
"""The stage at which each cause arises. A difference at a later stage cannot be due to it: the order desk notes a
wrong address, and gives a wrong quote."""
TERMS: Mapping[str, str] = {
    "term_product": N_("the goods, as remembered"),
    "term_service": N_("punctuality, as remembered"),
    "term_personnel": N_("contact and wishes met, as remembered"),
    "term_bond": N_("how well the firm's people know the customer"),
    "term_time": N_("time to delivery, as remembered"),
    "term_energy": N_("trouble, as remembered"),
    "term_money": N_("the price"),
    "term_promise": N_("the time promised"),
    "term_points": N_("the points given back"),
    "term_surcharge": N_("the surcharge for urgent orders"),
    "term_image": N_("the firm's good name"),
    "term_known": N_("whether the customer knows the firm"),
}
"""Why a need was given to another firm: the term of value that differs most."""
FIELDS: Mapping[str, str] = {
    "contact": N_("whom to ask"),
    "address": N_("address"),
    "volume": N_("volume"),
    "rating": N_("how content"),
    "terms": N_("terms"),
    "receiver": N_("receiver"),
    "goods": N_("goods"),
    "own_days": N_("own days"),
    "person": N_("who decides"),
    "interests": N_("interests"),
}
"""Facts about a customer, in the order in which they are needed."""
STAGES: Mapping[str, str] = {
    "choice": N_("the customer's choice"),
    "desk": N_("the order desk"),
    "promise": N_("the promise"),
    "flex": N_("special requests"),
    "stock": N_("the stock"),
    "picking": N_("picking"),
    "packing": N_("packing"),
    "dispatch": N_("dispatch"),
    "road": N_("the road"),
    "door": N_("the receiver's door"),
    "billing": N_("billing"),
}
CHANNELS: Mapping[str, str] = {
    "telephone": N_("telephone"),
    "web": N_("web"),
    "mail": N_("e-mail"),
    "edi": N_("built-in link (EDI)"),
}
RIGHTS: Mapping[str, str] = {
    "product": N_("right product"),
    "want": N_("right want"),
    "time": N_("right time"),
    "place": N_("right place"),
    "price": N_("right price"),
    "channel": N_("right channel"),
    "customer": N_("right customer"),
}
ACCOUNTS: Mapping[str, str] = {
    "freight": N_("freight and service fees"),
    "express": N_("express surcharges"),
    "penalties": N_("penalties for late orders"),
    "claims": N_("claims for damage and loss"),
    "returns": N_("returns"),
    "corrections": N_("putting right wrong goods"),
    "redelivery": N_("second deliveries"),
    "wages_desk": N_("wages, order desk"),
    "wages_warehouse": N_("wages, warehouse"),
    "checking": N_("checking"),
    "slotting": N_("placing goods"),
    "holding": N_("holding stock"),
    "purchasing": N_("purchase orders"),
    "backorders": N_("backorders"),
    "lorries": N_("lorry leases"),
    "haulage": N_("haulage by kilometre"),
    "vans": N_("express vans"),
    "air": N_("air freight"),
    "flex": N_("capacity for special requests"),
    "emergency": N_("emergency plan"),
    "overhead": N_("other staff and buildings"),
    "wages_complaints": N_("wages, complaint desk"),
    "compensation": N_("compensation after complaints"),
    "deductions": N_("deductions by customers whose complaint was not answered"),
    "return_visits": N_("calling customers back"),
    "surveys": N_("satisfaction surveys"),
    "advertising": N_("advertising"),
    "couriers": N_("piece wages of couriers"),
    "reverse_fees": N_("fees for goods taken back"),
    "wages_managers": N_("wages, account managers"),
    "visits": N_("travel to customers"),
    "key_accounts": N_("priority of key accounts"),
    "event": N_("client event"),
    "points": N_("points given back"),
    "social": N_("social contacts"),
    "integration": N_("built-in links"),
    "crm": N_("CRM system"),
    "crm_training": N_("training in the CRM system"),
    "crm_data": N_("data care"),
    "notices": N_("notices of delays"),
    "training": N_("training of staff"),
    "hiring": N_("hiring"),
    "reverse": N_("taking goods back"),
    "price_lists": N_("new price lists"),
}
LEVER_GROUPS: Mapping[str, str] = {
    "desk": N_("Order desk"),
    "price": N_("Price"),
    "promise": N_("Promise"),
    "order": N_("Order size"),
    "stock": N_("Stock"),
    "warehouse": N_("Warehouse"),
    "fleet": N_("Fleet"),
    "flex": N_("Special requests"),
    "emergency": N_("Emergencies"),
    "complaints": N_("Complaints"),
    "survey": N_("Surveys"),
    "brand": N_("Advertising"),
    "staff": N_("Staff"),
    "relations": N_("Account managers"),
    "event": N_("Client event"),
    "loyalty": N_("Loyalty"),
    "crm": N_("CRM"),
    "delays": N_("Notices of delays"),
    "returns": N_("Goods taken back"),
}
"""The groups of levers, by the first part of a lever's name."""
TABLE_NAMES: Mapping[str, str] = {
    "window": N_("the weeks observed: from when to when"),
    "needs": N_("a moment at which a customer wants something shipped"),
    "orders": N_("a need given to this firm"),
    "lines": N_("one kind of goods on an order"),
    "stock": N_("a change of the stock of one kind of goods"),
    "contacts": N_("a customer makes contact"),
    "complaints": N_("a complaint"),
    "promises": N_("a promise made to a customer in a talk"),
    "surveys": N_("a customer is asked how satisfied it is"),
    "customers": N_("a customer: class, memory, value of the firm to it"),
    "customer_base": N_("a week and a class: how many customers, and the orders they bring"),
    "trips": N_("a trip of a lorry, a van or an aircraft"),
    "knowledge": N_("a fact that is known of a customer"),
    "staff": N_("a person in a week"),
    "returns": N_("goods taken back"),
    "ledger": N_("an amount that is booked"),
}
"""What one row of each table is."""


def word(words: Mapping[str, str], code: str) -> str:
    """The name of a code in the current language; a code without a name stays as it is."""
    return _(words[code]) if code in words else code
