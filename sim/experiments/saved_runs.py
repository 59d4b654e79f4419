"""A run or a market as a small file: its case, random numbers and history of decisions, no records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import read_mapping, write_atomic
from sim.base.i18n import _
from sim.base.progress import Progress
from sim.base.validation import check_int, invalid
from sim.base.version import version
from sim.case.case import make_case
from sim.experiments.arguments import MOST_WEEKS, check_market, check_replication, check_seed
from sim.experiments.going_on import check_alone, check_whole
from sim.experiments.kept_runs import kept_simulation
from sim.experiments.market import MOST_FIRMS, Market
from sim.measures.run import Run
from sim.policy.history import History
from sim.policy.policy import Policy
from sim.policy.trial import Trial
from sim.roleplay.hooks import TalkEffects

FORMAT = 1
ALONE = "run"
"""Kind of a file that holds a single run; other files hold a "market"."""


def save_run(run: Run | Market, path: str | Path) -> None:
    """Save a run or a market, to go on later or elsewhere.

    Parameters
    ----------
    run : Run or Market
        A whole run or market, not a window of one.
    path : str or Path
        The file, JSON of about 20 kB; one that is there is replaced.

    Raises
    ------
    InputError If it is not a whole run, or the file cannot be written.

    See Also
    --------
    load_run : Loads it, also in another process or on another machine.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from sim import continue_run, load_run, run, save_run
    >>> quarter = run("corner", weeks=2)
    >>> with TemporaryDirectory() as folder:
    ...     save_run(quarter, Path(folder) / "quarter.json")
    ...     again = load_run(Path(folder) / "quarter.json")
    >>> again.money == quarter.money
    True
    """
    if not isinstance(run, Run | Market):
        raise invalid("run", run, _("what run or run_market returned"))
    firms = run.firms if isinstance(run, Market) else {ALONE: run}
    salts = run.salts if isinstance(run, Market) else {ALONE: "us"}
    for name, one in firms.items():
        check_whole(name, one, one)
    if isinstance(run, Run):
        check_alone(run)
    first = next(iter(firms.values()))
    trial = first.trial
    content = {
        "format": FORMAT,
        "version": version(),
        "kind": "market" if isinstance(run, Market) else ALONE,
        "case": first.case.model_dump(mode="json"),
        "seed": first.seed,
        "replication": first.replication,
        "market": first.market,
        "trial": None
        if trial is None
        else {"lever": trial.lever, "value": trial.value, "share": trial.share},
        "talks": [talk.model_dump(mode="json", exclude_none=True) for talk in first.talks],
        "firms": {
            name: {
                "salt": salts[name],
                "history": _steps(one.history),
            }
            for name, one in firms.items()
        },
    }
    write_atomic(Path(path), json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def load_run(path: str | Path, *, progress: Progress | bool | None = None) -> Run | Market:
    """Load a run or a market that `save_run` saved.

    It is simulated again from its history, unless it is in the cache; with another version of Kefu, whose model may
    differ, its records may differ, too.

    Parameters
    ----------
    path : str or Path
        The file.
    progress : bool or callable, optional
        As in `run`.

    Returns
    -------
    Run or Market
        What was saved.

    Raises
    ------
    InputError
        If the file cannot be read, or is not a saved run.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from sim import load_run, run_market, save_run
    >>> with TemporaryDirectory() as folder:
    ...     save_run(run_market("corner", {"red": {}, "blue": {}}, weeks=1), Path(folder) / "market.json")
    ...     list(load_run(Path(folder) / "market.json").firms)
    ['red', 'blue']
    """
    content = read_mapping(path)
    if content.get("format") != FORMAT or content.get("kind") not in (ALONE, "market"):
        raise InputError(_("{path} is not a saved run of Kefu.").format(path=path))
    try:
        case = make_case(content["case"], str(path))
        firms: Mapping[str, Any] = content["firms"]
        salts = {str(name): str(firm["salt"]) for name, firm in firms.items()}
        histories = [_history(firm["history"]) for firm in firms.values()]
        trial = Trial(**content["trial"]) if content["trial"] is not None else None
        talks = tuple(TalkEffects.model_validate(talk) for talk in content.get("talks", ()))
        seed, replication = content["seed"], content["replication"]
        alone, market = content["kind"] == ALONE, check_market(content["market"])
        alike = len({history.weeks for history in histories}) == 1 and len(set(salts.values())) == len(salts)
        fits = alike and (list(salts.values()) == ["us"] if alone else len(salts) <= MOST_FIRMS)
        fits = fits and (alone or (market == "open" and trial is None))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        fits = False
    if not fits:
        raise InputError(_("{path} is damaged: save the run again.").format(path=path))
    runs = kept_simulation(
        case,
        histories,
        check_seed(seed),
        check_replication(replication),
        market=market,
        salts=list(salts.values()),
        trial=trial,
        talks=talks,
        progress=progress,
    )
    if alone:
        return runs[0]
    return Market(case, seed, replication, dict(zip(salts, runs, strict=True)), salts)


def _steps(history: History) -> list[dict[str, Any]]:
    """The steps of a history as data, each with the levers that differ from those before."""
    policies = [policy for policy, _weeks in history.steps]
    changed = [history.first.flat(), *(new.changed(old) for old, new in pairwise(policies))]
    return [
        {"weeks": weeks, "policy": levers}
        for levers, (_policy, weeks) in zip(changed, history.steps, strict=True)
    ]


def _history(data: Any) -> History:
    """A history from its steps as data."""
    policy, steps = Policy(), []
    for step in data:
        policy = policy.replace(**step["policy"])
        steps.append((policy, check_int("weeks", step["weeks"], 1, MOST_WEEKS)))
    history = History.of(steps)
    check_int("weeks", history.weeks, 1, MOST_WEEKS)
    return history
