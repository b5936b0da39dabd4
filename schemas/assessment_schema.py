"""The assessment's schemas, built once from the findings catalogue."""

from types import MappingProxyType
from typing import Any

from schemas.catalogue import catalogue, sided_names
from schemas.closed import Closed
from schemas.fields import FlagField
from schemas.finding_fields import fields_for, ref_field
from schemas.text_fields import MomentField, TextField

_ALL = (*catalogue().record.values(), *catalogue().findings.values())


def _fields() -> dict[str, Any]:
    return {key: field for finding in _ALL for key, field in fields_for(finding)}


def _received_fields() -> dict[str, Any]:
    fields = _fields() | {
        "assessment_id": ref_field(required=True),
        "client": TextField(most=64, required=True),
        "assessed_at": MomentField(required=True),
        "received_at": MomentField(required=True),
        "simulated": FlagField(),
        "possible_duplicate": FlagField(),
    }
    fields["synkinesis"].required = False
    return fields


ASSESSMENT = Closed.from_dict(_fields(), name="Assessment")()
"""What is posted."""

RECEIVED = Closed.from_dict(_received_fields(), name="ReceivedAssessment")()
"""What intake makes of it: also whose it is and when it came, and without what was not assessed."""

SIDED = tuple(name for finding in _ALL for name in sided_names(finding))
"""The keys of findings for each side."""

FINDINGS = tuple(
    finding.name for finding in catalogue().findings.values() if finding.kind != "elapsed"
)
"""The keys of findings but for the time of onset, which has three of its own."""

_REQUIRED = frozenset(name for name, field in ASSESSMENT.fields.items() if field.required)

OPTIONAL = frozenset(ASSESSMENT.fields) - _REQUIRED
"""The keys for which null means that nothing was assessed."""

OR_UNKNOWN = tuple(finding.name for finding in _ALL if finding.or_unknown)
"""The keys that are required, and may say that nothing is known."""

AN_ASSESSMENT = MappingProxyType(
    {
        "patient_ref": "SIMULATED-1",
        "house_brackmann": "V",
        "synkinesis": "none",
        "duration": {"value": 2, "unit": "days"},
        "side": "right",
        "eye_closure": "incomplete",
        "age_years": 42,
    }
)
"""An assessment to begin with, of nobody."""
