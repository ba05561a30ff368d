"""A small office for tests: a made-up city of a few streets, a clock that moves, jobs done in place.

Real code throughout: the registry is SQLite in a folder of the test, nothing is patched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from campaigns import (
    CHINA,
    SYSTEM,
    Actor,
    Campaign,
    Department,
    District,
    Draw,
    FixedClock,
    InlineExecutor,
    Inspector,
    Item,
    Office,
    Recusal,
    Settings,
    Target,
    commit_draw,
    create_campaign,
    freeze_pool,
    make_contribution,
    open_office,
    pledge_contribution,
    pledge_value,
    reveal_contribution,
    reveal_draw,
)

PLANNER = Actor("P001", "测试计划员", "planner", "市场监管")
WITNESS_A = Actor("P004", "测试见证甲", "witness")
WITNESS_B = Actor("P005", "测试见证乙", "witness")
SUPERVISOR = Actor("P003", "测试督查员", "supervisor")
ADMIN = Actor("P009", "测试管理员", "admin")
PUBLIC_ROLE = Actor("public", "公众", "public")

# A Sunday in November 2026: the windows below lie in December, all announced.
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)
MONDAY = date(2026, 12, 7)
SECTORS = ("餐饮", "酒店")
SKILLS = {"市场监管": ("食品安全", "特种设备"), "消防": ("消防监督",), "卫健": ("公共场所卫生",)}


def credit_code(number: int) -> str:
    """A made-up unified social credit code with the right check character (GB 32100-2015)."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91440300MA{number:07d}"
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(alphabet.index(c) * w for c, w in zip(body, weights, strict=True))
    return body + alphabet[-total % 31]


def target(number: int, **changes: Any) -> Target:
    """The n-th target: risk A-D and sector in turn, on a grid of streets about 500 m apart."""
    base = Target(
        id=credit_code(number),
        id_kind="uscc",
        name=f"示例单位{number:03d}",
        address=f"示例路{number}号",
        district="东区" if number % 2 else "西区",
        risk="ABCD"[number % 4],
        sector=SECTORS[number // 4 % 2],
        lon=114.0 + number % 10 * 0.005,
        lat=22.5 + number // 10 * 0.005,
    )
    return replace(base, **changes)


def inspector(number: int, department: str, **changes: Any) -> Inspector:
    """An inspector with every specialty of the department and a valid certificate."""
    base = Inspector(
        id=f"I{number:04d}",
        name=f"检查员{number:03d}",
        department=department,
        unit="东区" if number % 2 else "西区",
        post="科员",
        specialties=SKILLS[department],
        certificate_number=f"示例{number:06d}",
        certificate_valid_until=date(2027, 12, 31),
    )
    return replace(base, **changes)


def item(id_: str, department: str, specialty: str, **changes: Any) -> Item:
    """An item of 30 minutes for every sector."""
    base = Item(
        id=id_,
        department=department,
        name=f"{department}{specialty}检查",
        sub_item="示例子项",
        legal_basis="《示例条例》第一条",
        target_kind="经营主体",
        content="示例内容",
        method="现场检查",
        ratio="不低于3%",
        frequency="每年一次",
        specialty=specialty,
        minutes=30,
    )
    return replace(base, **changes)


def open_small_office(
    home: Path, *, targets: int = 80, people: int = 8, executor: Any = None
) -> Office:
    """An office with two districts, three departments, ``people`` inspectors each, and targets."""
    clock = FixedClock(NOW, step=timedelta(seconds=1))
    office = open_office(Settings(home=home), clock=clock, executor=executor or InlineExecutor())
    with office.registry.writing(by=SYSTEM, at=NOW, action="test.fill", subject="city") as tx:
        tx.departments.put_many(Department(d, d, d, s) for d, s in SKILLS.items())
        tx.districts.put_many(District(d, d, d, 114.0, 22.5) for d in ("东区", "西区"))
        tx.items.put_many(ITEMS)
        tx.targets.put_many(target(n) for n in range(1, targets + 1))
        tx.inspectors.put_many(
            inspector(100 * (k + 1) + n, d)
            for k, d in enumerate(SKILLS)
            for n in range(1, people + 1)
        )
        for actor in (PLANNER, WITNESS_A, WITNESS_B, SUPERVISOR, ADMIN):
            tx.people.put(actor)
    return office


def second_desk(office: Office) -> Office:
    """Another process's view of the same office: its own connections, the same clock."""
    return open_office(office.settings, clock=office.clock, executor=office.executor)


ITEMS = (
    item("SJ-1", "市场监管", "食品安全"),
    item("SJ-2", "市场监管", "特种设备", sectors=("酒店",)),
    item("XF-1", "消防", "消防监督"),
    item("WJ-1", "卫健", "公共场所卫生", sectors=("餐饮",)),
    item("WJ-9", "卫健", "公共场所卫生", key_supervision=True),
)

FIELDS: Mapping[str, Any] = {
    "name": "餐饮酒店联合检查",
    "theme": "餐饮",
    "lead_department": "市场监管",
    "departments": ("市场监管", "消防", "卫健"),
    "districts": ("东区", "西区"),
    "sectors": SECTORS,
    "rates": {"D": "0.30", "C": "0.10", "A": {"count": 2}},
    "window_from": MONDAY,
    "window_to": date(2026, 12, 11),
}


def make_campaign(office: Office, **changes: Any) -> Campaign:
    """A draft over both districts: D 30 %, C 10 %, two of A; one working week."""
    return create_campaign(office, PLANNER, **{**FIELDS, **changes})


def rehearse(office: Office, campaign_id: str, seed: str = "rehearsal-seed") -> Draw:
    """Freeze, commit and reveal as a rehearsal."""
    draw = freeze_pool(office, PLANNER, campaign_id)
    draw = commit_draw(office, PLANNER, draw.id, seed_source={"kind": "rehearsal", "what": "test"})
    return reveal_draw(office, PLANNER, draw.id, seed=seed)


def hold_ceremony(office: Office, campaign_id: str) -> Draw:
    """Freeze, commit, two pledges, two contributions, reveal."""
    draw = commit_ceremony(office, campaign_id)
    witness(office, draw)
    return reveal_draw(office, PLANNER, draw.id)


def commit_ceremony(office: Office, campaign_id: str) -> Draw:
    """Freeze and commit, two witnesses named in the plan."""
    draw = freeze_pool(office, PLANNER, campaign_id)
    source = {
        "kind": "ceremony",
        "what": "两位见证人现场取数",
        "witnesses": [WITNESS_A.name, WITNESS_B.name],
    }
    return commit_draw(office, PLANNER, draw.id, seed_source=source)


def witness(office: Office, draw: Draw) -> dict[str, str]:
    """Both witnesses pledge, then reveal; returns their contributions."""
    both = {person: make_contribution() for person in (WITNESS_A, WITNESS_B)}
    for person, contribution in both.items():
        value = pledge_value(draw, person.name, contribution)
        pledge_contribution(office, person, draw.id, person.name, value)
    for person, contribution in both.items():
        reveal_contribution(office, person, draw.id, person.name, contribution)
    return {person.name: contribution for person, contribution in both.items()}


def with_recusal(office: Office, inspector_id: str, target_id: str) -> None:
    """Record an interest."""
    now = office.clock.now()
    with office.registry.writing(by=SYSTEM, at=now, action="test.recusal", subject="") as tx:
        tx.inspectors.add_recusal(Recusal(inspector_id, target_id, "示例"))
