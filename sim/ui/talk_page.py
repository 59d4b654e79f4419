"""A talk as HTML: cards, the exchanges, notes, and the result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from sim.base.i18n import _, ngettext
from sim.roleplay.debrief import debrief
from sim.roleplay.scenario import Scenario
from sim.roleplay.talk import Talk

TALK_STYLE = """<style>
.kefu-talk { display: flex; gap: 16px; flex-wrap: wrap; }
.kefu-talk > div:first-child {
  flex: 2 1 420px; max-height: 420px; overflow-y: auto; display: flex; flex-direction: column-reverse;
}
.kefu-talk > div:last-child { flex: 1 1 220px; }
.kefu-talk p { margin: 3px 0; padding: 4px 8px; border-radius: 6px; max-width: 85%; border: 1px solid var(--kefu-line); }
.kefu-talk p.kefu-mine { margin-left: auto; border-color: var(--kefu-better); }
.kefu-talk b { font-weight: 600; }
.kefu-talk ul, .kefu-card ul { margin: 2px 0 2px 18px; padding: 0; }
.kefu-card p { margin: 3px 0; max-width: 860px; }
</style>"""


def card(scenario: Scenario, *, with_secret: bool = True) -> str:
    """Title, task and, unless others look at the screen, what only the player knows."""
    you, only_you = scenario.player, escape(_("Only you know this"))
    secret = f"<details><summary>{only_you}</summary><p>{escape(str(you.secret))}</p></details>"
    return (
        f'<div class="kefu kefu-card"><p><b>{escape(str(scenario.title))}</b></p><p>{escape(str(you.public))}</p>'
        f"{secret if with_secret else ''}</div>"
    )


def talk_so_far(talk: Talk, own: Mapping[int, str] | None = None) -> str:
    """The lines and answers, the newest at the bottom, and the notes beside them; own: answers in a student's own words."""
    you = _("You")
    lines = [
        _spoken("" if talk.scenario.desk else str(talk.scenario.partner.name), str(talk.scenario.opening))
    ]
    for exchange in talk.exchanges:
        lines.append(_spoken(you, talk.said(exchange), mine=True))
        answer = (own or {}).get(exchange.number) or talk.answer(exchange)
        lines.append(_spoken(talk.other(exchange), answer))
    heard = [name for exchange in talk.exchanges for name in (*exchange.told, *exchange.thin)]
    notes = [
        talk.note(name) + ("" if name in talk.state.knows else _(" (in part)"))
        for name in dict.fromkeys(heard)
    ]
    log = f'<div role="log" aria-live="polite"><div>{"".join(lines)}</div></div>'
    head = escape(_("Notes"))
    noted = f"<div><b>{head}</b>{_list([*notes, *talk.status()])}{_left(talk)}</div>"
    return f'<div class="kefu kefu-talk">{log}{noted}</div>'


def ending(talk: Talk) -> str:
    """The end of the talk: its result, the points with the lines that brought them, missed facts, and questions."""
    points = _("{points:g} of {most} points").format(points=talk.score().total, most=talk.scenario.maximum)
    parts = [f"<p><b>{escape(str(talk.outcome().text))}</b></p>", f"<p>{escape(points)}</p>"]
    for report in debrief(talk):
        head = f"{report.title}: {report.points:g} / {report.most}"
        parts.append(f"<details><summary>{escape(head)}</summary>")
        parts.append(
            _list([*(f"✓ {line}" for line in report.earned), *(f"– {line}" for line in report.missed)])
        )
        parts.append("</details>")
    questions = _list(str(question) for question in talk.scenario.debrief)
    head = escape(_("To think about:"))
    parts.append(f"<p>{head}</p>{questions}")
    return f'<div class="kefu kefu-card">{"".join(parts)}</div>'


def _spoken(name: str, line: str, *, mine: bool = False) -> str:
    kind = ' class="kefu-mine"' if mine else ""
    return f"<p{kind}><b>{escape(name)}</b><br>{escape(line)}</p>"


def _list(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _left(talk: Talk) -> str:
    if talk.scenario.desk is not None and not talk.ended:
        return ""
    left = talk.state.left
    text = (
        _("The talk is over.")
        if talk.ended
        else ngettext("{n} line left", "{n} lines left", left).format(n=left)
    )
    return f"<div>{escape(text)}</div>"
