"""What stands on a printed checklist, gathered once for every format.

The head is read from the visit as it stands now (a swapped inspector is on the next print), the
lines from the checklist. After rules:H3 (certificate shown), H8 (who checks signs), H11 (signed by
the inspected, a refusal is noted), H12 (handling), G6 (copies).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from campaigns.checklists_folding import due_items, folded_into, is_procedure
from registry import Campaign, Checklist, Department, Inspector, Target, Tx, Visit

TITLE: Final = "双随机抽查记录表（部门联合检查）"
HANDLING: Final = (
    "未发现问题",
    "当场改正",
    "责令限期改正",
    "发现违法线索，依法处理",
    "移送有关部门",
    "其他",
)
_WEEKDAYS: Final = "一二三四五六日"
_CODE_LABELS: Final = {"uscc": "统一社会信用代码", "legacy": "注册号", "issued": "编号"}


@dataclass(frozen=True, slots=True)
class Signer:
    """An inspector as printed: ``certificate`` is empty for an outside expert."""

    name: str
    department: str
    certificate: str
    assistant: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a format prints, as plain text."""

    title: str
    campaign: str
    task_number: str
    number: str
    target: str
    code_label: str
    code: str
    address: str
    person: str
    contact: str
    when: str
    departments: str
    signers: tuple[Signer, ...]
    lines: tuple[dict[str, str], ...]
    folding: str
    handling: tuple[str, ...]
    copies: str
    shared: tuple[dict[str, str], ...] = ()  # what binds the inspectors, in a table of its own


def sheet_of(tx: Tx, checklist: Checklist) -> Sheet:
    """The sheet of a stored checklist."""
    visit = tx.schedules.visit(checklist.visit)
    target = tx.targets.get(checklist.target)
    assert visit is not None and target is not None  # neither is ever deleted
    campaign = tx.campaigns.get(checklist.campaign) if checklist.campaign else None
    people = tuple(tx.inspectors.many(visit.inspectors).values())
    names = {d.id: d for d in tx.departments.all()}
    return make_sheet(checklist, visit, target, campaign, people, names)


def make_sheet(
    checklist: Checklist,
    visit: Visit,
    target: Target,
    campaign: Campaign | None,
    people: Iterable[Inspector],
    names: dict[str, Department],
) -> Sheet:
    """The sheet of these records; touches nothing else."""
    team = sorted(people, key=lambda p: (p.role != "inspector", p.id))
    taking_part = _taking_part(checklist, team, campaign)
    return Sheet(
        title=TITLE,
        campaign=campaign.name if campaign else checklist.title,
        task_number=_task_number(campaign),
        number=f"{checklist.id}（第{checklist.version}版）",
        target=target.name,
        code_label=_CODE_LABELS.get(target.id_kind, "编号"),
        code=target.id,
        address=target.address,
        person=target.person_in_charge,
        contact=target.contact,
        when=when_text(visit.start, visit.end),
        departments="、".join(_department(d, names, campaign) for d in taking_part),
        signers=tuple(_signer(p) for p in team),
        lines=tuple(_line(line) for line in checklist.lines if not is_procedure(line)),
        shared=tuple(_shared(line) for line in checklist.lines if is_procedure(line)),
        folding=_folding(checklist),
        handling=HANDLING,
        copies=_copies(taking_part),
    )


def when_text(start: str, end: str) -> str:
    """``2026-03-09T09:00``, ``2026-03-09T10:15`` -> 2026年3月9日（星期一）09:00至10:15."""
    first = datetime.fromisoformat(start)
    day = f"{first.year}年{first.month}月{first.day}日（星期{_WEEKDAYS[first.weekday()]}）"
    return f"{day}{start[11:16]}至{end[11:16]}"


def _task_number(campaign: Campaign | None) -> str:
    return f"{campaign.id}（第{campaign.number}号任务）" if campaign else "—"


def _taking_part(
    checklist: Checklist, team: list[Inspector], campaign: Campaign | None
) -> list[str]:
    """Departments with a line or a person here, the lead department first."""
    here = dict.fromkeys(d for line in checklist.lines for d in line["departments"])
    here |= dict.fromkeys(p.department for p in team)
    lead = campaign.lead_department if campaign else ""
    return sorted(here, key=lambda d: d != lead)


def _department(id_: str, names: dict[str, Department], campaign: Campaign | None) -> str:
    name = names[id_].name if id_ in names else id_
    return f"{name}（牵头）" if campaign and id_ == campaign.lead_department else name


def _signer(person: Inspector) -> Signer:
    assistant = person.role != "inspector"
    return Signer(person.name, person.department, person.certificate_number, assistant)


def _folding(checklist: Checklist) -> str:
    lines = folded_into(checklist.lines)
    procedure = sum(map(is_procedure, checklist.lines))
    added = len(checklist.lines) - lines - procedure  # lines of the template without items
    more = f"，另有补充{added}行" if added else ""
    if checklist.folded_from == lines:
        return f"共{lines}项{more}"
    return f"{checklist.folded_from}项检查事项合并为{lines}行{more}"


def _copies(departments: list[str]) -> str:
    """One stamped copy for the joint-meeting office, one for each department, one for the firm."""
    count = len(departments) + 2
    return (
        f"本表一式{count}份：各部门盖章的1份报联席会议办公室，"
        f"参加部门各存档1份，被检查单位留存1份。"
    )


def _line(line: Any) -> dict[str, str]:
    ticks = [("☑" if option == line["result"] else "□") + option for option in line["options"]]
    return {
        "no": str(line["no"]),
        "topic": clean(line["topic"]),
        "content": clean(line["content"]),
        "departments": "、".join(line["departments"]) or "各部门",
        "items": "、".join(due_items([line])),
        "basis": clean(_basis_text(line["basis"])),
        "method": "\n".join(line["method"].split("、")),
        "result": "\n".join([*ticks[:1], "　".join(ticks[1:])]),
        "note": clean(line["note"]),
    }


def _shared(line: Any) -> dict[str, str]:
    """A line of what every check shares: its ticks stand on one row."""
    ticks = [("☑" if option == line["result"] else "□") + option for option in line["options"]]
    note = [clean(line["note"])] if line["note"] else []
    return {**_line(line), "result": "　".join([*ticks, *note])}


def _basis_text(basis: Any) -> str:
    """Each department's own legal bases; named only where there are several departments."""
    own: dict[str, list[str]] = {}
    for row in basis:
        own.setdefault(row["department"] or "各部门", []).append(row["basis"])
    if len(own) == 1:
        return "\n".join(row["basis"] for row in basis)
    return "\n".join(f"{department}：{'；'.join(texts)}" for department, texts in own.items())


def clean(text: str) -> str:
    """Without control characters, which no document format may hold."""
    return "".join(c for c in text if c in "\n\t" or ord(c) >= 32)
