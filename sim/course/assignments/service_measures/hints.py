"""Hints for typical wrong answers: a question to think about, never the answer."""

from __future__ import annotations

from sim.base.i18n import N_
from sim.course.answers.kinds import PERCENT
from sim.course.answers.parts import Hint

TWICE = Hint(
    "twice",
    (
        N_("Some orders are still in the table more than once. Which column identifies an order?"),
        N_("Look at `drop_duplicates` with the column `order`."),
    ),
)
TESTS = Hint(
    "tests",
    (
        N_("One customer in your table is not a real one. Look at `case.facts`."),
        N_("Keep only rows whose `customer` is not the test customer."),
    ),
)
YEARS = Hint(
    "years",
    (
        N_("Some orders do not belong to the year. Which date decides: is it the promised one?"),
        N_("Keep `promised` from the year's start on, and before the year's end."),
    ),
)
UNDELIVERED = Hint(
    "undelivered",
    (
        N_("Real orders are missing. Look for those that never arrived. Are they not orders?"),
        N_("An empty `delivered` is a fact, not a fault. Keep those rows."),
    ),
)
MINUTES = Hint(
    "minutes",
    (
        N_("One hall's `preparation` is about 60 times the others'. What does it count?"),
        N_("Divide `preparation` by 60, in the rows of that hall only."),
    ),
)
UNIT_FILL = Hint(
    "units",
    (
        N_("You count units. That is the unit fill rate. What does this measure count?"),
        N_("Count each line or order once, as complete or not, however large it is."),
    ),
)
ALLOCATED = Hint(
    "allocated",
    (N_("An empty `on_hand` means that it was not recorded. Is that the same as no stock?"),),
)
FULL = Hint("full", (N_("One box on the shelf is not enough for ten. Compare with `quantity`."),))
COUNTS = Hint(
    "counts",
    (
        N_("You compute which goods were never out. The question asks how often a count finds stock."),
        N_("Every count has the same weight: yes or no."),
    ),
)
EMPTY_COUNT = Hint(
    "empty-count",
    (N_("Where `in_stock` is empty, there was no count. Is that the same as no stock?"),),
)
DENOMINATOR = Hint(
    "denominator",
    (
        N_("You divide by all orders. Can a cancelled order be damaged on the way?"),
        N_("Divide by delivered and lost orders."),
    ),
)
LOST = Hint("lost", (N_("Lost goods do not arrive undamaged. Where are the lost orders?"),))
OPPOSITE = Hint(
    "opposite", (N_("This looks like the share that went wrong. The question asks for what went right."),)
)
DAYS = Hint(
    "days",
    (
        N_("Whole days are lost. What does `.dt.seconds` do with a day and two hours?"),
        N_("`.dt.total_seconds()` counts the days too."),
    ),
)
START = Hint("start", (N_("Your clock starts at the wrong moment. When should it start?"),))
RELIABLE = Hint(
    "reliable",
    (N_("Reliability allows a tenth more than the promised time. You allow no more."),),
)
MEDIAN = Hint(
    "median", (N_("This is the mean. The question asks for the median: half of the orders are faster."),)
)
ZERO = Hint("zero", (N_("An empty `preparation` does not mean zero hours. Leave it empty."),))
MEAN = Hint("mean", (N_("This is the median. The question asks for the mean."),))
PART_SHIPPED = Hint(
    "part",
    (N_("Is an order complete when a part of it was shipped? Compare with `ordered`."),),
)
ALL_ORDERS = Hint(
    "all-orders",
    (N_("You look at delivered orders only. What about those that never arrived?"),),
)
OVERDUE = Hint(
    "overdue",
    (
        N_("Orders that never arrived are missing, or count as promises kept. Were those promises kept?"),
        N_("An empty `delivered` is a broken promise. Count it in what you divide by."),
    ),
)
OWN_CLASS = Hint("own-class", (N_("Divide by the orders of the same class, not by all orders."),))
ASKED = Hint(
    "asked",
    (
        N_("Look at what you divide by. Which of them asked us for this at all?"),
        N_("Divide only by those who asked for it."),
    ),
)
ABANDONED = Hint(
    "abandoned",
    (N_("You left out those who gave up. They came to us too, and were not served."),),
)
KIND = Hint("kind", (N_("You mix special requests with requests about time. Look at `kind`."),))
NO_REQUESTS = Hint(
    "nobody",
    (
        N_("An empty table holds no requests. Is a share of nothing 0?"),
        N_("With nothing to count, the answer is NaN: float('nan')."),
    ),
)
BOTH = Hint(
    "both", (N_("There are two kinds of requests about time: sooner and later. Where is the other one?"),)
)
POOLED = Hint(
    "pooled",
    (N_("The mean of two shares ignores how often each was asked for. Count all requests together."),),
)
WEIGHTS = Hint(
    "weights",
    (
        N_("The channels have fixed weights. First a share for each channel, then the weights."),
        N_("Multiply each channel's share by its weight, then add up."),
    ),
)
PRODUCT = Hint(
    "product",
    (N_("You multiply shares. That is right only if errors are independent of each other."),),
)
SUM = Hint("sum", (N_("You add up the failures. But an order with two failures then counts twice."),))
INVOICE = Hint(
    "invoice", (N_("Without an invoice no price can be wrong. An empty cell is not a wrong price."),)
)
ACT = Hint(
    "act",
    (
        N_("One of them is a complaint. Place what happens now, not what it is about."),
        N_("The trouble came during, but when does the customer complain?"),
    ),
)
FOLLOW_UP = Hint(
    "follow-up",
    (
        N_("Somebody asks how the service was. Have the goods arrived by then?"),
        N_("The list above calls it follow-up of the service. In which group is it?"),
    ),
)
EVERY_PHASE = Hint("every-phase", (N_("Each of the three phases occurs at least once."),))
SECONDS = Hint(
    "seconds", (N_("Something is in seconds here. `erlang_c` takes minutes and returns minutes."),)
)
ANSWERED = Hint(
    "answered",
    (N_("You count answered calls only. Did those who hung up not call?"),),
)
OPEN = Hint("open", (N_("The hotline is open 12 hours a day. By how many hours do you divide?"),))
A_DAY = Hint("a-day", (N_("Your calls an hour are those of all days together. The log has several days."),))
HUNG_UP = Hint(
    "hung-up",
    (
        N_("Those who hung up waited too. Until when?"),
        N_("Where `answered` is empty, the wait lasted until `ended`."),
    ),
)
UNWEIGHTED = Hint(
    "unweighted",
    (N_("This is a mean of hourly means: quiet hours weigh as much as busy ones. Each caller counts once."),),
)
ASSUMPTION = Hint(
    "assumption",
    (
        N_("One of your facts breaks no assumption of the formula. Which assumptions does it make?"),
        N_("Look again at the figure: does it differ from what the formula expects?"),
    ),
)
FIGURE = Hint("figure", (PERCENT,))
PEAK = Hint("peak", (N_("That is not the busiest hour. Below 1 the formula would have an answer."),))
PATIENT = Hint(
    "patient",
    (N_("If nobody hangs up, everybody waits longer. Did you simulate it, and take the mean?"),),
)
FORMULA = Hint(
    "formula",
    (N_("This is the formula's wait in the mean hour. The question asks for the simulated wait."),),
)
ADDED_UP = Hint("added-up", (N_("No month has such a wait. Is this the mean of the 30 months, in minutes?"),))
YEAR = Hint(
    "year",
    (
        N_("A promise is broken in more than one month. What does the year's mean hide?"),
        N_("Look at your peak month. The share must be reached in 11 of 12 months."),
    ),
)
YEAR_MEAN = Hint(
    "year",
    (
        N_("You look at the whole year at once. Count the months one by one."),
        N_("First the share of each month, then how many months reach the share asked for."),
    ),
)
SAME = Hint("same", (N_("One promise for all classes. Does a C customer pay for it like an A customer?"),))
NET = Hint(
    "net",
    (
        N_("All promises are kept in 11 months, but another one brings more. What is left of the fee?"),
        N_("Subtract the penalty for each month in which the promise is broken."),
    ),
)
MONTH = Hint("month", (N_("Which date decides the month? The question says: the promised one."),))
