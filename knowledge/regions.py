"""Places: what region a document belongs to and which places a question names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("regions.yaml")


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its other names and the larger place it lies in."""

    name: str
    also: tuple[str, ...]
    within: str


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def places() -> tuple[Place, ...]:
    """The places some document speaks of, largest names first where they contain each other."""
    rows = _data()["covered"] + _data()["unlisted_districts"]
    return tuple(Place(r["name"], tuple(r.get("also", ())), r.get("within", "")) for r in rows)


@cache
def _elsewhere() -> re.Pattern[str]:
    data = _data()["elsewhere"]
    english = "|".join(re.escape(word) for word in data["en"])
    return re.compile("(" + "|".join(data["zh"]) + rf")|\b({english})\b")


def chain(name: str) -> tuple[str, ...]:
    """The place and what it lies in, outermost first: 昌江 -> 江西, 景德镇, 昌江."""
    found = {place.name: place for place in places()}
    steps: list[str] = []
    while name in found and name != "全国":
        steps.append(name)
        name = found[name].within
    return tuple(reversed(steps))


def named_places(question: str) -> tuple[str, ...]:
    """Covered places a question names, in the order of the list."""
    low = question.lower()
    return tuple(p.name for p in places() if any(word in low for word in (p.name, *p.also)))


def district_names(question: str) -> list[tuple[str, ...]]:
    """For every district (a place within a city) a question names, the ways it is written."""
    low = question.lower()
    cities = {"深圳", "景德镇"}
    return [
        (p.name, *p.also)
        for p in places()
        if p.within in cities and any(word in low for word in (p.name, *p.also))
    ]


def spellings(names: tuple[str, ...]) -> tuple[str, ...]:
    """All the ways the places may be written, national bodies left out."""
    return tuple(
        word
        for p in places()
        if p.name in names and p.name != "全国"
        for word in (p.name, *p.also)
        if len(word) > 1
    )


def foreign_place(question: str) -> str:
    """A place outside every document, or an empty text."""
    low = re.sub(r"中山(?=大)|南山区?|吉林路|香港路", "", question.lower())
    match = _elsewhere().search(low)
    return match[0] if match else ""


def region_of(issuer: str, title: str) -> str:
    """``江西/景德镇/昌江`` from the issuer's name; 全国 for a national body, "" when unknown."""
    for words in (issuer, title):
        best = max((chain(n) for n in named_places(words)), key=len, default=())
        if best:
            return "/".join(step for step in best if step != "广东")
        away = foreign_place(words)
        if away:
            return away
        if "总局" in words or "国务院" in words:
            return "全国"
    return ""


def region_matches(region: str, wanted: str) -> bool:
    """Whether a document of ``region`` applies in ``wanted``.

    National texts apply everywhere, those of a province in its cities; who asks for a province also
    sees its cities. A place no document covers sees national texts only.
    """
    if not region or region == "全国":
        return True
    asked = max((chain(name) for name in named_places(wanted)), key=len, default=())
    if not asked:
        return wanted.strip() in ("", "全国") or region == wanted
    return all(own == other for own, other in zip(region.split("/"), asked, strict=False))
