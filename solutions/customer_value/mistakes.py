"""Typical mistakes of assignment 3, each with its hint, and what a decision is compared with. Never released.

A mistake takes the right function and its inputs; for a value, the right value and the case.
"""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import pandas as pd

from sim import run
from sim.course.answers.plans import Rerun, Worth, verdict
from sim.course.assignments.customer_value.baskets import LEAST, REPLICATIONS, WEEKS, pairs
from sim.course.assignments.customer_value.counters import BANDS
from sim.course.assignments.customer_value.offers import GIVEN_UP, step_gains
from sim.course.assignments.customer_value.programmes import HIGHEST_COST, Choice
from sim.course.assignments.customer_value.questions import top_share
from sim.course.authoring.slots import at, instead, numbered
from sim.course.authoring.source import by_hand, mistake, right
from sim.course.data.kept import kept as kept_result
from sim.measures.window import fate_known

# --- the demonstration student's texts, classified by reading them


by_hand("time", numbered("past/present/future/future/past/present", "/"))
by_hand(
    "meaning",
    numbered("low price/quality for the price/all for all/what is wanted/all for all/low price", "/"),
)
by_hand("served", numbered("professional/professional/own/own", "/"))
by_hand("cost_kind", numbered("direct/hidden/direct/income/income/direct/fixed/fixed", "/"))

# --- question 1: words

mistake("trading-today", "time", lambda right, case: instead(right, at(case, "clients", 3), "future"))
mistake("traded-before", "time", lambda right, case: instead(right, at(case, "clients", 5), "future"))
mistake("besides-money", "meaning", lambda right, case: instead(right, at(case, "meanings", 5), "low price"))


@mistake("price-and-quality", "meaning")
def everything_in_a_bargain(right, case):
    return instead(right, at(case, "meanings", 2), "all for all")


mistake("who-pays", "served", lambda right, case: instead(right, at(case, "services", 3), "own"))
mistake("whose-goods", "served", lambda right, case: instead(right, at(case, "services", 2), "professional"))

# --- question 2: contribution

mistake("no-book", "cost_kind", lambda right, case: instead(right, at(case, "entries", 7), "direct"))
mistake("goes-or-stays", "cost_kind", lambda right, case: instead(right, at(case, "entries", 3), "direct"))
mistake("falls-away", "cost_kind", lambda right, case: instead(right, at(case, "entries", 5), "fixed"))


@mistake("income-alone", "contribution")
def income_only(right, bookings):
    return right(bookings[bookings["amount"] > 0])


@mistake("if-it-leaves", "contribution")
def fixed_cost_shared(right, bookings):
    own = right(bookings)
    return own + bookings.loc[bookings["customer"].isna(), "amount"].sum() / len(own)


@mistake("signs", "contribution")
def costs_taken_off_twice(right, bookings):
    return right(bookings.assign(amount=bookings["amount"].abs()))


@mistake("sums", "contribution")
def mean_of_bookings(right, bookings):
    return bookings.groupby("customer")["amount"].mean()


# --- question 3: Pareto


def cut(accounts, by, value, ends=(0.05, 0.20)):
    ranked = accounts.sort_values([by, "customer"], ascending=[False, True])[value]
    a, b = (round(len(ranked) * end) for end in ends)
    parts = {"A": ranked.iloc[:a], "B": ranked.iloc[a:b], "C": ranked.iloc[b:]}
    return {name: part.sum() / ranked.sum() for name, part in parts.items()}


mistake("rank-by", "pareto", lambda right, accounts: cut(accounts, "income", "contribution"))
mistake(
    "next-15", "pareto", lambda right, accounts: cut(accounts, "contribution", "contribution", (0.05, 0.15))
)
mistake("share-of-what", "pareto", lambda right, accounts: cut(accounts, "income", "income"))
mistake(
    "greatest-first",
    "pareto",
    lambda right, accounts: right(accounts.assign(contribution=-accounts["contribution"])),
)


@mistake("below-zero", "pareto")
def losses_as_nothing(right, accounts):
    return right(accounts.assign(contribution=accounts["contribution"].clip(lower=0)))


mistake("own-figure", "top20", lambda right, case: 0.8)


@mistake("own-figure", "top20")
def the_other_rule(right, case):
    return 0.95


mistake("income-rank", "top20", lambda right, case: top_share(case.read("accounts"), "income"))


@by_hand("top20")
def one_by_one(case):
    values = sorted((row.contribution for row in case.read("accounts").itertuples()), reverse=True)
    return math.fsum(values[: round(len(values) * 0.2)]) / math.fsum(values)


