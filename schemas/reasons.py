"""Why a recommendation was not followed, in HL7's codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from schemas.yaml_table import read_table

_FILE = Path(__file__).with_name("reasons.yaml")


@dataclass(frozen=True, slots=True)
class Reason:
    """
    One reason.

    Attributes:
        code: what is sent, a code of HL7's non-adherence-reason-codes.
        category: the code of the group that it stands in, one of `categories()`.
        text: what its button says.
        ask: whether HL7 does not prefer it, so that it is shown last and why is asked for.
        reference: whether the work that the clinician relies on is to be named with it.
    """

    code: str
    category: str
    text: str
    ask: bool = False
    reference: bool = False


@cache
def reasons() -> Mapping[str, Reason]:
    """Return every reason by its code, in HL7's order."""
    return MappingProxyType(
        {
            code: _reason(code, category, entry)
            for category, table in _table()["categories"].items()
            for code, entry in table["reasons"].items()
        }
    )


@cache
def categories() -> Mapping[str, str]:
    """Return what each group of reasons is called, by its code; groups are never sent."""
    table = _table()["categories"]
    return MappingProxyType({code: entry["text"] for code, entry in table.items()})


@cache
def system() -> str:
    """Return the address of the code system, as FHIR and CDS Hooks name it."""
    return str(_table()["system"])


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_table(_FILE)
    return table


def _reason(code: str, category: str, entry: Mapping[str, str]) -> Reason:
    flags = {name: entry.get(name) == "yes" for name in ("ask", "reference")}
    return Reason(code, category, entry["text"], **flags)
