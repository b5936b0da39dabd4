"""The contract's codes as words, and the signs that urgency and state are shown by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from schemas.interventions import interventions, title_of
from services.review.records import (
    DECIDED,
    PARTLY_DECIDED,
    SUPERSEDED,
    WAITING,
    WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Sign:
    """
    A word with a shape and a colour, so that none of them has to carry the meaning alone.

    ``shape`` is empty where the word stands alone: states are another scale than urgencies, and
    share no shape with them.
    """

    word: str
    tone: str
    shape: str = ""


URGENCY: Mapping[str, Sign] = MappingProxyType(
    {
        "emergency": Sign("Emergency", "alarm", "triangle"),
        "same_day": Sign("Same day", "critical", "triangle"),
        "urgent": Sign("Urgent", "warning", "diamond"),
        "soon": Sign("Soon", "info", "circle"),
        "routine": Sign("Routine", "plain", "ring"),
    }
)
STATE: Mapping[str, Sign] = MappingProxyType(
    {
        WAITING: Sign("Waiting for a decision", "plain"),
        PARTLY_DECIDED: Sign("Partly decided", "plain"),
        DECIDED: Sign("Decided", "done", "tick"),
        SUPERSEDED: Sign("Superseded", "gone"),
        WITHDRAWN: Sign("Withdrawn", "gone"),
    }
)
STAGE: Mapping[str, str] = MappingProxyType(
    {
        "emergency": "Emergency",
        "protect": "Protect",
        "rehabilitate": "Rehabilitate",
        "restore": "Restore",
        "refine": "Refine",
    }
)
DECISION: Mapping[str, str] = MappingProxyType(
    {"accept": "Accepted", "change": "Changed", "not_now": "Not now", "decline": "Declined"}
)
ROLE: Mapping[str, str] = MappingProxyType(
    {"physician": "Physician", "therapist": "Therapist", "nurse": "Nurse", "other": "Other"}
)
STRENGTH: Mapping[str, str] = MappingProxyType(
    {
        "strong": "Strongly recommended",
        "recommended": "Recommended",
        "option": "Option",
        "specialist_option": "Option for a specialist",
    }
)
STANDING: Mapping[str, str] = MappingProxyType(
    {"in_doubt": "In doubt, taken to be safe", "conditional": "Conditional"}
)
EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "guideline_strong": "guideline, strong recommendation",
        "guideline_recommendation": "guideline, recommendation",
        "guideline_option": "guideline, option",
        "guideline_none": "a guideline that makes no recommendation",
        "cochrane_high": "Cochrane review, high certainty",
        "cochrane_moderate": "Cochrane review, moderate certainty",
        "cochrane_low": "Cochrane review, low certainty",
        "cochrane_very_low": "Cochrane review, very low certainty",
        "rct": "randomised trial",
        "sr_observational": "systematic review of observational studies",
        "cohort": "cohort study",
        "case_series": "case series",
        "expert_opinion": "expert opinion",
        "label": "product label",
        "law": "law",
    }
)
SENT_TO: Mapping[str, str] = MappingProxyType(
    {
        "ent": "ENT",
        "head_neck_oncology": "head and neck oncology",
        "speech_and_swallowing": "speech and swallowing therapy",
        "infectious_disease": "infectious diseases",
    }
)
AIM: Mapping[str, str] = MappingProxyType(
    {
        "eye_safety": "a safe eye",
        "eyelid_function": "eyelid function",
        "symmetry_at_rest": "symmetry at rest",
        "dynamic_movement": "movement",
        "oral_competence": "oral competence",
        "spasm_relief": "relief of spasm",
        "comfort": "comfort",
    }
)
KIND: Mapping[str, str] = MappingProxyType(
    {
        "contraindicated": "Contraindicated",
        "refused": "Refused by the patient",
        "tried_without_benefit": "Tried without benefit",
        "window_closed": "Window closed",
        "emergency_first": "The emergency comes first",
        "conflict_first": "The contradiction comes first",
        "deferred": "Deferred",
        "not_yet": "Not yet",
        "not_indicated": "Not indicated",
    }
)
WITHDRAWAL: Mapping[str, str] = MappingProxyType(
    {
        "wrong_patient": "it was for another patient",
        "wrong_values": "its values were wrong",
        "duplicate": "it was a duplicate",
    }
)
SOURCE_STATUS: Mapping[str, str] = MappingProxyType(
    {
        "seen": "Checked against an excerpt.",
        "known": "Not read again for these tables.",
        "to_be_confirmed": "To be confirmed by a facial-nerve clinician.",
    }
)


def plain(code: str) -> str:
    """Read a code aloud: underscores become blanks."""
    return code.replace("_", " ")


def urgency(code: str) -> Sign:
    """Show an urgency; one that is not known is said as it is."""
    return URGENCY.get(code, Sign(plain(code).capitalize(), "plain"))


def title(code: str) -> str:
    """Name an intervention or a family; one that is not known is said as it is."""
    try:
        return title_of(code)
    except KeyError:
        return plain(code).capitalize()


def in_sentence(name: str) -> str:
    """
    Write a name as it stands inside a sentence.

    >>> in_sentence("Eye closure"), in_sentence("MRI"), in_sentence("Bell's phenomenon")
    ('eye closure', 'MRI', "Bell's phenomenon")
    """
    head = name.split(" ", 1)[0]
    kept = head[1:] != head[1:].lower() or head in _PROPER
    return name if kept else name[:1].lower() + name[1:]


_PROPER = frozenset({"Bell's", "Sunnybrook", "Lyme", "House-Brackmann"})


def titles(codes: Iterable[str]) -> str:
    """Name interventions in a sentence, in the order of the catalogue."""
    wanted = set(codes)
    known = [code for code in interventions() if code in wanted]
    return listed([in_sentence(title(code)) for code in (*known, *sorted(wanted - set(known)))])


def listed(names: Sequence[str]) -> str:
    """
    List names in a sentence.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def sent_to(code: str) -> str:
    """Name whom a patient is sent to."""
    return SENT_TO.get(code, plain(code))


def upper_first(text: str) -> str:
    """Begin a sentence."""
    return text[:1].upper() + text[1:]
