"""Conditions of invariants, on findings and plan: told to a solver, or looked up in a plan."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.recommender.engine.cells import Cell
from services.recommender.engine.facts import Facts
from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import STAGES, STRENGTHS, URGENCIES, Row
from services.recommender.proof.circuit import Circuit, Term
from services.recommender.proof.patient import Patient, Value, fitting, summary_of
from services.recommender.proof.plan_terms import PlanTerms
from services.recommender.proof.space import Space, SummaryKey
from services.recommender.proof.witness import value_of

Plan = Mapping[str, Any]
OnTerms = Callable[[PlanTerms], Term]
OnPlan = Callable[["Drawn"], bool]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan that was drawn up, and what it was drawn up for."""

    facts: Facts
    as_of: datetime
    plan: Plan
    space: Space

    @property
    def items(self) -> dict[str, Mapping[str, Any]]:
        return {i["intervention"]: i for stage in self.plan["stages"] for i in stage["items"]}

    def stage_of(self, code: str) -> str | None:
        for stage in self.plan["stages"]:
            if any(item["intervention"] == code for item in stage["items"]):
                return str(stage["stage"])
        return None


@dataclass(frozen=True, slots=True)
class Condition:
    """
    One condition, twice.

    Attributes:
        term: for the solver, over the plan of an undecided patient.
        seen: for a plan as drawn up.
    """

    term: OnTerms
    seen: OnPlan


def every(parts: Sequence[Condition]) -> Condition:
    return Condition(
        lambda plan: plan.circuit.every([part.term(plan) for part in parts]),
        lambda drawn: all(part.seen(drawn) for part in parts),
    )


def some(parts: Sequence[Condition]) -> Condition:
    return Condition(
        lambda plan: plan.circuit.some([part.term(plan) for part in parts]),
        lambda drawn: any(part.seen(drawn) for part in parts),
    )


def opposite(part: Condition) -> Condition:
    return Condition(lambda plan: part.term(plan) ^ 1, lambda drawn: not part.seen(drawn))


# -- findings as assessed ----------------------------------------------------------------------


def on_finding(name: str, cell: Cell) -> Condition:
    """A word, a number or a time: a cell as the tables have them, over the atoms of the space."""
    return Condition(
        lambda plan: _fires(cell, plan.patient.choices[name].members, plan.circuit),
        lambda drawn: cell.fires(value_of(name, drawn.facts, drawn.as_of, cell, drawn.space)),
    )


def on_list(name: str, words: frozenset[str], *, negated: bool, blank: bool) -> Condition:
    """Any of these words in a list finding; none of them when negated; or not looked at."""

    def term(plan: PlanTerms) -> Term:
        listed = plan.patient.listed[name]
        found = listed.any_of(words, plan.circuit) ^ negated
        held = plan.circuit.both(listed.given, found)
        return plan.circuit.either(held, listed.given ^ 1) if blank else held

    def seen(drawn: Drawn) -> bool:
        said = drawn.facts.findings.get(name)
        return blank if said is None else bool(words & set(said)) ^ negated

    return Condition(term, seen)


def on_history(key: SummaryKey, cell: Cell) -> Condition:
    """A summary of the earlier treatments, made by the invariants themselves."""

    def term(plan: PlanTerms) -> Term:
        return _fires(cell, _summary_value(key, plan.patient), plan.circuit)

    return Condition(
        term,
        lambda drawn: cell.fires(value_of(key, drawn.facts, drawn.as_of, cell, drawn.space)),
    )


def _summary_value(key: SummaryKey, patient: Patient) -> Value:
    if key[0] != "given":
        return patient.history.measured[key].members
    circuit = patient.circuit
    sure, maybe = fitting(summary_of(key), patient.history.entries, circuit)
    blank = patient.history.given ^ 1
    return circuit.either(blank, sure ^ 1), circuit.some((blank, sure, maybe))


def _fires(cell: Cell, value: Value, circuit: Circuit) -> Term:
    """`Cell.fires`, over terms."""
    if cell.wanted == 0:
        return circuit.every(value)
    meets = circuit.some(value[place] for place in bits(cell.wanted))
    if cell.blank != "hold":
        return meets
    outside = (term ^ 1 for place, term in enumerate(value) if not cell.wanted >> place & 1)
    return circuit.both(meets, circuit.every(outside))


# -- the plan ----------------------------------------------------------------------------------


def has(place: int, code: str) -> Condition:
    return Condition(lambda plan: plan.offered[place], lambda drawn: code in drawn.items)


def in_stage(place: int, code: str, stage: str) -> Condition:
    return Condition(
        lambda plan: plan.in_stage(place, STAGES.index(stage)),
        lambda drawn: drawn.stage_of(code) == stage,
    )


