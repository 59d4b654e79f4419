"""The parts of all questions: kinds of answers, points, right results on the hand tables, worked out on paper."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.course.answers.kinds import Number, OneOf, TupleOf, share
from sim.course.answers.names import Named, Words, each
from sim.course.answers.parts import Case, Part
from sim.course.answers.plans import VERDICTS, Experiment, Feasible, NearBest, verdicts
from sim.course.answers.tables import Frame
from sim.course.assignments.service_strategy.books import PARTS
from sim.course.assignments.service_strategy.branch import LEVELS
from sim.course.assignments.service_strategy.positions import FIVE, PRICES, SPEEDS, profit_by_newcomer
from sim.course.assignments.service_strategy.returns import SHARES
from sim.course.assignments.service_strategy.trial import (
    LEVEL_IDS,
    LEVEL_NUMBERS,
    PLANS,
    SET_IDS,
    SETS,
    SNOW_IDS,
    UNIFORM,
    as_table,
    in_words,
    low_and_high,
)
from sim.course.assignments.service_strategy.trial import LEVELS as TRIED_LEVELS

AMOUNT = Number("CNY", relative=1e-6)
MONEY = Number("CNY", relative=1e-4)
PLACES = tuple(f"{speed} {price}" for price in PRICES for speed in SPEEDS)
TRIED_PLACES = tuple(f"{speed} {price}" for price, speed in FIVE)
BETWEEN = ("middle 13", "middle 15", "fast 18")
"""Places of those tried that others beat at any rates."""
BEST_SERVICE, LEAST_VISIBLE = LEVELS[-1], LEVELS[0]
COSTS = ("visible", "carriage", "hidden", "total")
NEAR = 0.005


def means_of_levels(case: Case) -> Any:
    """Level -> mean costs of the student's table, and their total."""
    means = case.read("level_years").groupby("level")[["visible", "carriage", "hidden"]].mean()
    return means.assign(total=means.sum(axis=1))


def in_best(case: Case, answer: int) -> str | None:
    """The best service, the least visible cost, or the level of today's promise."""
    means = means_of_levels(case)
    if answer == BEST_SERVICE:
        return "best-service"
    if answer in (LEAST_VISIBLE, int(means["visible"].idxmin())):
        return "least-visible"
    return "hidden-left-out" if answer == int((means["visible"] + means["carriage"]).idxmin()) else None


def in_trial(case: Case, answer: dict[str, Any]) -> str | None:
    """The level with the best service, or the saving with the wrong sign or added up."""
    means: Any = as_table(answer["runs"]).groupby("level")[["total", "hidden"]].mean()
    if answer["best"] != int(means["total"].idxmin()):
        return "best-service" if answer["best"] == TRIED_LEVELS[-1] else None
    saved = means.loc[TRIED_LEVELS[0], "hidden"] - means.loc[TRIED_LEVELS[-1], "hidden"]
    if abs(answer["saved"] + saved) <= NEAR * abs(saved):
        return "saved-or-more"
    return "mean-not-sum" if abs(answer["saved"] / saved - len(LEVEL_NUMBERS)) < NEAR else None


def in_against_best(case: Case, answer: dict[int, str]) -> str | None:
    """Lower than the best, or nothing clear."""
    words = set(answer.values())
    if VERDICTS[1] in words:
        return "which-from-which"
    return "subtract-first" if words == {VERDICTS[2]} else None


