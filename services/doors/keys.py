"""Who may use the machine doors: clients, each known by a key of its own."""

import hmac
from collections.abc import Callable, Mapping
from hashlib import sha256

from flask import g, request

from services.doors import kinds
from services.doors.problems import Problem

LEAST = 16


class Keys:
    """
    The keys of the clients.

    Keeps digests only, so that no dump or log can show a key.
    """

    def __init__(self, by_client: Mapping[str, str]) -> None:
        """
        Take one key for each client, by the client's name.

        Raises:
            ValueError: a key is shorter than 16 characters, or two clients have the same.
        """
        for client, key in by_client.items():
            if len(key) < LEAST:
                raise ValueError(f"the key of {client} has fewer than {LEAST} characters")
        if len(set(by_client.values())) < len(by_client):
            raise ValueError("two clients have the same key")
        self._digests = {client: _digest(key) for client, key in by_client.items()}

    def client_of(self, key: str) -> str | None:
        """Name the client whose key this is; None when it is nobody's."""
        digest = _digest(key)
        # All are compared, so that the time taken does not tell which came close.
        matching = [
            client for client, known in self._digests.items() if hmac.compare_digest(known, digest)
        ]
        return matching[0] if matching else None


def key_needed(keys: Keys) -> Callable[[], None]:
    """Make what a blueprint runs before each request, so that only clients pass."""

    def check() -> None:
        client = keys.client_of(_key_sent())
        if client is None:
            raise Problem(
                kinds.NO_KEY,
                "No key was sent, or one that is not known here.",
                headers={"WWW-Authenticate": 'Bearer realm="facialis"'},
            )
        g.client = client

    return check


def client() -> str:
    """Name the client of this request, behind a door that needs a key."""
    return str(g.client)


def _key_sent() -> str:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def _digest(key: str) -> bytes:
    return sha256(key.encode()).digest()
