"""What a process says of itself while it runs: little, with the ids to follow it by, no patient."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TextIO

from flask import has_request_context

from bus.port import Delivery
from bus.running import describe
from services.doors.access import LOGGER as ACCESS
from services.doors.tracing import trace_id

WORDS = ("json", "text", "access")
"""What `FACIALIS_LOG` may say: how lines are written, and whether each request has one."""

# Who writes these lines has promised to put no patient's values into them. Of all others the
# sentence is shown without what was filled into it, and of errors never more than class and place.
_TRUSTED = ("bus", "facialis", "services", "schemas", "kafka", "opentelemetry", "alembic")

_EVENT_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_TRACE = re.compile(rb"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}\Z")
_WARNED_AT = re.compile(r"\A(\S+:\d+: \w+):")


def log_to_stderr(how: str = "", *, station: str = "line", to: TextIO | None = None) -> None:
    """
    Show warnings and worse, one line each; for the whole process.

    Args:
        how: words of ``WORDS``. Without `json` or `text`, text on a terminal and JSON elsewhere.
        station: which station this process is.
    """
    stream = to or sys.stderr
    words = how.split()
    as_json = "json" in words or ("text" not in words and not stream.isatty())
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(station) if as_json else TextLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(ACCESS).setLevel(logging.INFO if "access" in words else logging.WARNING)
    logging.captureWarnings(True)
    threading.excepthook = _tell_of_thread
    sys.excepthook = _tell_of_process


def faults_of_log(value: str) -> Iterator[str]:
    """Say what is wrong with words for ``log_to_stderr``; nothing when they can be used."""
    for word in value.split():
        if word not in WORDS:
            yield f"'{word}' is not one of {', '.join(WORDS)}."
    if {"json", "text"} <= set(value.split()):
        yield "says both json and text; write one of them."


class JsonLines(logging.Formatter):
    """One JSON object a line, for machines to collect."""

    def __init__(self, station: str) -> None:
        super().__init__()
        self._station = station

    def format(self, record: logging.LogRecord) -> str:
        """Write a record, with the ids of what was in hand where they are known."""
        said = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "station": self._station,
            "message": _message(record),
            **_ids(record),
        }
        return json.dumps(said, ensure_ascii=False)


class TextLines(logging.Formatter):
    """One line for people to read."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record, with its trace at the end where it has one."""
        text, trace = _message(record), str(_ids(record).get("trace_id", ""))
        tail = "" if trace in text else f" (trace {trace})"
        return f"{_moment(record)} {record.levelname} {text}{tail}"


def _moment(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _message(record: logging.LogRecord) -> str:
    text = record.getMessage() if _is_trusted(record.name) else _without_values(record)
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, Exception):
        text = f"{text}: {_class_and_place(error)}"
    return " ".join(text.split())


def _is_trusted(name: str) -> bool:
    return name.partition(".")[0] in _TRUSTED


def _without_values(record: logging.LogRecord) -> str:
    if record.name == "py.warnings":
        found = _WARNED_AT.match(record.getMessage())
        return f"a warning of Python's at {found[1] if found else 'an unknown place'}"
    return str(record.msg)


def _ids(record: logging.LogRecord) -> dict[str, object]:
    told: dict[str, object] = {}
    if has_request_context():
        told["trace_id"] = trace_id()
    if loop := getattr(record, "loop", None):
        told["loop"] = loop
    if isinstance(it := getattr(record, "delivery", None), Delivery):
        told |= {"topic": it.topic, "partition": it.partition, "position": it.position}
        told |= _ids_in(it)
    return told


def _ids_in(delivery: Delivery) -> dict[str, str]:
    # Headers are a sender's: only what has the form of an id is one.
    said = dict(delivery.headers)
    told = {}
    if found := _TRACE.match(said.get("ce_traceparent", b"")):
        told["trace_id"] = found[1].decode()
    if _EVENT_ID.match(event_id := said.get("ce_id", b"")):
        told["event_id"] = event_id.decode()
    return told


def _class_and_place(error: BaseException) -> str:
    if isinstance(error, Exception):
        return describe(error)
    (last,) = traceback.extract_tb(error.__traceback__)[-1:] or (None,)
    return f"{type(error).__name__} in {last.filename}:{last.lineno}" if last else "an error"


def _tell_of_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
        name = told.thread.name if told.thread else "?"
        where = _class_and_place(told.exc_value)
        logging.getLogger(__name__).critical("thread %s ended: %s", name, where)


def _tell_of_process(kind: type[BaseException], error: BaseException, trace: object) -> None:
    logging.getLogger(__name__).critical("ended: %s", _class_and_place(error))
