"""`/openapi.json`, and `/docs`: the same to read and try, with nothing from other hosts."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, send_from_directory

from services.doors.answers import answer
from services.doors.openapi import describe

_SWAGGER_UI = Path(str(files("flask_swagger_ui"))) / "dist"
_OURS = Path(__file__).with_name("static")

# Swagger's base layout alone runs under a policy without inline styles and scripts.
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Facialis: the doors</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="/docs/favicon-32x32.png">
<div id="doors"></div>
<noscript>This page needs JavaScript. <a href="/openapi.json">What it shows</a> does not.</noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
"""

_FROM_SWAGGER_UI = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")
_FROM_US = ("start.js",)


Describes = Callable[[], dict[str, Any]]


def blueprint(describes: Describes | None = None) -> Blueprint:
    """
    Make both; they need no key.

    Args:
        describes: describes the doors; None for those of the application itself.
    """
    pages = Blueprint("docs", __name__)

    @cache
    def described() -> dict[str, Any]:
        return describes() if describes else describe(current_app)

    @pages.get("/openapi.json")
    def openapi() -> Response:
        return answer(described())

    @pages.get("/docs")
    def docs() -> Response:
        return Response(_PAGE, content_type="text/html; charset=utf-8")

    @pages.get(f"/docs/<any({', '.join(map(repr, _FROM_SWAGGER_UI))}):name>")
    def swagger_ui(name: str) -> Response:
        return send_from_directory(_SWAGGER_UI, name, max_age=86400)

    @pages.get(f"/docs/<any({', '.join(map(repr, _FROM_US))}):name>")
    def ours(name: str) -> Response:
        return send_from_directory(_OURS, name, max_age=86400)

    return pages
