"""Typical mistakes of assignment 2, each with its hint. Never released.

A mistake takes the right function and its inputs; for a value, the right value and the case.
"""

from __future__ import annotations

import pandas as pd

from sim.course.assignments.needs_analysis.backwards import LITERAL, MACHINES, counted_cause
from sim.course.assignments.needs_analysis.said_and_lost import FAILURES
from sim.course.assignments.needs_analysis.variant import ASPECTS
from sim.course.authoring.slots import at, instead, numbered
from sim.course.authoring.source import by_hand, mistake

# --- the demonstration student's texts, classified by reading them; values step by step


by_hand(
    "need",
    numbered("implied implied neither explicit implied implied explicit implied explicit neither"),
)
by_hand("asked", numbered("closed open open open open closed closed open closed closed"))
by_hand("role", numbered("user user inside inside both both customer customer"))
by_hand("way", numbered("observe ask observe ask listen listen"))
by_hand("step", dict(enumerate((1, 5, 2, 2, 3, 3, 4, 5, 6), 1)))
by_hand("too_early", 2)


@by_hand("promise_first")
def answer_by_answer(case):
    sums = {}
    for row in case.read("survey").to_dict("records"):
        points = {aspect: row[aspect] for aspect in ASPECTS}
        if any(pd.isna(one) for one in points.values()) or sum(points.values()) == 0:
            continue
        mine = sums.setdefault(row["segment"], dict.fromkeys(ASPECTS, 0.0))
        for aspect, one in points.items():
            mine[aspect] += one / sum(points.values())
    return {segment: max(mine, key=mine.get) for segment, mine in sums.items()}


@by_hand("punished")
def order_by_order(case):
    well, alone, having, judged = [], {n: [] for n in FAILURES}, dict.fromkeys(FAILURES, 0), 0
    for row in case.read("orders").to_dict("records"):
        if pd.isna(row["satisfaction"]):
            continue
        judged += 1
        bad = {"late": row["late"] == "yes", "damaged": row["damaged"] == "yes"}
        bad |= {"goods": row["goods_ok"] == "no", "contact": row["contact_ok"] == "no"}
        names = [name for name in FAILURES if bad[name]]
        for name in names:
            having[name] += 1
        if not names:
            well.append(row["satisfaction"])
        elif len(names) == 1:
            alone[names[0]].append(row["satisfaction"])
    one = {n: sum(well) / len(well) - sum(alone[n]) / len(alone[n]) for n in FAILURES}
    total = {n: one[n] * having[n] / judged for n in FAILURES}
    unasked = max(("damaged", "goods"), key=total.get)
    return {"one_case": max(one, key=one.get), "in_sum": max(total, key=total.get), "unasked": unasked}


@by_hand("behind")
def customer_by_customer(case):
    rows, found = case.read("stages").to_dict("records"), {}
    for row in rows:
        row["invoice"] = int(row["invoice_ok"] == "no")
    for name in case.read("requests")["customer"]:
        ratios = {}
        for column in ("desk", "stock", "warehouse", "gate", "road", "invoice"):
            own = [row[column] for row in rows if row["customer"] == name]
            others = [row[column] for row in rows if row["customer"] != name]
            ratios[column] = (sum(own) / len(own)) / (sum(others) / len(others))
        found[name] = max(ratios, key=ratios.get)
    return found


@by_hand("true_need")
def outage_by_outage(case):
    minutes, machines = dict.fromkeys("abcd", 0), {}
    for row in case.read("outages").itertuples():
        minutes["a"] += row.waited
        minutes["b"] += row.minutes * (row.start.hour in (22, 23, 0, 1, 2, 3, 4, 5))
        minutes["c"] += row.minutes * (row.load > 400)
        machines[row.machine] = machines.get(row.machine, 0) + row.minutes
    minutes["d"] = max(machines.values())
    return max(minutes, key=minutes.get)


# --- questions 1 to 4: words

mistake("tone", "need", lambda right, case: instead(right, at(case, "statements", 4), "implied"))
mistake("form", "need", lambda right, case: instead(right, at(case, "statements", 5), "neither"))


@mistake("precise", "need")
def number_is_explicit(right, case):
    return instead(right, at(case, "statements", 9), "explicit")


@mistake("precise", "need")
def empty_wish_is_explicit(right, case):
    return instead(right, at(case, "statements", 8), "explicit")


