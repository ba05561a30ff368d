"""Eleven districts with simplified outlines drawn for this project (not survey data).

Neighbours share the corner points of their common border, so the map has no gaps. Each edge is bent
a little by a rule that depends only on its two ends: both neighbours get the same bend.
"""

from __future__ import annotations

import hashlib
from itertools import pairwise

from ..records import District

Point = tuple[int, int]  # (lon, lat) in units of 1e-5 degrees: whole numbers stay exact

# (lon, lat) in units of 0.01 degrees; corner names say nothing, they are only shared
_CORNERS: dict[str, Point] = {
    "a1": (11378, 2272), "a2": (11380, 2280), "a3": (11386, 2280), "a4": (11393, 2286),
    "a5": (11400, 2282), "a6": (11400, 2274), "a7": (11397, 2270), "a8": (11388, 2271),
    "b1": (11382, 2260), "b2": (11386, 2256), "b3": (11393, 2260), "b4": (11397, 2262),
    "c1": (11387, 2247), "c2": (11394, 2247), "c3": (11400, 2251), "c4": (11400, 2260),
    "d1": (11405, 2250), "d2": (11410, 2253), "d3": (11411, 2257), "d4": (11408, 2259),
    "e1": (11419, 2255), "e2": (11420, 2259), "e3": (11415, 2261), "f1": (11410, 2264),
    "f2": (11410, 2272), "f3": (11406, 2277), "g1": (11412, 2280), "g2": (11425, 2279),
    "g3": (11431, 2274), "g4": (11429, 2266), "g5": (11425, 2263), "h1": (11426, 2256),
    "h2": (11434, 2259), "h3": (11435, 2262), "i1": (11437, 2277), "i2": (11443, 2271),
    "i3": (11442, 2266), "k1": (11450, 2267), "k2": (11455, 2262), "k3": (11462, 2257),
    "k4": (11460, 2250), "k5": (11453, 2247), "k6": (11450, 2254), "k7": (11443, 2258),
    "m1": (11490, 2278), "m2": (11496, 2290), "m3": (11506, 2296), "m4": (11516, 2290),
    "m5": (11514, 2280), "m6": (11505, 2274), "m7": (11497, 2274),
}  # fmt: skip

# id: (name, English name, area code of its credit codes, centre, corners around)
_DISTRICTS: dict[str, tuple[str, str, str, Point, str]] = {
    "福田": ("福田区", "Futian", "440304", (11405, 2254), "c3 d1 d2 d3 d4 c4"),
    "罗湖": ("罗湖区", "Luohu", "440303", (11414, 2257), "d2 e1 e2 e3 d4 d3"),
    "盐田": ("盐田区", "Yantian", "440308", (11427, 2259), "e1 h1 h2 h3 g4 g5 e2"),
    "南山": ("南山区", "Nanshan", "440305", (11394, 2254), "c1 c2 c3 c4 b4 b3 b2"),
    "宝安": ("宝安区", "Bao'an", "440306", (11386, 2268), "a1 b1 b2 b3 b4 a7 a8 a3 a2"),
    "龙岗": ("龙岗区", "Longgang", "440307", (11420, 2271), "d4 e3 e2 g5 g4 g3 g2 g1 f3 f2 f1"),
    "龙华": ("龙华区", "Longhua", "440309", (11403, 2268), "c4 d4 f1 f2 f3 a6 a7 b4"),
    "坪山": ("坪山区", "Pingshan", "440310", (11436, 2270), "h3 i3 i2 i1 g3 g4"),
    "光明": ("光明区", "Guangming", "440311", (11393, 2277), "a3 a8 a7 a6 a5 a4"),
    "大鹏": ("大鹏新区", "Dapeng", "440307", (11452, 2258), "h2 k7 k6 k5 k4 k3 k2 k1 i3 h3"),
    "深汕": ("深汕特别合作区", "Shenshan", "440300", (11503, 2285), "m1 m7 m6 m5 m4 m3 m2"),
}

DISTRICT_IDS: tuple[str, ...] = tuple(_DISTRICTS)


def area_code(district: str) -> str:
    """The six digits its credit codes carry."""
    return _DISTRICTS[district][2]


def district_name(district: str) -> str:
    """福田 -> 福田区."""
    return _DISTRICTS[district][0]


def outline_points(district: str) -> list[Point]:
    """The closed ring of a district in units of 1e-5 degrees."""
    corners = [_scaled(_CORNERS[name]) for name in _DISTRICTS[district][4].split()]
    ring: list[Point] = []
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        ring += _bent(start, end, 2)
    return [*ring, ring[0]]


def make_districts() -> tuple[District, ...]:
    """All districts, in the usual order."""
    return tuple(_district(key) for key in _DISTRICTS)


def _district(key: str) -> District:
    name, english, _, (lon, lat), _ = _DISTRICTS[key]
    ring = tuple((x / 100000, y / 100000) for x, y in outline_points(key))
    return District(key, name, english, lon / 100, lat / 100, ring)


def _scaled(corner: Point) -> Point:
    return corner[0] * 1000, corner[1] * 1000


def _bent(start: Point, end: Point, rounds: int) -> list[Point]:
    """The edge from ``start`` up to but without ``end``, its middle moved aside, twice."""
    if rounds == 0:
        return [start]
    middle = _middle(min(start, end), max(start, end))
    return _bent(start, middle, rounds - 1) + _bent(middle, end, rounds - 1)


def _middle(low: Point, high: Point) -> Point:
    """The middle of an edge, moved across it by up to 11 % of its length."""
    digest = hashlib.sha256(f"{low}{high}".encode()).digest()
    shift = int.from_bytes(digest[:2], "big") % 23 - 11
    dx, dy = high[0] - low[0], high[1] - low[1]
    return (low[0] + high[0]) // 2 - dy * shift // 100, (low[1] + high[1]) // 2 + dx * shift // 100


def inside(point: Point, ring: list[Point]) -> bool:
    """Whether a point lies strictly inside a closed ring (even-odd rule, whole numbers only)."""
    x, y = point
    odd = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y):
            # left of the crossing, without a division
            left = (x - x1) * (y2 - y1) < (x2 - x1) * (y - y1)
            odd ^= left if y2 > y1 else not left
    return odd
