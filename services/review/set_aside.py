"""What this station cannot read, written as a message: the original, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bus.port import Message, SetAside
from schemas.ids import set_aside_id
from schemas.set_aside import set_aside_headers
from schemas.topics import PLANS_SET_ASIDE


def set_aside_message(aside: SetAside, *, now: Callable[[], datetime]) -> Message:
    """
    Keep a delivery's own key, headers and bytes, and add where it lay, why and when.

    The id follows from where it lay, so that setting it aside twice leaves one message.
    """
    it = aside.delivery
    return Message(
        topic=PLANS_SET_ASIDE.name,
        key=it.key,
        id=set_aside_id(it.topic, it.partition, it.position),
        headers=set_aside_headers(
            it.headers,
            topic=it.topic,
            partition=it.partition,
            position=it.position,
            reason=aside.reason,
            detail=aside.detail,
            by="review",
            at=now(),
        ),
        body=it.body,
    )
