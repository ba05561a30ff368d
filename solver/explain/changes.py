"""Changes of people and pins that may let a target be visited, the least intrusive first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from solver.explain.change import Change, coded, helps
from solver.explain.openings import rule_changes, window_changes
from solver.explain.question import Question
from solver.explain.shortage import Gap, Shortage
from solver.explain.words import Said, days_said, joined, listed, persons
from solver.problem import Inspector, Problem
from solver.rules.r09_available import may_work

NEW = "NEW"


def candidates(question: Question, shorts: Sequence[Shortage]) -> Iterator[Change]:
    """Changes worth trying, the least intrusive first."""
    yield from _pin_changes(question)
    yield from _person_changes(question, shorts)
    yield from _newcomers(question, shorts)
    yield from window_changes(question)
    yield from rule_changes(question, shorts)


def _with_person(
    name: str, change: Callable[[Inspector], Inspector]
) -> Callable[[Problem], Problem]:
    return lambda problem: replace(
        problem,
        inspectors=tuple(change(p) if p.id == name else p for p in problem.inspectors),
    )


def _pin_changes(question: Question) -> Iterator[Change]:
    pin, name = question.pin, question.target.id
    if pin is None:
        return

    def without(**parts: object) -> Callable[[Problem], Problem]:
        return lambda problem: replace(
            problem,
            pinned=tuple(
                replace(p, **parts) if p.target == name else p  # type: ignore[arg-type]
                for p in problem.pinned
            ),
        )

    if pin.start is not None:
        yield Change(
            coded("pin.release_start", target=name),
            Said("不再固定该次检查的开始时间", "stop pinning the start of this visit"),
            without(day=None, start=None),
        )
    for person in pin.inspectors:
        rest = tuple(other for other in pin.inspectors if other != person)
        yield Change(
            coded("pin.release_inspector", target=name, inspector=person),
            Said(f"不再固定 {person} 参加该次检查", f"stop pinning {person} to this visit"),
            without(inspectors=rest),
        )


def _person_changes(question: Question, shorts: Sequence[Shortage]) -> Iterator[Change]:
    """What would let a person come who could fill a gap."""
    days = [short.day for short in shorts]
    for person in _wanted_people(question, shorts):
        if question.target.id in person.recused_targets:
            yield _without_recusal(question, person)
        if not question.of_the_unit(person):
            yield _lent(question, person)
        yield from _there(person, days)
        busy = [len(question.others.routes.get((person.id, day), ())) for day in days]
        if any(count >= person.max_visits_per_day for count in busy):
            yield _one_more_visit(person)


def _wanted_people(
    question: Question, shorts: Sequence[Shortage], most: int = 10
) -> list[Inspector]:
    """Those who are away and hold what is lacking, or belong where somebody is lacking."""
    wanted: dict[str, frozenset[str]] = {}
    for short in shorts:
        for gap in short.gaps:
            held = wanted.get(gap.department, frozenset())
            wanted[gap.department] = held.union(gap.specialties)
    free = {person.id for short in shorts for person in short.free}
    found = [
        person
        for person in question.concerned
        if person.role == "inspector"
        and person.department in wanted
        and (not wanted[person.department] or person.specialties & wanted[person.department])
        and (person.id not in free or len(shorts) > 1)
    ]
    return found[:most]


def _without_recusal(question: Question, person: Inspector) -> Change:
    name = question.target.id
    return Change(
        coded("recusal.end", inspector=person.id, target=name),
        Said(
            f"{person.id} 对 {name} 的回避是症结；仅当回避事由确已消除时方可解除",
            f"the recusal of {person.id} from {name} is what blocks; it may end only where its cause has",
        ),
        _with_person(person.id, lambda p: replace(p, recused_targets=p.recused_targets - {name})),
    )


def _lent(question: Question, person: Inspector) -> Change:
    unit = question.target.district
    return Change(
        coded("unit.lend", inspector=person.id, unit=unit),
        Said(
            f"由 {person.unit} 借调 {person.id} 至 {unit}",
            f"lend {person.id} of {person.unit} to {unit}",
        ),
        _with_person(person.id, lambda p: replace(p, unit=unit)),
    )


def _there(person: Inspector, days: Sequence[str]) -> Iterator[Change]:
    """Availability and certificate, on one day each."""
    until = person.certificate_valid_until
    for day in days:
        if may_work(person, day):
            continue
        expired = until is not None and until < day
        if expired and day in person.available_days:
            yield Change(
                coded("certificate.renew", inspector=person.id, until=day),
                Said(
                    f"{person.id} 的执法证件（{until} 到期）在 {day} 前换发",
                    f"renew the certificate of {person.id} (valid until {until}) before {day}",
                ),
                _with_person(
                    person.id,
                    lambda p, d=day: replace(p, certificate_valid_until=d),  # type: ignore[misc]
                ),
            )
        elif not expired:
            yield Change(
                coded("inspector.free", inspector=person.id, day=day),
                Said(f"{person.id} 改为 {day} 可参加", f"make {person.id} available on {day}"),
                _with_person(
                    person.id,
                    lambda p, d=day: replace(p, available_days=p.available_days | {d}),  # type: ignore[misc]
                ),
            )


def _one_more_visit(person: Inspector) -> Change:
    limit = person.max_visits_per_day + 1
    return Change(
        coded("inspector.limit", inspector=person.id, max_visits_per_day=limit),
        Said(
            f"{person.id} 的每日检查次数上限改为 {limit} 次",
            f"raise the daily limit of {person.id} to {limit} visits",
        ),
        _with_person(person.id, lambda p: replace(p, max_visits_per_day=limit)),
    )


def _newcomers(question: Question, shorts: Sequence[Shortage]) -> Iterator[Change]:
    """More inspectors where they are lacking, on the days on which the fewest are."""
    least = min((short.missing for short in shorts if short.gaps), default=0)
    by_gaps: dict[tuple[Gap, ...], list[str]] = {}
    for short in shorts:
        if short.gaps and short.missing == least:
            by_gaps.setdefault(short.gaps, []).append(short.day)
    for gaps, days in by_gaps.items():
        enough = [day for day in days if helps(question, [_team_of(question, gaps, [day])])]
        # Where nobody helps alone, newcomers may still help beside another change.
        yield _team_of(question, gaps, enough or days)


def _team_of(question: Question, gaps: Sequence[Gap], days: Sequence[str]) -> Change:
    """Newcomers for all gaps at once."""
    parts = [newcomer(question, gap, days) for gap in gaps]

    def apply(problem: Problem) -> Problem:
        for part in parts:
            problem = part.apply(problem)
        return problem

    said = joined(part.said for part in parts)
    return Change("; ".join(part.code for part in parts), said, apply)


def newcomer(question: Question, gap: Gap, days: Sequence[str]) -> Change:
    """As many inspectors as the gap misses, with its specialties, there on the days."""
    held = gap.specialties or question.wanted[gap.department]
    skills, when, count = listed(held), days_said(days), gap.missing
    problem, unit = question.problem, question.target.district
    if problem.units is not None and unit not in {place.id for place in problem.units}:
        unit = problem.units[0].id
    people = tuple(
        Inspector(
            id=f"{NEW}-{gap.department}-{number}{'-size' if gap.of_size else ''}",
            department=gap.department,
            unit=unit,
            specialties=frozenset(held),
            available_days=frozenset(days),
            recused_targets=frozenset(),
            max_visits_per_day=1,
        )
        for number in range(1, count + 1)
    )
    zh_skills = f"、具备“{skills.zh}”专长" if skills.zh else ""
    en_skills = f" with the specialty {skills.en}" if skills.en else ""
    any_zh, any_en = ("（任一天）", "any of ") if len(days) > 1 else ("", "")
    return Change(
        coded(
            "inspector.add",
            department=gap.department,
            specialties=list(held),
            count=count,
            days=list(days),
            unit=unit,
        ),
        Said(
            f"在 {when.zh}{any_zh}增加 {count} 名“{gap.department}”{zh_skills}的检查人员",
            f"add {persons(count)} of {gap.department}{en_skills} on {any_en}{when.en}",
        ),
        lambda p: replace(p, inspectors=(*p.inspectors, *people)),
    )
