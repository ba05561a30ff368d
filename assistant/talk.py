"""One turn of a conversation, as events: a question answered, a record told, a request as a form.

The route is chosen by rules, so it is the same with and without a model; a model phrases what the
rules then check. The turn is kept with the person at its end, and what the texts do not answer goes
on the office's register.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from assistant.answer_screen import screen
from assistant.desk import stream_office
from assistant.events import Event, deltas
from assistant.followup import Resolved, amended, amends, bare_change, resolve
from assistant.forms import make_form
from assistant.models import office_model
from assistant.plan import plan_request
from assistant.talk_links import tell_links
from assistant.talk_records import looks_at_records, tell_records
from assistant.talk_trial import tell_trial, wanted_trial
from campaigns import (
    Actor,
    CampaignRefused,
    Fault,
    Office,
    add_turn,
    basis_clause,
    clean,
    describe,
    get_talk,
    note_question,
    settled_note,
)

LONGEST: Final = 2000
_ASKS: Final = re.compile(
    r"[？?]|吗|几|多少|什么|怎么|怎样|如何|哪|谁|是否|能不能|\b(?:how|what|when|who|which|why|must|may)\b",
    re.I,
)
_FORMS: Final = ("schedule", "replan", "draw", "checklist")
_SETTLED: Final = (
    "（本单位已就此答复，不是文本规定：{0}）",
    " (The office has settled this itself, it is no rule of the texts: {0})",
)
_REGISTERED: Final = (
    "（已列入待解答问题{0}。）",
    " (Put on the register of open questions as {0}.)",
)
_UNDERSTOOD: Final = (
    "已理解为一张表单，请核对；确认前不会执行。",
    "Understood as a form; please check it. Nothing runs before it is confirmed.",
)
_SEE_PAGE: Final = (
    "已理解，但此类请求不在对话中执行。",
    "Understood, but such a request is not run from a conversation.",
)


@dataclass(frozen=True, slots=True)
class Ask:
    """What one turn is given: the words, and how they are to be read."""

    text: str
    today: date
    lang: str = "zh"
    jurisdiction: str | None = None
    as_of: str | None = None
    uploaded_text: str | None = None


@dataclass(frozen=True, slots=True)
class _Turn:
    kind: str
    shown: Mapping[str, Any]
    form: Mapping[str, Any] | None = None


def converse(
    office: Office,
    actor: Actor,
    text: str,
    *,
    talk_id: str | None = None,
    today: date | None = None,
    lang: str = "zh",
    jurisdiction: str | None = None,
    as_of: str | None = None,
    uploaded_text: str | None = None,
) -> Iterator[Event]:
    """Take one turn; the last event, ``end``, names the conversation and the turn.

    Nothing is run but reading. Raises at the first step: CampaignRefused ``talk.empty``,
    ``talk.unknown``, ``access.denied``.
    """
    said = clean(text, LONGEST)
    if not said:
        fault = Fault("talk.empty", "text", zh="请写明要问的事。", en="Write what you want to ask.")
        raise CampaignRefused("talk.empty", (fault,))
    turns = get_talk(office, actor, talk_id)["turns"] if talk_id else []
    today = today or office.clock.now().date()
    wanted = Ask(said, today, lang, jurisdiction, as_of, uploaded_text)
    box: list[_Turn] = []
    yield from _route(office, actor, wanted, turns, box)
    turn = box[0]
    talk = add_turn(
        office, actor, talk_id, said=said, kind=turn.kind, shown=turn.shown, form=turn.form
    )
    yield Event("end", {"talk": talk["id"], "turn": talk["turns"][-1]["no"], "kind": turn.kind})


def _route(
    office: Office, actor: Actor, ask: Ask, turns: Sequence[Mapping[str, Any]], box: list[_Turn]
) -> Iterator[Event]:
    if screen(ask.text, ask.uploaded_text).refusal:
        yield from _answer(office, actor, ask, Resolved(ask.text), box)
        return
    if trial := wanted_trial(ask.text):
        yield from _told(box, "trial", tell_trial(office, actor, ask.text, trial, turns, ask.lang))
        return
    if linked := tell_links(office, actor, ask.text, turns, ask.lang):
        yield from _told(box, "links", linked)
        return
    before = amends(ask.text, turns)
    sentence = f"{before}，{ask.text}" if before else ask.text
    resolved = (
        Resolved(ask.text) if before else resolve(ask.text, turns, office.settings.jurisdiction)
    )
    if resolved.kind == "ground":
        yield from _ground(office, turns[-1]["shown"], resolved, box)
        return
    if resolved.kind != "own":
        yield from _answer(office, actor, ask, resolved, box)
        return
    said = bare_change(ask.text, turns[-1]["form"]) if before else sentence
    request = _request(office, ask, said)
    if before and request["intent"] in _FORMS:
        request = amended(turns[-1]["form"], request)
    if request["intent"] == "refuse":
        text = "".join(request["unclear"])
        yield from _told(box, "refused", {"text": text, "mode": "refused"})
    elif request["intent"] in _FORMS:
        yield from _form(office, actor, sentence, request, ask.lang, box)
    elif request["intent"] == "explain" or looks_at_records(ask.text):
        told = tell_records(office, actor, ask.text, turns, ask.lang)
        if told is None:
            yield from _answer(office, actor, ask, resolved, box)
        else:
            yield from _told(box, "record", told)
    else:
        yield from _answer(office, actor, ask, resolved, box)


def _request(office: Office, ask: Ask, said: str) -> dict[str, Any]:
    """The grammar's reading; a model is asked only where there is a request whose gaps it may fill."""
    request = plan_request(said, today=ask.today, lang=ask.lang)
    asks = _ASKS.search(said) is not None
    wish = request["intent"] == "other" and not (asks or looks_at_records(said))
    asked = asks and not request["understood"].get("sectors")  # a question, not a request
    if asked or (request["intent"] not in _FORMS and not wish):
        return request
    model = office_model(office)
    if model is None:
        return request
    return plan_request(said, today=ask.today, lang=ask.lang, model=model)


