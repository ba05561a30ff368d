"""A chat model may fill gaps of the form; the grammar stays in charge.

What the model says is taken only where it fits the form: closed words from the tables, names that
stand in the sentence, whole numbers in their bounds, dates only as words of the sentence that our
own rules then read. A key the grammar has found is never changed; any fault leaves the grammar's
answer as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assistant.plan_dates import read_dates
from assistant.plan_line import Line
from assistant.plan_refusals import kinds, refusal_words
from assistant.plan_text import normalise
from assistant.plan_window import read_times
from assistant.plan_words import lexicon

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PATIENCE: Final = 20.0  # seconds
_PROMPT: Final = Path(__file__).with_name("prompts") / "plan.md"
_INTENTS: Final = (
    "schedule",
    "replan",
    "draw",
    "checklist",
    "explain",
    "question",
    "refuse",
    "other",
)
_ADDED: Final = (
    "以下内容由模型补充，请核对：{keys}。",
    "Filled in by the model, please check: {keys}.",
)
_FAILED: Final = (
    "模型未能给出可用的结果，已按语法规则理解。",
    "The model gave nothing usable; the sentence was read by the grammar alone.",
)


class _Unfit(ValueError):
    """The model's form does not hold."""


def fill_gaps(
    model: BaseChatModel,
    utterance: str,
    people: list[str],
    answer: dict[str, Any],
    today: date,
    lang: str,
    patience: float = PATIENCE,
) -> dict[str, Any]:
    """The grammar's ``answer`` with what the model adds; the answer itself on any fault."""
    if answer["intent"] in ("refuse", "question"):
        return answer
    english = lang.startswith("en")
    utterance = normalise(utterance)
    masked = _masked(utterance, people)
    try:
        form = json.loads(_body(_call(model, masked, patience)))
        intent, rule, found = _fitting(form, utterance, people, today)
    except Exception:  # a model may fail in any way; none of them may reach the planner
        return {**answer, "assumed": [*answer["assumed"], _FAILED[english]]}
    if intent == "refuse":
        return {
            **answer,
            "intent": "refuse",
            "understood": answer["understood"],
            "unclear": [refusal_words(rule, lang)],
        }
    return _merged(answer, intent, found, english)


def _merged(
    answer: dict[str, Any], intent: str, found: dict[str, Any], english: bool
) -> dict[str, Any]:
    taken = answer["intent"] if answer["intent"] != "other" else intent
    if taken in ("question", "other"):
        return {**answer, "intent": taken}
    added = {key: value for key, value in found.items() if key not in answer["understood"]}
    if not added:
        return {**answer, "intent": taken}
    note = _ADDED[english].format(keys=", ".join(added))
    return {
        **answer,
        "intent": taken,
        "understood": answer["understood"] | added,
        "assumed": [*answer["assumed"], note],
    }


def _masked(utterance: str, people: list[str]) -> str:
    from assistant.answer_model import mask

    text = mask(utterance)
    numbered = sorted(enumerate(people, start=1), key=lambda pair: -len(pair[1]))
    for n, name in numbered:  # the longest first: a name may hold another
        text = text.replace(name, f"[P{n}]")
    return text


def _call(model: BaseChatModel, sentence: str, patience: float) -> str:
    from langchain_core.messages import HumanMessage, SystemMessage

    lists = {key: list(lexicon()[key]) for key in ("districts", "sectors", "departments")}
    request = json.dumps({"sentence": sentence, **lists}, ensure_ascii=False)
    prompt = SystemMessage(_PROMPT.read_text(encoding="utf-8"))
    pool = ThreadPoolExecutor(1)
    try:
        future = pool.submit(model.invoke, [prompt, HumanMessage(request)])
        return str(future.result(timeout=patience).text)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _body(reply: str) -> str:
    return re.sub(r"^```(?:json)?|```$", "", reply.strip()).strip()


def _fitting(
    form: Any, utterance: str, people: list[str], today: date
) -> tuple[str, str, dict[str, Any]]:
    """The form, every field checked; raises on the first that does not fit."""
    if not isinstance(form, dict) or form.get("intent") not in _INTENTS:
        raise _Unfit("intent")
    if form["intent"] == "refuse":
        if form.get("rule") not in kinds():
            raise _Unfit("rule")
        return "refuse", str(form["rule"]), {}
    fields = form.get("fields") or {}
    if not isinstance(fields, dict) or set(fields) - set(_FIELDS):
        raise _Unfit("fields")
    given = {key: value for key, value in fields.items() if value not in (None, "", [])}
    numbers = [given[key] for key in ("team_min", "team_max") if key in given]
    if any(isinstance(n, int) and n < 2 for n in numbers):
        return "refuse", "two", {}
    found: dict[str, Any] = {}
    context = _Context(utterance, people, today)
    for key, value in given.items():
        _put(found, key, _FIELDS[key](value, key, context))
    return str(form["intent"]), "", found


