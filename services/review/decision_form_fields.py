"""A decision as a form sends it, read into the shape that machines send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

_ITEM = "item:"
_MOVE = "move:"

Form = MultiDict[str, str]


def decision_from(form: Form, *, stage: str, decided_by: Mapping[str, str]) -> dict[str, Any]:
    """
    Read what somebody chose; nothing is checked here, the schema of decisions does that.

    Fields of the other choices, which a browser sends along, are left out.
    """
    choice = form.get("decision", "")
    decision: dict[str, Any] = {
        "decision_id": form.get("decision_id", ""),
        "stage": stage,
        "decision": choice,
        "decided_by": dict(decided_by),
    }
    if choice in ("decline", "not_now"):
        decision["reasons"] = form.getlist("reasons")
    if choice == "not_now" and form.get("until"):
        decision["until"] = form["until"]
    if choice == "change":
        decision["changes"] = list(_changes(form))
    if choice == "decline" and form.get("reference", "").strip():
        decision["reference"] = form["reference"].strip()
    return decision


def _changes(form: Form) -> Iterator[dict[str, str]]:
    for name, chosen in form.items():
        if name.startswith(_ITEM) and chosen == "remove":
            yield {"intervention": name.removeprefix(_ITEM), "action": "remove"}
        elif name.startswith(_ITEM) and chosen.startswith(_MOVE):
            stage = chosen.removeprefix(_MOVE)
            yield {"intervention": name.removeprefix(_ITEM), "action": "move", "stage": stage}
    for added in dict.fromkeys(form.getlist("add")):
        if added:
            yield {"intervention": added, "action": "add"}
