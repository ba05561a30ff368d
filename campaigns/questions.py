"""The register of questions the texts do not answer: noted, listed, settled with a note.

Only people with a name write here: what the public asks leaves no row, so nobody can fill it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from campaigns import papers
from campaigns.errors import missing, need_reason, refusal
from campaigns.privacy import clean, personal_names, without_personal
from campaigns.roles import PLAN, READ_OPEN, denied, require
from registry import Actor, Tx

if TYPE_CHECKING:
    from campaigns.office import Office

_KIND: Final = "question"
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question without an answer in the texts. ``nearest``: ``doc#path`` of the closest clause.

    ``state``: open or settled; ``note`` is the office's own word, never a clause.
    """

    id: str
    question: str
    nearest: str
    lacking: str
    asked: int
    first_at: str
    last_at: str
    by: str
    state: str = "open"
    note: str = ""
    settled_by: str = ""
    settled_at: str = ""
    version: int = 1

    def to_json(self) -> dict[str, Any]:
        """The question as plain JSON."""
        return asdict(self)


def note_question(
    office: Office, actor: Actor, question: str, *, nearest: str = "", lacking: str = ""
) -> OpenQuestion:
    """Put a question on the register, or count it once more; personal data is blanked first.

    Raises CampaignRefused ``question.empty``, ``question.full``, ``access.denied`` for the public.
    """
    require_person(actor)
    said = without_personal(clean(question, _LONGEST), personal_names(office))
    if len(said) < 2:
        raise refusal("question.empty", "请写明问题。", "Write the question.", field="question")
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="question.note", subject="") as tx:
        known = _by_words(tx, said)
        if known is None:
            kept = _new(
                tx, actor, said, clean(nearest, 200), clean(lacking, _LONGEST), now.isoformat()
            )
        else:
            kept = replace(
                known, asked=known.asked + 1, last_at=now.isoformat(), version=known.version + 1
            )
            papers.write(tx, _KIND, kept.id, kept.to_json())
        tx.about(kept.id)
        tx.note(asked=kept.asked, state=kept.state)
    return kept


def list_questions(
    office: Office, actor: Actor, *, state: str | None = None, limit: int = 50, offset: int = 0
) -> tuple[tuple[OpenQuestion, ...], int]:
    """Questions, the latest asked first, and how many there are; ``state`` open or settled."""
    require_person(actor)
    with office.registry.reading() as tx:
        rows = [_read(tx, id_) for id_ in papers.ids(tx, _KIND)]
    found = [row for row in rows if row is not None and state in (None, row.state)]
    found.sort(key=lambda row: (row.last_at, row.id), reverse=True)
    return tuple(found[max(0, offset) :][: max(0, limit)]), len(found)


def settle_question(
    office: Office,
    actor: Actor,
    question_id: str,
    note: str,
    *,
    expected_version: int | None = None,
) -> OpenQuestion:
    """Mark as settled with the office's note; raises ``question.unknown``, ``question.stale``."""
    require(actor, PLAN)
    said = clean(note, 1000) if isinstance(note, str) else ""
    need_reason(said)
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="question.settle", subject=question_id
    ) as tx:
        known = _read(tx, question_id)
        if known is None:
            raise missing("question", "待解答问题", question_id)
        refuse_stale("question", question_id, known.version, expected_version)
        kept = replace(
            known,
            state="settled",
            note=said,
            settled_by=actor.id,
            settled_at=now.isoformat(),
            version=known.version + 1,
        )
        papers.write(tx, _KIND, kept.id, kept.to_json())
        tx.note(version=kept.version)
    return kept


def settled_note(office: Office, question: str) -> OpenQuestion | None:
    """What the office has settled for these very words, or None."""
    said = without_personal(clean(question, _LONGEST), personal_names(office))
    with office.registry.reading() as tx:
        known = _by_words(tx, said)
    return known if known is not None and known.state == "settled" else None


def require_person(actor: Actor) -> None:
    """Refuse the public: what is kept here belongs to somebody."""
    require(actor, READ_OPEN)
    if actor.role == "public":
        raise denied(actor, READ_OPEN)


def refuse_stale(kind: str, id_: str, version: int, expected: int | None) -> None:
    """Refuse a write that rests on an older version (code ``<kind>.stale``)."""
    if expected is not None and expected != version:
        raise refusal(
            f"{kind}.stale",
            f"{id_}已是第{version}版（您依据的是第{expected}版），未写入；请刷新后再改。",
            f"{id_} is at version {version}, yours rests on {expected}; nothing was written. "
            "Reload, then change it.",
            field="expected_version",
            value={"expected": expected, "found": version},
        )


def _words(question: str) -> str:
    bare = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", question).casefold())
    return sha256((bare or question).encode()).hexdigest()[:24]


def _by_words(tx: Tx, question: str) -> OpenQuestion | None:
    found = papers.read(tx, "question-words", _words(question))
    return _read(tx, str(found["id"])) if found else None


def _new(tx: Tx, actor: Actor, said: str, nearest: str, lacking: str, at: str) -> OpenQuestion:
    if len(papers.ids(tx, _KIND)) >= papers.MOST:
        raise refusal(
            "question.full",
            f"待解答问题已满{papers.MOST}条，请先办结一部分。",
            f"The register holds {papers.MOST} questions already; settle some first.",
        )
    made = OpenQuestion("", said, nearest, lacking, 1, at, at, actor.id)
    id_ = papers.add(tx, _KIND, "Q", made.to_json())
    papers.write(tx, "question-words", _words(said), {"id": id_})
    return replace(made, id=id_)


def _read(tx: Tx, id_: str) -> OpenQuestion | None:
    paper: Mapping[str, Any] | None = papers.read(tx, _KIND, id_)
    return OpenQuestion(**paper) if paper else None
