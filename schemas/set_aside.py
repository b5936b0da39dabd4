"""What stands in the headers of a message that was set aside: where it lay, why, by whom, when."""

from dataclasses import dataclass
from datetime import datetime

from schemas.closed import Closed, read
from schemas.envelope import Headers
from schemas.faults import Refused
from schemas.fields import WordField
from schemas.moments import written
from schemas.text_fields import MomentField, TextField
from schemas.topics import TOPICS


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
) -> Headers:
    """
    Add to a message's own headers why it was set aside; key and body stay as they were.

    Args:
        own: its headers as they came.
        reason: a code.
        detail: one line, without patients' values.
        by: the station that could not read it.
    """
    said = {
        "set_aside_topic": topic,
        "set_aside_partition": str(partition),
        "set_aside_position": str(position),
        "set_aside_reason": reason,
        "set_aside_detail": detail,
        "set_aside_by": by,
        "set_aside_at": written(at),
    }
    kept = tuple((name, value) for name, value in own if name not in said)
    return (*kept, *((name, text.encode()) for name, text in said.items()))


@dataclass(frozen=True, slots=True)
class SetAsideNote:
    """Where a message lay before it was set aside, why, by which station and when (RFC 3339)."""

    topic: str
    partition: int
    position: int
    reason: str
    detail: str
    by: str
    at: str


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
    )


class Note(Closed):
    """The headers that a set-aside message carries beside its own."""

    set_aside_topic = WordField(TOPICS, required=True)
    set_aside_partition = TextField(pattern="[0-9]{1,9}", required=True)
    set_aside_position = TextField(pattern="[0-9]{1,18}", required=True)
    set_aside_reason = TextField(pattern="[a-z_]{1,64}", required=True)
    set_aside_detail = TextField(required=True)
    set_aside_by = WordField(("recommender", "review"), required=True)
    set_aside_at = MomentField(required=True)


_NOTE = Note()
