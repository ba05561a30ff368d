"""What campaigns refuse, and how any room's refusal is put into words.

HTTP lives in the api alone; here an error is a code, its faults and two sentences.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input: where, which rule, and what to do (zh and en)."""

    code: str
    field: str = ""
    row: int | None = None
    value: Any = None
    rule: str | None = None
    zh: str = ""
    en: str = ""

    def to_json(self) -> dict[str, Any]:
        """The fault as a plain dict."""
        return asdict(self)


class CampaignRefused(ValueError):
    """A use case that was not carried out; nothing of it was kept. ``faults`` holds every reason."""

    def __init__(self, code: str, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(fault.en for fault in faults) or code)
        self.code = code
        self.faults = faults

    def __reduce__(self) -> tuple[Any, ...]:
        return (CampaignRefused, (self.code, self.faults))


def refusal(
    code: str,
    zh: str,
    en: str,
    *,
    field: str = "",
    value: Any = None,
    rule: str | None = None,
) -> CampaignRefused:
    """A refusal with one fault."""
    return CampaignRefused(
        code, (Fault(code=code, field=field, value=value, rule=rule, zh=zh, en=en),)
    )


def missing(kind: str, zh_kind: str, id_: str) -> CampaignRefused:
    """The refusal of an id that names nothing; code ``<kind>.unknown``."""
    return refusal(
        f"{kind}.unknown",
        f"没有编号为“{id_}”的{zh_kind}，请核对编号。",
        f"There is no {kind} with the id {id_!r}; check the id.",
        field=f"{kind}_id",
        value=id_,
    )


def need_reason(reason: str) -> None:
    """Refuse an empty reason."""
    if not isinstance(reason, str) or not reason.strip():
        raise refusal(
            "reason.missing", "请写明理由。", "A reason must be recorded.", field="reason"
        )


def as_problem(error: BaseException) -> dict[str, Any]:
    """``{"code", "faults", "zh", "en"}`` of any room's refusal, or of an unforeseen error."""
    code = getattr(error, "code", None)
    faults = getattr(error, "faults", None)
    if not isinstance(code, str) or faults is None:
        return {
            "code": "internal.unexpected",
            "faults": [],
            "zh": f"系统内部出现意外（{type(error).__name__}），操作未执行，请联系管理员。",
            "en": f"Something unforeseen happened ({type(error).__name__}); nothing was done.",
        }
    rows = [fault.to_json() for fault in faults]
    return {
        "code": code,
        "faults": rows,
        "zh": " ".join(row["zh"] for row in rows if row.get("zh")) or code,
        "en": " ".join(row["en"] for row in rows if row.get("en")) or code,
    }


def describe(error: BaseException, lang: str = "zh") -> str:
    """The refusal as sentences in ``lang`` (zh or en)."""
    problem = as_problem(error)
    return str(problem["en" if lang == "en" else "zh"])
