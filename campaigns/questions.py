"""The register of questions the texts do not answer: noted, listed, settled with a note.

Only people with a name write here: what the public asks leaves no row, so nobody can fill it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from campaigns.errors import missing, need_reason, refusal
from campaigns.privacy import clean, personal_names, without_personal
from campaigns.roles import PLAN, READ_OPEN, denied, require
from registry import Actor, Question, Tx

if TYPE_CHECKING:
    from campaigns.office import Office

MOST: Final = 5000  # questions on the register, and templates; own definition
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
        known = tx.questions.by_words(_words(said))
        if known is None:
            kept = _new(tx, actor, said, clean(nearest, 200), clean(lacking, _LONGEST), now)
        else:
            kept = tx.questions.put(replace(known, asked=known.asked + 1, last_at=now))
        tx.about(kept.id)
        tx.note(asked=kept.asked, state=kept.state)
    return _open_question(kept)


def list_questions(
    office: Office, actor: Actor, *, state: str | None = None, limit: int = 50, offset: int = 0
) -> tuple[tuple[OpenQuestion, ...], int]:
    """Questions, the latest asked first, and how many there are; ``state`` open or settled."""
    require_person(actor)
    with office.registry.reading() as tx:
        page = tx.questions.page(state, limit, offset)
    return tuple(_open_question(row) for row in page.rows), page.total


def question_history(office: Office, actor: Actor, question_id: str) -> tuple[dict[str, Any], ...]:
    """What was changed on a question, by whom and when, oldest first; ``question.unknown``."""
    require_person(actor)
    with office.registry.reading() as tx:
        if tx.questions.get(question_id) is None:
            raise missing("question", "待解答问题", question_id)
        return tx.questions.history(question_id)


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
        known = tx.questions.get(question_id)
        if known is None:
            raise missing("question", "待解答问题", question_id)
        refuse_stale("question", question_id, known.version, expected_version)
        settled = replace(known, state="settled", note=said, settled_by=actor.id, settled_at=now)
        kept = tx.questions.put(settled, expected_version=known.version)
        tx.note(version=kept.version)
    return _open_question(kept)


def settled_note(office: Office, question: str) -> OpenQuestion | None:
    """What the office has settled for these very words, or None."""
    said = without_personal(clean(question, _LONGEST), personal_names(office))
    with office.registry.reading() as tx:
        known = tx.questions.by_words(_words(said))
    return _open_question(known) if known is not None and known.state == "settled" else None


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


def _new(tx: Tx, actor: Actor, said: str, nearest: str, lacking: str, at: datetime) -> Question:
    if tx.questions.count() >= MOST:
        raise refusal(
            "question.full",
            f"待解答问题已满{MOST}条，请先办结一部分。",
            f"The register holds {MOST} questions already; settle some first.",
        )
    number = tx.questions.next_number()
    return tx.questions.add(
        Question(
            f"Q{number:05d}", number, _words(said), said, nearest, lacking, 1, at, at, actor.id
        )
    )


def _open_question(row: Question) -> OpenQuestion:
    """The row as people and programs see it."""
    return OpenQuestion(
        id=row.id,
        question=row.question,
        nearest=row.nearest,
        lacking=row.lacking,
        asked=row.asked,
        first_at=row.first_at.isoformat(),
        last_at=row.last_at.isoformat(),
        by=row.by,
        state=row.state,
        note=row.note,
        settled_by=row.settled_by,
        settled_at=row.settled_at.isoformat() if row.settled_at else "",
        version=row.version,
    )
