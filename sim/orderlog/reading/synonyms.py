"""Names of columns in order logs, by field. Separated by spaces; where a table has several, the first one wins."""

from __future__ import annotations

SYNONYMS: dict[str, str] = {
    "order": (
        "订单号 订单编号 单号 订单ID 订单号码 运单号 运单编号 委托单号 order_id order_no order_number "
        "order_num orderid ordernumber order_# order_ref order_reference order_code po_number "
        "sales_order so_number shipment_id waybill waybill_no waybill_number auftragsnummer auftragsnr auftrag bestellnummer "
        "bestellnr numéro_de_commande n°_commande commande número_de_pedido nº_pedido pedido id_pedido "
        "订单编码 单据编号 单据号 销售单号 平台单号 原始单号 网店订单号 交易编号 交易号 内部订单号 "
        "线上订单号 order_reference_number order_nbr external_order_id sales_document salesdoc vbeln "
        "document_no document_number belegnummer vertriebsbeleg bestellung numero_commande ref_commande "
        "reference_commande no_commande num_commande n_pedido no_pedido num_pedido numero_ordine "
        "n_ordine ordine id_ordine codice_ordine ordernummer ordernr bestelnummer bestelnr encomenda "
        "numero_da_encomenda codigo_do_pedido folio source_document origin_document "
        "ordnum ordno ord_no ord_id so_# so_no so_num sono rx_no rx_number rx prescription_no "
        "prescription_number 处方号 处方编号 job_no job_number job_id booking_no booking_number booking_ref "
        "docket_no docket load_id load_no load_number"
    ),
    "customer": (
        "客户编号 客户号 客户 客户名称 客户ID 会员号 customer_id customer_no customer_number "
        "customer_name client account kunde kundennummer cliente 店铺 门店 门店名称 客户代码 客户编码 "
        "购货单位 买家 买家昵称 会员名 收货单位 client_name client_id buyer buyer_name customer_code "
        "customer_email account_name account_no sold_to sold_to_party ship_to consignee debitor "
        "debitorennummer kundennr kundenname auftraggeber client_livre code_client nom_client "
        "destinatario codigo_cliente nombre_cliente nome_cliente id_cliente klant klantnummer klantnaam "
        "consumatore partner contact kunnr"
    ),
    "need": "需求号 need_number",
    "klass": "客户类别 客户等级 客户级别 类别 customer_class class abc_class segment kundenklasse",
    "lane": (
        "目的地 目的站 收货城市 到达城市 线路 destination city route region delivery_city lane zielort "
        "ort ciudad cidade 目的城市 收件城市 市 destination_city ship_to_city shipping_city stadt ville "
        "ville_de_livraison ciudad_destino ciudad_de_destino destino destinazione citta plaats "
        "bestemming bezirk"
    ),
    "carrier": (
        "承运商 承运人 物流公司 快递公司 carrier carrier_name shipper shipping_company courier "
        "logistics_provider transporter spediteur frachtführer transportista transportadora "
        "transporteur 物流 快递 快递名称 配送公司 配送商 司机 ship_via shipvia carrier_service "
        "delivery_partner vervoerder corriere vettore trasportatore expediteur_transport spedition "
        "paketdienst driver"
    ),
    "channel": "下单渠道 渠道 订单来源 订货方式 order_channel source sales_channel",
    "lines": "行数 品项数 订单行数 品种数 order_lines line_count number_of_lines items",
    "line": (
        "行号 订单行号 明细行 商品编号 物料编码 line line_no line_number line_id line_item item_no "
        "item_number order_item_id order_line order_line_id sku product_id product article position pos "
        "子订单号 行项目 项目号 货号 sku编码 商品编码 规格编码 lineitem_sku posnr positionsnummer ligne "
        "n_ligne linea numero_de_linea linha riga regel artikel artikelnummer"
    ),
    "shipment": (
        "发运单号 包裹号 快递单号 物流单号 shipment shipment_no shipment_number tracking_number "
        "tracking_no tracking_id parcel parcel_id package_id delivery_no delivery_number "
        "lieferscheinnummer sendungsnummer 运单 出库单 发货单号 发货单编号 包裹 parcel_no parcel_number "
        "consignment consignment_no tracking awb delivery lieferschein lieferscheinnr sendung "
        "numero_de_suivi bon_de_livraison albaran guia numero_de_seguimiento codigo_de_rastreio bolla "
        "zending zendingsnummer trackcode"
    ),
    "ordered": (
        "订货数量 订购数量 订单数量 下单数量 数量 qty_ordered ordered_quantity ordered_qty quantity qty "
        "menge cantidad quantidade 计划数量 应发数量 需求数量 商品数量 订购数 订货数 件数 order_qty "
        "order_quantity items_ordered units_ordered items_ordered_count requested_qty quantity_ordered "
        "lineitem_quantity auftragsmenge bestellmenge quantite quantite_commandee qte qte_commandee "
        "cantidad_pedida cant_pedida quantidade_pedida quantidade_encomendada qtd quantita "
        "quantita_ordinata qta hoeveelheid aantal besteld_aantal demand kwmeng"
    ),
    "special_asked": "特殊要求 特殊需求 special_request special",
    "expedite_asked": "加急 要求加急 是否加急 expedite urgent rush express",
    "delay_asked": "要求延迟 延迟送货 推迟送货 delay_request",
    "placed": (
        "下单时间 下单日期 订货时间 订货日期 订单时间 订单日期 委托时间 创建时间 order_time order_date "
        "ordered_at placed_at order_placed order_datetime created created_at order_created "
        "purchase_date order_purchase_timestamp bestelldatum auftragsdatum bestellt_am bestellzeit "
        "date_de_commande fecha_de_pedido fecha_pedido data_do_pedido data_pedido 制单日期 制单时间 "
        "开单日期 付款下单时间 录单时间 单据日期 拍单时间 date_ordered date_order ordered_on "
        "order_created_at creation_date created_on created_date create_time angelegt_am angelegt "
        "erfasst_am erstellt_am belegdatum eingangsdatum date_commande commande_le passee_le cree_le "
        "date_de_creation fecha_de_creacion fecha_creacion creado_el pedido_el fecha_del_pedido "
        "data_da_encomenda data_de_criacao criado_em data_ordine data_di_ordine data_creazione "
        "ordinato_il creato_il besteldatum orderdatum besteld_op aangemaakt_op 下单 erdat order_received "
        "顾客下单 客户下单 用户下单 auftragseingang bestelleingang po_date so_date erfasst adddate add_date date_added "
        "booked booked_at booked_on booking_date booking_time"
    ),
    "answered": "应答时间 接听时间 answered_at answer_time",
    "accepted": (
        "接单时间 受理时间 确认时间 accepted_at acceptance_time confirmed_at confirmed "
        "order_approved_at approved_at 审核时间 确认日期 bestatigt_am confirme_le confirmado_el "
        "confirmado_em confermato_il bevestigd_op"
    ),
    "quoted": "报价 报价金额 quote quoted_price price_quoted",
    "address_ok": "地址正确 address_correct",
    "earliest": (
        "最早送达时间 预约开始时间 时间窗开始 earliest_delivery earliest slot_start slot_from "
        "window_start window_from delivery_window_start delivery_from promised_from time_window_start "
        "slot_begin von lieferfenster_von"
    ),
    "promised": (
        "承诺时间 承诺送达时间 承诺送达 承诺日期 承诺交货时间 承诺交期 预计送达时间 预计送达 "
        "要求送达时间 要求到货时间 交期 最晚送达时间 预约结束时间 时间窗结束 promise promesa promessa promised_at promise_date "
        "promised_date promised_time promised_delivery due due_date due_time delivery_due bestatigtes_lieferdatum "
        "estimated_delivery expected_delivery order_estimated_delivery_date eta required_date slot_end "
        "slot_to window_end window_to delivery_window_end promised_to latest_delivery deadline "
        "delivery_window time_slot liefertermin zugesagt zugesagter_termin wunschtermin date_promise "
        "date_prévue fecha_prometida fecha_comprometida data_prometida prazo prazo_de_entrega slot "
        "timeslot delivery_slot promised_by deliver_by delivery_by required_by needed_by due_by "
        "required_delivery_date requested_delivery_date commit_date commitment_date scheduled_date "
        "expected_date promised_slot lieferfenster wunschlieferdatum zieltermin "
        "solltermin faellig_am fallig_am promis_pour echeance date_limite creneau livraison_prevue "
        "date_souhaitee fecha_prevista fecha_limite entrega_prevista franja_horaria previsao "
        "previsao_de_entrega data_prevista data_limite data_promessa data_promessa_consegna "
        "consegna_prevista data_richiesta entro_il beloofd beloofde_datum beloofde_leverdatum "
        "gewenste_leverdatum verwachte_leverdatum leverdatum_gepland uiterste_leverdatum tijdvak "
        "tijdslot 承诺到货时间 应到时间 要求到货日期 计划到货时间 计划到货日期 交货日期要求 承诺 vdatu edatu lfdat "
        "commitment promised_for appointment 时效要求 要求时效 納期 希望納期 指定納期 "
        "crd lieferzusage prom_date zusagetermin zusagedatum 预交日 预交日期 sched_del sched_delivery sched_del_date "
        "req_del_date req_del"
    ),
    "within": (
        "承诺时效 承诺时长 时效 配送时效 时效承诺 标准时效 时效产品 时效类型 承诺时效要求 sla "
        "sla_target delivery_sla promised_within "
        "promise_within delivered_within deliver_within delivery_within lieferfrist plazo plazo_de_entrega "
        "delai_de_livraison delai_promis prazo_prometido termine_di_consegna levertermijn delivery_promise "
        "service_level_agreement"
    ),
    "special_granted": "特殊要求满足 特殊要求已满足 special_met special_request_met",
    "released": "下发时间 分配时间 备货时间 released_at release_time allocated allocated_at",
    "shipped": (
        "发货数量 实发数量 出库数量 qty_shipped shipped_quantity shipped_qty 实发数 已发数量 发货数 "
        "实出数量 出库数 delivered_qty delivered_quantity qty_delivered quantity_delivered "
        "quantity_shipped items_shipped units_shipped items_delivered fulfilled_quantity liefermenge "
        "gelieferte_menge versandmenge quantite_livree quantite_expediee qte_livree cantidad_servida "
        "cantidad_entregada cantidad_enviada quantidade_entregue quantidade_enviada quantita_consegnata "
        "quantita_spedita geleverd_aantal verzonden_aantal quantity_done qty_done lfimg"
    ),
    "picked": "拣货完成时间 拣货时间 picked_at pick_time 拣货完成 kommissioniert_am 拣货",
    "wrong": "错货行数 错发行数 wrong_lines",
    "packed": "打包完成时间 打包时间 包装时间 packed_at pack_time 打包完成 verpackt_am 打包",
    "dispatched": (
        "发货时间 发运时间 发车时间 出库时间 发货日期 dispatched_at dispatch_time "
        "order_delivered_carrier_date shipped_at ship_date ship_time shipping_date versanddatum "
        "versendet_am 出库日期 发货 发运日期 出仓时间 揽收时间 发出时间 left_depot left_warehouse "
        "departed departed_at departure departure_time date_shipped shipped_on shipped_date "
        "fulfilled_at goods_issue goods_issue_date actual_goods_issue warenausgang warenausgangsdatum "
        "versandt_am versendet verschickt_am date_d_expedition date_expedition expedie_le "
        "fecha_de_expedicion fecha_expedicion fecha_de_envio fecha_envio enviado_el data_de_envio "
        "data_envio enviado_em data_de_expedicao despachado_em data_spedizione data_di_spedizione "
        "spedito_il verzenddatum verzonden_op vertrek wadat_ist wadat"
    ),
    "announced": "延误通知时间 announced_at",
    "unanswered": "未答复询问次数 unanswered_enquiries",
    "damaged": (
        "是否破损 破损 货损 是否损坏 damage is_damaged beschädigt dañado danificado 损坏 dommage "
        "endommage danneggiato beschadigd"
    ),
    "delivered": (
        "实际送达时间 实际签收时间 签收时间 送达时间 妥投时间 签收日期 delivered_at delivered_date "
        "delivered_time delivered_on order_delivered_customer_date actual_delivery received_at "
        "received_date ata pod pod_date zugestellt_am geliefert_am zustelldatum ausgeliefert_am "
        "livré_le fecha_de_entrega_real entregado_el entregue_em 送达日期 到货时间 到货日期 交货时间 "
        "delivery_time delivery_date date_delivered lieferdatum date_de_livraison fecha_de_entrega "
        "fecha_entrega data_de_entrega data_entrega 到货签收时间 客户签收时间 签收日 arrived arrival "
        "arrived_at arrival_time arrival_date drop_time istlieferdatum tatsachliches_lieferdatum livre "
        "fecha_entrega_real entrega_real data_consegna data_di_consegna consegnato_il "
        "consegna_effettiva leverdatum afleverdatum geleverd_op bezorgd_op bezorgdatum "
        "proof_of_delivery date_done effective_date date_of_transfer "
        "recv_date rcvd_date receipt_date act_del act_del_date act_delivery arr arr_time arr_date dropped_off_at dropped_off "
        "drop_off_time dropoff_time dropoff_at handed_over handed_over_at livre_a livree_a"
    ),
    "on_time": (
        "是否准时 是否按时 准时 准时送达 是否及时 on_time is_on_time on_time_delivery delivered_on_time "
        "delivery_status delivery_performance otd sla_met sla_status sla_result "
        "pünktlich a_temps a_tiempo no_prazo in_orario op_tijd"
    ),
    "late": (
        "是否延误 是否超时 是否延迟 是否逾期 late is_late delayed is_delayed late_delivery "
        "late_delivery_risk verspätet verspatet_geliefert en_retard retrasado atrasado in_ritardo "
        "te_laat"
    ),
    "receiver_ok": "签收人正确 收货人正确 receiver_correct",
    "expedite_met": "加急按时 加急已满足 expedited_in_time",
    "delay_met": "延迟按约 delay_in_time",
    "status": (
        "订单状态 状态 运单状态 order_status status_code state auftragsstatus estado_del_pedido "
        "单据状态 物流状态 配送状态 快递状态 发货状态 交易状态 处理状态 order_state shipment_status "
        "delivery_state fulfillment_status fulfilment_status tracking_status lieferstatus "
        "auftragszustand sendungsstatus statut etat statut_commande etat_commande statut_de_la_commande "
        "estado estatus situacion estado_pedido situacao status_do_pedido stato stato_ordine "
        "orderstatus bezorgstatus toestand"
    ),
    "invoiced": "开票金额 结算金额 发票金额 invoice_amount amount_invoiced invoice",
    "cause": "原因 异常原因 延误原因 reason delay_reason",
    "trip": "车次 车次号 trip_id trip_no",
    "satisfaction": "满意度 评分 评价 review_score rating score",
}
PLAIN_DELIVERY = (
    "data_consegna data_di_consegna leverdatum afleverdatum bezorgdatum 签收日 arrival arrival_time "
    "arrival_date 送达日期 到货时间 到货日期 交货时间 delivery_time delivery_date lieferdatum "
    "date_de_livraison fecha_de_entrega fecha_entrega data_de_entrega data_entrega"
)
"""Names of `delivered` that are the plan where another column is the actual delivery."""

SECOND: dict[str, tuple[str, ...]] = {
    "delivery": ("delivered",),
    **dict.fromkeys(("received", "receivedat", "receivedon", "receiveddate", "receivedtime"), ("placed",)),
    "delivered": ("shipped",),
    "ordered": ("placed",),
    "shipped": ("dispatched",),
    "bestellt": ("ordered", "placed"),
    "geliefert": ("shipped",),
    "commande": ("ordered",),
    "livre": ("shipped",),
    "pedido": ("ordered",),
    "entregado": ("shipped",),
    "entregue": ("shipped",),
    "consegnato": ("shipped",),
    "geleverd": ("shipped",),
    "besteld": ("ordered", "placed"),
    "订货": ("ordered", "placed"),
    "实发": ("shipped",),
    "实收": ("shipped",),
    "应发": ("ordered",),
}
"""Names that can be a time, a quantity or a number: normalised name -> further fields, tried last; the values decide."""
