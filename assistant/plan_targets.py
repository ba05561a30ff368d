"""Names of businesses: in quotation marks, by how they end, or by where they stand; as typed."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from assistant.plan_line import MARKS, Line, Span, Token, raw_of
from assistant.plan_numbers import whole
from assistant.plan_segments import CJK, Piece, ends, latin_known, pieces, runs
from assistant.plan_words import either, table, words

LONGEST: Final = 8  # characters before the ending
# Single characters that bound a name; every other known character may stand inside one.
_STRONG: Final = frozenset(
    "把将给对去到在从由让叫请派带和与跟同及或的了过着得是有没不别要想会能可查看跑走抽排整弄做挪改调移换推删撤"
    "我你他她它这那各每都全也又就只仅才已刚先后还再几个家户间所批处名位组次份张套出打列写发吗呢吧按以用为点"
)
_CAPITALS: Final = "丽国帝新名花京"  # 丽都, 新都: here 都 is no adverb
_COUNTS: Final = frozenset("零一二两三四五六七八九十百千")
_QUOTED: Final = '[“"「『《‘]([^“”"「」『』《》‘’,]{2,24})[”"」』》’]'


def read_targets(line: Line) -> None:
    """Mark quoted names and names that end as businesses do; run before sectors are marked."""
    line.take(_QUOTED, lambda _, t: Span("T", raw_of(t[1:-1]), raw_of(t)))
    _read_chinese(line)
    line.take(f"<D>{either(words('places'))}", lambda _, t: Span("T", raw_of(t), raw_of(t)))
    line.take("<T>\\(?<D>[^()]{0,4}?(?:分店|店)\\)?", lambda _, t: Span("T", raw_of(t), raw_of(t)))
    line.take(
        "<T>(?:那家|的那家|里的?|旁边的?|对面的?|附近的?|楼下的?)(?=<T>)",
        lambda _, t: Span("W", "beside", raw_of(t)),
    )
    _read_english(line)


def read_listed(line: Line) -> None:
    """Names listed behind a number of businesses; run after the sectors, before the people."""
    line.take(_ENUMERATED, _enumerated)
    line.take(_BEHIND_COLON, _after_places)


def read_bare_targets(line: Line) -> None:
    """Names without a telling end, where only a business can stand; run after the people."""
    for pattern in _PLACES:
        line.take(pattern, _bare)


def _read_chinese(line: Line) -> None:
    at = 0
    while True:
        found = next((span for span in _names(line.text, at)), None)
        if found is None:
            return
        start, end = found
        name = raw_of(line.tokens[start:end])
        line.replace(start, end, Span("T", name, name))
        at = start + 1


def _names(text: str, at: int) -> list[tuple[int, int]]:
    found = []
    for start, end in runs(text):
        if end <= at:
            continue
        row = pieces(text, max(start, at), end)
        for n, piece in enumerate(row):
            if span := _name(text, row, n, piece):
                found.append(span)
                break
        if found:
            break
    return found


def _name(text: str, row: list[Piece], n: int, piece: Piece) -> tuple[int, int] | None:
    if piece.kind == "end":
        head = _head(text, row, n)
        if head is None:
            return None
        return head, _tail(text, row, n)
    if (
        piece.kind == "unknown" and piece.length >= 3
    ):  # 福满楼, 云海阁: a short end in an unknown word
        last = text[piece.end - 1]
        if last in ends() and piece.length <= LONGEST:
            return piece.start, _tail(text, row, n)
    return None


def _head(text: str, row: list[Piece], n: int) -> int | None:
    """Where the name that ends with piece ``n`` begins; None where it is only a kind of business."""
    start, unknown = row[n].start, 0
    for piece in reversed(row[:n]):
        word = text[piece.start : piece.end]
        weak = piece.length == 1 and word not in _STRONG
        if piece.kind == "unknown":
            unknown += sum(c not in _COUNTS for c in word)
        elif (
            not weak
            and not (piece.kind == "end" and unknown == 0 and piece.start > row[0].start)
            and not _inside(text, piece.start)
        ):
            break
        start = piece.start
    while start < row[n].start and text[start] in "趟个下":
        start += 1  # 去趟, 查个, 看下
    if not unknown or not 2 <= row[n].start - start + (row[n].length > 3) <= LONGEST + 1:
        return None
    if row[n].start - start < 2:
        return None
    return start


def _inside(text: str, at: int) -> bool:
    """Whether a word that bounds names belongs to one here: 把和平里…, 丽都…."""
    before = text[at - 1] if at else ""
    if text[at] in "和同":
        return not before or before in "把将去到查对"
    if text[at] == "家":
        return bool(before) and before in "万百千皇全"
    return text[at] == "都" and bool(before) and before in _CAPITALS


def _tail(text: str, row: list[Piece], n: int) -> int:
    """The end of the name, with what prolongs it: 店, 分店, a second ending."""
    end = row[n].end
    for piece in row[n + 1 :]:
        word = text[piece.start : piece.end]
        if piece.kind == "end" or word in ("店", "分店", "总店", "旗舰店", "门店"):
            end = piece.end
        else:
            break
    return end


_X: Final = f"(?P<x>(?:[{CJK}]|{MARKS['D']}){{2,10}}?)"
_SHUT: Final = "(?:已经|已|都|要|今天|临时|突然|那家)*(?:停业|关门|关店|关了|倒闭|歇业|装修|注销|搬走|搬迁|搬家|拆迁|停电|不开门|没开门|转让|不干了|黄了|闭店)"
_PLACES: Final = (
    f"(?:把|将){_X}(?=的?(?:检查)?(?:从|挪|改|调|移|推|换|提|去掉|取消|删|撤|放|延|拿掉|划掉|往后|往前|安排|排))",
    f"(?<![{CJK}]){_X}(?={_SHUT})",
    f"(?<=为什么){_X}(?=没|不|被|排|抽|会|要|一直)",
    f"(?<=为啥){_X}(?=没|不|被|排|抽|会|要|一直)",
    f"(?<![{CJK}]){_X}(?=为什么|为啥|怎么|咋|为何)",
    f"(?<=对){_X}(?=的?检查)",
    f"(?<=去){_X}(?=检查|看看|查一下|一趟|$|,)",
    f"(?<=<T>[、和跟与及]){_X}(?=挪|改|推|换|去掉|取消|为什么|$|,)",
)


_ITEM: Final = f"(?:<T>|[{CJK}]{{2,8}}?)"
_ENUMERATED: Final = f"(?<![0-9一二两三四五六七八九十百])(?P<head>(?:(?P<n><n>)|[几些这那])?[家户间处个](?:<S>|店|企业|商户)?(?:分别是|分别为|分别|就是|即|是|:|,)+)(?P<list>{_ITEM}(?:(?:、|和|跟|与|及){_ITEM})+)(?=[,.;]|$)"


_BEHIND_COLON: Final = f"(?<=:)(?P<head>)(?P<list>{_ITEM}(?:(?:、|和|跟|与|及){_ITEM})+)(?=[,.;]|$)"


def _after_places(match: re.Match[str], tokens: list[Token]) -> list[Token] | None:
    """龙华这几家下周查：甲、乙: what stands before the colon counts places, not people."""
    before = match.string[: match.start()]
    last = max(re.finditer(_COUNTED, before), key=lambda m: m.start(), default=None)
    return _enumerated(match, tokens) if last and last["place"] else None


_COUNTED: Final = f"(?P<place>家|户|店|处|地方|点|单位|企业|商户|{MARKS['S']})|人|部门|员|组|{MARKS['B']}|{MARKS['H']}"


def _enumerated(match: re.Match[str], tokens: list[Token]) -> list[Token] | None:
    """两家：甲、乙: what is listed behind a number of businesses are their names."""
    if match["head"].endswith(",") and not _as_many(match):
        return None
    size = len(match["head"])
    row: list[Token] = list(tokens[:size])
    for part in re.split("([、和跟与及])", match["list"]):
        piece, size = tokens[size : size + len(part)], size + len(part)
        if (len(part) == 1 and isinstance(piece[0], str)) or any(
            isinstance(t, Span) for t in piece
        ):
            row += piece
        else:
            name = raw_of(piece)
            if all(p.kind == "known" for p in pieces(name, 0, len(name))):
                return None
            row.append(Span("T", name, name))
    return row


def _as_many(match: re.Match[str]) -> bool:
    """商场两家，甲和乙: behind a comma only as many as were counted are the names."""
    counted = match.groupdict().get("n")
    return not counted or whole(counted) == len(re.split("[、和跟与及]", match["list"]))


def _bare(match: re.Match[str], tokens: list[Token]) -> list[Token] | None:
    lead = match.start("x") - match.start()
    size = match.end("x") - match.start("x")
    name = tokens[lead : lead + size]
    row = pieces(match.string, match.start("x"), match.end("x"))
    if any(isinstance(t, Span) for t in name):
        return None
    known = sum(p.length for p in row if p.kind == "known")
    if known or not 2 <= size <= LONGEST:
        return None
    said = raw_of(name)
    return [*tokens[:lead], Span("T", said, said), *tokens[lead + size :]]


_WORD: Final = r"[A-Za-z][A-Za-z'&]*(?:-[A-Za-z]+)*"


@cache
def _closed() -> frozenset[str]:
    parts = (part for key in ("districts", "departments") for w in table(key) for part in w.split())
    return frozenset(parts)


def _read_english(line: Line) -> None:
    line.take(rf"(?<![A-Za-z]){_WORD}(?: (?:{_WORD}|&))*", _split_names)


def _split_names(_match: re.Match[str], tokens: list[Token]) -> list[Token] | None:
    """Runs of capitalised unknown words, or unknown words before a telling end, become names."""
    spots = [(m.start(), m.end(), m[0]) for m in re.finditer(rf"{_WORD}|&", raw_of(tokens))]
    found = [span for n in range(len(spots)) if (span := _latin_name(spots, n))]
    if not found:
        return None
    first, last = max(found, key=lambda s: s[1] - s[0]) if len(found) == 1 else found[0]
    start, end = spots[first][0], spots[last][1]
    name = raw_of(tokens[start:end])
    rest = _split_names_in(tokens[end:])
    return [*tokens[:start], Span("T", name, name), *rest]


def _split_names_in(tokens: list[Token]) -> list[Token]:
    text = "".join(t if isinstance(t, str) else "\ue00a" for t in tokens)
    match = re.match(r".*", text, re.DOTALL)
    made = _split_names(match, tokens) if match and tokens else None
    return made if made is not None else tokens


def _latin_name(spots: list[tuple[int, int, str]], n: int) -> tuple[int, int] | None:
    """The name that starts at word ``n``: first and last word."""
    if not _may_start(spots, n) or (n and _may_start(spots, n - 1) and _joined(spots, n)):
        return None
    last = n
    while last + 1 < len(spots) and _joined(spots, last + 1) and _may_go_on(spots, last + 1):
        last += 1
    word = spots[last][2].lower()
    ended = word in words("name_ends_en")
    capital = all(
        spots[k][2][0].isupper()
        for k in range(n, last + 1)
        if spots[k][2] not in ("&", "of", "the")
    )
    plain = " ".join(spot[2] for spot in spots[n : last + 1]).lower()
    if ended and last > n and not (plain in table("sectors") and not capital):
        return n, last
    if capital and last > n and not _is_person(spots, n, last):
        return n, last
    return None


def _joined(spots: list[tuple[int, int, str]], n: int) -> bool:
    return n == 0 or spots[n][0] - spots[n - 1][1] == 1


def _may_start(spots: list[tuple[int, int, str]], n: int) -> bool:
    word = spots[n][2]
    low = word.lower()
    if low in _closed() and not _ends_soon(spots, n):
        return False
    if low in words("name_ends_en"):
        return False
    if low in latin_known():
        return bool(n) and word[0].isupper() and _ends_soon(spots, n)
    return len(word) > 1 and (word[0].isupper() or _ends_soon(spots, n))


def _ends_soon(spots: list[tuple[int, int, str]], n: int) -> bool:
    """Whether a telling end follows within three words that are all of one kind of writing."""
    capital = spots[n][2][0].isupper()
    for k in range(n + 1, min(n + 5, len(spots))):
        word = spots[k][2]
        if not _joined(spots, k) or (
            word[0].isupper() != capital and word not in ("&", "of", "the")
        ):
            return word.lower() in words("name_ends_en") and capital and _joined(spots, k)
        if word.lower() in words("name_ends_en"):
            return True
        if word.lower() in latin_known() and not capital:
            return False
    return False


def _may_go_on(spots: list[tuple[int, int, str]], n: int) -> bool:
    word = spots[n][2]
    low = word.lower()
    if word in ("&", "of", "the"):
        return n + 1 < len(spots) and spots[n + 1][2][0].isupper() and _joined(spots, n + 1)
    if low in words("name_ends_en"):
        return True
    if word[0].isupper():
        return low not in latin_known() or _ends_soon(spots, n)
    return low not in latin_known() and not spots[n - 1][2][0].isupper() and _ends_soon(spots, n)


def _is_person(spots: list[tuple[int, int, str]], n: int, last: int) -> bool:
    return spots[n][2].lower() in words("families_en") and last - n <= 2
