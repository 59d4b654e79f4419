"""Typical mistakes of assignment 7, each with its hint. Never released.

A mistake takes the right function and its inputs; for a value, the right value and the case.
"""

from __future__ import annotations

from sim.course.answers.plans import Rerun, Worth, verdict
from sim.course.assignments.service_strategy.own_years import hull
from sim.course.assignments.service_strategy.positions import profit_by_newcomer
from sim.course.assignments.service_strategy.questions import TRIED_PLACES, means_of_levels
from sim.course.assignments.service_strategy.returns import SHARES
from sim.course.assignments.service_strategy.trial import (
    LEVEL_IDS,
    PLANS,
    SET_IDS,
    SETS,
    SNOW_IDS,
    UNIFORM,
    as_table,
    in_words,
    low_and_high,
    weeks_of_snow,
    years_of_levels,
    years_of_packages,
)
from sim.course.authoring.source import by_hand, mistake, right

TRIED = 3
"""Runs of an experiment that marking simulates again."""
STUDENT_T = {4: 3.182446, 5: 2.776445, 6: 2.570582}
"""97.5 % of Student's t for so many numbers."""


def spread(values):
    mean = sum(values) / len(values)
    return mean, (sum((one - mean) ** 2 for one in values) / (len(values) - 1)) ** 0.5


def ends(values):
    """Mean and interval, worked with Student's t."""
    mean, sd = spread(values)
    half = STUDENT_T[len(values)] * sd / len(values) ** 0.5
    return mean, mean - half, mean + half


def word(values):
    _mean, low, high = ends(values)
    return "higher" if low > 0 else "lower" if high < 0 else "no clear difference"


def sign(value):
    return "higher" if value > 0 else "lower" if value < 0 else "no clear difference"


# --- question 1


@mistake("older-than-the-year", "visible")
def weeks_before_counted(right, ledger, accounts, start):
    return right(ledger, accounts, ledger["time"].min())


@mistake("money-back", "visible")
def all_amounts_as_cost(right, ledger, accounts, start):
    return right(ledger.assign(amount=-ledger["amount"].abs()), accounts, start)


@mistake("carriage-apart", "visible")
def carriage_is_execution(right, ledger, accounts, start):
    return right(ledger, accounts.replace({"part": {"carriage": "execution"}}), start)


mistake("above-zero", "visible", lambda right, ledger, accounts, start: -right(ledger, accounts, start))


# --- question 2


def of_kinds(needs, amounts):
    kinds = needs["knew"].map({"yes": "present", "no": "possible"})
    return amounts.groupby(kinds).sum()


@mistake("came-all-the-same", "hidden")
def won_not_taken_off(right, needs):
    lost = (needs["perfect"] == "yes") & (needs["ours"] == "no")
    return of_kinds(needs, needs["contribution"].where(lost, 0))


mistake("what-is-left", "hidden", lambda right, needs: right(needs.assign(contribution=needs["price"])))


@mistake("gone-in-any-case", "hidden")
def all_that_was_not_ours(right, needs):
    return right(needs.assign(perfect=needs["perfect"].where(needs["ours"] == "yes", "yes")))


@mistake("who-never-came", "hidden")
def kinds_exchanged(right, needs):
    return right(needs.assign(knew=needs["knew"].map({"yes": "no", "no": "yes"})))


mistake(
    "share-of-the-sum", "hidden_share", lambda right, visible_cost, hidden_cost: hidden_cost / visible_cost
)
mistake(
    "share-of-the-sum",
    "hidden_share",
    lambda right, visible_cost, hidden_cost: visible_cost / (visible_cost + hidden_cost),
)


# --- question 3


@mistake("mean-not-sum", "curve")
def sums_of_years(right, level_years):
    sums = level_years.groupby("level")[["visible", "carriage", "hidden"]].sum()
    return sums.assign(total=sums.sum(axis=1))


@mistake("three-in-total", "curve")
def total_of_two(right, level_years):
    table = right(level_years)
    return table.assign(total=table["visible"] + table["hidden"])


@mistake("three-in-total", "curve")
def on_time_in_total(right, level_years):
    table = right(level_years)
    return table.assign(total=table["visible"] + table["carriage"])


