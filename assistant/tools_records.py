"""A schedule, a visit, a draw or a drawn target told in words from the record.

Every id, date, ticket, seed and digest is copied from the record, never worded anew; a clause is
named by its basis. Nothing here can change anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from campaigns import (
    Actor,
    CampaignRefused,
    Fault,
    Office,
    ScheduleRecord,
    get_draw,
    get_receipt,
    get_schedule,
    names_of,
    row_status,
    schedule_rows,
)

_STATES: Final = {
    "drawn": ("抽中", "drawn"),
    "substitute": ("列为替补", "kept as a substitute"),
    "not_drawn": ("未抽中", "not drawn"),
    "outside": ("在名单内，但不属于本次分层，未参加抽取", "in the pool but outside its strata, so not drawn from"),
    "excluded": ("按计划排除", "excluded by the plan"),
    "unknown": ("收据中没有结果", "without a result in the receipt"),
    "not_in_pool": ("不在名单内", "not in the pool"),
}  # fmt: skip


def explain_record(
    office: Office, actor: Actor, what: str, id: str, *, lang: str = "zh"
) -> dict[str, Any]:
    """Tell a record: ``{"what", "id", "text", "facts", "basis"}``.

    ``what``: ``schedule`` (id of the schedule), ``visit`` (``schedule/target``: when and who, or why
    not), ``draw`` (id of the draw), ``target`` (``draw/target``: its ticket and the cut-off).
    Raises CampaignRefused ``record.kind``, or what the record's own use case raises.
    """
    if what not in _TELLERS:
        kinds = "、".join(_TELLERS)
        raise _refused(
            "record.kind", what, f"只能说明{kinds}。", f"Only {', '.join(_TELLERS)} can be told."
        )
    english = lang.startswith("en")
    text, facts, basis = _TELLERS[what](office, actor, id, english)
    return {"what": what, "id": id, "text": text, "facts": facts, "basis": _once(basis)}


Told = tuple[str, dict[str, Any], list[str]]


def _refused(code: str, value: str, zh: str, en: str) -> CampaignRefused:
    return CampaignRefused(code, (Fault(code, "id", None, value, None, zh=zh, en=en),))


def _pair(id_: str, first: str) -> tuple[str, str]:
    left, mark, right = id_.partition("/")
    if not mark or not left or not right:
        raise _refused(
            "record.id",
            id_,
            f"编号应写成“{first}/检查对象编号”，请更正。",
            f"The id is written {first}/target; please correct it.",
        )
    return left, right


def _schedule(office: Office, actor: Actor, id_: str, english: bool) -> Told:
    record = get_schedule(office, actor, id_)
    plan = record.schedule
    rows = schedule_rows(office, record)
    days = sorted({row["day"] for row in rows})
    facts = {
        "schedule": record.id,
        "status": record.status,
        "assignment": record.assignment,
        "seed": record.seed,
        "problem_digest": record.problem_digest,
        "visits": len(rows),
        "unscheduled": list(plan["unscheduled"]),
        "days": days,
        "objective": dict(plan["objective"]),
    }
    span = f"{days[0]}–{days[-1]}" if days else "—"
    if english:
        text = f"Schedule {record.id} ({record.status}) holds {len(rows)} visits, {span}; seed {record.seed}."
    else:
        text = f"排程{record.id}（{record.status}）共安排{len(rows)}次检查，日期{span}，种子{record.seed}。"
    text += _drawn_or_not(record, english)
    names = names_of(office, record)
    left = [_why(entry, names, english) for entry in plan.get("explanations", ())]
    basis = [b for entry in plan.get("explanations", ()) for b in entry.get("basis", ())]
    return "\n".join([text, *left]), facts, basis


def _drawn_or_not(record: ScheduleRecord, english: bool) -> str:
    if record.assignment == "drawn":
        return " The people come from the draw." if english else "人员来自抽取结果。"
    return " Not a random assignment." if english else "人员不是随机指派。"


def _why(entry: Mapping[str, Any], names: Mapping[str, str], english: bool) -> str:
    name = names.get(entry["target"], entry["target"])
    why = entry["why"]["en" if english else "zh"]
    fixes = [fix["en" if english else "zh"] for fix in entry.get("fixes", ())]
    rules = "、".join(entry.get("rules", ()))
    if english:
        told = f"{name} ({entry['target']}) is left out [{rules}]: {why}"
        return told + (f" What would help: {'; '.join(fixes)}" if fixes else "")
    told = f"“{name}”（{entry['target']}）未排入〔{rules}〕：{why}"
    return told + (f"可行的调整：{'；'.join(fixes)}" if fixes else "")


def _visit(office: Office, actor: Actor, id_: str, english: bool) -> Told:
    schedule, target = _pair(id_, "排程编号" if not english else "schedule")
    record = get_schedule(office, actor, schedule)
    names = names_of(office, record)
    row = next((r for r in schedule_rows(office, record) if r["target_id"] == target), None)
    if row is not None:
        team = "、".join(row["team"])
        facts = {**row, "schedule": record.id}
        if english:
            return (
                f"{row['target']} ({target}) is visited on {row['day']}, {row['time']}, by {team}.",
                facts,
                [],
            )
        return (
            f"“{row['target']}”（{target}）排在{row['day']} {row['time']}，由{team}检查。",
            facts,
            [],
        )
    left = next((e for e in record.schedule.get("explanations", ()) if e["target"] == target), None)
    if left is None:
        raise _refused(
            "record.target",
            target,
            f"排程{record.id}中没有检查对象{target}，请核对编号。",
            f"The schedule {record.id} holds no target {target}; check the id.",
        )
    facts = {"schedule": record.id, "target": target, "rules": list(left.get("rules", ()))}
    return _why(left, names, english), facts, list(left.get("basis", ()))


def _draw(office: Office, actor: Actor, id_: str, english: bool) -> Told:
    draw = get_draw(office, actor, id_)
    facts: dict[str, Any] = {
        "draw": draw.id,
        "number": draw.number,
        "state": draw.state,
        "pool_rows": draw.pool_rows,
        "pool_digest": draw.pool_digest,
        "commitment": (draw.commitment or {}).get("commitment"),
        "published_at": draw.published_at.isoformat() if draw.published_at else None,
        "seed": draw.seed,
        "revealed_at": draw.revealed_at.isoformat() if draw.revealed_at else None,
    }
    lines = [_opening(facts, english)]
    if draw.receipt:
        strata = get_receipt(office, draw.id, actor)["strata"]
        facts["strata"] = [
            {key: s[key] for key in ("name", "size", "count", "cutoff")} for s in strata
        ]
        lines += [_stratum(s, english) for s in strata]
    if (draw.plan.get("seed_source") or {}).get("kind") == "rehearsal":
        lines.append("Rehearsal, not a draw." if english else "这是演练，不是抽取。")
    return "\n".join(lines), facts, ["sz-2018#二(一)3"]


def _opening(facts: Mapping[str, Any], english: bool) -> str:
    if english:
        text = f"Draw {facts['draw']} (number {facts['number']}, {facts['state']}) over {facts['pool_rows']} rows, pool digest {facts['pool_digest']}."
        text += (
            f" Commitment {facts['commitment']}, published {facts['published_at']}."
            if facts["commitment"]
            else ""
        )
        return text + (
            f" Seed {facts['seed']}, revealed {facts['revealed_at']}." if facts["seed"] else ""
        )
    text = f"抽取{facts['draw']}（第{facts['number']}号，{facts['state']}），名单{facts['pool_rows']}行，名单摘要{facts['pool_digest']}。"
    text += (
        f"承诺{facts['commitment']}，公布于{facts['published_at']}。" if facts["commitment"] else ""
    )
    return text + (f"种子{facts['seed']}，揭晓于{facts['revealed_at']}。" if facts["seed"] else "")


def _stratum(row: Mapping[str, Any], english: bool) -> str:
    if english:
        return f"Stratum {row['name']}: {row['count']} of {row['size']} drawn, lowest tickets first; cut-off {row['cutoff']}."
    return f"分层{row['name']}：{row['size']}家中抽{row['count']}家，票号由小到大，截止票号{row['cutoff']}。"


def _target(office: Office, actor: Actor, id_: str, english: bool) -> Told:
    draw, target = _pair(id_, "抽取编号" if not english else "draw")
    found = row_status(office, draw, target, actor)
    facts = {key: value for key, value in found.items() if key != "proof"}
    state = _STATES.get(found["status"], (found["status"], found["status"]))[english]
    if "ticket" not in found:
        text = f"{target}: {state}." if english else f"{target}：{state}。"
        return text, facts, ["sz-2018#二(一)3"]
    if "cutoff" not in found:
        tail = f", ticket {found['ticket']}." if english else f"，票号{found['ticket']}。"
        text = f"{target}: {state}{tail}" if english else f"{target}：{state}{tail}"
        return text, facts, ["sz-2018#二(一)3"]
    if english:
        text = f"{target}: {state}; stratum {found['stratum']}, place {found['place']} of {found['size']}, {found['count']} drawn; ticket {found['ticket']}, cut-off {found['cutoff']}."
    else:
        text = f"{target}：{state}；分层{found['stratum']}共{found['size']}家，排第{found['place']}位，抽{found['count']}家；票号{found['ticket']}，截止票号{found['cutoff']}。"
    return text, facts, ["sz-2018#二(一)3"]


_TELLERS: Final[dict[str, Callable[[Office, Actor, str, bool], Told]]] = {
    "schedule": _schedule,
    "visit": _visit,
    "draw": _draw,
    "target": _target,
}


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
