"""Questions that lean on the one before: "and elsewhere?", "on what ground?", "then two a day".

Rules only, so that a follow-up means the same with and without a model. What can't be resolved is
asked as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from knowledge import pack_documents

Turn = Mapping[str, Any]

_TAIL: Final = r"(?:的)?(?:规定|要求|做法|标准|情况)?(?:是什么|是多少|是怎样的?|怎么样|怎样|怎么说|怎么规定|怎么要求|如何|呢|又?如何)?[？?。！]?$"
_LEAD: Final = r"^(?:那么?|如果是|换成|换作|改问|and|so|then)?[，,\s]*(?:在|到|是|按照?)?"
_ELSEWHERE: Final = re.compile(
    _LEAD + r"(?:外省|外地|其他省份?|别的省份?|外面的省|other provinces?|elsewhere)(?:市)?" + _TAIL,
    re.I,
)
_ABOUT: Final = re.compile(
    r"^(?:and\s+)?(?:what|how) about\s+(?:in\s+)?(?P<en>[a-z ]{3,30}?)\s*\??$"
    r"|" + _LEAD + r"(?P<zh>[\u4e00-\u9fffA-Z]{1,10}?)" + _TAIL,
    re.I,
)
_GROUND: Final = re.compile(
    r"(?:依据|出处|来源|根据|原文|原话|哪一?条|哪个文件|哪份文件|条款)(?:是|在)?(?:什么|哪里?|呢|是啥|多少)?[？?]?$"
    r"|(?:what|which) (?:is the )?(?:clause|source|basis)|on what (?:ground|basis)|where does it say",
    re.I,
)
_LEANS: Final = re.compile(r"^(?:那|那么|还有|这|它|该|上面|刚才|为什么|为何|and|but|why|so)", re.I)
_AMENDS: Final = re.compile(
    r"^(?:那?就?改[成为到]?|再|还有?|另外|也|别|不要|不用|去掉|加上|增加|换成|只|每天|每人|最多|延到|提前|instead|also|only|not|no more|at most|make it|without|add|drop)",
    re.I,
)
_PLACES: Final = {
    "江西": "江西", "jiangxi": "江西", "深圳": "深圳", "shenzhen": "深圳", "全国": "全国", "总局": "全国",
    "国家": "全国", "national": "全国", "the national draft": "全国", "征求意见稿": "全国",
}  # fmt: skip
_YEAR: Final = re.compile(
    r"^(?:那|那么|如果是)?(?:在|到)?(?P<year>20\d\d)年?(?:的时候|那时|呢|时)+[？?]?$"
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question that stands alone. ``kind``: own, region, year, topic, ground; ``assumed`` says how."""

    question: str
    kind: str = "own"
    jurisdiction: str | None = None
    as_of: str | None = None
    assumed: str = ""


def resolve(text: str, turns: Sequence[Turn], home: str = "深圳") -> Resolved:
    """What ``text`` asks after the answered ``turns`` of a conversation; itself where it stands alone."""
    before = next((turn for turn in reversed(turns) if turn.get("kind") == "answer"), None)
    if before is None or turns[-1].get("kind") != "answer":
        return Resolved(text)
    shown = before.get("shown") or {}
    asked = str(shown.get("resolved") or before.get("said") or "")
    if year := _YEAR.match(text):
        return Resolved(asked, "year", as_of=f"{year['year']}-12-31", assumed=f"按“{asked}”理解")
    place = _elsewhere(home) if _ELSEWHERE.match(text) else _place(text)
    if place:
        moved = _moved(asked, place)
        return Resolved(moved, "region", place, assumed=f"按“{moved}”理解")
    if len(text) <= 24 and _GROUND.search(text) and shown.get("citations"):
        return Resolved(asked, "ground", assumed=f"按“{asked}”的依据理解")
    if len(text) <= 12 and (found := _ABOUT.match(text)) and re.search(r"呢|about|^那", text):
        topic = (found["zh"] or found["en"] or "").strip()
        if topic:
            return Resolved(f"{topic}：{asked}", "topic", assumed=f"按“{topic}：{asked}”理解")
    if len(text) <= 16 and _LEANS.match(text):
        return Resolved(f"{asked} {text}", "topic", assumed=f"接着“{asked}”理解")
    return Resolved(text)


def amends(text: str, turns: Sequence[Turn]) -> str:
    """The sentence of the open form that ``text`` goes on with, or ""."""
    form = (turns[-1].get("form") or {}) if turns else {}
    if form.get("state") != "open" or len(text) > 60 or not _AMENDS.match(text):
        return ""
    return str(form.get("utterance") or "")


def amended(form: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The request of an open form with what a later sentence changes; lists said anew replace the old."""
    said = dict(form["understood"])
    new = dict(change["understood"])
    if "departments" in new:
        said["departments"] = _joined(said.get("departments") or {}, new.pop("departments"))
    for key in ("exclude_inspectors", "require_inspectors", "days_off"):
        if key in new and key in said:
            new[key] = list(dict.fromkeys([*said[key], *new[key]]))
    return {
        "intent": form["intent"],
        "understood": said | new,
        "assumed": [],  # what the change leaves unsaid was said, or assumed, before
        "unclear": list(change["unclear"]),
    }


def bare_change(text: str, form: Mapping[str, Any]) -> str:
    """The change as a request of its own, so that the grammar reads its numbers, names and dates."""
    bare = re.sub(
        r"^(?:那?就?改[成为到]?|换成|延到|再|还有?|另外|也|instead,?|also,?)\s*",
        "",
        text,
        flags=re.I,
    )
    kinds = "、".join(form["understood"].get("sectors", ())) or "企业"
    return f"安排检查{kinds}，{bare}"


def _joined(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[str]]:
    barred = list(new.get("exclude", ()))
    wanted = [d for d in [*old.get("include", ()), *new.get("include", ())] if d not in barred]
    out = [d for d in [*old.get("exclude", ()), *barred] if d not in new.get("include", ())]
    made = {"include": list(dict.fromkeys(wanted)), "exclude": list(dict.fromkeys(out))}
    return {key: names for key, names in made.items() if names}


def _elsewhere(home: str) -> str:
    """The one province of the texts that is not ours; "" where there are several or none."""
    places = {document.jurisdiction for document in pack_documents()} - {home, "全国", "own", ""}
    return places.pop() if len(places) == 1 else ""


def _place(text: str) -> str:
    found = _ABOUT.match(text)
    word = ((found["zh"] or found["en"] or "") if found else "").strip().lower()
    return _PLACES.get(word, "")


def _moved(asked: str, place: str) -> str:
    """The question asked of another place."""
    bare = re.sub(r"(?:在)?(?:深圳市?|江西省?|全国|总局)(?:的)?[，,：:]?", "", asked)
    bare = re.sub(r"\b(?:in\s+)?(?:shenzhen|jiangxi)\b\s*", "", bare, flags=re.I).strip()
    if not re.search(r"[\u4e00-\u9fff]", bare):
        return f"In {({'江西': 'Jiangxi', '深圳': 'Shenzhen'}).get(place, 'the national draft')}: {bare}"
    return f"{place}：{bare}"