@mistake("one-year-is-luck", "curve")
def first_number_only(right, level_years):
    return right(level_years[level_years["number"] == level_years["number"].min()])


@right("best")
def least_total(case):
    total = means_of_levels(case)["total"]
    return Worth(lambda level: -float(total[level]), -float(total.min()), 0.001 * float(total.min()))


@by_hand("best")
def level_by_level(case):
    sums, counts = {}, {}
    for row in case.read("level_years").itertuples():
        sums[row.level] = sums.get(row.level, 0) + row.visible + row.carriage + row.hidden
        counts[row.level] = counts.get(row.level, 0) + 1
    return min(sums, key=lambda level: sums[level] / counts[level])


mistake("best-service", "best", lambda right, case: 9)
mistake("least-visible", "best", lambda right, case: 1)


def derive_levels(runs):
    means = as_table(runs).groupby("level").mean()
    return {
        "best": int(means["total"].idxmin()),
        "saved": float(means.loc[3, "hidden"] - means.loc[9, "hidden"]),
    }


@right("trial")
def trial_of(case):
    return Rerun(lambda one: years_of_levels(case, [one])[one], case.tried(LEVEL_IDS, TRIED), derive_levels)


@by_hand("trial")
def run_by_run(case):
    runs = years_of_levels(case)
    total, hidden = dict.fromkeys((3, 6, 9), 0.0), dict.fromkeys((3, 6, 9), 0.0)
    for one in runs.values():
        total[one["level"]] += one["total"] / 3
        hidden[one["level"]] += one["hidden"] / 3
    return {"runs": runs, "best": min(total, key=total.get), "saved": hidden[3] - hidden[9]}


mistake("saved-or-more", "trial", lambda right, case: {**right, "saved": -right["saved"]})
mistake("mean-not-sum", "trial", lambda right, case: {**right, "saved": 3 * right["saved"]})


@mistake("best-service", "trial")
def highest_level(right, case):
    return {**right, "best": 9}


# --- question 4


@mistake("subtract-first", "real")
def unpaired(right, pairs):
    mean = pairs["after"].mean() - pairs["before"].mean()
    half = low_and_high(pairs["after"])[1] - pairs["after"].mean()
    other = low_and_high(pairs["before"])[1] - pairs["before"].mean()
    return mean, mean - (half**2 + other**2) ** 0.5, mean + (half**2 + other**2) ** 0.5


@mistake("few-years-wider", "real")
def normal_in_place_of_t(right, pairs):
    difference = pairs["after"] - pairs["before"]
    half = 1.96 * difference.std() / len(pairs) ** 0.5
    return difference.mean(), difference.mean() - half, difference.mean() + half


@mistake("surer-than-one", "real")
def without_the_root(right, pairs):
    mean, low, high = right(pairs)
    root = len(pairs) ** 0.5
    return mean, mean - root * (mean - low), mean + root * (high - mean)


@mistake("which-from-which", "real")
def turned_round(right, pairs):
    return right(pairs.rename(columns={"before": "after", "after": "before"}))


mistake("squared", "years_needed", lambda right, pairs, half_width: right(pairs, half_width) ** 0.5)
mistake("squared", "years_needed", lambda right, pairs, half_width: right(pairs, half_width) / 2)


@mistake("subtract-first", "years_needed")
def sd_of_after(right, pairs, half_width):
    return right(pairs.assign(before=0), half_width)


def totals(case):
    table = case.read("level_years")
    total = table["visible"] + table["carriage"] + table["hidden"]
    return table.assign(total=total).pivot(index="number", columns="level", values="total")


def against(case):
    wide, level = totals(case), case.facts["level"]
    return {int(other): wide[other] - wide[level] for other in wide.columns if other != level}


@right("against_best")
def verdicts_of_levels(case):
    return {level: verdict(difference) for level, difference in against(case).items()}


@by_hand("against_best")
def pair_by_pair(case):
    sums = {}
    for row in case.read("level_years").itertuples():
        sums[row.level, row.number] = row.visible + row.carriage + row.hidden
    best = case.facts["level"]
    found = {}
    for level in sorted({level for level, _number in sums} - {best}):
        found[level] = word([value - sums[best, n] for (one, n), value in sums.items() if one == level])
    return found


