"""Numbers of the four offers: ratings by judges, weights by departments, costs of five years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.course.assignments.crm_selection.variant import VENDORS, Variant
from sim.course.fair_tables import Draw, Tables

CRITERIA = ("functions", "ease", "import", "support", "standing", "flexibility", "weeks")
DEPARTMENTS = {"sales": 100, "service": 100, "it": 140, "finance": 80}
"""Department -> the points that it gives out."""
RATED = {
    "rent": (6, 8, 7, 5, 6, 5, 6),
    "suite": (9, 5, 6, 7, 8, 7, 26),
    "specialist": (8, 7, 8, 7, 7, 7, 14),
    "workshop": (7, 7, 6, 8, 5, 9, 18),
}
"""Character -> the judges' mean ratings by criterion, and last the weeks until the system is in use."""
JUDGES, SILENT = 5, 0.06
"""Judges, and the share of cells that they leave empty."""
LEAD = 0.25
"""By how many points the highest score leads."""
NARROW, EVERYTHING = 0.15, (0.0, 1.0)
"""The least distance that one weight can move before another offer wins; another weight decides nothing at all."""
PAYS, CANNOT_PAY = 0.75, 1.0
"""Shares of use that an offer needs: a good one, and an impossible one."""
APART = 0.03
HOUR = 45
GAIN = 160_000
COSTS: dict[str, tuple[tuple[str, float, tuple[int, ...]], ...]] = {
    "rent": (
        ("set-up", 20_000, (0,)),
        ("data import", 15_000, (0,)),
        ("own people", 200, (0,)),
        ("rent", 36_000, (1, 2, 3, 4, 5)),
        ("training", 12_000, (1, 2, 3, 4, 5)),
        ("data care", 20_000, (1, 2, 3, 4, 5)),
        ("leaving", 15_000, (5,)),
    ),
    "suite": (
        ("licence", 260_000, (0,)),
        ("set-up", 120_000, (0,)),
        ("training", 60_000, (0,)),
        ("own people", 900, (0,)),
        ("support", 46_800, (1, 2, 3, 4, 5)),
        ("data care", 20_000, (1, 2, 3, 4, 5)),
    ),
    "specialist": (
        ("licence", 110_000, (0,)),
        ("set-up", 50_000, (0,)),
        ("training", 30_000, (0,)),
        ("own people", 450, (0,)),
        ("support", 19_800, (1, 2, 3, 4, 5)),
        ("data care", 15_000, (1, 2, 3, 4, 5)),
    ),
    "workshop": (
        ("building", 150_000, (0,)),
        ("training", 20_000, (0,)),
        ("own people", 600, (0,)),
        ("building", 60_000, (1,)),
        ("support", 24_000, (1, 2, 3, 4, 5)),
        ("changes", 30_000, (1, 2, 3, 4, 5)),
        ("data care", 20_000, (1, 2, 3, 4, 5)),
    ),
}
"""Character -> item, CNY (own people: hours), years."""


