"""All that a plan says, as named terms, so that the plans of two sets of tables can be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from services.recommender.engine.findings import bits
from services.recommender.engine.rows import KINDS, STAGES, STRENGTHS, URGENCIES, Moment, Row
from services.recommender.proof.circuit import FALSE, TRUE, Term
from services.recommender.proof.plan_terms import PlanTerms

Said = Mapping[str, Term]
"""What a plan may say → when it says so."""


def outcome_terms(plan: PlanTerms) -> Said:
    """
    What is offered and how, held and left out, and what else the plan says.

    Reasons are left out: two plans that differ only in them are the same plan given for another
    reason.
    """
    found: dict[str, list[Term]] = {}
    for said, term in _said(plan):
        if term != FALSE:
            found.setdefault(said, []).append(term)
    return {said: plan.circuit.some(terms) for said, terms in found.items()}


def difference(one: PlanTerms, other: PlanTerms) -> Term:
    """Whether two plans differ in anything that they say."""
    mine, theirs = outcome_terms(one), outcome_terms(other)
    circuit = one.circuit
    every = sorted(mine.keys() | theirs.keys())
    return circuit.some(
        circuit.differ(mine.get(said, FALSE), theirs.get(said, FALSE)) for said in every
    )


def _said(plan: PlanTerms) -> Iterator[tuple[str, Term]]:
    for place, code in enumerate(plan.knowledge.items):
        yield from _item(plan, place, code)
        yield f"{code} held", plan.held(place)
        yield from _left_out(plan, place, code)
    yield from _remarks(plan)
    yield from _firsts(plan)
    for main in plan.knowledge.main:
        yield f"led by {main.name}", plan.is_value("pathway", main.name)
    for urgency in range(len(URGENCIES) - 1):
        yield f"as urgent as {URGENCIES[urgency]}", plan.urgency_at_most(urgency)


def _item(plan: PlanTerms, place: int, code: str) -> Iterator[tuple[str, Term]]:
    yield code, plan.offered[place]
    yield f"{code} certain", plan.circuit.both(plan.offered[place], plan.is_certain(place))
    for stage in range(len(STAGES)):
        yield f"{code} by {STAGES[stage]}", plan.stage_at_most(place, stage)
    for strength in range(len(STRENGTHS)):
        yield f"{code} as {STRENGTHS[strength]}", plan.strength_at_most(place, strength)
    for row, votes in plan.voters(place):
        for detail in details(row):
            yield f"{code} {detail}", votes if detail not in _dated(row) else FALSE
        for detail, moment in _dated(row).items():
            yield f"{code} {detail}", plan.circuit.both(votes, _first(plan, place, detail, moment))
        for cell in row.cells:
            if cell.blank == "confirm":
                name = plan.knowledge.findings[cell.finding].reported_as
                yield f"{code} if {name}", plan.conditional_on(place, name)
    for at in bits(plan.knowledge.verbs.get("caution", 0)):
        row = plan.knowledge.rows[at]
        if row.targets >> place & 1:
            warned = plan.circuit.both(plan.offered[place], plan.says(row))
            yield f"{code} with care: {row.text}", warned


def _dated(row: Row) -> Mapping[str, Moment]:
    """Of several dates the plan shows one: what an offer row says of each → the moment."""
    found = {name: getattr(row.offer(), name) for name in ("by", "closes", "until")}
    return {_when(name, moment): moment for name, moment in found.items() if moment is not None}


def _when(name: str, moment: Moment) -> str:
    return f"{name} {moment.clock} + {moment.hours}"


def _first(plan: PlanTerms, place: int, detail: str, moment: Moment) -> Term:
    """Whether no other voter's date of the same clock stands before this one, or ends later."""
    name = detail.partition(" ")[0]
    before = [
        votes
        for row, votes in plan.voters(place)
        if _goes_before(getattr(row.offer(), name), moment, name)
    ]
    return plan.circuit.some(before) ^ 1


def _goes_before(other: Moment | None, moment: Moment, name: str) -> bool:
    # Dates of two clocks are not compared here: both count. So do a door's time and day, since a
    # day is drawn out to its end; a deadline is not.
    if other is None or other.clock != moment.clock:
        return False
    if name != "by" and other.counts_hours != moment.counts_hours:
        return False
    return other.hours > moment.hours if name == "until" else other.hours < moment.hours


def details(row: Row) -> Iterator[str]:
    """What an offer row says of its item, but for stage and strength."""
    terms = row.offer()
    for name in ("by", "opens", "closes", "until"):
        moment: Moment | None = getattr(terms, name)
        if moment is not None:
            yield _when(name, moment)
    for name in ("to", "together", "after", "backup", "aims"):
        yield from (f"{name} {word}" for word in getattr(terms, name))
    yield from (f"needs {one.text}" for one in terms.prerequisites)
    yield from (f"{n} {v}" for n, v in (("zone", terms.zone), ("part_of", terms.part_of)) if v)
    if terms.off_label:
        yield "off label"


def _left_out(plan: PlanTerms, place: int, code: str) -> Iterator[tuple[str, Term]]:
    """The gravest kind of bar, which is the one that the plan names."""
    above: list[Term] = []
    for kind in KINDS:
        bars = plan.circuit.some(
            plan.own_bar(at)
            for at in bits(plan.knowledge.bars_of_item[place])
            if plan.knowledge.rows[at].exclusion().kind == kind
        )
        out = plan.circuit.every([plan.offered[place] ^ 1, bars, *(term ^ 1 for term in above)])
        yield f"{code} left out: {kind}", out
        above.append(bars)


def _remarks(plan: PlanTerms) -> Iterator[tuple[str, Term]]:
    for verb in ("flag", "alert", "consider", "pathway"):
        for at in bits(plan.knowledge.verbs.get(verb, 0)):
            row = plan.knowledge.rows[at]
            yield f"{verb} {row.code}", plan.says(row)


def _firsts(plan: PlanTerms) -> Iterator[tuple[str, Term]]:
    """Of some verbs the first row that fits speaks; for stages the first of each."""
    keys: Mapping[str, Callable[[Row], object]] = {
        "stage": lambda row: row.stage_terms().stage,
        "headline": lambda row: 0,
        "gap": lambda row: 0,
    }
    for verb, key in keys.items():
        above: dict[object, Term] = {}
        for at in bits(plan.knowledge.verbs.get(verb, 0)):  # type: ignore[call-overload]
            row = plan.knowledge.rows[at]
            fits = plan.circuit.both(plan.says(row), plan.sees(row))
            if verb == "stage":
                shown = plan.stage_shown(row.stage_terms().stage)
                fits = plan.circuit.both(fits, shown)
            free = above.get(key(row), TRUE)
            yield f"{verb} {row.id}", plan.circuit.both(free, fits)
            above[key(row)] = plan.circuit.both(free, fits ^ 1)
