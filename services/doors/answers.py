"""Answers in JSON."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def answer(
    body: Any,
    status: int = 200,
    *,
    headers: Mapping[str, str] | None = None,
    media: str = "application/json",
) -> Response:
    """Write a body as JSON in UTF-8, its keys in the order given."""
    text = _encode(body).encode()
    response = Response(text, status=status, content_type=media)
    response.headers.extend(headers or {})
    return response
