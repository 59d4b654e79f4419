"""The translations of Kefu: ``python -m tools.catalogue update`` writes them, ``check`` finds what is wrong.

``update`` reads every text marked in ``sim/`` (``_``, ``N_``, ``ngettext``), in Python files and in page
templates, brings ``kefu.po`` up to date and compiles ``kefu.mo``. Nothing is guessed: a text that changed loses
its translation, which is printed so that it can be used again. Both files depend on the sources alone (no dates,
line numbers, versions of tools).
"""

from __future__ import annotations

import ast
import io
import re
import string
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "sim" / "locale" / "zh_CN" / "LC_MESSAGES" / "kefu.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}
ASCII_AFTER_CHINESE = re.compile(r"[\u3400-\u9fff][,.:;!?]")

Id = str | tuple[str, str]


class _Chinese(Catalog):
    """A catalogue whose header depends on nothing."""

    def __init__(self) -> None:
        super().__init__(locale="zh_CN", header_comment="# Kefu in simplified Chinese.", fuzzy=False)

    mime_headers = property(
        lambda self: [
            ("Project-Id-Version", "kefu"),
            ("Language", "zh_CN"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ],
        lambda self, headers: None,
    )


def _sources(root: Path) -> list[Path]:
    return sorted((root / "sim").rglob("*.py"))


def _templates(root: Path) -> list[Path]:
    return sorted((root / "sim").rglob("*.html.j2"))


def _extract(root: Path) -> dict[Id, set[str]]:
    """Every marked text, with the files it stands in (relative to ``root``, forward slashes)."""
    found: dict[Id, set[str]] = {}
    files = [*(("python", path) for path in _sources(root)), *(("jinja2", path) for path in _templates(root))]
    for language, path in files:
        for _line, message, _comments, _context in extract_from_file(language, path, keywords=KEYWORDS):
            found.setdefault(message, set()).add(path.relative_to(root).as_posix())
    return found


def _read(po: Path) -> dict[Id, Message]:
    if not po.exists():
        return {}
    with po.open("rb") as file:
        return {_id(m): m for m in read_po(file, locale="zh_CN") if m.id}


def _id(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else (message.id[0], message.id[1])


def _merge(wanted: dict[Id, set[str]], old: dict[Id, Message]) -> Catalog:
    """The catalogue of exactly the wanted texts, with the old translations of the same texts."""
    catalog = _Chinese()
    for key in sorted(wanted, key=str):
        before = old.get(key)
        catalog.add(
            key,
            before.string if before else None,
            locations=[(name, 0) for name in sorted(wanted[key])],
            flags=before.flags if before else (),
            user_comments=before.user_comments if before else (),
        )
    return catalog


def _po_bytes(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=0, sort_output=True, include_lineno=False)
    return out.getvalue().rstrip(b"\n") + b"\n"


def _mo_bytes(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def update(root: Path = ROOT, po: Path = PO) -> list[str]:
    """Write ``po`` and the ``.mo`` beside it; returns a line for every translation that was dropped."""
    wanted, old = _extract(root), _read(po)
    catalog = _merge(wanted, old)
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_bytes(_po_bytes(catalog))
    po.with_suffix(".mo").write_bytes(_mo_bytes(catalog))
    gone = sorted((key for key in set(old) - set(wanted) if _strings(old[key])), key=str)
    return [f"dropped: {key!r} = {old[key].string!r}" for key in gone]


def check(root: Path = ROOT, po: Path = PO) -> list[str]:
    """A sentence for everything that is wrong with the catalogue; empty when all is well."""
    problems = list(_unreadable_marks(root))
    wanted, present = _extract(root), _read(po)
    for key in sorted(wanted, key=str):
        if key not in present or not _strings(present[key]):
            problems.append(f"missing: {key!r} ({', '.join(sorted(wanted[key]))})")
    for key, message in sorted(present.items(), key=lambda item: str(item[0])):
        if key not in wanted:
            problems.append(f"stale: {key!r} is in no source")
            continue
        if message.fuzzy:
            problems.append(f"fuzzy: {key!r}")
        for text in _strings(message):
            problems.extend(_wrong_text(key, text))
    merged = _merge(wanted, present)
    po_now = po.read_bytes().replace(b"\r\n", b"\n") if po.exists() else b""
    if not problems and po_now != _po_bytes(merged):
        problems.append(f"{po.name} is not as `update` writes it")
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != _mo_bytes(merged):
        problems.append(f"{mo.name} is stale: run `python -m tools.catalogue update`")
    return problems


def _strings(message: Message) -> list[str]:
    """The translation's forms; empty when one of them is missing."""
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return forms if all(forms) else []


def _wrong_text(key: Id, text: str) -> Iterator[str]:
    source = key if isinstance(key, str) else key[1]  # Chinese has one form, that of the plural
    expected, got = _placeholders(source), _placeholders(text)
    if expected is not None and expected != got:
        shown = "unreadable braces" if got is None else _braces(got)
        yield f"placeholders: {source!r} has {_braces(expected)}, its translation {shown}"
    for match in ASCII_AFTER_CHINESE.finditer(text):
        yield f"typography: {match.group()!r} in {text!r}: full-width punctuation after a Chinese character"


def _placeholders(text: str) -> set[str] | None:
    """Names in braces; None when the text is no format string (it never goes through ``format``)."""
    try:
        return {
            name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None
        }
    except ValueError:
        return None


def _braces(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"


def _unreadable_marks(root: Path) -> Iterator[str]:
    """Marked texts that are put together before they are translated: no catalogue can hold them."""
    for path in _sources(root):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS
            ):
                continue
            built = [
                argument
                for argument in node.args[: 2 if node.func.id == "ngettext" else 1]
                if isinstance(argument, ast.JoinedStr | ast.BinOp)
                or (isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format")
            ]
            if built:
                where = f"{path.relative_to(root).as_posix()}:{node.lineno}"
                yield f"built text: {where} calls {node.func.id}() on a text put together beforehand"


def main(arguments: list[str]) -> int:
    """Run ``update`` or ``check``; returns the exit code."""
    if arguments == ["update"]:
        lines = update()
        print("\n".join([*lines, *check()]) or "up to date")
        return 0
    if arguments == ["check"]:
        problems = check()
        print("\n".join(problems) or "catalogue: all well")
        return 1 if problems else 0
    print("usage: python -m tools.catalogue update|check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
