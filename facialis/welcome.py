"""What stands at the terminal once the line is up: where it is, how to get in, what to try."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TRY_THIS = {
    "patient_ref": "TRY-1",
    "house_brackmann": "V",
    "synkinesis": "none",
    "duration": {"value": 2, "unit": "days"},
}


@dataclass(frozen=True, slots=True)
class Welcome:
    """
    The facts to tell.

    ``patients`` counts the simulated patients that were put there; of none nothing is said.
    """

    url: str
    key: str
    sign_in: str
    data: Path
    patients: int = 0


def welcome(facts: Welcome, *, width: int) -> Iterator[str]:
    """
    Write the box, line by line.

    It is open on its sides and breaks no line, so that links and the command can be copied whole.
    """
    yield _edge("┌", "Facialis is running", width)
    yield ""
    yield from _told("Worklist", facts.sign_in, "once, in 15 minutes; another: facialis sign-in")
    yield from _told("Address", facts.url)
    yield from _told("Key", facts.key)
    yield from _told("Doors", f"{facts.url}/docs")
    yield from _told("Data", str(facts.data), _patients(facts.patients))
    yield from _told("Stop", "Ctrl-C")
    yield ""
    yield "  Post an assessment, and see its plan on the worklist:"
    yield ""
    yield from _curl(facts)
    yield ""
    yield "  For health professionals. The tables need sign-off by a"
    yield "  facial-nerve clinician before use on patients."
    yield _edge("└", "", width)


def _told(name: str, what: str, more: str = "") -> Iterator[str]:
    yield f"  {name:<9} {what}"
    if more:
        yield f"  {'':<9} {more}"


def _patients(count: int) -> str:
    return f"{count} simulated patients were put there" if count else ""


def _curl(facts: Welcome) -> Iterator[str]:
    first, second = json.dumps(TRY_THIS).split(', "synkinesis"')
    yield f"curl -sS {facts.url}/v1/assessments \\"
    yield f"  -H 'Authorization: Bearer {facts.key}' \\"
    yield "  -H 'Content-Type: application/json' \\"
    yield f"  -d '{first},"
    yield f'       "synkinesis"{second}\''


def _edge(corner: str, title: str, width: int) -> str:
    named = f"{corner}─ {title} " if title else corner
    return named.ljust(width, "─")
