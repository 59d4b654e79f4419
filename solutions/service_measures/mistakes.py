"""Typical mistakes of assignment 1, each with its hint, and what a decision is compared with. Never released.

A mistake takes the right function and its inputs; for a value, the right value and the case.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.course.answers.plans import Rerun
from sim.course.assignments.service_measures import wait_if_nobody_hangs_up
from sim.course.assignments.service_measures.hotline import MONTHS_SIMULATED
from sim.course.authoring.source import hint, mistake, right

TWICE = hint(
    "twice",
    en=(
        "Some orders are still in the table more than once. Which column identifies an order?",
        "Look at `drop_duplicates` with the column `order`.",
    ),
    zh=("有些订单在表中仍然不止一行。哪一列能区分订单？", "看看怎样用 `drop_duplicates` 处理 `order` 列。"),
)
TESTS = hint(
    "tests",
    en=(
        "One customer in your table is not a real one. Look at `case.facts`.",
        "Keep only rows whose `customer` is not the test customer.",
    ),
    zh=("表里有一个并不是客户的“客户”。请看 `case.facts`。", "只保留 `customer` 不是测试客户的行。"),
)
YEARS = hint(
    "years",
    en=(
        "Some orders do not belong to the year. Which date decides: is it the promised one?",
        "Keep `promised` from the year's start on, and before the year's end.",
    ),
    zh=(
        "有些订单不属于本年度。以哪个日期为准？是不是承诺时间？",
        "保留 `promised` 不早于年初、并且早于年末的行。",
    ),
)
UNDELIVERED = hint(
    "undelivered",
    en=(
        "Real orders are missing. Look for those that never arrived. Are they not orders?",
        "An empty `delivered` is a fact, not a fault. Keep those rows.",
    ),
    zh=(
        "少了一些真实的订单。看看始终没有送到的那些：它们就不是订单了吗？",
        "`delivered` 为空是事实，不是数据错误，这些行要保留。",
    ),
)
MINUTES = hint(
    "minutes",
    en=(
        "One hall's `preparation` is about 60 times the others'. What does it count?",
        "Divide `preparation` by 60, in the rows of that hall only.",
    ),
    zh=(
        "有一个库房的 `preparation` 大约是其他库房的60倍。它记的是什么单位？",
        "只把该库房各行的 `preparation` 除以60。",
    ),
)
UNIT_FILL = hint(
    "units",
    en=(
        "You count units. That is the unit fill rate. What does this measure count?",
        "Count each line or order once, as complete or not, however large it is.",
    ),
    zh=(
        "你数的是件数，那是数量满足率。本项指标数的是什么？",
        "应按订单行（或订单）来数：不论数量多少，每一行（每一张）只有满足和不满足两种。",
    ),
)
ALLOCATED = hint(
    "allocated",
    en="An empty `on_hand` means that it was not recorded. Is that the same as no stock?",
    zh="`on_hand` 为空表示没有人记录。这等于没有货吗？",
)
FULL = hint(
    "full",
    en="One box on the shelf is not enough for ten. Compare with `quantity`.",
    zh="要十箱，货架上有一箱是不够的。请与 `quantity` 比较。",
)
COUNTS = hint(
    "counts",
    en=(
        "You compute which goods were never out. The question asks how often a count finds stock.",
        "Every count has the same weight: yes or no.",
    ),
    zh=(
        "你算的是从未缺货的品种占多少，题目要求的是盘点时有货的次数占多少。",
        "每次盘点同等看待，只看有货还是无货。",
    ),
)
EMPTY_COUNT = hint(
    "empty-count",
    en="Where `in_stock` is empty, there was no count. Is that the same as no stock?",
    zh="`in_stock` 为空表示没有盘点。这等于没有货吗？",
)
DENOMINATOR = hint(
    "denominator",
    en=(
        "You divide by all orders. Can a cancelled order be damaged on the way?",
        "Divide by delivered and lost orders.",
    ),
    zh=("你除以了全部订单。取消的订单会在途中损坏吗？", "分母是送达和丢失的订单。"),
)
LOST = hint(
    "lost",
    en="Lost goods do not arrive undamaged. Where are the lost orders?",
    zh="丢失的货物谈不上完好送达。丢失的订单到哪里去了？",
)
OPPOSITE = hint(
    "opposite",
    en="This looks like the share that went wrong. The question asks for what went right.",
    zh="这像是出差错的比例，要求的是做对的比例。",
)
DAYS = hint(
    "days",
    en=(
        "Whole days are lost. What does `.dt.seconds` do with a day and two hours?",
        "`.dt.total_seconds()` counts the days too.",
    ),
    zh=(
        "整天的时间没有算进去。一天零两小时，用 `.dt.seconds` 会得到多少？",
        "`.dt.total_seconds()` 会把天数也算进去。",
    ),
)
START = hint(
    "start",
    en="Your clock starts at the wrong moment. When should it start?",
    zh="你的计时起点与题目要求的不同。应从什么时候算起？",
)
RELIABLE = hint(
    "reliable",
    en="Reliability allows a tenth more than the promised time. You allow no more.",
    zh="计算可靠性时，允许比承诺时间多十分之一，而你一点也没有放宽。",
)
MEDIAN = hint(
    "median",
    en="This is the mean. The question asks for the median: half of the orders are faster.",
    zh="这是平均数。要求的是中位数：有一半订单比它快。",
)
ZERO = hint(
    "zero",
    en="An empty `preparation` does not mean zero hours. Leave it empty.",
    zh="`preparation` 为空不等于备货用了0小时，空着就行，不要填0。",
)
MEAN = hint(
    "mean",
    en="This is the median. The question asks for the mean.",
    zh="这是中位数，要求的是平均数。",
)
PART_SHIPPED = hint(
    "part",
    en="Is an order complete when a part of it was shipped? Compare with `ordered`.",
    zh="只发了一部分，算发齐了吗？请与 `ordered` 比较。",
)
ALL_ORDERS = hint(
    "all-orders",
    en="You look at delivered orders only. What about those that never arrived?",
    zh="你只看了送达的订单。始终没有送到的呢？",
)
OVERDUE = hint(
    "overdue",
    en=(
        "Orders that never arrived are missing, or count as promises kept. Were those promises kept?",
        "An empty `delivered` is a broken promise. Count it in what you divide by.",
    ),
    zh=(
        "没有送到的订单，要么漏掉了，要么当成了已经兑现承诺。这些承诺兑现了吗？",
        "`delivered` 为空就是没有兑现承诺，要留在分母里。",
    ),
)
OWN_CLASS = hint(
    "own-class",
    en="Divide by the orders of the same class, not by all orders.",
    zh="应除以同一类别的订单数，而不是全部订单数。",
)
ASKED = hint(
    "asked",
    en=(
        "Look at what you divide by. Which of them asked us for this at all?",
        "Divide only by those who asked for it.",
    ),
    zh=("看看你的分母：究竟是谁向我们提出了这项要求？", "只有提出过这项要求的，才应计入分母。"),
)
ABANDONED = hint(
    "abandoned",
    en="You left out those who gave up. They came to us too, and were not served.",
    zh="你把中途放弃的客户去掉了。他们也找过我们，只是没有得到服务。",
)
KIND = hint(
    "kind",
    en="You mix special requests with requests about time. Look at `kind`.",
    zh="你把特殊要求与时间要求混在一起了。请看 `kind` 列。",
)
NO_REQUESTS = hint(
    "nobody",
    en=(
        "An empty table holds no requests. Is a share of nothing 0?",
        "With nothing to count, the answer is NaN: float('nan').",
    ),
    zh=(
        "表是空的，说明没有人提出要求。一个人也没有，比例能算作0吗？",
        "没有可统计的对象时，结果是NaN：float('nan')。",
    ),
)
BOTH = hint(
    "both",
    en="There are two kinds of requests about time: sooner and later. Where is the other one?",
    zh="关于时间的要求有两种：提前和推迟。另一种在哪里？",
)
POOLED = hint(
    "pooled",
    en="The mean of two shares ignores how often each was asked for. Count all requests together.",
    zh="把两个比例直接平均，就忽略了两种要求各提过多少次。请合在一起计算。",
)
WEIGHTS = hint(
    "weights",
    en=(
        "The channels have fixed weights. First a share for each channel, then the weights.",
        "Multiply each channel's share by its weight, then add up.",
    ),
    zh=("各渠道有固定的权重。先求每个渠道的比例，再加权。", "用每个渠道的比例乘以它的权重，再相加。"),
)
PRODUCT = hint(
    "product",
    en="You multiply shares. That is right only if errors are independent of each other.",
    zh="你把各项比例相乘了。只有各种差错互不相关时，才能这样算。",
)
SUM = hint(
    "sum",
    en="You add up the failures. But an order with two failures then counts twice.",
    zh="你把各项差错相加了。可是一张订单可能同时出两项差错，就被算了两次。",
)
INVOICE = hint(
    "invoice",
    en="Without an invoice no price can be wrong. An empty cell is not a wrong price.",
    zh="没有结算，就谈不上价格错误。空值不等于价格错误。",
)
ACT = hint(
    "act",
    en=(
        "One of them is a complaint. Place what happens now, not what it is about.",
        "The trouble came during, but when does the customer complain?",
    ),
    zh=(
        "其中有一件是投诉。请按现在发生的行为归类，不要按投诉的内容归类。",
        "问题出在交易中，可是客户是什么时候投诉的？",
    ),
)
FOLLOW_UP = hint(
    "follow-up",
    en=(
        "Somebody asks how the service was. Have the goods arrived by then?",
        "The list above calls it follow-up of the service. In which group is it?",
    ),
    zh=(
        "有一件事是询问服务做得怎样。这时货物已经送到了吗？",
        "上面的说明把它叫做服务跟踪。服务跟踪列在哪一组？",
    ),
)
EVERY_PHASE = hint(
    "every-phase",
    en="Each of the three phases occurs at least once.",
    zh="每个阶段至少出现一次。",
)
A_DAY = hint(
    "a-day",
    en="Your calls an hour are those of all days together. The log has several days.",
    zh="你算每小时来电次数时，把所有日子都加在一起了，而记录不止一天。",
)
HUNG_UP = hint(
    "hung-up",
    en=(
        "Those who hung up waited too. Until when?",
        "Where `answered` is empty, the wait lasted until `ended`.",
    ),
    zh=("挂断的人也等过。他们等到什么时候？", "`answered` 为空时，一直等到 `ended`。"),
)
UNWEIGHTED = hint(
    "unweighted",
    en="This is a mean of hourly means: quiet hours weigh as much as busy ones. Each caller counts once.",
    zh="这是把各时段的平均数再平均一次，清闲时段和繁忙时段的权重就一样了。每位来电者应当各算一次。",
)
PATIENT = hint(
    "patient",
    en="These are not the waits of the simulated months. Does each seed stand with its own wait?",
    zh="这些不是各个模拟月份的等待时间。每个种子对应的是它自己的等待时间吗？",
)
YEAR = hint(
    "year",
    en=(
        "A promise is broken in more than one month. What does the year's mean hide?",
        "Look at your peak month. The share must be reached in 11 of 12 months.",
    ),
    zh=(
        "有的承诺不止一个月没有兑现。全年平均数掩盖了什么？",
        "看看你的旺季月份。12个月中至少有11个月要达到这个比例。",
    ),
)
YEAR_MEAN = hint(
    "months",
    en=(
        "You look at the whole year at once. Count the months one by one.",
        "First the share of each month, then how many months reach the share asked for.",
    ),
    zh=("你把全年合在一起看了。请一个月一个月地数。", "先求每个月的比例，再数有几个月达到了所要求的比例。"),
)
SAME = hint(
    "same",
    en="One promise for all classes. Does a C customer pay for it like an A customer?",
    zh="对所有客户都作同样的承诺，C类客户付的钱会和A类一样多吗？",
)
NET = hint(
    "net",
    en=(
        "All promises are kept in 11 months, but another one brings more. What is left of the fee?",
        "Subtract the penalty for each month in which the promise is broken.",
    ),
    zh=(
        "所选的承诺都能在11个月里兑现，但还有净收入更高的选择。年费最后能剩下多少？",
        "每有一个月没有兑现，就减去一次违约金。",
    ),
)
MONTH = hint(
    "month",
    en="Which date decides the month? The question says: the promised one.",
    zh="订单算在哪个月，以哪个时间为准？题目说的是承诺时间。",
)
PER_GOOD = hint(
    "per-good",
    en="You take a share for each good, then their mean. The question counts counts.",
    zh="你先求每个品种的比例，再求平均数。题目数的是盘点的次数。",
)
TIE = hint(
    "tie",
    en="An order that arrives exactly at the promised time: is it late?",
    zh="恰好在承诺时间送到的订单，算晚到吗？",
)
CLERKS = hint(
    "clerks",
    en="All clerks share the calls. By what do you divide?",
    zh="来电由所有客服人员分担。你除以了什么？",
)
MINUTES_A_CALL = hint(
    "an-hour",
    en="A load is work in an hour for each hour of a clerk. What unit does your call have?",
    zh="繁忙程度是一小时的工作量与工时之比。你用的通话时间是什么单位？",
)
OF_ANSWERED = hint(
    "of-answered",
    en="You divide by answered calls. The question asks for a share of all callers.",
    zh="你除以了已接听的来电，题目要求的是占全部来电者的比例。",
)
STAYED = hint(
    "stayed",
    en="This looks like the share who were answered. Who hung up?",
    zh="这像是已接听的比例。挂断的是哪些？",
)
ONE_MONTH = hint(
    "one-month",
    en="All your months are the same. Does the seed change?",
    zh="你的各个月份完全一样。种子变了吗？",
)
MEAN_OF_MONTHS = hint(
    "mean-of-months",
    en="The mean is not that of your runs, in minutes.",
    zh="这个平均数与你的各次模拟对不上，单位是分钟。",
)


def delivered(orders):
    return orders[orders["status"] == "delivered"]


def lost_days(later, earlier):
    """Hours, as `.dt.seconds` makes them: whole days are lost."""
    return (later - earlier).dt.seconds / 3600


# --- question 1


@mistake(TWICE, "clean")
def rows_twice(right, raw, facts):
    one = right(
        raw.assign(row=range(len(raw))).rename(columns={"order": "o"}).assign(order=range(len(raw))), facts
    )
    return raw.iloc[one["row"]].assign(preparation=one["preparation"].to_numpy())


@mistake(TESTS, "clean")
def tests_left_in(right, raw, facts):
    return right(raw, facts | {"test_customer": ""})


@mistake(UNDELIVERED, "clean")
def undelivered_dropped(right, raw, facts):
    return right(raw.dropna(subset=["delivered"]), facts)


@mistake(YEARS, "clean")
def other_years_left_in(right, raw, facts):
    return right(raw, facts | {"year_start": pd.Timestamp(2000, 1, 1), "year_end": pd.Timestamp(2100, 1, 1)})


@mistake(YEARS, "clean")
def last_moment_left_in(right, raw, facts):
    return right(raw, facts | {"year_end": facts["year_end"] + pd.Timedelta(seconds=1)})


@mistake(MINUTES, "clean")
def minutes_left(right, raw, facts):
    return right(raw, facts | {"minutes_hall": ""})


@mistake(MINUTES, "clean")
def all_halls_divided(right, raw, facts):
    return right(raw.assign(hall=facts["minutes_hall"]), facts)


# --- question 2


@mistake(UNIT_FILL, "m01")
def units_over_units(right, lines):
    lines = lines.dropna(subset=["on_hand"])
    return lines[["on_hand", "quantity"]].min(axis=1).sum() / lines["quantity"].sum()


@mistake(ALLOCATED, "m01")
def unknown_counted(right, lines):
    return (lines["on_hand"] >= lines["quantity"]).mean()


@mistake(FULL, "m01")
def some_is_enough(right, lines):
    return (lines["on_hand"].dropna() > 0).mean()


@mistake(COUNTS, "m02")
def never_out(right, stock):
    return (stock.groupby("good")["in_stock"].apply(lambda one: (one != "no").all())).mean()


@mistake(EMPTY_COUNT, "m02")
def not_counted_is_out(right, stock):
    return (stock["in_stock"] == "yes").mean()


@mistake(PER_GOOD, "m02")
def mean_over_goods(right, stock):
    return pd.Series({good: right(rows) for good, rows in stock.groupby("good")}).mean()


@mistake(DENOMINATOR, "m03")
def over_all_orders(right, orders):
    return ((orders["status"] == "delivered") & (orders["damaged"] == "no")).mean()


@mistake(OPPOSITE, "m03 m08 m08_by_class")
def the_opposite(right, orders):
    return 1 - right(orders)


# --- questions 3 and 4


@mistake(DAYS, "m04")
def days_lost(right, orders):
    some = delivered(orders)
    cycle = lost_days(some["delivered"], some["accepted"])
    promised = lost_days(some["promised"], some["accepted"])
    kept = (cycle <= 1.1 * promised).mean()
    return {"mean": cycle.mean(), "sd": cycle.std(), "p95": cycle.quantile(0.95), "reliability": kept}


@mistake(START, "m04")
def from_first_contact(right, orders):
    return right(orders.assign(accepted=orders["placed"]))


@mistake(RELIABLE, "m04")
def late_is_unreliable(right, orders):
    some = delivered(orders)
    return right(orders) | {"reliability": (some["delivered"] <= some["promised"]).mean()}


@mistake(MEDIAN, "m05")
def mean_for_median(right, orders):
    some = delivered(orders)
    return (some["delivered"] - some["placed"]).dt.total_seconds().mean() / 3600


@mistake(DAYS, "m05")
def days_lost_to_delivery(right, orders):
    some = delivered(orders)
    return lost_days(some["delivered"], some["placed"]).median()


@mistake(START, "m05")
def from_acceptance(right, orders):
    return right(orders.assign(placed=orders["accepted"]))


@mistake(ZERO, "m06")
def empty_is_zero(right, orders):
    return orders["preparation"].fillna(0).mean()


@mistake(MEAN, "m06")
def median_for_mean(right, orders):
    return orders["preparation"].median()


@mistake(UNIT_FILL, "m07")
def shipped_units(right, orders):
    return orders["shipped"].sum() / orders["ordered"].sum()


@mistake(PART_SHIPPED, "m07")
def part_is_enough(right, orders):
    return (orders["shipped"] > 0).mean()


@mistake(LOST, "m03")
@mistake(ALL_ORDERS, "m07 why perfect")
@mistake(OVERDUE, "m08 m08_by_class")
def delivered_only(right, orders):
    return right(delivered(orders))


@mistake(OVERDUE, "m08")
def not_late(right, orders):
    return 1 - (orders["delivered"] > orders["promised"]).mean()


@mistake(TIE, "m08 m08_by_class")
def just_in_time_is_late(right, orders):
    return right(orders.assign(promised=orders["promised"] - pd.Timedelta(microseconds=1)))


@mistake(OWN_CLASS, "m08_by_class")
def of_all_orders(right, orders):
    kept = orders[orders["delivered"] <= orders["promised"]]
    return kept.groupby("klass").size() / len(orders)


# --- questions 5 and 6


@mistake(ASKED, "m09")
def all_needs(right, needs, minimum):
    return minimum, (needs["outcome"] == "turned_away").mean()


@mistake(ASKED, "m09")
def over_accepted(right, needs, minimum):
    return minimum, (needs["outcome"] == "turned_away").sum() / (needs["outcome"] == "accepted").sum()


@mistake(ABANDONED, "m09")
def abandoned_dropped(right, needs, minimum):
    return right(needs[needs["outcome"] != "abandoned"], minimum)


@mistake(ASKED, "m10")
def of_all_requests(right, requests):
    return ((requests["kind"] == "special") & (requests["met"] == "yes")).mean()


@mistake(KIND, "m10")
def every_kind(right, requests):
    return (requests["met"] == "yes").mean()


@mistake(NO_REQUESTS, "m10 m11")
def zero_for_nobody(right, requests):
    return right(requests) if len(requests) else 0.0


@mistake(BOTH, "m11")
def expedite_only(right, requests):
    return right(requests[requests["kind"] == "expedite"])


@mistake(POOLED, "m11")
def mean_of_two_shares(right, requests):
    return (requests["met"] == "yes").groupby(requests["kind"]).mean().reindex(["expedite", "delay"]).mean()


@mistake(ASKED, "m11")
def timing_of_all_requests(right, requests):
    return (requests["kind"].isin(["expedite", "delay"]) & (requests["met"] == "yes")).mean()


@mistake(ABANDONED, "m12")
def given_up_dropped(right, contacts):
    return right(contacts.dropna(subset=["answered"]))


def served(contacts):
    return (contacts["answered"] - contacts["time"]).dt.total_seconds() / 60 <= contacts["target"]


@mistake(WEIGHTS, "m12")
def no_weights(right, contacts):
    return served(contacts).mean()


@mistake(WEIGHTS, "m12")
def mean_of_channels(right, contacts):
    return served(contacts).groupby(contacts["channel"]).mean().mean()


@mistake(OVERDUE, "why")
def undelivered_on_time(right, orders):
    return dict(right(orders)) | {"time": (orders["delivered"] > orders["promised"]).mean()}


@mistake(INVOICE, "why")
def no_invoice_is_wrong(right, orders):
    return dict(right(orders)) | {"price": (orders["invoiced"] != orders["quoted"]).mean()}


@mistake(PRODUCT, "perfect")
def product_of_shares(right, orders):
    return (1 - right.__globals__["why"](orders)).prod()


@mistake(SUM, "perfect")
def one_minus_the_sum(right, orders):
    return 1 - right.__globals__["why"](orders).sum()


# --- questions 7 to 9


def number_of(case: Any, slot: int) -> int:
    table = case.table("incidents")
    return int(table.loc[table["slot"] == slot, "number"].iloc[0])


@mistake(ACT, "phase")
def lateness_in_a_complaint(right, case):
    return right | {number_of(case, 0): "during"}


@mistake(FOLLOW_UP, "phase")
def follow_up_during(right, case):
    return right | {number_of(case, 4): "during"}


@mistake(EVERY_PHASE, "phase")
def all_the_same(right, case):
    return dict.fromkeys(right, "during")


@mistake(STAYED, "hung_up")
def answered_share(right, calls):
    return 1 - right(calls)


@mistake(OF_ANSWERED, "hung_up")
def over_answered(right, calls):
    return calls["answered"].isna().sum() / calls["answered"].notna().sum()


@mistake(HUNG_UP, "w_log")
def answered_only(right, calls):
    return right(calls.dropna(subset=["answered"]))


@mistake(HUNG_UP, "w_log")
def hung_up_did_not_wait(right, calls):
    return right(calls.assign(ended=calls["ended"].where(calls["answered"].notna(), calls["time"])))


@mistake(UNWEIGHTED, "w_log")
def mean_of_hours(right, calls):
    return pd.Series({hour: right(some) for hour, some in calls.groupby(calls["time"].dt.hour)}).mean()


@mistake(A_DAY, "load")
def calls_of_all_days(right, calls, clerks):
    return right(calls, clerks) * calls["time"].dt.date.nunique()


@mistake(CLERKS, "load")
def clerks_left_out(right, calls, clerks):
    return right(calls, 1)


@mistake(MINUTES_A_CALL, "load")
def minutes_a_call(right, calls, clerks):
    return right(calls, clerks) * 60


@right("w_patient")
def w_patient(case):
    return Rerun(
        of=lambda seed: wait_if_nobody_hangs_up(case, seed),
        tried=case.tried(MONTHS_SIMULATED),
        derive=lambda runs: {"mean": pd.Series(runs).mean()},
    )


@mistake(ONE_MONTH, "w_patient")
def one_month_thirty_times(right, case):
    return {"runs": dict.fromkeys(MONTHS_SIMULATED, right["runs"][0]), "mean": right["runs"][0]}


@mistake(PATIENT, "w_patient")
def seeds_from_one(right, case):
    runs = {seed: wait_if_nobody_hangs_up(case, seed + 1) for seed in MONTHS_SIMULATED}
    return {"runs": runs, "mean": pd.Series(runs).mean()}


@mistake(MEAN_OF_MONTHS, "w_patient")
def added_up(right, case):
    return right | {"mean": sum(right["runs"].values())}


# --- question 10


@mistake(YEAR_MEAN, "kept_months")
def the_year_at_once(right, orders, klass, hours, share):
    mine = orders[orders["klass"] == klass]
    in_time = (mine["delivered"] - mine["accepted"]).dt.total_seconds() / 3600 <= hours
    return 12 if in_time.mean() >= share else 0


@mistake(OVERDUE, "kept_months")
def kept_by_delivered(right, orders, klass, hours, share):
    return right(orders.dropna(subset=["delivered"]), klass, hours, share)


@mistake(DAYS, "kept_months")
def kept_with_days_lost(right, orders, klass, hours, share):
    lost = pd.to_timedelta((orders["delivered"] - orders["accepted"]).dt.seconds, unit="s")
    return right(orders.assign(delivered=orders["accepted"] + lost), klass, hours, share)


@mistake(MONTH, "kept_months")
def month_of_acceptance(right, orders, klass, hours, share):
    return right(orders.assign(promised=orders["accepted"]), klass, hours, share)


def best(case, allowed, net):
    orders, fees, chosen = case.read("orders"), case.read("fees"), {}
    for klass, rows in fees.groupby("klass"):
        mine = orders[orders["klass"] == klass]
        cycle = (mine["delivered"] - mine["accepted"]).dt.total_seconds() / 3600
        year = [(cycle <= h).mean() >= s for h, s in zip(rows["hours"], rows["share"], strict=True)]
        rows = rows.assign(year=year)
        rows = rows[allowed(rows)]
        row = rows.assign(net=net(rows)).sort_values("net").iloc[-1]
        chosen[klass] = (int(row["hours"]), float(row["share"]))
    return chosen


@mistake(YEAR, "promise")
def by_the_year(right, case):
    return best(case, lambda rows: rows["year"], lambda rows: rows["fee"])


@mistake(NET, "promise")
def penalty_left_out(right, case):
    return best(case, lambda rows: rows["kept"] >= 11, lambda rows: rows["fee"])


@mistake(SAME, "promise")
def same_for_all(right, case):
    rows = []
    for (hours, share), some in case.read("fees").groupby(["hours", "share"]):
        if some["kept"].min() >= 11:
            rows.append(((some["fee"] - some["penalty"] * (12 - some["kept"])).sum(), hours, share))
    _net, hours, share = max(rows)
    return dict.fromkeys("ABC", (int(hours), float(share)))