def in_packages(case: Case, answer: dict[str, Any]) -> str | None:
    """Everybody first, one package for all, C served best, or the budget passed."""
    table = as_table(answer["runs"])
    means: Any = table.groupby("packages").mean(numeric_only=True)
    best = means["profit"].idxmax()
    if answer["best"] != best:
        other = "one-class-differs" if answer["best"] in UNIFORM else None
        return {"ppp": "all-first", "bbp": "what-c-leaves"}.get(answer["best"], other)
    extra = means["visible"] - means.loc["bbb", "visible"]
    if extra[answer["in_budget"]] > case.facts["extra"]:
        return "over-budget"
    wide = table.pivot(index="number", columns="packages", values="profit")
    against = wide[best] - wide["bbb"]
    rival = means.loc[[name for name in UNIFORM if name != best], "profit"].idxmax()
    if "bbb" not in (best, rival) and abs(answer["gain"][0] - against.mean()) < 1:
        return "best-uniform"
    difference = wide[best] - wide[rival]
    if abs(answer["gain"][0] + difference.mean()) < 1:
        return "which-from-which"
    low, _high = low_and_high(difference)
    return (
        "subtract-first"
        if abs(answer["gain"][0] - difference.mean()) < 1 < abs(answer["gain"][1] - low)
        else None
    )


def in_returns(case: Case, answer: dict[float, str]) -> str | None:
    """More orders taken for more profit, or differences with the wrong sign."""
    table = case.read("return_years").set_index(["share", "number", "collect"])["profit"].unstack()
    means = (table["yes"] - table["no"]).groupby("share").mean()
    if all(answer[share] == VERDICTS[0] for share in SHARES):
        return "orders-or-profit"
    turned = {share: VERDICTS[1] if mean > 0 else VERDICTS[0] for share, mean in means.items()}
    return "which-from-which" if sum(answer[s] == turned[s] for s in SHARES) >= len(SHARES) - 1 else None


def in_two(case: Case, answer: list[str]) -> str | None:
    """Today's place in the middle, one hill only, cheap and fast."""
    named = set(answer)
    if "fast 10" in named:
        return "cheap-and-fast"
    if "middle 15" in named:
        return "where-you-stand"
    return "another-hill" if len(named) == 1 else None


def in_robust(case: Case, answer: list[Any]) -> str | None:
    """The place that is best alone, or the mean of the cases."""
    by_place = profit_by_newcomer(case).loc[list(TRIED_PLACES)]
    alone = by_place["nobody"]
    place, value = answer
    worst = by_place.min(axis=1)
    if abs(value - alone[place]) < 1 and abs(value - worst[place]) >= 1:
        return "if-copied"
    return "worst-case" if abs(value - by_place.mean(axis=1)[place]) < 1 else None


def in_snow(case: Case, answer: dict[str, Any]) -> str | None:
    """The most expensive plan, the useless van, nothing, more than the budget, or luck taken for an effect."""
    table = as_table(answer["runs"])
    means: Any = table.groupby("plan").mean()
    if answer["plan"] == "nothing":
        return "whom-it-calms"
    if answer["plan"] == "van":
        return "which-road"
    if means.loc[answer["plan"], "cost"] > case.facts["snow_budget"]:
        return "over-budget"
    saved = means.loc["nothing", "dissatisfied"] - means.loc[answer["plan"], "dissatisfied"]
    if abs(answer["saved"] + saved) < 1e-6:
        return "saved-or-more"
    orders = table.pivot(index="number", columns="plan", values="dissatisfied")
    return "better-by-luck" if answer["full"] != in_words(orders["full"] - orders["basic"]) else None


def in_memo(case: Case, answer: dict[str, Any]) -> str | None:
    """Another level, figures of another level, or a position that earns least when somebody copies it."""
    means = means_of_levels(case)
    row = means.loc[answer["level"]]
    if row["total"] > means["total"].min() * (1 + NEAR):
        return "best-level"
    share = row["hidden"] / (row["hidden"] + row["visible"])
    if abs(answer["total"] / row["total"] - 1) > NEAR or abs(answer["hidden_share"] - share) > NEAR * share:
        return "own-figures"
    return "if-copied" if answer["place"] in BETWEEN else None


def year(names: str) -> Named:
    """The result of a run: its numbers by name."""
    return Named(dict.fromkeys(names.split(), Number(relative=1e-5)))