def make_ratings(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """Votes, ratings, and what follows from them: points and weights as they should come out."""
    streams = draw.streams
    votes = _votes(streams)
    shares = votes.pivot(index="criterion", columns="department", values="weight").fillna(0)
    weights = shares.div(shares.sum()).mean(axis=1).reindex(CRITERIA, fill_value=0.0)
    for lift in range(4):
        ratings = _ratings(variant, streams, lift)
        points = mean_points(ratings)
        scores = points @ weights
        if scores[variant.best] - scores.drop(variant.best).max() >= LEAD:
            break
    return {
        "votes": votes,
        "ratings": ratings,
        "points": points.reset_index(),
        "weights": weights.rename("weight").rename_axis("criterion").reset_index(),
    }


def _votes(streams: RandomStreams) -> pd.DataFrame:
    rows = []
    for place, (department, total) in enumerate(DEPARTMENTS.items()):
        wish = streams.of(place, np.arange(len(CRITERIA))).exponential("votes")
        wish[np.argsort(wish, kind="stable")[:2]] = 0  # no department gives weight to everything
        given = np.floor(wish / wish.sum() * total / 5).astype(int) * 5
        given[int(wish.argmax())] += total - given.sum()
        rows += [(department, c, int(w)) for c, w in zip(CRITERIA, given, strict=True) if w]
    return pd.DataFrame(rows, columns=["department", "criterion", "weight"])


def _ratings(variant: Variant, streams: RandomStreams, lift: int) -> pd.DataFrame:
    rows = []
    for place, (vendor, character) in enumerate(zip(VENDORS, variant.characters, strict=True)):
        for number, criterion in enumerate(CRITERIA):
            cells = streams.of(place * len(CRITERIA) + number, np.arange(JUDGES))
            noise, silent = np.floor(cells.uniform("rating") * 3) - 1, cells.uniform("silent") < SILENT
            mean = RATED[character][number]
            given = mean + noise
            if criterion != "weeks":
                given = (given + lift * (vendor == variant.best)).clip(1, 10)
            silent[0] = False
            rows += [
                (vendor, criterion, judge + 1, np.nan if silent[judge] else given[judge])
                for judge in range(JUDGES)
            ]
    return pd.DataFrame(rows, columns=["vendor", "criterion", "judge", "points"])


def mean_points(ratings: pd.DataFrame) -> pd.DataFrame:
    """Points of each vendor (rows, in the sequence of the file) by criterion, 0 to 10."""
    means = ratings.groupby(["vendor", "criterion"], sort=False)["points"].mean().unstack()
    means["weeks"] = 10 * means["weeks"].min() / means["weeks"]
    return means[[criterion for criterion in CRITERIA if criterion in means]]


def is_fair_rating(variant: Variant, made: Tables) -> bool:
    """Whether the winner leads, it is not the only offer that breaks a must, and one weight decides while another does not."""
    points = made["points"].set_index("vendor")
    weights = made["weights"].set_index("criterion")["weight"]
    if weights.min() <= 0:
        return False
    scores = (points @ weights).sort_values(ascending=False)
    if scores.index[0] != variant.best or scores.iloc[0] - scores.iloc[1] < LEAD:
        return False
    if scores.index[1] in variant.broken:
        return False
    found = {name: swing_of(points, weights, name) for name in CRITERIA}
    changes = [
        abs(weights[name] - end)
        for name, ends in found.items()
        for end, limit in zip(ends, EVERYTHING, strict=True)
        if end != limit
    ]
    return min(changes, default=1.0) <= NARROW and EVERYTHING in found.values()


def swing_of(points: pd.DataFrame, weights: pd.Series, criterion: str) -> tuple[float, float]:
    """The range of a criterion's share in which the winner stays, in steps of 0.01, going out from its present share."""
    steps = np.linspace(0, 1, 101).round(2)
    others = weights.drop(criterion)
    rest = points[others.index].to_numpy() @ (others / others.sum()).to_numpy()
    scores = np.outer(steps, points[criterion]) + np.outer(1 - steps, rest)
    winner = int((points @ weights).to_numpy().argmax())
    stays = np.round(scores, 9).argmax(axis=1) == winner
    now = round(weights[criterion] * 100)
    low = now - int(np.argmin([*stays[: now + 1][::-1], False])) + 1
    high = now + int(np.argmin([*stays[now:], False])) - 1
    return float(steps[low]), float(steps[high])


def make_costs(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """Costs of each vendor by year and item, and the gain of the system if everybody uses it."""
    rows = []
    for place, (vendor, character) in enumerate(zip(VENDORS, variant.characters, strict=True)):
        factors = draw.streams.of(place, np.arange(len(COSTS[character]))).uniform("costs") * 0.2 + 0.9
        for factor, (item, amount, years) in zip(factors, COSTS[character], strict=True):
            hours = item == "own people"
            for year in years:
                rise = (1 + variant.rise) ** (year - 1) if item == "rent" else 1.0
                value = round(amount * factor * rise, -1 if hours else -2)
                rows.append((vendor, year, item, value, "hours" if hours else "CNY"))
    costs = pd.DataFrame(rows, columns=["vendor", "year", "item", "amount", "unit"])
    full = round(GAIN * (0.9 + 0.2 * float(draw.streams.of(0).uniform("gain")[0])), -2)
    gains = pd.DataFrame({"year": range(1, 6), "gain": [full / 2, full, full, full, full]})
    return {"costs": costs.sort_values(["year", "vendor"], kind="stable", ignore_index=True), "gains": gains}


def is_fair_cost(variant: Variant, made: Tables) -> bool:
    """Whether the cheapest offer at the start is not the cheapest in the end, one can never pay, and an allowed one pays."""
    costs = made["costs"]
    cny = _cny(costs)
    worth = cny / (1 + variant.rate) ** costs["year"]
    gain = (made["gains"]["gain"] / (1 + variant.rate) ** made["gains"]["year"]).sum()
    total, now = total_costs(costs), worth.groupby(costs["vendor"]).sum()
    early = cny[costs["year"] <= 1].groupby(costs["vendor"]).sum()
    use = now / gain
    apart = all(_apart(values) for values in (total, now))
    may = use.drop(list(variant.broken))
    return bool(apart and early.idxmin() != total.idxmin() and use.max() > CANNOT_PAY and may.min() <= PAYS)


def total_costs(costs: pd.DataFrame) -> pd.Series:
    """The costs of each vendor, CNY."""
    return _cny(costs).groupby(costs["vendor"]).sum()


def _cny(costs: pd.DataFrame) -> pd.Series:
    return costs["amount"] * np.where(costs["unit"] == "hours", HOUR, 1)


def _apart(values: pd.Series) -> bool:
    values = values.sort_values()
    return bool((values.diff().dropna() / values.iloc[1:] >= APART).all())
