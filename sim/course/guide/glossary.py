"""The glossary: every concept of the course and every term, in both languages, as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files as resources

from sim.base.i18n import N_, _, language
from sim.base.yaml_text import from_yaml
from sim.course.curriculum.coverage import Concept, coverage

CHAPTERS = {
    "SVC": N_("Logistics customer service"),
    "NEED": N_("Customer needs"),
    "CUS": N_("Customers and their value"),
    "SAT": N_("Satisfaction and loyalty"),
    "EVT": N_("Communication and events"),
    "CRM": N_("Customer relationship management"),
}
"""Beginning of a concept's id -> title of the chapter."""


@dataclass(frozen=True)
class Term:
    """A term in both languages."""

    en: str
    zh: str


def load_terms() -> list[Term]:
    """The terms without rules of style, sorted by the English word."""
    text = (resources("sim") / "course" / "curriculum" / "glossary.yaml").read_text(encoding="utf-8")
    rows = (row for row in from_yaml(text) if not row.get("style"))
    return sorted((Term(row["en"], row["zh"]) for row in rows), key=lambda term: term.en.casefold())


def glossary(titles: dict[str, str]) -> list[str]:
    """The glossary in the current language: a text for each chapter, and one for the terms.

    titles: name of a lesson -> its title, for links to where a concept is taught.
    """
    concepts = coverage()
    chapters = [_chapter(_(title), _in_chapter(concepts, code), titles) for code, title in CHAPTERS.items()]
    return [*chapters, _terms()]


def _in_chapter(concepts: dict[str, Concept], code: str) -> list[Concept]:
    return [concept for concept in concepts.values() if concept.id.partition("-")[0] == code]


def _chapter(title: str, concepts: list[Concept], titles: dict[str, str]) -> str:
    other = "zh" if language() == "en" else "en"
    heads = (_("concept"), _other_language(), _("meaning"), _("lesson"))
    lines = [f"### {title}", "", _row(heads), "|---|---|---|---|"]
    for concept in concepts:
        taught = _(", ").join(f"[{titles[name]}]({name}.ipynb)" for name in concept.taught if name in titles)
        lines.append(
            _row((concept.title[language()], concept.title[other], concept.about[language()], taught))
        )
    return "\n".join(lines)


def _other_language() -> str:
    return _("in Chinese") if language() == "en" else _("in English")


def _terms() -> str:
    terms = load_terms()
    rows = [(term.en, term.zh)[:: 1 if language() == "en" else -1] for term in terms]
    lines = ["### " + _("Terms"), "", _row((_("term"), _other_language())), "|---|---|"]
    return "\n".join([*lines, *map(_row, rows)])


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"
