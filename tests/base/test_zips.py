"""Damage of any kind in a zip is the error that was named; errors of one's own pass through."""

import zipfile
from pathlib import Path

import pytest

from sim.base.errors import InputError
from sim.base.zips import opened

METHODS = {"stored": 0, "deflate": 8, "bzip2": 12, "lzma": 14}


def zip_with(path: Path, method: int) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.txt", "text " * 200)
    return path


def text_of(path: Path) -> bytes:
    with opened(path, InputError("damaged")) as archive:
        return archive.read("a.txt")


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_every_kind_of_damage_is_one_error(tmp_path: Path, method: int) -> None:
    whole = zip_with(tmp_path / "a.zip", method)
    data = whole.read_bytes()
    assert text_of(whole) == b"text " * 200
    outcomes = set()
    for place in range(0, len(data), max(1, len(data) // 150)):
        broken = tmp_path / "b.zip"
        broken.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        try:
            outcomes.add(text_of(broken) == b"text " * 200)
        except InputError as error:
            outcomes.add(str(error))
    assert outcomes <= {True, "damaged"}
    assert "damaged" in outcomes


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + bytes(10), b"no zip at all"])
def test_what_is_no_zip(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        text_of(path)


def test_an_encrypted_entry(tmp_path: Path) -> None:
    path = zip_with(tmp_path / "a.zip", zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        text_of(path)


def test_ones_own_error_passes(tmp_path: Path) -> None:
    path = zip_with(tmp_path / "a.zip", zipfile.ZIP_STORED)
    with pytest.raises(InputError, match="too large"), opened(path, InputError("damaged")):
        raise InputError("too large")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        text_of(tmp_path / "a.zip")
