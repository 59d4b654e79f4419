"""Typical mistakes of assignment 4, each with its hint, and what decisions and plans are compared with. Never released.

A mistake takes the right function and its inputs; for a value, the right value and the case.
"""

from __future__ import annotations

import itertools
import math

import pandas as pd

from sim.course.answers.plans import Rerun
from sim.course.assignments.event_planning.evening import REPLICATIONS, differences, year_with_and_without
from sim.course.assignments.event_planning.guest_files import filled, gain, slips, value
from sim.course.assignments.event_planning.plan_files import broken_rule, length
from sim.course.assignments.event_planning.questions import OWNERS
from sim.course.authoring.slots import at, instead
from sim.course.authoring.source import by_hand, mistake, right

# --- question 1: words; the demonstration student's texts, classified by reading them

by_hand(
    "deep",
    dict(enumerate(["equal", "formal", "two-way", "two-way", "planned", "planned", "deep", "deep"], 1)),
)
DIRECTIONS, WAYS = (
    "upward diagonal downward horizontal",
    ("event", "preferences", "contact", "for the customer"),
)
by_hand("words", dict(enumerate((*DIRECTIONS.split(), 1, 6, 3, 4, *WAYS), 1)))
mistake("who-knew", "deep", lambda right, case: instead(right, at(case, "scenes", 2, 7), "formal"))
mistake("where", "deep", lambda right, case: instead(right, at(case, "scenes", 4), "two-way"))
mistake("some-deep", "deep", lambda right, case: instead(right, at(case, "scenes", 0, 5), "equal"))


@mistake("superior", "words")
def diagonal_is_downward(right, case):
    return instead(right, at(case, "words", 3, 4, bank="kinds"), "downward")


@mistake("remedy", "words")
def specific_needs(right, case):
    return instead(right, at(case, "words", 0, 4, bank="remedies"), 3)


@mistake("way", "words")
def noticed_is_personal(right, case):
    return instead(right, at(case, "words", 4, bank="acts"), "personal")


# --- question 2: what an invitation is worth

mistake(
    "come", "guest_value", lambda right, guests, gift: right(guests.assign(chance=1.0, known="yes"), gift)
)
mistake("stranger", "guest_value", lambda right, guests, gift: right(guests.assign(known="yes"), gift))
mistake("past", "guest_value", lambda right, guests, gift: right(guests.assign(present="yes"), gift))


def reached(guests):
    return guests["chance"].where(guests["known"] == "yes", 0.6 * guests["chance"])


@mistake("chair", "guest_value")
def cost_if_they_come(right, guests, gift):
    net = reached(guests) * (guests["more"] * guests["a_year"] - gift - guests["cost"])
    return net.where(guests["present"] == "yes", 0).set_axis(guests["customer"])


@mistake("souvenir", "guest_value")
def gift_for_everybody(right, guests, gift):
    net = reached(guests) * guests["more"] * guests["a_year"] - gift - guests["cost"]
    return net.where(guests["present"] == "yes", 0).set_axis(guests["customer"])


# --- question 3: the guest list

STEP = 100
"""Costs are multiples of it, CNY."""


