"""What an example is wanted for, and how near a patient comes to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from features.coverage.clinic import knowledge, rows
from features.coverage.invariants import invariants, parts, reads
from features.coverage.visits import Visits, visits_of
from features.steps.patient import MONDAY
from schemas.assessment import as_received, load_assessment
from schemas.catalogue import catalogue
from schemas.faults import InvalidAssessment
from schemas.interventions import interventions
from services.recommender.engine import decide
from services.recommender.engine.facts import Facts
from services.recommender.engine.rows import Row
from services.recommender.engine.side import run_sides
from services.recommender.translate import facts_from

Assessment = dict[str, Any]

NEVER = -1.0
"""How near an assessment comes that no door admits."""

_ALWAYS_NEAR = frozenset({"duration", "house_brackmann"})
_WAYS = 8


@dataclass(frozen=True, slots=True)
class Goal:
    """
    What an example is wanted for.

    Attributes:
        name: what no example visits, as the coverage names it.
        near: the findings that it rests on.
        nearness: from 0 to 1, how much of what it needs a patient has.
        reached: whether a plan does it.
        kept: findings that must stay when the patient is made smaller.
    """

    name: str
    near: tuple[str, ...]
    nearness: Callable[[Facts], float]
    reached: Callable[[Visits], bool]
    kept: frozenset[str] = frozenset()

    def score(self, assessment: Assessment) -> float:
        """Tell how near a patient comes; `NEVER` when no door admits the assessment."""
        facts = facts_of(assessment)
        return NEVER if facts is None else self.nearness(facts)

    def is_met(self, assessment: Assessment) -> bool:
        """Tell whether the plan for an assessment does what is wanted."""
        facts = facts_of(assessment)
        if facts is None:
            return False
        return self.reached(visits_of(assessment, decide(facts, knowledge(), MONDAY)))


def row_goal(row: str) -> Goal:
    """Want a row to do something."""
    return Goal(row, _near(row), lambda facts: _held(row, facts), lambda seen: row in seen.rows)


def goals_of(kind: str, name: str) -> Iterator[Goal]:
    """
    Walk the ways to fill a gap, the likeliest first; none when nothing is called so.

    Args:
        kind: `rows`, `fates`, `findings` or `invariants`, as `Found.gaps` has them.
    """
    match kind:
        case "rows":
            yield from [row_goal(name)] if name in rows() else []
        case "fates":
            yield from _fate_goals(name)
        case "findings":
            yield from _finding_goals(name)
        case "invariants":
            yield from [_invariant_goal(name)] if name in invariants() else []


def kind_of(name: str) -> str:
    """Tell of which kind something is that examples can visit; empty when nothing is called so."""
    if name in rows():
        return "rows"
    if name in catalogue().findings:
        return "findings"
    if name in invariants():
        return "invariants"
    return "fates" if name.partition(" ")[0] in interventions() else ""


def facts_of(assessment: Assessment) -> Facts | None:
    """Read an assessment as the engine takes it; None when no door admits it."""
    try:
        accepted = load_assessment(assessment, received_at=MONDAY)
    except InvalidAssessment:
        return None
    return facts_from(
        as_received(accepted, assessment_id="proposed", client="visits", received_at=MONDAY)
    )


def _fate_goals(name: str) -> Iterator[Goal]:
    code, _, fate = name.partition(" ")
    offering = [row.id for row in _rows().values() if row.verb == "offer" and _is_about(row, code)]
    if fate == "offered":
        for row in offering[:_WAYS]:
            yield _instead(row_goal(row), name, lambda seen: name in seen.fates)
        return
    near = _near(offering[0]) if offering else tuple(sorted(_ALWAYS_NEAR))
    yield Goal(name, near, lambda facts: 1.0, lambda seen: _is_left_out(code, seen))


def _finding_goals(name: str) -> Iterator[Goal]:
    touched = frozenset(_reading(name))
    for row in sorted(touched)[:_WAYS]:
        goal = row_goal(row)
        yield Goal(
            name,
            goal.near,
            goal.nearness,
            lambda seen: name in seen.findings and bool(seen.rows & touched),
            frozenset({name}),
        )


def _invariant_goal(name: str) -> Goal:
    wanted = parts(name)

    def nearness(facts: Facts) -> float:
        plan = decide(facts, knowledge(), MONDAY)
        return sum(part(facts, plan, MONDAY) for part in wanted) / len(wanted)

    known = tuple(sorted((reads(name) & catalogue().findings.keys()) | _ALWAYS_NEAR))
    return Goal(name, known, nearness, lambda seen: name in seen.invariants)


def _is_left_out(code: str, seen: Visits) -> bool:
    own = {fate for fate in seen.fates if fate.startswith(f"{code} ")}
    return bool(own - {f"{code} offered", f"{code} held"})


def _instead(goal: Goal, name: str, reached: Callable[[Visits], bool]) -> Goal:
    return Goal(name, goal.near, goal.nearness, reached)


def _held(row: str, facts: Facts) -> float:
    """Tell how much of a row's condition holds."""
    cells = _rows()[row].cells if row in _rows() else ()
    taken = run_sides(facts, knowledge(), MONDAY)[0].matched.taken
    held = sum(1 for cell in cells if cell.fires(taken[cell.finding]))
    return held / len(cells) if cells else 1.0


@cache
def _near(row: str) -> tuple[str, ...]:
    """List the findings that a row rests on, directly or through derived ones."""
    known = knowledge()
    cells = _rows()[row].cells if row in _rows() else ()
    roots = {root for cell in cells for root in known.roots[cell.finding]}
    names = {known.findings[root].reported_as for root in roots} & catalogue().findings.keys()
    return tuple(sorted(names | _ALWAYS_NEAR))


def _reading(finding: str) -> Iterable[str]:
    return (row.id for row in _rows().values() if row.id in rows() and finding in _near(row.id))


def _is_about(row: Row, code: str) -> bool:
    return code in knowledge().codes(row.targets)


@cache
def _rows() -> Mapping[str, Row]:
    return {row.id: row for row in knowledge().rows}


def day(ago: int) -> str:
    """Write the day so many days before the one on which the examples play."""
    return (MONDAY - timedelta(days=ago)).date().isoformat()
