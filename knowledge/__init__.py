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
    from .hits import Hit
    from .library import Found, ImportReport, Library, open_library
    from .versions import Change

# The library brings numpy and langchain-core; who only asks whether a clause exists need not wait.
_LATE = {
    "Change": "versions",
    "Found": "library",
    "Hit": "hits",
    "ImportReport": "library",
    "Library": "library",
    "open_library": "library",
}

__all__ = [
    "Change",
    "Clause",
    "Conflict",
    "Document",
    "Entry",
    "Fault",
    "Found",
    "Gap",
    "Hit",
    "ImportReport",
    "KnowledgeRefused",
    "Library",
    "Side",
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
