"""What this station cannot read, written as a message: the original, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bus.port import Message, SetAside
from schemas.ids import set_aside_id
from schemas.moments import written
from schemas.topics import PLANS_SET_ASIDE


def set_aside_message(aside: SetAside, *, now: Callable[[], datetime]) -> Message:
    """
    Keep a delivery's own key, headers and bytes, and add where it lay, why and when.

    The id follows from where it lay, so that setting it aside twice leaves one message.
    """
    it = aside.delivery
    added = {
        "set_aside_topic": it.topic,
        "set_aside_partition": str(it.partition),
        "set_aside_position": str(it.position),
        "set_aside_reason": aside.reason,
        "set_aside_detail": aside.detail,
        "set_aside_by": "review",
        "set_aside_at": written(now()),
    }
    own = tuple((name, value) for name, value in it.headers if name not in added)
    return Message(
        topic=PLANS_SET_ASIDE.name,
        key=it.key,
        id=set_aside_id(it.topic, it.partition, it.position),
        headers=own + tuple((name, text.encode()) for name, text in added.items()),
        body=it.body,
    )
