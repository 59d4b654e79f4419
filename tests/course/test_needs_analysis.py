"""Assignment 2: names in both languages, and the surprises that its questions are built on."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sim.base.i18n import using
from sim.base.streams import RandomStreams
from sim.course.answers.diagnosis import diagnose
from sim.course.assignment import find_assignment
from sim.course.assignments.needs_analysis import backwards, customer_files, said_and_lost, texts, words
from sim.course.assignments.needs_analysis.variant import CAUSES, FAILURES, Variant, draw_variant
from sim.course.authoring.variants import wrong_answer
from sim.course.fair_tables import Draw, make_tables
from sim.course.my_case import MyCase
from sim.course.owner import Owner
from tests.support.reference_solution import source_of

NAME = "needs_analysis"
SEEDS = range(6)
LATIN = re.compile("[A-Za-z]")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("part", ["merge", "interest", "prospects", "profile"])
def test_a_mistake_on_a_hand_table_with_names_has_its_own_hint_in_both_languages(lang, part):
    source = source_of(NAME)
    case = MyCase(source.assignment, Owner("kefu", "demo", demo=True), None)
    mistakes = [mistake for mistake in source.mistakes if mistake.part == part]
    with using(lang):
        for mistake in mistakes:
            answers = wrong_answer(mistake, source.functions, source.assignment.part(part), case)
            verdict = diagnose(source.assignment.part(part), case, answers)
            assert verdict.hint == mistake.hint.id, mistake.label
            assert verdict.texts[0] == getattr(mistake.hint, lang)[0]
    assert len(mistakes) >= 3


def test_every_spelling_of_a_firm_has_one_key_in_each_language():
    for name, _goods in words.firms(RandomStreams(1), 112):
        for lang in ("en", "zh"):
            with using(lang):
                table = words.in_words(crm_of([spell(name) for spell in customer_files.SPELLINGS]))
                keys = table["firm"].str.lower().str.replace(words.ending(), "", regex=False).str.strip()
            assert keys.nunique() == 1 and table["firm"].nunique() > 2
            assert bool(LATIN.search(keys.iloc[0])) == (lang == "en")


def crm_of(names):
    return find_assignment(NAME).hand_tables["crm"].iloc[: len(names)].assign(firm=names)


@pytest.mark.parametrize("seed", SEEDS)
def test_files_are_put_wholly_into_words(seed):
    variant = draw_variant(seed)
    made = customer_files.make_files(variant, Draw(seed, 0), {})
    with using("zh"):
        for name in ("crm", "visits", "web", "customers"):
            table = words.in_words(made[name])
            for column in {"firm", "key", "contact", "goods"} & set(table.columns):
                said = table.loc[table[column] != variant.test_customer, column].dropna()
                assert not said.str.contains(LATIN).any(), (name, column)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_interview_has_nine_turns_with_one_proposal_too_early(seed):
    variant = draw_variant(seed)
    talk = texts.make_texts(variant, Draw(seed, 0), {})["interview"]
    assert talk["turn"].tolist() == list(range(1, 10))
    assert not talk.duplicated(["slot", "choice"]).any()
    assert talk.loc[talk["slot"] == texts.EARLY, "turn"].tolist() == [variant.early]
    others = talk.loc[talk["slot"] != texts.EARLY, "slot"]
    assert others.is_monotonic_increasing and set(others) == {0, 1, 2, 3, 4, 6}


@pytest.mark.parametrize("seed", SEEDS)
def test_counting_outages_names_another_cause_than_their_minutes(seed):
    variant = draw_variant(seed)
    step = next(s for s in find_assignment(NAME).steps if s.make is backwards.make_outages)
    outages = make_tables((step,), variant, seed)["outages"]
    assert backwards.counted_cause(outages) != variant.cause
    hour = outages["start"].dt.hour
    shares = {
        "a": outages["waited"].sum(),
        "b": outages.loc[(hour >= 22) | (hour < 6), "minutes"].sum(),
        "c": outages.loc[outages["load"] > 400, "minutes"].sum(),
        "d": outages.groupby("machine")["minutes"].sum().max(),
    }
    assert max(CAUSES, key=lambda cause: shares[cause]) == variant.cause


@pytest.mark.parametrize("seed", SEEDS)
def test_six_customers_have_six_problems_and_hours_alone_show_the_same_one_for_most(seed):
    step = next(s for s in find_assignment(NAME).steps if s.make is backwards.make_stages)
    made = make_tables((step,), draw_variant(seed), seed)
    asking = made["stages"][made["stages"]["customer"].isin(made["requests"]["customer"])]
    longest = asking.groupby("customer")[list(backwards.HOURS)].mean().idxmax(axis=1)
    assert (longest == "road").sum() >= 3
    assert np.sort(made["requests"]["slot"]).tolist() == list(range(6))


@pytest.mark.slow
@pytest.mark.parametrize("failures", range(len(FAILURES)))
def test_what_hurts_most_in_one_case_is_not_what_costs_most_in_sum(failures):
    drawn = draw_variant(3)
    variant = Variant(**{**vars(drawn), "failures": failures})
    step = find_assignment(NAME).steps[0]
    severity, frequency, _alone = said_and_lost.measured(make_tables((step,), variant, 3)["orders"])
    lost = severity * frequency
    assert lost.idxmax() == FAILURES[failures][0]
    assert severity.idxmax() in ("late", "damaged") and severity.idxmin() == "contact"
    assert severity.idxmax() != lost.idxmax()
