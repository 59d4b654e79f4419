"""What teachers really get: a row for each kind. Where it goes, and what is said of the rest. Nothing is placed wrong or lost."""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from sim.base.i18n import using
from sim.marking.collecting.collect import collect
from tests.marking.collecting import zips
from tests.marking.collecting.zips import NAME, OTHER, book, ipynb, kefu_zip, zipped

FIRST, SECOND = datetime(2026, 10, 9, 12), datetime(2026, 10, 10, 12)


@dataclass(frozen=True)
class Dirty:
    """files: name -> what was given; goes: student -> answer; says: pieces of the report; work: of what goes."""

    what: str
    files: dict[str, bytes]
    goes: dict[str, int | None] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    work: str = NAME
    roster: str | None = zips.ROSTER


def moodle(name, number, file, flat=False):
    return f"{name}_{number}_assignsubmission_file{'_' if flat else '/'}{file}"


KEFU = f"{NAME}-li01.zip"
TALK = json.dumps({"format": 1, "scenario": "r1_shunda", "exchanges": [], "student": "li01"}).encode()
DIRTY = [
    Dirty("the zip alone", {KEFU: kefu_zip("li01", 1)}, {"li01": 1}),
    Dirty("its name changed", {"作业一 final.zip": kefu_zip("li01", 1)}, {"li01": 1}),
    Dirty("its name is another's", {f"{NAME}-wang02.zip": kefu_zip("li01", 1)}, {"li01": 1}),
    Dirty(
        "Moodle with folders",
        {"a.zip": zipped({moodle("李一", 501, KEFU): kefu_zip("li01", 1), moodle("王二", 502, "x.zip"): kefu_zip("wang02", 2)})},
        {"li01": 1, "wang02": 2},
    ),
    Dirty(
        "Moodle of old, without folders",
        {"a.zip": zipped({moodle("Anna Schmidt", 503, f"{NAME}-as07.zip", flat=True): kefu_zip("as07", 3)})},
        {"as07": 3},
    ),
    Dirty(
        "the participant's number in Moodle is another student's LMS id",
        {"a.zip": zipped({moodle("李一", 10024, "service_measures.ipynb"): ipynb(1)})},
        {"li01": 1},
    ),
    Dirty(
        "Moodle, two students of one name, told apart by the zip",
        {"a.zip": zipped({moodle("王伟", 504, "a.zip"): kefu_zip("ww06", 6)})},
        {"ww06": 6},
    ),
    Dirty(
        "Moodle, two students of one name and a bare notebook",
        {"a.zip": zipped({moodle("王伟", 504, "a.ipynb"): ipynb(5)})},
        {},
        ("can mean several students",),
    ),
    Dirty(
        "Canvas, one of them late",
        {"s.zip": zipped({f"liyi_10023_7788_{KEFU}": kefu_zip("li01", 1), "wanger_LATE_10024_10025_a-1.zip": kefu_zip("wang02", 2)})},
        {"li01": 1, "wang02": 2},
        ("the LMS calls it late",),
    ),
    Dirty(
        "学习通: number and name, GBK",
        {"作业.zip": zipped({"li01-李一/附件/作业.zip": kefu_zip("li01", 1), "王二-wang02/作业.zip": kefu_zip("wang02", 2)}, encoding="gb18030")},
        {"li01": 1, "wang02": 2},
    ),
    Dirty(
        "雨课堂: file names only, GBK",
        {"导出.zip": zipped({"10025_赵三_第一次作业.ipynb": ipynb(3), "10023_李一_第一次作业.ipynb": ipynb(1)}, encoding="gb18030")},
        {"zhao03": 3, "li01": 1},
    ),
    Dirty("a name that is the beginning of another's", {"班.zip": zipped({"李一鸣_作业/a.ipynb": ipynb(8)})}, {"li08": 8}),
    Dirty(
        "a name that nobody has, which begins like one",
        {"班.zip": zipped({"李一凡_作业/a.ipynb": ipynb(8)})},
        {},
        ("nothing says whose it is",),
    ),
    Dirty(
        "number of one, name of another",
        {"班.zip": zipped({"10023_王二/a.ipynb": ipynb(8)})},
        {},
        ("the number is that of li01, the name that of wang02",),
    ),
    Dirty(
        "somebody else's zip in the place of a student",
        {"a.zip": zipped({moodle("王二", 502, "x.zip"): kefu_zip("li01", 1)})},
        {"wang02": 1},
        ("inside it is the work of li01",),
    ),
    Dirty(
        "repeated uploads: the newest",
        {"a.zip": zipped({"李一/a.ipynb": ipynb(1)}, FIRST), "b.zip": zipped({"李一/a.ipynb": ipynb(2)}, SECOND)},
        {"li01": 2},
        ("a newer one counts",),
    ),
    Dirty(
        "repeated uploads without times: the number",
        {"a.zip": zipped({"李一/a.ipynb": ipynb(1), "李一/a (1).ipynb": ipynb(2), "李一/a(2).ipynb": ipynb(3)}, None)},
        {"li01": 3},
        ("it is not known when it was handed in",),
    ),
    Dirty(
        "the same again, later",
        {"a.zip": zipped({"李一/a.zip": kefu_zip("li01", 1)}, FIRST), "b.zip": zipped({"李一/a.zip": kefu_zip("li01", 1)}, datetime(2026, 10, 20))},
        {"li01": 1},
        ("the same again",),
    ),
    Dirty(
        "a newer one that is broken",
        {"a.zip": zipped({"李一/service_measures.ipynb": ipynb(1)}, FIRST), "b.zip": zipped({"李一/service_measures.ipynb": b'{"cells": ['}, SECOND)},
        {"li01": 1},
        ("a newer one cannot be read, so the one before counts",),
    ),
    Dirty("unpacked by the student, packed again", {"a.zip": zipped({"李一/s/submission.json": b"{}", "李一/s/service_measures.ipynb": ipynb(1)})}, {"li01": 1}),
    Dirty("zip in zip in zip", {"a.zip": zipped({"x/y.zip": zipped({"z.zip": kefu_zip("li01", 1)})})}, {"li01": 1}),
    Dirty("a notebook renamed .txt", {"a.zip": zipped({"李一/service_measures.ipynb.txt": ipynb(1)})}, {"li01": 1}),
    Dirty("a notebook renamed .json", {"a.zip": zipped({"李一/作业.json": ipynb(1)})}, {"li01": 1}),
    Dirty("a notebook without a suffix", {"a.zip": zipped({"李一/作业": ipynb(1)})}, {"li01": 1}),
    Dirty("a byte-order mark", {"a.zip": zipped({"李一/a.ipynb": codecs.BOM_UTF8 + ipynb(1)})}, {"li01": 1}, ("stored as UTF-8 again",)),
    Dirty("UTF-16", {"a.zip": zipped({"李一/a.ipynb": ipynb(1).decode().encode("utf-16")})}, {"li01": 1}),
    Dirty("GBK inside", {"a.zip": zipped({"李一/a.ipynb": ipynb(1, lang="zh").decode().encode("gb18030")})}, {"li01": 1}),
    Dirty("format 3", {"a.zip": zipped({"李一/a.ipynb": zips.old_format(1)})}, {"li01": 1}, ("brought up to date",)),
    Dirty("a script from Jupyter", {"a.zip": zipped({"李一/a.py": zips.script(1)})}, {"li01": 1}, ("made of a .py file",)),
    Dirty("a script of functions", {"a.zip": zipped({"李一/a.py": zips.script(1, marks=False)})}, {"li01": 1}, ("made of a .py file",)),
    Dirty("a script beside the notebook", {"a.zip": zipped({"李一/a.py": zips.script(2), "李一/b.ipynb": ipynb(1)})}, {"li01": 1}, ("another file of the same upload counts",)),
    Dirty("labels lost", {"a.zip": zipped({"李一/a.ipynb": json.dumps(book(1) | {"cells": [c | {"metadata": {}} for c in book(1)["cells"]]}).encode()})}, {"li01": 1}, ("labels of cells were lost",)),
    Dirty("an empty notebook beside the answered one", {"a.zip": zipped({"李一/service_measures.ipynb": ipynb(None), "李一/service_measures.zh.ipynb": ipynb(1)})}, {"li01": 1}),
    Dirty("nothing filled in", {"a.zip": zipped({"李一/service_measures.ipynb": ipynb(None)})}, {"li01": None}, ("nothing is filled in",)),
    Dirty("a protected zip", {"a.zip": zipped({"李一/a.zip": zips.encrypted({"service_measures.ipynb": ipynb(1)})})}, {}, ("protected by a password",)),
    Dirty("a RAR archive", {"a.zip": zipped({"李一/a.rar": b"Rar!\x1a\x07\x01\x00rest"})}, {}, ("RAR archive: unpack it",)),
    Dirty("a cut-off zip", {"a.zip": zipped({"李一/a.zip": kefu_zip("li01", 1)[:2000]})}, {}, ("the archive is damaged",)),
    Dirty("no zip at all", {"a.zip": b"hello"}, {}, ("it is not a notebook",)),
    Dirty("ways out of the folder", {"a.zip": zipped({"../../../李一/service_measures.ipynb": ipynb(1), "/etc/cron.d/x": b"x", "C:\\Windows\\x": b"y"})}, {"li01": 1}),
    Dirty("junk of a Mac", {"a.zip": zipped({"__MACOSX/李一/._a.ipynb": b"\0\5\26\7", "李一/.DS_Store": b"\0", "李一/a.ipynb": ipynb(1)})}, {"li01": 1}, ("left behind by a system",)),
    Dirty("checkpoints", {"a.zip": zipped({"李一/.ipynb_checkpoints/service_measures-checkpoint.ipynb": ipynb(2), "李一/service_measures.ipynb": ipynb(1)})}, {"li01": 1}),
    Dirty("pictures, tables and documents beside it", {"a.zip": zipped({"李一/a.png": b"\x89PNG\r\n\x1a\n\0", "李一/orders.csv": b"a,b\n1,2\n", "李一/说明.docx": zipped({"[Content_Types].xml": b"<x/>"}), "李一/a.ipynb": ipynb(1)})}, {"li01": 1}, ("neither a notebook nor an archive", "a document or a program")),
    Dirty("a web page in its place", {"a.zip": zipped({"李一/a.html": b"<html>"})}, {}, ("the notebook itself is needed",)),
    Dirty("a notebook of no assignment", {"a.zip": zipped({"李一/a.ipynb": json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()})}, {}, ("not of an assignment",)),
    Dirty("another assignment in this box", {"a.zip": zipped({"李一/service_measures.ipynb": ipynb(4, OTHER)})}, {"li01": 4}, work=OTHER),
    Dirty("somebody who is not on the roster", {f"{NAME}-qian09.zip": kefu_zip("qian09", 9)}, {}, ("qian09 is not on the roster",)),
    Dirty("known only by its outputs", {"作业.ipynb": ipynb(3, shows="zhao03")}, {"zhao03": 3}, ("known only by what the notebook shows",)),
    Dirty("known by nothing", {"作业.ipynb": ipynb(3)}, {}, ("nothing says whose it is",)),
    Dirty("no roster: the zip says it", {"a.zip": zipped({moodle("李一", 501, "x.zip"): kefu_zip("li01", 1)})}, {"li01": 1}, roster=None),
    Dirty("another course", {KEFU: kefu_zip("li01", 1, course="spring")}, {"li01": 1}, ("made for the course spring, but this is autumn",)),
    Dirty("names unpacked with the wrong letters", {"a.zip": zipped({"李一".encode("gb18030").decode("cp437") + "_1/a.ipynb": ipynb(1)})}, {"li01": 1}),
    Dirty("a description among other people's files", {"a.zip": zipped({"submission.json": json.dumps({"student": "li01", "assignment": NAME, "files": {f"{NAME}.ipynb": ""}}).encode(), f"{NAME}.ipynb": ipynb(1), "王二/a.ipynb": ipynb(2)})}, {"li01": 1, "wang02": 2}),
    Dirty("a class packed under one student's number", {"10023 class.zip": zipped({"王二/a.ipynb": ipynb(2), "赵三/a.ipynb": ipynb(3)})}, {"wang02": 2, "zhao03": 3}),
    Dirty("letters wide and small", {"a.zip": zipped({"ＬＩ０１ 作业/A.IPYNB": ipynb(1)})}, {"li01": 1}),
    Dirty("two files of the same name", {"a.zip": zipped({"李一/a.ipynb": ipynb(1), "李一//a.ipynb": ipynb(1)})}, {"li01": 1}),
    Dirty("half a letter in a cell", {"a.zip": zipped({"李一/a.ipynb": ipynb(1).replace(b"# Assignment 1", b"\\ud83d # Assignment 1")})}, {"li01": 1}),
    Dirty("a space in the name", {"a.zip": zipped({"李 一_作业/a.ipynb": ipynb(1)})}, {"li01": 1}),
    Dirty("names as Windows writes ways", {"a.zip": zipped({"李一\\附件\\a.ipynb": ipynb(1)})}, {"li01": 1}),
    Dirty("a title with digits like short numbers", {"a.zip": zipped({"作业1_2026_05/a.ipynb": ipynb(1)})}, {}, ("nothing says whose it is",)),
    Dirty("an empty file and an empty zip", {"a.zip": zipped({"李一/service_measures.ipynb": b"", "王二/b.zip": zipped({})})}, {}, ("the file is empty", "the archive is empty")),
]  # fmt: skip


@pytest.mark.parametrize("dirty", DIRTY, ids=lambda dirty: dirty.what)
def test_what_is_dirty_goes_where_it_belongs(dirty, tmp_path):
    folder = zips.course(tmp_path / "course", dirty.roster)
    given = tmp_path / "given"
    given.mkdir()
    for name, data in dirty.files.items():
        (given / name).write_bytes(data)
    with using("en"):
        found = collect(folder, sorted(given.iterdir()))
    assert zips.placed(folder, dirty.work) == dirty.goes, found.report
    report = found.path.read_text(encoding="utf-8-sig")
    for piece in dirty.says:
        assert piece in report
    kept = {path.read_bytes() for path in (folder / "collected" / "originals").iterdir()}
    assert kept == set(dirty.files.values()), "originals stay as they came"
    assert sorted(path.name for path in folder.iterdir()) in (
        [*sorted({"collected", "course.toml", "submitted", *(["roster.csv"] if dirty.roster else [])})],
        [*sorted({"collected", "course.toml", *(["roster.csv"] if dirty.roster else [])})],
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course", "given"]