mistake(
    "which-from-which",
    "against_best",
    lambda right, case: {level: {"higher": "lower"}.get(word, word) for level, word in right.items()},
)
mistake("subtract-first", "against_best", lambda right, case: dict.fromkeys(right, "no clear difference"))


# --- question 5


mistake("cheaper-and-better", "frontier", lambda right, policies: hull(policies))


@mistake("equal-and-costlier", "frontier")
def ties_kept(right, policies):
    kept, best = [], -1.0
    for row in policies.sort_values(["cost", "service"], ascending=[True, False]).itertuples():
        if row.service >= best:
            kept.append(row.name)
            best = row.service
    return kept


@mistake("equal-and-costlier", "frontier")
def equal_cost_kept(right, policies):
    rows = list(policies.sort_values("cost").itertuples())
    return [
        one.name
        for one in rows
        if not any(other.cost < one.cost and other.service >= one.service for other in rows)
    ]


mistake("cheapest-first", "frontier", lambda right, policies: right(policies)[::-1])


# --- question 6


def derive_packages(runs):
    table = as_table(runs)
    means = table.groupby("packages").mean()
    profit = table.pivot(index="number", columns="packages", values="profit")
    wait = table.pivot(index="number", columns="packages", values="wait_a")
    return {"means": means, "profit": profit, "wait": wait}


def best_uniform(profits, winner):
    """The uniform set with the highest mean profit; another one if the winner is uniform itself."""
    return profits[[name for name in UNIFORM if name != winner]].idxmax()


def packages_from(case, runs):
    found = derive_packages(runs)
    means, profit, wait = found["means"], found["profit"], found["wait"]
    winner = means["profit"].idxmax()
    allowed = means[means["visible"] <= means.loc["bbb", "visible"] + case.facts["extra"]]
    difference = profit[winner] - profit[best_uniform(means["profit"], winner)]
    return {
        "best": winner,
        "in_budget": allowed["profit"].idxmax(),
        "gain": (float(difference.mean()), *low_and_high(difference)),
        "queue": in_words(wait["ppp"] - wait["bbb"]),
    }


@right("packages")
def packages_of(case):
    return Rerun(
        lambda one: years_of_packages(case, [one])[one],
        case.tried(SET_IDS, TRIED),
        lambda runs: packages_from(case, runs),
    )


@by_hand("packages")
def set_by_set(case):
    runs = years_of_packages(case)
    values = {name: [one for one in runs.values() if one["packages"] == name] for name in SETS}
    profit = {name: [one["profit"] for one in rows] for name, rows in values.items()}
    cost = {name: sum(one["visible"] for one in rows) / 4 for name, rows in values.items()}
    best = max(profit, key=lambda name: sum(profit[name]))
    may = [name for name in SETS if cost[name] <= cost["bbb"] + case.facts["extra"]]
    rival = max((name for name in UNIFORM if name != best), key=lambda name: sum(profit[name]))
    pairs = [a - b for a, b in zip(profit[best], profit[rival], strict=True)]
    waits = [a["wait_a"] - b["wait_a"] for a, b in zip(values["ppp"], values["bbb"], strict=True)]
    return {
        "runs": runs,
        "best": best,
        "in_budget": max(may, key=lambda name: sum(profit[name])),
        "gain": ends(pairs),
        "queue": word(waits),
    }


mistake("all-first", "packages", lambda right, case: {**right, "best": "ppp"})
mistake(
    "one-class-differs",
    "packages",
    lambda right, case: {**right, "best": "sss" if right["best"] == "bbb" else "bbb"},
)
mistake("what-c-leaves", "packages", lambda right, case: {**right, "best": "bbp"})
mistake("over-budget", "packages", lambda right, case: {**right, "in_budget": "ppp"})


@mistake("which-from-which", "packages")
def loss_in_place_of_gain(right, case):
    mean, low, high = right["gain"]
    return {**right, "gain": (-mean, -high, -low)}


@mistake("subtract-first", "packages")
def gain_unpaired(right, case):
    profit = derive_packages(right["runs"])["profit"]
    rival = best_uniform(profit.mean(), right["best"])
    low = low_and_high(profit[right["best"]])[0] - low_and_high(profit[rival])[1]
    high = low_and_high(profit[right["best"]])[1] - low_and_high(profit[rival])[0]
    return {**right, "gain": (right["gain"][0], low, high)}


