"""Shunda's data on its customers: the CRM file, forms of sales visits, the log of its web site."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.course.assignments.needs_analysis.variant import Variant
from sim.course.assignments.needs_analysis.words import OWN, SURNAMES, TITLES, firms
from sim.course.data.dirt import forgotten, sample, with_tests
from sim.course.fair_tables import Draw, Tables

IN_FILE, ONLY_VISITED, LOOKING = 40, 8, 12
"""Firms in the CRM file, firms that only a visit form knows, firms that only look at the web site."""
TWICE, VISITS, TEST_ROWS = 10, 60, 3
SPELLINGS = (str, "{} Co.,Ltd.".format, str.upper, " {}".format)
EMPTY = 0.2
PAGES = ("tracking", "price", "customs", "times", "jobs")
INTEREST = (0.42, 0.2, 0.14, 0.14, 0.1)
WEB_START, WEB_DAYS = "2013-10-01", 28
VISITORS, BOT_CLICKS = 120, 200
BOTS, OWN_VISITOR = ("v121", "v122"), "v123"
OWN_SESSIONS = 15
REGULARS = 6
"""Of the firms that look: how many come more than once."""


def make_files(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The tables crm, visits, web and customers."""
    streams = draw.streams
    every = firms(streams, IN_FILE + ONLY_VISITED + LOOKING)
    known, looking = every[: IN_FILE + ONLY_VISITED], every[IN_FILE + ONLY_VISITED :]
    in_file = np.arange(IN_FILE)
    again = sample(IN_FILE, TWICE, streams, "again")
    visited = np.concatenate(
        [
            np.arange(IN_FILE, len(known)),
            streams.of(np.arange(VISITS - ONLY_VISITED)).choice([1] * IN_FILE, "visited"),
        ]
    )
    rows = _rows(known, np.concatenate([in_file, again, visited]), streams)
    size = IN_FILE + TWICE
    crm = rows[:size].rename(columns={"date": "updated"})[["firm", "contact", "phone", "goods", "updated"]]
    visits = rows[size:].rename(columns={"date": "visited"})[["visited", "firm", "contact", "phone", "goods"]]
    crm = with_tests(crm, TEST_ROWS, streams, firm=variant.test_customer)
    keys = [OWN, *(name.lower() for name, _goods in known)]
    return {
        "crm": _shuffled(crm, streams, "crm"),
        "visits": visits.sort_values("visited", ignore_index=True),
        "web": _web(
            [name.lower() for name, _goods in known[:IN_FILE]], [n.lower() for n, _g in looking], streams
        ),
        "customers": pd.DataFrame({"key": sorted(keys)}),
    }


def _rows(known: list[Any], which: Any, streams: RandomStreams) -> pd.DataFrame:
    """A row for each firm of `which`, on days that all differ; a firm's second row is spelt in another way."""
    numbers = np.arange(len(which))
    stream = streams.of(numbers)
    spelling = streams.of(which).choice([1] * len(SPELLINGS), "spelling")
    spelling = (spelling + pd.Series(which).groupby(which).cumcount().to_numpy()) % len(SPELLINGS)
    days = np.argsort(streams.of(np.arange(330)).uniform("days"), kind="stable")[: len(which)]
    title = stream.choice([1] * len(TITLES), "title")
    surname = stream.choice([1] * len(SURNAMES), "surname")
    middle, end = (9999 * stream.uniform(one) for one in ("middle", "end"))
    mark = np.where(stream.uniform("mark") < 0.5, "-", " ")
    goods = stream.uniform("goods")
    table = pd.DataFrame(
        {
            "firm": [SPELLINGS[s](known[w][0]) for s, w in zip(spelling, which, strict=True)],
            "contact": [f"{TITLES[t]} {SURNAMES[s]}" for t, s in zip(title, surname, strict=True)],
            "phone": [
                f"138{k}{int(m):04d}{k}{int(e):04d}" for k, m, e in zip(mark, middle, end, strict=True)
            ],
            "goods": [known[w][1][int(g * len(known[w][1]))] for g, w in zip(goods, which, strict=True)],
            "date": pd.Timestamp("2013-01-02") + pd.to_timedelta(days, unit="D"),
        }
    )
    for column in ("contact", "phone", "goods"):
        table[column] = forgotten(table[column], EMPTY, stream.uniform("no " + column))
    return table


def _web(known: list[str], looking: list[str], streams: RandomStreams) -> pd.DataFrame:
    """The clicks of visitors with and without a firm, of two robots and of one of Shunda's own staff."""
    owners = [*known, *looking, *[None] * (VISITORS - len(known) - len(looking))]
    parts = []
    for number, firm in enumerate(owners):
        stream = streams.of(number)
        count = 1 + int(min(4, stream.exponential("sessions")[0] * 1.6))
        if firm in looking:
            place = looking.index(firm)
            count = 2 + place % 4 if place < REGULARS else 1
        registers = 0 if count == 1 else int(stream.uniform("registers")[0] * 2)
        if firm in looking and count == 2:
            registers = 1
        clicks = _clicks(number, count, streams)
        clicks["firm"] = [firm if session >= registers else None for session in clicks["session"]]
        parts.append(clicks.assign(visitor=f"v{number + 1:03d}"))
    own = _clicks(VISITORS, OWN_SESSIONS, streams)
    parts.append(own.assign(firm=OWN, visitor=OWN_VISITOR))
    for number, bot in enumerate(BOTS):
        minutes = np.sort(streams.of(number, np.arange(BOT_CLICKS)).uniform("robot")) * WEB_DAYS * 24 * 60
        parts.append(pd.DataFrame({"minute": minutes, "page": "price", "firm": None, "visitor": bot}))
    web = pd.concat(parts, ignore_index=True).sort_values("minute", kind="stable", ignore_index=True)
    time = pd.Timestamp(WEB_START) + pd.to_timedelta((web["minute"] * 60).round(), unit="s")
    return pd.DataFrame({"time": time, "visitor": web["visitor"], "firm": web["firm"], "page": web["page"]})


def _clicks(number: int, sessions: int, streams: RandomStreams) -> pd.DataFrame:
    """The clicks of one visitor: minute, page, session. Sessions lie in different halves of days, hours apart."""
    halves = np.argsort(streams.of(number, np.arange(2 * WEB_DAYS)).uniform("half"), kind="stable")[:sessions]
    parts = []
    for session, half in enumerate(np.sort(halves)):
        stream = streams.of(number, session)
        many = 1 + int(min(6, stream.exponential("clicks")[0] * 2))
        clicks = streams.of(number, session, np.arange(many))
        gaps = np.minimum(clicks.exponential("gap") * 5, 20)
        start = (half // 2) * 1440 + (480, 840)[half % 2] + stream.uniform("start")[0] * 150
        page = clicks.choice(INTEREST, "page")
        reloads = clicks.uniform("reload") < 0.35
        page = np.where(reloads, page[0], page)
        columns = {"minute": start + np.cumsum(gaps), "page": np.array(PAGES)[page], "session": session}
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def _shuffled(table: pd.DataFrame, streams: RandomStreams, purpose: str) -> pd.DataFrame:
    order = np.argsort(streams.of(np.arange(len(table))).uniform(purpose), kind="stable")
    return table.iloc[order].reset_index(drop=True)
