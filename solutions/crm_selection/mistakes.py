"""Typical mistakes of assignment 5, each with its hint. Never released.

A mistake takes the right function and its inputs; for a value, the right value and the case.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.course.answers.plans import Rerun, verdict
from sim.course.assignments.crm_selection.questions import TRIED, UNUSED
from sim.course.assignments.crm_selection.trial import (
    LEAVER_NUMBERS,
    NUMBERS,
    YARDSTICKS,
    sales_of_leavers,
    years_of,
)
from sim.course.assignments.crm_selection.variant import FOUND
from sim.course.authoring.slots import at, instead, numbered
from sim.course.authoring.source import by_hand, mistake, right
from sim.course.data.trials import as_table

# --- the demonstration student's texts, classified by reading them; values step by step


by_hand(
    "function",
    numbered(
        "management mining records integration tracking contact none records segments records contact management"
    ),
)
by_hand(
    "subsystem",
    numbered(
        "collaboration collaboration business integration analysis business integration business analysis business"
    ),
)
by_hand(
    "module",
    {1: "service", 3: "marketing", 5: "intelligence", 6: "service", 8: "service", 10: "sales"},
)
by_hand("ready", numbered("yes unknown yes yes unknown no no no"))
by_hand("breaks", {"Zhihe": 3, "Anxin": 4})
by_hand("step", dict(enumerate((7, 4, 5, 3, 1, 6, 2), 1)))
by_hand("owner", numbered("crm hr crm hr operations finance"))


@by_hand("lost")
def number_by_number(case):
    runs = sales_of_leavers(case)
    found = {"runs": runs}
    for system in ("none", "operational"):
        stayed = left = 0.0
        for number in runs:
            stayed += runs[number][system]["stayed"]
            left += runs[number][system]["left"]
        found[system] = (stayed - left) / stayed
    return found


STUDENT_T = 2.570582
"""Of five degrees of freedom, 97.5 %."""


@by_hand("verdicts")
def pair_by_pair(case):
    runs = years_of(case, ["none", *TRIED])
    found = {"runs": runs}
    for name in YARDSTICKS:
        found[name] = {}
        for system in TRIED:
            pairs = [runs[n][system][name] - runs[n]["none"][name] for n in NUMBERS]
            mean = sum(pairs) / 6
            half = STUDENT_T * (sum((one - mean) ** 2 for one in pairs) / 5 / 6) ** 0.5
            words = {(True, True): "higher", (False, False): "lower"}
            found[name][system] = words.get((mean - half > 0, mean + half > 0), "no clear difference")
            if mean + half == 0:
                found[name][system] = "no clear difference"
    return found


@by_hand("unused")
def system_by_system(case):
    runs = years_of(case, ["none", *UNUSED])
    found = {"runs": runs, "gain": {}, "bill": {}, "worse": "wrong_address"}
    for system in UNUSED:
        minutes, without, bill = ([], [], [])
        for number in NUMBERS:
            minutes.append(runs[number][system]["minutes"])
            without.append(runs[number]["none"]["minutes"])
            bill.append(runs[number][system]["bill"])
        found["gain"][system], found["bill"][system] = (sum(without) - sum(minutes)) / 6, sum(bill) / 6
    return found


@by_hand("paper_numbers")
def row_by_row(case):
    rate, hour = case.facts["rate"], case.facts["hour"]
    total, today, gain = {}, {}, 0.0
    for row in case.read("costs").itertuples():
        cny = row.amount * (hour if row.unit == "hours" else 1)
        total[row.vendor] = total.get(row.vendor, 0) + cny
        today[row.vendor] = today.get(row.vendor, 0) + cny / (1 + rate) ** row.year
    for row in case.read("gains").itertuples():
        gain += row.gain / (1 + rate) ** row.year
    may = [vendor for vendor in total if vendor not in case.variant.broken]
    best = min(may, key=today.get)
    return {"vendor": best, "five_years": total[best], "needed_use": today[best] / gain}


# --- questions 1 to 3: words

mistake("no-program", "function", lambda right, case: instead(right, at(case, "notes", 11), "tracking"))
mistake("result-missing", "function", lambda right, case: instead(right, at(case, "notes", 6), "mining"))
mistake("other-system", "function", lambda right, case: instead(right, at(case, "notes", 10), "records"))
mistake("which-way", "function", lambda right, case: instead(right, at(case, "notes", 3), "records"))
mistake(
    "contact-centre", "subsystem", lambda right, case: instead(right, at(case, "features", 3), "business")
)
mistake("systems", "subsystem", lambda right, case: instead(right, at(case, "features", 7, 8), "business"))
mistake("call-centre-module", "module", lambda right, case: instead(right, at(case, "features", 3), "sales"))
mistake("before-the-lead", "module", lambda right, case: instead(right, at(case, "features", 1), "sales"))


def found(case: Any, word: str) -> list[int]:
    """Numbers of the findings that are yes, no or unknown."""
    rows = case.table("findings")
    return rows.loc[rows["choice"] == FOUND.index(word), "number"].astype(int).tolist()


mistake("who-says-so", "ready", lambda right, case: instead(right, found(case, "unknown"), "yes"))
mistake("may-be", "ready", lambda right, case: instead(right, found(case, "unknown"), "no"))
mistake("a-fact", "ready", lambda right, case: instead(right, found(case, "no")[:1], "unknown"))

mistake("one-no", "gate", lambda right, branches, musts: right(branches, []))


@mistake("nobody-knows", "gate")
def unknown_is_yes(right, branches, musts):
    return right(branches.replace("unknown", "yes"), musts)


@mistake("which-rule", "gate")
def unknown_first(right, branches, musts):
    decided = right(branches, musts)
    unknown = (branches.set_index("branch") == "unknown").any(axis=1)
    return decided.where(~unknown, "ask")


@mistake("small-no", "gate")
def every_no_waits(right, branches, musts):
    decided = right(branches, musts)
    no = (branches.set_index("branch") == "no").any(axis=1)
    return decided.where(~no, "wait")


# --- question 4


@mistake("same-say", "weights_of")
def all_votes_summed(right, votes):
    given = votes.groupby("criterion")["weight"].sum()
    return given / given.sum()


@mistake("adds-up-to-1", "weights_of")
def mean_of_those_who_voted(right, votes):
    share = votes["weight"] / votes.groupby("department")["weight"].transform("sum")
    return share.groupby(votes["criterion"]).mean()


@mistake("shares-not-points", "weights_of")
def mean_points(right, votes):
    return votes.groupby("criterion")["weight"].mean() / 100


def averaged(ratings):
    return ratings.pivot_table(index="vendor", columns="criterion", values="points", aggfunc="mean")


mistake("no-opinion", "score", lambda right, ratings, weights: right(ratings.fillna({"points": 0}), weights))


@mistake("weeks", "score")
def weeks_as_points(right, ratings, weights):
    return averaged(ratings).mul(weights.set_index("criterion")["weight"]).sum(axis=1)


@mistake("weeks", "score")
def weeks_upside_down(right, ratings, weights):
    table = averaged(ratings)
    table["weeks"] = 10 * table["weeks"] / table["weeks"].max()
    return table.mul(weights.set_index("criterion")["weight"]).sum(axis=1)


@mistake("within-each", "score")
def all_rows_alike(right, ratings, weights):
    return ratings.groupby("vendor")["points"].mean()


@mistake("within-each", "score")
def unweighted(right, ratings, weights):
    return right(ratings, weights.assign(weight=1 / len(weights)))


mistake("two-offers", "breaks", lambda right, case: dict(list(right.items())[:1]))


@mistake("other-words", "breaks")
def one_too_many(right, case):
    extra = next(vendor for vendor in case.table("offers")["vendor"] if vendor not in right)
    return {**right, extra: 1}


@mistake("which-must", "breaks")
def another_must(right, case):
    return {vendor: must % 4 + 1 for vendor, must in right.items()}


# --- question 5


def moved(points, weights, criterion, keep):
    """swing with another rule: keep(scores, now) says whether a share counts."""
    table, weight = points.set_index("vendor"), weights.set_index("criterion")["weight"]
    others = weight.drop(criterion)
    rest = table[others.index].mul(others / others.sum()).sum(axis=1)
    steps = np.arange(101) / 100
    scores = {step: step * table[criterion] + (1 - step) * rest for step in steps}
    kept = [step for step in steps if keep(scores[step].round(9), table.mul(weight).sum(axis=1).idxmax())]
    return min(kept), max(kept)


@mistake("together-1", "swing")
def others_keep_their_weights(right, points, weights, criterion):
    table, weight = points.set_index("vendor"), weights.set_index("criterion")["weight"]
    winner = table.mul(weight).sum(axis=1).idxmax()
    rest = table.drop(columns=criterion).mul(weight.drop(criterion)).sum(axis=1)
    steps = np.arange(101) / 100
    kept = [step for step in steps if (rest + step * table[criterion]).round(9).idxmax() == winner]
    return min(kept), max(kept)


mistake("winner-stays", "swing", lambda right, points, weights, criterion: (0.0, 1.0))


@mistake("tie", "swing")
def tie_is_lost(right, points, weights, criterion):
    return moved(
        points,
        weights,
        criterion,
        lambda scores, winner: scores.idxmax() == winner and (scores == scores.max()).sum() == 1,
    )


# --- question 6


def in_yuan(costs, hour):
    return costs["amount"].where(costs["unit"] == "CNY", costs["amount"] * hour)


mistake("hours", "five_years", lambda right, costs, hour: right(costs, 1))
mistake("year-0", "five_years", lambda right, costs, hour: right(costs[costs["year"] > 0], hour))


@mistake("every-year", "five_years")
def one_year_of_each(right, costs, hour):
    return right(costs.drop_duplicates(["vendor", "item"]), hour)


mistake("hours", "npv", lambda right, costs, gains, rate, hour, use: right(costs, gains, rate, 1, use))
mistake(
    "not-discounted", "npv", lambda right, costs, gains, rate, hour, use: right(costs, gains, 0, hour, use)
)


@mistake("now", "npv")
def year_0_discounted(right, costs, gains, rate, hour, use):
    return right(costs.assign(year=costs["year"] + 1), gains.assign(year=gains["year"] + 1), rate, hour, use)


@mistake("bill-smaller", "npv")
def use_on_costs(right, costs, gains, rate, hour, use):
    return use * right(costs, gains, rate, hour, 1)


mistake("hours", "needed_use", lambda right, costs, gains, rate, hour: right(costs, gains, rate, 1))
mistake("discount-both", "needed_use", lambda right, costs, gains, rate, hour: right(costs, gains, 0, hour))


@mistake("discount-both", "needed_use")
def gains_not_discounted(right, costs, gains, rate, hour):
    return right(costs, gains.assign(gain=gains["gain"] * (1 + rate) ** gains["year"]), rate, hour)


@mistake("now", "needed_use")
def costs_a_year_late(right, costs, gains, rate, hour):
    return right(costs.assign(year=costs["year"] + 1), gains, rate, hour)


mistake("upside-down", "needed_use", lambda right, *inputs: 1 / right(*inputs))


# --- questions 7 to 9: own simulations


@mistake("add-first", "drift")
def mean_of_shares(right, leavers):
    return (1 - leavers["left"] / leavers["stayed"]).mean()


mistake("what-stayed", "drift", lambda right, leavers: 1 - right(leavers))


@mistake("bought-more", "drift")
def gains_left_out(right, leavers):
    return right(leavers[leavers["left"] <= leavers["stayed"]])


@mistake("bought-more", "drift")
def gains_as_nothing(right, leavers):
    return right(leavers.assign(left=leavers[["left", "stayed"]].min(axis=1)))


@right("lost")
def lost_of(case):
    def derive(runs):
        sums = as_table(runs).groupby("system")[["stayed", "left"]].sum()
        return dict(1 - sums["left"] / sums["stayed"])

    return Rerun(
        lambda number: sales_of_leavers(case, [number])[number], case.tried(LEAVER_NUMBERS, 1), derive
    )


mistake(
    "exchanged",
    "lost",
    lambda right, case: {**right, "none": right["operational"], "operational": right["none"]},
)


@mistake("what-stayed", "lost")
def share_kept(right, case):
    return {**right, "none": 1 - right["none"], "operational": 1 - right["operational"]}


@mistake("share-of-what", "lost")
def share_of_what_was_left(right, case):
    return {**right, **{name: right[name] / (1 - right[name]) for name in ("none", "operational")}}


def differences(runs):
    """Yardstick, system -> differences to no system, by number."""
    table = as_table(runs)
    found = {}
    for name in YARDSTICKS:
        by_system = table.pivot(index="number", columns="system", values=name)
        for system in TRIED:
            found[name, system] = by_system[system] - by_system["none"]
    return found


def by_yardstick(words):
    return {yardstick: {system: words[yardstick, system] for system in TRIED} for yardstick in YARDSTICKS}


def sign(value):
    return "higher" if value > 0 else "lower" if value < 0 else "no clear difference"


@right("verdicts")
def verdicts_of(case):
    return Rerun(
        lambda number: years_of(case, ["none", *TRIED], [number])[number],
        case.tried(NUMBERS, 2),
        lambda runs: by_yardstick({key: verdict(values) for key, values in differences(runs).items()}),
    )


@mistake("leaves-out-0", "verdicts")
def by_the_sign(right, case):
    words = {key: sign(values.mean()) for key, values in differences(right["runs"]).items()}
    return {**right, **by_yardstick(words)}


@mistake("one-number", "verdicts")
def by_number_0(right, case):
    words = {key: sign(values.iloc[0]) for key, values in differences(right["runs"]).items()}
    return {**right, **by_yardstick(words)}


@mistake("good-or-higher", "verdicts")
def good_is_higher(right, case):
    turned = {"higher": "lower", "lower": "higher"}
    return {
        **right,
        **{name: {s: turned.get(w, w) for s, w in right[name].items()} for name in ("minutes", "given_up")},
    }


@right("unused")
def unused_of(case):
    def derive(runs):
        means = as_table(runs).groupby("system").mean()
        return {
            "gain": {s: means.loc["none", "minutes"] - means.loc[s, "minutes"] for s in UNUSED},
            "bill": {s: means.loc[s, "bill"] for s in UNUSED},
            "worse": "wrong_address",
        }

    return Rerun(
        lambda number: years_of(case, ["none", *UNUSED], [number])[number], case.tried(NUMBERS, 2), derive
    )


@mistake("minutes-saved", "unused")
def sign_turned(right, case):
    return {**right, "gain": {system: -gain for system, gain in right["gain"].items()}}


mistake("bill-stays", "unused", lambda right, case: {**right, "bill": {**right["bill"], "no backing": 0.0}})
mistake("wrong-entry", "unused", lambda right, case: {**right, "worse": "minutes"})


# --- question 10


@mistake("what-then-whom", "step")
def vendor_before_software(right, case):
    return {number: {5: 6, 6: 5}.get(step, step) for number, step in right.items()}


mistake("every-step", "step", lambda right, case: instead(right, at(case, "tasks", 1), 4))
mistake("every-step", "step", lambda right, case: instead(right, at(case, "tasks", 2), 7))
mistake("every-department", "owner", lambda right, case: dict.fromkeys(right, "crm"))
mistake("people", "owner", lambda right, case: instead(right, at(case, "duties", 3), "crm"))
mistake("every-department", "owner", lambda right, case: instead(right, at(case, "duties", 5), "operations"))


@mistake("side-by-side", "schedule")
def tasks_added_up(right, plan, start, closed):
    return right(plan.groupby("step", as_index=False)["days"].sum(), start, closed)


@mistake("closed-day", "schedule")
def closed_days_worked(right, plan, start, closed):
    return right(plan, start, closed.iloc[:0])


@mistake("first-day", "schedule")
def first_day_not_counted(right, plan, start, closed):
    longest = plan.groupby("step", as_index=False)["days"].max()
    return right(longest.assign(days=longest["days"] + 1), start, closed)


@mistake("saturday", "schedule")
def weekends_worked(right, plan, start, closed):
    day, last = start, {}
    for step, tasks in plan.groupby("step"):
        last[step] = day + pd.Timedelta(days=int(tasks["days"].max()) - 1)
        day = last[step] + pd.Timedelta(days=1)
    return pd.Series(last)


# --- question 11


def figures(case):
    """Vendor -> five-year costs and needed use."""
    costs, gains, rate, hour = map(case.given, ("costs", "gains", "rate", "hour"))
    cny = in_yuan(costs, hour)
    gain = (gains["gain"] / (1 + rate) ** gains["year"]).sum()
    today = (cny / (1 + rate) ** costs["year"]).groupby(costs["vendor"]).sum()
    return cny.groupby(costs["vendor"]).sum(), today / gain


@right("paper_numbers")
def paper_of(case):
    total, use = figures(case)
    offers = case.table("offers")
    may = set(offers.loc[offers["breaks"] == 0, "vendor"])
    return {
        "vendor": lambda paper: paper["vendor"] in may and use[paper["vendor"]] <= 1,
        "five_years": lambda paper: abs(paper["five_years"] / total[paper["vendor"]] - 1) < 0.005,
        "needed_use": lambda paper: abs(paper["needed_use"] / use[paper["vendor"]] - 1) < 0.005,
    }


def of_vendor(case, vendor):
    total, use = figures(case)
    return {"vendor": vendor, "five_years": float(total[vendor]), "needed_use": float(use[vendor])}


mistake("a-must-broken", "paper_numbers", lambda right, case: of_vendor(case, case.variant.best))


@mistake("own-figures", "paper_numbers")
def figures_of_another(right, case):
    other = next(vendor for vendor in figures(case)[0].index if vendor != right["vendor"])
    return {**of_vendor(case, other), "vendor": right["vendor"]}


@mistake("own-figures", "paper_numbers")
def not_discounted(right, case):
    costs, gains, hour = map(case.given, ("costs", "gains", "hour"))
    total = in_yuan(costs, hour).groupby(costs["vendor"]).sum()
    return {**right, "needed_use": float(total[right["vendor"]] / gains["gain"].sum())}
