"""The tables as the page where a case is tried asks them, at one moment."""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial

from facialis.trying import Trying
from services.recommender.pathway_files import load_knowledge
from services.recommender.propose import propose

NOW = datetime.fromisoformat("2026-11-22T14:37:00+00:00")

SYNKINESIS = {
    "patient_ref": "SIMULATED-1",
    "house_brackmann": "III",
    "synkinesis": "moderate",
    "duration": {"value": 14, "unit": "months"},
}


@cache
def trying() -> Trying:
    tables = load_knowledge()
    return Trying(partial(propose, knowledge=tables), tables, now=lambda: NOW)


def a_case(**changed):
    return {**SYNKINESIS, **changed}
