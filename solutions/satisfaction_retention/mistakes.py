"""Typical mistakes of assignment 6, each with its hint. Never released.

A mistake takes the right function and its inputs; for a value, the right value and the case.
"""

from __future__ import annotations

import math

import pandas as pd

from sim.course.answers.plans import Rerun, verdict
from sim.course.assignments.satisfaction_retention.pilot import HALLS
from sim.course.assignments.satisfaction_retention.questions import LINKS
from sim.course.assignments.satisfaction_retention.trial import (
    BONDS,
    HOURS,
    NUMBERS,
    PERIODS,
    bond_years,
    picker_half_years,
)
from sim.course.authoring.slots import at, instead, numbered
from sim.course.authoring.source import by_hand, mistake, right
from sim.course.data.trials import as_table

# --- the demonstration student's texts, classified by reading them; values step by step

by_hand("aspect", numbered("service behaviour idea sight behaviour product service product sight service"))
by_hand(
    "dimension",
    numbered(
        "empathy responsiveness reliability tangibles assurance reliability responsiveness empathy tangibles reliability"
    ),
)
by_hand("why", numbered("quality price moved care quality care care care"))
by_hand(
    "source",
    numbered(
        "customer operations supplier supplier sales operations customer sales operations force_majeure sales agent"
    ),
)
by_hand(
    "level",
    numbered("financial social structural financial structural social social structural financial"),
)
by_hand("place", dict(enumerate((6, 5, 8, 7, 1, 3, 4, 2), 1)))


@by_hand("kept_26")
def leaving_by_leaving(case):
    found = {}
    for hall, groups in HALLS.items():
        found[hall] = {}
        for handled in groups:
            rows = case.read("first").query("hall == @hall and handled == @handled")
            times = sorted(zip(rows["weeks"], rows["left"], strict=True))
            share = 1.0
            for week in sorted({week for week, left in times if left == "yes" and week <= 26}):
                gone = sum(1 for other, left in times if other == week and left == "yes")
                share -= share * gone / sum(1 for other, _left in times if other >= week)
            found[hall][handled] = share
    return found


STUDENT_T = 2.776445
"""Of four degrees of freedom, 97.5 %."""


def word_of(pairs):
    mean = sum(pairs) / len(pairs)
    spread = sum((one - mean) ** 2 for one in pairs) / (len(pairs) - 1)
    half = STUDENT_T * math.sqrt(spread / len(pairs))
    return "higher" if mean > half else "lower" if mean < -half else "no clear difference"


def mean_of(runs, name, figure):
    return sum(runs[number][name][figure] for number in NUMBERS) / len(NUMBERS)


def best_of(runs, names):
    return max(names, key=lambda name: mean_of(runs, name, "profit"))


@by_hand("bonds")
def bond_by_bond(case):
    runs = bond_years(case)
    found = {"runs": runs, "won": {}, "verdict": {}, "advice": best_of(runs, ("none", *BONDS))}
    for bond in BONDS:
        found["won"][bond] = {p: mean_of(runs, bond, p) - mean_of(runs, "none", p) for p in PERIODS}
        pairs = [runs[number][bond]["half_3"] - runs[number]["none"]["half_3"] for number in NUMBERS]
        found["verdict"][bond] = word_of(pairs)
    return found


@by_hand("chain")
def link_by_link(case):
    runs = picker_half_years(case)
    found = {"runs": runs, "best_hours": best_of(runs, HOURS)}
    for link in LINKS:
        found[link] = word_of([runs[number][7][link] - runs[number][12][link] for number in NUMBERS])
    return found


# --- question 1: words

mistake("who-acts", "aspect", lambda right, case: instead(right, at(case, "voices", 0), "behaviour"))
mistake("seen-and-heard", "aspect", lambda right, case: instead(right, at(case, "voices", 3, 4), "service"))
mistake("goods-or-coming", "aspect", lambda right, case: instead(right, at(case, "voices", 5), "service"))
mistake("seen-and-heard", "aspect", lambda right, case: dict.fromkeys(right, "service"))
mistake(
    "promised-or-quick", "dimension", lambda right, case: instead(right, at(case, "voices", 8), "reliability")
)
mistake("this-one", "dimension", lambda right, case: instead(right, at(case, "voices", 6, 9), "reliability"))
mistake(
    "look-is-tangible", "dimension", lambda right, case: instead(right, at(case, "voices", 3), "assurance")
)


# --- question 2


@mistake("asked-more-often", "weighted")
def plain_mean(right, survey, customers):
    return survey["satisfaction"].mean()


@mistake("as-many", "weighted")
def mean_of_means(right, survey, customers):
    return survey.groupby("klass")["satisfaction"].mean().mean()