# --- question 4: six questions


def names(accounts, rows):
    return accounts.loc[rows, "customer"].tolist()


@mistake("effective-too", "six")
def ordered_only(right, accounts):
    return {**right(accounts), "effective": int((accounts["orders"] > 0).sum())}


@mistake("half-of-what", "six")
def share_of_orders(right, accounts):
    return {**right(accounts), "first_half": accounts["h1"].sum() / accounts["orders"].sum()}


@mistake("worth-winning", "six")
def most_elsewhere(right, accounts):
    return {**right(accounts), "wanted": names(accounts, accounts["elsewhere"].nlargest(3).index)}


@mistake("worth-winning", "six")
def best_already(right, accounts):
    return {**right(accounts), "wanted": names(accounts, accounts["contribution"].nlargest(3).index)}


@mistake("repeatedly", "six")
def once(right, accounts):
    rows = accounts["klass"].isin(["A", "B"]) & (accounts["complaints"] >= 1)
    return {**right(accounts), "complained": names(accounts, rows)}


@mistake("which-classes", "six")
def all_classes(right, accounts):
    return {**right(accounts), "complained": names(accounts, accounts["complaints"] >= 2)}


@mistake("last-half", "six")
def largest_now(right, accounts):
    row = accounts.loc[accounts["h2"].idxmax()]
    return {**right(accounts), "largest": row["h2"] / row["h1"] - 1}


@mistake("less-one", "six")
def ratio(right, accounts):
    made = right(accounts)
    return {**made, "largest": made["largest"] + 1}


@mistake("once-or-twice", "six")
def never_here(right, accounts):
    rows = (accounts["orders"] <= 2) & (accounts["elsewhere"] > accounts["orders"])
    return {**right(accounts), "elsewhere": names(accounts, rows)}


@mistake("more-there", "six")
def few_here(right, accounts):
    return {**right(accounts), "elsewhere": names(accounts, accounts["orders"].isin([1, 2]))}


# --- question 5: rating


def rated(accounts, above, growing, none=True):
    words = {(True, True): "grow", (True, False): "hold", (False, True): "develop", (False, False): "review"}
    made = pd.Series(
        [words[bool(a), bool(g)] for a, g in zip(above, growing, strict=True)], accounts["customer"]
    )
    if none:
        made[((accounts["c1"] == 0) & (accounts["c2"] == 0)).to_numpy()] = "none"
    return made


def grown(one, two):
    return (two - one) / (one.abs() + two.abs())


def standing(accounts):
    return accounts["contribution"] >= accounts.groupby("klass")["contribution"].transform("median")


def beyond_class(accounts):
    sums = accounts.groupby("klass")[["c1", "c2"]].transform("sum")
    return grown(accounts["c1"], accounts["c2"]) - grown(sums["c1"], sums["c2"]) > 0


@mistake("season", "rating")
def season_kept(right, accounts):
    return rated(accounts, standing(accounts), grown(accounts["c1"], accounts["c2"]) > 0)


@mistake("own-class", "rating")
def median_of_all(right, accounts):
    above = accounts["contribution"] >= accounts["contribution"].median()
    return rated(accounts, above, beyond_class(accounts))


@mistake("at-least", "rating")
def more_than_the_median(right, accounts):
    middle = accounts.groupby("klass")["contribution"].transform("median")
    return rated(accounts, accounts["contribution"] > middle, beyond_class(accounts))


@mistake("nothing-twice", "rating")
def nothing_is_no_growth(right, accounts):
    return rated(accounts, standing(accounts), beyond_class(accounts), none=False)


# --- questions 6 and 7: perceived value


def valued(offers, types, sign=-1, factors=True):
    table, by_type = offers.set_index("term"), types.set_index("type")
    signs = pd.Series({term: sign if term in GIVEN_UP else 1 for term in table.index})
    weights = by_type if factors else by_type * 0 + 1
    return (weights[table.index] * signs) @ table


mistake("wait", "perceived", lambda right, offers, types: valued(offers, types, sign=1))
mistake("average", "perceived", lambda right, offers, types: valued(offers, types, factors=False))


@mistake("all-terms", "perceived")
def value_without_cost(right, offers, types):
    return right(offers[~offers["term"].isin(GIVEN_UP)].pipe(padded), types)


def padded(offers):
    rest = pd.DataFrame({"term": GIVEN_UP, "fast": 0, "cheap": 0})
    return pd.concat([offers, rest], ignore_index=True)


