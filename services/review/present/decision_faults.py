"""What is missing from a decision form, in the words of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from schemas.faults import Fault

_MISSING: Mapping[str, str] = MappingProxyType(
    {
        "/decision": "Choose what you decide.",
        "/reasons": "Choose at least one reason.",
        "/until": "Choose the day until which it is put off.",
        "/changes": "Choose what is added, removed or moved.",
        "/reference": "Name the work: a DOI, a PubMed number (PMID:…) or an https address.",
    }
)


def said(faults: Iterable[Fault]) -> dict[str, str]:
    """Say the faults by the field that they belong to: ``reasons``, ``until``, ``changes`` …"""
    found: dict[str, str] = {}
    for fault in faults:
        field = f"/{fault.pointer.split('/')[1]}" if "/" in fault.pointer else ""
        text = _MISSING.get(field) if fault.code == "required" else None
        found.setdefault(field.removeprefix("/"), text or fault.detail)
    return found
