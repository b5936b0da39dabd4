"""The machine doors of a line that may be away at any moment."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any

KEY = "a-key-for-crashes-only"
TIMEOUT_S = 2.0
"""What a client waits for an answer before it gives up and asks again."""

_HEADERS = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What a door said; the names of headers in lower case.

    Status 0 stands for no answer, which says nothing about what was done.
    """

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None

    @property
    def well(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """Whether it was not done, and asking again would not help."""
        return 400 <= self.status < 500


@dataclass(frozen=True, slots=True)
class Doors:
    """
    Asks a line's doors.

    Attributes:
        port_of: on which port of 127.0.0.1 a path is served.
        timeout_s: how long an answer is waited for.
    """

    port_of: Callable[[str], int]
    timeout_s: float = TIMEOUT_S

    def get(self, path: str) -> Answer:
        """Read."""
        return self.ask("GET", path)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        """Send; a header's name has its hyphens written as underscores."""
        return self.ask("POST", path, body, headers)

    def ask(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask once, over a connection of its own."""
        sent = None if body is None else json.dumps(body)
        more = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        connection = HTTPConnection("127.0.0.1", self.port_of(path), timeout=self.timeout_s)
        with closing(connection):
            try:
                connection.request(method, path, sent, _HEADERS | more)
                response = connection.getresponse()
                read = response.read()
                said = {name.lower(): value for name, value in response.getheaders()}
                return Answer(response.status, said, json.loads(read))
            except (OSError, HTTPException, ValueError):
                return Answer()