mistake(
    "no-answer",
    "weighted",
    lambda right, survey, customers: right(survey.fillna({"satisfaction": 0}), customers),
)
mistake("all-customers", "weighted", lambda right, survey, customers: right(survey, survey))


def by_class(survey, customers, weights):
    """The sum over classes under the root, with other weights of the classes."""
    answers = survey.groupby("klass")["satisfaction"]
    return (weights * answers.std() ** 2 / answers.count()).sum()


def shares(customers):
    return customers["klass"].value_counts(normalize=True)


@mistake("who-answered", "margin")
def divided_by_those_asked(right, survey, customers):
    answers = survey.groupby("klass")["satisfaction"]
    return 1.96 * math.sqrt((shares(customers) ** 2 * answers.std() ** 2 / answers.size()).sum())


@mistake("share-squared", "margin")
def share_not_squared(right, survey, customers):
    return 1.96 * math.sqrt(by_class(survey, customers, shares(customers)))


mistake("root-and-1.96", "margin", lambda right, survey, customers: right(survey, customers) / 1.96)
mistake(
    "root-and-1.96", "margin", lambda right, survey, customers: 1.96 * (right(survey, customers) / 1.96) ** 2
)


@mistake("class-by-class", "margin")
def as_one_sample(right, survey, customers):
    answers = survey["satisfaction"]
    return 1.96 * answers.std() / math.sqrt(answers.count())


mistake("all-customers", "margin", lambda right, survey, customers: right(survey, survey))
mistake("until-they-answer", "needed", lambda right, sd, wanted, response: right(sd, wanted, 1))


@mistake("round-twice", "needed")
def rounded_once(right, sd, wanted, response):
    return math.ceil((1.96 * sd / wanted) ** 2 / response)


@mistake("more-not-fewer", "needed")
def multiplied(right, sd, wanted, response):
    return math.ceil(math.ceil((1.96 * sd / wanted) ** 2) * response)


# --- question 3


def whenever(table, column):
    """The table as if everything had happened long ago."""
    return table.assign(**{column: pd.Timestamp("2000-01-01")})


@mistake("after-leaving", "voices_of")
def late_complaints(right, leavers, orders, complaints, mentions):
    return right(leavers, orders, whenever(complaints, "opened"), mentions)


@mistake("after-leaving", "voices_of")
def late_failures(right, leavers, orders, complaints, mentions):
    return right(leavers, whenever(orders, "ended"), complaints, mentions)


@mistake("once-each", "voices_of")
def counted_twice(right, leavers, orders, complaints, mentions):
    spoke = right(leavers, orders, complaints, mentions)
    mentioned = right(leavers, orders, complaints.iloc[:0], mentions)["mentioned"]
    silent = right(leavers, orders, complaints.iloc[:0], mentions.iloc[:0])["silent"]
    return {**spoke, "mentioned": mentioned, "silent": silent}


@mistake("silent-or-content", "voices_of")
def silent_is_everybody_else(right, leavers, orders, complaints, mentions):
    found = right(leavers, orders, complaints, mentions)
    return {**found, "silent": found["silent"] + found["content"], "content": 0}


@mistake("1-and-2", "voices_of")
def only_the_worst(right, leavers, orders, complaints, mentions):
    return right(leavers, orders[orders["satisfaction"] != 2], complaints, mentions)


mistake("way-or-answer", "why", lambda right, case: instead(right, at(case, "reasons", 2), "quality"))
mistake("keep-at-all", "why", lambda right, case: instead(right, at(case, "reasons", 7), "care"))
mistake("keep-at-all", "why", lambda right, case: dict.fromkeys(right, "care"))


# --- questions 4 and 5

mistake(
    "fine-weather", "source", lambda right, case: instead(right, at(case, "grievances", 2), "force_majeure")
)
mistake("on-the-way", "source", lambda right, case: instead(right, at(case, "grievances", 4), "operations"))
mistake("the-receiver", "source", lambda right, case: instead(right, at(case, "grievances", 8), "supplier"))
mistake("whose-hand", "source", lambda right, case: instead(right, at(case, "grievances", 10), "sales"))
mistake("each-source", "source", lambda right, case: instead(right, at(case, "grievances", 11), "supplier"))


def causes(log, by):
    grouped = log.groupby("cause")
    return grouped.size() if by == "number" else grouped["paid"].sum()


@mistake("largest-first", "pareto")
def cumulative_before_sorting(right, complaint_log, by):
    share = causes(complaint_log, by) / causes(complaint_log, by).sum()
    return right(complaint_log, by).assign(cumulative=share.cumsum())


@mistake("share-of-all", "pareto")
def share_of_the_largest(right, complaint_log, by):
    table = right(complaint_log, by)
    share = table["value"] / table["value"].max()
    return table.assign(share=share, cumulative=share.cumsum())


