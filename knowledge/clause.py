"""Documents and their clauses: what a policy text is made of."""

from __future__ import annotations

from dataclasses import dataclass

STATUSES = ("in_force", "draft", "forwarded", "press", "own", "unknown")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, its text exactly as in the file: ``file_text[start:end] == text``.

    ``path`` reads like ``二(三)3``; in a file that carries several forwarded documents the layer
    stands before it (``省意见/二(五)``). ``headings`` are the titles from the outermost inwards.
    """

    doc: str
    path: str
    headings: tuple[str, ...]
    text: str
    start: int
    end: int
    title: str
    number: str
    issuer: str
    date: str
    status: str
    jurisdiction: str

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text):
            raise ValueError(f"{self.path}: offsets do not span the text")
        if self.status not in STATUSES:
            raise ValueError(f"{self.path}: unknown status {self.status}")

    @property
    def basis(self) -> str:
        """``doc#path``, the form in which other rooms refer to a clause."""
        return f"{self.doc}#{self.path}"

    @property
    def heading(self) -> str:
        """The innermost title, or an empty text."""
        return self.headings[-1] if self.headings else ""


@dataclass(frozen=True, slots=True)
class Document:
    """One imported file, or one document of the pack. ``digest`` is the SHA-256 of its text."""

    name: str
    kind: str
    title: str
    number: str
    issuer: str
    date: str
    status: str
    jurisdiction: str
    text: str
    digest: str
    clauses: tuple[Clause, ...]
    pack_id: str = ""

    def clause(self, path: str) -> Clause | None:
        """The clause at ``path``, or None."""
        return next((clause for clause in self.clauses if clause.path == path), None)
