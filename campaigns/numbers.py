"""The policy's numbers for one campaign: the dated default, or the campaign's own with its reason.

A default comes from the registry's rule sets, asked with a date and a jurisdiction. A campaign may
depart from it only where ``DEPARTABLE`` says so and only with a recorded reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from registry import Campaign, policy_value

# Key of a campaign's rule → what it means (zh, en). Nothing else may stand in Campaign.rules.
DEPARTABLE: Final[dict[str, tuple[str, str]]] = {
    "cap_scope": (
        "部门数与人数上限的适用单位（campaign 任务，group 检查组，visit 一次检查）",
        "what the caps apply to: campaign, group or visit",
    ),
    "max_departments": ("参加部门数上限", "most departments"),
    "max_inspectors": ("检查人员数上限", "most inspectors"),
    "max_inspectors_per_visit": ("一次检查的人数上限", "most inspectors on a visit"),
    "min_inspectors": ("一次检查的最少人数", "fewest inspectors on a visit"),
    "min_inspectors_per_department": ("每部门最少人数", "fewest inspectors of a department"),
    "max_visits_per_day": ("每人每日检查次数上限", "most visits a day of one inspector"),
    "no_repeat_low_risk": ("低风险对象年内不重复抽取", "low risk is not drawn twice a year"),
    "same_unit_only": ("只派本辖区人员", "only inspectors of the target's district"),
    "pool_mode": (
        "抽取人员范围（bureau 全局，districts 本次辖区，cross_region 跨区域，"
        "office+stations 机关与所，stations 若干所，station 单一所）",
        "who may be drawn: bureau, districts, cross_region, or named office and stations",
    ),
    "department_heads": (
        "各部门抽取人数的下限与上限（部门：[最少, 最多]）",
        "least and most inspectors by department",
    ),
    "max_chance": ("每人抽中机会的上限（如1/2）", "most chance of anybody, such as 1/2"),
    "load_weights": (
        "按近期被抽中次数加权（months 追溯月数；weights 抽中1次、2次……的权重，1/10至1）",
        "weights by how often drawn lately: months back, and the weight of once, twice, …",
    ),
    "pairing": (
        "检查对象与检查组的配对单位（target 逐户，district 按辖区成片）",
        "what is paired with groups by lot: one target at a time, or blocks of a district",
    ),
    "experts": ("随机抽取的专家人数（辅助，不计入检查人员）", "experts drawn as assistants"),
    "days": ("检查日（逐日列出）", "the days of the visits, one by one"),
    "lead_on_visit": ("牵头部门每次到场", "the lead department joins every joint visit"),
    "step_minutes": ("排程时间步长（分钟）", "grid of starting times in minutes"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A value with where it comes from: ``basis`` is ``doc#path``, ``own:definition`` or a reason."""

    key: str
    value: Any
    basis: str
    reason: str = ""


def number(
    key: str, *, on: date, jurisdiction: str, rules: Mapping[str, Any] | None = None
) -> Number:
    """The campaign's own value where ``rules`` has one, else the policy's on that date."""
    own = (rules or {}).get(key)
    policy = policy_value(key, on=on, jurisdiction=jurisdiction)
    if isinstance(own, Mapping) and "value" in own:
        return Number(key, own["value"], policy.basis, str(own.get("reason", "")))
    return Number(key, policy.value, policy.basis)


def of(campaign: Campaign, key: str) -> Any:
    """The value that holds for a campaign on its first day."""
    return number(
        key, on=campaign.window_from, jurisdiction=campaign.jurisdiction, rules=campaign.rules
    ).value


def own(campaign: Campaign, key: str, default: Any) -> Any:
    """The campaign's own value of a rule no policy speaks of."""
    return campaign.rules.get(key, {}).get("value", default)


def caps(campaign: Campaign) -> tuple[int, int] | None:
    """Most departments and most inspectors of the whole campaign; None where only visits are capped.

    By the letter (sz-2018#二(三)3) the caps are those of one check plan. Where the campaign records a
    reason to read them per inspection group, the head count is multiplied by the groups; read per
    visit, the campaign as a whole has none.
    """
    scope = of(campaign, "cap_scope")
    if scope == "visit":
        return None
    departments, people = int(of(campaign, "max_departments")), int(of(campaign, "max_inspectors"))
    return departments, people * (campaign.groups if scope == "group" else 1)
