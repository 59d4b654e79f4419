"""Names of columns in order logs, by field. Separated by spaces; where a table has several, the first one wins."""

from __future__ import annotations

SYNONYMS: dict[str, str] = {
    "order": (
        "订单号 订单编号 单号 订单ID 订单号码 运单号 运单编号 委托单号 "
        "order_id order_no order_number order_num orderid ordernumber order_# order_ref "
        "order_reference order_code po_number sales_order so_number shipment_id waybill "
        "auftragsnummer auftragsnr auftrag bestellnummer bestellnr numéro_de_commande n°_commande "
        "commande número_de_pedido "
        "nº_pedido pedido id_pedido"
    ),
    "customer": (
        "客户编号 客户号 客户 客户名称 客户ID 会员号 customer_id customer_no customer_number "
        "customer_name client account "
        "kunde kundennummer cliente"
    ),
    "need": "需求号 need_number",
    "klass": "客户类别 客户等级 客户级别 类别 customer_class class abc_class segment kundenklasse",
    "lane": (
        "目的地 目的站 收货城市 到达城市 线路 destination city route region delivery_city lane "
        "zielort ort ciudad cidade"
    ),
    "carrier": (
        "承运商 承运人 物流公司 快递公司 carrier carrier_name shipper shipping_company courier "
        "logistics_provider transporter "
        "spediteur frachtführer transportista transportadora transporteur"
    ),
    "channel": "下单渠道 渠道 订单来源 订货方式 order_channel source sales_channel",
    "lines": "行数 品项数 订单行数 品种数 order_lines line_count number_of_lines items",
    "line": (
        "行号 订单行号 明细行 商品编号 物料编码 line line_no line_number line_id line_item item_no "
        "item_number order_item_id "
        "order_line order_line_id sku product_id product article position pos"
    ),
    "shipment": (
        "发运单号 包裹号 快递单号 物流单号 shipment shipment_no shipment_number tracking_number "
        "tracking_no tracking_id "
        "parcel parcel_id package_id delivery_no delivery_number lieferscheinnummer sendungsnummer"
    ),
    "ordered": (
        "订货数量 订购数量 订单数量 下单数量 数量 qty_ordered ordered_quantity ordered_qty quantity "
        "qty menge cantidad quantidade"
    ),
    "special_asked": "特殊要求 特殊需求 special_request special",
    "expedite_asked": "加急 要求加急 是否加急 expedite urgent rush express",
    "delay_asked": "要求延迟 延迟送货 推迟送货 delay_request",
    "placed": (
        "下单时间 下单日期 订货时间 订货日期 订单时间 订单日期 委托时间 创建时间 order_time "
        "order_date ordered_at placed_at "
        "order_placed order_datetime created created_at order_created purchase_date "
        "order_purchase_timestamp "
        "bestelldatum auftragsdatum bestellt_am bestellzeit date_de_commande fecha_de_pedido "
        "fecha_pedido data_do_pedido data_pedido"
    ),
    "answered": "应答时间 接听时间 answered_at answer_time",
    "accepted": (
        "接单时间 受理时间 确认时间 accepted_at acceptance_time confirmed_at confirmed "
        "order_approved_at approved_at"
    ),
    "quoted": "报价 报价金额 quote quoted_price price_quoted",
    "address_ok": "地址正确 address_correct",
    "earliest": (
        "最早送达时间 预约开始时间 时间窗开始 earliest_delivery earliest slot_start slot_from "
        "window_start window_from "
        "delivery_window_start delivery_from promised_from time_window_start"
    ),
    "promised": (
        "承诺时间 承诺送达时间 承诺送达 承诺日期 承诺交货时间 承诺交期 预计送达时间 预计送达 "
        "要求送达时间 要求到货时间 交期 最晚送达时间 预约结束时间 "
        "时间窗结束 promised_at "
        "promise_date promised_date promised_time promised_delivery due due_date due_time delivery_due "
        "estimated_delivery expected_delivery order_estimated_delivery_date eta required_date "
        "slot_end slot_to window_end window_to delivery_window_end promised_to latest_delivery "
        "deadline delivery_window time_slot "
        "liefertermin zugesagt zugesagter_termin wunschtermin date_promise date_prévue "
        "fecha_prometida fecha_comprometida "
        "data_prometida prazo prazo_de_entrega"
    ),
    "special_granted": "特殊要求满足 特殊要求已满足 special_met special_request_met",
    "released": "下发时间 分配时间 备货时间 released_at release_time allocated allocated_at",
    "shipped": "发货数量 实发数量 出库数量 qty_shipped shipped_quantity shipped_qty",
    "picked": "拣货完成时间 拣货时间 picked_at pick_time",
    "wrong": "错货行数 错发行数 wrong_lines",
    "packed": "打包完成时间 打包时间 包装时间 packed_at pack_time",
    "dispatched": (
        "发货时间 发运时间 发车时间 出库时间 发货日期 dispatched_at "
        "dispatch_time order_delivered_carrier_date shipped_at ship_date ship_time shipping_date "
        "versanddatum versendet_am"
    ),
    "announced": "延误通知时间 announced_at",
    "unanswered": "未答复询问次数 unanswered_enquiries",
    "damaged": "是否破损 破损 货损 是否损坏 damage is_damaged beschädigt dañado danificado",
    "delivered": (
        "实际送达时间 实际签收时间 签收时间 送达时间 妥投时间 签收日期 delivered_at delivered_date "
        "delivered_time delivered_on "
        "order_delivered_customer_date actual_delivery received_at received_date ata pod pod_date zugestellt_am "
        "geliefert_am zustelldatum "
        "ausgeliefert_am livré_le fecha_de_entrega_real entregado_el entregue_em "
        "送达日期 到货时间 到货日期 交货时间 delivery_time delivery_date date_delivered lieferdatum "
        "date_de_livraison fecha_de_entrega "
        "fecha_entrega data_de_entrega data_entrega"
    ),
    "on_time": (
        "是否准时 是否按时 准时 准时送达 是否及时 on_time is_on_time on_time_delivery "
        "delivered_on_time delivery_status "
        "delivery_performance otd pünktlich"
    ),
    "late": (
        "是否延误 是否超时 是否延迟 是否逾期 late is_late delayed is_delayed late_delivery "
        "late_delivery_risk verspätet"
    ),
    "receiver_ok": "签收人正确 收货人正确 receiver_correct",
    "expedite_met": "加急按时 加急已满足 expedited_in_time",
    "delay_met": "延迟按约 delay_in_time",
    "status": "订单状态 状态 运单状态 order_status status_code state auftragsstatus estado_del_pedido",
    "invoiced": "开票金额 结算金额 发票金额 invoice_amount amount_invoiced invoice",
    "cause": "原因 异常原因 延误原因 reason delay_reason",
    "trip": "车次 车次号 trip_id trip_no",
    "satisfaction": "满意度 评分 评价 review_score rating score",
}
PLAIN_DELIVERY = (
    "送达日期 到货时间 到货日期 交货时间 delivery_time delivery_date lieferdatum date_de_livraison "
    "fecha_de_entrega fecha_entrega "
    "data_de_entrega data_entrega"
)
"""Names of `delivered` that are the plan where another column is the actual delivery."""


