"""Personal data in a text: found by its form, or because the directories know the name.

What leaves the house (for a model elsewhere) and what is kept of a conversation passes here first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from campaigns.office import Office

LONGEST: Final = 4000  # characters of one utterance that are kept

# The order counts: an identity number is looked for before the phone number inside it.
_FORMS: Final = (
    ("key", re.compile(r"(?<![A-Za-z0-9])(?:sk|pk|ghp|xox[bp])[-_][A-Za-z0-9_-]{12,}")),
    ("key", re.compile(r"(?i:bearer)\s+[A-Za-z0-9._~+/=-]{12,}")),
    ("key", re.compile(r"(?<=[:：=])\s*[A-Za-z0-9_\-+/=]{20,}(?=\s|$|[，。；,;])")),
    ("id", re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")),
    ("id", re.compile(r"(?<!\d)\d{6}[ -]\d{8}[ -]\d{3}[\dXx](?![0-9A-Za-z])")),
    ("code", re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])")),
    ("phone", re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")),
    ("phone", re.compile(r"(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)")),
    ("card", re.compile(r"(?<![0-9A-Za-z])\d{15,16}(?![0-9A-Za-z])|(?<!\d)\d{19}(?!\d)")),
    ("mail", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
)
# A word that says a person's name comes next; the name begins with a common family name.
_TITLED: Final = re.compile(
    r"(?:负责人|联系人|法定代表人|经营者|店主|老板|投诉人|举报人|当事人|检查员|执法人员|姓名)(?:姓名|名叫|叫|是|为|：|:|\s)*"
    r"(?P<name>[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]"
    r"[\u4e00-\u9fff]{1,2})(?![\u4e00-\u9fff])"
)


@dataclass(frozen=True, slots=True)
class Personal:
    """A span of a text that is personal or secret; ``kind``: key, id, code, phone, card, mail, name."""

    start: int
    end: int
    kind: str


def clean(text: str, longest: int = LONGEST) -> str:
    """NFC text without control characters and halves of characters, at most ``longest`` long."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    plain = "".join(c for c in whole if c in "\n\t" or unicodedata.category(c) != "Cc")
    return unicodedata.normalize("NFC", plain).strip()[:longest]


def find_personal(text: str, names: Collection[str] = ()) -> tuple[Personal, ...]:
    """Every personal span, in order, none overlapping another; full-width digits are read too."""
    even = text.translate(_EVEN)  # one character for one: the offsets stay
    taken: list[Personal] = []
    for found in _candidates(even, text, names):
        if all(found.end <= one.start or found.start >= one.end for one in taken):
            taken.append(found)
    return tuple(sorted(taken, key=lambda one: one.start))


_EVEN: Final = {ord("０") + n: str(n) for n in range(10)} | {
    **{ord("Ａ") + n: chr(ord("A") + n) for n in range(26)},
    **{ord("ａ") + n: chr(ord("a") + n) for n in range(26)},
    ord("＠"): "@", ord("－"): "-", ord("．"): ".", ord("\u00a0"): " ",
}  # fmt: skip


def _candidates(even: str, text: str, names: Collection[str]) -> Iterator[Personal]:
    for kind, form in _FORMS:
        for match in form.finditer(even):
            if kind != "code" or any(c.isdigit() for c in match[0]):
                yield Personal(match.start(), match.end(), kind)
    for name in sorted((n for n in names if len(n) > 1 and n in text), key=lambda n: (-len(n), n)):
        for match in re.finditer(re.escape(name), text):
            yield Personal(match.start(), match.end(), "name")
    for match in _TITLED.finditer(text):
        yield Personal(match.start("name"), match.end("name"), "name")


MARKS: Final = {
    "key": "〔密钥〕",
    "id": "〔证件号〕",
    "code": "〔信用代码〕",
    "phone": "〔电话〕",
    "card": "〔账号〕",
    "mail": "〔邮箱〕",
    "name": "〔姓名〕",
}


def without_personal(text: str, names: Collection[str] = ()) -> str:
    """The text with a mark in the place of every personal span; there is no way back."""
    out, at = [], 0
    for found in find_personal(text, names):
        out += [text[at : found.start], MARKS[found.kind]]
        at = found.end
    return "".join([*out, text[at:]])


def personal_names(office: Office) -> frozenset[str]:
    """Names of inspectors and of those who act here, for masking; they are shown to nobody."""
    names: set[str] = set()
    with office.registry.reading() as tx:
        offset, total = 0, 1
        while offset < total:
            page = tx.inspectors.page(active=None, limit=1000, offset=offset)
            names.update(person.name for person in page.rows)
            total, offset = page.total, offset + 1000
        names.update(actor.name for actor in tx.people.all())
    return frozenset(name for name in names if len(name) > 1)
