"""The door of a running line for its operators: what only the process that writes can do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from flask import Blueprint, Response

from bus.embedded import Writer
from facialis.operators.asides import NotChosen, asides, chosen, retry_of
from facialis.operators.handing_on import RETRIES, publish
from facialis.operators.logs import EmbeddedLogs
from schemas.closed import Closed, ListField, load
from schemas.faults import Fault, Refused
from schemas.text_fields import TextField
from services.doors.answers import answer
from services.doors.body import read_json
from services.doors.described import Door, Reply, described
from services.doors.keys import Keys, key_needed

OPERATOR = "operator"
"""Whose key opens this door: it is made at each start and stands in ``run.json`` alone."""


class _Retries(Closed):
    """What is to be handed on again, by id."""

    ids = ListField(TextField(pattern="[0-9a-f-]{36}"), required=True)


_RETRY = Door(
    summary="Hand on again what was set aside",
    gives={200: Reply("They lie on their topics again. The same again changes nothing.")},
    takes=_Retries,
    tag="Operators",
)


def blueprint(data: Path, *, key: str, writer_of: Callable[[str], Writer]) -> Blueprint:
    """Make the door; ``writer_of`` gives the one writer of a file of the line by its name."""
    doors = Blueprint("operators", __name__)
    doors.before_request(key_needed(Keys({OPERATOR: key})))

    @doors.post(RETRIES)
    @described(_RETRY)
    def retry() -> Response:
        asked, faults = load(_Retries(), read_json())
        if faults:
            raise Refused(faults)
        try:
            with closing(EmbeddedLogs(data)) as logs:
                some = chosen(asides(logs), asked["ids"])
        except NotChosen as wrong:
            raise Refused([Fault("/ids", "not_allowed", f"{wrong}.")]) from wrong
        publish(map(retry_of, some), writer_of)
        return answer({"handed_on": [aside.id for aside in some]})

    return doors
