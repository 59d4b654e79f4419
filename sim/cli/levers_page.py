"""The levers as a page to print or to put on the web: `kefu levers --markdown`."""

from __future__ import annotations

from sim.base.formatting import amount, lever_value
from sim.base.i18n import N_, _, language
from sim.course.curriculum.coverage import load_concepts
from sim.policy.effects import EFFECTS
from sim.policy.levers.registry import levers
from sim.policy.policy import Policy
from sim.records.labels import ACCOUNTS, LEVER_GROUPS, word

CHOICES = {"true": N_("true (yes)"), "false": N_("false (no)")}


def levers_page(policy: Policy) -> str:
    """All levers with their values in a policy, and all effects, as Markdown in the current language."""
    lines = ["# " + _("Levers"), "", _("What a manager can decide.")]
    group = ""
    for name, lever in levers().items():
        if name.split(".")[0] != group:
            group = name.split(".")[0]
            heads = [
                _("lever"),
                _("what it does"),
                _("unit"),
                _("takes"),
                _("today's value"),
                _("account"),
                _("effects"),
            ]
            lines += [
                "",
                "## " + _("{name} (`{group}`)").format(name=_(LEVER_GROUPS[group]), group=group),
                "",
                _row(heads),
                _row(["---"] * len(heads)),
            ]
        if lever.choices:
            takes = _(", ").join(
                _(CHOICES[choice]) if choice in CHOICES else choice for choice in lever.choices
            )
        else:
            assert lever.low is not None and lever.high is not None
            takes = _("{low} – {high}").format(low=amount(lever.low), high=amount(lever.high))
        effects = ", ".join(f"[{number}](#{number})" for number in lever.effects)
        lines.append(
            _row(
                [
                    f"`{name}`",
                    _(lever.text),
                    _(lever.unit),
                    takes,
                    lever_value(policy[name]),
                    word(ACCOUNTS, lever.account),
                    effects,
                ]
            )
        )
    lines += [
        "",
        "## " + _("Effects"),
        "",
        _row([_("number"), _("what is seen"), _("concepts"), _("source")]),
        _row(["---"] * 4),
    ]
    titles = load_concepts()
    for number, effect in EFFECTS.items():
        anchor = f'<a id="{number}"></a>{number}'
        cited = _(", ").join(
            _("{title} ({id})").format(title=titles[concept].title[language()], id=concept)
            for concept in effect.concepts
        )
        lines.append(_row([anchor, _(effect.text), cited, _(effect.source)]))
    lines += ["", _("Where the figures behind them come from stands in [the model](model.md).")]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
