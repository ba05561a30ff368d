"""Conversations kept with the person who holds them: bounded, readable by that person alone,
forgotten on request. A turn may carry a form; it is run once, by the digest a person confirms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from campaigns import papers
from campaigns.errors import missing, refusal
from campaigns.privacy import clean, without_personal
from campaigns.questions import require_person
from registry import Actor, Tx

if TYPE_CHECKING:
    from campaigns.office import Office

TURNS: Final = 20  # kept of one conversation; the oldest go first
TALKS: Final = 50  # of one person; own definition, as is TURNS
_KIND: Final = "talk"
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
        talk = _own(tx, actor, talk_id) if talk_id else _opened(tx, actor, now.isoformat())
        last = talk["turns"][-1]["no"] if talk["turns"] else 0
        turn = {
            "no": last + 1,
            "at": now.isoformat(),
            "said": without_personal(clean(said)),
            "kind": kind,
            "shown": dict(shown),
            "form": dict(form) if form else None,
        }
        talk["turns"] = [*talk["turns"], turn][-TURNS:]
        papers.write(tx, _KIND, talk["id"], talk)
        tx.about(talk["id"])
        tx.note(turn=turn["no"], kind=kind)
    return talk


def get_talk(office: Office, actor: Actor, talk_id: str) -> Talk:
    """One's own conversation; raises CampaignRefused ``talk.unknown``."""
    require_person(actor)
    with office.registry.reading() as tx:
        return _own(tx, actor, talk_id)


def list_talks(office: Office, actor: Actor) -> tuple[dict[str, Any], ...]:
    """One's own conversations, newest first: id, opened_at, turns, first words."""
    require_person(actor)
    with office.registry.reading() as tx:
        talks = [papers.read(tx, _KIND, id_) for id_ in _of(tx, actor)]
    return tuple(
        {
            "id": talk["id"],
            "opened_at": talk["opened_at"],
            "turns": len(talk["turns"]),
            "said": talk["turns"][0]["said"][:60] if talk["turns"] else "",
        }
        for talk in reversed(talks)
        if talk
    )


def forget_talk(office: Office, actor: Actor, talk_id: str) -> None:
    """Delete a conversation with all its words; only that it was deleted stays on record."""
    require_person(actor)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="talk.forget", subject=talk_id) as tx:
        talk = _own(tx, actor, talk_id)
        _drop(tx, actor, talk["id"])
        tx.note(turns=len(talk["turns"]))


def claim_form(office: Office, actor: Actor, talk_id: str, digest: str) -> dict[str, Any]:
    """Take the form with this digest to be run: confirmed by a person, and only once.

    Raises ``form.unknown`` (no such form, or not in these words any more) and ``form.state``.
    """
    require_person(actor)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="form.confirm", subject=talk_id) as tx:
        talk = _own(tx, actor, talk_id)
        form = _form(talk, digest)
        if form.get("state") != "open":
            raise refusal(
                "form.state",
                "这张表单已经确认过，不能重复执行。",
                "This form has been confirmed already; it is not run twice.",
                field="digest",
                value=digest,
            )
        form |= {"state": "confirmed", "confirmed_by": actor.id, "confirmed_at": now.isoformat()}
        papers.write(tx, _KIND, talk["id"], talk)
        tx.note(digest=digest, runs=str(form.get("runs", "")))
        return dict(form)


def note_outcome(
    office: Office, actor: Actor, talk_id: str, digest: str, outcome: Mapping[str, Any]
) -> None:
    """Keep what a confirmed form came to; one that was refused is open again."""
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="form.outcome", subject=talk_id) as tx:
        talk = _own(tx, actor, talk_id)
        form = _form(talk, digest)
        refused = "refused" in outcome
        form |= {"state": "open" if refused else "done", "outcome": dict(outcome)}
        papers.write(tx, _KIND, talk["id"], talk)
        tx.note(digest=digest, done=not refused)


def _form(talk: Talk, digest: str) -> dict[str, Any]:
    for turn in reversed(talk["turns"]):
        form = turn.get("form")
        if form and form.get("digest") == digest:
            return _owned(turn)
    raise refusal(
        "form.unknown",
        "这次对话中没有这张表单，可能内容已经改变；请按最新的表单确认。",
        "This conversation holds no such form, or it has changed since; confirm the latest one.",
        field="digest",
        value=digest,
    )


def _owned(turn: dict[str, Any]) -> dict[str, Any]:
    """The form of a turn as a dictionary that belongs to the turn."""
    turn["form"] = dict(turn["form"])
    form: dict[str, Any] = turn["form"]
    return form


def _own(tx: Tx, actor: Actor, talk_id: str) -> Talk:
    talk = papers.read(tx, _KIND, talk_id)
    if talk is None or talk["by"] != actor.id:  # another's does not exist for this person
        raise missing("talk", "对话", talk_id)
    return talk


def _opened(tx: Tx, actor: Actor, at: str) -> Talk:
    own = _of(tx, actor)
    for old in own[: max(0, len(own) - TALKS + 1)]:
        _drop(tx, actor, old)
    number = int((papers.read(tx, "talk-number", "last") or {"n": 0})["n"]) + 1
    papers.write(tx, "talk-number", "last", {"n": number})
    talk: Talk = {"id": f"K{number:06d}", "by": actor.id, "opened_at": at, "turns": []}
    papers.write(tx, "talks-of", actor.id, {"ids": [*_of(tx, actor), talk["id"]]})
    return talk


def _of(tx: Tx, actor: Actor) -> list[str]:
    return list((papers.read(tx, "talks-of", actor.id) or {"ids": []})["ids"])


def _drop(tx: Tx, actor: Actor, talk_id: str) -> None:
    left = [id_ for id_ in _of(tx, actor) if id_ != talk_id]
    papers.write(tx, "talks-of", actor.id, {"ids": left})
    tx.settings.put(f"{_KIND}/{talk_id}", None)
