"""A request as a form: what was understood and assumed, what would be made, and its digest.

Nothing is run when a form is made. What runs on confirmation makes a draft and no more: a draft
campaign or a checklist template. Drawing, publishing and changing a plan have no form at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final

import rfc8785

from assistant.checklist import draft_checklist
from campaigns import (
    Actor,
    CampaignRefused,
    Fault,
    Office,
    as_problem,
    claim_form,
    create_campaign,
    create_template,
    describe,
    estimate_campaign,
    list_departments,
    list_districts,
    list_items,
    note_outcome,
)

RUNS: Final = {
    "schedule": "campaign.create",
    "draw": "campaign.create",
    "checklist": "template.create",
}
# Usual rates by class where none was said: our definition, no text gives any.
RATES: Final = {"D": "0.30", "C": "0.10", "B": "0.03", "A": "0.01"}
_LIMITS: Final = ("max_visits_per_day", "max_departments", "max_inspectors")
_CARRIED: Final = {
    "districts", "sectors", "departments", "lead_department", "window", "groups", "sample", "risk",
    "priority", *_LIMITS,
}  # fmt: skip
_WORDS: Final = {
    "window": ("检查期间按{0}至{1}。", "Window taken as {0} to {1}."),
    "lead": ("牵头部门按“{0}”。", "Lead department taken as {0}."),
    "departments": ("参加部门按事项清单：{0}。", "Departments taken from the item list: {0}."),
    "rates": ("抽取比例按本系统常用值：{0}。", "Usual rates of ours: {0}."),
    "districts": ("不限辖区。", "All districts."),
    "sectors": ("请写明检查哪一类对象。", "Say which kind of business is to be checked."),
    "not_carried": ("草稿记不下这些要求，确认后请另行处理：{0}。", "A draft can't hold: {0}; see to them."),
    "page": ("此类请求请在相应页面办理，这里不执行。", "Such a request is done on its page, not here."),
}  # fmt: skip
_CHANGED: Final = Fault(
    "form.unknown",
    "digest",
    zh="表单内容与所确认的不一致，未执行；请重新提出。",
    en="The form is not what was confirmed; nothing was run. Please ask anew.",
)
Form = dict[str, Any]


def make_form(
    office: Office, actor: Actor, utterance: str, request: Mapping[str, Any], lang: str = "zh"
) -> Form:
    """The form of a request: ``{"intent", "utterance", "understood", "assumed", "unclear", "runs", "will",
    "not_carried", "state", "digest", "preview"}``; ``runs`` is "" where a person has nothing to confirm.
    """
    said = dict(request["understood"])
    assumed, unclear = list(request["assumed"]), list(request["unclear"])
    runs = RUNS.get(request["intent"], "")
    will: dict[str, Any] = {}
    if runs == "campaign.create":
        will, more = _campaign(office, actor, utterance, said, lang)
        assumed += more
    elif runs == "template.create":
        departments = said.get("departments") or {}
        will = {
            "sector": next(iter(said.get("sectors", ())), ""),
            "departments": list(departments.get("include", ())),
            "exclude": list(departments.get("exclude", ())),
        }
    else:
        unclear.append(_word("page", lang))
    if runs and not (will.get("sectors") or will.get("sector")):
        unclear.append(_word("sectors", lang))
        runs = ""
    rest = sorted(key for key in said if key not in _CARRIED) if runs else []
    if rest:
        unclear.append(_word("not_carried", lang).format("、".join(rest)))
    form: Form = {
        "intent": request["intent"],
        "utterance": utterance,
        "understood": said,
        "assumed": list(dict.fromkeys(assumed)),
        "unclear": list(dict.fromkeys(unclear)),
        "runs": runs,
        "will": will,
        "not_carried": rest,
    }
    form["digest"] = digest_of(form)
    preview = _preview(office, actor, will, lang) if runs == "campaign.create" else {}
    return form | {"state": "open" if runs else "told", "preview": preview}


def digest_of(form: Mapping[str, Any]) -> str:
    """SHA-256 of what a person sees and confirms, in RFC 8785 form."""
    keys = (
        "intent",
        "utterance",
        "understood",
        "assumed",
        "unclear",
        "runs",
        "will",
        "not_carried",
    )
    return sha256(rfc8785.dumps({key: form[key] for key in keys})).hexdigest()


def confirm_form(
    office: Office, actor: Actor, talk_id: str, digest: str, lang: str = "zh"
) -> dict[str, Any]:
    """Run the form a person confirmed, once; a refusal opens it again and is raised.

    Returns ``{"campaign": id}`` or ``{"template": id, "undecided": n}``. The form is run as it was shown:
    its digest is computed again first (``form.unknown`` where it differs).
    """
    form = claim_form(office, actor, talk_id, digest)
    try:
        if digest_of(form) != digest:
            raise CampaignRefused("form.unknown", (_CHANGED,))
        outcome = _run(office, actor, form, lang)
    except ValueError as refused:  # every room's refusals are ValueErrors
        told = {"refused": describe(refused, lang), "code": as_problem(refused)["code"]}
        note_outcome(office, actor, talk_id, digest, told)
        raise
    note_outcome(office, actor, talk_id, digest, outcome)
    return outcome


def _run(office: Office, actor: Actor, form: Mapping[str, Any], lang: str) -> dict[str, Any]:
    will = dict(form["will"])
    if form["runs"] == "campaign.create":
        made = create_campaign(office, actor, **will)
        return {"campaign": made.id, "state": made.state}
    draft = draft_checklist(
        office, actor, will["sector"], will["departments"], exclude=will["exclude"], lang=lang
    )
    lines = [draft_line(line) for line in draft.to_json()["lines"]]
    kept = create_template(
        office,
        actor,
        name=f"{draft.sector}检查表",
        sector=draft.sector,
        departments=draft.departments,
        lines=lines,
        note=str(form["utterance"])[:200],
    )
    return {"template": kept["id"], "version": 1, "undecided": kept["undecided"]}


def draft_line(line: Mapping[str, Any]) -> dict[str, Any]:
    """A drafted line as a template takes it."""
    return {key: value for key, value in line.items() if key != "no"}


def _campaign(
    office: Office, actor: Actor, utterance: str, said: Mapping[str, Any], lang: str
) -> tuple[dict[str, Any], list[str]]:
    """The fields of a draft campaign as create_campaign takes them, and what was assumed."""
    assumed: list[str] = []
    known = [d.id for d in list_departments(office, actor)]
    sectors = list(said.get("sectors", ()))
    partners = said.get("departments") or {}
    departments = _matched(partners.get("include", ()), known)
    lead = next(iter(_matched([said.get("lead_department") or ""], known)), "")
    if not departments and sectors:
        departments = _due(office, actor, sectors, known)[:5]
        assumed.append(_word("departments", lang).format("、".join(departments)))
    barred = _matched(partners.get("exclude", ()), known)
    departments = [d for d in departments if d not in barred]
    if not lead and departments:
        lead = departments[0]
        assumed.append(_word("lead", lang).format(lead))
    first, last = _window(office, said.get("window"))
    if "window" not in said:
        assumed.append(_word("window", lang).format(first, last))
    if "sample" not in said:
        rates = "、".join(f"{k} {float(v) * 100:g}%" for k, v in _rates(said).items())
        assumed.append(_word("rates", lang).format(rates))
    places = {d.id: d.name for d in list_districts(office, actor)}
    where = [key for key, name in places.items() if _any(said.get("districts", ()), key, name)]
    if not said.get("districts"):
        assumed.append(_word("districts", lang))
    fields = {
        "name": f"{'、'.join([*said.get('districts', ()), *sectors])}联合抽查"[:100],
        "theme": utterance[:200],
        "lead_department": lead,
        "departments": list(dict.fromkeys([*([lead] if lead else []), *departments])),
        "districts": where,
        "sectors": sectors,
        "rates": _rates(said),
        "window_from": first,
        "window_to": last,
        "groups": said.get("groups") if isinstance(said.get("groups"), int) else 1,
        "rules": {
            key: {"value": said[key], "reason": utterance[:100]}
            for key in _LIMITS
            if isinstance(said.get(key), int)
        },
    }
    return fields, assumed


def _preview(office: Office, actor: Actor, will: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What the draft would come to today, or why it could not be kept; no part of the digest."""
    try:
        told = estimate_campaign(office, actor, dict(will))
    except CampaignRefused as refused:
        return {"refused": describe(refused, lang)}
    return {
        "visits": told.visits,
        "days": told.days,
        "inspectors": told.inspectors,
        "schedulable": told.schedulable,
        "remarks": [row.en if lang.startswith("en") else row.zh for row in told.remarks],
    }


