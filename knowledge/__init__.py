"""Policy texts: imported official documents, our digest of them, and the index that finds clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .clause import Clause, Document
from .errors import Fault, KnowledgeRefused
from .pack import (
    Conflict,
    Entry,
    Gap,
    Side,
    clause_exists,
    conflicts,
    gaps,
    pack_clauses,
    pack_documents,
)

if TYPE_CHECKING:
    from .confidence import is_answerable
    from .doubts import Doubt
    from .hits import Hit
    from .judging import Found
    from .library import Library, open_library
    from .shelf import ImportReport
    from .telling import Sentence, Teller
    from .understanding import Understanding
    from .versions import Change

# The library brings numpy and langchain-core; who only asks whether a clause exists need not wait.
_LATE = {
    "Change": "versions",
    "Found": "judging",
    "Hit": "hits",
    "ImportReport": "shelf",
    "Library": "library",
    "open_library": "library",
    "Sentence": "telling",
    "Teller": "telling",
    "Understanding": "understanding",
    "Doubt": "doubts",
    "is_answerable": "confidence",
}

__all__ = [
    "Change",
    "Clause",
    "Conflict",
    "Document",
    "Doubt",
    "Entry",
    "Fault",
    "Found",
    "Gap",
    "Hit",
    "ImportReport",
    "KnowledgeRefused",
    "Library",
    "Sentence",
    "Side",
    "Teller",
    "Understanding",
    "clause_exists",
    "conflicts",
    "gaps",
    "is_answerable",
    "open_library",
    "pack_clauses",
    "pack_documents",
]


def __getattr__(name: str) -> Any:
    if name in _LATE:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    raise AttributeError(name)
