"""
Sign-in links: signed, so that any process that can read the store can print one.

Pure. A link says its own id and when it ends; whether it was used before only the store knows.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256

LASTS = timedelta(minutes=15)
_SHAPE = re.compile(r"([A-Za-z0-9-]{8,64})\.(\d{1,12})\.([A-Za-z0-9_-]{43})\Z")


def make_link(secret: bytes, *, link_id: str, now: datetime) -> str:
    """Write the last part of a link's address; it is good for 15 minutes."""
    claim = f"{link_id}.{int((now + LASTS).timestamp())}"
    return f"{claim}.{_signature(secret, claim)}"


def read_link(secret: bytes, link: str, *, now: datetime) -> str | None:
    """Give the id of a link that is ours and has not ended; else None."""
    parts = _SHAPE.match(link)
    if parts is None:
        return None
    link_id, ends, signature = parts.groups()
    if not hmac.compare_digest(signature, _signature(secret, f"{link_id}.{ends}")):
        return None
    return link_id if now < datetime.fromtimestamp(int(ends), UTC) else None


def _signature(secret: bytes, claim: str) -> str:
    digest = hmac.digest(secret, f"sign-in {claim}".encode(), sha256)
    return urlsafe_b64encode(digest).decode().rstrip("=")
