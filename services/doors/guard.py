"""What every request and every answer passes, whatever the door."""

from collections.abc import Collection
from urllib.parse import urlsplit

from flask import Flask, Response, request

from services.doors import kinds
from services.doors.body import MOST_BYTES
from services.doors.problems import Problem

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
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES

    @app.before_request
    def check() -> None:
        if _name(request.environ.get("HTTP_HOST", "")) not in served:
            raise Problem(kinds.UNKNOWN_HOST, "The Host of this request is not served here.")
        if (request.content_length or 0) > MOST_BYTES:
            raise Problem(kinds.TOO_LARGE, f"It has more than {MOST_BYTES // 1024} KiB.")

    @app.after_request
    def secure(response: Response) -> Response:
        for name, value in _HEADERS:
            response.headers.setdefault(name, value)
        return response


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
