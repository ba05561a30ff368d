"""Closed words: districts, kinds of business, departments; each takes the name of the contract."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from assistant.plan_line import Line, Span, Token, raw_of
from assistant.plan_words import either, lexicon, table, words

_CITY: Final = "(?:深圳市?|(?<![a-z])shenzhen(?:'s)? ?)?"
_AREA: Final = (
    "(?:特别合作区|合作区|新区|区(?![域分])|辖区|片区|(?<=[a-z]) (?:new )?district(?![a-z]))?"
)


def read_districts(line: Line) -> None:
    """Mark districts; 光明 and the like inside a longer name are left to the targets."""
    line.take(_patterns()["district"], _district)


@cache
def _patterns() -> dict[str, str]:
    tails, found = either(words("sector_tails")), {}
    found["district"] = f"{_CITY}{either(table('districts'))}{_AREA}"
    for kind in ("sectors", "departments"):
        found[kind] = either(w for w in table(kind) if not w.isascii())
        found[f"{kind}_en"] = _plural([w for w in table(kind) if w.isascii()])
    found["sectors"] = f"(?:{found['sectors']})(?:的?{tails})?"
    found["sectors_en"] = (
        f"(?<![a-z])(?P<en>{found['sectors_en']})(?![a-z])(?: (?:shops?|stores?|businesses|operators?))?"
    )
    # 教育培训 is a kind of business; 文化路 or 消防栓 are things.
    after = "(?!培训|栓|器材|通道|设施|隐患|证|许可|安全|路|街|用品|中心|检查表|类机构|要求|问题)"
    found["departments"] = (
        f"(?:区|市|区里的?|市里的?|各)?(?P<zh>{found['departments']}){after}"
        f"(?:{either(words('department_tails'))})*"
    )
    ends = "|".join(re.escape(t) for t in lexicon()["department_tails_en"])
    found["departments_en"] = (
        f"(?<![a-z])(?:the )?(?P<en>{found['departments_en']})(?![a-z])(?:{ends})?"
        "(?! (?:certificate|risk|drill|clinic|club|centre|center))"
    )
    return found


def _district(_match: re.Match[str], tokens: list[Token]) -> Span:
    said = raw_of(tokens).casefold()
    name = next(name for word, name in table("districts").items() if word in said)
    return Span("D", name, raw_of(tokens))


def read_sectors(line: Line) -> None:
    """Mark kinds of business; run after the targets, whose names may hold such a word."""
    line.take(_patterns()["sectors"], _sector)
    line.take(_patterns()["sectors_en"], _sector)


def _plural(latin: list[str]) -> str:
    """English words of the table in singular or plural, blanks and hyphens alike."""
    ordered = sorted(latin, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", "[ -]") + "(?:s|es)?" for w in ordered)


def _sector(_match: re.Match[str], tokens: list[Token]) -> Span | None:
    said = raw_of(tokens).casefold()
    even = said.replace("-", " ")
    found = [w for w in table("sectors") if said.startswith(w) or even.startswith(w)]
    return Span("S", table("sectors")[max(found, key=len)], raw_of(tokens)) if found else None


def read_departments(line: Line) -> None:
    """Mark departments with what follows their name (局, 部门, bureau)."""
    line.take(_patterns()["departments"], _department)
    line.take(_patterns()["departments_en"], _department)


def _department(match: re.Match[str], tokens: list[Token]) -> Span | None:
    groups = match.groupdict()
    said = (groups.get("zh") or groups.get("en") or "").casefold()
    # A street named by its own name is a place, not the department.
    if (
        said.startswith("街道")
        and match.start()
        and re.match(r"[\u4e00-\u9fff]", match.string[match.start() - 1])
        and match.string[match.start() - 1] not in "和与跟、及要叫让请由派把不别"
    ):
        return None
    known = table("departments")
    name = known.get(said) or known.get(said.rstrip("s")) or known.get(said.replace("-", " "))
    return Span("B", name, raw_of(tokens)) if name else None
