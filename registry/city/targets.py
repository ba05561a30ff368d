"""About 6,000 targets: who they are, where they stand, how risky they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..records import Target
from .codes import credit_code, legacy_number
from .dice import Dice, apportion
from .districts import DISTRICT_IDS, Point, area_code, district_name, inside, outline_points
from .names import firm, person, road

_INNER = (16, 11, 3, 15, 18, 15, 11, 4, 5, 1, 1)  # weights in the order of DISTRICT_IDS
_PREPAID = (13, 10, 3, 12, 14, 12, 10, 5, 18, 2, 1)  # 光明 runs the prepaid pilot
_HUBS = (10, 8, 4, 10, 12, 12, 8, 20, 8, 4, 4)  # 坪山 inspects its hub
RISK_SHARES = (("A", 45), ("B", 35), ("C", 15), ("D", 5))

_ALL_DAY = (("08:00", "22:00"),)
_AFTERNOONS = (("14:00", "20:30"),) * 3 + (("09:00", "18:00"),)


@dataclass(frozen=True, slots=True)
class _Sector:
    name: str
    count: int
    weights: tuple[int, ...]
    industry: str  # GB/T 4754-2017, four digits
    hours: tuple[tuple[str, str], ...]
    self_employed: int  # percent
    labels: tuple[str, ...]


_SECTORS = (
    _Sector(
        "即时零售前置仓", 1540, _INNER, "5292", (("07:00", "23:00"), *_ALL_DAY), 5, ("直营", "加盟")
    ),
    _Sector(
        "大型商业综合体", 610, _INNER, "7222", (("10:00", "22:00"),), 0, ("含影院", "含餐饮区")
    ),
    _Sector("高端酒店", 805, _INNER, "6110", _ALL_DAY, 0, ("四星级标准", "五星级标准")),
    _Sector(
        "预付式经营", 420, _PREPAID, "8090", (("10:00", "21:00"),), 40, ("会员充值", "次卡套餐")
    ),
    _Sector("电动自行车", 530, _INNER, "5238", (("09:00", "20:00"),), 60, ("销售", "维修", "换电")),
    _Sector("教育培训机构", 430, _PREPAID, "8393", _AFTERNOONS, 5, ("学科类", "艺术类", "科技类")),
    _Sector("校园周边", 325, _INNER, "5241", (("07:00", "19:00"),), 70, ("小学周边", "中学周边")),
    _Sector(
        "餐饮",
        480,
        _PREPAID,
        "6210",
        (("10:00", "21:00"), ("14:00", "22:00")),
        55,
        ("堂食", "外卖"),
    ),
    _Sector("美容美发", 300, _PREPAID, "8040", (("11:00", "21:00"),), 65, ("美容", "美发")),
    _Sector(
        "文体健身",
        220,
        _PREPAID,
        "8930",
        (("14:00", "22:00"), ("09:00", "22:00")),
        15,
        ("健身", "游泳", "球类"),
    ),
    _Sector("宠物诊疗", 120, _PREPAID, "8222", (("09:30", "19:00"),), 20, ("门诊", "手术")),
    _Sector("家政", 140, _PREPAID, "8010", (("09:00", "18:00"),), 45, ("保洁", "月嫂")),
    _Sector("交通枢纽", 80, _HUBS, "5441", (("06:00", "23:00"),), 0, ("公交", "铁路", "轨道")),
)
SECTOR_COUNTS: dict[str, int] = {sector.name: sector.count for sector in _SECTORS}

# risk: (complaints, abnormal list, serious-violation list) in percent
_FLAGS = {"A": (1, 0, 0), "B": (4, 1, 0), "C": (12, 6, 1), "D": (20, 25, 15)}


def make_targets(seed: int) -> tuple[Target, ...]:
    """All targets, sorted by id; 3 % carry a legacy number, 1 to 2 % are no longer active."""
    taken: set[str] = set()
    ids: set[str] = set()
    rows = [row for sector in _SECTORS for row in _of_sector(seed, sector, taken, ids)]
    return tuple(sorted(rows, key=lambda row: row.id))


def _of_sector(seed: int, sector: _Sector, taken: set[str], ids: set[str]) -> Iterator[Target]:
    dice = Dice(seed, f"targets/{sector.name}")
    risks = _risks(dice, sector.count)
    counts = apportion(sector.count, sector.weights)
    for district, count in zip(DISTRICT_IDS, counts, strict=True):
        places = _Places(dice, district)
        for _ in range(count):
            yield _target(dice, sector, district, risks.pop(), places, taken, ids)


def _risks(dice: Dice, count: int) -> list[str]:
    """The shares of the classes exactly, in a thrown order."""
    counts = apportion(count, [share for _, share in RISK_SHARES])
    classes = [risk for (risk, _), n in zip(RISK_SHARES, counts, strict=True) for _ in range(n)]
    return dice.shuffled(classes)


def _target(
    dice: Dice,
    sector: _Sector,
    district: str,
    risk: str,
    places: _Places,
    taken: set[str],
    ids: set[str],
) -> Target:
    number, kind = _number(dice, district, sector.self_employed, ids)
    lon, lat = places.throw(dice)
    street = road(dice)
    open_from, open_to = dice.pick(sector.hours)
    return Target(
        id=number,
        id_kind=kind,
        name=firm(dice, sector.name, street, taken),
        address=f"{district_name(district)}示例{street}路{dice.between(1, 299)}号",
        district=district,
        risk=risk,
        sector=sector.name,
        lon=lon / 100000,
        lat=lat / 100000,
        person_in_charge=person(dice),
        contact=f"0755-0000{dice.below(10000):04d}",  # no subscriber number starts with 0
        industry_code=sector.industry,
        credit_flag=_flag(dice, risk),
        labels=(dice.pick(sector.labels), dice.pick(("规模大", "规模中", "规模小"))),
        status=_status(dice),
        open_from=open_from,
        open_to=open_to,
    )


def _number(dice: Dice, district: str, self_employed: int, ids: set[str]) -> tuple[str, str]:
    area = area_code(district)
    while True:
        if dice.percent(3):
            number, kind = legacy_number(dice, area), "legacy"
        else:
            own, digits = dice.percent(self_employed), dice.percent(25)
            number = credit_code(dice, area, self_employed=own, digits_only=digits)
            kind = "uscc"
        if number not in ids:
            ids.add(number)
            return number, kind


def _flag(dice: Dice, risk: str) -> str:
    complaints, abnormal, serious = _FLAGS[risk]
    throw = dice.below(100)
    if throw < serious:
        return "serious"
    if throw < serious + abnormal:
        return "abnormal"
    return "complaints" if throw < serious + abnormal + complaints else ""


def _status(dice: Dice) -> str:
    throw = dice.below(1000)
    return "revoked" if throw < 6 else "deregistered" if throw < 15 else "active"


class _Places:
    """Where firms of one sector stand in a district: mostly around a few busy quarters."""

    __slots__ = ("_high", "_low", "_quarters", "_ring")

    def __init__(self, dice: Dice, district: str) -> None:
        self._ring = outline_points(district)
        xs, ys = [p[0] for p in self._ring], [p[1] for p in self._ring]
        self._low, self._high = (min(xs), min(ys)), (max(xs), max(ys))
        self._quarters = [self._anywhere(dice) for _ in range(6)]

    def throw(self, dice: Dice) -> Point:
        """A point inside the outline."""
        if not dice.percent(75):
            return self._anywhere(dice)
        x, y = dice.pick(self._quarters)
        while True:
            dx = dice.between(-600, 600) + dice.between(-600, 600)
            dy = dice.between(-500, 500) + dice.between(-500, 500)
            if inside((x + dx, y + dy), self._ring):
                return x + dx, y + dy

    def _anywhere(self, dice: Dice) -> Point:
        while True:
            point = (
                dice.between(self._low[0], self._high[0]),
                dice.between(self._low[1], self._high[1]),
            )
            if inside(point, self._ring):
                return point