@mistake("sum-not-mean", "pareto")
def mean_paid(right, complaint_log, by):
    if by == "number":
        return right(complaint_log, by)
    value = complaint_log.groupby("cause")["paid"].mean().sort_values(ascending=False)
    share = value / value.sum()
    return pd.DataFrame({"value": value, "share": share, "cumulative": share.cumsum()})


@mistake("reach-it", "few")
def those_below(right, complaint_log, by, part):
    return right(complaint_log, by, part) - 1


mistake("by-which", "few", lambda right, complaint_log, by, part: right(complaint_log, "number", part))


@mistake("by-which", "few")
def all_causes(right, complaint_log, by, part):
    return complaint_log["cause"].nunique()


# --- question 6


def steps_of(standard):
    steps = standard["step"].tolist()
    return zip(["opened", *steps[:-1]], steps, standard["hours"], strict=True)


def hours_between(late, early):
    return (late - early).dt.total_seconds() / 3600


@mistake("not-yet-due", "in_time")
def of_all_cases(right, cases, standard):
    return pd.Series(
        {s: (hours_between(cases[s], cases[b]) <= allowed).mean() for b, s, allowed in steps_of(standard)}
    )


@mistake("not-done", "in_time")
def of_those_done(right, cases, standard):
    done = {}
    for before, step, allowed in steps_of(standard):
        hours = hours_between(cases[step], cases[before]).dropna()
        done[step] = (hours <= allowed).mean()
    return pd.Series(done)


@mistake("from-the-step-before", "in_time")
def hours_from_opened(right, cases, standard):
    found = {}
    for before, step, allowed in steps_of(standard):
        ready = cases[cases[before].notna()]
        found[step] = (hours_between(ready[step], ready["opened"]) <= allowed).mean()
    return pd.Series(found)


@mistake("days-lost", "in_time")
def seconds_of_the_day(right, cases, standard):
    found = {}
    for before, step, allowed in steps_of(standard):
        ready = cases[cases[before].notna()]
        found[step] = ((ready[step] - ready[before]).dt.seconds / 3600 <= allowed).mean()
    return pd.Series(found)


@mistake("still-in-time", "open_late")
def all_open(right, cases, standard, today):
    return int(cases["called_back"].isna().sum())


@mistake("call-back-counts", "open_late")
def closed_when_agreed(right, cases, standard, today):
    return right(cases, standard[standard["step"] != "called_back"], today)


@mistake("from-the-step-before", "open_late")
def from_opened(right, cases, standard, today):
    late = 0
    for before, step, allowed in steps_of(standard):
        waiting = cases[cases[before].notna() & cases[step].isna()]
        late += int((hours_between(today, waiting["opened"]) > allowed).sum()) if len(waiting) else 0
    return late


# --- question 7


def gone(first, weeks):
    return (first["left"] == "yes") & (first["weeks"] <= weeks)


mistake("short-watched", "kept", lambda right, first, weeks: 1 - gone(first, weeks).mean())
mistake("other-weeks", "kept", lambda right, first, weeks: 1 - (first["left"] == "yes").mean())


@mistake("known-so-far", "kept")
def short_ones_dropped(right, first, weeks):
    known = first[gone(first, weeks) | (first["weeks"] >= weeks)]
    return 1 - gone(known, weeks).mean()


@mistake("nobody-saw", "kept")
def short_ones_left(right, first, weeks):
    stayed = (first["weeks"] >= weeks) & ~gone(first, weeks)
    return stayed.mean()


@mistake("who-is-watched", "kept")
def everybody_at_risk(right, first, weeks):
    share = 1.0
    for week in range(1, weeks + 1):
        share *= 1 - ((first["weeks"] == week) & (first["left"] == "yes")).mean()
    return share


def of_groups(case, function):
    first = case.read("first")
    found = {hall: {} for hall in HALLS}
    for (hall, handled), rows in first.groupby(["hall", "handled"]):
        found[hall][handled] = float(function(rows))
    return found


mistake(
    "stayed-or-left",
    "kept_26",
    lambda right, case: {
        hall: {h: 1 - share for h, share in groups.items()} for hall, groups in right.items()
    },
)
mistake(
    "short-watched", "kept_26", lambda right, case: of_groups(case, lambda rows: 1 - gone(rows, 26).mean())
)
mistake(
    "known-so-far",
    "kept_26",
    lambda right, case: of_groups(case, lambda rows: short_ones_dropped(None, rows, 26)),
)


# --- question 8


@mistake("from-year-1", "lifetime")
def from_year_0(right, contribution, keep, rate, years):
    return sum(contribution * keep**t / (1 + rate) ** t for t in range(years))


