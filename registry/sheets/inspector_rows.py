"""Rows of an inspector sheet to inspectors (rules D6, D7: qualified, with certificate and trade)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ..records import Department, Inspector
from .cells import RowReader
from .headers import Columns

RECORD_RULE = "sz-2018#二(一)2"

COLUMNS = Columns(
    aliases={
        "id": ("人员编号", "编号", "工号", "执法人员编号", "staff_number"),
        "name": ("姓名", "人员姓名"),
        "department": ("所属部门", "部门", "执法部门"),
        "unit": ("所属辖区", "辖区", "单位", "执法单位", "所属单位", "行政区", "district"),
        "post": ("职务", "岗位"),
        "specialties": ("业务专长", "专长", "specialty"),
        "certificate_number": (
            "执法证号",
            "执法证件号",
            "执法证件号码",
            "执法证编号",
            "certificate",
        ),
        "certificate_valid_until": (
            "执法证有效期至",
            "证件有效期",
            "有效期至",
            "执法证有效期",
            "valid_until",
        ),
        "certificate_issuer": ("发证机关", "发证单位"),
        "sex": ("性别",),
        "rank": ("职级",),
        "role": ("人员类别", "角色", "类别"),
        "max_visits_per_day": ("每日检查上限", "每日最多检查数"),
        "active": ("在岗", "是否在岗"),
    },
    required=(
        "id",
        "name",
        "department",
        "unit",
        "specialties",
        "certificate_number",
        "certificate_valid_until",
    ),
)

_ROLES = {
    **dict.fromkeys(("执法人员", "执法检查人员", "检查人员", "inspector"), "inspector"),
    **dict.fromkeys(("辅助人员", "专家", "外聘专家", "第三方", "assistant", "expert"), "assistant"),
}
_SEXES = {"男": "男", "女": "女", "m": "男", "f": "女", "male": "男", "female": "女"}
_ID = re.compile(r"[A-Z0-9]{1,32}")
_BLANK = Inspector("", "", "", "", "", (), "", None)


def department_words(departments: Mapping[str, Department]) -> dict[str, str]:
    """Every spelling of a department -> its id: id, full name, English."""
    words: dict[str, str] = {}
    for d in departments.values():
        for name in (d.id, d.name, d.name_en):
            words.setdefault(name.lower(), d.id)
    words.pop("", None)
    return words


def read_id(cells: RowReader) -> str:
    """The inspector's id: upper-case letters and digits."""
    said = cells.word("id", required=RECORD_RULE)
    code = cells.cleaned("id", said, re.sub(r"[\s\-]", "", said).upper())
    if code and not _ID.fullmatch(code):
        cells.fault(
            "id",
            "code_shape",
            code,
            f"编号“{code}”只能由大写字母和数字组成（至多 32 位），请改正。",
            f"“{code}” may only have letters and digits, 32 at most; correct it.",
            "contract §5.1",
        )
    return code


def read_inspector(
    cells: RowReader,
    known: Inspector | None,
    code: str,
    departments: Mapping[str, Department],
    words: Mapping[str, str],
    districts: Mapping[str, str],
) -> Inspector:
    """The inspector of a row. Columns the sheet lacks keep what the registry says already."""
    old = known or _BLANK
    department = read_department(cells, words, "department")
    person = replace(
        old,
        id=code,
        name=cells.text("name", required=RECORD_RULE),
        department=department,
        unit=_unit(cells, districts),
        post=cells.text("post") if cells.has("post") else old.post,
        specialties=_specialties(cells, departments.get(department)),
        certificate_number=cells.number_text("certificate_number"),
        certificate_valid_until=cells.day("certificate_valid_until"),
        role=cells.choice("role", _ROLES, old.role),
    )
    _certified(cells, person)
    return _rest(cells, person, old)


def _rest(cells: RowReader, person: Inspector, old: Inspector) -> Inspector:
    has = cells.has
    return replace(
        person,
        certificate_issuer=cells.text("certificate_issuer")
        if has("certificate_issuer")
        else old.certificate_issuer,
        sex=cells.choice("sex", _SEXES, "" if has("sex") else old.sex),
        rank=cells.text("rank") if has("rank") else old.rank,
        max_visits_per_day=cells.whole("max_visits_per_day", old.max_visits_per_day, 1, 20),
        active=cells.flag("active", old.active),
    )


def read_department(cells: RowReader, words: Mapping[str, str], field: str) -> str:
    """The id of the department a cell names; a fault where there is none."""
    said = cells.word(field, required=RECORD_RULE)
    if not said or said.lower() in words:
        return words.get(said.lower(), "")
    known = "、".join(dict.fromkeys(words.values()))
    cells.fault(
        field,
        "unknown_department",
        said,
        f"没有名为“{said}”的部门，可填：{known}（或其全称）。",
        f"there is no department “{said}”; use one of: {known} (or their full names).",
    )
    return ""


def _unit(cells: RowReader, districts: Mapping[str, str]) -> str:
    said = cells.word("unit", required=RECORD_RULE)
    if not said or said.lower() in districts:
        return districts.get(said.lower(), "")
    known = "、".join(dict.fromkeys(districts.values()))
    cells.fault(
        "unit",
        "unknown_district",
        said,
        f"没有名为“{said}”的辖区，可填：{known}（或其名称）。",
        f"there is no district “{said}”; use one of: {known} (or their names).",
    )
    return ""


def _specialties(cells: RowReader, department: Department | None) -> tuple[str, ...]:
    found = cells.words("specialties")
    if not found:
        cells.text("specialties", required=RECORD_RULE)
    if department is None or not department.specialties:
        return found
    for odd in (word for word in found if word not in department.specialties):
        known = "、".join(department.specialties)
        cells.fault(
            "specialties",
            "unknown_specialty",
            odd,
            f"{department.id}没有“{odd}”这一专长，可填：{known}。",
            f"{department.id} has no specialty “{odd}”; use one of: {known}.",
            RECORD_RULE,
        )
    return found


def _certified(cells: RowReader, person: Inspector) -> None:
    """An inspector must hold a certificate; an assistant need not, and never counts (rules D6, D9)."""
    if person.role != "inspector":
        return
    for field in ("certificate_number", "certificate_valid_until"):
        if not cells.text(field):
            cells.fault(
                field,
                "no_certificate",
                "",
                "执法人员须有执法证号和有效期（长期有效写“长期”）；没有执法证的请列为辅助人员。",
                "an inspector needs a certificate number and its last day (长期 for no end); "
                "list a person without one as an assistant.",
                RECORD_RULE,
            )
