"""Departments: who takes part, who leads, who is not wanted."""

from __future__ import annotations

from typing import Any, Final

from assistant.plan_line import Line, Span, Token, raw_of, spans_of

_AND: Final = "(?:[、,和跟与及&/+]|还有|以及|加上?| ?, ?and | ?and | ?or | )"
LIST: Final = f"<B>(?:{_AND}*<B>)*"
# Behind a comma something else may begin: 街道和文旅跟，发改不来.
_OUT: Final = "<B>(?:(?:[、和与及&/+]|跟(?!,)|还有|以及| ?, ?and | ?and | ?or | )*<B>)*"
_LEAD_AFTER: Final = "\\(?(?:来|去|负责|主要|为主|做|当|任|作为|同志|,)?(?:牵头|带头|带队|主办|主导|挂帅|领头|打头阵?|总牵头|抓总|唱主角|领衔|为主)\\)?|(?: (?:is|to be|will|should|shall|to|takes?|in))?(?: the)? ?(?:leads?|leading|lead department|in charge|heads?|heading|in the lead|take the lead|takes the lead)(?![a-z])"
_LEAD_BEFORE: Final = "(?:牵头(?:部门|单位|的)?(?:是|为|由|用|让|:|给|交给|就)*|主办(?:部门|单位)(?:是|为|由|:)*|(?<![a-z])(?:led by|headed by|lead(?: department| agency)?:?(?: is| should be| to be)?|lead by|under the lead(?:ership)? of))(?: the)? ?"
_NOT_BEFORE: Final = "(?:不要|别|不用|不必|不需要|不|甭|别再|不再|不让|不包括|不含|除了?|除去|去掉|免)(?:要|放|叫|请|让|带|派|喊|用|安排|通知|找|惊动|麻烦|加|算|写|上|含)?(?:上)?|(?<![a-z])(?:no|not|without|except(?: for)?|excluding|leave out|leaving out|don't (?:need|invite|involve|include|call|bring)|do not (?:need|invite|involve|include|call|bring)|exclude|skip|drop)(?: the)? ?"
_NOT_AFTER: Final = "(?:这次|这回|这块|那边|的人|的同志|就|可以|都|也|就都|,|他们)*(?:不用来?|别来|不要来|不用去|别去|不去|不来|不参加|别参加|不用参加|不参与|不用参与|不必参加|不必来|除外|不需要(?:来|参加)?|免了|免去|不用叫|别叫|不要叫|不叫|不用管|退出|(?:别|不要|不用|不|甭)(?:掺和|插手|凑热闹|跟着|跟|管|介入|到场|操心)|歇着|不要(?=$|[,.;])|(?:不用|不必|不需要|不需|无需|用不着|甭)(?:派人|派|跟着?|出人|出面|配合|介入|到场|了|(?=$|[,.;]))|不算(?:在内|进来|上)?|不派人|不用派人|不配合|的(?:内容|部分|事项|项目)?(?:不要|去掉|不用)|不必到场|就算了)|(?: (?:bureau|department))?(?: (?:is|are))? ?(?:not needed|need not (?:come|join|attend)|(?:does|do)(?: not|n't) (?:need to |have to )?(?:come|join|attend|take part)|doesn't need to (?:come|join|attend)|don't need to (?:come|join|attend)|stays? out|not required|excluded)"
_EXCEPT_AFTER: Final = "(?:以外|之外)"


def sort_departments(line: Line) -> dict[str, Any]:
    """``departments`` and ``lead_department`` of the contract, as far as said."""
    lead: list[str] = []
    out: list[str] = []

    def note(found: list[str], tokens: list[Token]) -> Span:
        found.extend(s.value for s in spans_of(tokens, "B"))
        return Span("W", "departments", raw_of(tokens))

    line.take(f"<B>(?:{_LEAD_AFTER})", lambda _, t: note(lead, t))
    line.take(f"{_LEAD_BEFORE}<B>", lambda _, t: note(lead, t))
    line.take(
        f"(?:{_NOT_BEFORE}){_OUT}(?:{_EXCEPT_AFTER}|来|参加|去|的(?:内容|部分)?)?",
        lambda _, t: note(out, t),
    )
    line.take(f"{_OUT}(?:{_NOT_AFTER}|{_EXCEPT_AFTER})", lambda _, t: note(out, t))
    joining = [s.value for _, s in line.spans("B") if s.value not in out and s.value not in lead]
    found: dict[str, Any] = {}
    departments = {"include": list(dict.fromkeys(joining)), "exclude": list(dict.fromkeys(out))}
    if any(departments.values()):
        found["departments"] = {k: v for k, v in departments.items() if v}
    if lead:
        found["lead_department"] = lead[-1]
    return found