def best_list(case):
    """The best list of all, by dynamic programming over the money that is left."""
    guests, variant = case.table("guests"), case.variant
    worth, names = value(guests, variant.gift), guests["customer"]
    must = (guests["must"] == "yes").tolist()
    money = int((variant.list_budget - guests.loc[must, "cost"].sum()) // STEP)
    best = [(0.0, ())] * (money + 1)
    for place, name in names.items():
        cost = int(guests["cost"].iloc[place] // STEP)
        if must[place] or worth[name] <= 0:
            continue
        for left in range(money, cost - 1, -1):
            before, chosen = best[left - cost]
            best[left] = max(best[left], (before + float(worth[name]), (*chosen, name)))
    return [*names[must], *best[money][1]]


@right("guest_list")
def share_of_the_best(case):
    guests, variant = case.table("guests").set_index("customer"), case.variant
    worth = value(case.table("guests"), variant.gift)
    best = worth[best_list(case)].sum()

    def share(answer):
        names = [str(name).strip() for name in answer]
        rows = guests.loc[names]
        if len(set(names)) < len(names) or (rows["present"] == "no").any():
            return 0
        if not set(guests.index[guests["must"] == "yes"]) <= set(names):
            return 0
        if rows["cost"].sum() > variant.list_budget:
            return 0
        reached = worth[names].sum() / best + 1e-9
        return next((points / 3 for points, least in ((3, 0.97), (2, 0.9), (1, 0.8)) if reached >= least), 0)

    return share


by_hand("guest_list")(best_list)


def of_slip(name):
    return lambda right, case: slips(case.variant, case.table("guests"))[name]


mistake("largest", "guest_list", of_slip("largest"))
mistake("cheap", "guest_list", of_slip("cheap"))
mistake("money-left", "guest_list", of_slip("money-left"))


@mistake("over", "guest_list")
def everybody(right, case):
    guests = case.table("guests")
    return guests.loc[guests["present"] == "yes", "customer"].tolist()


@mistake("must", "guest_list")
def best_for_the_money_alone(right, case):
    guests = case.table("guests").assign(must="no")
    chosen = filled(case.variant.list_budget, guests, gain(case.variant, guests))
    must = case.table("guests").query("must == 'yes'")["customer"]
    return [name for name in chosen if name != must.iloc[0]]


@mistake("past", "guest_list")
def one_who_left(right, case):
    guests = case.table("guests")
    return [*right, guests.loc[guests["present"] == "no", "customer"].iloc[0]]


# --- question 4: the network


def walk(tasks, gap=0, latest=min):
    """The network with a gap between tasks, or with another latest finish."""
    before = dict(zip(tasks["task"], tasks["before"].fillna("").str.split(), strict=True))
    lasts = tasks.set_index("task")["days"].to_dict()
    es, ef, ls, lf = {}, {}, {}, {}
    for task in before:
        es[task] = max((ef[name] + gap for name in before[task]), default=0)
        ef[task] = es[task] + lasts[task]
    for task in reversed(list(before)):
        follow = [ls[name] - gap for name in before if task in before[name]]
        lf[task] = latest(follow) if follow else max(ef.values())
        ls[task] = lf[task] - lasts[task]
    return pd.DataFrame({"es": es, "ef": ef, "ls": ls, "lf": lf}).assign(slack=lambda t: t["ls"] - t["es"])


mistake("gap", "network", lambda right, tasks: walk(tasks, gap=1))
mistake("nearest", "network", lambda right, tasks: walk(tasks, latest=max))


@mistake("all-before", "network")
def first_predecessor_only(right, tasks):
    return right(tasks.assign(before=tasks["before"].str.split().str[0]))


@mistake("whole-slack", "network")
def to_the_end_of_the_plan(right, tasks):
    table = right(tasks)
    return table.assign(slack=table["ef"].max() - table["ef"])


@mistake("free-slack", "network")
def to_the_next_task(right, tasks):
    table = right(tasks)
    before = dict(zip(tasks["task"], tasks["before"].fillna("").str.split(), strict=True))
    slack = {
        task: min(
            [table.at[name, "es"] for name in before if task in before[name]], default=table["ef"].max()
        )
        - table.at[task, "ef"]
        for task in before
    }
    return table.assign(slack=pd.Series(slack))


@mistake("calendar", "first_day")
def saturdays_too(right, days, holidays):
    return str((pd.Timestamp("2014-01-08") - pd.Timedelta(days=days - 1)).date())


mistake("new-year", "first_day", lambda right, days, holidays: right(days, []))
mistake("day-itself", "first_day", lambda right, days, holidays: right(days + 1, holidays))


@by_hand("critical")
def path_by_path(case):
    """Every chain of tasks; those of the longest ones."""
    tasks = case.table("tasks").set_index("task")
    before = {task: str(names).split() if names == names else [] for task, names in tasks["before"].items()}

    def chains(task):
        return [[*chain, task] for name in before[task] for chain in chains(name)] or [[task]]

    every = chains("L")
    size = [tasks.loc[chain, "days"].sum() for chain in every]
    longest = [chain for chain, days in zip(every, size, strict=True) if days == max(size)]
    return sorted(set(itertools.chain(*longest)))


mistake("can-slip", "critical", lambda right, case: sorted(set("ABCDEFGHIJKL") - set(right)))
mistake("first-task", "critical", lambda right, case: [task for task in right if task != "A"])


# --- question 5: nobody does two things at once


def shortest(tasks):
    """Sales does B and D one after the other; all that follows waits for the later one. Nothing shorter is possible."""
    return int(tasks.loc[tasks["task"].isin(list("ABDEFHKL")), "days"].sum())


@right("gantt")
def feasible_then_short(case):
    tasks = case.table("tasks")

    def share(answer):
        start = {str(task): float(day) for task, day in dict(answer).items()}
        if broken_rule(tasks, start):
            return 0
        longer = length(tasks, start) - shortest(tasks)
        return 1 if longer <= 0 else 0.5 if longer <= 2 else 0

    return share


@by_hand("gantt")
def day_by_day(case):
    """Each day every free owner takes the ready task with the longest way to the end."""
    tasks = case.table("tasks").set_index("task")
    before = {task: str(names).split() if names == names else [] for task, names in tasks["before"].items()}

    def rest(task):
        return tasks.at[task, "days"] + max(
            (rest(name) for name in before if task in before[name]), default=0
        )

    start, end, day = {}, {}, 0
    while len(start) < len(tasks):
        for task in sorted(set(tasks.index) - set(start), key=rest, reverse=True):
            ready = all(end.get(name, math.inf) <= day for name in before[task])
            owner = tasks.at[task, "owner"]
            busy = any(tasks.at[name, "owner"] == owner and end[name] > day for name in start)
            if ready and not busy:
                start[task], end[task] = day, day + int(tasks.at[task, "days"])
        day += 1
    return start


mistake("twice", "gantt", lambda right, case: walk(case.table("tasks"))["es"].to_dict())
mistake("before", "gantt", lambda right, case: {**right, "F": right["F"] - 1})


@mistake("one-by-one", "gantt")
def one_after_the_other(right, case):
    days = case.table("tasks").set_index("task")["days"]
    return (days.cumsum() - days).to_dict()


# --- question 6: the budget

mistake("all-eat", "budget", lambda right, items, invited, coming, far: right(items, invited, invited, far))
mistake(
    "all-sleep", "budget", lambda right, items, invited, coming, far: right(items, invited, coming, coming)
)


@mistake("tenth", "budget")
def tenth_of_the_total(right, items, invited, coming, far):
    table = right(items, invited, coming, far).astype(float)
    planned = table["total"] - table["contingency"]
    table["contingency"], table["total"] = planned / 9, planned * 10 / 9
    return table


@mistake("no-reserve", "budget")
def without_reserve(right, items, invited, coming, far):
    table = right(items, invited, coming, far)
    table["total"], table["contingency"] = table["total"] - table["contingency"], 0.0
    return table


def total(items, invited, coming, far, reserve=1.1):
    number = {"once": 1, "invited": invited, "coming": coming, "far": far}
    return reserve * sum(
        price * number[basis] for price, basis in zip(items["price"], items["basis"], strict=True)
    )


def most(items, limit, share, far_share, reserve=1.1):
    counts = (n for n in itertools.count(1) if total(items, n, share * n, far_share * n, reserve) > limit)
    return next(counts) - 1


@mistake("no-reserve", "most_guests")
def most_without_reserve(right, items, limit, share, far_share):
    return most(items, limit, share, far_share, reserve=1)


@mistake("everybody-comes", "most_guests")
def most_if_everybody_comes(right, items, limit, share, far_share):
    return most(items, limit, 1, far_share)


@mistake("average", "most_guests")
def limit_over_average(right, items, limit, share, far_share):
    return int(limit / (total(items, 20, 20 * share, 20 * far_share) / 20))


# --- question 7: risks


@mistake("sum-of-both", "exposure")
def chance_plus_loss(right, risks):
    return risks.set_index("risk")[["chance", "loss"]].sum(axis=1)


mistake("often", "exposure", lambda right, risks: risks.set_index("risk")["chance"])


def sorted_by(column):
    return lambda right, risks: risks.sort_values(column, ascending=False)["risk"].tolist()


mistake("often", "worst_first", sorted_by("chance"))
mistake("expensive", "worst_first", sorted_by("loss"))
mistake("greatest-first", "worst_first", lambda right, risks: right(risks)[::-1])


@right("risk_list")
def rules_of_risks(case):
    return {
        "different": lambda answer: len({one["risk"].strip() for one in answer}) == len(answer),
        "owners": lambda answer: all(one["owner"].strip() in OWNERS for one in answer),
        "dates": lambda answer: all(pd.Timestamp(one["by"]) < pd.Timestamp("2014-01-08") for one in answer),
    }


@by_hand("risk_list")
def five_risks(case):
    return [
        {
            "risk": f"risk {n}",
            "trigger": f"sign {n} on 2 January",
            "owner": "办公室",
            "action": "call them",
            "by": "2014-01-03",
        }
        for n in range(5)
    ]


def changed(right, **fields):
    return [{**right[0], **fields}, *right[1:]]


mistake("risk-twice", "risk_list", lambda right, case: changed(right, risk=right[1]["risk"]))
mistake("owner", "risk_list", lambda right, case: changed(right, owner="the weather"))
mistake("too-late", "risk_list", lambda right, case: changed(right, by="2014-01-08"))


# --- question 8: as the guest wishes

PAIRS = "visit/director telephone/family letter/family telephone/quiet "
PAIRS += "visit/talk mail/director mail/talk letter/quiet"
by_hand("invite", dict(enumerate((tuple(pair.split("/")) for pair in PAIRS.split()), 1)))
mistake("golden", "invite", lambda right, case: dict.fromkeys(right, ("telephone", "director")))
mistake("unread", "invite", lambda right, case: instead(right, at(case, "notes", 0), ("letter", "director")))
mistake("from-the-top", "invite", lambda right, case: instead(right, at(case, "notes", 5), ("mail", "talk")))


# --- question 9: thirty winters


def director(case):
    guests = case.table("guests")
    return guests[guests["director"] == "yes"]


def summary(case, runs, factor=2.045, error=None):
    """What follows from the runs; factor, error: of the half-width of the intervals."""
    pairs, table, found = differences(runs), pd.DataFrame(runs).T, {}
    for name in pairs:
        mean, spread = float(pairs[name].mean()), float(pairs[name].std()) / math.sqrt(len(pairs))
        half = factor * (spread if error is None else error(table, name))
        low, high = mean - half, mean + half
        found[name] = (mean, low, high)
        found[f"verdict_{name}"] = "higher" if low > 0 else "lower" if high < 0 else "no clear difference"
    found["back"] = found["profit"][0] / float(director(case)["cost"].sum())
    found["runs_unpaired"] = 2 * (1.96 * float(table["profit_none"].std()) / half) ** 2
    return found


@right("evening")
def again(case):
    names = director(case)["customer"].tolist()
    return Rerun(
        of=lambda number: year_with_and_without(case, names, number),
        tried=case.tried(REPLICATIONS),
        derive=lambda runs: summary(case, runs),
    )


@by_hand("evening")
def pair_by_pair(case):
    """Sums and squares, one pair after the other."""
    names, count = director(case)["customer"].tolist(), len(REPLICATIONS)
    runs = {number: year_with_and_without(case, names, number) for number in REPLICATIONS}
    found = {"runs": runs}
    for name in ["orders", "profit"]:
        gained = [one[f"{name}_evening"] - one[f"{name}_none"] for one in runs.values()]
        mean = sum(gained) / count
        half = 2.045 * math.sqrt(sum((g - mean) ** 2 for g in gained) / (count - 1) / count)
        found[name] = (mean, mean - half, mean + half)
        found[f"verdict_{name}"] = (
            "no clear difference" if abs(mean) <= half else "higher" if mean > 0 else "lower"
        )
    without = [one["profit_none"] for one in runs.values()]
    middle = sum(without) / count
    variance = sum((one - middle) ** 2 for one in without) / (count - 1)
    found["back"] = mean / sum(director(case)["cost"])
    found["runs_unpaired"] = 2 * 1.96**2 * variance / half**2
    return found


def with_runs(case, runs, **how):
    return {"runs": runs, **summary(case, runs, **how)}


@mistake("one-luck", "evening")
def the_same_year_thirty_times(right, case):
    runs = dict.fromkeys(REPLICATIONS, right["runs"][0])
    return {**right, "runs": runs}


@mistake("which-luck", "evening")
def numbers_from_one(right, case):
    runs = {number: right["runs"][(number + 1) % len(REPLICATIONS)] for number in REPLICATIONS}
    return with_runs(case, runs)


@mistake("which-guests", "evening")
def another_list(right, case):
    """As if each evening had had other guests: it need not be simulated to be wrong."""
    runs = {n: {**one, "profit_evening": one["profit_evening"] + 900 + n} for n, one in right["runs"].items()}
    return with_runs(case, runs)


def of_both(table, name):
    return table[[f"{name}_none", f"{name}_evening"]].std().sum() / math.sqrt(len(table))


@mistake("two-clouds", "evening")
def interval_of_each(right, case):
    return with_runs(case, right["runs"], error=of_both)


@mistake("spread", "evening")
def spread_for_error(right, case):
    return with_runs(case, right["runs"], factor=2.045 * math.sqrt(len(REPLICATIONS)))


mistake("normal", "evening", lambda right, case: with_runs(case, right["runs"], factor=1.96))


@mistake("relative", "evening")
def as_a_share(right, case):
    table = pd.DataFrame(right["runs"]).T
    share = {
        n: float(table[f"{n}_evening"].mean() / table[f"{n}_none"].mean() - 1) for n in ("orders", "profit")
    }
    return {**right, **{name: (one, *right[name][1:]) for name, one in share.items()}}


@mistake("verdict", "evening")
def never_sure(right, case):
    return {**right, "verdict_orders": "no clear difference" if right["orders"][1] > 0 else "higher"}


# --- question 10: the plan


@right("plan")
def rules_of_plan(case):
    facts = case.facts

    def has(heading, *parts):
        return lambda plan: all(str(part) in plan[heading] for part in parts)

    return {
        "eight": lambda plan: len(plan) == 8,
        "why and what for": lambda plan: plan["background"] != plan["purpose"],
        "figures": has("budget", facts["plan_total"], facts["plan_guests"]),
        "days": has("course", "2014-01-08", facts["plan_first_day"]),
        "owners": lambda plan: sum(owner in plan["course"] + plan["in_charge"] for owner in OWNERS) >= 3,
    }


@by_hand("plan")
def in_few_words(case):
    facts = case.facts
    names = ["title", "background", "purpose", "resources", "course", "budget", "cautions", "in_charge"]
    plan = {name: f"This is the part of the plan called {name}." for name in names}
    plan["course"] += f" {facts['plan_first_day']} 2014-01-08 业务部 办公室 安全部"
    plan["budget"] += f" {facts['plan_guests']} {facts['plan_total']}"
    return plan


mistake("ninth", "plan", lambda right, case: {**right, "form": "Bound on the long side, with a cover."})
mistake("why-now", "plan", lambda right, case: {**right, "purpose": right["background"]})
mistake(
    "figures", "plan", lambda right, case: {**right, "budget": "Room, meals, travel: 21000 for 14 guests"}
)


@mistake("days", "plan")
def no_first_day(right, case):
    return {**right, "course": right["course"].replace(case.facts["plan_first_day"], "2013-12-30")}


@mistake("who", "plan")
def nobody_named(right, case):
    course = " ".join([case.facts["plan_first_day"], "to 2014-01-08: talks, meal, questions"])
    return {**right, "course": course, "in_charge": "Everybody answers for the whole of it."}
