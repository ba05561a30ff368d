"""Twelve departments and the trades of their people."""

from __future__ import annotations

from ..records import Department

# id: (full name, English, item prefix, number of people, specialties; the first is everyone's)
_DEPARTMENTS: dict[str, tuple[str, str, str, int, str]] = {
    "市场监管": (
        "市场监督管理局",
        "Market Regulation",
        "SJ",
        58,
        "综合监管 食品安全 特种设备 产品质量 化妆品监管 动物诊疗",
    ),
    "消防": ("消防救援支队", "Fire and Rescue", "XF", 30, "消防监督 消防设施 火灾调查"),
    "应急": ("应急管理局", "Emergency Management", "YJ", 28, "安全生产 应急管理 危险化学品"),
    "卫健": (
        "卫生健康委员会",
        "Health",
        "WJ",
        24,
        "公共场所卫生 饮用水卫生 医疗监督 传染病防控",
    ),
    "街道": ("街道办事处", "Sub-district Offices", "JD", 44, "综合执法 安全巡查 网格协调"),
    "城管": (
        "城市管理和综合执法局",
        "Urban Management",
        "CG",
        20,
        "市容环境 垃圾分类 户外广告 市政设施",
    ),
    "文旅": (
        "文化广电旅游体育局",
        "Culture, Tourism and Sport",
        "WL",
        24,
        "文化市场 旅游市场 体育市场",
    ),
    "发改": ("发展和改革委员会", "Development and Reform", "FG", 18, "节能监察 能源安全 项目监管"),
    "教育": ("教育局", "Education", "JY", 24, "校外培训 学校安全 办学管理"),
    "商务": ("商务局", "Commerce", "SW", 10, "预付卡监管 商贸流通 家政服务"),
    "公安": ("公安局", "Public Security", "GA", 10, "治安管理 内部保卫 交通管理"),
    "住建": (
        "住房和建设局",
        "Housing and Construction",
        "ZJ",
        10,
        "建筑安全 燃气管理 消防验收 物业监管",
    ),
}

DEPARTMENT_IDS: tuple[str, ...] = tuple(_DEPARTMENTS)


def item_prefix(department: str) -> str:
    """The two letters its item ids start with."""
    return _DEPARTMENTS[department][2]


def staff_of(department: str) -> int:
    """How many people of the city's 300 it has."""
    return _DEPARTMENTS[department][3]


def specialties_of(department: str) -> tuple[str, ...]:
    """Its specialties; the first is held by all its inspectors."""
    return tuple(_DEPARTMENTS[department][4].split())


def make_departments() -> tuple[Department, ...]:
    """All departments, in the usual order."""
    return tuple(
        Department(key, "示例市" + row[0], row[1], specialties_of(key))
        for key, row in _DEPARTMENTS.items()
    )
