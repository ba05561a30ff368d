"""Why a target is left out, in facts: dates, departments, specialties, people."""

from __future__ import annotations

from collections.abc import Sequence

from solver.clock import moment_text
from solver.explain.question import ALL, Question
from solver.explain.shortage import Gap, Shortage, shortages, smallest_size
from solver.explain.words import MOST_NAMES, Said, days_said, listed, persons
from solver.problem import Inspector
from solver.rules.r09_available import may_work

MOST_GROUPS = 2


def facts(question: Question) -> list[Said]:
    """Everything that stands in the way of the target's visit, most basic first."""
    return [*_caps(question), *_time(question), *_pin(question), *_people(question)]


def _caps(question: Question) -> list[Said]:
    parts, rules = question.taking_part(ALL), question.problem.rules
    names = listed(parts, 8)
    found = []
    if len(parts) > rules.max_departments_per_visit:
        cap = rules.max_departments_per_visit
        found.append(
            Said(
                f"涉及 {len(parts)} 个部门（{names.zh}），超过一次检查 {cap} 个部门的上限（R06）",
                f"{len(parts)} departments take part ({names.en}), above the cap of {cap} (R06)",
            )
        )
        own = len(question.asked)
        if own < len(parts) and own <= cap:
            lead = question.problem.lead_department
            found.append(
                Said(f"其中牵头部门“{lead}”按规定到场（R15）", f"among them the lead, {lead} (R15)")
            )
    cap_all = rules.max_departments_per_campaign
    used = {*question.others.departments, *parts}
    if cap_all is not None and len(used) > cap_all:
        found.append(
            Said(
                f"整个任务将有 {len(used)} 个部门参与，超过上限 {cap_all} 个（R17）",
                f"the campaign would use {len(used)} departments; its cap is {cap_all} (R17)",
            )
        )
    return found


def _time(question: Question) -> list[Said]:
    """Why no start is left, where none is; the pin apart."""
    if question.starts(ALL - {"R16"}):
        return []
    spans, length = question.spans(ALL), question.length(ALL)
    if not spans:
        return [
            Said(
                "在任务日期和时段内没有开放的时间窗（R03）",
                "it is not open on any day and slot of the campaign (R03)",
            )
        ]
    longest = max(end - start for _, start, end in spans)
    if longest < length:
        return [
            Said(
                f"检查需 {length} 分钟，而可用时间最长只有连续 {longest} 分钟（R03、R04）",
                f"the visit takes {length} minutes and the longest open span has {longest} (R03, R04)",
            )
        ]
    step = question.problem.rules.step_minutes
    return [
        Said(
            f"可用时间内没有以 {step} 分钟为单位的开始时刻（R03、R04、R14）",
            f"no start on the {step}-minute grid fits the open spans (R03, R04, R14)",
        )
    ]


def _pin(question: Question) -> list[Said]:
    pin = question.pin
    if pin is None:
        return []
    found = []
    if pin.day and pin.start is not None and not question.starts(ALL):
        when = moment_text(pin.day, pin.start)
        found.append(
            Said(
                f"固定的开始时间 {when} 不符合时间窗、时段或起始格（R16）",
                f"the pinned start {when} does not fit window, slot and grid (R16)",
            )
        )
    people = {person.id: person for person in question.problem.inspectors}
    days = (pin.day,) if pin.day else tuple(question.starts(ALL))
    for name in pin.inspectors:
        person = people[name]
        why = person_blocked(question, person, days)
        if why is not None:
            found.append(
                Said(f"固定的检查人员 {why.zh}（R16）", f"the pinned inspector {why.en} (R16)")
            )
        elif person.role == "inspector" and person.department not in question.taking_part(ALL):
            found.append(
                Said(
                    f"固定的检查人员 {name} 所在部门不参与（R06、R16）",
                    f"the department of the pinned {name} takes no part (R06, R16)",
                )
            )
    return found


def _people(question: Question) -> list[Said]:
    """Gaps by day, days with the same gaps together; the days nearest to a visit first."""
    found: list[Said] = []
    by_gaps: dict[tuple[Gap, ...], list[Shortage]] = {}
    for short in shortages(question):
        by_gaps.setdefault(short.gaps, []).append(short)
    groups = sorted(by_gaps.items(), key=lambda entry: (entry[1][0].missing, -len(entry[1])))
    for gaps, days in groups[:MOST_GROUPS]:
        when = days_said([short.day for short in days])
        lead = Said("", "") if len(groups) == 1 else Said(f"{when.zh}：", f"on {when.en}: ")
        said = [gap_said(question, gap, days) for gap in gaps] or _sizes(question, days[0])
        found.extend(Said(lead.zh + fact.zh, lead.en + fact.en) for fact in said)
    rest = sum(len(days) for _, days in groups[MOST_GROUPS:])
    if rest:
        found.append(
            Said(
                f"其余 {rest} 天缺少的人员不会更少",
                f"no fewer are missing on the rest of the days ({rest})",
            )
        )
    return found


