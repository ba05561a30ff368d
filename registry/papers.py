"""Records of what the office writes for itself: open questions, checklist templates, conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .records import Json


@dataclass(frozen=True, slots=True)
class Question:
    """A question the texts do not answer. ``words``: digest of its bare words, one row for each."""

    id: str
    number: int
    words: str
    question: str
    nearest: str
    lacking: str
    asked: int
    first_at: datetime
    last_at: datetime
    by: str
    state: str = "open"  # open, settled
    note: str = ""
    settled_by: str = ""
    settled_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Template:
    """The head of a checklist template; ``version`` is that of its newest lines."""

    id: str
    number: int
    name: str
    sector: str
    departments: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """The lines of a template at one version, as campaigns made them; never changed again."""

    template: str
    number: int
    lines: tuple[Json, ...]
    undecided: int
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """Which template, at which version, a campaign uses; ``id`` is the campaign's."""

    id: str
    template: str
    number: int
    by: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation and whose it is. ``state``: open, or forgotten (its turns are gone)."""

    id: str
    number: int
    by: str
    opened_at: datetime
    state: str = "open"
    version: int = 1


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation: what was said and shown, and the form it carried."""

    talk: str
    no: int
    at: datetime
    said: str
    kind: str
    shown: Json
    form: Json | None = None
