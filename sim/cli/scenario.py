"""`kefu scenario`: list the role-plays, check one, see its facts, play it in the terminal, print its cards."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.i18n import _, ngettext
from sim.cli.common import print_checks
from sim.cli.exit_codes import DIFFERS
from sim.cli.parser import Parser
from sim.cli.scenario_play import play
from sim.cli.scenario_quarter import quarter
from sim.reports.role_cards import CALL_HEADS, call_sheet, role_cards
from sim.reports.terminal import text_table
from sim.roleplay.draw import draw
from sim.roleplay.fields import filled
from sim.roleplay.lint import lint
from sim.roleplay.load import load_scenario, scenario_names
from sim.roleplay.scenario import Reply, Scenario
from sim.roleplay.words import step_titles

WHAT = ("list", "lint", "map", "play", "print", "quarter")


def add_options(parser: Parser) -> None:
    """The words and options of `kefu scenario`."""
    parser.word("DO", _("what to do: {all}").format(all=", ".join(WHAT)))
    parser.word("NAME", _("a name from `kefu scenario list`, or a YAML file"))
    parser.option(
        "--student", "ID", _("play, quarter: whose talk; the student of the working copy if left out")
    )
    parser.option("--variant", "NAME", _("play, map: this variant; print: this one alone, otherwise all"))
    parser.option(
        "--out",
        "FILE",
        _("play, quarter: the file of the talk instead of that in talks/; print: the page to write"),
    )


def execute(values: argparse.Namespace, console: Console) -> None:
    """Run the subcommand; exit with 1 if a check finds something."""
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
        _print(scenario, [values.variant] if values.variant else list(scenario.variants), values.out, console)
    elif values.do == "play":
        play(scenario, values.student, values.variant, values.out, console)
    elif values.do == "quarter":
        quarter(scenario, values.student, values.out, console)
    elif values.do == "map":
        _map(scenario, values.variant or scenario.variants[0], console)
    elif _lint(scenario, console):
        sys.exit(DIFFERS)


def _print(scenario: Scenario, variants: list[str], out: str | None, console: Console) -> None:
    if out is None:
        raise InputError(_("Where to? Give --out FILE.html."))
    write_atomic(Path(out), role_cards(scenario, [draw(scenario, 0, variant) for variant in variants]))
    text = ngettext(
        "The cards of variant {names} are in {file}. Print them from a browser.",
        "The cards of the variants {names} are in {file}. Print them from a browser.",
        len(variants),
    )
    console.print(text.format(names=", ".join(variants), file=out), soft_wrap=True)


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
    """Print the line that tells each fact, step by step, with the numbers of one draw."""
    drawn = draw(scenario, 0, variant)
    titles = step_titles(scenario)
    rows, before = [], ""
    for name, fact in sorted(scenario.facts.items(), key=lambda item: item[1].step):
        openly, partly = (
            [
                filled(move.say, variant, drawn.numbers)
                for move in scenario.moves
                if any(_tells(reply, how, name, variant) for reply in move.replies)
            ]
            for how in ("tell", "thin")
        )
        partly = [line for line in partly if line not in openly]
        step = titles[fact.step]
        note = filled(fact.note, variant, drawn.numbers)
        rows.append((step if step != before else "", note, "\n".join(openly), "\n".join(partly)))
        before = step
    console.print(_("Variant {name}; the numbers differ from student to student.").format(name=variant))
    if rows:
        console.print(text_table((_("step"), _("fact"), _("told in full by"), _("in part by")), rows))
    calls = call_sheet(scenario, drawn)
    if calls:
        console.print(text_table((*map(_, CALL_HEADS),), calls))


def _tells(reply: Reply, how: str, fact: str, variant: str) -> bool:
    """Whether a reply tells the fact so, in this variant."""
    return fact in getattr(reply, how) and (not reply.when.variant or variant in reply.when.variant)
