"""Match the columns of a file to the fields of `orders`: by name, by synonym, or as the user says."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.records.schema import TABLES

FIELDS = {column.name: column for column in TABLES["orders"]}
REQUIRED = ("order", "placed", "delivered", "promised")
TIMES = tuple(name for name, column in FIELDS.items() if column.unit == "s")

# Separated by spaces; where a table has several, the first one wins.
SYNONYMS: dict[str, str] = {
    "order": (
        "订单号 订单编号 单号 订单ID 运单号 运单编号 委托单号 "
        "order_id order_no order_number orderid ordernumber sales_order shipment_id waybill"
    ),
    "customer": "客户编号 客户号 客户 客户名称 客户ID 会员号 customer_id customer_no customer_name client account",
    "need": "需求号 need_number",
    "klass": "客户类别 客户等级 客户级别 类别 customer_class class abc_class segment",
    "lane": "目的地 目的站 收货城市 到达城市 线路 destination city route region delivery_city",
    "channel": "下单渠道 渠道 订单来源 订货方式 order_channel source sales_channel",
    "lines": "行数 品项数 订单行数 品种数 order_lines line_count number_of_lines items",
    "ordered": "订货数量 订购数量 订单数量 下单数量 数量 qty_ordered ordered_quantity ordered_qty quantity qty",
    "special_asked": "特殊要求 特殊需求 special_request special",
    "expedite_asked": "加急 要求加急 是否加急 expedite urgent rush express",
    "delay_asked": "要求延迟 延迟送货 推迟送货 delay_request",
    "placed": (
        "下单时间 下单日期 订货时间 订货日期 订单时间 订单日期 委托时间 创建时间 order_time order_date ordered_at placed_at "
        "order_placed order_datetime created created_at order_created purchase_date order_purchase_timestamp"
    ),
    "answered": "应答时间 接听时间 answered_at answer_time",
    "accepted": (
        "接单时间 受理时间 确认时间 accepted_at acceptance_time confirmed confirmed_at order_approved_at approved_at"
    ),
    "quoted": "报价 报价金额 quote quoted_price price_quoted",
    "address_ok": "地址正确 address_correct",
    "promised": (
        "承诺时间 承诺送达时间 承诺送达 承诺日期 承诺交货时间 承诺交期 预计送达时间 预计送达 要求送达时间 要求到货时间 交期 "
        "promised_at "
        "promise_date promised_date promised_time promised_delivery due due_date due_time delivery_due "
        "estimated_delivery expected_delivery order_estimated_delivery_date eta required_date"
    ),
    "special_granted": "特殊要求满足 特殊要求已满足 special_met special_request_met",
    "released": "下发时间 分配时间 备货时间 released_at release_time allocated allocated_at",
    "shipped": "发货数量 实发数量 出库数量 qty_shipped shipped_quantity shipped_qty",
    "picked": "拣货完成时间 拣货时间 picked_at pick_time",
    "wrong": "错货行数 错发行数 wrong_lines",
    "packed": "打包完成时间 打包时间 包装时间 packed_at pack_time",
    "dispatched": (
        "发货时间 发运时间 发车时间 出库时间 发货日期 dispatched_at "
        "dispatch_time order_delivered_carrier_date shipped_at ship_date ship_time shipping_date"
    ),
    "announced": "延误通知时间 announced_at",
    "unanswered": "未答复询问次数 unanswered_enquiries",
    "damaged": "是否破损 破损 货损 是否损坏 damage is_damaged",
    "delivered": (
        "签收时间 送达时间 实际送达时间 实际签收时间 妥投时间 交货时间 送达日期 签收日期 到货时间 delivered_at delivery_time "
        "delivery_date delivered_date actual_delivery order_delivered_customer_date received_at received_date"
    ),
    "receiver_ok": "签收人正确 收货人正确 receiver_correct",
    "expedite_met": "加急按时 加急已满足 expedited_in_time",
    "delay_met": "延迟按约 delay_in_time",
    "status": "订单状态 状态 运单状态 order_status state",
    "invoiced": "开票金额 结算金额 发票金额 invoice invoice_amount amount_invoiced",
    "cause": "原因 异常原因 延误原因 reason delay_reason",
    "trip": "车次 车次号 trip_id trip_no",
    "satisfaction": "满意度 评分 评价 review_score rating score",
}


def normalise(name: str) -> str:
    """A name without differences of width, case, spaces and punctuation, and without a unit in brackets."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub(r"[(\[].*?[)\]]", "", text)
    return re.sub(r"[^\w]|_", "", text)


