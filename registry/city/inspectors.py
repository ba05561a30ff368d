"""Three hundred inspectors, their certificates, recusals and absences."""

from __future__ import annotations

from datetime import date, timedelta

from ..records import Absence, Inspector, Recusal, Target
from .departments import DEPARTMENT_IDS, specialties_of, staff_of
from .dice import Dice, apportion
from .districts import DISTRICT_IDS
from .names import person

_WEIGHTS = (16, 12, 5, 14, 15, 14, 12, 6, 6, 3, 2)  # in the order of DISTRICT_IDS
# People a ready campaign needs in one district: 光明 for prepaid shops, 坪山 for the hub.
_AT_LEAST = {
    ("市场监管", "光明"): 11,
    ("街道", "光明"): 11,
    ("文旅", "光明"): 10,
    ("教育", "光明"): 11,
    ("市场监管", "坪山"): 5,
    ("街道", "坪山"): 5,
    ("卫健", "坪山"): 5,
}
_CHANCES = (100, 90, 75, 50, 35, 30)  # of holding the 1st, 2nd, … specialty of the department
_SMALL = 10  # in a department this small nearly everyone does everything
_POSTS = ("科员", "副主任科员", "主任科员", "队员", "中队长", "所长")
_RANKS = ("四级主任科员", "三级主任科员", "一级行政执法员", "二级行政执法员")
_EXPERTS, _EXPIRED, _EXPIRING = 15, 6, 8
_RECUSALS, _ABSENCES = 180, 36
_TIES = ("近亲属在该单位任职", "曾在该单位任职", "与该单位有房屋租赁关系", "持有该单位股权")
_LEAVES = ("年休假", "业务培训", "病假", "专项任务")


def make_inspectors(seed: int, day: date) -> tuple[Inspector, ...]:
    """300 people; ids I0001… by department and unit; certificates seen from ``day``."""
    dice = Dice(seed, "inspectors")
    posts = [(d, unit) for d in DEPARTMENT_IDS for unit in _units(d)]
    experts = set(_experts(dice, posts))
    validity = _validity(dice, len(posts), experts, day)
    return tuple(
        _inspector(dice, number, department, unit, None if number in experts else validity[number])
        for number, (department, unit) in enumerate(posts)
    )


def _units(department: str) -> list[str]:
    """The unit of each of its people: first what campaigns need, the rest by weight."""
    floors = [_AT_LEAST.get((department, unit), 0) for unit in DISTRICT_IDS]
    rest = apportion(staff_of(department) - sum(floors), _WEIGHTS)
    counts = [floor + more for floor, more in zip(floors, rest, strict=True)]
    return [unit for unit, n in zip(DISTRICT_IDS, counts, strict=True) for _ in range(n)]


def _experts(dice: Dice, posts: list[tuple[str, str]]) -> list[int]:
    """Outside experts sit with the two central districts."""
    central = [i for i, (_, unit) in enumerate(posts) if unit in ("福田", "南山")]
    return dice.shuffled(central)[:_EXPERTS]


def _validity(dice: Dice, count: int, experts: set[int], day: date) -> list[date]:
    """The last valid day of each certificate; a few are over, a few end within two weeks."""
    days = [day + timedelta(days=dice.between(200, 1600)) for _ in range(count)]
    people = dice.shuffled([i for i in range(count) if i not in experts])
    for i in people[:_EXPIRED]:
        days[i] = day - timedelta(days=dice.between(3, 120))
    for i in people[_EXPIRED : _EXPIRED + _EXPIRING]:
        days[i] = day + timedelta(days=dice.between(1, 13))
    return days


def _inspector(
    dice: Dice, number: int, department: str, unit: str, valid_until: date | None
) -> Inspector:
    expert = valid_until is None
    return Inspector(
        id=f"I{number + 1:04d}",
        name=person(dice),
        department=department,
        unit=unit,
        post="外聘专家" if expert else dice.pick(_POSTS),
        specialties=_specialties(dice, department),
        certificate_number="" if expert else f"示例执法{number + 1:06d}",
        certificate_valid_until=valid_until,
        certificate_issuer="" if expert else "示例市司法局",
        sex=dice.pick(("男", "女")),
        rank="" if expert else dice.pick(_RANKS),
        role="assistant" if expert else "inspector",
        max_visits_per_day=4 if dice.percent(30) else 3,
    )


def _specialties(dice: Dice, department: str) -> tuple[str, ...]:
    small = staff_of(department) <= _SMALL
    chances = (100, 90, 90, 90) if small else _CHANCES
    offered = specialties_of(department)
    return tuple(s for s, chance in zip(offered, chances, strict=False) if dice.percent(chance))


def make_recusals(
    seed: int, inspectors: tuple[Inspector, ...], targets: tuple[Target, ...]
) -> tuple[Recusal, ...]:
    """People with an interest in a target of their own district, each pair once."""
    dice = Dice(seed, "recusals")
    by_district: dict[str, list[str]] = {unit: [] for unit in DISTRICT_IDS}
    for target in targets:
        by_district[target.district].append(target.id)
    pairs: dict[tuple[str, str], str] = {}
    while len(pairs) < _RECUSALS:
        someone = dice.pick(inspectors)
        pairs.setdefault((someone.id, dice.pick(by_district[someone.unit])), dice.pick(_TIES))
    return tuple(Recusal(who, what, why) for (who, what), why in sorted(pairs.items()))


def make_absences(seed: int, inspectors: tuple[Inspector, ...], day: date) -> tuple[Absence, ...]:
    """Leave, illness and training in the three weeks from ``day``; one a person at most."""
    dice = Dice(seed, "absences")
    rows = []
    for someone in dice.shuffled(inspectors)[:_ABSENCES]:
        first = day + timedelta(days=dice.below(18))
        last = first + timedelta(days=dice.below(4))
        rows.append(Absence(someone.id, first, last, dice.pick(_LEAVES)))
    return tuple(sorted(rows, key=lambda row: (row.inspector, row.first)))
