"""What is seen and steered in a notebook: the explorer of a case, a day at the firm, moving, and role-plays."""

from sim.base.commands import python_command
from sim.base.errors import InputError
from sim.base.i18n import _

try:
    import ipywidgets  # noqa: F401
except ModuleNotFoundError:
    raise InputError(
        _("The explorer needs ipywidgets: install it with {command}.").format(
            command=python_command("-m", "pip", "install", "ipywidgets")
        )
    ) from None

from sim.ui.day import MovingDay, watch_day
from sim.ui.explorer import Explorer, explore
from sim.ui.hand_in import HandIn, submit
from sim.ui.talk_widget import TalkWidget, talk

__all__ = ["Explorer", "HandIn", "MovingDay", "TalkWidget", "explore", "submit", "talk", "watch_day"]
