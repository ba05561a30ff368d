"""A planner's sentence as a form: what was said, assumed, unclear; run only on confirmation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from campaigns import (
    Campaign,
    create_campaign,
    list_campaigns,
    list_departments,
    list_districts,
    list_inspectors,
    sick_inspector,
)
from ui.door import actor, office, quiet, refusals
from ui.widgets.answer import plan_chips
from ui.widgets.campaigns import department_names, district_names, sectors_known
from ui.widgets.draft import draft_editor
from ui.widgets.once import run_once
from ui.widgets.solving import follow
from ui.words import joined, language, say, table

RATES = {"D": "0.30", "C": "0.10", "B": "0.03", "A": "0.01"}
# Said limits a campaign can carry as a recorded departure: key of the request -> rule of a campaign.
LIMITS = {
    "max_visits_per_day": "max_visits_per_day",
    "max_departments": "max_departments",
    "max_inspectors": "max_inspectors",
}
CARRIED = {
    "districts", "sectors", "departments", "lead_department", "window", "groups", "sample", "risk",
    *LIMITS,
}  # fmt: skip
Request = Mapping[str, Any]


def request_form(utterance: str, told: Request, turn: str) -> None:
    """Chips in three colours, then the one thing that can be confirmed."""
    intent = str(told["intent"])
    st.markdown(f"**{say(f'ask.intent_{intent}')}**")
    for kind, values in (
        ("said", said(told.get("understood") or {})),
        ("assumed", [str(row) for row in told.get("assumed") or ()]),
        ("unclear", [str(row) for row in told.get("unclear") or ()]),
    ):
        if values:
            st.markdown(
                f"{say(f'ask.kind_{kind}')} {plan_chips(kind, values)}", unsafe_allow_html=True
            )
    if told.get("state") in ("confirmed", "done"):
        _already(told)
    elif intent == "schedule" or (intent == "draw" and told.get("runs")):
        _campaign_form(utterance, told, turn)
    elif intent == "replan" and (told.get("understood") or {}).get("absent"):
        _absence_form(told["understood"]["absent"], turn)
    elif intent == "checklist":
        draft_editor(told, turn)
    else:
        quiet(say(f"ask.next_{intent}"))
        page = {"replan": "schedule", "draw": "draw"}[intent]
        st.page_link(f"views/{page}.py", label=say(f"ask.go_{page}"))


def _already(told: Request) -> None:
    """A form is run once: what it came to, and the way there."""
    outcome = told.get("outcome") or {}
    what = outcome.get("campaign") or outcome.get("template") or ""
    quiet(say("ask.form_done", what=what))
    if outcome.get("campaign"):
        st.session_state["campaign_id"] = outcome["campaign"]
        st.page_link("views/campaign.py", label=say("ask.go_campaign"))
    elif outcome.get("template"):
        st.page_link(
            "views/checklists.py",
            label=say("ask.go_templates"),
            query_params={"template": str(what)},
        )


def said(understood: Mapping[str, Any]) -> list[str]:
    """One chip a thing said, with its name."""
    colon = "：" if language() == "zh" else ": "
    return [
        f"{_key(key)}{colon}{_value(value)}"
        for key, value in understood.items()
        if value not in (None, [], {})
    ]


def _key(key: str) -> str:
    word = f"ask.key_{key}"
    return say(word) if word in table() else key


def _value(value: Any) -> str:
    if isinstance(value, Mapping) and set(value) == {"ratio"}:
        return f"{float(value['ratio']) * 100:g} %"
    if isinstance(value, Mapping):
        return " ".join(
            f"{_key(str(k))} {_value(v)}" for k, v in value.items() if v not in (None, [])
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return joined(_value(row) for row in value)
    return str(value)


def _matched(wanted: Any, known: Mapping[str, str]) -> list[str]:
    """Keys of ``known`` whose id or name holds a wanted word, in the order known."""
    words = [str(word) for word in wanted or ()]
    return [
        key
        for key, name in known.items()
        if any(w and (w in name or w in key or key in w) for w in words)
    ]


def _campaign_form(utterance: str, told: Mapping[str, Any], turn: str) -> None:
    """The fields of a campaign, filled with what was said; a draft is made on confirmation only."""
    form, told = told, told.get("understood") or {}
    names = {row.id: row.name for row in list_districts(office(), actor())}
    departments = {row.id: row.name for row in list_departments(office(), actor())}
    called, places = department_names(), district_names()
    partners = told.get("departments") or {}
    include = partners.get("include", ()) if isinstance(partners, Mapping) else partners
    first_said = _matched([told.get("lead_department") or ""], departments)
    wanted = _matched(include, departments)
    first, last = _window(told.get("window"))
    with st.form(f"plan-{turn}", border=True):
        left, right = st.columns(2)
        sectors = left.multiselect(
            say("ask.key_sectors"),
            sectors_known(),
            default=_matched(told.get("sectors"), {row: row for row in sectors_known()}),
        )
        where = right.multiselect(
            say("ask.key_districts"),
            list(names),
            default=_matched(told.get("districts"), names),
            format_func=lambda key: places.get(key, names[key]),
        )
        lead_ = left.selectbox(
            say("ask.key_lead_department"),
            list(departments),
            index=list(departments).index(first_said[0]) if first_said else None,
            format_func=lambda key: called.get(key, key),
        )
        others = right.multiselect(
            say("ask.key_departments"),
            list(departments),
            default=[w for w in wanted if w not in first_said[:1]],
            format_func=lambda key: called.get(key, key),
        )
        window = left.date_input(say("ask.key_window"), (first, last), format="YYYY-MM-DD")
        groups = right.number_input(say("ask.key_groups"), 1, 40, _whole(told.get("groups"), 1))
        quiet(say("ask.rates", rates=_rates_text(told)))
        rest = [_key(key) for key in told if key not in CARRIED]
        if rest:
            quiet(say("ask.not_carried", names=joined(rest)))
        if st.form_submit_button(say("ask.confirm_campaign"), type="primary"):
            both = window if isinstance(window, tuple) and len(window) == 2 else (first, last)
            fields: dict[str, Any] = {
                "name": "、".join(sectors) or utterance[:60],
                "theme": utterance[:200],
                "lead_department": lead_ or "",
                "departments": list(dict.fromkeys([*([lead_] if lead_ else []), *others])),
                "districts": where,
                "sectors": sectors,
                "rates": _rates(told),
                "window_from": both[0],
                "window_to": both[1],
                "groups": int(groups),
                "rules": _limits(told, utterance),
            }
            with refusals(), run_once(form) as outcome:
                made = create_campaign(office(), actor(), **fields)
                outcome["campaign"] = st.session_state["campaign_id"] = made.id
                st.success(say("ask.campaign_made", number=made.number))
                st.page_link("views/campaign.py", label=say("ask.go_campaign"))


def _window(told: Any) -> tuple[date, date]:
    """The window said, else Monday to Friday of next week, as the form says it assumes."""
    today = office().clock.now().date()
    monday = today + timedelta(days=7 - today.weekday())
    told = told if isinstance(told, Mapping) else {}
    try:
        first = date.fromisoformat(str(told.get("from"))) if told.get("from") else None
        last = date.fromisoformat(str(told.get("to"))) if told.get("to") else None
    except ValueError:
        first = last = None
    if first is None and last is None:
        return monday, monday + timedelta(days=4)
    first = first or min(today + timedelta(days=1), last or today)
    return first, max(first, last or first + timedelta(days=11))


def _rates(told: Mapping[str, Any]) -> dict[str, Any]:
    """Ratio or count for the classes said; the usual ratios where nothing was said."""
    classes = [risk for risk in told.get("risk") or RATES if risk in RATES]
    sample = told.get("sample")
    if isinstance(sample, Mapping) and sample.get("ratio"):
        return dict.fromkeys(classes, f"{float(sample['ratio']):.4f}")
    if isinstance(sample, Mapping) and sample.get("count"):
        each, more = divmod(int(sample["count"]), len(classes))
        counts = {risk: each + (n < more) for n, risk in enumerate(classes)}
        return {risk: {"count": count} for risk, count in counts.items() if count}
    return {risk: RATES[risk] for risk in classes}


def _rates_text(told: Mapping[str, Any]) -> str:
    parts = [
        f"{risk} {rate['count']}"
        if isinstance(rate, Mapping)
        else f"{risk} {float(rate) * 100:g} %"
        for risk, rate in _rates(told).items()
    ]
    return joined(parts)


def _limits(told: Mapping[str, Any], utterance: str) -> dict[str, Any]:
    """Limits said, as departures whose recorded reason is the sentence itself."""
    return {
        rule: {"value": told[key], "reason": utterance[:100]}
        for key, rule in LIMITS.items()
        if isinstance(told.get(key), int)
    }


def _whole(value: Any, usual: int) -> int:
    return value if isinstance(value, int) and 1 <= value <= 40 else usual


def _absence_form(told: Mapping[str, Any], turn: str) -> None:
    """Who is away and when; the substitute comes from the drawn order, on confirmation only."""
    name = str(told.get("inspector", ""))
    people = list_inspectors(office(), actor(), text=name, limit=20).rows if name else []
    running = [
        row
        for row in list_campaigns(office(), actor(), limit=200).rows
        if row.state in ("drawn", "scheduled", "running")
    ]
    if not people or not running:
        quiet(say("ask.nobody_called", name=name or "—") if not people else say("schedule.none"))
        return
    known = {row.id: row for row in people}
    campaigns: dict[str, Campaign] = {row.id: row for row in running}
    with st.form(f"absent-{turn}", border=True):
        person = st.selectbox(
            say("ask.key_absent"),
            list(known),
            format_func=lambda key: (
                f"{known[key].name} · {known[key].department} · {known[key].unit}"
            ),
        )
        campaign = st.selectbox(
            say("ask.which_campaign"), list(campaigns), format_func=lambda key: campaigns[key].name
        )
        window = st.date_input(say("schedule.absent_days"), _window(told), format="YYYY-MM-DD")
        reason = st.text_input(
            say("schedule.absent_why"), str(told.get("reason") or ""), max_chars=120
        )
        quiet(say("schedule.absent_help"))
        if st.form_submit_button(say("ask.confirm_absence"), type="primary"):
            both = window if isinstance(window, tuple) and len(window) == 2 else _window(told)
            with refusals(), st.spinner(say("schedule.substituting")):
                made = sick_inspector(office(), actor(), campaign, person, both[0], both[1], reason)
                st.session_state["stepped_in"] = made
                follow(made.job)
                st.session_state["campaign_id"] = campaign
                st.switch_page("views/schedule.py")
