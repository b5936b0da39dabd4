"""The envelope of an event: CloudEvents 1.0 in binary mode, which leaves the body as it is."""

from collections.abc import Iterable
from dataclasses import dataclass

Headers = tuple[tuple[str, bytes], ...]

_REQUIRED = ("id", "source", "type", "subject", "time")
_OPTIONAL = ("traceparent", "dataschema", "client")


class NotAnEvent(Exception):
    """Headers that do not make an envelope. Its publisher mends it; the event is set aside."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Envelope:
    """
    What is known of an event without reading its body.

    Attributes:
        id: with `source` it names the event; two of the same name are one event.
        source: the station that says so, `/facialis/<station>`.
        type: the topic's name.
        subject: the assessment_id.
        time: when it happened, RFC 3339 in UTC.
        traceparent: the W3C trace context of the post behind it; None when there was none.
        dataschema: where the body's schema is described; None when not said.
        client: the name of the client whose assessment it is about; None when not said.
    """

    id: str
    source: str
    type: str
    subject: str
    time: str
    traceparent: str | None = None
    dataschema: str | None = None
    client: str | None = None


def headers_of(envelope: Envelope) -> Headers:
    """Write an envelope as the headers of a message."""
    said = ((name, getattr(envelope, name)) for name in (*_REQUIRED, *_OPTIONAL))
    return (
        ("ce_specversion", b"1.0"),
        *((f"ce_{name}", value.encode()) for name, value in said if value is not None),
        ("content-type", b"application/json"),
    )


def envelope_from(headers: Iterable[tuple[str, bytes]]) -> Envelope:
    """
    Read the envelope out of a message's headers; headers that are not its own are passed over.

    Raises:
        NotAnEvent: an attribute is missing, empty or not UTF-8, or the version is not 1.0.
    """
    said = {name[3:]: _text(name, value) for name, value in headers if name.startswith("ce_")}
    if said.get("specversion") != "1.0":
        raise NotAnEvent("ce_specversion is not 1.0: this is not a CloudEvent in binary mode")
    missing = [f"ce_{name}" for name in _REQUIRED if not said.get(name)]
    if missing:
        raise NotAnEvent(f"missing in the headers: {', '.join(missing)}")
    return Envelope(**{name: said[name] for name in (*_REQUIRED, *_OPTIONAL) if said.get(name)})


def _text(name: str, value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise NotAnEvent(f"{name} is not UTF-8") from None
