"""What a streamed answer is made of; every door words the same events in its own way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One step. ``name``: start, delta, dropped, replace, form, answer, register, end, error.

    ``delta`` carries checked text only; ``replace`` says that what was shown is taken back, and the
    deltas after it are the assembled answer; ``answer`` is the whole, as it would be without streaming.
    """

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def to_sse(self) -> str:
        """The event as a server-sent event; JSON on one line."""
        text = json.dumps(self.data, ensure_ascii=False, default=str)
        return f"event: {self.name}\ndata: {text.encode('utf-8', 'replace').decode()}\n\n"


def shown_text(events: Iterable[Event]) -> str:
    """What stands on the screen after the events: deltas, from the last ``replace`` on."""
    text = ""
    for event in events:
        if event.name == "replace":
            text = ""
        elif event.name == "delta":
            text += str(event.data["text"])
    return text


def deltas(text: str) -> Iterator[Event]:
    """A finished text sentence by sentence."""
    start = 0
    for at, char in enumerate(text, 1):
        if char in "。！？；\n" or at == len(text):
            yield Event("delta", {"text": text[start:at]})
            start = at
