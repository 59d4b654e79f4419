"""What tests hand in: a small course folder, notebooks with one answer, zips of every kind, clean or not."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

from sim.course.handing_in.submission_file import Submission, to_zip
from sim.workspace.notebooks import grade_id, to_bytes
from tools.course import released

NAME, OTHER = "service_measures", "needs_analysis"
ROSTER = """student,name,lms_id,group,extension
li01,李一,10023,A,
wang02,王二,10024,A,service_measures=3
zhao03,赵三,10025,B,
ww05,王伟,10026,B,
ww06,王伟,10027,B,
as07,Anna Schmidt,10028,B,
li08,李一鸣,10029,B,
"""
COURSE = """id = "autumn"
[late]
days = 2
loss = 0.1
[deadlines]
service_measures = 2026-10-12T18:00:00
"""


def course(folder: Path, roster: str | None = ROSTER, toml: str = COURSE) -> Path:
    """A course folder that can collect."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.toml").write_text(toml, encoding="utf-8")
    if roster is not None:
        (folder / "roster.csv").write_text(roster, encoding="utf-8")
    return folder


def book(answer: int | None = 1, name: str = NAME, lang: str = "en", shows: str = "") -> dict:
    """A notebook whose first answer returns a number; None: nothing is filled in. shows: the student in its outputs."""
    notebook = released(name, lang)
    cells = [cell for cell in notebook["cells"] if grade_id(cell)]
    if answer is not None:
        first = cells[0]
        first["source"] = f"def {grade_id(first)}(lines):\n    return {answer}"
    if shows:
        code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
        code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": [f"Student: {shows}\n"]}]
    return notebook


def ipynb(*words, **more) -> bytes:
    """Such a notebook as a file."""
    return to_bytes(book(*words, **more))


def kefu_zip(
    student: str, answer: int | None = 1, name: str = NAME, course: str = "autumn", **files: bytes
) -> bytes:
    """What `kefu submit` makes; files: more of them, `talks__r1` stands for talks/r1."""
    more = {key.replace("__", "/") + ".json": data for key, data in files.items()}
    return to_zip(
        Submission(
            course, student, name, "en", "0.1.0", "0" * 64, {f"{name}.ipynb": ipynb(answer, name), **more}
        )
    )


def zipped(
    files: dict[str, bytes], when: datetime | None = datetime(2026, 10, 10, 12), encoding: str = "utf-8"
) -> bytes:
    """A zip. when: of all files, or None: no time; encoding: of names, which are marked as UTF-8 only if they are that."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(entry(name, when, encoding), data)
    return buffer.getvalue()


def entry(name: str, when: datetime | None, encoding: str = "utf-8") -> zipfile.ZipInfo:
    """The head of a file in a zip, its name stored as another system would."""
    time = (1980, 1, 1, 0, 0, 0) if when is None else when.timetuple()[:6]
    made = _Raw(name, time) if encoding != "utf-8" else zipfile.ZipInfo(name, time)
    if isinstance(made, _Raw):
        made.encoding = encoding
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


class _Raw(zipfile.ZipInfo):
    encoding = "gb18030"

    def _encodeFilenameFlags(self):
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


def encrypted(files: dict[str, bytes]) -> bytes:
    """A zip that says that its files need a password."""
    data = bytearray(zipped(files))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (found := data.find(signature, start)) >= 0:
            data[found + place] |= 1
            start = found + 4
    return bytes(data)


def bomb(size: int = 600_000_000) -> bytes:
    """A small zip with a file of so many zeros inside a zip: the inner one says less than it holds."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("service_measures.ipynb", "w") as file,
    ):
        file.write(b'{"cells": [')
        for _block in range(size // 10_000_000):
            file.write(b" " * 10_000_000)
    return buffer.getvalue()


def old_format(answer: int) -> bytes:
    """A notebook in format 3, as IPython wrote before 2014."""
    cells = []
    for cell in book(answer)["cells"]:
        if cell["cell_type"] == "code":
            made = {"cell_type": "code", "input": cell["source"], "outputs": [], "language": "python"}
        else:
            made = {"cell_type": cell["cell_type"], "source": cell["source"]}
        cells.append(made | {"metadata": cell["metadata"]})
    content = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": cells, "metadata": {}}],
    }
    return json.dumps(content).encode()


def script(answer: int, marks: bool = True) -> bytes:
    """The code of a notebook as Jupyter exports it; without marks: as somebody copies it together."""
    code = [cell["source"] for cell in book(answer)["cells"] if cell["cell_type"] == "code"]
    if marks:
        return "\n\n".join(f"# In[{n}]:\n\n{text}" for n, text in enumerate(code)).encode()
    return f"import pandas as pd\n\ndef m01(lines):\n    return {answer}\n\ndef clean(lines):\n    return 7\n".encode()


def placed(folder: Path, work: str = NAME) -> dict[str, int | None]:
    """Student -> the answer in what lies in `submitted/`."""
    found: dict[str, int | None] = {}
    for path in sorted(folder.glob(f"submitted/*/{work}/{work}.ipynb")):
        cells = json.loads(path.read_bytes())["cells"]
        first = next(cell for cell in cells if grade_id(cell))
        last = "".join(first["source"]).rstrip().splitlines()[-1].strip()
        found[path.parent.parent.name] = (
            int(last.removeprefix("return ")) if last.startswith("return ") else None
        )
    return found
