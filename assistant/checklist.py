"""A checklist drafted for a kind of business and a set of departments, each line with its basis.

Lines come from three places: what every check shares (the rules), the item list, and what the
texts report of such checks. A line without a legal basis is marked for a person to decide: a press
report or a draft for comments is a hint, never a basis (rules:A2, B7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import yaml

from assistant.plan_words import table
from campaigns import (
    Actor,
    CampaignRefused,
    Fault,
    Item,
    Office,
    basis_clause,
    list_departments,
    list_items,
    search_policy,
)

_FILE: Final = Path(__file__).with_name("checklist_lines.yaml")
_PAGE: Final = 200
IN_FORCE: Final = ("in_force", "forwarded")  # what may stand as a basis

# Why a line waits for a person.
WHY: Final = {
    "no_basis": (
        "事项清单没有写明检查依据，补上依据前不得检查。",
        "The item list names no legal basis; it may not be checked before one is added.",
    ),
    "key": (
        "属重点监管事项，不在随机抽查之列，请决定是否一并检查。",
        "A key-supervision item lies outside random draws; decide whether to check it here.",
    ),
    "hint": (
        "仅见于文本（{status}），事项清单中没有对应事项，请决定是否增列并补充依据。",
        "Only a text ({status}) speaks of it and no item covers it; decide, and add a basis.",
    ),
    "no_items": (
        "事项清单中没有该部门对此类对象的事项，请决定是否参加。",
        "The item list holds nothing of this department for such targets; decide whether it joins.",
    ),
    "clause_missing": (
        "所引条款在现有文本中没有找到，请核对依据。",
        "The clause cited is not in the texts at hand; check the basis.",
    ),
}
STATUS: Final = {
    "press": ("新闻报道", "press report"),
    "draft": ("征求意见稿", "draft for comments"),
    "own": ("本系统定义", "own definition"),
}


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line. ``part``: procedure, item, text or gap; ``decide`` waits for a person, see ``why``.

    ``basis``: ``{"department", "basis", "text"}``, where ``text`` says which document that is.
    """

    no: int
    part: str
    topic: str
    content: str
    departments: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    basis: tuple[dict[str, str], ...] = ()
    method: str = ""
    decide: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistDraft:
    """A draft: nothing is saved. ``folded_from`` items became the lines of part ``item``."""

    sector: str
    departments: tuple[str, ...]
    lines: tuple[DraftLine, ...]
    folded_from: int
    notes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def undecided(self) -> tuple[DraftLine, ...]:
        """The lines that wait for a person."""
        return tuple(line for line in self.lines if line.decide)

    def to_json(self) -> dict[str, Any]:
        """The draft as plain JSON."""
        return asdict(self)


def draft_checklist(
    office: Office,
    actor: Actor,
    sector: str,
    departments: Sequence[str] = (),
    *,
    exclude: Sequence[str] = (),
    lang: str = "zh",
) -> ChecklistDraft:
    """Draft a checklist for ``sector``; without ``departments`` all that have items for it.

    Raises CampaignRefused ``checklist.department`` naming every unknown department.
    """
    _refuse_unknown(office, actor, [*departments, *exclude])
    name = _sector(office, actor, sector)
    wanted = [d for d in dict.fromkeys(departments) if d not in exclude]
    day = office.clock.now().date()
    items = [
        item
        for item in _items(office, actor, name, day)
        if (item.department in wanted if wanted else item.department not in exclude)
    ]
    order = wanted or sorted({item.department for item in items})
    drafted = [*_procedure(office, lang), *_folded(items, order, lang)]
    drafted += [_gap(d, lang) for d in order if all(item.department != d for item in items)]
    drafted += _from_texts(office, name, drafted, order, lang)
    lines = tuple(_numbered(line, no) for no, line in enumerate(drafted, start=1))
    return ChecklistDraft(name, tuple(order), lines, len(items), _notes(name, items, lang))


def _refuse_unknown(office: Office, actor: Actor, named: Sequence[str]) -> None:
    known = {d.id for d in list_departments(office, actor)}
    faults = tuple(
        Fault(
            "checklist.department",
            f"departments[{n}]",
            None,
            name,
            None,
            zh=f"部门名录中没有“{name}”，请改为名录中的名称。",
            en=f"The directory has no department {name!r}; use a name it holds.",
        )
        for n, name in enumerate(dict.fromkeys(named))
        if name not in known
    )
    if faults:
        raise CampaignRefused("checklist.department", faults)


def _sector(office: Office, actor: Actor, given: str) -> str:
    """The name the item list knows: as given, else what the word stands for (餐馆 is 餐饮)."""
    own = list_items(office, actor, sector=given, limit=_PAGE)
    if any(given in item.sectors for item in own.rows):
        return given
    return table("sectors").get(given.casefold(), given)


def _items(office: Office, actor: Actor, sector: str, day: date) -> Iterator[Item]:
    """Every item of the list that may be checked in the sector today."""
    offset, total = 0, 1
    while offset < total:
        page = list_items(office, actor, sector=sector, limit=_PAGE, offset=offset)
        total, offset = page.total, offset + _PAGE
        for item in page.rows:
            begun = item.valid_from is None or item.valid_from <= day
            if begun and (item.valid_to is None or item.valid_to >= day):
                yield item


