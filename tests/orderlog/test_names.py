"""Names of columns: which field each is, in lists and by its parts."""

from __future__ import annotations

import pytest

from sim.orderlog.reading.column_names import further, recognise

FIELDS = {
    "placed": "Angelegt am; Data ordine; Besteldatum; 創建時間; Order Created; Criado em; Erfasst am; "
    "Auftrag vom; Order Received; 成立時間; Order Dt; Data da compra; ORDERDATE; 受注日時; "
    "so_created_ts; 顾客下单; Auftragseingang",
    "promised": "Wunschlieferdatum; Bestaetigtes Lieferdatum; Slot; Deliver by; Confirmed delivery date; "
    "要求到货日期; 預計送達日; Data consegna prevista; Leverdatum (gepland); Livraison prévue; Expected arrival; "
    "Liefertermin bestätigt; 确认到货日期; promisedFor; REQDELDATE; Créneau de livraison; お届け希望日; promise; "
    "預交日; Prom Date; Zusagetermin; Bestätigte Lieferwoche; Delivery week; Entregar antes de; Lieferzusage",
    "delivered": "Ist-Lieferdatum; Arrived; Delivery confirmed at; 實際簽收時間; Data consegna effettiva; Zugestellt; "
    "Leverdatum (werkelijk); Entrega real; Actual Date; 签收确认时间; Afgeleverd op; "
    "ACTUALDELIVERYDATE; Dropped Off At; Ankunft Kunde; Livré à; Handed over; Received; DLVERY_ARRIVAL_ACT_DT; "
    "Lieferung erfolgt; Entrega realizada; dropoff_at_local",
    "within": "promise_hours; Promised delivery days; SLA (h); 承诺小时数; 承諾時效; Lieferfrist (Tage); Quoted (min); "
    "Consegna promessa entro (min); Lieferung innerhalb von (Std)",
    "dispatched": "Left depot; Warenausgang; Fecha de expedición; Date d'expédition; 出貨時間; Verzenddatum; Data spedizione",
    "ordered": "itemsOrdered; Auftragsmenge; Cantidad pedida; 计划数量; Aantal besteld; Quantité commandée; Order qty",
    "shipped": "Liefermenge; itemsShipped; Cantidad servida; Qty delivered; 实收数量; Aantal geleverd; Quantità spedita",
    "status": "Estado; 单据状态; Lieferstatus; Stato; Statut; Fulfillment Status",
    "order": "出库单号; N° de commande; Numero pedido; Bestelnummer; N. ordine; 線上訂單號; VBELN; SO #; Rx No; ORDNUM; LOAD_ID; "
    "受注No; 銷貨單號",
    "": "Lieferadresse; delivery address; 送货地址; 收货人; Delivery method; Received by; Delivery days; Lieferort; 在途天数; "
    "Payment status; Ship-by date; Last updated; 退货数量; Delivery attempts; 到达站; Cancelled at; "
    "Livreur; slot duration; Delivery delay days; lead time; estimated driving duration; "
    "PKUP_ARRIVAL_ACT_DT; DLVERY_DEPARTURE_ACT_DT; Arrival at origin; 到达装货地时间",
}
NAMES = [(name.strip(), field) for field, names in FIELDS.items() for name in names.split(";")]


@pytest.mark.parametrize(("name", "field"), NAMES, ids=[name for name, _field in NAMES])
def test_a_name_says_what_its_column_holds(name: str, field: str) -> None:
    known = recognise(name)
    assert (known[0] if known else "") == field


def test_the_promise_that_was_confirmed_comes_before_the_one_that_was_wished_for() -> None:
    confirmed, wished = recognise("Bestätigtes Lieferdatum"), recognise("Wunschlieferdatum")
    assert confirmed is not None and wished is not None
    assert confirmed[1:] < wished[1:]


def test_a_name_can_mean_a_time_or_a_quantity() -> None:
    assert further("Ordered") == ("placed",)
    assert further("Order date") == ()
