"""Rows of a target sheet to targets (rules D1: name, address, responsible person, contact, code)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from ..records import District, Target
from .cells import RowReader
from .codes import KINDS, CodeFault, clean_code, read_code
from .headers import Columns

RECORD_RULE = "sz-2018#二(一)2"

COLUMNS = Columns(
    aliases={
        "id": (
            "统一社会信用代码/注册号",
            "统一社会信用代码",
            "社会信用代码",
            "信用代码",
            "统一社会信用代码（注册号）",
            "注册号",
            "credit_code",
            "uscc",
        ),
        "id_kind": ("编号类型", "代码类型"),
        "name": ("企业名称", "检查对象名称", "经营主体名称", "市场主体名称", "检查对象", "名称"),
        "address": ("地址", "住所", "经营场所", "住所（经营场所）", "经营地址"),
        "district": ("辖区", "行政区", "所属辖区", "管辖单位"),
        "risk": ("信用风险等级", "信用风险分类", "风险等级", "风险", "risk_class"),
        "sector": ("领域", "业态", "行业", "行业类别"),
        "lon": ("经度", "longitude"),
        "lat": ("纬度", "latitude"),
        "coord_system": ("坐标系",),
        "person_in_charge": ("负责人", "法定代表人", "法定代表人（负责人）", "responsible_person"),
        "contact": ("联系方式", "联系电话", "电话", "phone"),
        "industry_code": ("行业代码", "国民经济行业代码"),
        "credit_flag": ("信用标记", "信用状况"),
        "labels": ("标签",),
        "status": ("状态", "登记状态", "经营状态"),
        "open_from": ("营业开始", "营业开始时间", "opens"),
        "open_to": ("营业结束", "营业结束时间", "closes"),
    },
    required=("id", "name", "address", "district", "risk", "sector"),
)

_ID_KINDS = {
    "统一社会信用代码": "uscc",
    "旧注册号": "legacy",
    "注册号": "legacy",
    "发放编号": "issued",
    "自编号": "issued",
    **{kind: kind for kind in KINDS},
}
_RISKS = {
    spelling.lower(): risk for risk in "ABCD" for spelling in (risk, f"{risk}类", f"{risk}级")
}
_FLAGS = {
    "无": "",
    "正常": "",
    "经营异常": "abnormal",
    "经营异常名录": "abnormal",
    "严重违法失信": "serious",
    "严重违法": "serious",
    "投诉较多": "complaints",
    "none": "",
    "abnormal": "abnormal",
    "serious": "serious",
    "complaints": "complaints",
}
_STATUSES = {
    **dict.fromkeys(("存续", "在业", "在营", "开业", "正常", "active"), "active"),
    **dict.fromkeys(("吊销", "revoked"), "revoked"),
    **dict.fromkeys(("注销", "deregistered"), "deregistered"),
}
_SYSTEMS = {
    "cgcs2000": "CGCS2000",
    "国家大地2000": "CGCS2000",
    "gcj-02": "GCJ-02",
    "gcj02": "GCJ-02",
    "wgs84": "WGS84",
    "wgs-84": "WGS84",
    "bd-09": "BD-09",
    "bd09": "BD-09",
}
_BLANK = Target(id="", id_kind="", name="", address="", district="", risk="A", sector="")


def district_words(districts: Collection[District]) -> dict[str, str]:
    """Every spelling of a district -> its id: id, Chinese name with or without 区, English."""
    words: dict[str, str] = {}
    for d in districts:
        for name in (d.id, d.name, d.name.removesuffix("区"), f"{d.name}区", d.name_en):
            words.setdefault(name.lower(), d.id)
    words.pop("", None)
    return words


def read_id(cells: RowReader) -> tuple[str, str]:
    """(id, id_kind) of a target row; faults where it has none."""
    raw = cells.raw("id")
    code = cells.cleaned("id", raw, clean_code(raw))
    if not code:
        cells.fault(
            "id", "blank", "", "不能为空，请填写。", "must not be blank; fill it in.", RECORD_RULE
        )
        return "", "issued"
    said = cells.choice("id_kind", _ID_KINDS, None)
    kind = read_code(code, said)
    if isinstance(kind, CodeFault):
        cells.fault("id", kind.code, kind.masked, kind.zh, kind.en, kind.rule)
        return code, "issued"
    if kind == "legacy":
        cells.findings.legacy.append((cells.row, code))
    return code, kind


def read_target(
    cells: RowReader, known: Target | None, code: tuple[str, str], districts: Mapping[str, str]
) -> Target:
    """The target of a row. Columns the sheet lacks keep what the registry says already."""
    old = known or _BLANK
    lon, lat = _place(cells, old)
    target = replace(
        old,
        id=code[0],
        id_kind=code[1],
        name=cells.text("name", required=RECORD_RULE),
        address=cells.text("address", required=RECORD_RULE),
        district=_district(cells, districts),
        risk=_risk(cells),
        sector=cells.text("sector", required="sz-2018#二(一)2"),
        lon=lon,
        lat=lat,
        coord_system=cells.choice("coord_system", _SYSTEMS, old.coord_system),
    )
    return _rest(cells, target, old)


def _rest(cells: RowReader, target: Target, old: Target) -> Target:
    has = cells.has
    target = replace(
        target,
        person_in_charge=cells.text("person_in_charge")
        if has("person_in_charge")
        else old.person_in_charge,
        contact=cells.number_text("contact") if has("contact") else old.contact,
        industry_code=_industry(cells) if has("industry_code") else old.industry_code,
        credit_flag=cells.choice(
            "credit_flag", _FLAGS, "" if has("credit_flag") else old.credit_flag
        ),
        labels=cells.words("labels") if has("labels") else old.labels,
        status=cells.choice("status", _STATUSES, old.status),
        open_from=cells.time("open_from", old.open_from),
        open_to=cells.time("open_to", old.open_to),
    )
    if target.open_from >= target.open_to:
        cells.fault(
            "open_to",
            "hours",
            f"{target.open_from}-{target.open_to}",
            f"营业结束 {target.open_to} 不晚于营业开始 {target.open_from}，请更正。",
            f"closing at {target.open_to} is not after opening at {target.open_from}; correct it.",
        )
    return target


def _risk(cells: RowReader) -> str:
    cells.text("risk", required="jiangxi-2024#二(五)")
    return cells.choice("risk", _RISKS, "A", "jiangxi-2024#二(五)")


def _district(cells: RowReader, districts: Mapping[str, str]) -> str:
    said = cells.word("district", required=RECORD_RULE)
    if not said or said.lower() in districts:
        return districts.get(said.lower(), "")
    known = "、".join(dict.fromkeys(districts.values()))
    cells.fault(
        "district",
        "unknown_district",
        said,
        f"没有名为“{said}”的辖区，可填：{known}（或其名称）。",
        f"there is no district “{said}”; use one of: {known} (or their names).",
    )
    return ""


def _place(cells: RowReader, old: Target) -> tuple[float | None, float | None]:
    if not cells.has("lon") and not cells.has("lat"):
        return old.lon, old.lat
    # China with its seas, a little wide.
    lon, lat = cells.decimal("lon", 73, 136), cells.decimal("lat", 3, 54)
    if (lon is None) != (lat is None) and cells.sound:
        cells.fault(
            "lon" if lon is None else "lat",
            "half_a_place",
            "",
            "经度和纬度须同时填写或同时留空。",
            "longitude and latitude must be given both or not at all.",
        )
    return lon, lat


def _industry(cells: RowReader) -> str:
    said = cells.word("industry_code").upper()
    bare = said[1:] if said[:1].isalpha() else said
    if said and not (bare.isascii() and bare.isdigit() and 2 <= len(bare) <= 4):
        cells.fault(
            "industry_code",
            "industry",
            said,
            f"“{said}”不是行业代码，请填 2 至 4 位数字（可带门类字母）。",
            f"“{said}” is no industry code: 2 to 4 digits, a letter may stand before them.",
            "GB/T 4754-2017",
        )
    return said