@mistake("every-kind", "need")
def nothing_is_neither(right, case):
    return instead(right, at(case, "statements", 2, 6), "implied")


mistake("polite", "asked", lambda right, case: instead(right, at(case, "questions", 2), "closed"))
mistake("question-word", "asked", lambda right, case: instead(right, at(case, "questions", 8), "open"))
mistake("long", "asked", lambda right, case: instead(right, at(case, "questions", 6), "open"))
mistake("who-paid", "role", lambda right, case: instead(right, at(case, "roles", 5), "customer"))
mistake("where-works", "role", lambda right, case: instead(right, at(case, "roles", 3, 6), "user"))
mistake("eyes-or-ears", "way", lambda right, case: instead(right, at(case, "ways", 3), "ask"))
mistake("unasked", "way", lambda right, case: instead(right, at(case, "ways", 4), "ask"))


@mistake("place", "step")
def early_one_by_its_place(right, case):
    return instead(right, at(case, "interview", 5, key="turn"), 1)


@mistake("felt-or-solved", "step")
def three_and_four_mixed_up(right, case):
    return {turn: {3: 4, 4: 3}.get(step, step) for turn, step in right.items()}


mistake("right-time", "too_early", lambda right, case: at(case, "interview", 4, key="turn")[0])


# --- question 5: one file


def joined(crm, visits):
    crm, visits = crm.rename(columns={"updated": "date"}), visits.rename(columns={"visited": "date"})
    return pd.concat([crm, visits], ignore_index=True)


def keyed(rows, test_customer, ending):
    rows = rows[rows["firm"] != test_customer]
    key = rows["firm"].str.lower().str.replace(ending, "", regex=False).str.strip()
    return rows.assign(key=key, phone=rows["phone"].str.replace(r"\D", "", regex=True))


FIELDS = ["contact", "phone", "goods"]


@mistake("spelling", "merge")
def ending_left(right, crm, visits, test_customer, ending):
    return right(crm, visits, test_customer, "nothing")


@mistake("spelling", "merge")
def spelling_left(right, crm, visits, test_customer, ending):
    rows = joined(crm, visits)
    rows = keyed(rows, test_customer, ending).assign(key=rows["firm"]).sort_values("date")
    return rows.groupby("key")[FIELDS].last()


@mistake("spelling", "merge")
def outer_spaces_left(right, crm, visits, test_customer, ending):
    rows = keyed(joined(crm, visits), test_customer, ending).sort_values("date")
    key = rows["firm"].str.lower().str.replace(ending, "", regex=False)
    return rows.assign(key=key).groupby("key")[FIELDS].last()


@mistake("newest-filled", "merge")
def newest_row(right, crm, visits, test_customer, ending):
    rows = keyed(joined(crm, visits), test_customer, ending).sort_values("date")
    return rows.groupby("key")[FIELDS].tail(1).set_axis(rows.drop_duplicates("key", keep="last")["key"])


@mistake("later", "merge")
def sequence_of_the_files(right, crm, visits, test_customer, ending):
    return keyed(joined(crm, visits), test_customer, ending).groupby("key")[FIELDS].last()


@mistake("later", "merge")
def oldest(right, crm, visits, test_customer, ending):
    rows = keyed(joined(crm, visits), test_customer, ending).sort_values("date")
    return rows.groupby("key")[FIELDS].first()


@mistake("only-visited", "merge")
def firms_of_the_file_only(right, crm, visits, test_customer, ending):
    known = keyed(joined(crm, visits.iloc[:0]), test_customer, ending)["key"]
    made = right(crm, visits, test_customer, ending)
    return made[made.index.isin(known)]


mistake("test", "merge", lambda right, crm, visits, test, ending: right(crm, visits, "nobody", ending))


@mistake("digits", "merge")
def phone_as_written(right, crm, visits, test_customer, ending):
    rows = joined(crm, visits)
    rows = keyed(rows, test_customer, ending).assign(phone=rows["phone"]).sort_values("date")
    return rows.groupby("key")[FIELDS].last()


# --- question 6: the web log


def sessions(web):
    """Session of each click: visitor and number, a new one after half an hour."""
    web = web.sort_values(["visitor", "time"])
    new = web["time"].groupby(web["visitor"]).diff() > pd.Timedelta(minutes=30)
    return web.assign(session=web["visitor"] + "/" + new.groupby(web["visitor"]).cumsum().astype(str))


def real(web, bots, own):
    return web[~web["visitor"].isin(bots) & (web["firm"] != own)]


