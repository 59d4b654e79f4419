"""Tells the player in sentences how a typed line was understood, before anything happens."""

from __future__ import annotations

from sim.base.i18n import _
from sim.roleplay.recognise import Understood
from sim.roleplay.words import ACTS


def heard(understood: Understood) -> str:
    """The understood line in words, and what to do if nothing was understood.

    Examples
    --------
    >>> heard(Understood("open", ()))
    'Heard: open question, but not about what. Say it in another way, or choose a line.'
    """
    if understood.yes_or_no:
        return _("That can be answered by yes or no, and you would learn nothing. Ask what, how or why.")
    if len(understood.moves) > 1:
        return _("Which of these do you mean?")
    if understood.moves:
        return _("Heard: {act}.").format(act=_(ACTS[understood.moves[0].act]))
    if understood.act is None:
        return _("Not understood, and not counted. Say it in another way, or choose a line.")
    act = _(ACTS[understood.act])
    return _("Heard: {act}, but not about what. Say it in another way, or choose a line.").format(act=act)
