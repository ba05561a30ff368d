"""Lines of a file with their offsets, and the small grammar of headings in official Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass

HAN = "一二三四五六七八九十百"
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_MARKS = re.compile(r"^[\s>#*_\u3000]+|[\s*_#\u3000]+$")
_FORMS = (
    ("part", re.compile(rf"^([{HAN}]+)\s*、\s*")),
    ("section", re.compile(rf"^[（(]\s*([{HAN}]+)\s*[)）]\s*")),
    ("item", re.compile(r"^(\d{1,2})\s*[.．、]\s*(?!\d)")),
    ("point", re.compile(r"^[（(]\s*(\d{1,2})\s*[)）]\s*")),
    ("chapter", re.compile(rf"^第\s*([{HAN}\d]+)\s*章\s*")),
    ("article", re.compile(rf"^第\s*([{HAN}\d]+)\s*条\s*")),
)
ENDS = "。！？；：!?;:"
_CLOSERS = "”’」』）)】*_"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: ``[start, end)`` without the line break; ``clean`` without marks."""

    start: int
    end: int
    clean: str
    strong: bool

    @property
    def closes(self) -> bool:
        """Whether the line ends a sentence, so that a heading may follow it."""
        bare = self.clean.rstrip(_CLOSERS + " ")
        return not bare or bare[-1] in ENDS


def split_lines(text: str) -> tuple[Line, ...]:
    """All lines that hold something, in order; rulers and comment marks count as empty."""
    lines, start = [], 0
    for raw in re.split(r"(?<=\n)|(?<=\f)", text):
        clean = _MARKS.sub("", raw.strip())
        if clean and not re.fullmatch(r"[-_=*—\s]{3,}", raw.strip()):
            lead = len(raw) - len(raw.lstrip())
            body = raw.strip()
            strong = body[0] in "#*" or "**" in body[:4]
            lines.append(Line(start + lead, start + lead + len(body), clean, strong))
        start += len(raw)
    return tuple(lines)


def han_number(text: str) -> int:
    """``十二`` -> 12; also plain digits. Zero when it is not a number."""
    if text.isdigit():
        return int(text)
    if "百" in text:
        head, _, tail = text.partition("百")
        return (_DIGITS.get(head, 1)) * 100 + han_number(tail.lstrip("零")) if tail else 100
    if "十" in text:
        head, _, tail = text.partition("十")
        return (_DIGITS.get(head, 1) if head else 1) * 10 + (_DIGITS.get(tail, 0) if tail else 0)
    return _DIGITS.get(text, 0)


def heading_mark(clean: str) -> tuple[str, int, str] | None:
    """Level, number and the label as written (``三``), when the line starts like a heading."""
    for level, form in _FORMS:
        match = form.match(clean)
        if match and han_number(match[1]):
            return level, han_number(match[1]), match[1]
    return None


def heading_words(clean: str) -> str:
    """The words of a heading: after its number, up to the first full stop."""
    for _, form in _FORMS:
        clean = form.sub("", clean, count=1) if form.match(clean) else clean
    words = re.split(r"[。：:；*]", _MARKS.sub("", clean), maxsplit=1)[0]
    return words.strip()[:60]
