"""What is said about typical wrong answers: a question to think about, never the answer."""

from __future__ import annotations

from sim.base.i18n import N_
from sim.course.answers.questions import Hint

TWICE = Hint(
    "twice",
    (
        N_("Some orders still stand in the table more than once. Which column names an order?"),
        N_("Look at `drop_duplicates` with the column `order`."),
    ),
)
TESTS = Hint(
    "tests",
    (
        N_("Somebody is in your table who is no customer. Look at `case.facts`."),
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
        N_("Real orders are missing. Who never got the goods? Are those no customers?"),
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
        N_("Count lines or orders, each as kept or not, however large it is."),
    ),
)
ALLOCATED = Hint(
    "allocated",
    (N_("An empty `on_hand` means: nobody wrote it down. Is that the same as no stock?"),),
)
FULL = Hint("full", (N_("One box on the shelf is not enough for ten. Compare with `quantity`."),))
COUNTS = Hint(
    "counts",
    (
        N_("You ask which goods were never out. Asked is how often a count finds stock."),
        N_("Every count weighs the same: yes or no."),
    ),
)
EMPTY_COUNT = Hint(
    "empty-count",
    (N_("Nobody counted where `in_stock` is empty. Is that the same as no stock?"),),
)
DENOMINATOR = Hint(
    "denominator",
    (
        N_("You divide by all orders. Can a cancelled order be damaged on the way?"),
        N_("Divide by delivered and lost orders."),
    ),
)
LOST = Hint("lost", (N_("Lost goods do not arrive undamaged. Where are the lost orders?"),))
OPPOSITE = Hint("opposite", (N_("This looks like the share that went wrong. Asked is what went right."),))
DAYS = Hint(
    "days",
    (
        N_("Whole days got lost. What does `.dt.seconds` do with a day and two hours?"),
        N_("`.dt.total_seconds()` counts the days too."),
    ),
)
START = Hint("start", (N_("Your clock starts at another moment than asked. When does it start?"),))
RELIABLE = Hint(
    "reliable",
    (N_("Reliability allows a tenth more than the promised time. You allow nothing."),),
)
MEDIAN = Hint("median", (N_("This is the mean. Asked is the median: half of the orders are faster."),))
ZERO = Hint("zero", (N_("An empty `preparation` is no preparation of zero hours. Leave it empty."),))
MEAN = Hint("mean", (N_("This is the median. Asked is the mean."),))
PART_SHIPPED = Hint(
    "part",
    (N_("Is an order complete when a part of it was shipped? Compare with `ordered`."),),
)
ALL_ORDERS = Hint(
    "all-orders",
    (N_("You look at delivered orders only. What of those that never arrived?"),),
)
OVERDUE = Hint(
    "overdue",
    (
        N_("Orders that never arrived have vanished or count as kept. Who still waits for them?"),
        N_("An empty `delivered` is a broken promise. It stays in what you divide by."),
    ),
)
OWN_CLASS = Hint("own-class", (N_("Divide by the orders of the same class, not by all orders."),))
ASKED = Hint(
    "asked",
    (
        N_("Look at what you divide by. Who asked us for this at all?"),
        N_("Only those who asked for it belong below the line."),
    ),
)
ABANDONED = Hint(
    "abandoned",
    (N_("You dropped those who gave up. They came to us too, and were not served."),),
)
KIND = Hint("kind", (N_("You mix special wishes with wishes about time. Look at `kind`."),))
NOBODY = Hint(
    "nobody",
    (
        N_("In an empty table nobody asked. Is a share of nobody 0?"),
        N_("With nothing to count, the answer is NaN: float('nan')."),
    ),
)
BOTH = Hint("both", (N_("There are two wishes about time: sooner and later. Where is the other one?"),))
POOLED = Hint("pooled", (N_("The mean of two shares forgets how many asked. Count all wishes together."),))
WEIGHTS = Hint(
    "weights",
    (
        N_("The channels have fixed weights. First a share for each channel, then the weights."),
        N_("Multiply each channel's share by its weight, then add up."),
    ),
)
PRODUCT = Hint(
    "product",
    (N_("You multiply shares. That is right only if errors had nothing to do with each other."),),
)
SUM = Hint("sum", (N_("You add up what failed. But one order can fail twice, and counts twice then."),))
INVOICE = Hint("invoice", (N_("Without an invoice no price can be wrong. Empty is not unequal."),))
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
        N_("The list above calls it follow-up of the service. In which group does it stand?"),
    ),
)
EVERY_PHASE = Hint("every-phase", (N_("Each of the three phases occurs at least once."),))
SECONDS = Hint(
    "seconds", (N_("Something is in seconds here. `erlang_c` takes minutes, and so is the answer."),)
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
    (N_("A mean of hourly means: a quiet hour weighs as much as a busy one. Each caller counts once."),),
)
ASSUMPTION = Hint(
    "assumption",
    (
        N_("One of your facts breaks no assumption of the formula. Which assumption, which hour?"),
        N_("Look again at the figure: does it differ from what the formula expects?"),
    ),
)
FIGURE = Hint("figure", (N_("A share lies between 0 and 1. Is this a percentage? Then divide by 100."),))
PEAK = Hint("peak", (N_("That is not the busiest hour. Below 1 the formula would have an answer."),))
PATIENT = Hint(
    "patient",
    (N_("If nobody hangs up, everybody waits longer. Did you simulate it, and take the mean?"),),
)
FORMULA = Hint(
    "formula",
    (N_("This is what the formula says of the mean hour. Asked is what the simulation says."),),
)
ADDED_UP = Hint("added-up", (N_("No month has such a wait. Is this the mean of the 30 months, in minutes?"),))
YEAR = Hint(
    "year",
    (
        N_("A promise is broken in more than one month. What does the year's mean hide?"),
        N_("Look at your peak month. The share must be kept in 11 of 12 months."),
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
        N_("Take away the penalty for each month in which the promise is broken."),
    ),
)
MONTH = Hint("month", (N_("Which date decides on the month? The question says: the promised one."),))
