"""The levers as a page to print or to put on the web: `kefu levers --markdown`."""

from __future__ import annotations

from sim.base.formatting import lever_value
from sim.base.i18n import _
from sim.policy.effects import EFFECTS
from sim.policy.levers.registry import levers
from sim.policy.policy import Policy
from sim.records.labels import ACCOUNTS, word


def lever_page(policy: Policy) -> str:
    """All levers with their values in a policy, and all effects, as Markdown in the language in force."""
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
                _("value"),
                _("account"),
                _("effects"),
            ]
            lines += ["", f"## {group}", "", _row(heads), _row(["---"] * len(heads))]
        takes = ", ".join(lever.choices) if lever.choices else f"{lever.low:g} – {lever.high:g}"
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
    for number, effect in EFFECTS.items():
        anchor = f'<a id="{number}"></a>{number}'
        lines.append(_row([anchor, _(effect.text), ", ".join(effect.concepts), _(effect.source)]))
    lines += ["", _("Where the figures behind them come from stands in [the model](model.md).")]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
