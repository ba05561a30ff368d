"""A planner's sentence becomes a request (contract §4, ``assistant/plan``): nothing is run here.

No model is needed. The sentence is made even (``plan_text``), what is known is marked kind by kind
(``plan_dates``, ``plan_kinds``, ``plan_targets``, ``plan_people`` …), and the marks are sorted into
the keys of ``understood``. Rules run in a fixed order and look at no clock.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from assistant import plan_wording as wording
from assistant.plan_absence import Absence, read_absence
from assistant.plan_corrections import read_corrections
from assistant.plan_dates import read_dates
from assistant.plan_departments import sort_departments
from assistant.plan_intent import intent_of
from assistant.plan_kinds import read_departments, read_districts, read_sectors
from assistant.plan_limits import read_limits
from assistant.plan_line import Line, Span, Token, used
from assistant.plan_people import read_people, sort_people
from assistant.plan_refusals import asks, asks_leave, read_refusal, refusal_words
from assistant.plan_risk import read_priority, read_risk, risk_of
from assistant.plan_targets import read_bare_targets, read_listed, read_targets
from assistant.plan_text import normalise
from assistant.plan_when import VAGUE
from assistant.plan_window import Times, read_times

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_WHOLLY: Final = ("draw", "publish", "committed")
_PEOPLE: Final = ("require_inspectors", "exclude_inspectors", "absent", "team_size")
_EXPLAINED: Final = ("districts", "sectors", "risk", "targets", "window", "half_days", "inspectors")
_NO_DATE: Final = "尽快|尽量快|快一[点些]|越早越好|尽早|抓紧|赶紧|赶快|马上|立刻|立即|早点|快点|快些|越快越好|近期|最近|过几天|过两天|改天|有空|这几天|过段时间|过一阵|适当时候|找个时间|抽空|回头|择日|(?<![a-z])(?:as soon as possible|asap|soon|urgently|quickly|some ?day|some ?time|in the coming days|at your convenience|promptly|right away|immediately|without delay|in due course|shortly)(?![a-z])"


def plan_request(
    utterance: str, *, today: date | str, lang: str = "zh", model: BaseChatModel | None = None
) -> dict[str, Any]:
    """What ``utterance`` asks for: ``intent``, ``understood``, ``assumed``, ``unclear``.

    ``today`` is the day the sentence was said; no clock is read. ``lang`` chooses the words of
    ``assumed`` and ``unclear``; the sentence itself may be Chinese or English. A ``model`` may fill
    gaps of the form and no more (``plan_model``). Raises ValueError where ``today`` is no date.
    """
    _prepare()
    answer, people = _read(utterance, today, lang)
    if model is None:
        return answer
    from assistant.plan_model import fill_gaps

    return fill_gaps(model, utterance, people, answer, _day(today), lang)


@cache
def _prepare() -> None:
    """Compile every rule with the first sentence, not with the first that happens to need it."""
    for said in (
        "下周三前查完福田的餐馆，张三请假两天，别派李四，每天最多三家",
        "inspect ten hotels in Luohu next week",
    ):
        _read(said, date(2026, 3, 5), "zh")


def _day(today: date | str) -> date:
    return today if isinstance(today, date) else date.fromisoformat(str(today)[:10])


def _read(utterance: str, today: date | str, lang: str) -> tuple[dict[str, Any], list[str]]:
    """The grammar's answer, and every name that may be a person's."""
    day = _day(today)
    text = normalise(utterance)
    line = _marked(text, day)
    people = list(dict.fromkeys(span.value for _, span in line.spans("H")))
    return _answer(line, text, day, lang), people


def _answer(line: Line, text: str, day: date, lang: str) -> dict[str, Any]:
    asking = asks(text)
    refused = None if asks_leave(text) else read_refusal(line)
    if refused:
        return _refusal(line, day, refused, lang)
    vague = line.has(_NO_DATE)
    absence_line = Line("")
    absence_line.tokens, absence_line.text = list(line.tokens), line.text
    absent = read_absence(absence_line, day)
    intent = intent_of(line, asking=asking, absent=absent is not None)
    if intent in ("question", "other"):
        return {"intent": intent, "understood": {}, "assumed": [], "unclear": []}
    understood, times, absent = _slots(line, day, intent)
    if intent == "explain":
        understood = {key: value for key, value in understood.items() if key in _EXPLAINED}
    doubts = _doubts(understood, times, absent, vague and intent in ("schedule", "replan"), lang)
    guesses = wording.assumed(understood, intent, times.notes, lang)
    return {"intent": intent, "understood": understood, "assumed": guesses, "unclear": doubts}


def _marked(text: str, today: date) -> Line:
    """The sentence with everything marked that has a meaning of its own."""
    line = Line(text)
    read_dates(line, today)
    # 从周二调到周四: the day left behind is no day of the window
    line.take(
        "(?:(?:从|由)(?:原来的?)?)?[<P><R>](?:的?(?:上午|下午)|<A>)?(?=(?:调|挪|改|移|推|换|延|提)(?:前|后|期)?(?:到|至|成|在)[<P><R>])",
        _left,
    )
    read_districts(line)
    read_targets(line)
    read_risk(line)
    read_sectors(line)
    read_departments(line)
    read_listed(line)
    read_people(line)
    read_corrections(line)
    return line


def _left(_match: re.Match[str], tokens: list[Token]) -> Span:
    return used(tokens)


def _refusal(line: Line, today: date, kind: str, lang: str) -> dict[str, Any]:
    understood, _, _ = _slots(line, today, "refuse")
    # The unlawful part is no request: a steered draw or a hidden result as a whole, else the people.
    barred = tuple(understood) if kind in _WHOLLY else _PEOPLE
    understood = {key: value for key, value in understood.items() if key not in barred}
    return {
        "intent": "refuse",
        "understood": understood,
        "assumed": [],
        "unclear": [refusal_words(kind, lang)],
    }


def _slots(line: Line, today: date, intent: str) -> tuple[dict[str, Any], Times, Absence | None]:
    """The keys of ``understood``, in the order of the contract."""
    priority = read_priority(line)
    absent = read_absence(line, today)
    gone = {absent.inspector, *absent.others} if absent else set()
    read_bare_targets(line)
    limits = read_limits(line)
    away, wanted, named = sort_people(line, gone)
    departments = sort_departments(line)
    risk = risk_of(line)
    times = read_times(line, today, past=intent == "explain", moving=intent == "replan")
    found: dict[str, Any] = {}
    for key, kind in (("districts", "D"), ("sectors", "S"), ("targets", "T")):
        if values := list(dict.fromkeys(span.value for _, span in line.spans(kind))):
            found[key] = values
    found |= risk | departments | times.to_json()
    people = {"exclude_inspectors": away, "require_inspectors": wanted}
    if intent == "explain":
        people = {"inspectors": list(dict.fromkeys(named))}
    found |= {key: names for key, names in people.items() if names}
    if absent:
        found["absent"] = absent.to_json()
    if intent == "replan" and not line.has("抽|加|补|(?<![a-z])(?:draw|add)"):
        limits.pop("sample", None)  # 周二的三家挪到周四: what is planned already is counted
    found |= limits | ({"priority": priority} if priority else {})
    return found, times, absent


def _doubts(
    understood: dict[str, Any], times: Times, absent: Absence | None, vague: bool, lang: str
) -> list[str]:
    doubts = [wording.unclear(fault, lang) for fault in dict.fromkeys(times.faults)]
    if absent and absent.fault:
        doubts.append(wording.unclear(absent.fault, lang))
    elif absent and not absent.start and not absent.end:
        doubts.append(wording.unclear("absence", lang, name=absent.inspector))
    if absent and absent.others:
        doubts.append(wording.unclear("others", lang, name="、".join(absent.others)))
    if vague and "window" not in understood and not doubts and not (absent and absent.start):
        doubts.append(wording.unclear(VAGUE, lang))
    return doubts
