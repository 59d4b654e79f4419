"""The text on a lever, made from the policy's own fields: its theme, its facts, its concepts."""

from __future__ import annotations

import re
from functools import cache

from sim.base.i18n import N_, _, language
from sim.course.curriculum.coverage import Concept, load_concepts
from sim.policy.effects import EFFECTS
from sim.policy.levers.registry import Lever
from sim.records.labels import ACCOUNTS, LEVER_GROUPS, word

FIRST_SENTENCE = re.compile(r"^.+?(?:[.;:；：]\s|[。；：]|$)")
CHOICES = {
    "popularity": N_("popular goods in front"),
    "lift": N_("what is ordered together, side by side"),
    "none": N_("no plan"),
    "basic": N_("detours"),
    "full": N_("detours and hired lorries"),
    "random": N_("anyone"),
    "largest": N_("those with most orders"),
    "file": N_("by the CRM file"),
}
"""Words that levers take."""


def group(lever: Lever) -> str:
    """The theme of a lever: the first part of its name."""
    return lever.name.partition(".")[0]


def theme(name: str) -> str:
    """The title of a theme."""
    return word(LEVER_GROUPS, name)


def short(lever: Lever) -> str:
    """The first sentence of what a lever is, without its full stop."""
    found = FIRST_SENTENCE.match(_(lever.text))
    assert found
    return found[0].strip().rstrip(".;:。；：")


def choice(value: str) -> str:
    """A word that a lever takes, in the reader's language and as code."""
    return f"{word(CHOICES, value)} ({value})"


def facts(lever: Lever) -> list[str]:
    """All facts about a lever, a line each."""
    effects = [_(EFFECTS[number].text) for number in lever.effects]
    return [
        _(lever.text),
        _("Takes {allowed}.").format(allowed=allowed(lever)),
        _("Cost: {account}.").format(account=word(ACCOUNTS, lever.account)),
        _("Concept: {concepts}.").format(concepts=_(", ").join(concepts(lever))),
        *effects,
    ]


def allowed(lever: Lever) -> str:
    """The values that a lever takes, words with their meaning."""
    if lever.choices == ("true", "false"):
        return _("yes or no")
    return _(", ").join(map(choice, lever.choices)) if lever.choices else lever.allowed()


def concepts(lever: Lever) -> list[str]:
    """The concepts of the course that a lever's effects belong to."""
    ids = dict.fromkeys(name for number in lever.effects for name in EFFECTS[number].concepts)
    return [_concepts()[name].title[language()] for name in ids]


def matches(lever: Lever, words: str) -> bool:
    """Whether all words are found in a lever's name, texts, theme or concepts."""
    text = " ".join([lever.name, theme(group(lever)), *facts(lever)]).lower()
    return all(part in text for part in words.lower().split())


@cache
def _concepts() -> dict[str, Concept]:
    return load_concepts()
