"""Bytes of a CSV file to rows of cells; anything that is not a CSV file is refused."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import PurePath

from ..faults import RegistryRefused, refusal

MAX_BYTES = 512 * 1024 * 1024
_KINDS = (
    (b"PK\x03\x04", "Excel 工作簿（xlsx）或压缩包", "an Excel workbook (xlsx) or zip archive"),
    (b"\xd0\xcf\x11\xe0", "旧版 Excel 工作簿（xls）", "an old Excel workbook (xls)"),
    (b"%PDF", "PDF", "a PDF"),
    (b"\x1f\x8b", "gzip 压缩文件", "a gzip file"),
    (b"SQLite format 3", "SQLite 数据库", "a SQLite database"),
    (b"PAR1", "Parquet", "a Parquet file"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Tab and line ends are all a text table needs; any other control character means a binary file.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SUFFIXES = (".csv", ".txt", ".tsv")


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells as text. ``rows[i]`` stands in line ``i + 1`` of the sheet; blank lines are empty."""

    rows: tuple[tuple[str, ...], ...]
    encoding: str


def read_grid(data: bytes, filename: str) -> Grid:
    """The cells of a CSV file in UTF-8 (with or without mark) or GB 18030.

    Raises RegistryRefused: ``import.wrong_name``, ``import.empty``, ``import.not_csv``,
    ``import.encoding``, ``import.too_large``, ``import.broken_csv``.
    """
    _judge_bytes(data, filename)
    text, encoding = _decode(data, filename)
    if _CONTROL.search(text):
        raise _not_csv(filename, "二进制文件", "a binary file")
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise _not_csv(filename, "网页或 XML", "a web page or XML")
    if not text.strip(" \t\r\n,;"):
        raise _empty(filename)
    return Grid(_split(text, filename), encoding)


def _judge_bytes(data: bytes, filename: str) -> None:
    suffix = PurePath(filename).suffix.lower()
    for mark, zh, en in _KINDS:
        if data.startswith(mark):
            raise _not_csv(filename, zh, en)
    if suffix not in _SUFFIXES:
        raise refusal(
            "import.wrong_name",
            f"文件“{filename}”的扩展名不是 .csv，请另存为 CSV（UTF-8）后导入。",
            f"The file “{filename}” is not named .csv; save it as CSV (UTF-8), then import it.",
            field="filename",
            value=filename,
        )
    if not data.strip():
        raise _empty(filename)
    if len(data) > MAX_BYTES:
        raise refusal(
            "import.too_large",
            f"文件“{filename}”超过 512 MB，请分成几份导入。",
            f"The file “{filename}” is over 512 MB; import it in parts.",
            field="filename",
            value=len(data),
        )


def _decode(data: bytes, filename: str) -> tuple[str, str]:
    if data.startswith(_UTF16):
        raise _encoding(filename)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise _encoding(filename)


def _split(text: str, filename: str) -> tuple[tuple[str, ...], ...]:
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=lambda mark: (first.count(mark), mark == ","))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        csv.field_size_limit(1_000_000)
        return tuple(tuple(row) for row in reader)
    except csv.Error as error:
        raise refusal(
            "import.broken_csv",
            f"文件“{filename}”第 {reader.line_num} 行附近不是完整的 CSV（多为引号未成对），请更正后导入。",
            f"The file “{filename}” is no whole CSV near line {reader.line_num} ({error}); "
            "quotes usually lack their partner. Correct it, then import it.",
            field="filename",
            value=reader.line_num,
        ) from error


def _not_csv(filename: str, zh: str, en: str) -> RegistryRefused:
    return refusal(
        "import.not_csv",
        f"文件“{filename}”的内容是{zh}，不是 CSV；请在表格软件中另存为 CSV（UTF-8）后导入。",
        f"The file “{filename}” is {en}, not CSV; save it as CSV (UTF-8), then import it.",
        field="filename",
        value=filename,
    )


def _empty(filename: str) -> RegistryRefused:
    return refusal(
        "import.empty",
        f"文件“{filename}”是空的，请检查后重新选择。",
        f"The file “{filename}” is empty; choose another.",
        field="filename",
        value=filename,
    )


def _encoding(filename: str) -> RegistryRefused:
    return refusal(
        "import.encoding",
        f"文件“{filename}”的编码不是 UTF-8 或 GB 18030，请另存为 CSV（UTF-8）后导入。",
        f"The file “{filename}” is in neither UTF-8 nor GB 18030; save it as CSV (UTF-8).",
        field="filename",
        value=filename,
    )
