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
    from .confidence import THRESHOLD
    from .doubts import Doubt
    from .hits import Hit
    from .library import Found, ImportReport, Library, open_library
    from .telling import Sentence, Teller
    from .understanding import Understanding
    from .versions import Change

# The library brings numpy and langchain-core; who only asks whether a clause exists need not wait.
_LATE = {
    "Change": "versions",
    "Found": "library",
    "Hit": "hits",
    "ImportReport": "library",
    "Library": "library",
    "open_library": "library",
    "Sentence": "telling",
    "Teller": "telling",
    "Understanding": "understanding",
    "Doubt": "doubts",
    "THRESHOLD": "confidence",
}

__all__ = [
    "THRESHOLD",
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
    "open_library",
    "pack_clauses",
    "pack_documents",
]


def __getattr__(name: str) -> Any:
    if name in _LATE:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    raise AttributeError(name)
