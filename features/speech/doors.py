"""The public doors of a running line, as a machine with a key uses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from features.speech.case import Answer


@dataclass(frozen=True)
class Doors:
    """
    What an EHR sees of Facialis.

    Attributes:
        client: Flask's test client of the whole line; it speaks HTTP without a socket.
        key: the key that machines send.
    """

    client: Any
    key: str

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        """Post JSON; a keyword `if_match` becomes the header `If-Match`."""
        return self._answer(self.client.post(path, json=body, headers=self._headers(headers)))

    def get(self, path: str, **query: str) -> Answer:
        """Read JSON."""
        return self._answer(self.client.get(path, query_string=query, headers=self._headers({})))

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.key}", **named}

    def _answer(self, response: Any) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, response.get_json(silent=True), headers)
