"""Targets that cannot be visited even alone, one for each kind of reason."""

from __future__ import annotations

from typing import Any

from tests.factories import (
    DAYS,
    FIRE,
    MARKET,
    SAFETY,
    Json,
    make_inspector,
    make_item,
    make_problem,
    make_rules,
    make_target,
    make_windows,
)

D1, D2 = DAYS
DANGEROUS = make_item(SAFETY, "危化品")


def case(**changes: Any) -> Json:
    return make_problem(**changes)


CASES: dict[str, tuple[Json, list[str], str, str]] = {
    "nobody holds the specialty": (
        case(
            targets=[make_target("T1", [DANGEROUS])],
            inspectors=[make_inspector("I1", SAFETY), make_inspector("I2", SAFETY)],
        ),
        ["R07"],
        "没有具备“危化品”专长的人员",
        "inspector.add",
    ),
    "the only holder is recused": (
        case(
            inspectors=[
                make_inspector("I1", recused_targets=["T1"]),
                make_inspector("I2", specialties=["特种设备"]),
                make_inspector("I3", specialties=["特种设备"]),
            ]
        ),
        ["R07", "R08"],
        "I1 须回避（R08）",
        "recusal.end",
    ),
    "the only holder is away": (
        case(
            inspectors=[
                make_inspector("I1", available_days=[]),
                make_inspector("I2", specialties=["特种设备"]),
                make_inspector("I3", specialties=["特种设备"]),
            ]
        ),
        ["R07", "R09"],
        "I1 在 2026-03-02、2026-03-03 不能参加（R09）",
        "inspector.free",
    ),
    "the only holder's certificate has run out": (
        case(
            inspectors=[
                make_inspector("I1", certificate_valid_until="2026-03-01"),
                make_inspector("I2", specialties=["特种设备"]),
                make_inspector("I3", specialties=["特种设备"]),
            ]
        ),
        ["R07", "R09"],
        "I1 的执法证件 2026-03-01 到期（R09）",
        "certificate.renew",
    ),
    "the holder is there on days on which the target is closed": (
        case(
            targets=[make_target(windows=make_windows(D1))],
            inspectors=[
                make_inspector("I1", available_days=[D2]),
                make_inspector("I2", specialties=["特种设备"]),
                make_inspector("I3", specialties=["特种设备"]),
            ],
        ),
        ["R03", "R07", "R09"],
        "I1 在 2026-03-02 不能参加（R09）",
        "window.open",
    ),
    "all holders are of another unit": (
        case(
            targets=[make_target(district="U02")],
            inspectors=[
                make_inspector("I1"),
                make_inspector("I2", specialties=["特种设备"], unit="U02"),
                make_inspector("I3", specialties=["特种设备"], unit="U02"),
            ],
            rules=make_rules(same_unit_only=True),
        ),
        ["R07", "R13"],
        "I1 属于 U01（R13）",
        "unit.lend",
    ),
    "a holder may make no visits": (
        case(
            inspectors=[
                make_inspector("I1", max_visits_per_day=0),
                make_inspector("I2", specialties=["特种设备"]),
                make_inspector("I3", specialties=["特种设备"]),
            ]
        ),
        ["R07", "R10"],
        "I1 每日 0 次检查已满（R10）",
        "inspector.limit",
    ),
    "more departments than the cap": (
        case(
            targets=[
                make_target(
                    "T1", [make_item(), make_item(FIRE, "消防设施"), make_item(SAFETY, "安全生产")]
                )
            ],
            inspectors=[
                make_inspector(f"I{n}", name) for n, name in enumerate([MARKET, FIRE, SAFETY] * 2)
            ],
            rules=make_rules(max_departments_per_visit=2),
        ),
        ["R06"],
        "涉及 3 个部门（市场监管、消防救援、应急管理），超过一次检查 2 个部门的上限",
        "target.split",
    ),
    "the lead is one department too many": (
        case(
            targets=[
                make_target("T1", [make_item(FIRE, "消防设施"), make_item(SAFETY, "安全生产")])
            ],
            inspectors=[
                make_inspector(f"I{n}", name) for n, name in enumerate([MARKET, FIRE, SAFETY] * 2)
            ],
            lead_department=MARKET,
            rules=make_rules(max_departments_per_visit=2),
        ),
        ["R06", "R15"],
        "其中牵头部门“市场监管”按规定到场（R15）",
        "lead.waive",
    ),
    "nobody of the lead is there": (
        case(
            targets=[
                make_target("T1", [make_item(FIRE, "消防设施"), make_item(SAFETY, "安全生产")])
            ],
            inspectors=[make_inspector("I1", FIRE), make_inspector("I2", SAFETY)],
            lead_department=MARKET,
        ),
        ["R15"],
        "“市场监管”至少须派 1 人，仅有 0 人可到",
        "inspector.add",
    ),
    "two of the department are asked and one is there": (
        case(
            inspectors=[make_inspector("I1"), make_inspector("I2", available_days=[])],
            rules=make_rules(min_inspectors_per_department=2),
        ),
        ["R06", "R09"],
        "“市场监管”至少须派 2 人，仅有 1 人可到（R06）：I2 在",
        "inspector.add",
    ),
    "only one inspector of the department": (
        case(inspectors=[make_inspector("I1"), make_inspector("I2", FIRE)]),
        ["R05", "R06"],
        "检查组至少 2 人，参与部门仅有 1 人可到",
        "inspector.add",
    ),
    "the smallest team is too large": (
        case(
            targets=[
                make_target(
                    "T1", [make_item(), make_item(FIRE, "消防设施"), make_item(SAFETY, "安全生产")]
                )
            ],
            inspectors=[
                make_inspector(f"I{n}", name) for n, name in enumerate([MARKET, FIRE, SAFETY] * 2)
            ],
            rules=make_rules(max_inspectors_per_visit=2),
        ),
        ["R05", "R07"],
        "检查组最少需 3 人，超过一次检查 2 人的上限（R05）",
        "rules.set",
    ),
    "closed throughout": (
        case(targets=[make_target(windows=[])]),
        ["R03"],
        "没有开放的时间窗（R03）",
        "window.open",
    ),
    "no window is long enough": (
        case(
            targets=[
                make_target(
                    items=[make_item(minutes=120)],
                    windows=make_windows(D1, hours=(("09:00", "10:00"),)),
                )
            ]
        ),
        ["R03", "R04"],
        "检查需 120 分钟，而可用时间最长只有连续 60 分钟",
        "window.extend",
    ),
    "no slot is long enough": (
        case(
            targets=[
                make_target(
                    items=[make_item(minutes=300)],
                    windows=make_windows(D1, hours=(("09:00", "18:00"),)),
                )
            ]
        ),
        ["R03", "R04"],
        "检查需 300 分钟，而可用时间最长只有连续 240 分钟",
        "rules.set",
    ),
    "no start on the grid": (
        case(
            targets=[make_target(windows=make_windows(D1, hours=(("09:05", "10:10"),)))],
        ),
        ["R03", "R04", "R14"],
        "没有以 15 分钟为单位的开始时刻",
        "window.open",
    ),
    "the pinned start lies in the lunch break": (
        case(pinned=[{"target": "T1", "start": f"{D1}T13:00"}]),
        ["R03", "R16"],
        "固定的开始时间 2026-03-02T13:00 不符合",
        "pin.release_start",
    ),
    "the pinned inspector is recused": (
        case(
            inspectors=[
                make_inspector("I1", recused_targets=["T1"]),
                make_inspector("I2"),
                make_inspector("I3"),
            ],
            pinned=[{"target": "T1", "inspectors": ["I1"]}],
        ),
        ["R08", "R16"],
        "固定的检查人员 I1 须回避（R08）（R16）",
        "pin.release_inspector",
    ),
    "the department of the pinned inspector takes no part": (
        case(
            inspectors=[make_inspector("I1"), make_inspector("I2"), make_inspector("I3", FIRE)],
            pinned=[{"target": "T1", "inspectors": ["I3"]}],
        ),
        ["R06", "R16"],
        "固定的检查人员 I3 所在部门不参与",
        "pin.release_inspector",
    ),
    "the campaign has too few departments": (
        case(
            targets=[make_target("T1", [make_item(), make_item(FIRE, "消防设施")])],
            inspectors=[make_inspector("I1"), make_inspector("I2", FIRE)],
            rules=make_rules(max_departments_per_campaign=1),
        ),
        ["R17"],
        "整个任务将有 2 个部门参与，超过上限 1 个（R17）",
        "rules.set",
    ),
    "the campaign has too few inspectors": (
        case(rules=make_rules(max_inspectors_per_campaign=1)),
        ["R05", "R17"],
        "整个任务的检查人员将超过上限 1 人（R17）",
        "rules.set",
    ),
}
