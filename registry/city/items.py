"""The item list (抽查事项清单) of the made-up city, from items.csv.

Laws are named by their real titles, with the article where it is certain, without their text. What
is to be looked at is worded by us; departments, minutes and topics are the city's own.
"""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files

from ..records import Item
from .departments import item_prefix

SECTOR_LETTERS: dict[str, str] = {
    "仓": "即时零售前置仓",
    "商": "大型商业综合体",
    "酒": "高端酒店",
    "预": "预付式经营",
    "电": "电动自行车",
    "教": "教育培训机构",
    "校": "校园周边",
    "餐": "餐饮",
    "美": "美容美发",
    "体": "文体健身",
    "宠": "宠物诊疗",
    "家": "家政",
    "枢": "交通枢纽",
}

# Ratio and frequency are free text in real lists; these are the usual shapes of it.
_FREE_TEXT = (
    ("不低于3%", "每年1次"),
    ("不低于5%", "每年不少于1次"),
    ("不超过总数的2%", "每年1次"),
    ("按信用风险分类确定", "每年1至2次"),
)
_KEY_TEXT = ("全覆盖", "按重点监管事项清单确定")


def make_items(valid_from: date) -> tuple[Item, ...]:
    """All 200 items; ids count up within the department (SJ001, XF001, …)."""
    text = files(__package__).joinpath("items.csv").read_text(encoding="utf-8")
    counts: dict[str, int] = {}
    items = []
    for row in csv.DictReader(text.splitlines()):
        counts[row["department"]] = counts.get(row["department"], 0) + 1
        items.append(_item(row, counts[row["department"]], valid_from))
    return tuple(items)


def _item(row: dict[str, str], number: int, valid_from: date) -> Item:
    sectors = tuple(SECTOR_LETTERS[letter] for letter in row["sectors"])
    key = row["flag"] == "key"
    ratio, frequency = _KEY_TEXT if key else _FREE_TEXT[number % len(_FREE_TEXT)]
    return Item(
        id=f"{item_prefix(row['department'])}{number:03d}",
        department=row["department"],
        name=row["name"],
        sub_item=row["sub_item"],
        legal_basis=row["legal_basis"],
        target_kind="、".join(sectors),
        content=row["content"],
        method=row["method"],
        ratio=ratio,
        frequency=frequency,
        specialty=row["specialty"],
        minutes=int(row["minutes"]),
        sectors=sectors,
        topic=row["topic"],
        key_supervision=key,
        valid_from=valid_from,
    )
