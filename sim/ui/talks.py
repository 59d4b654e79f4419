"""Begin a role-play in a notebook: alone against the machine, or two or three at one computer."""

from __future__ import annotations

from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.talk_session import TalkSession
from sim.roleplay.load import load_scenario
from sim.ui.pair_widget import PairWidget
from sim.ui.talk_widget import TalkWidget


def talk(
    name: str | Path,
    *,
    practice: bool = False,
    variant: str | None = None,
    pair: bool = False,
    observer: bool = False,
) -> TalkWidget:
    """Play a role-play.

    Parameters
    ----------
    name : str or Path
        A scenario such as "r1_shunda", or a YAML file.
    practice : bool, default False
        Keep nothing. Otherwise the talk is kept line by line in `talks/` of the working copy and goes on from there.
    variant : str, optional
        For practice or a pair: this variant instead of the student's own.
    pair : bool, default False
        Two play at this computer: a second student answers for the other side. Nothing is kept.
    observer : bool, default False
        Of a pair: at the end a third student writes down what was heard, before the points are shown.

    Returns
    -------
    TalkWidget
        Shown by JupyterLab and Notebook where it is the last line of a cell.

    Raises
    ------
    InputError
        If there is no such scenario or variant, or the file of the talk cannot be used.

    Examples
    --------
    >>> from sim.ui import talk
    >>> talk("r1_shunda", practice=True)
    One electrician, by Monday: 0 lines said, 24 left
    """
    scenario = load_scenario(name)
    if pair and "pair" not in scenario.players.modes:
        raise InputError(_("{name} is not for pairs.").format(name=scenario.id))
    if observer and not pair:
        raise InputError(_("An observer needs a pair: pair=True."))
    if variant is not None and not (practice or pair):
        raise InputError(_("A variant can be chosen for practice only: practice=True."))
    if variant is not None and variant not in scenario.variants:
        raise InputError(
            _("variant is {value}, but takes one of {choices}.").format(
                value=variant, choices=", ".join(scenario.variants)
            )
        )
    session = TalkSession(scenario, practice=practice or pair, variant=variant)
    if pair:
        return PairWidget(session, observer=observer)
    return TalkWidget(session)
