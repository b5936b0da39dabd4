"""What stands in the headers of a message that was set aside: where it lay, why, by whom, when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.closed import Closed, read
from schemas.envelope import Headers
from schemas.faults import Refused
from schemas.fields import WordField
from schemas.ids import set_aside_id
from schemas.moments import written
from schemas.text_fields import MomentField, TextField
from schemas.topics import TOPICS

RETRY_OF, RETRY_ATTEMPT = "retry_of", "retry_attempt"

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_ATTEMPT = re.compile(r"[1-9][0-9]{0,5}\Z", re.ASCII)


def set_aside_headers(
    own: Headers,
    *,
    topic: str,
    partition: int,
    position: int,
    reason: str,
    detail: str,
    by: str,
    at: datetime,
    release: str = "",
    knowledge: str = "",
) -> Headers:
    """
    Add to a message's own headers why it was set aside; key and body stay as they were.

    Args:
        own: its headers as they came.
        reason: a code.
        detail: one line, without patients' values.
        by: the station that could not read it.
        release: the version of the program that could not; empty is not said.
        knowledge: the digest of the tables that it had; empty for a station that has none.
    """
    said = {
        "set_aside_topic": topic,
        "set_aside_partition": str(partition),
        "set_aside_position": str(position),
        "set_aside_reason": reason,
        "set_aside_detail": detail,
        "set_aside_by": by,
        "set_aside_at": written(at),
        "set_aside_release": release,
        "set_aside_knowledge": knowledge,
    }
    kept = tuple((name, value) for name, value in own if name not in said)
    return (*kept, *((name, text.encode()) for name, text in said.items() if text))


def retry_headers(own: Headers, *, of: str, attempt: int) -> Headers:
    """
    Take the note off what was set aside, and say that it is handed on again.

    Args:
        of: the id of the first time that it was set aside.
        attempt: which time it is, 1 for the first.
    """
    kept = tuple((name, value) for name, value in own if not _is_ours(name))
    return (*kept, (RETRY_OF, of.encode()), (RETRY_ATTEMPT, str(attempt).encode()))


@dataclass(frozen=True, slots=True)
class SetAsideNote:
    """
    Where a message lay before it was set aside, why, by which station and when (RFC 3339).

    ``release`` and ``knowledge`` say which program with which tables could not read it, and are
    empty where that was not said. ``attempt`` counts how often it was handed on again before; 0
    for never. ``id`` is the same for every attempt: the name of the first time.
    """

    topic: str
    partition: int
    position: int
    reason: str
    detail: str
    by: str
    at: str
    release: str = ""
    knowledge: str = ""
    retry_of: str = ""
    attempt: int = 0

    @property
    def id(self) -> str:
        """Name what was set aside, however often it was."""
        return self.retry_of or set_aside_id(self.topic, self.partition, self.position)


def read_set_aside(headers: Headers) -> SetAsideNote:
    """
    Read the note that a station left; the message itself may be anything.

    Raises:
        Refused: it was not set aside by a station of ours.
    """
    said = {name: value.decode("utf-8", "replace") for name, value in headers}
    note, faults = read(_NOTE, said)
    if faults:
        raise Refused(faults)
    return SetAsideNote(
        topic=note["set_aside_topic"],
        partition=int(note["set_aside_partition"]),
        position=int(note["set_aside_position"]),
        reason=note["set_aside_reason"],
        detail=note["set_aside_detail"],
        by=note["set_aside_by"],
        at=note["set_aside_at"],
        release=note.get("set_aside_release", ""),
        knowledge=note.get("set_aside_knowledge", ""),
        **_retried(said),
    )


def _retried(said: Mapping[str, str]) -> dict[str, Any]:
    # Whoever sent the original may have sent anything; only what we write ourselves counts.
    of, attempt = said.get(RETRY_OF, ""), said.get(RETRY_ATTEMPT, "")
    if not _ID.match(of) or not _ATTEMPT.match(attempt):
        return {}
    return {"retry_of": of, "attempt": int(attempt)}


def _is_ours(name: str) -> bool:
    return name in _NOTE.fields or name in (RETRY_OF, RETRY_ATTEMPT)


class Note(Closed):
    """The headers that a set-aside message carries beside its own."""

    set_aside_topic = WordField(TOPICS, required=True)
    set_aside_partition = TextField(pattern="[0-9]{1,9}", required=True)
    set_aside_position = TextField(pattern="[0-9]{1,18}", required=True)
    set_aside_reason = TextField(pattern="[a-z_]{1,64}", required=True)
    set_aside_detail = TextField(required=True)
    set_aside_by = WordField(("recommender", "review"), required=True)
    set_aside_at = MomentField(required=True)
    set_aside_release = TextField(most=64)
    set_aside_knowledge = TextField(most=128)


_NOTE = Note()
