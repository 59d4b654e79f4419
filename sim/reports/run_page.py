"""The report of a run as one web page that needs nothing else: no network, no other file.

The same run and language give the same bytes: no dates, no random ids.
"""

from __future__ import annotations

from html import escape

from sim import plots
from sim.base.formatting import lever_value, quantity, yuan
from sim.base.i18n import _
from sim.base.version import version
from sim.measures.registry import BY_ID, EXPLAINED
from sim.measures.run import Run
from sim.policy.levers.registry import levers
from sim.records.labels import ACCOUNTS, RIGHTS, word
from sim.records.schema import TABLES
from sim.reports.html import page, picture, section, table
from sim.reports.terminal import (
    changed_levers,
    heading,
    measure_rows,
    needs_by_state,
    open_orders,
    totals,
    which,
)

CARDS = ("perfect", "m08", "m01", "m04")


def report(run: Run) -> str:
    """The whole page."""
    body = "".join(
        (
            _pictures(run),
            _measures(run),
            _meanings(run),
            _needs_and_money(run),
            _policy(run),
            _origin(run),
        )
    )
    return page(heading(run), _header(run), body)


def _header(run: Run) -> str:
    cards = [
        (BY_ID[name].name, quantity(run.measures[name]["value"], run.measures[name]["unit"]))
        for name in CARDS
    ]
    cards.append((_("orders"), f"{run.counts['orders']:,}"))
    cards.append((_("profit, CNY"), yuan(run.money["profit"])))
    shown = "".join(
        f'<div class="card"><b>{value}</b><span>{escape(name)}</span></div>' for name, value in cards
    )
    changed = "; ".join(
        f"{name}: {before} → {after}" for name, (before, after) in changed_levers(run).items()
    )
    levers_line = (
        _("Levers changed: {levers}").format(levers=changed)
        if changed
        else _("All levers as the firm has them today.")
    )
    return (
        f"<header><div><h1>{escape(str(run.case.title))}</h1><p>{escape(which(run))}</p>"
        f"<p>{escape(str(run.case.story))}</p><p>{escape(levers_line)}</p>"
        f'<div class="cards">{shown}</div></div></header>\n'
    )


def _pictures(run: Run) -> str:
    figures = {
        "scorecard": plots.scorecard(run),
        "on-time": plots.on_time_by_week(run),
        "stages": plots.stages(run),
        "causes": plots.causes(run),
        "money": plots.money(run),
    }
    shown = "".join(picture(name, figure) for name, figure in figures.items())
    return section(_("In pictures"), shown)


def _measures(run: Run) -> str:
    heads = ("", _("measure"), _("value"), _("of"), _("what it means"))
    measured = table(heads, measure_rows(run.measures), numbers=(2, 3))
    notes = f'<p class="soft">{escape(open_orders(run.measures))} {escape(_spread(run))}</p>\n'
    return section(_("The twelve service measures"), measured + notes + _rights(run))


def _rights(run: Run) -> str:
    shares = run.measures["perfect"].get("failed_rights", {})
    failed = sorted(((share, right) for right, share in shares.items() if share == share), reverse=True)
    if not failed:
        return ""
    text = escape(_("What kept orders from being perfect (an order can fail more than one right):"))
    rows = [(word(RIGHTS, right), quantity(share, "share")) for share, right in failed]
    heads = (_("right"), _("failed"))
    return f'<p>{text}</p>\n<div class="narrow">{table(heads, rows, numbers=(1,))}</div>'


def _spread(run: Run) -> str:
    cycle = run.measures["m04"]
    if "why" in cycle:
        return ""
    return _(
        "Order cycle: standard deviation {sd}; 95 of 100 orders took at most {p95}; {reliability} took at"
        " most a tenth longer than promised."
    ).format(
        sd=quantity(cycle["sd"], "hours"),
        p95=quantity(cycle["p95"], "hours"),
        reliability=quantity(cycle["reliability"], "share"),
    )