@mistake("all-terms", "perceived")
def price_alone(right, offers, types):
    return right(
        offers.assign(
            **{
                name: offers[name].where(~offers["term"].isin(["time", "energy"]), 0)
                for name in ("fast", "cheap")
            }
        ),
        types,
    )


@mistake("below-zero-share", "shares")
def proportional(right, values, scale):
    table = values.set_index("type")
    return table.div(table.sum(axis=1), axis=0)


mistake("scale", "shares", lambda right, values, scale: right(values, 1))


@mistake("each-row", "shares")
def down_the_column(right, values, scale):
    weight = (values.set_index("type") / scale).map(math.exp)
    return weight / weight.sum(axis=0)


@mistake("each-row", "shares")
def not_divided(right, values, scale):
    return (values.set_index("type") / scale).map(math.exp)


@mistake("one-step", "best_step")
def largest_change(right, case):
    steps = case.read("steps")
    return dict.fromkeys(right, steps.loc[steps["change"].abs().idxmax(), "step"])


@mistake("less-is-more", "best_step")
def lower_cost_is_a_loss(right, case):
    steps = case.read("steps")
    gains = step_gains(steps, case.read("types"))
    lower = steps.loc[steps["change"] < 0, "step"]
    return gains.drop(columns=list(lower)).idxmax(axis=1).to_dict()


@mistake("price-too", "best_step")
def money_left_out(right, case):
    gains = step_gains(case.read("steps"), case.read("types"))
    return gains.drop(columns="price").idxmax(axis=1).to_dict()


@by_hand("best_step")
def product_by_product(case):
    found = {}
    for row in case.read("types").to_dict("records"):
        gains = {}
        for step in case.read("steps").itertuples():
            sign = -1 if step.term in ("money", "time", "energy") else 1
            gains[step.step] = sign * step.change * row[step.term]
        found[row["type"]] = max(gains, key=gains.get)
    return found


# --- question 8: lifetime


def stayed(active, rows):
    some = active[rows]
    return (some["left"] == "no").groupby(some["klass"]).mean()


mistake("at-the-start", "kept", lambda right, active: stayed(active, active["klass"].notna()))
mistake("kept-not-left", "kept", lambda right, active: 1 - right(active))


@mistake("of-the-class", "kept")
def over_all_customers(right, active):
    there = active[active["active_start"] == "yes"]
    return there[there["left"] == "no"].groupby("klass").size() / len(there)


@mistake("of-the-class", "kept")
def over_all_rows_of_the_class(right, active):
    stays = (active["active_start"] == "yes") & (active["left"] == "no")
    return stays.groupby(active["klass"]).mean()


mistake("first-margin", "lifetime", lambda right, m, stay, i: m * (1 + i) / (1 + i - stay))
mistake("ten-years", "lifetime", lambda right, m, stay, i: m * stay / (1 - stay))


@mistake("ten-years", "lifetime")
def expected_years(right, margin, stay, discount):
    return margin / (1 - stay)


mistake("year-after-year", "lifetime", lambda right, m, stay, i: m * stay / (1 + i))
mistake(
    "of-stay",
    "point",
    lambda right, m, stay, i: m * (stay * 1.01) / (1 + i - stay * 1.01) - m * stay / (1 + i - stay),
)


@mistake("of-stay", "point")
def one_per_cent_of_the_margin(right, margin, stay, discount):
    return 0.01 * margin * stay / (1 + discount - stay)


@mistake("rise", "point")
def lifetime_with_one_more_point(right, margin, stay, discount):
    return margin * (stay + 0.01) / (1 + discount - stay - 0.01)


@mistake("a-point", "point")
def one_more_in_place_of_a_hundredth(right, margin, stay, discount):
    return 100 * right(margin, stay, discount)


# --- question 9: baskets


def ruled(once, least, orders=None):
    """Rules of order lines; once: a row for each good on an order."""
    both = once.merge(once.rename(columns={"good": "with"}), on="order")
    both = both[both["good"] != both["with"]]
    table = both.groupby(["good", "with"]).size().reset_index(name="count")
    table = table[table["count"] >= least].reset_index(drop=True)
    counts, orders = once["good"].value_counts(), orders or once["order"].nunique()
    table["support"] = table["count"] / orders
    table["confidence"] = table["count"] / table["good"].map(counts)
    table["lift"] = table["confidence"] / (table["with"].map(counts) / orders)
    return table


mistake(
    "how-many-orders", "rules", lambda right, lines, least: ruled(lines.drop_duplicates(), least, len(lines))
)
mistake("on-it-twice", "rules", lambda right, lines, least: ruled(lines, least))