@cache
def _file() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CBaseLoader))


def _procedure(office: Office, lang: str) -> Iterator[DraftLine]:
    for row in _file()["procedure"]:
        clause = basis_clause(office, row["basis"])
        yield DraftLine(
            0,
            "procedure",
            row["topic"],
            row["content"],
            basis=(_cited(row["basis"], clause),),
            decide=clause is None,
            why="" if clause else _why("clause_missing", lang),
        )


def _cited(basis: str, clause: dict[str, Any] | None) -> dict[str, str]:
    if clause is None:
        return {"department": "", "basis": basis, "text": ""}
    title = "".join((f"《{clause['title']}》", clause["clause"]))
    return {"department": "", "basis": basis, "text": title}


def _folded(items: Iterable[Item], order: Sequence[str], lang: str) -> list[DraftLine]:
    """One line a topic, in the order of the departments; without a topic an item stands alone."""
    place = {department: n for n, department in enumerate(order)}
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in sorted(items, key=lambda i: (place[i.department], i.id)):
        kind = "key" if item.key_supervision else "" if item.legal_basis.strip() else "no_basis"
        groups.setdefault((item.topic or f"#{item.id}", kind), []).append(item)
    return [_item_line(group, kind, lang) for (_, kind), group in groups.items()]


def _item_line(group: Sequence[Item], kind: str, lang: str) -> DraftLine:
    departments = tuple(dict.fromkeys(item.department for item in group))
    topic = group[0].topic if len(group) > 1 and group[0].topic else _name(group[0])
    bases = dict.fromkeys(
        (i.department, i.legal_basis.strip()) for i in group if i.legal_basis.strip()
    )
    return DraftLine(
        0,
        "item",
        topic,
        _content(group, departments),
        departments,
        tuple(item.id for item in group),
        tuple({"department": d, "basis": basis, "text": basis} for d, basis in bases),
        "、".join(dict.fromkeys(item.method for item in group if item.method)),
        bool(kind),
        _why(kind, lang) if kind else "",
    )


def _name(item: Item) -> str:
    return item.sub_item or item.name


def _content(group: Sequence[Item], departments: Sequence[str]) -> str:
    if len(departments) == 1:
        return "；".join(dict.fromkeys(item.content for item in group))
    own = {d: dict.fromkeys(i.content for i in group if i.department == d) for d in departments}
    return "\n".join(f"{d}：{'；'.join(contents)}" for d, contents in own.items())


def _gap(department: str, lang: str) -> DraftLine:
    return DraftLine(
        0, "gap", department, "", (department,), decide=True, why=_why("no_items", lang)
    )


def _from_texts(
    office: Office, sector: str, lines: Sequence[DraftLine], order: Sequence[str], lang: str
) -> Iterator[DraftLine]:
    """What a text names for such businesses and no line covers yet; each topic once."""
    said = " ".join(f"{line.topic} {line.content}" for line in lines if line.part == "item")
    names = [word for word, name in table("sectors").items() if name == sector and len(word) > 1]
    hits = search_policy(office, f"{sector} 联合检查 检查内容", k=12)
    done: set[str] = set()
    for hit in hits:
        if not any(name in hit.text for name in names):
            continue
        for topic, entry in _file()["topics"].items():
            if topic in done or not any(word in hit.text for word in entry["said"]):
                continue
            if order and entry["department"] not in order:
                continue
            if any(word in said for word in entry["covered"]):
                continue
            done.add(topic)
            yield _text_line(topic, entry["department"], hit.doc, hit.clause, hit.status, lang)


def _text_line(
    topic: str, department: str, doc: str, clause: str, status: str, lang: str
) -> DraftLine:
    cited = {"department": department, "basis": f"{doc}#{clause}", "text": f"{doc}#{clause}"}
    word = STATUS.get(status, (status, status))[lang.startswith("en")]
    return DraftLine(
        0,
        "text",
        topic,
        "",
        (department,),
        basis=(cited,),
        decide=True,
        why=_why("hint", lang).format(status=word),
    )


_NO_ITEMS: Final = (
    "事项清单中没有适用于“{sector}”的事项，草稿只有检查程序，不能据此检查；请先在事项清单中增列事项和依据。",
    "The item list holds nothing for {sector!r}: the draft has the procedure alone and is no ground "
    "to check; add items with their basis to the list first.",
)


def _notes(sector: str, items: Sequence[Item], lang: str) -> tuple[str, ...]:
    if any(sector in item.sectors for item in items):
        return ()
    if not items:
        return (_NO_ITEMS[lang.startswith("en")].format(sector=sector),)
    if lang.startswith("en"):
        return (f"The item list has no item made for {sector!r}; only general ones are drafted.",)
    return (f"事项清单中没有专门针对“{sector}”的事项，仅列通用事项。",)


def _why(kind: str, lang: str) -> str:
    return WHY[kind][lang.startswith("en")]


def _numbered(line: DraftLine, no: int) -> DraftLine:
    return DraftLine(no, *(getattr(line, name) for name in DraftLine.__slots__ if name != "no"))
