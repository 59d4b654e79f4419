"""`kefu scenario`: list the role-plays, check one, see its facts, play it in the terminal, print its cards."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.i18n import _
from sim.cli.common import print_checks
from sim.cli.exit_codes import DIFFERS
from sim.cli.parser import Parser
from sim.cli.scenario_play import play
from sim.reports.role_cards import role_cards
from sim.reports.terminal import text_table
from sim.roleplay.draw import draw
from sim.roleplay.fields import filled
from sim.roleplay.lint import lint
from sim.roleplay.load import load_scenario, scenario_names
from sim.roleplay.scenario import Scenario
from sim.roleplay.words import STEPS

WHAT = ("list", "lint", "map", "play", "print")


def add_options(parser: Parser) -> None:
    """The words and options of `kefu scenario`."""
    parser.word("DO", _("what to do: {all}").format(all=", ".join(WHAT)))
    parser.word("NAME", _("a name from `kefu scenario list`, or a YAML file"))
    parser.option("--student", "ID", _("play: whose version; the student of the working copy if left out"))
    parser.option("--variant", "NAME", _("play, map, print: this variant"))
    parser.option("--out", "FILE", _("play: keep the talk in this file; print: the page to write"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Do what the words say; exit with 1 if a check finds something."""
    if values.do not in WHAT:
        raise InputError(
            _("The commands are: {all}").format(all=", ".join(f"kefu scenario {do}" for do in WHAT))
        )
    if values.do == "list":
        _list(console)
        return
    if values.name is None:
        raise InputError(_("Which scenario? There are: {all}.").format(all=", ".join(scenario_names())))
    scenario = load_scenario(values.name)
    if values.variant is not None and values.variant not in scenario.variants:
        raise InputError(
            _("--variant is {value}, but takes one of {choices}.").format(
                value=values.variant, choices=", ".join(scenario.variants)
            )
        )
    if values.do == "print":
        _print(scenario, values.variant or scenario.variants[0], values.out, console)
    elif values.do == "play":
        play(scenario, values.student, values.variant, values.out, console)
    elif values.do == "map":
        _map(scenario, values.variant or scenario.variants[0], console)
    elif _lint(scenario, console):
        sys.exit(DIFFERS)


def _print(scenario: Scenario, variant: str, out: str | None, console: Console) -> None:
    if out is None:
        raise InputError(_("Where to? Give --out FILE.html."))
    write_atomic(Path(out), role_cards(scenario, draw(scenario, 0, variant)))
    console.print(_("The cards are in {file}. Print them from a browser.").format(file=out))


def _list(console: Console) -> None:
    rows = []
    for name in scenario_names():
        scenario = load_scenario(name)
        rows.append((name, str(scenario.title), str(scenario.minutes), str(scenario.maximum)))
    console.print(text_table((_("name"), _("title"), _("minutes"), _("points")), rows, unbroken=(0,)))


def _lint(scenario: Scenario, console: Console) -> bool:
    """Print each check as it is done; returns whether anything is wrong."""
    wrong = print_checks(lint(scenario), console)
    console.print(_("Something is wrong.") if wrong else _("The scenario can be played."))
    return wrong


def _map(scenario: Scenario, variant: str, console: Console) -> None:
    """Which line tells which fact, step by step."""
    numbers = dict.fromkeys(scenario.draws, 0)
    rows = []
    for name, fact in sorted(scenario.facts.items(), key=lambda item: item[1].step):
        openly, partly = (
            [move.id for move in scenario.moves if any(name in getattr(reply, how) for reply in move.replies)]
            for how in ("tell", "thin")
        )
        note = filled(fact.note, variant, numbers)
        rows.append((_(STEPS[fact.step]), name, note, ", ".join(openly), ", ".join(partly)))
    heads = (_("step"), _("fact"), _("what it says"), _("told in full by"), _("in part by"))
    console.print(text_table(heads, rows, unbroken=(1,)))