# --- question 7


mistake("which-from-which", "gain_of", lambda right, return_years: -right(return_years))


@mistake("orders-or-profit", "gain_of")
def more_orders(right, return_years):
    return right(return_years.assign(profit=return_years["orders"]))


@mistake("mean-not-sum", "gain_of")
def sum_of_differences(right, return_years):
    return right(return_years) * return_years["number"].nunique()


def collecting(case):
    table = case.read("return_years").pivot(index=["share", "number"], columns="collect", values="profit")
    return table["yes"] - table["no"]


def by_share(case):
    gain = collecting(case)
    return {share: gain.xs(share, level="share") for share in SHARES}


@right("verdict_returns")
def verdicts_of_shares(case):
    return {share: verdict(values) for share, values in by_share(case).items()}


@by_hand("verdict_returns")
def share_by_share(case):
    profit = {}
    for row in case.read("return_years").itertuples():
        profit[row.share, row.number, row.collect] = row.profit
    numbers = sorted({number for _share, number, _collect in profit})
    return {s: word([profit[s, n, "yes"] - profit[s, n, "no"] for n in numbers]) for s in SHARES}


mistake("orders-or-profit", "verdict_returns", lambda right, case: dict.fromkeys(SHARES, "higher"))


@mistake("which-from-which", "verdict_returns")
def turned_verdicts(right, case):
    return {share: sign(-values.mean()) for share, values in by_share(case).items()}


# --- question 8


@mistake("own-rates", "profit_at")
def factors_forgotten(right, positions, lorry_factor, carriage_factor):
    return right(positions, 1, 1)


@mistake("own-rates", "profit_at")
def factors_exchanged(right, positions, lorry_factor, carriage_factor):
    return right(positions, carriage_factor, lorry_factor)


@mistake("nobody-copies", "profit_at")
def newcomers_counted(right, positions, lorry_factor, carriage_factor):
    return right(positions.assign(newcomer="nobody"), lorry_factor, carriage_factor)


@mistake("mean-not-sum", "profit_at")
def both_years_added(right, positions, lorry_factor, carriage_factor):
    return right(positions, lorry_factor, carriage_factor) * 2


PRICES, SPEEDS = (10, 13, 15, 18, 22), ("slow", "middle", "fast")


@by_hand("two")
def step_by_step(case):
    profit = profit_by_newcomer(case)["nobody"]
    found = []
    for s, speed in enumerate(SPEEDS):
        for p, price in enumerate(PRICES):
            beside = [
                profit[f"{SPEEDS[t]} {PRICES[q]}"]
                for t in range(len(SPEEDS))
                for q in range(len(PRICES))
                if (t, q) != (s, p) and abs(t - s) <= 1 and abs(q - p) <= 1
            ]
            if profit[f"{speed} {price}"] > max(beside):
                found.append(f"{speed} {price}")
    return found


mistake("where-you-stand", "two", lambda right, case: [right[0], "middle 15"])
mistake("another-hill", "two", lambda right, case: right[:1])
mistake("cheap-and-fast", "two", lambda right, case: ["fast 10", right[-1]])


@by_hand("robust")
def case_by_case(case):
    facts, sums, worst = case.facts, {}, {}
    for row in case.read("positions").itertuples():
        paid = facts["lorry_factor"] * row.lorries + facts["carriage_factor"] * row.carriage + row.other
        sums.setdefault((row.place, row.newcomer), []).append(row.income - paid)
    for (place, _newcomer), values in sums.items():
        if place in TRIED_PLACES:
            mean = sum(values) / len(values)
            worst[place] = min(mean, worst.get(place, mean))
    best = max(worst, key=worst.get)
    return (best, worst[best])


def by_newcomer(case):
    return profit_by_newcomer(case).loc[list(TRIED_PLACES)]


@mistake("if-copied", "robust")
def best_alone(right, case):
    alone = by_newcomer(case)["nobody"]
    return (alone.idxmax(), float(alone.max()))


@mistake("worst-case", "robust")
def mean_of_the_cases(right, case):
    mean = by_newcomer(case).mean(axis=1)
    return (mean.idxmax(), float(mean.max()))


# --- question 9


