"""Words of events: which step of an order each one is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.orderlog.reading.cell_words import ON_THE_WAY, STATUS_NAMES, fold

STEPS = {
    "placed": (
        "created ordered ordercreated orderplaced orderreceived new submitted bestellt angelegt erstellt eingegangen "
        "bestelleingang commandée créée enregistrée creado creada criado criada pedidorealizado pedidocriado creato creata "
        "ordinato besteld aangemaakt 下单 已下单 订单创建 创建 已创建 创建订单 提交订单 订单提交 买家下单"
    ),
    "accepted": (
        "confirmed approved accepted orderconfirmed bestätigt auftragsbestätigung confirmée acceptée confirmado confirmada "
        "aceptado aceito aprovado confermato confermata bevestigd 接单 已接单 确认 已确认 订单确认 审核 已审核 审核通过"
    ),
    "released": "released allocated freigegeben liberado rilasciato vrijgegeven 已分配 下发 已下发 配货",
    "picked": "picked pickingcomplete kommissioniert preparada preparado gepickt 拣货完成 已拣货",
    "packed": "packed packingcomplete verpackt emballée empaquetado embalado imballato ingepakt 打包完成 已打包",
    "dispatched": (
        "shipped dispatched despatched pickedup pickup pu collected collectedbycarrier handedtocarrier handedovertocarrier "
        "sent departedwarehouse leftwarehouse leftdepot goodsissue fulfilled versandt verschickt versendet warenausgang "
        "abgeholt anpaketdienstübergeben expédié expédiée envoyée priseencharge enviado enviada expedido expedida recogido "
        "despachado despachada coletado postado spedito spedita ritirato partito verzonden opgehaald 发货 已发货 发运 已发运 "
        "出库 已出库 揽收 已揽收 揽件 已揽件 已揽 卖家已发货 商家已发货 仓库已发货 快递已揽收 "
        "自提 已自提 已取 已取货 retirado retirada recogida enlevé"
    ),
}
"""Field of a time -> words, besides the states of orders."""
STEP_NAMES = {fold(word): field for field, words in STEPS.items() for word in (field, *words.split())}
FIELDS = (*STEPS, "delivered")
_BRACKETS = re.compile(r"^\s*[\[【(（][^\]】)）]*[\]】)）]\s*")
_OPENING = re.compile(
    r"^(?:your |the )?(?:order|shipment|parcel|package|item|consignment)\s+(?:(?:has|have) been|was|is)?\s*"
    r"|^(?:您的)?(?:快件|包裹|订单|货物|商品|运单)(?:已经)?",
    re.IGNORECASE,
)
_REST = re.compile(r"\s*(?:\s[-–—]\s|[:：,，;；(（【\[。.!！]).*$", re.DOTALL)


def step_of(text: str, mine: Mapping[str, str]) -> str | None:
    """The field of the time, or the state, that an event means; None if its words say nothing known.

    Of "Delivered - left with a neighbour" the words before the dash count, of "【上海】快件已签收" those behind the brackets.
    mine: folded word -> field or state, from the user.
    """
    bare = _OPENING.sub("", _BRACKETS.sub("", text))
    for word in dict.fromkeys((fold(text), fold(bare), fold(_REST.sub("", bare)))):
        for known in (mine, STEP_NAMES, STATUS_NAMES):
            if word and word in known:
                return known[word] or ON_THE_WAY
    return None
