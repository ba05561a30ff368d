"""Calls of a model that end in time: what hangs is left behind, and whoever asked gets the fault."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

T = TypeVar("T")
_END = object()


class Late(TimeoutError):
    """The model did not answer in time."""


def within(seconds: float, call: Callable[[], T]) -> T:
    """The value of ``call``; raises Late when it takes longer, or what the call raises."""
    box: queue.Queue[tuple[bool, Any]] = queue.Queue(1)

    def work() -> None:
        try:
            box.put((True, call()))
        except BaseException as error:
            box.put((False, error))

    threading.Thread(target=work, daemon=True).start()
    try:
        good, value = box.get(timeout=max(0.0, seconds))
    except queue.Empty:
        raise Late(f"no answer within {seconds:g} s") from None
    if not good:
        raise value
    made: T = value
    return made


def stream_within(
    seconds: float, model: BaseChatModel, messages: Sequence[BaseMessage]
) -> Iterator[str]:
    """Pieces of the reply as they come; raises Late when the whole takes longer than ``seconds``."""
    pieces: queue.Queue[Any] = queue.Queue()
    stopped = threading.Event()

    def work() -> None:
        try:
            for chunk in model.stream(list(messages)):
                if stopped.is_set():
                    return
                pieces.put(str(chunk.text))
            pieces.put(_END)
        except BaseException as error:
            pieces.put(error)

    threading.Thread(target=work, daemon=True).start()
    end = time.monotonic() + seconds
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise Late(f"no whole answer within {seconds:g} s") from None
            if piece is _END:
                return
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        stopped.set()
