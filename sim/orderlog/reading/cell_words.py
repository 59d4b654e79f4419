"""Words of order logs: states, channels, yes and no, classes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.orderlog.reading.characters import plain


def fold(text: str) -> str:
    """A word without differences of width, case, accents, spaces, underscores, hyphens and traditional characters."""
    return re.sub(r"[\s_]|(?<=\w)-(?=\w)", "", plain(text)).casefold()


def _set(words: str) -> set[str]:
    return {fold(word) for word in words.split()}


EMPTY = {
    "",
    "\\n",
    *["-", "--", "---", "—", "–", "/", "null", "none", "nan", "n/a", "nat", "nil", "空", "(null)", "<na>"],
}
"""What programs and people write for an unknown value, in lower case."""
ON_THE_WAY = "in_progress"
"""The state of an order that is under way."""
NOT_YET = _set(
    "tbd tba tbc notyet notdelivered undelivered notavailable unknown never open pending na n.a. n.v. "
    "? ?? x no none offen ausstehend nochnicht nichtgeliefert pendente pendiente encours 未知 未 无 "
    "未签收 未送达 未到 未到货 未收 未收货 未完成 未发货 未交付 未定 待定 待签收 待送达 待收货 待发货 "
    "待处理 暂无 没有 尚未送达 尚未签收 未确认 待确认 outstanding awaited awaiting notyetdelivered "
    "notyetshipped notshipped unshipped unfulfilled onorder tofollow due stilltocome todeliver "
    "tobedelivered tobeconfirmed pendingdelivery indelivery nochoffen nochnichtgeliefert "
    "nichtzugestellt unzugestellt inlieferung zuliefern aberto emaberto porentregar aentregar "
    "nãoentregue naoentregue aguardando aguardandoentrega sinentregar noentregado porenviar "
    "noentregada abierto abierta ouvert ouverte enattente enattentedelivraison nonlivré nonlivre "
    "nonlivrée paslivré àlivrer alivrer aperto aperta inattesa daconsegnare nonconsegnato "
    "nonconsegnata daevadere openstaand nognietgeleverd nietgeleverd televereren televeren "
    "nietbezorgd adefinir aconfirmer pordefinir porconfirmar adefinire dadefinire dadefinir "
    "aconfirmar zubestimmen nochzubestimmen nochzuklären unbestimmt nadertebepalen tebepalen "
    "在途 途中 未出库 未派送 未签 待发 待配送 待派送 等待签收 等待发货 未收件 没签收 没到"
)
"""What stands in place of a time that has not come; besides states such as pending."""
TOTALS = _set(
    "total totals sum grandtotal subtotal summe gesamt gesamtsumme zwischensumme totale totaal subtotaal "
    "totaux somme soma suma 合计 总计 小计 总和 共计"
)
YES = _set("yes y true t 1 1.0 是 有 对 真 √ ✓ ✔ ☑ ja j wahr oui vrai si sí sim s verdadeiro")
NO = _set("no n false f 0 0.0 否 无 错 假 ☐ nein falsch non faux não nao falso")
CROSSES = _set("x × ✗ ✘ ☒ ╳")
TICKS = _set("* ● • ■ + ○")
"""Marks that a column of ticks may have. A cross means "yes", but "no" if the column also has ticks or words for yes."""
CHANNELS = {
    "telephone": "phone tel call 电话 热线 电话订货",
    "web": "website online internet app 网站 网上 网络 线上 网上订货 微信 小程序",
    "mail": "email e-mail 邮件 电子邮件 邮箱",
    "edi": "api link 接口 系统对接 电子数据交换",
}
STATUSES = {
    "delivered": (
        "complete completed done closed signed received arrived fulfilled finished 已送达 送达 已签收 "
        "签收 已完成 完成 已妥投 妥投 交易成功 交易完成 已收货 已交付 geliefert zugestellt "
        "ausgeliefert abgeschlossen erledigt livré livrée entregue entregado entregada consegnato pod "
        "dlv deliveredintact proofofdelivery handedover collectedbycustomer receivedbycustomer "
        "zugestelltok abgeliefert angeliefert beliefert erhalten livraisoneffectuée livréau "
        "livréeaudestinataire remis entregados entregues entregadoalcliente entregaefectuada recibido "
        "recibida finalizado finalizada completado completada concluído concluido concluída recebido "
        "consegnata consegnati consegnaeffettuata evaso completato geleverd bezorgd afgeleverd "
        "afgerond voltooid 已收 已到货 到货 已送货 客户已签收 签收成功 妥投成功 本人签收 订单完成 "
        "已结单 投递成功 已送"
    ),
    "in_progress": (
        "open processing shipped intransit transit pending created approved invoiced active "
        "unavailable outfordelivery dispatched confirmed new onhold picked packed ontheway shipping "
        "backordered 进行中 处理中 运输中 在途 已发货 配送中 待发货 待处理 派送中 未完成 未送达 "
        "待签收 待收货 已下单 已接单 待揽收 已揽收 offen unterwegs inzustellung inbearbeitung "
        "versandt emtrânsito emtransito entransito entránsito enviado pendente pendiente encours "
        "expédié unfulfilled partiallyfulfilled partiallyshipped partlyshipped outfordeliverytoday "
        "withcourier atdepot athub indepot pickedup collected manifested labelcreated readytoship "
        "readyforpickup scheduled allocated released attempted deliveryattempted attemptfailed "
        "deliveryfailed failedattempt awaitingfulfillment awaitingshipment awaitingpayment paid "
        "outstanding backorder onroute enroute unterwegszumkunden teilgeliefert teilweisegeliefert "
        "kommissioniert verpackt bestätigt neu angelegt freigegeben abgeholt zustellversuch "
        "encoursdelivraison encoursdetraitement enpréparation préparée confirmée expédiée ouverte "
        "enattente entransit enlivraison enreparto enruta encamino entránsitos enproceso "
        "enpreparación preparando preparado abierto confirmado enviada expedido despachado emrota "
        "emrotadeentrega saiuparaentrega empreparação emandamento aberto despachada inconsegna "
        "inlavorazione intransito spedito spedita aperto confermato inattesa preparato evasoparziale "
        "onderweg inbehandeling verzonden besteld bevestigd openstaand inbezorging "
        "klaarvoorverzending gedeeltelijkgeleverd 已揽件 揽收 派件中 派送 运送中 已出库 已发运 待出库 "
        "待审核 已审核 待配货 待打印 已打包 已拣货 部分发货 部分签收 已到站 转运中 已付款 待付款 "
        "等待发货 等待买家确认收货 卖家已发货 待签 配货中 已分配 出库中 发货中 已接单未发货 派送失败 "
        "投递失败"
    ),
    "cancelled": (
        "canceled cancel void cancelado cancelada storniert annulé annulée 已取消 取消 已作废 作废 "
        "已关闭 交易关闭 cancelledbycustomer canceledbycustomer cancelledorder abgebrochen gelöscht "
        "geloescht stornierung widerrufen anulado anulada anulados cancelados annulation annulés "
        "abandonné annullato annullata cancellato cancellata geannuleerd vervallen cancelar 已撤销 "
        "撤销 撤单 已撤单 已关单 订单取消 已终止"
    ),
    "returned": (
        "refused rejected refunded returntosender devolvido devuelto retourniert zurückgesendet "
        "retourné 已退货 退货 拒收 已拒收 退回 已退回 退款 return returns returning returntoorigin "
        "rts rto backtosender sentback customerreturn customerrefused reclaimed retoure retour "
        "annahmeverweigert verweigert zurückgeschickt zurück gutschrift devolución devolucion "
        "devuelta devueltos devueltoalremitente rechazado rechazada devolução devolucao devolvida "
        "recusado recusada estornado reembolsado retournée retourexpéditeur refusé refusée renvoyé "
        "reso resa restituito restituita almittente rifiutato rifiutata geretourneerd geweigerd "
        "teruggestuurd 退件 已退件 退货中 退货完成 退款成功 已退款 退单 客户拒收 已返回"
    ),
    "lost": (
        "missing stolen verloren perdido perdu extraviado 丢失 遗失 已丢失 丢件 lostintransit "
        "stolenintransit destroyed writtenoff gestohlen perdida perdidos robado robada "
        "extraviada perdue volé roubado smarrito smarrita perso persa rubato kwijt vermist "
        "verlorengegaan gestolen 已遗失 丢失件 破损丢弃"
    ),
    "abandoned": ("gaveup hungup 放弃 已放弃 挂断 已挂断"),
    "turned_away": (
        "declined belowminimum 拒单 已拒单 未接单 拒绝接单 refusedorder orderdeclined abgelehnt "
        "rechazadopornosotros 已拒绝 拒接"
    ),
    "": (
        "late delayed overdue ontime early intime onschedule exception damaged partial 延误 延迟 超时 "
        "逾期 晚点 准时 按时 及时 提前 异常 破损 verspätet pünktlich beschädigt atrasado notempo "
        "retrasado atiempo enretard àlheure partiallydelivered issue problem claim teilverspätet "
        "atempo puntual tarde enhora enretraso tardif àtemps inritardo inorario tardi optijd telaat "
        "vertraagd entregadotarde entreguecomatraso 异常件 问题件 已延误 准点 晚到"
    ),
}
"""State -> words. Those of "" say how the delivery went, not whether it took place: the times decide that."""
COLLECTED = _set(
    "collected pickedup pickup abgeholt recogido recogida retirado retirada ritirato opgehaald enlevé 自提 已自提 已取 已取货"
)
"""The first step of a carrier or the last of a customer: the steps that follow decide."""
_LATE = _set(
    "late delayed delay overdue latedelivery behindschedule notontime missed failed breached 延误 "
    "延迟 超时 逾期 晚点 迟到 未准时 未按时 不准时 晚到 verspätet zuspät atrasado comatraso "
    "retrasado enretard retard"
)
_ON_TIME = _set(
    "ontime intime early onschedule advance advanceshipping shippingontime shippedontime "
    "deliveredontime met kept ahead punctual 准时 按时 及时 提前 正常 未延误 未超时 准点 "
    "pünktlich rechtzeitig notempo noprazo atiempo àlheure"
)
FIELD_WORDS: dict[str, tuple[set[str], set[str]]] = {
    "on_time": (_ON_TIME, _LATE),
    "late": (_LATE, _ON_TIME),
    "damaged": (
        _set("damaged broken 破损 损坏 已破损 受损 beschädigt"),
        _set("undamaged intact ok good fine 完好 正常 未破损 无破损 未损坏 unbeschädigt"),
    ),
    "receiver_ok": ({"ok"}, set()),
    "address_ok": ({"ok"}, set()),
}
"""Field -> further words for yes and for no."""


def _by_word(groups: Mapping[str, str]) -> dict[str, str]:
    return {
        word: name
        for name, words in groups.items()
        for word in (fold(name), *map(fold, words.split()))
        if word
    }


CHANNEL_NAMES = _by_word(CHANNELS)
STATUS_NAMES = _by_word(STATUSES)


OPEN = {word for word, state in STATUS_NAMES.items() if state not in ("", "delivered")} | {
    "shippingcanceled",
    "shippingcancelled",
}
"""Words in place of on time or late for orders that have not been delivered."""


def klass(text: str) -> str:
    """The class in "A", "a类" or "Class B"; "" for anything else."""
    match = re.fullmatch(r"(?:class|klasse|classe)?([abc])(?:类|级|类客户|级客户)?", fold(text))
    return match.group(1).upper() if match else ""
