"""The scope of a draw: its strata, the rows of its pool, and who stays out with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from campaigns.drafts import FLAGS, RISKS, ratio_of
from campaigns.numbers import of
from registry import Campaign, Tx

COLUMNS: Final = ("credit_flag", "sector")  # digested beside id, risk and district
NO_FLAG: Final = "none"


@dataclass(frozen=True, slots=True)
class Stratum:
    """Rows of these classes and credit flags, and the rate they are drawn at."""

    name: str
    risks: tuple[str, ...]
    flags: tuple[str, ...]  # "" is no flag
    rate: Any

    def to_json(self) -> dict[str, Any]:
        """The stratum as PLAN.json writes it."""
        flags = [flag or NO_FLAG for flag in self.flags]
        rate = {"count": self.rate["count"]} if isinstance(self.rate, Mapping) else None
        where = {"risk": list(self.risks), "credit_flag": flags}
        return {"name": self.name, "where": where, **(rate or {"ratio": self.rate})}

    def number(self, size: int) -> int:
        """How many of ``size`` rows are drawn: the exact ratio rounded up, or the count."""
        if isinstance(self.rate, Mapping):
            return int(self.rate["count"])
        ratio = ratio_of(self.rate)
        assert ratio is not None  # a draft with another text is refused
        return -(-ratio.numerator * size // ratio.denominator)


def strata_of(campaign: Campaign) -> tuple[Stratum, ...]:
    """The disjoint strata of a campaign, highest risk first, credit flags before the classes.

    A flag with a rate of its own (more checks for complaints or dishonesty; rules:F7) takes its
    rows out of the classes.
    """
    flags = tuple(flag for flag in FLAGS if flag in campaign.rates)
    others = ("", *(flag for flag in FLAGS if flag not in flags))
    raised = [Stratum(flag, RISKS[::-1], (flag,), campaign.rates[flag]) for flag in flags]
    classes = [
        Stratum(risk, (risk,), others, campaign.rates[risk])
        for risk in RISKS[::-1]
        if risk in campaign.rates
    ]
    return (*raised, *classes)


def pool_rows(tx: Tx, campaign: Campaign) -> Iterator[dict[str, str]]:
    """Every active target of the campaign's districts and sectors, by id, as pool rows."""
    for target in tx.targets.iterate(districts=campaign.districts, sectors=campaign.sectors):
        yield {
            "id": target.id,
            "name": target.name,
            "risk": target.risk,
            "district": target.district,
            "credit_flag": target.credit_flag or NO_FLAG,
            "sector": target.sector,
        }


def exclusions(tx: Tx, campaign: Campaign) -> list[dict[str, str]]:
    """Who of the scope stays out, by id, each with its reason.

    Besides the campaign's own list: low-risk targets drawn before in the same year, where the rule
    against a second draw holds (rules:F9).
    """
    reasons = {str(row["id"]): str(row["reason"]) for row in campaign.exclude}
    if of(campaign, "no_repeat_low_risk"):
        year = campaign.window_from.year
        for target, before in tx.targets.drawn_in_year(year).items():
            if campaign.id not in before:
                reasons.setdefault(target, f"{year}年内已抽取（{'、'.join(before)}），低风险不重复")
    known = tx.targets.many(sorted(reasons))
    own = {str(row["id"]) for row in campaign.exclude}
    low = of(campaign, "low_risk_classes")
    return [
        {"id": id_, "reason": reasons[id_]}
        for id_, target in sorted(known.items())
        if target.status == "active"
        and (not campaign.districts or target.district in campaign.districts)
        and target.sector in campaign.sectors
        and (id_ in own or target.risk in low)
    ]


def sizes(tx: Tx, campaign: Campaign) -> dict[tuple[str, str], int]:
    """(stratum, sector) → rows that can be drawn, exclusions taken off."""
    strata = strata_of(campaign)
    found = {
        (stratum.name, sector): tx.targets.count(
            districts=campaign.districts,
            sectors=(sector,),
            risks=stratum.risks,
            flags=stratum.flags,
        )
        for stratum in strata
        for sector in campaign.sectors
    }
    out = tx.targets.many(row["id"] for row in exclusions(tx, campaign))
    for target in out.values():
        for stratum in strata:
            if target.risk in stratum.risks and target.credit_flag in stratum.flags:
                found[stratum.name, target.sector] -= 1
    return found