def gap_said(question: Question, gap: Gap, days: Sequence[Shortage]) -> Said:
    """One department's gap and what keeps its people away."""
    if gap.of_size:
        return _too_few(question, days[0])
    members = [
        person
        for person in question.problem.inspectors
        if person.department == gap.department and person.role == "inspector"
    ]
    if gap.specialties:
        wanted = frozenset(gap.specialties)
        holders = [person for person in members if person.specialties & wanted]
        skills = listed(gap.specialties)
        if not holders:
            return Said(
                f"“{gap.department}”没有具备“{skills.zh}”专长的人员（R07）",
                f"nobody of {gap.department} holds the specialty {skills.en} (R07)",
            )
        why = _blocked(question, holders, days)
        return Said(
            f"“{gap.department}”具备“{skills.zh}”专长的人员无法到场（R07）：{why.zh}",
            f"nobody of {gap.department} with the specialty {skills.en} can come (R07): {why.en}",
        )
    free = frozenset(person.id for short in days for person in short.free)
    why = _blocked(question, [person for person in members if person.id not in free], days)
    tail = Said(f"：{why.zh}", f": {why.en}") if why.zh else Said("", "")
    return Said(
        f"“{gap.department}”至少须派 {gap.least} 人，仅有 {gap.there} 人可到（R06）{tail.zh}",
        f"{gap.department} must send {persons(gap.least)}, and only {gap.there} can come "
        f"(R06){tail.en}",
    )


def _blocked(question: Question, people: Sequence[Inspector], shorts: Sequence[Shortage]) -> Said:
    days = [short.day for short in shorts]
    said = [person_blocked(question, person, days) for person in people[:MOST_NAMES]]
    kept = [entry for entry in said if entry is not None]
    zh, en = "，".join(entry.zh for entry in kept), ", ".join(entry.en for entry in kept)
    if len(people) > MOST_NAMES:
        return Said(f"{zh} 等 {len(people)} 人", f"{en} and {len(people) - MOST_NAMES} more")
    return Said(zh, en)


def person_blocked(question: Question, person: Inspector, days: Sequence[str]) -> Said | None:
    """What keeps one person away on all of the days; None if something is left on one of them."""
    name = person.id
    if question.target.id in person.recused_targets:
        return Said(f"{name} 须回避（R08）", f"{name} is recused (R08)")
    if not question.of_the_unit(person):
        return Said(f"{name} 属于 {person.unit}（R13）", f"{name} is of unit {person.unit} (R13)")
    works = [day for day in days if may_work(person, day)]
    if not works:
        return _absent(person, days)
    limit = person.max_visits_per_day
    routes = question.others.routes
    spare = [day for day in works if len(routes.get((name, day), ())) < limit]
    if not spare:
        return Said(
            f"{name} 每日 {limit} 次检查已满（R10）",
            f"{name} has no visit left of {limit} a day (R10)",
        )
    if any(_has_any_time(question, person, day) for day in spare):
        return None
    return Said(f"{name} 已有其他检查（R11）", f"{name} is bound by other visits (R11)")


def _absent(person: Inspector, days: Sequence[str]) -> Said:
    until = person.certificate_valid_until
    if until is not None and any(day in person.available_days for day in days):
        return Said(
            f"{person.id} 的执法证件 {until} 到期（R09）",
            f"the certificate of {person.id} runs out on {until} (R09)",
        )
    when = days_said(days)
    return Said(
        f"{person.id} 在 {when.zh} 不能参加（R09）", f"{person.id} is not there on {when.en} (R09)"
    )


def _has_any_time(question: Question, person: Inspector, day: str) -> bool:
    """Whether the person is free at the start that is best for the others too, or at any."""
    length = question.length(ALL)
    return all(
        question.has_time(person, day, start, start + length, ALL)
        for start in question.starts(ALL).get(day, ())
    )


def _sizes(question: Question, short: Shortage) -> list[Said]:
    """Everybody needed is there, and still no team: the cap on its size or the campaign's."""
    rules = question.problem.rules
    size = smallest_size(question, short.free)
    high = rules.max_inspectors_per_visit
    if size is not None and size > high:
        return [
            Said(
                f"检查组最少需 {size} 人，超过一次检查 {high} 人的上限（R05）",
                f"the smallest team has {persons(size)}, above the cap of {high} (R05)",
            )
        ]
    cap = rules.max_inspectors_per_campaign
    if cap is not None and size is not None:
        return [
            Said(
                f"整个任务的检查人员将超过上限 {cap} 人（R17）",
                f"the campaign would use more than its cap of {persons(cap)} (R17)",
            )
        ]
    return []


def _too_few(question: Question, short: Shortage) -> Said:
    low = question.problem.rules.min_inspectors_per_visit
    parts = question.taking_part(ALL)
    there = sum(p.role == "inspector" and p.department in parts for p in short.free)
    return Said(
        f"检查组至少 {low} 人，参与部门仅有 {there} 人可到（R05、R06）",
        f"a team has at least {persons(low)}; of the departments that take part only "
        f"{there} can come (R05, R06)",
    )
