"""
The part of a plan or an assessment that is the same for all that say the same.

Who and when stay in the records; the rest is kept once, named by its content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

_PLAN_OWN = ("plan_id", "assessment_id", "patient_ref", "as_of", "assessed_at", "knowledge")
_DIGEST_BYTES = 16

_CODE = rb'"[^"\\]*+"'
# A plan's own keys where the recommender writes them: five in front, `knowledge` a little later.
_AS_PROPOSED = re.compile(
    rb'\{"plan_id":%b,"assessment_id":%b,"patient_ref":%b,"as_of":%b,"assessed_at":%b,'
    rb'(?P<first>(?:"(?:act_by|reassess_by|stale_after|status|side)":%b,)*+)'
    rb'"knowledge":\{"version":%b,"digest":%b\},(?P<rest>.*)' % ((_CODE,) * 8),
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Body:
    """A text, named by its content."""

    digest: bytes
    text: bytes


def plan_body(plan: Mapping[str, Any], written: bytes = b"") -> Body:
    """
    Take from a plan what does not say whose it is, when it was made or under which tables.

    ``written`` is the plan as it came, if it came as JSON: taking the same out of the recommender's
    own text saves writing all of the plan again, which takes as long as reading it.
    """
    if found := _AS_PROPOSED.fullmatch(written):
        return _of_text(b"{" + found["first"] + found["rest"])
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
    return _of_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _of_text(text: bytes) -> Body:
    return Body(blake2b(text, digest_size=_DIGEST_BYTES).digest(), text)
