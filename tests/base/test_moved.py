"""Notebooks that students already have import some names from where they were before."""

from __future__ import annotations

from importlib import import_module

import pytest

from sim.base.i18n import using

MOVED = {
    "from sim.words import TERMS, word": ("sim.words", "sim.records.labels"),
    "from sim.luck import RandomStreams": ("sim.luck", "sim.base.streams"),
    "import sim.luck": ("sim.luck", "sim.base.streams"),
}


@pytest.mark.parametrize(
    ("lang", "sentence"), [("en", "{} has moved: import {} instead."), ("zh", "{}已移动：请改为导入{}。")]
)
@pytest.mark.parametrize("line", MOVED)
def test_an_import_from_where_it_was_says_where_it_is(line, lang, sentence):
    with using(lang), pytest.raises(ImportError) as error:
        exec(line, {})
    assert str(error.value) == sentence.format(*MOVED[line])


@pytest.mark.parametrize("place", ["sim.records.labels.word", "sim.base.streams.RandomStreams"])
def test_it_is_there(place):
    module, _dot, name = place.rpartition(".")
    assert getattr(import_module(module), name)


def test_other_names_are_missing_as_in_any_module():
    import sim.course

    assert not hasattr(sim.course, "nothing")
