"""Plans from the tables that the project ships, for tests that hold over all of them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import islice, product

from benchmarks.patients import patients
from schemas.assessment import load_assessment
from services.recommender.pathway_files import load_knowledge
from services.recommender.propose import propose

AS_OF = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STAMP = "2026-11-22T12:00:00.000Z"

GRADES = ("I", "II", "III", "IV", "V", "VI")
SYNKINESIS = ("none", "mild", "moderate", "severe", "unknown")
DAYS = (0, 2, 5, 10, 17, 30, 60, 100, 150, 250, 450, 600, 900)
"""One duration inside each band of the contract."""

knowledge = cache(load_knowledge)


def minimal(grade, days, synkinesis):
    posted = {
        "patient_ref": "SIMULATED-1",
        "house_brackmann": grade,
        "synkinesis": synkinesis,
        "duration": {"value": days, "unit": "days"},
    }
    return accepted(posted)


def accepted(posted):
    """An assessment as intake would have accepted it at `AS_OF`."""
    found = load_assessment(posted, received_at=AS_OF)
    return {"assessment_id": "a-1", "client": "test", "received_at": STAMP, **found}


def plan_of(assessment, *, as_of=AS_OF):
    return propose(assessment, knowledge(), as_of=as_of)


@cache
def grid():
    """The plan for every minimal assessment, keyed by grade, days and synkinesis."""
    cells = product(GRADES, DAYS, SYNKINESIS)
    return {cell: plan_of(minimal(*cell)) for cell in cells}


def drawn(number, *, seed=7) -> Iterator[dict]:
    """Assessments drawn over all archetypes, as accepted."""
    return (accepted(found) for found in islice(patients(seed, as_of=AS_OF), number))


def items(plan):
    return {item["intervention"]: item for stage in plan["stages"] for item in stage["items"]}


def held(plan):
    return {entry["intervention"]: entry for stage in plan["stages"] for entry in stage["held"]}


def reasons(plan):
    """Every reason in the plan: of pathways, items, held items and those left out."""
    bearers = [*plan["pathways"], *plan["not_offered"]]
    bearers += [*items(plan).values(), *held(plan).values()]
    return [reason for bearer in bearers for reason in bearer["because"]]
