from __future__ import annotations

import re

import pytest

from sim.base.wrapping import columns, wrap

CHINESE = (
    "尚无定论：“more”与“today”的长期利润相差+9,574元，但基于3次配对重复实验，差异可能在-6,229元与+25,377元之间。"
    "如果差异确实这么大，做大约4次重复实验（stock.safety_factor），有一半的可能得到证实。"
)


@pytest.mark.parametrize("width", range(26, 100))
def test_chinese_lines_fit_and_keep_numbers_and_punctuation(width):
    lines = wrap(CHINESE, width)
    assert "".join(lines) == CHINESE
    for line in lines:
        assert columns(line) <= width
        assert not re.match("[，。：；！？、）”]", line)
    for number in re.findall(r"[+-]?[\d,]+\d", CHINESE):
        assert any(number in line for line in lines)


def test_a_text_that_is_cut_says_so_and_fits():
    lines = wrap(CHINESE, 40, most=2)
    assert len(lines) == 2
    assert lines[1].endswith(" ...")
    assert columns(lines[1]) <= 40


def test_english_is_broken_at_spaces():
    assert wrap("a profit of 1,000", 12) == ["a profit of", "1,000"]
