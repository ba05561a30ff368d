"""A finding of the checker: one broken rule, named so that machine and official both see it."""

from __future__ import annotations

from dataclasses import dataclass

# The clauses behind the codes, written a second time on purpose: the checker shares nothing with
# the solver it judges. A test holds both tables equal to part R of the rule catalogue.
OWN = "own:definition"
BASIS: dict[str, tuple[str, ...]] = {
    "R01": (OWN,),
    "R02": ("sz-2018#二(三)3",),
    "R03": ("sz-2018#二(三)3", OWN),
    "R04": (OWN,),
    "R05": ("sz-2018#二(三)2", "sz-2018#二(三)3"),
    "R06": ("sz-2018#二(三)3",),
    "R07": ("sz-2018#二(一)2", "national-draft#二(五)", "jiangxi-2024#二(一)"),
    "R08": ("sz-2018#二(三)2", "national-draft#二(七)"),
    "R09": ("sz-2018#二(一)2", "sz-2018#二(一)3"),
    "R10": (OWN,),
    "R11": (OWN,),
    "R12": (OWN,),
    "R13": ("national-draft#二(七)",),
    "R14": (OWN,),
    "R15": (OWN,),
    "R16": (OWN,),
    "R17": ("sz-2018#二(三)3",),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule; `visit` is the 0-based place in the schedule's list of visits."""

    rule: str
    zh: str
    en: str
    field: str
    target: str | None = None
    inspector: str | None = None
    visit: int | None = None

    def to_json(self) -> dict[str, object]:
        """The finding as the contract's `violations` entry."""
        return {
            "rule": self.rule,
            "target": self.target,
            "inspector": self.inspector,
            "visit": self.visit,
            "field": self.field,
            "zh": self.zh,
            "en": self.en,
            "basis": list(BASIS[self.rule]),
        }


def malformed(field: str, zh: str, en: str) -> Finding:
    """R01 for `field`: `zh` and `en` say what is wrong with it and what it should be."""
    return Finding("R01", f"字段 {field} {zh}", f"Field {field} {en}", field)