def _form(
    office: Office,
    actor: Actor,
    sentence: str,
    request: Mapping[str, Any],
    lang: str,
    box: list[_Turn],
) -> Iterator[Event]:
    try:
        form = make_form(office, actor, sentence, request, lang)
    except CampaignRefused as refused:  # who may not plan is told so, and the talk goes on
        told = {"text": describe(refused, lang), "mode": "refused"}
        yield from _told(box, "refused", told)
        return
    if not form["runs"] and _ASKS.search(sentence):
        yield from _answer(office, actor, Ask(sentence, date.min, lang), Resolved(sentence), box)
        return
    text = (_UNDERSTOOD if form["runs"] else _SEE_PAGE)[lang.startswith("en")]
    yield Event("start", {"mode": "form"})
    yield from deltas(text)
    yield Event("form", form)
    box.append(_Turn("form", {"text": text, "mode": "form"}, form))


def _ground(
    office: Office, shown: Mapping[str, Any], resolved: Resolved, box: list[_Turn]
) -> Iterator[Event]:
    """The clauses the last answer rests on, each once, in its own words."""
    rows, lines = list(shown["citations"]), []
    for cited in {(row["doc"], row["clause"]): row for row in rows}.values():
        clause = basis_clause(office, f"{cited['doc']}#{cited['clause']}") or {}
        title, number = clause.get("title", cited["doc"]), clause.get("number", "")
        head = f"《{title}》{f'（{number}）' if number else ''}{cited['clause']}"
        lines.append(f"{head}：“{cited['quote']}”")
    told = {
        **shown,
        "text": "\n".join(lines),
        "mode": "clauses",
        "citations": rows,
        "resolved": resolved.question,
        "assumed": resolved.assumed,
    }
    yield from _told(box, "answer", told)


def _told(box: list[_Turn], kind: str, told: Mapping[str, Any]) -> Iterator[Event]:
    yield Event("start", {"mode": told.get("mode", kind)})
    yield from deltas(str(told["text"]))
    yield Event(
        "answer", {"answer": told["text"], **{k: v for k, v in told.items() if k != "text"}}
    )
    box.append(_Turn(kind, told))


def _answer(
    office: Office, actor: Actor, ask: Ask, resolved: Resolved, box: list[_Turn]
) -> Iterator[Event]:
    """A policy answer; an open question is put on the register, with the office's own word if any."""
    english = not re.search(r"[\u4e00-\u9fff]", ask.text)
    whole: dict[str, Any] = {}
    stream = stream_office(
        office,
        resolved.question,
        uploaded_text=ask.uploaded_text,
        jurisdiction=resolved.jurisdiction or ask.jurisdiction,
        as_of=resolved.as_of or ask.as_of,
    )
    held: Event | None = None
    for event in stream:
        if event.name == "answer":
            held, whole = event, dict(event.data)
        elif event.name == "start" and resolved.assumed:
            yield Event("start", {**event.data, "assumed": resolved.assumed})
        else:
            yield event
    more = ""
    if whole.get("abstain") and whole.get("mode") != "refused":
        more, entry = _registered(office, actor, resolved.question, whole, english)
        if entry:
            yield Event("register", entry)
            yield from deltas(more)
    answer = {**whole, "answer": whole["answer"] + more, "assumed": resolved.assumed}
    assert held is not None  # every stream ends with its answer
    yield Event("answer", answer)
    shown = {
        "text": answer["answer"][:4000],
        "mode": whole["mode"],
        "abstain": whole["abstain"],
        "citations": whole["citations"],
        "notes": whole["notes"],
        "resolved": resolved.question,
        "assumed": resolved.assumed,
    }
    box.append(_Turn("answer", shown))


def _registered(
    office: Office, actor: Actor, question: str, whole: Mapping[str, Any], english: bool
) -> tuple[str, dict[str, Any]]:
    settled = settled_note(office, question)
    nearest = next((f"{p['doc']}#{p['clause']}" for p in whole["passages"]), "")
    try:
        entry = note_question(
            office, actor, question, nearest=nearest, lacking=str(whole["answer"])[:300]
        )
    except CampaignRefused:  # a single character, or a full register: the answer stands without it
        return "", {}
    told = {"id": entry.id, "asked": entry.asked, "state": entry.state, "note": entry.note}
    if settled is not None:
        return _SETTLED[english].format(settled.note), told
    return _REGISTERED[english].format(entry.id), told
