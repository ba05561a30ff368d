"""The policy texts: imported, searched, and one clause by its basis. Answers live in the assistant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from campaigns.basis import OWN
from campaigns.errors import refusal
from campaigns.roles import PLAN, require
from registry import Actor

if TYPE_CHECKING:
    from campaigns.office import Office


@dataclass(frozen=True, slots=True)
class Passage:
    """A ranked clause, at most 800 characters, verbatim from its document."""

    doc: str
    clause: str
    text: str
    score: float
    status: str
    jurisdiction: str
    number: str
    title: str

    def to_json(self) -> dict[str, Any]:
        """The passage as contract §4 writes it, with number and title."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class TextReport:
    """What an import did."""

    doc: str
    title: str
    number: str
    status: str
    clauses: int
    superseded: str
    changes: int

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON."""
        return asdict(self)


def import_policy(
    office: Office, actor: Actor, files: Sequence[tuple[str, bytes]]
) -> tuple[TextReport, ...]:
    """Official texts (name, bytes) into clauses and index: all of them or, on a fault, none."""
    require(actor, PLAN)
    if not files:
        raise refusal("policy.no_files", "没有选择文件。", "No file was chosen.", field="files")
    names = [name for name, _ in files]
    # Indexing takes seconds; it must not keep every other writer waiting, so the record comes after.
    reports = office.library().import_files([(data, name) for name, data in files])
    detail = {"files": names, "clauses": [len(r.document.clauses) for r in reports]}
    with office.registry.writing(
        by=actor,
        at=office.clock.now(),
        action="policy.import",
        subject="、".join(names)[:200],
        detail=detail,
    ):
        pass
    return tuple(
        TextReport(
            doc=report.document.name,
            title=report.document.clauses[0].title if report.document.clauses else "",
            number=report.document.number or "",
            status=report.document.clauses[0].status if report.document.clauses else "",
            clauses=len(report.document.clauses),
            superseded=report.superseded,
            changes=len(report.changes),
        )
        for report in reports
    )


def search_policy(
    office: Office,
    question: str,
    k: int = 10,
    jurisdiction: str | None = None,
    as_of: str | date | None = None,
) -> tuple[Passage, ...]:
    """Ranked clauses; a region narrows to it and the national texts."""
    hits = office.library().search(question, k=k, jurisdiction=jurisdiction, as_of=as_of)
    return tuple(
        Passage(
            doc=hit.doc,
            clause=hit.clause,
            text=hit.text,
            score=float(hit.score),
            status=hit.status,
            jurisdiction=hit.jurisdiction,
            number=hit.number or "",
            title=hit.title,
        )
        for hit in hits
    )


def basis_clause(office: Office, basis: str) -> dict[str, Any] | None:
    """The clause behind a basis ``doc#path``, the official text where it is imported; else None.

    ``en`` is our digest's English, empty where the digest has none.
    """
    doc, mark, path = basis.partition("#")
    if basis == OWN or not mark:
        return None
    from knowledge import pack_clauses

    clause = office.library().clause(doc, path)
    entries = [entry for entry in pack_clauses() if entry.doc == doc and entry.path == path]
    if clause is None:
        return None
    return {
        "basis": basis,
        "doc": clause.doc,
        "clause": clause.path,
        "title": clause.title,
        "number": clause.number or "",
        "status": clause.status,
        "jurisdiction": clause.jurisdiction,
        "headings": list(clause.headings),
        "text": clause.text,
        "digest": " ".join(entry.text for entry in entries),
        "en": " ".join(entry.en for entry in entries),
    }
