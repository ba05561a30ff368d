"""How many inspectors a campaign draws, and how the places fall to departments and groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from campaigns.basis import JOINT
from campaigns.candidates import workload
from campaigns.errors import refusal
from campaigns.merging import Errand, needed_specialties
from campaigns.numbers import caps
from campaigns.panel import Candidate, Quota, quotas
from registry import Campaign

# Own definition: people are on visits four fifths of their time; the rest is writing up and waits.
USE_OF_TIME: Final = 0.8


@dataclass(frozen=True, slots=True)
class Crew:
    """The places to fill: quotas by department, their sum, and the inspector-days of work."""

    quotas: tuple[Quota, ...]
    size: int
    load: Mapping[str, float]
    cap: int


def crew(
    campaign: Campaign,
    visits: Mapping[str, float],
    due: Mapping[str, Errand],
    people: Sequence[Candidate],
    days: int,
) -> Crew:
    """The crew for a number of visits by sector.

    ``inspectors_wanted`` decides where it is given; else the work over the days does, within the
    cap. Raises CampaignRefused ``campaign.crew`` where the cap or the wish is too small to put
    every department's specialties into every group.
    """
    load = workload(campaign, visits, due, people)
    wanted = dict(needed_specialties(due))
    for department in campaign.departments:
        wanted.setdefault(department, frozenset())
    capped = caps(campaign)
    cap = capped[1] if capped else len(people)
    by_work = ceil(sum(load.values()) / (max(1, days) * USE_OF_TIME))
    # Two of every department, so that one recusal does not leave a target without its department.
    size = campaign.inspectors_wanted or min(cap, max(by_work, 2 * len(wanted)))
    dealt = quotas(people, wanted, load, size=size, groups=campaign.groups)
    total = sum(sum(q.per_group) for q in dealt)
    limit = campaign.inspectors_wanted or cap
    if total > limit:
        raise refusal(
            "campaign.crew",
            f"每组要配齐各部门和专长至少需{total}人，超过{limit}人；"
            "请减少检查组或部门、增加人数，或写明理由按检查组适用上限。",
            f"At least {total} people are needed to put every department and specialty into every "
            f"group, more than {limit}; use fewer groups or departments, ask for more people, or "
            "read the cap per group with a recorded reason.",
            field="inspectors_wanted",
            value=campaign.inspectors_wanted,
            rule=JOINT,
        )
    return Crew(dealt, total, load, cap)
