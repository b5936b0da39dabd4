"""What a station cannot read, written as a message: the original, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib.metadata import version

from bus.port import Message, SetAside
from schemas.ids import set_aside_id
from schemas.set_aside import set_aside_headers
from schemas.topics import Topic


def set_aside_message(
    aside: SetAside, *, onto: Topic, now: Callable[[], datetime], knowledge: str = ""
) -> Message:
    """
    Keep a delivery's own key, headers and bytes, and add where it lay, why, when and by whom.

    The id follows from where it lay, so that setting it aside twice leaves one message.

    Args:
        onto: the topic of what that station sets aside; its producer is the station.
        knowledge: the digest of the tables that it has; empty for a station without.
    """
    it = aside.delivery
    return Message(
        topic=onto.name,
        key=it.key,
        id=set_aside_id(it.topic, it.partition, it.position),
        headers=set_aside_headers(
            it.headers,
            topic=it.topic,
            partition=it.partition,
            position=it.position,
            reason=aside.reason,
            detail=aside.detail,
            by=onto.producer,
            at=now(),
            release=_release(),
            knowledge=knowledge,
        ),
        body=it.body,
    )


@cache
def _release() -> str:
    return version("facialis")
