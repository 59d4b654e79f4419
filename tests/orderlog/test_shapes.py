"""One clean log in twenty shapes, and in random ones that a spreadsheet gives: the same figures, or a question."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable
from typing import Any

import pytest

from sim import InputError, read_orders
from tests.orderlog.made_up import HEAD, ORDERS, Moment, csv, expected, log, table, written
from tests.support.excel_files import serial, workbook

RIGHT = expected()
HEADS = {
    "English": ("Order No.", "Order Date", "Due Date", "Delivered"),
    "camel case": ("OrderId", "OrderDate", "PromisedDelivery", "ActualDeliveryDate"),
    "Chinese": ("订单号", "下单时间", "承诺送达时间", "签收时间"),
    "traditional Chinese": ("訂單號", "下單時間", "承諾送達時間", "簽收時間"),
    "German": ("Auftragsnummer", "Bestelldatum", "Liefertermin", "Geliefert am"),
    "French": ("Commande", "Date de commande", "Date de livraison prévue", "Livré le"),
    "Spanish": ("Pedido", "Fecha de pedido", "Fecha de entrega prometida", "Fecha de entrega real"),
    "Italian": ("N. ordine", "Data ordine", "Consegna prevista", "Data consegna effettiva"),
    "Dutch": ("Ordernummer", "Besteldatum", "Gewenste leverdatum", "Werkelijke leverdatum"),
    "German, from SAP": ("Verkaufsbeleg Nr", "Angelegt am", "Bestätigtes Lieferdatum", "Ist-Lieferdatum"),
    "Portuguese": ("Número de pedido", "Data do pedido", "Data de entrega prevista", "Data de entrega"),
}
TURNED = [[row[3], row[1], row[0], row[2]] for row in table()]
SHAPES: dict[str, tuple[str | bytes, dict[str, Any]]] = {
    **{f"heads in {name}": (log(head=head), {}) for name, head in HEADS.items()},
    "semicolons": (csv(table(), ";"), {}),
    "tabs": (csv(table(), "\t"), {}),
    "bars": (csv(table(), "|"), {}),
    "UTF-8 with a mark": (log(head=HEADS["Chinese"]).encode("utf-8-sig"), {}),
    "GB18030": (log(head=HEADS["Chinese"]).encode("gb18030"), {}),
    "UTF-16": (csv(table(head=HEADS["Chinese"]), "\t").encode("utf-16"), {}),
    "Windows-1252": (log(head=HEADS["French"]).encode("cp1252"), {}),
    "columns in another order": (csv(TURNED), {}),
    "a title above": ("Deliveries of March\n\n" + log(), {}),
    "Windows lines": (log().replace("\n", "\r\n"), {}),
    "Excel": (workbook(table(write=lambda moment: moment)), {}),
    "the second sheet of Excel": (workbook([["Report"]], table(write=lambda moment: moment)), {}),
}


@pytest.mark.parametrize(("content", "options"), SHAPES.values(), ids=list(SHAPES))
def test_every_shape_gives_the_same_figures(content: str | bytes, options: dict[str, Any]) -> None:
    source = io.BytesIO(content) if isinstance(content, bytes) else io.StringIO(content)
    found = read_orders(source, **options)
    assert found.left_out == 0
    for name, value in RIGHT.items():
        assert found.measures[name]["value"] == pytest.approx(value), (name, found.notes)


WRITINGS: tuple[Callable[[dt.datetime], Any], ...] = (
    lambda m: f"{m:%Y-%m-%d %H:%M}",
    lambda m: f"{m:%Y-%m-%dT%H:%M:%S}",
    lambda m: f"{m:%Y/%m/%d %H:%M:%S}",
    lambda m: f"{m.year}/{m.month}/{m.day} {m.hour}:{m:%M}",
    lambda m: f"{m:%d/%m/%Y %H:%M}",
    lambda m: f"{m:%d.%m.%Y %H:%M}",
    lambda m: f"{m.month}/{m.day}/{m:%y} {m.hour}:{m:%M}",
    lambda m: f"{m:%m/%d/%Y %I:%M:%S %p}",
    lambda m: f"{m:%d-%b-%y %H:%M}",
    lambda m: f"{m:%d %B %Y %H:%M}",
    lambda m: f"{m:%b} {m.day}, {m:%Y} {m:%I:%M %p}",
    lambda m: f"{m.year}年{m.month}月{m.day}日 {m.hour}时{m:%M}分",
    lambda m: f"{m:%Y%m%d%H%M%S}",
    lambda m: f"{serial(m):.6f}",
    lambda m: f"{m:%d/%m/%y %H:%M}",
    lambda m: f"{m:%y/%m/%d %H:%M}",
    lambda m: f"{m:%Y.%m.%d %H:%M}",
    lambda m: f"{m:%A, %d %B %Y %H:%M}",
    lambda m: f"{m.month}/{m.day}/{m.year}, {m:%I:%M:%S %p}",
    lambda m: f"{m:%a %b %d %H:%M:%S %Y}",
    lambda m: f"{m:%Y-%m-%d-%H.%M.%S}",
    lambda m: f"{m.day}. März {m.year} {m:%H:%M} Uhr",
    lambda m: (
        f"{m.year}年{m.month}月{m.day}日 {'上午' if m.hour < 12 else '下午'}{(m.hour - 1) % 12 + 1}:{m:%M}"
    ),
    lambda m: f"{m:%Y-%m-%d %H:%M}+00:00",
)
NEVER = (
    "",
    "",
    "",
    "NULL",
    "-",
    "n/a",
    "0000-00-00",
    "outstanding",
    "noch offen",
    "en attente",
    "sin entregar",
    "待客户签收",
)


def rendering(dice: random.Random) -> str | bytes:
    """The log as some spreadsheet or program would write it: one form for each column, and what else differs."""
    forms = (
        [dice.choice(WRITINGS) for _column in range(3)]
        if dice.random() < 0.3
        else [dice.choice(WRITINGS)] * 3
    )
    if any("+00:00" in form(dt.datetime(2026, 3, 2)) for form in forms):
        forms = [WRITINGS[-1]] * 3
    never = dice.choice(NEVER)
    separator = dice.choice(",;\t|")

    def cell(place: int, moment: Moment) -> str:
        return never if moment is None else str(forms[place](moment))

    rows: list[list[Any]] = [list(dice.choice([HEAD, *HEADS.values()]))]
    rows += [[number, *(cell(place, m) for place, m in enumerate(moments))] for number, *moments in ORDERS]
    for name, cells in (
        ("Segment", ["Consumer", "Corporate"]),
        ("status", ["In Transit", "?"]),
        ("Remarks", ["fragile, glass", "a;b"]),
        ("qty_ordered", ["10", "1.250"]),
        ("Estado", ["Pendiente", "En reparto"]),
        ("Lieferadresse", ["Hafenstr. 3", "Am Markt 1"]),
        ("Stato", ["in consegna", "in transito"]),
    ):
        if dice.random() < 0.4:
            rows = [[*rows[0], name], *([*row, dice.choice(cells)] for row in rows[1:])]
    order = list(range(len(rows[0])))
    dice.shuffle(order)
    rows = [[row[place] for place in order] for row in rows]
    text = csv(rows, separator)
    if dice.random() < 0.2:
        text = "Report\n\n" + text
    if dice.random() < 0.3:
        text = text.replace("\n", "\r\n")
    encodings = ["utf-8", "utf-8-sig", "gb18030" if not set("éúâãä") & set(text) else "utf-8"]
    return text.encode(dice.choice(encodings))


def test_random_renderings_give_the_same_figures_or_a_question_and_nine_of_ten_are_read() -> None:
    read = 0
    tries = 150
    for seed in range(tries):
        content = rendering(random.Random(seed))
        try:
            found = read_orders(io.BytesIO(content))
        except InputError as question:
            assert "state the" in str(question) or "State the" in str(question), (seed, question, content)
            continue
        for name, value in RIGHT.items():
            assert found.measures[name]["value"] == pytest.approx(value), (seed, name, found.notes, content)
        assert found.left_out == 0, (seed, found.rejected, content)
        read += 1
    assert read >= 0.9 * tries


def test_excel_dates_and_day_numbers_mix() -> None:
    rows = table(write=lambda moment: moment)
    for row in rows[1:4]:
        row[1] = serial(row[1])
    rows[4][2] = written(rows[4][2])
    assert read_orders(io.BytesIO(workbook(rows))).measures["m08"]["value"] == RIGHT["m08"]


def clocks_with_dots(arrived: str = "09.20") -> str:
    head = "order_id;Bestelldatum;Bestellzeit;day;plan;arrived;Outcome\n"
    rows = [f"A-{n};{n}.3.26;15.50;{n + 1}.3.26;10.00;09.50;\n" for n in range(11, 15)]
    return head + "".join(rows) + f"A-15;15.3.26;7.05;16.3.26;10.00;{arrived};Cancelled\n"


SHARED = {"promised": "day + plan", "delivered": "day + arrived"}


def test_a_clock_may_have_dots_behind_a_day_and_in_a_column_of_clocks() -> None:
    found = read_orders(io.StringIO(clocks_with_dots()), columns=SHARED, end="2026-03-20")
    assert found.measures["m08"]["value"] == 1.0
    assert found.measures["m04"]["value"] == pytest.approx((4 * 18 + 26.25) / 5)


def test_an_amount_beside_a_day_is_no_clock_with_dots() -> None:
    text = (
        "order_id,order_date,price,delivered\n1,2026-03-02,12.50,2026-03-03\n2,2026-03-02,9.30,2026-03-04\n"
    )
    assert read_orders(io.StringIO(text)).measures["m04"]["value"] == 36.0


def test_a_day_of_the_promise_is_no_delivery_without_a_clock_of_its_own() -> None:
    found = read_orders(io.StringIO(clocks_with_dots("")), columns=SHARED, end="2026-03-20")
    assert found.measures["m08"] == {"value": 0.8, "unit": "share", "n": 5}
    assert any("1 row has a day, but no time of day" in note for note in found.notes)


def test_a_column_that_may_be_the_state_is_named() -> None:
    read = [
        read_orders(io.StringIO(clocks_with_dots()), columns=SHARED | more, end="2026-03-20")
        for more in ({}, {"status": "Outcome"})
    ]
    asked = [any("say --map status=Outcome" in note for note in found.notes) for found in read]
    assert asked == [True, False]


@pytest.mark.parametrize(
    ("placed", "promised"),
    [
        ("2026-03-02 오전 10:31", "2026-03-04(수)"),
        ("2026년 3월 2일 오전 10시 31분", "2026-03-04 수요일"),
        ("2026-03-02 午前10:31", "2026年3月4日(水)"),
    ],
)
def test_korean_and_japanese_times_are_read(placed: str, promised: str) -> None:
    evening = placed.replace("오전", "오후").replace("午前", "午後")
    text = f"order_id,placed,promised,delivered\n1,{placed},{promised},{evening}\n"
    measures = read_orders(io.StringIO(text), end="2026-03-05").measures
    assert (measures["m04"]["value"], measures["m08"]["value"]) == (12.0, 1.0)


VOYAGE = "order_id,order_date,ETD,ATD,ETA,ATA,POD,Req. Delivery Date,Act. Delivery Date\n" + "".join(
    f"{n},{n}.3.2026,{n + 1}.3.2026,{n + 1}.3.2026,{n + 3}.3.2026,{n + 4}.3.2026,DEHAM,{n + 6}.3.2026,{n + 6}.3.2026\n"
    for n in range(1, 9)
)


def test_the_arrival_of_a_voyage_is_no_delivery() -> None:
    assert read_orders(io.StringIO(VOYAGE), end="2026-03-20").measures["m08"]["value"] == 1.0
    legs = VOYAGE.replace("Req. Delivery Date,Act. Delivery Date", "a,b")
    assert read_orders(io.StringIO(legs), end="2026-03-20").measures["m08"]["value"] == 0.0
