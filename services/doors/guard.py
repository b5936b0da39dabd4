"""What every request and every answer passes, whatever the door."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, request

from services.doors import kinds
from services.doors.body import MOST_BYTES, too_large
from services.doors.problems import Problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]

LOOPBACK = ("127.0.0.1", "localhost", "::1")

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_HEADERS = (
    ("Content-Security-Policy", CONTENT_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    # What a door answers is about a patient unless it says otherwise.
    ("Cache-Control", "no-store"),
)


def guard(app: Flask, *, hosts: Collection[str]) -> None:
    """
    Serve only under known names, take no large bodies, and say to browsers what they may do.

    Args:
        hosts: names served besides the loopback ones, without port.
    """
    served = frozenset(name.lower() for name in (*LOOPBACK, *hosts))
    # One more than is taken: a longer body that did not say its length is cut here unseen.
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES + 1

    @app.before_request
    def check() -> None:
        if _name(request.environ.get("HTTP_HOST", "")) not in served:
            raise Problem(kinds.UNKNOWN_HOST, "The Host of this request is not served here.")
        if (request.content_length or 0) > MOST_BYTES:
            raise too_large()

    app.wsgi_app = _secured(app.wsgi_app)  # type: ignore[assignment]


def _secured(inner: WSGIApplication) -> WSGIApplication:
    # Not as a hook of Flask's: for its ordered, checked headers it takes ten times as long.
    def outer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: Headers, *error: Any) -> Any:
            said = {name.lower() for name, _ in headers}
            missing = [pair for pair in _HEADERS if pair[0].lower() not in said]
            return start_response(status, [*headers, *missing], *error)

        return inner(environ, start)

    return outer


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