def _put(found: dict[str, Any], key: str, value: Any) -> None:
    """Put the value where the contract keeps it."""
    if key in ("departments_include", "departments_exclude"):
        found.setdefault("departments", {})[key.removeprefix("departments_")] = value
    elif key in ("team_min", "team_max"):
        found.setdefault("team_size", {})[key.removeprefix("team_")] = value
    elif key in ("sample_count", "sample_ratio"):
        found.setdefault("sample", {})[key.removeprefix("sample_")] = value
    elif key == "absent_inspector":
        found["absent"] = {"inspector": value}
    elif value:
        found[key.removesuffix("_words")] = value


class _Context:
    """The sentence the form is about."""

    def __init__(self, utterance: str, people: list[str], today: date) -> None:
        self.utterance, self.people, self.today = utterance, people, today


Check = Callable[[Any, str, _Context], Any]


def _listed(value: Any, key: str, _context: _Context) -> list[str]:
    table = lexicon()["departments" if key.startswith("departments") else key]
    if not isinstance(value, list) or any(name not in table for name in value):
        raise _Unfit(key)
    return [str(name) for name in value]


def _one_listed(value: Any, _key: str, context: _Context) -> str:
    return _listed([value], "departments", context)[0]


def _said(value: Any, key: str, context: _Context) -> list[str]:
    if not isinstance(value, list) or any(
        not isinstance(name, str) or not name.strip() or name not in context.utterance
        for name in value
    ):
        raise _Unfit(key)
    return list(value)


def _people(value: Any, key: str, context: _Context) -> list[str]:
    return [_person(name, key, context) for name in (value if isinstance(value, list) else [None])]


def _person(value: Any, key: str, context: _Context) -> str:
    match = re.fullmatch(r"\[P(\d{1,3})\]", value) if isinstance(value, str) else None
    if match is None or not 1 <= int(match[1]) <= len(context.people):
        raise _Unfit(key)
    return context.people[int(match[1]) - 1]


def _choices(allowed: str) -> Check:
    options = allowed.split()

    def check(value: Any, key: str, _context: _Context) -> list[str]:
        if not isinstance(value, list) or any(one not in options for one in value):
            raise _Unfit(key)
        return sorted(set(value))

    return check


def _priority(value: Any, key: str, _context: _Context) -> str:
    if value not in ("risk", "travel", "balance"):
        raise _Unfit(key)
    return str(value)


def _count(value: Any, key: str, _context: _Context) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 100_000:
        raise _Unfit(key)
    return value


def _ratio(value: Any, key: str, _context: _Context) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 < value <= 1:
        raise _Unfit(key)
    return float(value)


def _window(value: Any, key: str, context: _Context) -> dict[str, str]:
    """The words are read by our own date rules; words that say no date do not fit."""
    if not isinstance(value, str) or value not in context.utterance:
        raise _Unfit(key)
    line = Line(normalise(value))
    read_dates(line, context.today)
    times = read_times(line, context.today)
    if times.faults or not times.window:
        raise _Unfit(key)
    return times.window


def _days(value: Any, key: str, context: _Context) -> list[str]:
    window = _window(value, key, context)
    if set(window) != {"from", "to"} or window["from"] != window["to"]:
        raise _Unfit(key)
    return [window["from"]]


_FIELDS: Final[dict[str, Check]] = {
    "districts": _listed,
    "sectors": _listed,
    "departments_include": _listed,
    "departments_exclude": _listed,
    "lead_department": _one_listed,
    "targets": _said,
    "exclude_inspectors": _people,
    "require_inspectors": _people,
    "absent_inspector": _person,
    "risk": _choices("A B C D"),
    "half_days": _choices("am pm"),
    "window_words": _window,
    "days_off_words": _days,
    "priority": _priority,
    "sample_ratio": _ratio,
} | dict.fromkeys(
    ("max_visits_per_day", "max_departments", "max_inspectors", "groups", "team_min", "team_max", "sample_count"),
    _count,
)  # fmt: skip