@mistake("news", "rules")
def lift_is_confidence(right, lines, least):
    table = right(lines, least)
    return table.assign(lift=table["confidence"])


@mistake("both-ways", "rules")
def one_direction(right, lines, least):
    table = right(lines, least)
    return table[table["good"] < table["with"]]


@mistake("rare", "rules")
def rare_pairs_too(right, lines, least):
    return right(lines, 1)


@mistake("upside", "rules")
def confidence_of_the_other_good(right, lines, least):
    table = right(lines, least)
    turned = table.rename(columns={"good": "with", "with": "good"}).set_index(["good", "with"])["confidence"]
    keys = pd.MultiIndex.from_frame(table[["good", "with"]])
    return table.assign(confidence=turned.reindex(keys).to_numpy())


def pair_of(case, by):
    found = pairs(case.read("lines"), LEAST)
    best = found.sort_values(by).iloc[-1]
    return [best["good"], best["with"]]


mistake("popular", "strongest", lambda right, case: pair_of(case, "confidence"))
mistake("frequent", "strongest", lambda right, case: pair_of(case, "count"))


@by_hand("strongest")
def order_by_order(case):
    baskets = {}
    for row in case.read("lines").itertuples():
        baskets.setdefault(row.order, set()).add(row.good)
    single, both = {}, {}
    for goods in baskets.values():
        for one in goods:
            single[one] = single.get(one, 0) + 1
            for two in goods:
                if one < two:
                    both[one, two] = both.get((one, two), 0) + 1
    lift = {pair: n / single[pair[0]] / single[pair[1]] for pair, n in both.items() if n >= LEAST}
    return list(max(lift, key=lift.get))


# --- question 10: the experiment


def simulated(case: Any, replication: int) -> dict[str, list[float]]:
    """Preparation (hours) and profit (CNY) under both rules, as measured and as counted from the records."""

    def make():
        found = {}
        for name, policy in (("today", {}), ("lift", {"warehouse.slotting": "lift"})):
            seed = case.facts["seed"]
            made = run(case.firm, policy, weeks=WEEKS, seed=seed, replication=replication, market="frozen")
            ledger = made.records["ledger"]
            inside = WEEKS * 7 * 24 * 3600
            packed = fate_known(made.records).dropna(subset=["packed", "released"])
            hours = ((packed["packed"] - packed["released"]).astype(float) / 3600).mean()
            booked = ledger[(ledger["time"] >= 0) & (ledger["time"] < inside)]["amount"].sum() / 100
            found[name] = [
                made.measures["m06"]["value"],
                made.money["profit"] / 100,
                float(hours),
                float(booked),
            ]
        return found

    facts = case.facts
    return kept_result("placing", facts["seed"], facts["placing_extra"], replication, make=make)


def pair(case: Any, replication: int, shift: int = 0) -> tuple[float, float]:
    """Minutes saved and change of profit a week; shift 2: counted from the records."""
    today, lift = (simulated(case, replication)[name] for name in ("today", "lift"))
    return (today[shift] - lift[shift]) * 60, (lift[shift + 1] - today[shift + 1]) / WEEKS


def derived(case: Any, runs: Any) -> dict[str, Any]:
    saved, money = (pd.Series([run[place] for run in runs.values()]) for place in (0, 1))
    extra, wage = case.facts["placing_extra"], case.facts["wage"]
    return {
        "minutes": saved.mean(),
        "money": money.mean(),
        "preparation": verdict(-saved),
        "profit": verdict(money),
        "orders": extra / (saved.mean() / 60 * wage),
    }


@right("placing")
def placing(case):
    return Rerun(
        of=lambda number: pair(case, number),
        tried=case.tried(REPLICATIONS, 2),
        derive=lambda runs: derived(case, runs),
    )


@by_hand("placing")
def counted_from_the_records(case):
    runs = {number: pair(case, number, 2) for number in REPLICATIONS}
    made: dict[str, Any] = {"runs": runs}
    for place, (name, key, sign) in enumerate((("minutes", "preparation", -1), ("money", "profit", 1))):
        values = [run[place] for run in runs.values()]
        mean = sum(values) / len(values)
        spread = math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
        half = 3.182446 * spread / math.sqrt(len(values))  # Student's t with three degrees of freedom
        made[name] = mean
        made[key] = "no clear difference" if abs(mean) <= half else "higher" if sign * mean > 0 else "lower"
    made["orders"] = case.facts["placing_extra"] * 60 / case.facts["wage"] / made["minutes"]
    return made


def changed(right, case, change):
    """Other runs, and all that follows from them."""
    runs = {number: change(*one) for number, one in right["runs"].items()}
    made = derived(case, runs)
    return {"runs": runs} | {
        key: value[0] if isinstance(value, tuple) else value for key, value in made.items()
    }