KNOWN: dict[str, tuple[str, int]] = {}
"""Normalised name -> field, and its rank among the synonyms."""
for _field in FIELDS:
    for _rank, _name in enumerate((_field, *SYNONYMS.get(_field, "").split())):
        KNOWN.setdefault(normalise(_name), (_field, _rank))


def is_known(name: str) -> bool:
    """Whether a column of this name is recognised."""
    return normalise(name) in KNOWN


def match_columns(header: Sequence[str], given: Mapping[str, str]) -> tuple[dict[str, int], list[str]]:
    """Field -> position of its column, and notes about other columns that would match.

    given: field -> column name from the user, which has priority. Raises InputError for a field or column that does not
    exist, a column given to two fields, a used name that the header has twice, and a required field without a column.
    """
    found = {field: _given_column(header, field, column) for field, column in given.items()}
    for field, position in found.items():
        others = [other for other in found if other != field and found[other] == position]
        if others:
            raise InputError(
                _("The column {column} is given to two fields: {fields}.").format(
                    column=header[position], fields=", ".join(sorted([field, *others]))
                )
            )
    taken = set(found.values())
    candidates: dict[str, list[tuple[int, int]]] = {}
    for position, name in enumerate(header):
        field, rank = KNOWN.get(normalise(name), ("", 0))
        if field and position not in taken and field not in found:
            candidates.setdefault(field, []).append((rank, position))
    notes = []
    for field, ranked in candidates.items():
        ranked.sort()
        rank, position = ranked[0]
        if len(ranked) > 1 and ranked[1][0] == rank:
            raise _repeated(header[position])
        found[field] = position
        if len(ranked) > 1:
            unused = ", ".join(header[other] for _rank, other in ranked[1:])
            notes.append(
                _("Read as {field}: {column}, and not {others}.").format(
                    field=field, column=header[position], others=unused
                )
            )
    missing = [field for field in REQUIRED if field not in found]
    if missing:
        raise _missing(missing[0], header)
    return {field: found[field] for field in FIELDS if field in found}, notes


def _given_column(header: Sequence[str], field: str, column: str) -> int:
    if field not in FIELDS:
        near = difflib.get_close_matches(str(field), FIELDS, n=1)
        raise InputError(
            _("There is no field {field}; there are: {all}.").format(field=field, all=", ".join(FIELDS))
            + (_(" Did you mean {near}?").format(near=near[0]) if near else "")
        )
    positions = [at for at, name in enumerate(header) if name == column]
    positions = positions or [
        at for at, name in enumerate(header) if normalise(name) == normalise(column) != ""
    ]
    if not positions:
        raise InputError(
            _("The file has no column {column}; it has: {all}.").format(
                column=column, all=_list_names(header)
            )
        )
    if len(positions) > 1:
        raise _repeated(column)
    return positions[0]


def _repeated(column: str) -> InputError:
    return InputError(_("The file has more than one column {column}: rename one.").format(column=column))


def _missing(field: str, header: Sequence[str]) -> InputError:
    return InputError(
        _(
            "No column was found for {field} ({text}); the file has: {all}. State the column: {field}=COLUMN."
        ).format(field=field, text=_(FIELDS[field].text), all=_list_names(header))
    )


def _list_names(header: Sequence[str]) -> str:
    names = [" ".join(name.split()) for name in header if name]  # a heading may have line breaks
    short = [name if len(name) <= 40 else name[:37] + "..." for name in names[:30]]
    return ", ".join(short) + (", ..." if len(names) > 30 else "")
