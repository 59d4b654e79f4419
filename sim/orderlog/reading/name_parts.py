"""Recognises a column by the parts of its name, if the whole name is in no list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sim.orderlog.reading.characters import plain

BY_PARTS, PLAIN = 1, 2
"""By parts that leave no doubt; by parts that could also be a plan."""
CONFIRMED_FIRST, REQUESTED, BARE = 50, 75, 100
"""Ranks: a delivery that was confirmed before one that was wished for; a name without a word for actual."""


def _list(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# Stems: a part begins with one; a Chinese name may hold it anywhere.
DELIVERY = _list(
    "deliver dlv dropoff dropped arriv zugestellt receipt received handover pod liefer zustell geliefert ausgeliefert "
    "angeliefert livrais livre livree entreg ankunft consegn lever gelever afgelever bezorg aflever 签收 送达 到货 "
    "配达 纳品 纳入 着荷 "
    "交货 妥投 到达 收货 交付 送货"
)
PLAN = _list(
    "plan gepland sched expect estim promis commit target due req agreed latest soll geplant zugesagt "
    "erwartet wunsch prev prevu previst prometid comprometid stimat richiest promess beloof gewens "
    "verwacht uiterst souhait desead solicitad deadline window slot "
    "antes avant creneau franja fascia tijdvak janela before 计划 预计 承诺 约定 要求 应 "
    "最迟 最晚 期望 预约 期限 予定 希望"
)
REQUEST = _list("req wunsch richiest gewens souhait desead solicitad 要求 期望")
CONFIRM = _list("confirm bestatig bestaetig conferm bevestig accept approv aceit aceptad 确认 接单 审核 受理")
ACTUAL = _list(
    "actual act real effective effettiv ist tatsachlich effektiv reel efetiv werkelijk effettiva effettivo "
    "effektives effektive reelle efetiva efectiva werkelijke tatsachliche tatsachliches tatsaechliche "
    "tatsaechliches 实际 实"
)
ORDERING = _list(
    "order ordin purchas compra achat acquist aankoop "
    "placed booking bestel auftrag verkaufsbeleg vertriebsbeleg command pedid encomend "
    "creat creac criac cree "
    "creado criado angelegt erstellt erfass anlage aangemaakt enter 下单 订货 订单 委托 创建 订购 制单 "
    "录入 录单 开单 拍单 成立 受注 注文 発注"
)
DISPATCH = _list(
    "ship dispatch despatch depart versand versend verschick expedi envio enviad spedi verzend verzond "
    "warenausgang salida saida partenz vertrek 发货 发运 出库 出货 发车 出发 揽收 出荷 発送"
)
OTHER_STEPS = _list(
    "cancel pay paid invoic bill complet clos print pick pack pickup releas return updat modif zahl rechn "
    "factur fattur storn annul refund exchang last 付款 支付 取消 完成 退货 更新 修改 打印 拣货 打包 开票 "
    "结算 退款"
)
PICKED, PACKED = _list("pick kommission 拣货"), _list("pack verpack embal imball ingepakt 打包")
SHIPPED_MORE = _list("sent served servid fulfill fulfil fornecid fornit geleverd 实发 实出 实收 已发")
ORDERED_MORE = _list("demand need cdee 订 下单 应发 需求 计划")
# Whole parts.
MOMENT = _list(
    "date dt ts time stamp timestamp datetime day datum zeit zeitpunkt uhrzeit tag termin tijd tijdstip fecha "
    "data ora hora heure alle at on am vom le el em il op utc gmt local 时间 日期 时刻 日 期限"
)
LINKS = _list("de du des da do di of the del della van")
DONE = _list(
    "erfolgt realizada realizado delivered arrived received delivery arrival pod ankunft geliefert "
    "zugestellt ausgeliefert angeliefert "
    "lieferung zustellung livre livree livraison entregado entregue entrega consegnato consegna geleverd "
    "bezorgd levering 签收 送达 妥投 到货 actual real"
)
"""A name of nothing but these and a plan is a time, too."""
LEFT = _list(
    "shipped dispatched despatched departed versandt versendet expedie enviado despachado spedito verzonden"
)
QUANTITY = _list(
    "uds pz qty quantity units items pieces pcs cases menge anzahl stuckzahl quantite qte nombre cantidad cant "
    "unidades quantidade qtd qtde quantita qta hoeveelheid aantal 数量 件数 数"
)
NUMBER = _list(
    "uuid n no nr num number nummer numero id ref reference referenz code codigo codice 单号 编号 番号 号"
)
STATE = _list("status state statut etat estado estatus situacao stato zustand toestand 状态")
NOT_A_TIME = _list(
    "address adresse anschrift direccion endereco indirizzo adres city stadt ort ville ciudad cidade "
    "citta plaats zip plz postal postcode country land pais method mode type art status state id no nr "
    "number nummer numero num name fee cost price kosten days note notes remark risk partner carrier "
    "person count quantity qty menge units items reference ref code flag lead duration hours minutes "
    "instructions livreur repartidor entregador zusteller bezorger fahrer location place station store "
    "shop warehouse terms condition percent rate slip schein "
    "attempt attempts route lateness delay hub depot 地址 城市 省 区县 方式 状态 费 单号 编号 人 备注 "
    "电话 手机 天数 数量 时长 次数 金额 是否 仓 门店 地区 邮编 网点 站点 率"
)
NOT_SHIPPED = _list(
    "cancel return back refund damag reject open remain outstanding free stock price cost value amount "
    "weight box parcel line lines 取消 退 破损 未 剩余 欠 库存 金额 单价 箱 行"
)
CONFIRMED_AFTER = re.compile(
    r"\b(?:deliver|arriv|receipt|received).* confirm(?:ed|ation)?\b|[签收送达到货交付].*确认"
)
"""Delivery confirmed at, 签收确认时间: the delivery; confirmed delivery date, 确认到货日期: the promise."""
CANCELLED = _list("cancel canceled cancelled storn annul anul geannul 取消 作废 撤销")
LENGTH = _list(
    "within hours hour hrs hr h days minutes mins min weeks duration lead sla stunden std tage minuten wochen frist horas dias "
    "minutos plazo heures jours delai ore giorni minuti uren dagen minuten 时效 时长 天数 小时 小时数 分钟 分钟数 工作日数"
)
WITHIN = _list("within innerhalb binnen entro dentro")
OF_LENGTHS = _list(
    "innerhalb von binnen entro dentro quoted guaranteed eta 配送 service level time in for to the of "
    "working business max maximum customer"
)
UTC = _list("utc gmt zulu")
AT_THE_CUSTOMER = _list(
    "destin dest customer client receiver recipient consignee ziel empfang kunde cliente 目的 收货 客户 收件"
)
AT_THE_FIRM = _list(
    "origin sender warehouse depot dispatch shipper abgang versand lager origen orig 始发 发货 仓"
)
PRESCRIPTION = _list("prescri receta rezept ricetta receita ordonnance")
AT_THE_ORIGIN = _list(
    "pkup pickup collection loading origin abhol belad enlevement carga recogida 装货 装车 提货 取件"
)
_STARTS = ("wunsch", "soll", "ist", "plan", "ziel")
_ENDS = _list(
    "lieferdatum liefertermin liefermenge lieferadresse lieferanschrift lieferart lieferstatus lieferort "
    "lieferschein datum termin zeitpunkt uhrzeit zeit menge adresse anschrift nummer status kosten stadt "
    "ort schein tag woche hoeveelheid adres tijdstip tijd aantal nr art"
)
"""How German and Dutch compounds begin and end."""


def parts_of(name: str) -> list[str]:
    """The words of a name: "ActualDelivery_date" -> actual, delivery, date; "Liefermenge" -> liefer, menge."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[\u3040-\u9fff])(?=[A-Za-z])", " ", plain(name))
    parts: list[str] = []
    for part in re.findall(r"[^\W\d_]+", text):
        parts += _split(part.casefold())
    return parts