LEVEL_RUN = Named({"level": OneOf(TRIED_LEVELS), **year("number visible carriage hidden total").kinds})
SET_RUN = Named({"packages": OneOf(SETS), **year("number profit visible wait_a wait_b wait_c").kinds})
SNOW_RUN = Named({"plan": OneOf(tuple(PLANS)), **year("number late dissatisfied cost").kinds})

QUESTIONS: dict[str, tuple[Part, ...]] = {
    "q1": (
        Part(
            "visible",
            each(AMOUNT, PARTS),
            "ledger accounts start",
            {"order handling": 120, "execution": 250, "support and returns": 60},
            points=2,
        ),
    ),
    "q2": (
        Part(
            "hidden",
            each(AMOUNT, ("present", "possible")),
            "needs",
            {"present": 200, "possible": 40},
            points=2,
        ),
        Part(
            "hidden_share",
            share(),
            "visible_cost hidden_cost",
            0.24,
            calls=lambda case: [(1_640_000, 114_000), (1_320_000, 549_000)],
        ),
    ),
    "q3": (
        Part(
            "curve",
            Frame(("level",), COSTS),
            "level_years",
            pd.DataFrame(
                {
                    "level": [1, 2, 3],
                    "visible": [105.0, 120.0, 160.0],
                    "carriage": [45.0, 55.0, 60.0],
                    "hidden": [100.0, 40.0, 15.0],
                    "total": [250.0, 215.0, 235.0],
                }
            ),
        ),
        Part("best", NearBest(OneOf(LEVELS)), judge=in_best),
        Part(
            "trial",
            Experiment(LEVEL_IDS, LEVEL_RUN, {"best": OneOf(TRIED_LEVELS), "saved": MONEY}),
            judge=in_trial,
        ),
    ),
    "q4": (
        Part(
            "real",
            TupleOf((MONEY, MONEY, MONEY)),
            "pairs",
            (2.0, 0.758336, 3.241664),
        ),
        Part("years_needed", Number(low=0), "pairs half_width", 16),
        Part("against_best", each(OneOf(VERDICTS)), judge=in_against_best),
    ),
    "q5": (Part("frontier", Words(ordered=True), "policies", ["a", "b", "e", "h", "f", "j"], points=2),),
    "q6": (
        Part(
            "packages",
            Experiment(
                SET_IDS,
                SET_RUN,
                {
                    "best": OneOf(SETS),
                    "in_budget": OneOf(SETS),
                    "gain": TupleOf((MONEY, MONEY, MONEY)),
                    "queue": OneOf(VERDICTS),
                },
            ),
            judge=in_packages,
            points=4,
        ),
    ),
    "q7": (
        Part("gain_of", each(MONEY), "return_years", {0.1: 4.0, 0.3: 45.0}),
        Part("verdict_returns", verdicts(SHARES), judge=in_returns),
    ),
    "q8": (
        Part(
            "profit_at",
            each(MONEY),
            "positions lorry_factor carriage_factor",
            {"slow 10": 150.0, "fast 22": 260.0},
        ),
        Part("two", Words(PLACES), judge=in_two),
        Part("robust", TupleOf((OneOf(TRIED_PLACES), MONEY)), judge=in_robust, points=2),
    ),
    "q9": (
        Part(
            "snow",
            Experiment(
                SNOW_IDS,
                SNOW_RUN,
                {"plan": OneOf(tuple(PLANS)), "saved": Number(close=1e-6), "full": OneOf(VERDICTS)},
            ),
            judge=in_snow,
            points=3,
        ),
    ),
    "q10": (
        Part(
            "memo_numbers",
            Feasible(
                Named(
                    {
                        "level": OneOf(LEVELS),
                        "total": MONEY,
                        "hidden_share": Number("share", 0, 1, 1e-4, 0),
                        "place": OneOf(TRIED_PLACES),
                    }
                )
            ),
            judge=in_memo,
        ),
    ),
}
