"""A new version of a document against the old one, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from .clause import Document
from .grams import squeeze


@dataclass(frozen=True, slots=True)
class Change:
    """What happened at a path: added, removed or changed, with the words that differ."""

    path: str
    kind: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def compare(old: Document, new: Document) -> tuple[Change, ...]:
    """Changes in the order of the new document; paths that are gone come last."""
    before = {clause.path: clause.text for clause in old.clauses}
    after = {clause.path: clause.text for clause in new.clauses}
    changes = []
    for path, text in after.items():
        if path not in before:
            changes.append(Change(path, "added", (), (text,)))
        elif squeeze(before[path]) != squeeze(text):
            changes.append(_changed(path, squeeze(before[path]), squeeze(text)))
    gone = [
        Change(path, "removed", (text,), ()) for path, text in before.items() if path not in after
    ]
    return (*changes, *gone)


def _changed(path: str, old: str, new: str) -> Change:
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    removed = tuple(old[a:b] for tag, a, b, _, _ in steps if tag in ("replace", "delete"))
    added = tuple(new[c:d] for tag, _, _, c, d in steps if tag in ("replace", "insert"))
    return Change(path, "changed", removed, added)