def _due(office: Office, actor: Actor, sectors: Sequence[str], known: Sequence[str]) -> list[str]:
    """The departments with items for the sectors, in the order of the directory."""
    rows = [row for s in sectors for row in list_items(office, actor, sector=s, limit=200).rows]
    found = {row.department for row in rows if not row.key_supervision}
    return [name for name in known if name in found]


def _window(office: Office, told: Any) -> tuple[str, str]:
    """The window said, else Monday to Friday of next week."""
    if isinstance(told, Mapping) and told.get("from") and told.get("to"):
        return str(told["from"]), str(told["to"])
    today: date = office.clock.now().date()
    monday = today + timedelta(days=7 - today.weekday())
    if isinstance(told, Mapping) and told.get("to"):
        return min(today.isoformat(), str(told["to"])), str(told["to"])
    first = date.fromisoformat(str(told["from"])) if told and told.get("from") else monday
    return first.isoformat(), (first + timedelta(days=4)).isoformat()


def _rates(said: Mapping[str, Any]) -> dict[str, Any]:
    """Ratio or count for the classes said, the usual ratios where nothing was said."""
    classes = [risk for risk in said.get("risk") or RATES if risk in RATES]
    sample = said.get("sample") or {}
    if sample.get("ratio"):
        return dict.fromkeys(classes, re.sub(r"\.?0+$", "", f"{float(sample['ratio']):.6f}"))
    if sample.get("count"):
        each, more = divmod(int(sample["count"]), len(classes))
        counts = {risk: each + (n < more) for n, risk in enumerate(classes)}
        return {risk: {"count": count} for risk, count in counts.items() if count}
    return {risk: RATES[risk] for risk in classes}


def _matched(wanted: Sequence[str], known: Sequence[str]) -> list[str]:
    return [name for name in known if _any(wanted, name, name)]


def _any(wanted: Sequence[str], key: str, name: str) -> bool:
    return any(word and (word in name or word in key or key in word) for word in wanted)


def _word(kind: str, lang: str) -> str:
    return _WORDS[kind][lang.startswith("en")]
