"""Six programmes that keep customers: what each is worth, and which set is worth most within a budget."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations

import pandas as pd

from sim.course.assignments.customer_value.variant import Variant
from sim.course.fair_tables import Draw, Tables

LETTERS = "abcdef"
PROGRAMMES = {
    "a": ("A", 0.02, 6_000, 12_000, 100),
    "b": ("B", 0.03, 800, 1_400, 10),
    "c": ("C", 0.04, 150, 250, 5),
    "d": ("A", 0.01, 2_000, 6_000, 100),
    "e": ("B", 0.01, 150, 350, 5),
    "f": ("C", 0.02, 50, 110, 2),
}
"""Letter -> class, points of retention, CNY a customer and year from and to, in steps of."""
CLASSES = {
    "A": (42, 50, 95_000, 135_000, 0.90, 0.94),
    "B": (130, 150, 8_000, 11_000, 0.83, 0.88),
    "C": (600, 680, 1_200, 1_700, 0.78, 0.83),
}
"""Class -> customers, margin (CNY a year) and share kept a year, from and to."""
LEAST_LEAD = 0.03
HIGHEST_COST = "abc"
"""The set that costs most in the first year."""


def make_programmes(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The results of a trial elsewhere: points of retention, and cost."""
    numbers = {}
    for place, (klass, (fewest, most, low, high, least, greatest)) in enumerate(CLASSES.items()):
        stream = draw.streams.of(place)
        one, two, three = (float(stream.uniform(word)[0]) for word in ("customers", "margin", "stay"))
        margin = round((low + (high - low) * two) / 100) * 100
        numbers[klass] = (
            round(fewest + (most - fewest) * one),
            margin,
            round(least + (greatest - least) * three, 3),
        )
    rows = []
    for place, (letter, (klass, points, low, high, step)) in enumerate(PROGRAMMES.items()):
        uniform = float(draw.streams.of(place).uniform("cost")[0])
        cost = round((low + (high - low) * uniform) / step) * step
        rows.append((letter, klass, points, cost, *numbers[klass]))
    columns = ["programme", "klass", "points", "cost", "customers", "margin", "stay"]
    return {"programmes": pd.DataFrame(rows, columns=columns)}


def lifetime(margin: float, stay: float, discount: float) -> float:
    """The value of a yearly margin that goes on with a constant probability, the first one a year from now."""
    return margin * stay / (1 + discount - stay)


class Choice:
    """The programmes of a table, and what choosing some of them is worth to a firm.

    paid: the cost of a programme is counted "always", "once", in the first year alone, or "never".
    """

    def __init__(self, programmes: pd.DataFrame, variant: Variant) -> None:
        self.rows = {row["programme"]: row for row in programmes.to_dict("records")}
        self.discount, self.budget = variant.discount, variant.budget

    def gain(self, letter: str, paid: str = "always") -> float:
        """The gain of one programme."""
        row = self.rows[letter]
        yearly, once = row["cost"] * (paid == "always"), row["cost"] * (paid == "once")
        after = lifetime(row["margin"] - yearly, row["stay"] + row["points"], self.discount)
        before = lifetime(row["margin"], row["stay"], self.discount)
        return float(row["customers"] * (after - before - once))

    def worth(self, letters: str, paid: str = "always") -> float:
        """The worth of a set of programmes."""
        return sum(self.gain(letter, paid) for letter in letters)

    def first_year(self, letters: str) -> float:
        """The cost of a set of programmes in the first year."""
        return float(sum(self.rows[one]["customers"] * self.rows[one]["cost"] for one in letters))

    def one_a_class(self, letters: str) -> bool:
        """Whether no two of the letters are for the same class."""
        return len({self.rows[one]["klass"] for one in letters}) == len(letters)

    @cached_property
    def allowed(self) -> list[str]:
        """The sets that the budget and the rule of one programme a class allow; the empty set too."""
        sets = ["".join(one) for size in range(4) for one in combinations(LETTERS, size)]
        return [one for one in sets if self.one_a_class(one) and self.first_year(one) <= self.budget]

    def ranked(self, paid: str = "always") -> list[str]:
        """The allowed sets from the best on."""
        gains = {letter: self.gain(letter, paid) for letter in LETTERS}
        return sorted(self.allowed, key=lambda letters: -sum(gains[one] for one in letters))

    def of_class(self, klass: str) -> str:
        """The best allowed set of programmes for one class alone."""
        return next(one for one in self.ranked() if {self.rows[x]["klass"] for x in one} <= {klass})


def is_fair_programmes(variant: Variant, made: Tables) -> bool:
    """Whether one set is clearly best and typical mistakes choose others, and the budget does not allow every set."""
    choice = Choice(made["programmes"], variant)
    first, second = choice.ranked()[:2]
    others = {choice.ranked("never")[0], choice.ranked("once")[0], choice.of_class("A"), ""}
    clear = choice.worth(second) < (1 - LEAST_LEAD) * choice.worth(first)
    apart = choice.of_class("A") not in (choice.ranked("never")[0], choice.ranked("once")[0])
    return clear and apart and first not in others and HIGHEST_COST not in choice.allowed
