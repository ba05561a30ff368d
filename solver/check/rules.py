"""The rules of one visit (R03-R09, R13-R15): one function each, yielding what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from solver.check.case import Case, Target
from solver.check.document import Visit
from solver.check.finding import Finding
from solver.check.objective import taking_part
from solver.check.values import hour

Found = Iterator[Finding]


def visit_minutes(case: Case, target: Target) -> int:
    """Departments work side by side: the largest sum of one of them, rounded up to the step."""
    sums: dict[str, int] = {}
    for item in target.items:
        sums[item.department] = sums.get(item.department, 0) + item.minutes
    return -(-max(sums.values()) // case.terms.step) * case.terms.step


def inside_day_window_and_slot(case: Case, visit: Visit) -> Found:
    """R03: on a day of the campaign, inside one window of the target and one slot."""
    if visit.day not in case.days:
        yield visit.finding(
            "R03",
            f"{visit.day} 不在本次检查的日期之内。",
            f"{visit.day} is no day of the campaign.",
            "start",
        )
        return
    span = f"{hour(visit.start)}-{hour(visit.end)}"
    if not any(
        window.day == visit.day and window.start <= visit.start and visit.end <= window.end
        for window in visit.target.windows
    ):
        yield visit.finding(
            "R03",
            f"{span} 不在检查对象当日的任何一个时间窗之内。",
            f"{span} lies in no window of the target on that day.",
            "start",
        )
    if case.terms.one_slot and not any(
        start <= visit.start and visit.end <= end for start, end in case.slots
    ):
        yield visit.finding(
            "R03",
            f"{span} 未完整落在一个时段之内。",
            f"{span} does not lie inside one slot.",
            "start",
        )


def right_length(case: Case, visit: Visit) -> Found:
    """R04: as long as the items ask, no more and no less."""
    due, found = visit_minutes(case, visit.target), visit.end - visit.start
    if due != found:
        yield visit.finding(
            "R04",
            f"时长应为 {due} 分钟，现为 {found} 分钟。",
            f"it must last {due} minutes and lasts {found}.",
            "end",
        )


def on_the_grid(case: Case, visit: Visit) -> Found:
    """R14: starts are multiples of the step after midnight."""
    if visit.start % case.terms.step:
        yield visit.finding(
            "R14",
            f"开始时刻应为 {case.terms.step} 分钟的整数倍。",
            f"the start must be a multiple of {case.terms.step} minutes after midnight.",
            "start",
        )


def team_size(case: Case, visit: Visit) -> Found:
    """R05: between the two bounds; assistants do not count."""
    size, low, high = len(visit.counted), case.terms.min_team, case.terms.max_team
    if not low <= size <= high:
        yield visit.finding(
            "R05",
            f"检查组应为 {low} 至 {high} 人，现为 {size} 人（协助人员不计）。",
            f"the team must have {low} to {high} inspectors and has {size}; assistants do not count.",
            "inspectors",
        )


def departments(case: Case, visit: Visit) -> Found:
    """R06: not too many departments, each with its minimum, and nobody from another one."""
    parts = taking_part(case, visit.target)
    if len(parts) > case.terms.max_departments:
        yield visit.finding(
            "R06",
            f"参与部门有 {len(parts)} 个，超过上限 {case.terms.max_departments} 个。",
            f"{len(parts)} departments take part; the cap is {case.terms.max_departments}.",
            "target",
        )
    low = max(1, case.terms.min_department)
    for name in parts:
        size = sum(person.department == name for person in visit.counted)
        # A lead that sends nobody at all is R15, an owner of items that sends nobody is both.
        if size < low and not (size == 0 and name == case.lead):
            yield visit.finding(
                "R06",
                f"部门“{name}”应至少派 {low} 人，现为 {size} 人。",
                f"department {name} must send at least {low} and sends {size}.",
                "inspectors",
            )
    for person in visit.counted:
        if person.department not in parts:
            yield visit.finding(
                "R06",
                f"{person.id} 所在部门“{person.department}”不参与本次检查。",
                f"{person.id} is of {person.department}, which takes no part in this visit.",
                "inspectors",
                person.id,
            )


def lead_present(case: Case, visit: Visit) -> Found:
    """R15: the lead department is there wherever two departments or more inspect."""
    lead = case.lead
    if lead is None or len({item.department for item in visit.target.items}) < 2:
        return
    if not any(person.department == lead for person in visit.counted):
        yield visit.finding(
            "R15",
            f"牵头部门“{lead}”无人参加。",
            f"nobody of the lead department {lead} takes part.",
            "inspectors",
        )


def specialties(_: Case, visit: Visit) -> Found:
    """R07: every item has somebody of its department with its specialty."""
    held = {(person.department, skill) for person in visit.counted for skill in person.specialties}
    asked = dict.fromkeys((item.department, item.specialty) for item in visit.target.items)
    for department, specialty in asked:
        if (department, specialty) not in held:
            yield visit.finding(
                "R07",
                f"部门“{department}”没有具备“{specialty}”专长的人员。",
                f"nobody of {department} has the specialty {specialty}.",
                "inspectors",
            )


def recusals(_: Case, visit: Visit) -> Found:
    """R08: nobody who must stay away from this target."""
    for person in visit.team:
        if visit.target.id in person.recused:
            yield visit.finding(
                "R08",
                f"{person.id} 对该检查对象应当回避。",
                f"{person.id} is recused from this target.",
                "inspectors",
                person.id,
            )


def available(_: Case, visit: Visit) -> Found:
    """R09: everybody is available that day and holds a certificate still valid then."""
    for person in visit.team:
        if visit.day not in person.days:
            yield visit.finding(
                "R09",
                f"{person.id} 在 {visit.day} 不能参加。",
                f"{person.id} is not available on {visit.day}.",
                "inspectors",
                person.id,
            )
        if person.certificate is not None and person.certificate < visit.day:
            yield visit.finding(
                "R09",
                f"{person.id} 的执法证件有效期至 {person.certificate}，当日已失效。",
                f"the certificate of {person.id} ran out on {person.certificate}.",
                "inspectors",
                person.id,
            )


def own_unit(case: Case, visit: Visit) -> Found:
    """R13: with `same_unit_only`, everybody is of the unit of the target's district."""
    if not case.terms.same_unit:
        return
    for person in visit.team:
        if person.unit != visit.target.district:
            yield visit.finding(
                "R13",
                f"{person.id} 属于 {person.unit}，不属于检查对象所在的 {visit.target.district}。",
                f"{person.id} is of unit {person.unit}, the target of {visit.target.district}.",
                "inspectors",
                person.id,
            )


VISIT_RULES: tuple[Callable[[Case, Visit], Found], ...] = (
    inside_day_window_and_slot,
    right_length,
    team_size,
    departments,
    specialties,
    recusals,
    available,
    own_unit,
    on_the_grid,
    lead_present,
)