mistake(
    "clicks",
    "interest",
    lambda right, web, bots, own: real(web, bots, own)["page"].value_counts(normalize=True),
)
mistake("robots", "interest", lambda right, web, bots, own: right(web, [], ""))


@mistake("robots", "interest")
def robots_left(right, web, bots, own):
    return right(web, [], own)


@mistake("session-ends", "interest")
def visitors(right, web, bots, own):
    some = real(web, bots, own)
    return some.groupby("page")["visitor"].nunique() / some["visitor"].nunique()


@mistake("session-ends", "interest")
def days(right, web, bots, own):
    some = real(web, bots, own)
    some = some.assign(session=some["visitor"] + some["time"].dt.date.astype(str))
    return some.groupby("page")["session"].nunique() / some["session"].nunique()


@mistake("session-ends", "interest")
def new_session_within_half_an_hour(right, web, bots, own):
    some = real(web, bots, own).sort_values(["visitor", "time"])
    new = some["time"].groupby(some["visitor"]).diff() <= pd.Timedelta(minutes=30)
    number = new.groupby(some["visitor"]).cumsum().astype(str)
    some = some.assign(session=some["visitor"] + "/" + number)
    return some.groupby("page")["session"].nunique() / some["session"].nunique()


@mistake("clicks", "interest")
def clicks_over_sessions(right, web, bots, own):
    some = sessions(real(web, bots, own))
    return some.groupby("page").size() / some["session"].nunique()


@mistake("of-sessions", "interest")
def sessions_over_clicks(right, web, bots, own):
    some = sessions(real(web, bots, own))
    return some.groupby("page")["session"].nunique() / len(some)


@mistake("of-sessions", "interest")
def number_of_sessions(right, web, bots, own):
    return sessions(real(web, bots, own)).groupby("page")["session"].nunique()


mistake("percent", "interest", lambda right, web, bots, own: 100 * right(web, bots, own))


@mistake("names", "prospects")
def counts_in_place_of_names(right, web, customers):
    some = sessions(web)
    count = some.groupby(some.groupby("visitor")["firm"].transform("last"))["session"].nunique()
    return [str(number) for number in count[(count >= 2) & ~count.index.isin(customers["key"])]]


@mistake("customers-too", "prospects")
def customers_left_in(right, web, customers):
    return right(web, customers.iloc[-1:])


@mistake("before-registered", "prospects")
def clicks_with_a_firm(right, web, customers):
    return right(web.dropna(subset=["firm"]), customers)


@mistake("two-sessions", "prospects")
def two_clicks(right, web, customers):
    some = sessions(web)
    count = some.groupby(some.groupby("visitor")["firm"].transform("last")).size()
    return [firm for firm in count[count >= 2].index if firm not in set(customers["key"])]


# --- questions 7 and 8: said and lost

POINTS = list(ASPECTS)


@mistake("scale", "weights")
def points_added_up(right, survey):
    total = survey.dropna().groupby("segment")[POINTS].sum()
    return total.div(total.sum(axis=1), axis=0)


mistake("not-filled", "weights", lambda right, survey: right(survey.fillna(0)))
mistake("no-share", "weights", lambda right, survey: survey.dropna().groupby("segment")[POINTS].mean())
mistake("no-share", "weights", lambda right, survey: survey.groupby("segment")[POINTS].mean())


@mistake("no-share", "weights")
def hundredths(right, survey):
    full = survey.dropna()
    full = full[full[POINTS].sum(axis=1) > 0]
    return (full[POINTS] / 100).groupby(full["segment"]).mean()


mistake("one-for-all", "promise_first", lambda right, case: dict.fromkeys(right, right["maker"]))


def failed_and_satisfaction(orders):
    failed = pd.DataFrame({"late": orders["late"] == "yes", "damaged": orders["damaged"] == "yes"})
    failed["goods"], failed["contact"] = orders["goods_ok"] == "no", orders["contact_ok"] == "no"
    return failed, orders["satisfaction"]


@mistake("usual", "severity")
def against_all(right, orders):
    failed, points = failed_and_satisfaction(orders)
    one = failed.sum(axis=1) == 1
    return {name: points.mean() - points[failed[name] & one].mean() for name in FAILURES}


@mistake("alone", "severity")
def with_others(right, orders):
    failed, points = failed_and_satisfaction(orders)
    usual = points[~failed.any(axis=1)].mean()
    return {name: usual - points[failed[name]].mean() for name in FAILURES}


