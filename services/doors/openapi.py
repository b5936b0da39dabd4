"""The description of all doors of an application (OpenAPI 3.1), made from the same schemas."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec_webframeworks.flask import FlaskPlugin
from flask import Flask

from services.doors.described import Door, Parameter, Reply, door_of
from services.doors.kinds import Kind

_DESCRIPTION = (
    "Turns an assessment of a paralysed face into a staged treatment plan that a clinician checks "
    "line by line. For health professionals; it proposes, a clinician decides. What was not "
    'assessed may be left out, null or "unknown": all three say the same.'
)


def describe(app: Flask) -> dict[str, Any]:
    """Describe every door of an application that says what it takes and gives."""
    spec = APISpec(
        title="Facialis",
        version=version("facialis"),
        openapi_version="3.1.0",
        info={"description": _DESCRIPTION, "license": {"name": "Apache-2.0"}},
        plugins=[FlaskPlugin(), MarshmallowPlugin()],
        security=[{"key": []}],
    )
    spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    spec.components.schema("Problem", _PROBLEM)
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if door := door_of(view):
            methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
            operation = _operation(door, rule.endpoint, rule.arguments)
            spec.path(view=view, app=app, operations={it.lower(): operation for it in methods})
    described: dict[str, Any] = spec.to_dict()
    return described


def _operation(door: Door, endpoint: str, arguments: Iterable[str]) -> dict[str, Any]:
    parts = (Parameter(name, "path", _REFERENCE, required=True) for name in sorted(arguments))
    operation: dict[str, Any] = {
        "operationId": endpoint.rpartition(".")[2],
        "summary": door.summary,
        "tags": [door.tag],
        "parameters": [_parameter(it) for it in (*parts, *door.reads)],
        "responses": {str(status): _reply(reply) for status, reply in door.gives.items()},
    }
    for kind in door.problems:
        operation["responses"].setdefault(str(kind.status), _problem(kind))
    if door.takes is not None:
        content: dict[str, Any] = {"application/json": {"schema": door.takes}}
        if door.example is not None:
            content["application/json"]["example"] = dict(door.example)
        operation["requestBody"] = {"required": True, "content": content}
    if not door.key:
        operation["security"] = []
    return operation


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.where,
        "description": parameter.says,
        "required": parameter.required,
        "schema": dict(parameter.schema),
    }


def _reply(reply: Reply) -> dict[str, Any]:
    written: dict[str, Any] = {"description": reply.says}
    if reply.schema is not None:
        written["content"] = {"application/json": {"schema": reply.schema}}
    if reply.headers:
        text = {"type": "string"}
        written["headers"] = {
            name: {"description": says, "schema": text} for name, says in reply.headers.items()
        }
    return written


def _problem(kind: Kind) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": f"{kind.title}. {kind.mend}", "content": content}


_REFERENCE = "The reference that is part of the address."

_TEXT = {"type": "string"}

_FAULT = {
    "type": "object",
    "required": ["pointer", "code", "detail", "allowed", "suggestion"],
    "properties": {
        "pointer": {**_TEXT, "description": "Where, as a JSON Pointer."},
        "code": {
            **_TEXT,
            "enum": [
                "required",
                "unknown_key",
                "wrong_type",
                "not_allowed",
                "out_of_range",
                "bad_format",
                "in_future",
                "contradicts",
            ],
        },
        "detail": {**_TEXT, "description": "What was found and what to write."},
        "allowed": {"type": "array", "items": _TEXT},
        "suggestion": {"type": ["string", "null"], "description": "The nearest right word."},
    },
}

_PROBLEM = {
    "type": "object",
    "description": "What was wrong with a request (RFC 9457), all of it at once.",
    "required": ["type", "title", "status", "detail", "trace_id", "errors"],
    "properties": {
        "type": {**_TEXT, "description": "The address of a page that says what to do."},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "trace_id": _TEXT,
        "errors": {"type": "array", "items": _FAULT},
    },
}
