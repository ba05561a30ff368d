"""Bodies of requests. Problems and schedules travel as the contract's JSON and are judged by the solver."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1, max_length=200)]
Effort = Literal["quick", "standard", "deep"]
Seed = Annotated[int, Field(ge=0, lt=2**53)] | Annotated[str, Field(min_length=1, max_length=200)]


class Body(BaseModel):
    """Unknown keys are ignored, malformed known ones refused."""

    model_config = ConfigDict(extra="ignore")


class SolveRequest(Body):
    """``wait_seconds``: how long to wait for the schedule before a job is answered instead."""

    problem: dict[str, Any]
    seed: Seed | None = None
    effort: Effort = "standard"
    wait_seconds: Annotated[float, Field(ge=0, le=120)] = 10


class CheckRequest(Body):
    """A problem and the schedule to judge."""

    problem: dict[str, Any]
    schedule: dict[str, Any]


class ExplainRequest(Body):
    """Without ``target``: every target the schedule (given or quickly solved) leaves out."""

    problem: dict[str, Any]
    schedule: dict[str, Any] | None = None
    target: str | None = None


class ReplanRequest(Body):
    """The changed problem and the schedule to keep as far as possible."""

    problem: dict[str, Any]
    schedule: dict[str, Any]
    seed: Seed | None = None


class AskRequest(Body):
    """A question of policy (contract §4)."""

    question: Annotated[str, Field(min_length=1, max_length=2000)]
    k: Annotated[int, Field(ge=1, le=50)] = 10
    uploaded_text: Annotated[str, Field(max_length=200_000)] | None = None
    jurisdiction: Annotated[str, Field(max_length=100)] | None = None
    as_of: date | None = None


class PlanRequest(Body):
    """A wish in words; nothing is run."""

    utterance: Annotated[str, Field(min_length=1, max_length=2000)]
    today: date
    lang: Literal["zh", "en"] = "zh"


class CampaignRequest(Body):
    """A joint campaign to create."""

    name: Text
    theme: Annotated[str, Field(max_length=200)] = ""
    lead_department: Text
    departments: Annotated[list[Text], Field(max_length=50)]
    districts: Annotated[list[Text], Field(max_length=50)] = []
    sectors: Annotated[list[Text], Field(max_length=50)] = []
    rates: dict[str, str | dict[str, int]]
    window_from: date
    window_to: date
    groups: Annotated[int, Field(ge=1, le=100)] = 1
    inspectors_wanted: Annotated[int, Field(ge=2, le=1000)] | None = None
    rules: dict[str, dict[str, Any]] = {}
    jurisdiction: Text = "深圳"


class CommitRequest(Body):
    """Where the seed will come from (contract §5)."""

    seed_source: dict[str, Any]


class RecusalRequest(Body):
    """A recusal that came up after the draw."""

    inspector: Text
    target: Text
    reason: Text


class SubstituteRequest(Body):
    """A target the people drawn cannot serve."""

    target: Text
    reason: Text


class ReplaceTargetRequest(Body):
    """A drawn target that cannot be inspected: why, and what shows it."""

    target: Text
    reason: Text
    evidence: Annotated[str, Field(max_length=500)] = ""


class TopUpRequest(Body):
    """How many more targets of a stratum."""

    stratum: Text
    count: Annotated[int, Field(ge=1, le=10_000)]
    reason: Text


class StampRequest(Body):
    """A head of the log as a holder outside signed it; key and signature in hex."""

    index: Annotated[int, Field(ge=0, lt=2**53)]
    head: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    holder: Text
    at: Text
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]


class PledgeRequest(Body):
    """``SHA-256(commitment + "\\n" + witness + "\\n" + contribution)`` in lower-case hex."""

    witness: Text
    pledge: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ContributionRequest(Body):
    """The contribution a witness pledged."""

    witness: Text
    contribution: Annotated[str, Field(min_length=1, max_length=500)]


class RevealRequest(Body):
    """Seed and evidence; in a ceremony the seed is joined from the contributions."""

    seed: Annotated[str, Field(max_length=2000)] | None = None
    evidence: dict[str, Any] | None = None


class SwapRequest(Body):
    """One inspector of a visit for another."""

    target: Text
    out: Text
    into: Text
    reason: Text
    expected_version: Annotated[int, Field(ge=1)]


class StartRequest(Body):
    """How hard to look for the schedule."""

    effort: Effort = "quick"
