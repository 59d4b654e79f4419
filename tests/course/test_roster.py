"""The roster: as spreadsheets save it, and every mistake with its line."""

from __future__ import annotations

import pytest

from sim.base.errors import InputError
from sim.course.roster import read_roster

ROWS = """student,name,lms_id,group,extension
 Li01 ,李一,10023,A,

wang02,王二,,B,3
zhao03,赵三,,B,service_measures=7 crm_selection=2
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_roster_is_read_as_a_spreadsheet_saves_it(tmp_path, encoding, delimiter):
    path = tmp_path / "roster.csv"
    path.write_bytes(ROWS.replace(",", delimiter).replace("\n", "\r\n").encode(encoding))
    li, wang, zhao = read_roster(tmp_path)
    assert (li.student, li.name, li.lms_id, li.group) == ("li01", "李一", "10023", "A")
    assert [li.extension_days("service_measures"), wang.extension_days("service_measures")] == [0, 3]
    assert [zhao.extension_days(name) for name in ("service_measures", "crm_selection", "x")] == [7, 2, 0]


def test_chinese_heads_in_any_order_and_columns_of_ones_own(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("姓名,备注,学号\n李一,x,li01\n", encoding="utf-8")
    (li,) = read_roster(path)
    assert (li.student, li.name, li.group) == ("li01", "李一", "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "must begin with a line of column names"),
        ("name\nLi\n", "student is required"),
        ("student,student\na,b\n", "each once"),
        ("student\nli01\n\n LI01\n", "line 4: student li01 is in line 2 already"),
        ("student,lms_id\na,7\nb,7\n", "line 3: lms_id 7 is in line 2 already"),
        ("student,name\n,Li\n", "line 2: student is ''"),
        ("student\n2.02501E+11\n", "line 2: student is '2.02501E+11'"),
        ("student,extension\na,soon\n", "line 2: extension is soon"),
        ("student,extension\na,-1\n", "line 2: extension is -1"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(tmp_path, text, says):
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_roster(path)
    assert says in str(error.value) and "\n" not in str(error.value)


def test_a_roster_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match=r"roster\.csv cannot be read"):
        read_roster(tmp_path)
