"""Bytes to text: txt, md, html, docx and pdf. A file that is not what its name says is refused."""

from __future__ import annotations

import io
from pathlib import PurePath
from zipfile import BadZipFile

from .errors import KnowledgeRefused, refuse

MAX_BYTES = 20_000_000
KINDS = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")


def read_bytes(data: bytes, name: str) -> str:
    """The text of a file. Raises KnowledgeRefused for an unknown, empty, oversized or false file."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in KINDS:
        raise refuse(
            "file.kind",
            "file",
            name,
            f"文件“{name}”的类型不能导入；请使用 txt、md、html、docx 或 pdf。",
            f"The file '{name}' is of a kind that cannot be imported; use txt, md, html, docx or pdf.",
        )
    if len(data) > MAX_BYTES:
        raise refuse(
            "file.size",
            "file",
            name,
            f"文件“{name}”超过 20 MB，请拆分后再导入。",
            f"The file '{name}' is larger than 20 MB; split it and import again.",
        )
    text = _read(data, suffix, name).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if not text.strip():
        raise refuse(
            "file.empty",
            "file",
            name,
            f"文件“{name}”里没有文字；扫描件请先识别成文字。",
            f"The file '{name}' holds no text; a scan must be recognised first.",
        )
    return text


def _read(data: bytes, suffix: str, name: str) -> str:
    _check_magic(data, suffix, name)
    if suffix == ".docx":
        return _docx(data, name)
    if suffix == ".pdf":
        return _pdf(data, name)
    text = _decode(data, name)
    return _html(text) if suffix in (".html", ".htm") else text


def _false(name: str, zh: str, en: str) -> KnowledgeRefused:
    return refuse(
        "file.false_name",
        "file",
        name,
        f"文件“{name}”不是它的名字所说的类型：{zh}。",
        f"The file '{name}' is not what its name says: {en}.",
    )


def _check_magic(data: bytes, suffix: str, name: str) -> None:
    """The first bytes must agree with the suffix."""
    zipped, pdf = data.startswith(b"PK\x03\x04"), data.lstrip()[:5] == b"%PDF-"
    old_office = data.startswith(b"\xd0\xcf\x11\xe0")
    if suffix == ".docx" and not zipped:
        raise _false(name, "缺少 docx 的文件头", "the signature of a docx is missing")
    if suffix == ".pdf" and not pdf:
        raise _false(name, "缺少 pdf 的文件头", "the signature of a pdf is missing")
    if suffix in (".txt", ".md", ".html", ".htm") and (
        zipped or pdf or old_office or b"\x00" in data[:4096]
    ):
        raise _false(name, "内容是二进制数据", "its content is binary")


def _decode(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _false(name, "既不是 UTF-8 也不是 GB18030 文字", "it is neither UTF-8 nor GB18030 text")


def _docx(data: bytes, name: str) -> str:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(data))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise _false(
            name, "压缩包里没有 Word 文档", "the archive holds no Word document"
        ) from error
    rows = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        rows += ["\t".join(cell.text for cell in row.cells) for row in table.rows]
    return "\n\n".join(row for row in rows if row.strip())


def _pdf(data: bytes, name: str) -> str:
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        pages = [page.extract_text() for page in reader.pages]
    except Exception as error:  # pypdf raises many kinds on broken files; all mean the same here
        raise _false(name, "pdf 内容损坏或已加密", "the pdf is broken or encrypted") from error
    return "\n\n".join(pages)


def _html(text: str) -> str:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(text, "html.parser")
    for tag in soup(["script", "style", "noscript", "template"]):
        tag.decompose()
    for tag in soup(["p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"]):
        tag.append("\n\n") if tag.name != "br" else tag.replace_with("\n")
    rows = [row.strip() for row in soup.get_text().splitlines()]
    return "\n\n".join(row for row in rows if row)
