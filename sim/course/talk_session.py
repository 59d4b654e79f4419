"""A student's talk: its file, the typed lines, and going on from an earlier line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import cannot_read, write_atomic
from sim.base.i18n import _, language, using
from sim.course.owner import find_owner
from sim.course.talk_works import player_of
from sim.roleplay.draw import draw
from sim.roleplay.recognise import Understood, recognise
from sim.roleplay.scenario import Scenario
from sim.roleplay.talk import Exchange, Talk
from sim.roleplay.transcript import as_transcript, replay
from sim.workspace.settings import student_id, working_copy_above
from sim.workspace.talks import talk_file


class TalkSession:
    """A talk that is kept line by line, or one for practice, of which nothing is kept.

    The talk keeps the language in which it began.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        practice: bool = False,
        variant: str | None = None,
        student: str | None = None,
        path: Path | None = None,
    ) -> None:
        """Go on with the student's talk, or begin it.

        student: another one than that of the working copy, of whose talk nothing is kept; path: keep it in this file.

        Raises InputError if the file of the talk cannot be used.
        """
        owner = find_owner()
        name = student_id(student) if student else owner.student
        self.scenario = scenario
        self.player = player_of(owner.course, scenario, name)
        self.code = language()
        mine = not (practice or owner.demo) and name == owner.student
        folder = working_copy_above(Path.cwd()) if mine else None
        self.path = path or (talk_file(folder, scenario.id) if folder else None)
        self.talk = Talk(scenario, draw(scenario, self.player.seed, variant))
        self.not_understood = 0
        """Lines in a row that were not understood."""
        if self.path is not None and self.path.exists():
            self._go_on(self.path)

    def language(self) -> AbstractContextManager[str]:
        """The language of the talk, for a `with` block."""
        return using(self.code)

    def hear(self, line: str) -> Understood:
        """Understand a typed line; nothing happens yet."""
        with self.language():
            found = recognise(line, self.scenario, self.talk.draw, self.talk.offered())
        self.not_understood = 0 if found.moves else self.not_understood + 1
        return found

    def say(self, move: str, evidence: Sequence[str] = (), typed: str = "") -> Exchange:
        """Say a line, and keep the talk. Raises InputError if the file cannot be written: the line then counts as said."""
        self.not_understood = 0
        with self.language():
            exchange = self.talk.say(move, evidence, typed)
            self._keep()
        return exchange

    def play_on_from(self, number: int) -> None:
        """Practise: take back this line and all later ones. The kept talk does not change."""
        self.path = None
        again = Talk(self.scenario, self.talk.draw)
        for exchange in self.talk.exchanges[: number - 1]:
            again.say(exchange.move.id, exchange.evidence, exchange.typed)
        self.talk = again

    def _keep(self) -> None:
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(as_transcript(self.talk, self.player), ensure_ascii=False, indent=1)
            write_atomic(self.path, text + "\n", durable=True)

    def _go_on(self, path: Path) -> None:
        content = _read(path)
        try:
            self.talk = replay(content, self.scenario, self.player)
        except InputError as error:
            raise InputError(
                _(
                    "{file} is not your talk as it was kept: {reason} Give it another name to begin again."
                ).format(file=path, reason=error)
            ) from None
        self.code = content["language"]


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise cannot_read(path, error) from None
    except ValueError:
        return None