mistake(
    "hours", "placing", lambda right, case: changed(right, case, lambda saved, money: (saved / 60, money))
)
mistake("saved", "placing", lambda right, case: changed(right, case, lambda saved, money: (-saved, money)))


@mistake("mean-of-pairs", "placing")
def minutes_added_up(right, case):
    return {**right, "minutes": right["minutes"] * len(REPLICATIONS)}


@mistake("whose-minute", "placing")
def minutes_paid_as_hours(right, case):
    return {**right, "orders": right["orders"] / 60}


# --- question 11: counters

HOURS = {"morning": (6, 10), "noon": (10, 14), "evening": (14, 20)}


def banded(visits, **bounds):
    hour = visits["time"].dt.hour
    band = pd.Series("night", index=visits.index)
    for name, (start, end) in (HOURS | bounds).items():
        band[(hour >= start) & (hour < end)] = name
    return band


def counted(visits, band):
    return pd.crosstab(visits["point"], band).reindex(columns=list(BANDS), fill_value=0)


mistake("other-size", "bands", lambda right, visits: counted(visits, banded(visits)) / len(visits))


@mistake("other-size", "bands")
def down_each_band(right, visits):
    table = counted(visits, banded(visits))
    return table / table.sum()


@mistake("other-size", "bands")
def numbers(right, visits):
    return counted(visits, banded(visits))


@mistake("after-midnight", "bands")
def after_midnight_is_morning(right, visits):
    table = counted(visits, banded(visits, morning=(0, 10)))
    return table.div(table.sum(axis=1), axis=0)


@mistake("after-midnight", "bands")
def after_midnight_lost(right, visits):
    return right(visits[visits["time"].dt.hour >= 6])


@mistake("each-once", "district")
def one_district_twice(right, case):
    return {point: "homes" if name == "station" else name for point, name in right.items()}


@mistake("two-ends", "district")
def station_and_homes_mixed_up(right, case):
    swapped = {"station": "homes", "homes": "station"}
    return {point: swapped.get(name, name) for point, name in right.items()}


@by_hand("district")
def visit_by_visit(case):
    late, noon, early, all_ = ({} for _n in range(4))
    for row in case.read("visits").itertuples():
        hour = row.time.hour
        all_[row.point] = all_.get(row.point, 0) + 1
        for found, inside in (
            (late, hour >= 20 or hour < 6),
            (noon, 10 <= hour < 14),
            (early, 6 <= hour < 10),
        ):
            found[row.point] = found.get(row.point, 0) + inside
    found = {}
    for name, counts in (("campus", late), ("office", noon), ("station", early)):
        left = [point for point in all_ if point not in found]
        found[max(left, key=lambda point: counts[point] / all_[point])] = name
    return found | {point: "homes" for point in all_ if point not in found}


# --- question 12: whom to keep


def choice_of(case):
    return Choice(case.read("programmes"), case.variant)


@right("keep")
def worth_of_sets(case):
    choice = choice_of(case)
    best = choice.worth(choice.ranked()[0])

    def of(letters):
        word = "".join(sorted(letters)).replace(" ", "")
        return choice.worth(word) if word in choice.allowed else None

    return Worth(of=of, best=best, slack=0.02 * best)


@by_hand("keep")
def year_by_year(case):
    """Each set's gain as the sum of 400 discounted years."""
    rows, facts = case.read("programmes").to_dict("records"), case.facts
    options = [[None, *(row for row in rows if row["klass"] == klass)] for klass in "ABC"]

    def years(margin, stay):
        return sum(margin * (stay / (1 + facts["discount"])) ** year for year in range(1, 400))

    best, most = "", 0.0
    for chosen in product(*options):
        some = [row for row in chosen if row is not None]
        if sum(row["customers"] * row["cost"] for row in some) > facts["keep_budget"]:
            continue
        total = sum(
            row["customers"]
            * (
                years(row["margin"] - row["cost"], row["stay"] + row["points"])
                - years(row["margin"], row["stay"])
            )
            for row in some
        )
        if total > most:
            best, most = "".join(sorted(row["programme"] for row in some)), total
    return best


mistake("only-best", "keep", lambda right, case: choice_of(case).of_class("A"))
mistake("every-year", "keep", lambda right, case: choice_of(case).ranked("once")[0])
mistake("over-budget", "keep", lambda right, case: HIGHEST_COST)
mistake("one-a-class", "keep", lambda right, case: "ef" + "b")
