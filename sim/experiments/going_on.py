"""Continue a run from its end: another quarter, with the same customers, under the same or another policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.progress import Progress
from sim.base.validation import check_int, invalid
from sim.experiments.arguments import MOST_WEEKS, LeverValues, as_policy, check_market
from sim.experiments.kept_runs import kept_simulation
from sim.experiments.market import Market
from sim.experiments.talks import Talks, as_talks, with_policies
from sim.measures.run import Run
from sim.policy.policy import Policy


def continue_run(
    run: Run,
    policy: Policy | LeverValues | None = None,
    *,
    weeks: int = 13,
    talks: Talks = (),
    progress: Progress | bool | None = None,
) -> Run:
    """Continue a firm from where a run ended, under the same or another policy.

    Work that has begun is finished under the old policy: orders keep their price and promise, a lorry on its way
    returns, a complaint is settled on the terms of its day, contracts last until they end. Stock, people, knowledge and
    customers' memory carry over.

    Parameters
    ----------
    run : Run
        A whole run, not a window of one.
    policy : Policy or dict, optional
        The levers from now on: a policy, or levers by dotted name that differ from those in force. The default changes
        nothing.
    weeks : int, default 13
        Weeks to go on. A run has 520 weeks at most.
    talks : sequence of Talk or TalkEffects, optional
        Talks that are held now, and what they do from now on.
    progress : bool or callable, optional
        As in `run`.

    Returns
    -------
    Run
        All weeks since time 0; `window` shows a part of them. Its records are those of a run that was never interrupted,
        byte for byte.

    Raises
    ------
    InputError
        If an argument cannot be used.

    See Also
    --------
    continue_market : The same for several firms.

    Notes
    -----
    The state of a run is its history of decisions: the weeks so far are simulated again, unless they are in the cache.

    Examples
    --------
    >>> from sim import continue_run, run
    >>> year = continue_run(run("corner", weeks=4), {"desk.clerks": 3}, weeks=4)
    >>> year.weeks, year.window(4, 8).policy["desk.clerks"]
    (8, 3)
    """
    check_whole("run", run, run)
    check_alone(run)
    weeks = _check_weeks(weeks, run)
    new = tuple(talk.later(run.weeks) for talk in as_talks(talks))
    history = run.history.then(as_policy("policy", {} if policy is None else policy, run.policy), weeks)
    history = with_policies(history, new, history.weeks)
    (longer,) = kept_simulation(
        run.case,
        [history],
        run.seed,
        run.replication,
        market=check_market(run.market),
        trial=run.trial,
        talks=(*run.talks, *new),
        progress=progress,
    )
    return longer


def continue_market(
    market: Market,
    policies: Mapping[str, Policy | LeverValues] | None = None,
    *,
    weeks: int = 13,
    progress: Progress | bool | None = None,
) -> Market:
    """Continue several firms in their market, each under the same or another policy.

    Parameters
    ----------
    market : Market
        A whole market, not a window of one.
    policies : dict of str to Policy or dict, optional
        By name, the firms that change their policy: a policy, or levers that differ from those in force.
    weeks, progress
        As in `continue_run`.

    Returns
    -------
    Market
        All weeks since time 0; `window` shows a part of them.

    Raises
    ------
    InputError
        If an argument cannot be used, or the market has no firm of a name.

    Examples
    --------
    >>> from sim import continue_market, run_market
    >>> start = run_market("corner", {"red": {}, "blue": {}}, weeks=2)
    >>> market = continue_market(start, {"blue": {"price.level": 0.9}}, weeks=2)
    >>> market.firms["blue"].policy["price.level"], market.firms["red"].policy["price.level"]
    (0.9, 1.0)
    """
    if not isinstance(market, Market):
        raise invalid("market", market, _("what run_market returned"))
    new = {} if policies is None else policies
    if not isinstance(new, Mapping):
        raise invalid("policies", new, _("levers by firm, such as {example}").format(example='{"red": {}}'))
    for name in new:
        if name not in market.firms:
            raise InputError(
                _("There is no firm {name}; there are: {all}.").format(name=name, all=", ".join(market.firms))
            )
    histories = []
    for name, run in market.firms.items():
        check_whole(name, run, market)
        histories.append(
            run.history.then(as_policy(name, new.get(name, {}), run.policy), _check_weeks(weeks, run))
        )
    salts = [market.salts[name] for name in market.firms]
    runs = kept_simulation(
        market.case, histories, market.seed, market.replication, salts=salts, progress=progress
    )
    return Market(
        market.case,
        market.seed,
        market.replication,
        dict(zip(market.firms, runs, strict=True)),
        dict(market.salts),
    )


def check_whole(name: str, run: Any, argument: Any) -> None:
    """Raise InputError unless this is a run with all its weeks."""
    if not isinstance(run, Run):
        raise invalid(name, argument, _("what run returned"))
    if run.weeks < run.history.weeks:
        raise InputError(
            _("{name} is only a part of a run ({weeks}): go on from the whole run.").format(
                name=name, weeks=run.title
            )
        )


def check_alone(run: Run) -> None:
    """Raise InputError if a run depends on more than its own history."""
    if not run.alone:
        raise InputError(
            _(
                "One firm of a market cannot be continued or saved alone, only the whole market can; neither can an ideal twin."
            )
        )


def _check_weeks(weeks: Any, run: Run) -> int:
    return check_int("weeks", weeks, 1, max(1, MOST_WEEKS - run.history.weeks))
