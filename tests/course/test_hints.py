"""Properties of checks, for every assignment: what is right is right in any form, and a hint is about what is wrong."""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.course.answers.asking import AnswersHere
from sim.course.answers.diagnosis import OTHER, diagnose
from sim.course.answers.names import as_dict
from sim.course.answers.plain import crossed
from sim.course.authoring.release import sources
from sim.course.my_case import MyCase
from sim.course.owner import Owner
from tests.support.notebooks import ROOT
from tests.support.reference_solution import source_of

OWNER = Owner("kefu", "student1")
NUMBERS = (
    float,
    np.float64,
    np.array,
    Fraction,
    lambda x: Decimal(repr(float(x))),
    lambda x: pd.Series([x])[0],
)
DICTS = (
    dict,
    OrderedDict,
    MappingProxyType,
    pd.Series,
    lambda d: defaultdict(float, d),
    lambda d: pd.Series(d, dtype=object),
    lambda d: pd.Series(d).rename("other").rename_axis("name"),
    lambda d: pd.Series(list(d.values()), index=pd.CategoricalIndex(list(d))),
)
TABLES = (
    lambda table, kind: table.set_index(list(kind.keys)),
    lambda table, kind: table.iloc[::-1],
    lambda table, kind: table[list(reversed(table.columns))].assign(more=1),
    lambda table, kind: table.convert_dtypes(),
    lambda table, kind: table.astype(dict.fromkeys(kind.keys, "category")),
    lambda table, kind: table.astype(object),
    lambda table, kind: table.apply(lambda column: column.astype("category")),
)


def parts_of(name):
    source = source_of(name)
    return [(source, part) for part in source.assignment.parts]


PARTS = list(chain.from_iterable(parts_of(name) for name in sources(ROOT)))
FUNCTIONS = [pair for pair in PARTS if pair[1].is_function]
SEVERAL = [
    (source, part)
    for source, part in FUNCTIONS
    if any(
        part.kind.size(right) > 1 and not isinstance(right, list)
        for _i, right in part.hands(MyCase(source.assignment, OWNER, None))
    )
]


def named(pair):
    return pair[1].name


def number_in_form(form, number):
    whole = float(number).is_integer()
    return int(number) if whole and form is float else number if pd.isna(number) else form(number)


def with_key_columns(table, kind):
    """The table with its keys as columns, also if they are its index."""
    keys = list(kind.keys)
    return table if set(keys) <= set(table.columns) else table.rename_axis(keys).reset_index()


def in_form(kind, right, numbers, dicts, tables):
    """The right answer in another form."""
    if isinstance(right, pd.DataFrame):
        return tables(with_key_columns(right, kind), kind)
    values = as_dict(right)
    if values is not None:
        if not any(isinstance(value, dict | list | tuple | str | pd.Timestamp) for value in values.values()):
            values = {name: number_in_form(numbers, value) for name, value in values.items()}
            return dicts({name: values[name] for name in reversed(values)})
        return {name: values[name] for name in reversed(values)}
    if isinstance(right, str | pd.Timestamp):
        return right
    if isinstance(right, list | tuple):
        return [number_in_form(numbers, one) if isinstance(one, int | float) else one for one in right]
    return number_in_form(numbers, right)


@pytest.mark.parametrize("pair", FUNCTIONS, ids=named)
@settings(deadline=None, max_examples=15)
@given(st.sampled_from(NUMBERS), st.sampled_from(DICTS), st.sampled_from(TABLES))
def test_a_right_answer_is_right_in_any_form(pair, numbers, dicts, tables):
    source, part = pair
    case = MyCase(source.assignment, OWNER, None)
    for inputs, right in part.hands(case):
        model = AnswersHere(source.functions).call(part.name, inputs).answer
        answer = crossed(in_form(part.kind, model, numbers, dicts, tables))
        assert part.kind.problem(answer) is None
        assert part.kind.share(answer, right) == 1.0


def mixed(kind, right, mistake, names):
    """The right answer with what a mistake gives under these names."""
    if isinstance(right, pd.DataFrame):
        made, wrong = (with_key_columns(table, kind).set_index(list(kind.keys)) for table in (right, mistake))
        made = made.astype(object)
        for key, column in names:
            made.loc[key, column] = wrong.loc[key, column]
        return made
    return {
        name: as_dict(mistake)[name] if name in names else value for name, value in as_dict(right).items()
    }


@pytest.mark.parametrize("pair", SEVERAL, ids=named)
@settings(deadline=None, max_examples=6)
@given(st.data())
def test_a_hint_names_nothing_that_is_right(pair, data):
    source, part = pair
    case, kind = MyCase(source.assignment, OWNER, None), part.kind
    _inputs, right = next(iter(part.hands(case)))
    known = [k for k in source.assignment.known(part) if k.gives and kind.problem(k.gives[0]) is None]
    known = [k for k in known if not isinstance(right, pd.DataFrame) or len(k.gives[0]) == len(right)]
    known = [k for k in known if kind.wrong(k.gives[0], right)]  # some show on a second hand table only
    mistake = data.draw(st.sampled_from(known))
    touched = kind.wrong(mistake.gives[0], right)
    names = data.draw(st.sets(st.sampled_from(sorted(touched, key=repr)), min_size=1))
    answer = mixed(kind, right, mistake.gives[0], names)
    assume(kind.problem(crossed(answer)) is None)  # a column of numbers and texts is refused as a whole
    verdict = diagnose(part, case, AnswersHere({part.name: lambda *_inputs: answer}))
    wrong = set(kind.wrong(crossed(answer), right))
    assert wrong and wrong <= set(touched)
    shown = [k for k in source.assignment.known(part) if k.hint.id == verdict.hint and k.gives]
    if shown:
        assert any(set(kind.wrong(k.gives[0], right)) <= wrong for k in shown)
    if verdict.hint == OTHER and as_dict(right) is not None:
        first = verdict.texts[0]
        assert not [n for n in as_dict(right) if n not in wrong and re.search(rf"[ :,]{n}[,.]", first)]
    if as_dict(right) is not None:
        last = verdict.texts[-1]
        assert not [n for n in as_dict(right) if n not in wrong and f" {n}:" in last]
        assert [n for n in wrong if f"{n}: " in last]


@pytest.mark.parametrize("name", sources(ROOT))
def test_of_each_mistake_the_check_gives_its_own_hint_and_no_other(name):
    source = source_of(name)
    case = MyCase(source.assignment, OWNER, None)
    for part in source.assignment.parts:
        for known in source.assignment.known(part):
            if known.gives is None:
                continue
            gives = iter(known.gives)
            answers = AnswersHere({part.name: lambda *_inputs, gives=gives: next(gives)})
            assert diagnose(part, case, answers).hint == known.hint.id, (part.name, known.hint.id)
