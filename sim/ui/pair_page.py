"""Pages for two players at one computer: whose turn it is, a card that fades, the reply to give, the observer's sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from sim.base.i18n import _, ngettext
from sim.roleplay.draw import Draw
from sim.roleplay.fields import filled
from sim.roleplay.scenario import Role
from sim.roleplay.talk import Exchange, Talk

SECONDS = 60
"""How long a secret card stays on the screen."""
PAIR_STYLE = f"""<style>
@keyframes kefu-fade {{ to {{ visibility: hidden; }} }}
.kefu-secret {{ animation: kefu-fade 1s linear {SECONDS}s forwards; }}
.kefu-hand {{ font-size: 20px; padding: 60px 16px; text-align: center; border: 2px solid var(--kefu-line); border-radius: 6px; }}
</style>"""


def hand_over(name: str) -> str:
    """The screen that says who takes the computer now."""
    text = _(
        "Give the computer to the player of “{name}”. Once nobody else sees the screen, press Enter."
    ).format(name=name)
    return f'<div class="kefu kefu-hand" role="status">{escape(text)}</div>'


def role_card(role: Role, drawn: Draw) -> str:
    """A card with its secret, which fades after a minute."""
    head = _("You are: {name}").format(name=role.name)
    public, secret = (filled(text, drawn.variant, drawn.numbers) for text in (role.public, role.secret))
    note = ngettext(
        "It fades after {n} second. Pass on the computer when you have read it.",
        "It fades after {n} seconds. Pass on the computer when you have read it.",
        SECONDS,
    ).format(n=SECONDS)
    return (
        f'<div class="kefu kefu-card"><p><b>{escape(head)}</b></p><p>{escape(public)}</p>'
        f'<p class="kefu-secret"><b>{escape(_("Only you know this"))}</b><br>{escape(secret)}</p>'
        f"<p>{escape(note)}</p></div>"
    )


def to_answer(talk: Talk, exchange: Exchange) -> str:
    """The line that was said, and what the card makes of it."""
    head = _("You are: {name}").format(name=talk.other(exchange))
    said = _("You hear: “{line}”").format(line=talk.own_words(exchange))
    card = _("You answer: {answer}").format(answer=talk.answer(exchange))
    lines = "".join(f"<p>{escape(text)}</p>" for text in (said, card))
    return f'<div class="kefu kefu-card"><p><b>{escape(head)}</b></p>{lines}</div>'


def observer_questions() -> list[str]:
    """The sheet of an observer: quotes, no judgement."""
    return [
        _("The customer's words that told most"),
        _("The longest run of closed questions"),
        _("One sentence I would say the same way"),
        _("One sentence I would try otherwise"),
    ]


def what_was_said(talk: Talk, own: Mapping[int, str]) -> str:
    """The talk without any points, for the observer."""
    head = _("Quote, do not judge.")
    rows = "".join(
        f"<li>{escape(talk.own_words(one))} – {escape(own.get(one.number) or talk.answer(one))}</li>"
        for one in talk.exchanges
    )
    return f'<div class="kefu kefu-card"><p><b>{escape(head)}</b></p><ol>{rows}</ol></div>'


def observed(notes: Sequence[str]) -> str:
    """The observer's notes, to be read aloud before anybody looks at the points."""
    rows = [
        f"<li>{escape(question)}: {escape(note)}</li>"
        for question, note in zip(observer_questions(), notes, strict=True)
        if note.strip()
    ]
    head = escape(_("The observer:"))
    return f'<div class="kefu kefu-card"><p><b>{head}</b></p><ul>{"".join(rows)}</ul></div>' if rows else ""
