"""No run of 30 characters of an official text stands in the project; titles of documents may.

The texts themselves lie beside the repository and are not part of it. Where they are absent the
project cannot be compared; that the comparison works is shown on a made-up text in any case.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT.parent / "shared" / "seeds"
RUN = 30

# Quotes and backslashes go too, so that a sentence split over string literals is still seen.
_MARKS = re.compile(r"[\s\u200b\ufeff*#`_>|<\"'\\]+")
_LIST_MARK = re.compile(r"(?m)^\s*(?:[-+*]|\d+\.)\s+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BREAK = "\0"


def plain(text: str) -> str:
    """NFKC form without whitespace, list and other marks; ``\\uXXXX`` escapes are read."""
    read = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return _MARKS.sub("", _LIST_MARK.sub("", unicodedata.normalize("NFKC", read)))


def places(source: str, block: int) -> dict[str, list[int]]:
    """Every stretch of ``block`` characters of a plain text, and where it begins."""
    found: dict[str, list[int]] = defaultdict(list)
    for at in range(len(source) - block + 1):
        found[source[at : at + block]].append(at)
    return found


def shared_runs(text: str, source: str, index: dict[str, list[int]], run: int) -> Iterator[str]:
    """Runs of at least ``run`` characters that stand in both plain texts.

    Such a run covers one whole block of half its length that begins at a multiple of that length,
    so only these blocks are looked up, and each find is extended to both sides.
    """
    block = run // 2
    for at in range(0, len(text) - block + 1, block):
        for place in index.get(text[at : at + block], ()):
            first, last, left = at, at + block, place
            while first and left and text[first - 1] == source[left - 1] != _BREAK:
                first, left = first - 1, left - 1
            right = place + block
            while last < len(text) and right < len(source) and text[last] == source[right]:
                if text[last] == _BREAK:
                    break
                last, right = last + 1, right + 1
            if last - first >= run:
                yield text[first:last]


def without_titles(source: str, titles: Iterable[str]) -> str:
    """A plain text in which every title is replaced by a mark that ends a run."""
    for title in sorted({plain(title) for title in titles if title}, key=len, reverse=True):
        source = source.replace(title, _BREAK)
    return source


def titles() -> list[str]:
    """Titles of the documents and of those they cite: the only sentences that may be repeated."""
    pack = (ROOT / "knowledge" / "pack").glob("*.yaml")
    rows = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(pack)]
    own = [str(row["title"]) for row in rows if isinstance(row, dict)]
    return [
        *own,
        *(part for title in own for part in title.split("：")),
        *(title.removesuffix("（征求意见稿）") for title in own),
        "关于全面深化“双随机、一公开”监管规范涉企行政检查服务高质量发展的意见",
        "国务院关于在市场监管领域全面推行部门联合“双随机、一公开”监管的意见",
        "国务院办公厅关于推广随机抽查规范事中事后监管的通知",
        "国务院办公厅关于复制推广营商环境创新试点改革举措的通知",
        "深圳市市场监管领域“双随机、一公开”部门联合检查实施办法",
        "深圳市深入推进“随信综合查”新型监管机制服务高质量发展工作方案",
    ]


def tracked() -> list[Path]:
    """Files of the repository as git knows them."""
    answer = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return [ROOT / name for name in answer.stdout.split("\0") if name]


def readable(path: Path) -> str:
    """Text of a file, or nothing where it is missing or not UTF-8 text."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


@cache
def official() -> str:
    """All official texts as one plain text, titles taken out."""
    texts = [plain(path.read_text(encoding="utf-8")) for path in sorted(TEXTS.glob("*.txt"))]
    return without_titles(_BREAK.join(texts), titles())


# -- that the comparison works, on a made-up text ---------------------------------------------------

# Written for this test; it stands in no official text.
MADE_UP = (
    "春天来了，河边的柳树先绿，接着桃花一夜之间全开了，孩子们脱下棉衣跑到田埂上放风筝，"
    "老人坐在门口晒太阳，说今年的麦子一定长得比去年好。"
)


def runs(text: str, source: str = MADE_UP) -> list[str]:
    clean = plain(source)
    return sorted(set(shared_runs(plain(text), clean, places(clean, RUN // 2), RUN)))


@pytest.mark.parametrize("offset", range(16))
def test_thirty_characters_are_found_wherever_they_begin(offset: int) -> None:
    stolen = plain(MADE_UP)[7 : 7 + RUN]
    assert runs("天" * offset + stolen + "完") == [stolen]


def test_twenty_nine_characters_are_not_a_find() -> None:
    assert runs("甲" + plain(MADE_UP)[7 : 7 + RUN - 1] + "乙") == []


def test_line_breaks_marks_quotes_and_full_width_forms_hide_nothing() -> None:
    stolen = plain(MADE_UP)[:40]
    dressed = f'> **{stolen[:10]}**\n    "{stolen[10:20]}"\n    "{stolen[20:]}"'.replace(",", "，")
    assert stolen in runs(dressed)


def test_escaped_characters_hide_nothing() -> None:
    escaped = "".join(f"\\u{ord(char):04x}" for char in plain(MADE_UP)[:35])
    assert runs(escaped) != []


def test_a_title_may_be_repeated() -> None:
    title = plain(MADE_UP)[5:45]
    masked = without_titles(plain(MADE_UP), [title])
    assert list(shared_runs(title, masked, places(masked, RUN // 2), RUN)) == []


# -- the project ------------------------------------------------------------------------------------


def test_no_sentence_of_an_official_text_stands_in_the_project() -> None:
    if not list(TEXTS.glob("*.txt")):
        pytest.skip("the official texts do not lie beside the repository")
    source = official()
    index = places(source, RUN // 2)
    found = {
        str(path.relative_to(ROOT)): hits
        for path in tracked()
        if (hits := sorted(set(shared_runs(plain(readable(path)), source, index, RUN))))
    }
    assert found == {}