def _meanings(run: Run) -> str:
    parts = []
    moved_by = escape(_("Moved most directly by:"))
    for measure in EXPLAINED:
        found = run.measures[measure.id]
        label = f"{measure.id} " if measure.id != "perfect" else ""
        moved = ", ".join(f"<code>{lever}</code>" for lever in measure.levers)
        parts.append(
            f'<div class="measure"><h3><span>{quantity(found["value"], found["unit"])}</span>'
            f"{label}{escape(_(measure.concept))}</h3>"
            f"<p>{escape(_(measure.counted))}</p><p>{escape(_(measure.meaning))}</p>"
            f'<p class="soft">{moved_by} {moved}</p></div>\n'
        )
    return section(_("What each measure says"), "".join(parts))


def _needs_and_money(run: Run) -> str:
    needs = [(name, f"{count:,}", quantity(share, "share")) for name, count, share in needs_by_state(run)]
    needs.append((_("all needs"), f"{run.counts['needs']:,}", ""))
    money = [(word(ACCOUNTS, name), yuan(amount)) for name, amount in run.money["accounts"].items()]
    sums = [(name, yuan(amount)) for name, amount in totals(run)]
    left = table((_("state"), _("needs"), _("share")), needs, numbers=(1, 2), total=1)
    right = table((_("account"), _("CNY")), [*money, *sums], numbers=(1,), total=len(sums))
    halves = (section(_("What became of the customers' needs"), left), section(_("Money"), right))
    return f'<div class="pair">{"".join(f"<div>{half}</div>" for half in halves)}</div>\n'


def _policy(run: Run) -> str:
    changed = changed_levers(run)
    rows, marked = [], []
    for place, (name, lever) in enumerate(levers().items()):
        value = lever_value(run.policy[name])
        if name in changed:
            marked.append(place)
            value = _("{after} (the firm today: {before})").format(after=value, before=changed[name][0])
        rows.append((name, value, _(lever.unit), _(lever.text)))
    heads = (_("lever"), _("today's value"), _("unit"), _("what it does"))
    return section(_("The policy in force"), table(heads, rows, code=True, marked=marked))


def _origin(run: Run) -> str:
    paragraphs = (
        _(
            "Kefu {version} simulated every need, order, pick and trip of the case {case}. What happened "
            "was written down as records; "
            "every figure of this page was computed from these records alone. The same case, policy, seed"
            " and replication give "
            "the same records again."
        ).format(version=version(), case=run.case.name),
        _(
            "Observation starts at time 0, after a warm-up of {weeks} weeks under the firm's own policy "
            "and {days} days under this one; "
            "facts of these days have negative times. An order counts when its promised time falls in the "
            "observed weeks. Times in the files are whole seconds, amounts whole fen."
        ).format(weeks=run.case.warmup_weeks, days=run.case.settle_days),
        _(
            "The firm is part fact, part assumption. What the course does not say about it is assumed; "
            "the assumptions stand below with their "
            "reasons. V: read in a source; W: weak or second-hand; M: from memory."
        ),
    )
    text = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)
    tables = "".join(_dictionary(run, name) for name in TABLES if name in run.records)
    return section(_("Where the figures come from"), text + _assumed(run) + tables)


def _assumed(run: Run) -> str:
    """What the case assumes and why, folded away."""
    title = escape(_("What is assumed, and why"))
    rows = "".join(f"<li>{escape(str(words))}</li>\n" for words in run.case.assumed.values())
    return f"<details><summary>{title}</summary><ul>\n{rows}</ul></details>\n"


def _dictionary(run: Run, name: str) -> str:
    """What the columns of a table mean, folded away."""
    rows = [(c.name, c.unit, _(c.text), _(c.null) if c.null else "") for c in TABLES[name]]
    heads = (_("column"), _("unit"), _("what it holds"), _("when it is empty"))
    count = _("{name}: {rows} rows").format(name=name, rows=f"{len(run.records[name]):,}")
    return f"<details><summary>{escape(count)}</summary>{table(heads, rows, code=True)}</details>\n"