def snow_from(case, runs):
    table = as_table(runs)
    by_plan = table.groupby("plan").mean()
    wide = table.pivot(index="number", columns="plan", values="dissatisfied")
    allowed = by_plan[by_plan["cost"] <= case.facts["snow_budget"]]
    fewest = allowed["dissatisfied"].idxmin()
    cheap = allowed["cost"].sort_values(kind="stable").index
    plan = next(p for p in cheap if in_words(wide[p] - wide[fewest]) == "no clear difference")
    return {
        "plan": plan,
        "saved": float(by_plan.loc["nothing", "dissatisfied"] - by_plan.loc[plan, "dissatisfied"]),
        "full": in_words(wide["full"] - wide["basic"]),
    }


@right("snow")
def snow_of(case):
    return Rerun(
        lambda one: weeks_of_snow(case, [one])[one],
        case.tried(SNOW_IDS, TRIED),
        lambda runs: snow_from(case, runs),
    )


@by_hand("snow")
def plan_by_plan(case):
    runs = weeks_of_snow(case)
    rows = {plan: [one for one in runs.values() if one["plan"] == plan] for plan in PLANS}
    angry = {plan: [one["dissatisfied"] for one in rows[plan]] for plan in PLANS}
    cost = {plan: sum(one["cost"] for one in rows[plan]) / 5 for plan in PLANS}
    may = [plan for plan in PLANS if cost[plan] <= case.facts["snow_budget"]]
    fewest = min(may, key=lambda plan: sum(angry[plan]))
    equal = [
        plan
        for plan in may
        if word([a - b for a, b in zip(angry[plan], angry[fewest], strict=True)]) == "no clear difference"
    ]
    plan = min(equal, key=cost.get)
    return {
        "runs": runs,
        "plan": plan,
        "saved": (sum(angry["nothing"]) - sum(angry[plan])) / 5,
        "full": word([a - b for a, b in zip(angry["full"], angry["basic"], strict=True)]),
    }


@mistake("better-by-luck", "snow")
def luck_or_effect(right, case):
    return {**right, "full": "lower" if right["full"] != "lower" else "no clear difference"}


mistake("which-road", "snow", lambda right, case: {**right, "plan": "van"})
mistake("whom-it-calms", "snow", lambda right, case: {**right, "plan": "nothing"})
mistake("over-budget", "snow", lambda right, case: {**right, "plan": "full"})
mistake("saved-or-more", "snow", lambda right, case: {**right, "saved": -right["saved"]})


# --- question 10


def memo_for(case, level):
    by_level = means_of_levels(case)
    hidden, visible = by_level.loc[level, "hidden"], by_level.loc[level, "visible"]
    return {
        "level": level,
        "total": float(by_level.loc[level, "total"]),
        "hidden_share": float(hidden / (hidden + visible)),
        "place": by_newcomer(case).min(axis=1).idxmax(),
    }


@right("memo_numbers")
def memo_of(case):
    total = means_of_levels(case)["total"]
    place = memo_for(case, int(total.idxmin()))["place"]
    return {
        "level": lambda memo: total[memo["level"]] <= total.min() * 1.005,
        "total": lambda memo: abs(memo["total"] / total[memo["level"]] - 1) < 0.005,
        "hidden_share": lambda memo: (
            abs(memo["hidden_share"] / memo_for(case, memo["level"])["hidden_share"] - 1) < 0.005
        ),
        "place": lambda memo: memo["place"] == place,
    }


@by_hand("memo_numbers")
def from_the_files(case):
    level = level_by_level(case)
    rows = [row for row in case.read("level_years").itertuples() if row.level == level]
    hidden, visible = sum(row.hidden for row in rows), sum(row.visible for row in rows)
    total = sum(row.visible + row.carriage + row.hidden for row in rows) / len(rows)
    share = hidden / (hidden + visible)
    return {"level": level, "total": total, "hidden_share": share, "place": case_by_case(case)[0]}


mistake("best-level", "memo_numbers", lambda right, case: memo_for(case, 9))
mistake("own-figures", "memo_numbers", lambda right, case: {**right, "total": 1.1 * right["total"]})
mistake(
    "if-copied",
    "memo_numbers",
    lambda right, case: {**right, "place": "middle 15"},
)