mistake(
    "todays-value",
    "lifetime",
    lambda right, contribution, keep, rate, years: right(contribution, keep, 0, years),
)


@mistake("fewer-each-year", "lifetime")
def kept_once(right, contribution, keep, rate, years):
    return sum(contribution * keep / (1 + rate) ** t for t in range(1, years + 1))


@mistake("last-year-too", "lifetime")
def a_year_too_few(right, contribution, keep, rate, years):
    return right(contribution, keep, rate, years - 1)


@mistake("half-a-year", "complaint_value")
def half_year_as_year(right, classes, rate, years, cost):
    return right(
        classes.assign(silent=classes["silent"] ** 0.5, mended=classes["mended"] ** 0.5), rate, years, cost
    )


@mistake("half-a-year", "complaint_value")
def halved(right, classes, rate, years, cost):
    half = classes.assign(silent=(classes["silent"] / 2) ** 0.5, mended=(classes["mended"] / 2) ** 0.5)
    return right(half, rate, years, cost)


mistake(
    "help-costs", "complaint_value", lambda right, classes, rate, years, cost: right(classes, rate, years, 0)
)


@mistake("against-silence", "complaint_value")
def helped_alone(right, classes, rate, years, cost):
    return right(classes.assign(silent=0), rate, years, cost)


# --- question 9: own simulations

mistake("price-or-system", "level", lambda right, case: instead(right, at(case, "acts", 1), "structural"))
mistake("person-or-system", "level", lambda right, case: instead(right, at(case, "acts", 4), "structural"))
mistake("price-or-system", "level", lambda right, case: dict.fromkeys(right, "structural"))


def differences(runs, column):
    """Bond -> differences to none, by number."""
    wide = as_table(runs, "bond").pivot(index="number", columns="bond", values=column)
    return {bond: wide[bond] - wide["none"] for bond in BONDS}


def mean_profit(runs, tried):
    return as_table(runs, tried).groupby(tried)["profit"].mean().idxmax()


@right("bonds")
def bonds_of(case):
    def derive(runs):
        more = {column: differences(runs, column) for column in PERIODS}
        return {
            "won": {bond: {c: float(more[c][bond].mean()) for c in PERIODS} for bond in BONDS},
            "verdict": {bond: verdict(more["half_3"][bond]) for bond in BONDS},
            "advice": mean_profit(runs, "bond"),
        }

    return Rerun(lambda number: bond_years(case, [number])[number], case.tried(NUMBERS, 1), derive)


@mistake("more-than-what", "bonds")
def orders_in_all(right, case):
    means = as_table(right["runs"], "bond").groupby("bond").mean()
    return {**right, "won": {bond: {c: float(means.loc[bond, c]) for c in PERIODS} for bond in BONDS}}


@mistake("half-alone", "bonds")
def halves_added_up(right, case):
    won = {}
    for bond, more in right["won"].items():
        two = more["half_1"] + more["half_2"]
        won[bond] = {**more, "half_2": two, "half_3": two + more["half_3"]}
    return {**right, "won": won}


@mistake("after-the-end", "bonds")
def verdict_of_the_first_weeks(right, case):
    words = {b: word_of(d.tolist()) for b, d in differences(right["runs"], "first_six_weeks").items()}
    return {**right, "verdict": {**words, "points": "higher", "links": "no clear difference"}}


mistake("what-it-costs", "bonds", lambda right, case: {**right, "advice": "links"})


# --- question 10


@right("chain")
def chain_of(case):
    def derive(runs):
        table = as_table(runs, "hours")
        found = {"best_hours": int(mean_profit(runs, "hours"))}
        for link in LINKS:
            wide = table.pivot(index="number", columns="hours", values=link)
            found[link] = verdict(wide[7] - wide[12])
        return found

    return Rerun(lambda number: picker_half_years(case, [number])[number], case.tried(NUMBERS, 2), derive)


@mistake("against-twelve", "chain")
def turned_round(right, case):
    turned = {"higher": "lower", "lower": "higher"}
    return {**right, **{link: turned.get(right[link], right[link]) for link in LINKS}}


mistake("same-luck", "chain", lambda right, case: {**right, **dict.fromkeys(LINKS, "no clear difference")})
mistake("wages-alone", "chain", lambda right, case: {**right, "best_hours": 7})


# --- question 11


def exchanged(right, case, one, two):
    (first,), (second,) = at(case, "handling", one), at(case, "handling", two)
    return {**right, first: right[second], second: right[first]}


mistake("act-then-agree", "place", lambda right, case: exchanged(right, case, 4, 5))
mistake("call-last", "place", lambda right, case: exchanged(right, case, 5, 6))
mistake("every-place", "place", lambda right, case: instead(right, at(case, "handling", 7), 1))
