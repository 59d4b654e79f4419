"""Lengths of time: what people write, and what Excel and pandas give."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from sim import read_orders
from sim.orderlog.reading.lengths import DAYS, ELAPSED, NONE, WORKING, read_length

HOUR = 3600
SAID = {
    ELAPSED: "48h; 48 Std.; 48小时; 48 小时内; 2 days; 2 Tage; 2天; P2D; PT48H; 1 day 24 hours; 24-48h; 1-2 days; "
    "2 days 00:00:00; 48:00:00; <48h; within 48 hours; bis zu 2 Tage; em até 48 horas; 两天; 2日以内",
    DAYS: "D+2; T+2; J+2; d + 2 days; t+2日",
    WORKING: "2 working days; 2 Werktage; 1-2 Arbeitstage; 2 dias úteis; 2 jours ouvrés; 2个工作日; 2個工作天; "
    "2営業日; T+2工作日",
    NONE: "Standard; 隔日达; 4 working hours; 2026-03-04; express 24h; -; soon; 1 month; 1,500 min",
}


@pytest.mark.parametrize(
    ("text", "kind"), [(text.strip(), kind) for kind, texts in SAID.items() for text in texts.split(";")]
)
def test_what_people_write_is_read_or_left(text: str, kind: int) -> None:
    found = read_length(text)
    assert (found.kind, found.amount) == (kind, {ELAPSED: 48 * HOUR, NONE: 0}.get(kind, 2))


def test_durations_of_excel_and_pandas_are_read() -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    forms = [book.add_format({"num_format": form}) for form in ("yyyy-mm-dd hh:mm", "[h]:mm", "h:mm")]
    sheet.write_row(0, 0, ["order_id", "order_date", "SLA", "delivered_at"])
    for row in range(1, 7):
        sheet.write_number(row, 0, row)
        sheet.write_datetime(row, 1, dt.datetime(2026, 3, row, 8), forms[0])
        sheet.write_number(row, 2, (0.5, 1.5, 2.0)[row % 3], forms[1 + row % 2])
        sheet.write_datetime(row, 3, dt.datetime(2026, 3, row + 1, 8), forms[0])
    book.close()
    excel = read_orders(io.BytesIO(content.getvalue()))
    frame = pd.DataFrame(
        {
            "order_id": range(1, 7),
            "order_date": [pd.Timestamp(2026, 3, day, 8) for day in range(1, 7)],
            "SLA": pd.to_timedelta([36, 48, 12] * 2, unit="h"),
            "delivered_at": [pd.Timestamp(2026, 3, day, 8) for day in range(2, 8)],
        }
    )
    for log in (excel, read_orders(frame)):
        orders: Any = log.records["orders"]
        assert ((orders["promised"] - orders["placed"]) / HOUR).tolist() == [36, 48, 12] * 2, log.notes
