"""Reading the body of an event: each topic's own way, by its name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from schemas.assessment import read_received
from schemas.plan import read_plan
from schemas.review import read_reviewed
from schemas.strict_json import parse
from schemas.topics import TOPICS
from schemas.withdrawal import read_withdrawn

READERS: Mapping[str, Callable[[object], dict[str, Any]]] = MappingProxyType(
    {
        "assessment": read_received,
        "withdrawal": read_withdrawn,
        "plan": read_plan,
        "decision": read_reviewed,
    }
)
"""How a body of each schema is read; what was set aside is not read but kept."""


def read_body(topic: str, body: bytes) -> dict[str, Any]:
    """
    Read the body of an event of one of our topics, and check that it is what the topic promises.

    Raises:
        KeyError: there is no such topic, or its bodies are originals that were set aside.
        NotJson: it cannot be read.
        Refused: it can be read, and is not what the topic promises.
    """
    return READERS[TOPICS[topic].schema](parse(body))