@mistake("usual", "severity")
def against_those_without_it(right, orders):
    failed, points = failed_and_satisfaction(orders)
    one = failed.sum(axis=1) == 1
    return {name: points[~failed[name]].mean() - points[failed[name] & one].mean() for name in FAILURES}


mistake("how-often", "lost", lambda right, orders: right.__globals__["severity"](orders))


@mistake("unjudged", "lost")
def unjudged_orders_counted(right, orders):
    failed, _points = failed_and_satisfaction(orders)
    severity = right.__globals__["severity"](orders)
    return {name: severity[name] * failed[name].mean() for name in FAILURES}


@mistake("with-others", "lost")
def frequency_alone(right, orders):
    judged = orders.dropna(subset=["satisfaction"])
    failed, _points = failed_and_satisfaction(judged)
    one = failed.sum(axis=1) == 1
    severity = right.__globals__["severity"](orders)
    return {name: severity[name] * (failed[name] & one).mean() for name in FAILURES}


@mistake("often", "punished")
def most_frequent(right, case):
    failed, _points = failed_and_satisfaction(case.read("orders"))
    return {**right, "one_case": failed.sum().idxmax()}


mistake("same", "punished", lambda right, case: {**right, "in_sum": right["one_case"]})


# --- questions 9 and 10: backwards

COLUMNS = ["desk", "stock", "warehouse", "gate", "road", "invoice"]


def with_invoice(stages):
    return stages.assign(invoice=(stages["invoice_ok"] == "no").astype(int))


@mistake("others", "profile")
def against_all_customers(right, stages):
    stages = with_invoice(stages)
    return stages.groupby("customer")[COLUMNS].mean() / stages[COLUMNS].mean()


mistake("ratio", "profile", lambda right, stages: with_invoice(stages).groupby("customer")[COLUMNS].mean())


def compared(stages, compare):
    """For each customer what `compare` makes of its orders and those of the others."""
    stages, rows = with_invoice(stages), {}
    for name in stages["customer"].unique():
        own = stages["customer"] == name
        rows[name] = compare(stages.loc[own, COLUMNS], stages.loc[~own, COLUMNS])
    return pd.DataFrame(rows).T


@mistake("mean", "profile")
def sums(right, stages):
    return compared(stages, lambda own, others: own.sum() / others.sum())


@mistake("mean", "profile")
def medians(right, stages):
    return compared(stages, lambda own, others: own.median() / others.median().clip(lower=0.5))


@mistake("ratio", "profile")
def differences(right, stages):
    return compared(stages, lambda own, others: own.mean() - others.mean())


@mistake("upside-down", "profile")
def others_over_own(right, stages):
    return 1 / right(stages)


mistake("longest", "behind", lambda right, case: dict.fromkeys(right, "road"))


@mistake("oars", "behind")
def as_the_words_say(right, case):
    words = case.table("requests").set_index("customer")["slot"]
    return {name: LITERAL[words[name]] for name in right}


def flags(outages):
    hour = outages["start"].dt.hour
    return {"b": (hour >= 22) | (hour < 6), "c": outages["load"] > 400}


@mistake("counts", "causes")
def outages_counted(right, outages):
    shares = {name: flag.mean() for name, flag in flags(outages).items()}
    most = outages["machine"].value_counts(normalize=True).max()
    return {**dict(right(outages)), **shares, "d": most}


@mistake("night", "causes")
def night_ends_at_midnight(right, outages):
    late = outages["start"].dt.hour >= 22
    return {**dict(right(outages)), "b": outages.loc[late, "minutes"].sum() / outages["minutes"].sum()}


@mistake("night", "causes")
def late_and_early_at_once(right, outages):
    return {**dict(right(outages)), "b": 0.0}


@mistake("waited", "causes")
def outages_with_waiting(right, outages):
    return {**dict(right(outages)), "a": (outages["waited"] > 0).mean()}


@mistake("waited", "causes")
def waited_an_outage(right, outages):
    return {**dict(right(outages)), "a": (outages["waited"] / outages["minutes"]).mean()}


@mistake("machine", "causes")
def first_machine(right, outages):
    mine = outages["machine"] == MACHINES[2]
    return {**dict(right(outages)), "d": outages.loc[mine, "minutes"].sum() / outages["minutes"].sum()}


mistake("counted", "true_need", lambda right, case: counted_cause(case.table("outages")))
