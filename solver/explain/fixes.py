"""The smallest changes that would let a target be visited, each verified by asking again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from solver.explain.change import Change, coded, helps
from solver.explain.changes import candidates
from solver.explain.openings import one_more_day
from solver.explain.question import ALL, Question, changed, find_seat
from solver.explain.shortage import Shortage, shortages
from solver.explain.words import Said, joined
from solver.problem import Problem, Target
from solver.schedule import Fix, Visit

MOST_FIXES = 6
MOST_OF_A_KIND = 2
MOST_PAIRED = 24
MOST_MOVED = 40


def local_fixes(question: Question) -> tuple[Fix, ...]:
    """Changes for a target that cannot be visited even alone; pairs where no single one does."""
    shorts = shortages(question)
    split = _split(question) if _asks_too_much(question) else []
    tried = list(candidates(question, shorts))
    singles = [change for change in tried if helps(question, [change])]
    found = [*split, *(_fix([change]) for change in _varied(singles))]
    if not found:
        pairs = combinations(tried[:MOST_PAIRED], 2)
        found = [_fix(pair) for pair in pairs if helps(question, pair)][:MOST_OF_A_KIND]
    return tuple((found or _split(question))[:MOST_FIXES])


def capacity_fixes(question: Question, visits: Sequence[Visit]) -> tuple[Fix, ...]:
    """Changes for a target that finds no place beside the other visits as they are."""
    shorts = shortages(question)
    singles = [change for change in candidates(question, shorts) if helps(question, [change])]
    later = one_more_day(question)
    found = [*_moves(question, visits, shorts), *(_fix([change]) for change in _varied(singles))]
    if helps(question, [later]):
        found.append(_fix([later]))
    return tuple([*found[: MOST_FIXES - 1], *_instead(question, visits, shorts)][:MOST_FIXES])


def _varied(changes: Sequence[Change]) -> list[Change]:
    """Not more than a few of one kind, in order."""
    counts: dict[str, int] = {}
    kept = []
    for change in changes:
        kind = change.code.split(" ")[0]
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= MOST_OF_A_KIND:
            kept.append(change)
    return kept


def _fix(changes: Sequence[Change]) -> Fix:
    said = joined(change.said for change in changes)
    return _sentence("; ".join(change.code for change in changes), said)


def _sentence(code: str, said: Said) -> Fix:
    return Fix(code, f"{said.zh}。", f"{said.en[:1].upper()}{said.en[1:]}.")


def _asks_too_much(question: Question) -> bool:
    parts = len(question.taking_part(ALL))
    return parts > question.problem.rules.max_departments_per_visit


def _split(question: Question) -> list[Fix]:
    """Two visits of some departments each, as even as can be; three where two are not enough."""
    names = question.asked
    if len(names) < 2:
        return []
    for parts in _partitions(names, question.problem.rules.max_departments_per_visit):
        if all(_stands_alone(question, part) for part in parts):
            shown = " | ".join("、".join(part) for part in parts)
            said = Said(
                f"分为 {len(parts)} 次检查，部门依次为：{shown}",
                f"split into {len(parts)} visits, with the departments {shown.replace('、', ', ')}",
            )
            departments = [list(part) for part in parts]
            code = coded("target.split", target=question.target.id, departments=departments)
            return [_sentence(code, said)]
    return []


def _partitions(names: Sequence[str], cap: int) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Ways to part the departments: in two, the most even first; then in rows of the cap's size."""
    half = len(names) // 2
    for size in sorted(range(1, len(names)), key=lambda size: (abs(size - half), size)):
        for chosen in combinations(names[1:], size - 1):
            one = (names[0], *chosen)
            yield one, tuple(name for name in names if name not in one)
    width = max(1, cap - 1)  # leaves room for the lead
    if len(names) > 2 * width:
        yield tuple(tuple(names[at : at + width]) for at in range(0, len(names), width))


def _stands_alone(question: Question, part: Sequence[str]) -> bool:
    """Whether the items of some departments can be visited on their own."""
    items = tuple(item for item in question.target.items if item.department in part)
    piece = replace(question.target, items=items)
    problem = _with_target(question.problem, piece)
    return find_seat(Question(problem, piece, question.others)) is not None


def _with_target(problem: Problem, target: Target) -> Problem:
    kept = tuple(target if other.id == target.id else other for other in problem.targets)
    return replace(problem, targets=kept)


def _moves(question: Question, visits: Sequence[Visit], shorts: Sequence[Shortage]) -> list[Fix]:
    """Another visit put elsewhere makes room: found by taking one out and placing both."""
    targets = {target.id: target for target in question.problem.targets}
    for visit in _rivals(question, visits, shorts)[:MOST_MOVED]:
        seat = _in_place_of(question, visit)
        if seat is None:
            continue
        others = changed(question.problem, question.others, more=[seat], less=[visit])
        moved = find_seat(Question(question.problem, targets[visit.target], others))
        if moved is not None:
            said = Said(
                f"将 {visit.target} 的检查改至 {moved.start}（{'、'.join(moved.inspectors)}），"
                f"即可在 {seat.start} 检查 {seat.target}",
                f"move the visit of {visit.target} to {moved.start} "
                f"({', '.join(moved.inspectors)}); then {seat.target} fits at {seat.start}",
            )
            code = coded(
                "visit.move",
                target=visit.target,
                start=moved.start,
                inspectors=list(moved.inspectors),
                then=seat.to_json(),
            )
            return [_sentence(code, said)]
    return []


def _in_place_of(question: Question, visit: Visit) -> Visit | None:
    others = changed(question.problem, question.others, less=[visit])
    return find_seat(Question(question.problem, question.target, others))


def _rivals(question: Question, visits: Sequence[Visit], shorts: Sequence[Shortage]) -> list[Visit]:
    """Visits that hold people the target lacks, on its days; pinned ones stay."""
    days = {short.day for short in shorts}
    lacking = {gap.department for short in shorts for gap in short.gaps}
    people = {
        person.id for person in question.concerned if not lacking or person.department in lacking
    }
    pinned = {pin.target for pin in question.problem.pinned}
    return [
        visit
        for visit in visits
        if visit.start[:10] in days
        and visit.target not in pinned
        and people.intersection(visit.inspectors)
    ]


def _instead(question: Question, visits: Sequence[Visit], shorts: Sequence[Shortage]) -> list[Fix]:
    """The visit of least weight, not above its own, in whose stead this one could take place."""
    targets = {target.id: target for target in question.problem.targets}
    weight = question.problem.rules.risk_weight
    own = weight[question.target.risk]
    rivals = [
        visit
        for visit in _rivals(question, visits, shorts)
        if weight[targets[visit.target].risk] <= own
    ]
    rivals.sort(key=lambda v: (weight[targets[v.target].risk], v.target))
    for visit in rivals[:MOST_MOVED]:
        seat = _in_place_of(question, visit)
        if seat is not None:
            risk, mine = targets[visit.target].risk, question.target.risk
            said = Said(
                f"以 {visit.target}（风险 {risk}）换 {seat.target}（风险 {mine}）：不检查前者，"
                f"即可在 {seat.start} 检查后者",
                f"leave out {visit.target} (risk {risk}) for {seat.target} (risk {mine}), "
                f"which then fits at {seat.start}",
            )
            return [_sentence(coded("visit.replace", target=visit.target, by=seat.to_json()), said)]
    return []
