"""Characters of order logs in one form: simplified, without width and accents."""

from __future__ import annotations

import unicodedata

_PAIRS = (
    "訂订 單单 編编 號号 時时 間间 諾诺 簽签 收收 貨货 達达 際际 預预 計计 運运 發发 級级 類类 別别 "
    "戶户 稱称 會会 員员 數数 購购 "
    "線线 區区 網网 電电 話话 郵邮 備备 裝装 檢检 揀拣 損损 壞坏 狀状 態态 開开 結结 額额 價价 報报 "
    "應应 聽听 確确 認认 創创 處处 "
    "進进 誤误 評评 滿满 車车 錯错 詢询 複复 復复 準准 實实 點点 場场 輸输 遲迟 縣县 託托 約约 務务 "
    "總总 無无 條条 壓压 終终 營营 "
    "業业 關关 閉闭 棄弃 掛挂 斷断 遺遗 絕绝 審审 後后 過过 從从 對对 錢钱 帳账 產产 內内 執执 據据 "
    "兩两 週周 廣广 東东 門门 頭头 "
    "還还 沒没 聯联 繫系 絡络 顧顾 專专 頁页 項项 題题 體体 質质 貿贸 費费 資资 趨趋 蹤踪 較较 載载 "
    "納纳 輕轻 遠远 適适 選选 鐘钟 銷销 "
    "錄录 鎮镇 陸陆 隊队 隨随 雙双 難难 顯显 驗验 規规 劃划 畫划 許许 異异 貴贵 個个 誰谁 請请 託托 "
    "遞递 儲储 庫库 極极 標标 響响 倉仓 轉转 攬揽 離离 補补 換换 萬万 籤签 訊讯 廠厂 幣币 記记 歷历 將将 "
    "連连 當当 製制 銀银 導导 見见 層层 樓楼 顏颜 圖图 傳传 張张 買买 賣卖 證证 傷伤 殘残 舊旧 師师 繳缴 單单"
)
_SIMPLIFIED = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split() if pair[0] != pair[1]})


def simplified(text: str) -> str:
    """The text with simplified characters, as far as names and words of order logs need them."""
    return text if text.isascii() else text.translate(_SIMPLIFIED)


def plain(text: str) -> str:
    """The text without differences of width, accents and traditional characters."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", simplified(unicodedata.normalize("NFKC", text)))
    return "".join(letter for letter in text if not unicodedata.combining(letter))