def _list(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# Parts of names of columns that are in no list. A name of a delivery with a part for a plan is a promise.
DELIVERY = _list(
    "deliver arriv receipt received handover pod liefer zustell geliefert livrais livré entreg "
    "ankunft 签收 送达 到货 交货 妥投 到达 收货 交付"
)
PLAN = _list(
    "plan sched expect estim promis commit target due requir request agreed latest soll geplant "
    "zugesagt erwartet wunsch prév previst prometid comprometid 计划 预计 承诺 约定 要求 应 最迟 最晚 "
    "期望 预约"
)
ACTUAL = _list("actual real effective ist tatsächlich effektiv réel efetiv 实际 实")
ORDERING = _list("order purchas placed booking bestell auftrag command pedido 下单 订货 订单 委托 创建 订购")
MOMENT = _list("date time stamp datetime day datum zeit termin fecha data hora heure at on am 时间 日期 时")
OTHER_STEPS = _list(
    "ship dispatch approv confirm cancel pay paid invoic complet clos print pick pack releas return "
    "updat modif versand zahl 发货 发运 出库 付款 支付 确认 取消 完成 退货 更新 修改 打印 拣货 打包"
)
NOT_A_TIME = _list(
    "address city method mode type status state id no number num name fee cost price days note remark "
    "risk partner carrier person count quantity qty units reference code flag lead duration hours "
    "地址 方式 状态 费 单号 编号 人 备注 电话 天数 数量 时长 次数 金额 是否"
)