GLUED = re.compile(
    r"(order|act(?:ual)?|req(?:uested)?|sched(?:uled)?|plan(?:ned)?|est(?:imated)?|expected|promised|due|confirmed|created?|add"
    r"|delivered|delivery|del|shipped|ship|dispatch|pick|pack|arrival|receipt|date|time|qty|no|num|number|status)"
)
"""English words that programs write without a gap: ACTDELDATE, REQUESTEDSHIPDATE."""


def _split(word: str) -> list[str]:
    """A German or Dutch compound, or English words without a gap, in its parts; any other word as it is."""
    glued = GLUED.findall(word)
    if len(glued) > 1 and "".join(glued) == word:
        return ["delivery" if part == "del" else part for part in glued]
    for start in _STARTS:
        if word.startswith(start) and len(word) > len(start) + 4 and _has([word[len(start) :]], DELIVERY):
            return [start, *_split(word[len(start) :])]
    for end in _ENDS:
        if word.endswith(end) and len(word) > len(end) + 2:
            stem = word[: -len(end)]
            if _has([stem], (*DELIVERY, *ORDERING, *DISPATCH, *CONFIRM, *PICKED, *PACKED, *CANCELLED)):
                return [stem, *_split(end)]
            if end.startswith("liefer"):
                return [stem, *_split(end)]
    return [word]


