"""
The part of a plan or an assessment that is the same for all that say the same.

Who and when stay in the records; the rest is kept once, named by its content.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

_PLAN_OWN = ("plan_id", "assessment_id", "patient_ref", "as_of", "assessed_at", "knowledge")
_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Body:
    """A text, named by its content."""

    digest: bytes
    text: bytes


def plan_body(plan: Mapping[str, Any]) -> Body:
    """Take from a plan what does not say whose it is, when it was made or under which tables."""
    return _named({key: value for key, value in plan.items() if key not in _PLAN_OWN})


def findings_body(findings: Mapping[str, Any]) -> Body:
    """Name the findings of an assessment by their content."""
    return _named(findings)


def whole_plan(own: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """Put a plan together again, its keys in the order of the contract."""
    head = {key: own[key] for key in _PLAN_OWN[:-1]}
    rest = dict(body)
    first: dict[str, Any] = {key: rest.pop(key) for key in ("status", "side") if key in rest}
    return {**head, **first, "knowledge": own["knowledge"], **rest}


def _named(content: Mapping[str, Any]) -> Body:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Body(blake2b(text, digest_size=_DIGEST_BYTES).digest(), text)
