"""Why an order went elsewhere: the term of value that moved."""

from __future__ import annotations

from sim import explain, load_case, run


def test_a_high_surcharge_sends_urgent_orders_elsewhere() -> None:
    case = load_case("corner").replace(**{"classes.B.expedite": 0.3, "classes.C.expedite": 0.3})
    policy = case.policy.replace(**{"price.express_surcharge": 400})
    before, after = run(case, weeks=26), run(case, policy, weeks=26)
    explanation = explain(before, after)
    orders = explanation.orders.query("cause == 'term_surcharge'")
    assert len(orders) > 0
    old = before.records["orders"].set_index("order").reindex(orders["order"])
    assert old["expedite_asked"].all()  # so they were lost: none came because of it
    klass = before.records["customers"].set_index("customer")["klass"].astype(str)
    assert "A" not in set(klass[orders["customer"]])  # settles by contract
    parts = explanation.parts("orders").set_index("cause")["change"]
    assert parts["term_surcharge"] == -len(orders)
    assert "over the surcharge for urgent orders" in explanation.sentence("orders")