def as_strong_as(place: int, code: str, strength: str) -> Condition:
    most = STRENGTHS.index(strength)
    return Condition(
        lambda plan: plan.strength_at_most(place, most),
        lambda drawn: (
            code in drawn.items and STRENGTHS.index(drawn.items[code]["strength"]) <= most
        ),
    )


def begins_with(place: int, code: str) -> Condition:
    def seen(drawn: Drawn) -> bool:
        stages = drawn.plan["stages"]
        first = stages[0]["items"][:1] if stages else []
        return bool(first) and first[0]["intervention"] == code

    return Condition(lambda plan: plan.begins_with(place), seen)


def due_within(place: int, code: str, hours: float) -> Condition:
    def seen(drawn: Drawn) -> bool:
        by = drawn.items.get(code, {}).get("by")
        if by is None:
            return False
        end = datetime.fromisoformat(by if "T" in by else f"{by}T23:59:59+00:00")
        return (end - drawn.as_of).total_seconds() / 3600 <= hours + 24 * ("T" not in by)

    return Condition(lambda plan: plan.item_due_within(place, hours), seen)


def urgent_as(urgency: str) -> Condition:
    most = URGENCIES.index(urgency)
    return Condition(
        lambda plan: plan.urgency_at_most(most),
        lambda drawn: URGENCIES.index(drawn.plan["urgency"]) <= most,
    )


def warned_of(place: int, code: str, name: str) -> Condition:
    """Where it is offered, it carries a caution about a finding."""

    def term(plan: PlanTerms) -> Term:
        rows = bits(plan.knowledge.verbs.get("caution", 0))
        about = [
            plan.says(plan.knowledge.rows[at])
            for at in rows
            if plan.knowledge.rows[at].targets >> place & 1
            and _reads(plan.knowledge.rows[at], name, plan.knowledge)
        ]
        return plan.circuit.implies(plan.offered[place], plan.circuit.some(about))

    return Condition(
        term,
        lambda drawn: (
            code not in drawn.items
            or any(name in caution["findings"] for caution in drawn.items[code]["cautions"])
        ),
    )


def _reads(row: Row, name: str, knowledge: Knowledge) -> bool:
    return any(knowledge.findings[cell.finding].reported_as == name for cell in row.cells)


def to_be_confirmed(place: int, code: str, name: str) -> Condition:
    """Where it is offered and a finding is blank, that finding is to be confirmed before it."""

    def term(plan: PlanTerms) -> Term:
        named = (
            plan.conditional_on(place, name),
            plan.asked_before(place, name),
            some_answer_removes(place, name, plan),
        )
        blank = plan.patient.given(name) ^ 1
        asked = plan.circuit.both(plan.offered[place], blank)
        return plan.circuit.implies(asked, plan.circuit.some(named))

    return Condition(
        term,
        lambda drawn: (
            code not in drawn.items
            or name in drawn.facts.findings
            or name in drawn.items[code]["must_confirm"]
        ),
    )


def some_answer_removes(place: int, name: str, plan: PlanTerms) -> Term:
    """Whether a finding is blank, and some single answer would take the item out of the plan."""
    circuit = plan.circuit
    kept = [otherwise[plan.offered[place]] for otherwise in plan.answered(name)]
    return circuit.both(plan.patient.given(name) ^ 1, circuit.every(kept) ^ 1)


def backed_up(place: int, code: str) -> Condition:
    return Condition(
        lambda plan: plan.circuit.implies(
            plan.offered[place],
            plan.circuit.some(v for r, v in plan.voters(place) if r.offer().backup),
        ),
        lambda drawn: code not in drawn.items or bool(drawn.items[code]["backup"]),
    )


def comes_after(place: int, code: str, first: str) -> Condition:
    return Condition(
        lambda plan: plan.circuit.implies(
            plan.offered[place],
            plan.circuit.some(v for r, v in plan.voters(place) if first in r.offer().after),
        ),
        lambda drawn: code not in drawn.items or first in drawn.items[code]["after"],
    )


def goes_to(place: int, code: str, who: str) -> Condition:
    return Condition(
        lambda plan: plan.circuit.some(v for r, v in plan.voters(place) if who in r.offer().to),
        lambda drawn: who in drawn.items.get(code, {}).get("to", ()),
    )


def is_part_of(place: int, code: str, whole: int, whole_code: str) -> Condition:
    return Condition(
        lambda plan: plan.circuit.some(
            v for r, v in plan.voters(place) if r.offer().part_of == whole
        ),
        lambda drawn: drawn.items.get(code, {}).get("part_of") == whole_code,
    )


