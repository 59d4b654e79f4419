"""Towns in which a student's branch may lie: English and Chinese name."""

from __future__ import annotations

TOWNS = (
    ("Mianyang", "绵阳"),
    ("Deyang", "德阳"),
    ("Leshan", "乐山"),
    ("Yibin", "宜宾"),
    ("Nanchong", "南充"),
    ("Luzhou", "泸州"),
    ("Dazhou", "达州"),
    ("Panzhihua", "攀枝花"),
    ("Guiyang", "贵阳"),
    ("Kunming", "昆明"),
    ("Wuhan", "武汉"),
)
