"""Files to text: every kind is read, and a file that is not what its name says is refused."""

from __future__ import annotations

import io

import docx
import pytest

from knowledge import KnowledgeRefused
from knowledge.reading import read_bytes


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(KnowledgeRefused) as caught:
        read_bytes(data, name)
    fault = caught.value.faults[0]
    assert name in fault.zh and name in fault.en  # the sentence names the file in both languages
    return caught.value.code


def make_docx(*rows: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for row in rows:
        document.add_paragraph(row)
    document.save(out)
    return out.getvalue()


def make_pdf(words: str) -> bytes:
    """The smallest PDF with one line of text."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for at, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (at, part)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def test_text_is_read_in_either_common_encoding():
    assert read_bytes("灯塔".encode(), "a.txt") == "灯塔"
    assert read_bytes("灯塔检查".encode("gb18030"), "a.txt") == "灯塔检查"


def test_a_word_file_gives_its_paragraphs():
    assert read_bytes(make_docx("一、灯塔", "要亮。"), "a.docx") == "一、灯塔\n\n要亮。"


def test_a_pdf_gives_its_words():
    assert "lighthouse rules" in read_bytes(make_pdf("lighthouse rules"), "a.pdf")


def test_a_page_gives_its_blocks_without_scripts():
    page = "<html><body><h1>一、灯塔</h1><script>evil()</script><p>要亮。</p></body></html>"
    assert read_bytes(page.encode(), "a.html") == "一、灯塔\n\n要亮。"


def test_a_false_name_is_refused():
    assert refusal(b"%PDF-1.4 ...", "a.txt") == "file.false_name"
    assert refusal(b"PK\x03\x04 not a word file", "a.docx") == "file.false_name"
    assert refusal("灯塔".encode(), "a.docx") == "file.false_name"
    assert refusal(b"%PDF-1.4 broken", "a.pdf") == "file.false_name"
    assert refusal(b"\xff\xff\xff\xfe\x00", "a.md") == "file.false_name"


def test_an_unknown_kind_an_empty_file_and_a_huge_one_are_refused():
    assert refusal(b"x", "a.exe") == "file.kind"
    assert refusal(b"  \n ", "a.txt") == "file.empty"
    assert refusal(b"x" * 20_000_001, "a.txt") == "file.size"
