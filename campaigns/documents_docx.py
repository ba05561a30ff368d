"""The checklist as a Word document."""

from __future__ import annotations

from dataclasses import asdict
from io import BytesIO

from docxtpl.template import DocxTemplate

from campaigns.documents import Sheet, clean
from campaigns.documents_template import template_bytes


def render_docx(sheet: Sheet) -> bytes:
    """The filled template; whatever stands in names or notes is text, never markup or template."""
    template = DocxTemplate(BytesIO(template_bytes()))
    template.render(_context(sheet), autoescape=True)
    out = BytesIO()
    template.save(out)
    return out.getvalue()


def _context(sheet: Sheet) -> dict[str, object]:
    fields = {
        key: clean(value) if isinstance(value, str) else value
        for key, value in asdict(sheet).items()
    }
    return {**fields, "signing": signing_text(sheet)}


def signing_text(sheet: Sheet) -> str:
    """One place to sign for each person, with the department, three on a row."""
    places = [f"{s.department} {s.name}：＿＿＿＿＿＿＿＿" for s in sheet.signers]
    rows = ["　　".join(places[n : n + 3]) for n in range(0, len(places), 3)]
    return "\n\n".join(rows)
