"""`kefu collect` as a whole: who is late, missing or has more time; again and again; what is large or put there by hand."""

from __future__ import annotations

import csv
import io
import os
import shutil
from datetime import UTC, datetime

import pytest

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.marking.collecting.collect import collect
from tests.course.handing_in.toy import command
from tests.marking.collecting import zips
from tests.marking.collecting.zips import NAME, ipynb, kefu_zip, placed, zipped
from tests.support.command_line import content


@pytest.fixture
def folder(tmp_path):
    return zips.course(tmp_path / "course")


def give(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def rows(found):
    text = found.path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def status(found):
    return {
        row["student"]: (row["status"], row["days late"]) for row in rows(found) if row["assignment"] == NAME
    }


def class_zip(times):
    """Student -> time: the LMS's zip."""
    files = [
        zipped({f"{student}/a.zip": kefu_zip(student, n)}, time)
        for n, (student, time) in enumerate(times.items())
    ]
    return zipped({f"{n}.zip": data for n, data in enumerate(files)}, None)


TIMES = {
    "li01": datetime(2026, 10, 12, 18),
    "wang02": datetime(2026, 10, 15, 17),  # an extension of three days
    "zhao03": datetime(2026, 10, 12, 18, 0, 2),
    "ww05": datetime(2026, 10, 15, 18, 30),
}


def test_late_extended_missing_and_too_late(folder, tmp_path):
    with using("en"):
        found = collect(folder, [give(tmp_path / "a.zip", class_zip(TIMES))])
    said = status(found)
    assert said["li01"] == ("counts", "") and said["wang02"] == ("counts", "")
    assert said["zhao03"] == ("late", "1") and said["ww05"] == ("too late", "4")
    assert said["ww06"] == said["as07"] == ("not handed in", "")
    assert placed(folder) == {"li01": 0, "wang02": 1, "zhao03": 2}
    stamp = (folder / "submitted" / "li01" / NAME / "timestamp.txt").read_text(encoding="utf-8")
    assert stamp == "2026-10-12 10:00:00 UTC\n", "18:00 in Shanghai"


def test_a_corrected_roster_needs_only_the_command_again(folder, tmp_path):
    collect(folder, [give(tmp_path / "a.zip", class_zip(TIMES))])
    roster = zips.ROSTER.replace("ww05,王伟,10026,B,", "ww05,王伟,10026,B,9").replace("wang02,", "wang03,")
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    with using("en"):
        found = collect(folder, [])
    assert placed(folder) == {"li01": 0, "zhao03": 2, "ww05": 3}
    assert found.placed.removed == (f"wang02/{NAME}",) and not (folder / "submitted" / "wang02").exists()
    assert any(row["remarks"] == "wang02 is not on the roster" for row in rows(found))


def test_twice_changes_nothing(folder, tmp_path):
    zip_file = give(tmp_path / "a.zip", class_zip(TIMES))
    given = tmp_path / "given"
    give(given / "李一" / "a.ipynb", ipynb(5))
    collect(folder, [zip_file, given])
    before = content(folder)
    again = shutil.copytree(given, tmp_path / "copy" / "given")
    found = collect(folder, [zip_file, again])
    assert found.new == 0 and found.placed.written == 0 and content(folder) == before


def test_the_time_of_a_download_makes_nobody_late_unless_the_teacher_says_so(folder, tmp_path):
    path = give(tmp_path / f"{NAME}-li01.zip", kefu_zip("li01"))
    os.utime(path, times=(0, datetime(2026, 10, 13, 12, tzinfo=UTC).timestamp()))
    with using("en"):
        assert status(collect(folder, [path]))["li01"] == ("counts", "")
        assert not (folder / "submitted" / "li01" / NAME / "timestamp.txt").exists()
        assert status(collect(folder, [path], timed=True))["li01"] == ("late", "2")
        assert status(collect(folder, []))["li01"] == ("late", "2")


def test_what_somebody_put_there_or_changed_stays(folder, tmp_path):
    own = give(folder / "submitted" / "li01" / NAME / f"{NAME}.ipynb", ipynb(70))
    zip_file = give(tmp_path / "a.zip", class_zip(TIMES))
    with using("en"):
        found = collect(folder, [zip_file])
        assert status(found)["li01"][0] == "put there by hand" and placed(folder)["li01"] == 70
        give(folder / "submitted" / "zhao03" / NAME / f"{NAME}.ipynb", ipynb(71))
        found = collect(folder, [])
    assert placed(folder) == {"li01": 70, "wang02": 1, "zhao03": 71}
    own.unlink()
    assert collect(folder, []).placed.written == 1 and placed(folder)["li01"] == 0


def test_a_bomb_is_told_and_costs_nothing(folder, tmp_path):
    bomb = zipped({"李一/a.zip": zips.bomb(), "王二/a.ipynb": ipynb(2)})
    assert len(bomb) < 2_000_000
    with using("en"):
        found = collect(folder, [give(tmp_path / "a.zip", bomb)])
    assert placed(folder) == {"wang02": 2}
    assert "larger than 20 MB" in found.path.read_text(encoding="utf-8")


def test_talks_are_placed_the_newest_of_each_student(folder, tmp_path):
    talk = b'{"format": 1, "scenario": "r1_shunda", "exchanges": [], "student": "li01", "n": %d}'
    first, second = kefu_zip("li01", talks__r1_shunda=talk % 1), kefu_zip("li01", talks__r1_shunda=talk % 2)
    zips_of = [
        give(tmp_path / f"{n}.zip", zipped({"李一/a.zip": data}, datetime(2026, 10, 10 - n)))
        for n, data in enumerate((first, second))
    ]
    collect(folder, zips_of)
    assert (folder / "submitted" / "li01" / "talk_r1" / "talk_r1.json").read_bytes() == talk % 1


def test_a_student_without_anything_to_place_is_not_simply_missing(folder, tmp_path):
    data = zipped({"李一/a.rar": b"Rar!\x1a\x07\x01\x00rest", "王二/a.ipynb": ipynb(2)})
    with using("en"):
        found = collect(folder, [give(tmp_path / "a.zip", data)])
    row = next(row for row in rows(found) if row["student"] == "li01" and row["assignment"] == NAME)
    assert row["status"] == "not handed in" and "RAR" in row["remarks"]


def test_no_name_of_a_file_is_a_formula_in_the_report(folder, tmp_path):
    data = zipped({"=cmd|' /C calc'!A0.txt": b"x", "+1.ipynb": b"{"})
    found = collect(folder, [give(tmp_path / "=1+1.zip", data)])
    for row in csv.reader(io.StringIO(found.path.read_text(encoding="utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert found.path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_folder_that_holds_the_course_is_refused(folder, tmp_path):
    with pytest.raises(InputError):
        collect(folder, [tmp_path])
    with pytest.raises(InputError):
        collect(folder, [])
    with pytest.raises(InputError):
        collect(tmp_path, [])


def test_the_command_shows_a_table_in_both_languages(folder, tmp_path, capsys):
    path = give(tmp_path / "a.zip", class_zip(TIMES))
    assert command("collect", str(path), "--dir", str(folder), "--lang", "en") == 0
    said = capsys.readouterr().out
    assert "zhao03" in said and "1 day late" in said and "3 submissions written" in said
    assert command("collect", "--dir", str(folder), "--lang", "zh") == 0
    assert "赵三" in capsys.readouterr().out
    assert command("collect", "nowhere.zip", "--dir", str(folder)) != 0