def is_cancellation_time(name: str) -> bool:
    """Whether a column holds when an order was cancelled: Cancelled at, Stornodatum, 取消时间."""
    parts = parts_of(name)
    return (
        _has(parts, CANCELLED) and _has(parts, MOMENT, whole=True) and not _has(parts, NOT_A_TIME, whole=True)
    )


def begins(parts: Sequence[str], stems: Sequence[str]) -> bool:
    """Whether a part begins with a stem; a Chinese part may hold it anywhere."""
    return _has(parts, stems)


def is_utc(name: str) -> bool:
    """Whether a column says in its name that its times are UTC: created_at_utc."""
    return _has(parts_of(name), UTC, whole=True)


def by_parts(name: str) -> tuple[str, int, int] | None:
    """Field, how it was recognised and rank of a name that is in no list; None if it is not recognised.

    It can be a time of delivery (planned or actual), of dispatch, of placing, picking, packing or acceptance, a quantity
    ordered or shipped, the state or the number of an order.
    """
    parts = [part for part in parts_of(name) if part not in LINKS]
    if not 1 <= len(parts) <= 8:
        return None
    return _quantity(parts) or _state_or_number(parts) or _length(parts) or _time(parts)


def _quantity(parts: Sequence[str]) -> tuple[str, int, int] | None:
    if (
        not _has(parts, QUANTITY, whole=True)
        or _has(parts, NOT_SHIPPED)
        or _has(parts, ("天数", "次数", "行数"))
    ):
        return None
    if _has(parts, (*SHIPPED_MORE, *DISPATCH)) or (_has(parts, DELIVERY) and not _has(parts, PLAN)):
        return "shipped", BY_PARTS, 0
    return ("ordered", BY_PARTS, 0) if _has(parts, (*ORDERING, *ORDERED_MORE, *REQUEST)) else None


def _state_or_number(parts: Sequence[str]) -> tuple[str, int, int] | None:
    of_order = _has(parts, (*ORDERING, "单据", "交易", "物流", "配送"))
    if _has(parts, STATE, whole=True):
        other = _has(parts, (*OTHER_STEPS, *NOT_SHIPPED))
        return (
            ("status", BY_PARTS, 0)
            if not other and (of_order or _has(parts, (*DISPATCH, *DELIVERY)))
            else None
        )
    if _has(parts, NUMBER, whole=True) and (
        of_order
        or _has(parts, ("出库", "出货", "出荷", "发货", "销货", "销售", "送货", "配送", *PRESCRIPTION))
    ):
        more = _has(parts, ("customer", "line", "item", "sku", "user", "行", "客户", "会员", *OTHER_STEPS))
        return None if more else ("order", BY_PARTS, BARE if _has(parts, (*DISPATCH, *DELIVERY)) else 0)
    return None


