"""The Chinese of the package, as far as a program can see it: tools/chinese.py with sim/course/curriculum/glossary.yaml."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from sim.course.curriculum.coverage import load_concepts
from tools.chinese import GLOSSARY, HAN, ROOT, SOURCES, faults, glossary, report, texts

TERMS = glossary()
WRONG = {
    "准时率为 95%。": "space between Chinese and Latin or numbers",
    "准时率为95% 的订单": "space between Chinese and Latin or numbers",
    "CRM 系统": "space between Chinese and Latin or numbers",
    "从 {before} 变为 {after}": "space between Chinese and Latin or numbers",
    "按 **Shift + Enter** 即可": "space between Chinese and Latin or numbers",
    "嫌它贵， 公司勉强保本": "space between Chinese and Chinese",
    "{month} {day}日": "space between placeholders",
    "订单送到,货物完好": "half-width punctuation",
    "订单送到了.": "half-width punctuation",
    "货物(易碎)": "half-width punctuation",
    '他说"好"': "straight quotation marks",
    "每天8–20时": "range sign",
    "退货率为3%至5%": "range sign",
    "价格弹性为-5.4": "minus sign",
    "每周2,600元": "thousands",
    "最多5e+06元": "number in e-notation",
    "共25.5小时 ": "space after a Chinese unit",
    "服务的响应性": "响应性: say 反应性",
    "每位客户都有经理": "位客户: say 家客户",
    "m08准时交货": "准时交货: say 准时交货率",
    "运气好": "运气: say 随机因素",
}
"""A text -> the rule that it breaks."""
RIGHT = (
    "准时交货率为95%，用时25.5小时。",
    "用 `desk.clerks` 调整客服人员数",
    "以 --out DIR 写出，例如 desk.clerks=6，不能写成别的",
    '`status` 为 "delivered" 的订单',
    "**补充：** 灵活性要在*交易前*准备好。",
    "1. 有些订单导出了两遍；\n2. 员工下过测试订单。",
    "| 指标 | 含义 |\n|---|---|\n| `m01` | 可得性 |",
    "见[模型](docs/model.md)：每一条假设",
    "8:00至20:00营业，价格弹性为−5.4～−1.5",
    "预算3万元，每份1500元，共10～20份",
    "参照Silver, Pyke and Thomas 2017第6章",
    "每个订单行额外复核的秒数",
    "四位客户经理，每人十家客户",
    "Only English, with (brackets) and 2,600 yuan.",
)


@pytest.mark.parametrize("text", WRONG)
def test_wrong_chinese_is_found(text):
    assert WRONG[text] in {fault.rule for fault in faults(text, TERMS)}


@pytest.mark.parametrize("text", RIGHT)
def test_right_chinese_passes(text):
    assert faults(text, TERMS) == []


@pytest.mark.parametrize("pattern", [pattern for _read, pattern in SOURCES])
def test_every_kind_of_file_is_read(pattern):
    read = {name for name, _place, text in texts() if re.search(HAN, text)}
    there = {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)}
    assert there and there <= read


def test_a_fault_is_reported_with_file_place_and_text(tmp_path: Path):
    """One fault in each kind of file."""
    (tmp_path / GLOSSARY).parent.mkdir(parents=True)
    (tmp_path / GLOSSARY).write_text((ROOT / GLOSSARY).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "README.zh.md").write_text("# 题目\n\n```\n代码 1\n```\n\n共 3 张\n", encoding="utf-8")
    cells = [
        {"cell_type": "markdown", "id": "a-zh", "metadata": {"tags": ["lang-zh"]}, "source": ["每位客户\n"]},
        {"cell_type": "markdown", "id": "a-en", "metadata": {"tags": ["lang-en"]}, "source": ["客户 3\n"]},
    ]
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "x.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    po = tmp_path / "sim" / "locale" / "zh_CN" / "LC_MESSAGES" / "kefu.po"
    po.parent.mkdir(parents=True)
    po.write_text(
        'msgid ""\nmsgstr "表头 1"\n\nmsgid "one"\nmsgid_plural "{n}"\nmsgstr[0] "共 {n}张"\n\n'
        'msgid "two"\nmsgstr ""\n"第一行\\n"\n"第 2行"\n',
        encoding="utf-8",
    )
    (tmp_path / "sim" / "case" / "library").mkdir(parents=True)
    (tmp_path / "sim" / "case" / "library" / "x.yaml").write_text(
        "story: {zh: '运气 好'}\n", encoding="utf-8"
    )
    found = report(tmp_path)
    places = [line.split(": ")[0] for line in found]
    assert places == [
        "sim/locale/zh_CN/LC_MESSAGES/kefu.po, line 4",
        "sim/locale/zh_CN/LC_MESSAGES/kefu.po, line 8",
        "notebooks/x.ipynb, cell a-zh",
        "README.zh.md, line 7",
        "sim/case/library/x.yaml, story.zh",
        "sim/case/library/x.yaml, story.zh",
    ]
    assert "共 3 张" in found[3]


def test_the_glossary_is_sound():
    """Every term once, none of its own words banned, every id a concept of the course."""
    rows = yaml.safe_load((ROOT / GLOSSARY).read_text(encoding="utf-8"))
    names = [row["en"] for row in rows]
    assert len(names) == len(set(names))
    assert {row["id"] for row in rows if "id" in row} <= set(load_concepts())
    for term in TERMS:
        assert [fault for fault in faults(term.zh, TERMS) if ": say " in fault.rule] == [], term.zh


def test_the_chinese_of_the_package():
    assert report() == []
