"""Ready campaigns, modelled on what the press reported of such actions; all rows are made up."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from ..records import Campaign

_CHINA = timezone(timedelta(hours=8))
# Risk shares 45/35/15/5 of 100: .45*.02 + .35*.03 + .15*.05 + .05*.06 = 3 % over the whole pool.
_THREE_PERCENT = {"A": "0.02", "B": "0.03", "C": "0.05", "D": "0.06"}
_EIGHT = ("福田", "罗湖", "南山", "宝安", "龙岗", "龙华", "坪山", "光明")


def make_campaigns(day: date) -> tuple[Campaign, ...]:
    """Four drafts whose windows start on the Mondays from ``day``."""
    return (
        _prepaid(day),
        _services(day + timedelta(weeks=1)),
        _hub(day + timedelta(weeks=1)),
        _bikes(day + timedelta(weeks=2)),
    )


def _prepaid(monday: date) -> Campaign:
    """Prepaid-card shops of one district, eight groups, the education office in the lead."""
    return _draft(
        1,
        monday,
        weeks=1,
        name="光明区预付式经营领域跨部门联合检查",
        theme="预付式经营",
        lead_department="教育",
        departments=("教育", "市场监管", "文旅", "街道"),
        districts=("光明",),
        sectors=(
            "预付式经营",
            "教育培训机构",
            "餐饮",
            "美容美发",
            "文体健身",
            "宠物诊疗",
            "家政",
        ),
        rates={"A": "0.08", "B": "0.12", "C": "0.20", "D": "0.40"},
        groups=8,
        inspectors_wanted=32,
        rules=_ten_a_group(8),
    )


def _services(monday: date) -> Campaign:
    """Dark stores, malls and high-end hotels: 85 targets, 3 %, three groups."""
    return _draft(
        2,
        monday,
        weeks=2,
        name="服务业领域“随信综合查”跨部门联合检查",
        theme="服务业综合检查",
        lead_department="发改",
        departments=("发改", "市场监管", "消防", "应急", "街道"),
        districts=_EIGHT,
        sectors=("即时零售前置仓", "大型商业综合体", "高端酒店"),
        rates=_THREE_PERCENT,
        groups=3,
        inspectors_wanted=30,
        rules=_ten_a_group(3),
    )


def _hub(monday: date) -> Campaign:
    """Stations of a transport hub: lifts, public health, city appearance."""
    return _draft(
        3,
        monday,
        weeks=1,
        name="坪山交通枢纽跨部门综合检查",
        theme="交通枢纽",
        lead_department="市场监管",
        departments=("市场监管", "卫健", "街道"),
        districts=("坪山",),
        sectors=("交通枢纽",),
        rates={"A": "0.20", "B": "0.25", "C": "0.50", "D": "1"},
        groups=1,
        inspectors_wanted=9,
        rules={},
    )


def _bikes(monday: date) -> Campaign:
    """E-bike shops: product quality, fire safety, registration."""
    return _draft(
        4,
        monday,
        weeks=1,
        name="电动自行车质量安全联合检查",
        theme="电动自行车",
        lead_department="市场监管",
        departments=("市场监管", "消防", "应急", "街道", "公安"),
        districts=("宝安", "龙岗", "龙华", "坪山", "光明"),
        sectors=("电动自行车",),
        rates={"A": "0.04", "B": "0.08", "C": "0.15", "D": "0.30"},
        groups=2,
        inspectors_wanted=20,
        rules=_ten_a_group(2),
    )


def _ten_a_group(groups: int) -> dict[str, Any]:
    """The cap of ten people read for each group (an office may, with a recorded reason)."""
    reason = f"分{groups}个检查组同时开展，人数上限按每组10人执行"
    return {"cap_scope": {"value": "group", "reason": reason}}


def _draft(number: int, monday: date, *, weeks: int, **fields: Any) -> Campaign:
    """A draft; ``weeks`` of five working days from ``monday``."""
    return Campaign(
        id=f"C{monday.year}-{number:04d}",
        number=number,
        window_from=monday,
        window_to=monday + timedelta(days=7 * weeks - 3),
        created_by="P001",
        created_at=datetime(monday.year, monday.month, monday.day, 9, tzinfo=_CHINA)
        - timedelta(weeks=4),
        **fields,
    )