def ends_some_day(place: int, code: str) -> Condition:
    return Condition(
        lambda plan: plan.circuit.implies(
            plan.offered[place],
            plan.circuit.some(v for r, v in plan.voters(place) if r.offer().until),
        ),
        lambda drawn: code not in drawn.items or "until" in drawn.items[code],
    )


def off_label(place: int, code: str) -> Condition:
    return Condition(
        lambda plan: plan.circuit.implies(
            plan.offered[place],
            plan.circuit.some(v for r, v in plan.voters(place) if r.offer().off_label),
        ),
        lambda drawn: code not in drawn.items or bool(drawn.items[code]["off_label"]),
    )


def dated(place: int, code: str) -> Condition:
    """It is offered, and says by when."""
    return Condition(
        lambda plan: plan.item_due_within(place, math.inf),
        lambda drawn: "by" in drawn.items.get(code, {}),
    )


def closed(place: int, code: str) -> Condition:
    """It is barred or refused."""
    return Condition(
        lambda plan: plan.closed[place],
        lambda drawn: any(
            entry["intervention"] == code and entry["kind"] != "not_indicated"
            for entry in drawn.plan["not_offered"]
        ),
    )


def left_out_as(place: int, code: str, kind: str) -> Condition:
    """It is barred, and that is among the reasons."""

    def term(plan: PlanTerms) -> Term:
        knowledge = plan.knowledge
        found = [
            plan.barring[at]
            for at in bits(knowledge.bars_of_item[place])
            if knowledge.rows[at].exclusion().kind == kind
        ]
        return plan.circuit.both(plan.offered[place] ^ 1, plan.circuit.some(found))

    return Condition(
        term,
        lambda drawn: any(
            entry["intervention"] == code and entry["kind"] == kind
            for entry in drawn.plan["not_offered"]
        ),
    )


def says(verb: str, key: str, code: str) -> Condition:
    """An alert, a flag or another cause stands in the plan."""
    return Condition(
        lambda plan: plan.said(verb, code),
        lambda drawn: any(
            entry[key] == code
            for entry in drawn.plan[{"alert": "alerts", "flag": "flags"}.get(verb, "differential")]
        ),
    )


def says_any(verb: str) -> Condition:
    def term(plan: PlanTerms) -> Term:
        rows = bits(plan.knowledge.verbs.get(verb, 0))  # type: ignore[call-overload]
        return plan.circuit.some(plan.says(plan.knowledge.rows[at]) for at in rows)

    return Condition(term, lambda drawn: bool(drawn.plan["differential"]))


def in_conflict() -> Condition:
    """The plan says that the findings contradict each other."""

    def term(plan: PlanTerms) -> Term:
        finding = plan.knowledge.findings[plan.knowledge.index["consistency"]]
        return plan.taken[finding.index][finding.words.index("conflict")]

    return Condition(term, lambda drawn: drawn.plan["status"] == "conflict")


def led_by(names: frozenset[str]) -> Condition:
    """The main pathway is one of these, by name or archetype."""

    def term(plan: PlanTerms) -> Term:
        meant = (m.name for m in plan.knowledge.main if {m.name, m.archetype} & names)
        return plan.circuit.some(plan.is_value("pathway", name) for name in meant)

    return Condition(
        term,
        lambda drawn: bool({drawn.plan["pathways"][0][key] for key in ("id", "archetype")} & names),
    )


def is_empty() -> Condition:
    """The plan offers nothing."""
    return Condition(
        lambda plan: plan.circuit.some(plan.offered) ^ 1, lambda drawn: not drawn.items
    )


def is_held(place: int, code: str) -> Condition:
    return Condition(
        lambda plan: plan.held(place),
        lambda drawn: any(
            entry["intervention"] == code
            for stage in drawn.plan["stages"]
            for entry in stage["held"]
        ),
    )


def earliest_with(place: int, code: str) -> Condition:
    """It stands in the earliest stage that offers anything."""

    def term(plan: PlanTerms) -> Term:
        circuit, found = plan.circuit, []
        for stage in range(len(STAGES)):
            earlier = circuit.some(
                plan.stage_at_most(other, stage - 1) for other in range(len(plan.offered)) if stage
            )
            found.append(circuit.both(plan.in_stage(place, stage), earlier ^ 1))
        return circuit.some(found)

    def seen(drawn: Drawn) -> bool:
        stages = [s for s in drawn.plan["stages"] if s["items"]]
        return bool(stages) and any(i["intervention"] == code for i in stages[0]["items"])

    return Condition(term, seen)
