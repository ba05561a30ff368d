"""Conversations kept with the person who holds them: bounded, readable by that person alone,
forgotten on request. A turn may carry a form; it is run once, by the digest a person confirms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from campaigns.errors import missing, refusal
from campaigns.privacy import clean, without_personal
from campaigns.questions import require_person
from registry import Actor, Turn, Tx
from registry import Talk as TalkRow

if TYPE_CHECKING:
    from campaigns.office import Office

TURNS: Final = 20  # kept of one conversation; the oldest go first
TALKS: Final = 50  # of one person; own definition, as is TURNS
Talk = dict[str, Any]


def add_turn(
    office: Office,
    actor: Actor,
    talk_id: str | None,
    *,
    said: str,
    kind: str,
    shown: Mapping[str, Any],
    form: Mapping[str, Any] | None = None,
) -> Talk:
    """Keep one turn; without ``talk_id`` a conversation is opened. Returns the conversation.

    ``{"id", "by", "opened_at", "turns": [{"no", "at", "said", "kind", "shown", "form"}]}``; numbers of
    phones, papers and accounts are blanked. Raises ``talk.unknown`` for another's or a forgotten one.
    """
    require_person(actor)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="talk.turn", subject="") as tx:
        talk = _own(tx, actor, talk_id) if talk_id else _opened(tx, actor, now)
        before = tx.talks.turns([talk.id])
        turn = Turn(
            talk=talk.id,
            no=before[-1].no + 1 if before else 1,
            at=now,
            said=without_personal(clean(said)),
            kind=kind,
            shown=dict(shown),
            form=dict(form) if form else None,
        )
        tx.talks.add_turn(turn, keep=TURNS)
        tx.about(talk.id)
        tx.note(turn=turn.no, kind=kind)
        return _shown(tx, talk)


def get_talk(office: Office, actor: Actor, talk_id: str) -> Talk:
    """One's own conversation; raises CampaignRefused ``talk.unknown``."""
    require_person(actor)
    with office.registry.reading() as tx:
        return _shown(tx, _own(tx, actor, talk_id))


def list_talks(office: Office, actor: Actor) -> tuple[dict[str, Any], ...]:
    """One's own conversations, newest first: id, opened_at, turns, first words."""
    require_person(actor)
    with office.registry.reading() as tx:
        talks = tx.talks.of(actor.id)
        turns: dict[str, list[Turn]] = {talk.id: [] for talk in talks}
        for turn in tx.talks.turns(turns):
            turns[turn.talk].append(turn)
    return tuple(
        {
            "id": talk.id,
            "opened_at": talk.opened_at.isoformat(),
            "turns": len(turns[talk.id]),
            "said": turns[talk.id][0].said[:60] if turns[talk.id] else "",
        }
        for talk in reversed(talks)
    )


def forget_talk(office: Office, actor: Actor, talk_id: str) -> None:
    """Delete a conversation with all its words; only that it was deleted stays on record."""
    require_person(actor)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="talk.forget", subject=talk_id) as tx:
        talk = _own(tx, actor, talk_id)
        tx.note(turns=len(tx.talks.turns([talk.id])))
        tx.talks.forget(talk.id)


def claim_form(office: Office, actor: Actor, talk_id: str, digest: str) -> dict[str, Any]:
    """Take the form with this digest to be run: confirmed by a person, and only once.

    Raises ``form.unknown`` (no such form, or not in these words any more) and ``form.state``.
    """
    require_person(actor)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="form.confirm", subject=talk_id) as tx:
        talk = _own(tx, actor, talk_id)
        turn, form = _form(tx, talk, digest)
        if form.get("state") != "open":
            raise refusal(
                "form.state",
                "这张表单已经确认过，不能重复执行。",
                "This form has been confirmed already; it is not run twice.",
                field="digest",
                value=digest,
            )
        form |= {"state": "confirmed", "confirmed_by": actor.id, "confirmed_at": now.isoformat()}
        tx.talks.put_turn(replace(turn, form=form), expected_version=talk.version)
        tx.note(digest=digest, runs=str(form.get("runs", "")))
        return form


def note_outcome(
    office: Office, actor: Actor, talk_id: str, digest: str, outcome: Mapping[str, Any]
) -> None:
    """Keep what a confirmed form came to; one that was refused is open again."""
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="form.outcome", subject=talk_id) as tx:
        talk = _own(tx, actor, talk_id)
        turn, form = _form(tx, talk, digest)
        refused = "refused" in outcome
        form |= {"state": "open" if refused else "done", "outcome": dict(outcome)}
        tx.talks.put_turn(replace(turn, form=form), expected_version=talk.version)
        tx.note(digest=digest, done=not refused)


def _form(tx: Tx, talk: TalkRow, digest: str) -> tuple[Turn, dict[str, Any]]:
    """The turn that carries the form with this digest, and the form to be changed."""
    for turn in reversed(tx.talks.turns([talk.id])):
        if turn.form and turn.form.get("digest") == digest:
            return turn, dict(turn.form)
    raise refusal(
        "form.unknown",
        "这次对话中没有这张表单，可能内容已经改变；请按最新的表单确认。",
        "This conversation holds no such form, or it has changed since; confirm the latest one.",
        field="digest",
        value=digest,
    )


def _own(tx: Tx, actor: Actor, talk_id: str) -> TalkRow:
    talk = tx.talks.get(talk_id)
    if talk is None or talk.by != actor.id:  # another's does not exist for this person
        raise missing("talk", "对话", talk_id)
    return talk


def _opened(tx: Tx, actor: Actor, at: datetime) -> TalkRow:
    own = tx.talks.of(actor.id)
    for old in own[: max(0, len(own) - TALKS + 1)]:
        tx.talks.forget(old.id)
    number = tx.talks.next_number()
    return tx.talks.add(TalkRow(f"K{number:06d}", number, actor.id, at))


def _shown(tx: Tx, talk: TalkRow) -> Talk:
    turns = [
        {
            "no": turn.no,
            "at": turn.at.isoformat(),
            "said": turn.said,
            "kind": turn.kind,
            "shown": dict(turn.shown),
            "form": dict(turn.form) if turn.form else None,
        }
        for turn in tx.talks.turns([talk.id])
    ]
    opened = talk.opened_at.isoformat()
    return {"id": talk.id, "by": talk.by, "opened_at": opened, "turns": turns}