def _length(parts: Sequence[str]) -> tuple[str, int, int] | None:
    """A promise as a length of time: promise_hours, promised delivery days, SLA (h), 承诺小时数."""
    promise = _has(parts, (*PLAN, *WITHIN, "sla", "eta", "quoted", "guarant")) and not _has(
        parts, ("slot", "window")
    )
    if not promise or not _has(parts, LENGTH, whole=True):
        return None
    known = (*PLAN, *LENGTH, *DELIVERY, *OF_LENGTHS)
    return ("within", BY_PARTS, 0) if _only(parts, known) else None


def _time(parts: Sequence[str]) -> tuple[str, int, int] | None:
    if _has(parts, NOT_A_TIME, whole=True):
        return None
    moment = _has(parts, MOMENT, whole=True)
    if _has(parts, DELIVERY) and _has(parts, ("depart", *AT_THE_ORIGIN)):
        return None  # when the lorry left the customer, or came to the sender
    if _has(parts, DELIVERY) and not _has(parts, OTHER_STEPS):
        return _delivery(parts, moment=moment)
    if not moment:
        if parts == ["order", "received"]:
            return "placed", PLAIN, BARE
        if _only(parts, ("承诺", "预计")):
            return "promised", PLAIN, BARE
        return ("dispatched", BY_PARTS, BARE) if _only(parts, LEFT) else None
    if _has(parts, DISPATCH) and not _has(parts, ("cancel", "取消")):
        return (
            None
            if _has(parts, (*PLAN, "by"))
            else ("dispatched", BY_PARTS, 0 if _has(parts, ACTUAL, whole=True) else BARE)
        )
    for field, stems in (("picked", PICKED), ("packed", PACKED), ("accepted", CONFIRM)):
        if _has(parts, stems) and not _has(parts, (*PLAN, "up", "pickup", "cancel", "pay", "print")):
            return field, BY_PARTS, BARE
    if _has(parts, OTHER_STEPS):
        return None
    if _has(parts, PLAN):
        return "promised", PLAIN, BARE
    if _has(parts, ACTUAL, whole=True) and _only(parts, (*ACTUAL, *MOMENT)):
        return "delivered", PLAIN, BARE
    return ("placed", PLAIN, BARE) if _has(parts, ORDERING) else None


def _delivery(parts: Sequence[str], *, moment: bool) -> tuple[str, int, int] | None:
    if _has(parts, ("week", "woche", "kw"), whole=True):
        return "promised", BY_PARTS, 0
    if "by" in parts:  # received by: a person
        until = _has(parts, ("deliver", "delivery", "arrive", "arrival"), whole=True)
        return ("promised", BY_PARTS, 0) if until else None
    if not moment and not _only(parts, (*DONE, *PLAN, *ACTUAL, *AT_THE_CUSTOMER)):
        return None
    if _has(parts, PLAN):
        return "promised", BY_PARTS, REQUESTED if _has(parts, REQUEST) else 0
    if _has(parts, CONFIRM):
        late = CONFIRMED_AFTER.search(" ".join(parts))
        return ("delivered", PLAIN, BARE) if late else ("promised", BY_PARTS, CONFIRMED_FIRST)
    actual = _has(parts, ACTUAL, whole=True)
    return "delivered", BY_PARTS if actual else PLAIN, 0 if actual else BARE


def _only(parts: Sequence[str], stems: Sequence[str]) -> bool:
    """Whether nothing is left of the parts without the stems."""
    left = " ".join(parts)
    for stem in sorted(stems, key=len, reverse=True):
        left = re.sub(stem if "\u4e00" <= stem[0] <= "\u9fff" else rf"\b{stem}\w*", "", left)
    return not left.strip()


def _has(parts: Sequence[str], stems: Sequence[str], *, whole: bool = False) -> bool:
    """Whether a part begins with a stem, or is one; a Chinese part may hold it anywhere."""
    for part in parts:
        for stem in stems:
            if "\u4e00" <= stem[0] <= "\u9fff":
                if stem in part:
                    return True
            elif part == stem or (not whole and part.startswith(stem)):
                return True
    return False
