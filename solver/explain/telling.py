"""Explanations put into words."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from solver.explain.bottleneck import Bottleneck, Load
from solver.explain.question import Question
from solver.explain.reasoned import Kind, Reason
from solver.explain.reasons import facts
from solver.explain.words import Said, days_said, joined
from solver.rules import RULES
from solver.schedule import Fix, Schedule


def basis_of(rules: Sequence[str]) -> tuple[str, ...]:
    """The clauses behind the rules, each once."""
    return tuple(dict.fromkeys(clause for code in rules for clause in RULES[code].basis))


def _made(
    question: Question,
    kind: Kind,
    sets: Sequence[tuple[str, ...]],
    said: Said,
    fixes: Sequence[Fix],
    group: str,
) -> Reason:
    rules = sets[0] if sets else ()
    return Reason(
        target=question.target.id,
        rules=tuple(rules),
        basis=basis_of(rules),
        zh=said.zh,
        en=said.en,
        fixes=tuple(fixes),
        kind=kind,
        group=group,
        also=tuple(sets[1:]),
    )


def local(question: Question, sets: Sequence[tuple[str, ...]], fixes: Sequence[Fix]) -> Reason:
    """Not even alone."""
    name, why = question.target.id, joined(facts(question))
    said = Said(
        f"检查对象 {name} 即使单独安排也不可行：{why.zh}。",
        f"{name} cannot be visited even alone: {why.en}.",
    )
    return _made(question, "local", sets, said, fixes, _group("local", sets, why))


def servable(question: Question, schedule: Schedule | None, start: str) -> Reason:
    """Nothing stands in the way: when it is visited, or could be."""
    name = question.target.id
    at = next((v.start for v in schedule.visits if v.target == name), None) if schedule else None
    if at is not None:
        said = Said(f"检查对象 {name} 已安排在 {at} 检查。", f"{name} is scheduled for {at}.")
    else:
        beside_zh = "在现有安排之外" if schedule else ""
        beside_en = " beside the visits there are" if schedule else ""
        said = Said(
            f"检查对象 {name} {beside_zh}可以安排，例如 {start}。",
            f"{name} can be visited{beside_en}, for example at {start}.",
        )
    return _made(question, "servable", (), said, (), "")


def capacity(
    question: Question,
    sets: Sequence[tuple[str, ...]],
    load: Load,
    schedule: Schedule | None,
    fixes: Sequence[Fix],
) -> Reason:
    """Alone yes, beside the other visits no."""
    name, why = question.target.id, joined(facts(question))
    proof = proof_of(question, load, schedule)
    said = Said(
        f"检查对象 {name} 单独可以安排，但与其他检查一起排不下：{why.zh}。{proof.zh}",
        f"{name} could be visited alone, but not beside the other visits: {why.en}. {proof.en}",
    )
    return _made(question, "capacity", sets, said, fixes, _group("capacity", (), proof))


def like(
    question: Question,
    sets: Sequence[tuple[str, ...]],
    load: Load,
    schedule: Schedule | None,
    model: Reason | None,
) -> Reason:
    """A short explanation of one of very many, pointing to another of the same rules."""
    name, codes = question.target.id, sets[0]
    proof = proof_of(question, load, schedule)
    seen = Said("", "")
    if model is not None:
        seen = Said(
            f"可参看规则相同的 {model.target}；",
            f"see {model.target}, where the rules are the same; ",
        )
    said = Said(
        f"检查对象 {name} 单独可以安排，但与其他检查一起排不下（{'、'.join(codes)}）。{proof.zh}"
        f"{seen.zh}详情可单独查询该对象。",
        f"{name} could be visited alone, but not beside the other visits ({', '.join(codes)}). "
        f"{proof.en} For more {seen.en}ask for this target by itself.",
    )
    return _made(question, "capacity", sets, said, (), _group("capacity", (), proof))


def proof_of(question: Question, load: Load, schedule: Schedule | None) -> Said:
    """How sure it is that no other arrangement would do: by counting, by the bound, or not at all."""
    neck = load.beside(question)
    if neck is not None:
        said = _neck_said(neck)
        return Said(
            f"瓶颈：{said.zh}，加上该对象后无论如何调整都排不下。",
            f"Bottleneck: {said.en}; with this target the visits do not fit, however arranged.",
        )
    neck = load.of_all(question)
    if neck is not None:
        said = _neck_said(neck)
        return Said(
            f"瓶颈：全部检查对象对{said.zh}，必有检查对象排不下。",
            f"Bottleneck: over all targets {said.en}; some must be left out, however arranged.",
        )
    weight = question.problem.rules.risk_weight[question.target.risk]
    if schedule is not None and weight and schedule.bound.weight == schedule.objective.weight:
        most = schedule.objective.weight
        return Said(
            f"已证明任何安排的风险权重都不超过 {most}，安排它就须放弃其他检查。",
            f"It is proven that no schedule has more risk weight than {most}: to visit it, others "
            "must be left out.",
        )
    return Said(
        "以上按其他检查保持不变得出，尚未证明任何重排都不可行。",
        "This holds with the other visits as they are; that no rearrangement helps is not proven.",
    )


def _neck_said(neck: Bottleneck) -> Said:
    days = days_said(neck.days)
    zh = f"“{neck.department}”" + (f"的“{neck.specialty}”专长" if neck.specialty else "")
    en = neck.department + (f", specialty {neck.specialty}," if neck.specialty else "")
    return Said(
        f"{zh}在 {days.zh} 需 {neck.demand} 人次，最多只能提供 {neck.supply} 人次",
        f"{en} is asked for {neck.demand} inspector-visits on {days.en} and can make "
        f"{neck.supply} at most",
    )


def _group(kind: str, sets: Sequence[tuple[str, ...]], why: Said) -> str:
    """A short name shared by targets left out for the same reason."""
    key = "\n".join([kind, ",".join(sets[0]) if sets else "", why.zh])
    return f"{kind}-{sha256(key.encode()).hexdigest()[:8]}"
