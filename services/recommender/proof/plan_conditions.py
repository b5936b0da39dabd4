"""Conditions on what a plan offers, holds, leaves out and says."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import KINDS, STAGES, STRENGTHS, URGENCIES, Row, Verb
from services.recommender.proof import first_terms
from services.recommender.proof.circuit import Term
from services.recommender.proof.conditions import Condition, Drawn
from services.recommender.proof.plan_terms import PlanTerms


def has(place: int, code: str) -> Condition:
    return Condition(lambda plan: plan.offered[place], lambda drawn: code in drawn.items)


def in_stage(place: int, code: str, stage: str) -> Condition:
    return Condition(
        lambda plan: plan.votes.in_stage(place, STAGES.index(stage)),
        lambda drawn: drawn.stage_of(code) == stage,
    )


def as_strong_as(place: int, code: str, strength: str) -> Condition:
    most = STRENGTHS.index(strength)
    return Condition(
        lambda plan: plan.votes.strength_at_most(place, most),
        lambda drawn: (
            code in drawn.items and STRENGTHS.index(drawn.items[code]["strength"]) <= most
        ),
    )


def begins_with(place: int, code: str) -> Condition:
    """The plan's first item is this one, wanted at once."""

    def seen(drawn: Drawn) -> bool:
        stages = drawn.plan["stages"]
        first = stages[0]["items"][:1] if stages else []
        return any(item["intervention"] == code and _due_in(item, drawn) <= 0 for item in first)

    return Condition(lambda plan: first_terms.begins_with(place, plan), seen)


def due_within(place: int, code: str, hours: float) -> Condition:
    return Condition(
        lambda plan: plan.deadlines.item_within(place, hours),
        lambda drawn: _due_in(drawn.items.get(code, {}), drawn) <= hours,
    )


def _due_in(item: Mapping[str, Any], drawn: Drawn) -> float:
    """Hours until it is wanted, of a day until it begins; without end where it says none."""
    by = item.get("by")
    if by is None:
        return math.inf
    if "T" in by:
        return (datetime.fromisoformat(by) - drawn.as_of).total_seconds() / 3600
    end = datetime.fromisoformat(f"{by}T23:59:59+00:00")
    return (end - drawn.as_of).total_seconds() / 3600 - 24


def urgent_as(urgency: str) -> Condition:
    most = URGENCIES.index(urgency)
    return Condition(
        lambda plan: plan.urgency.at_most(most),
        lambda drawn: URGENCIES.index(drawn.plan["urgency"]) <= most,
    )


def warned_of(place: int, code: str, name: str) -> Condition:
    """Where it is offered, it carries a caution about a finding."""

    def term(plan: PlanTerms) -> Term:
        rows = bits(plan.knowledge.verbs.get("caution", 0))
        about = [
            plan.settled.says(plan.knowledge.rows[at])
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
            plan.standing.conditional_on(place, name),
            plan.standing.asked_before(place, name),
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


def _some_voter_says(
    place: int, code: str, says: Callable[[Row], bool], shown: Callable[[Mapping[str, Any]], bool]
) -> Condition:
    """Where an item is offered, some row that votes says so of it, and the plan shows it."""
    return Condition(
        lambda plan: plan.circuit.implies(
            plan.offered[place],
            plan.circuit.some(vote for row, vote in plan.votes.voters(place) if says(row)),
        ),
        lambda drawn: code not in drawn.items or shown(drawn.items[code]),
    )


def backed_up(place: int, code: str) -> Condition:
    return _some_voter_says(
        place, code, lambda row: bool(row.offer().backup), lambda item: bool(item["backup"])
    )


def comes_after(place: int, code: str, first: str) -> Condition:
    return _some_voter_says(
        place, code, lambda row: first in row.offer().after, lambda item: first in item["after"]
    )


def goes_to(place: int, code: str, who: str) -> Condition:
    return Condition(
        lambda plan: plan.circuit.some(
            v for r, v in plan.votes.voters(place) if who in r.offer().to
        ),
        lambda drawn: who in drawn.items.get(code, {}).get("to", ()),
    )


def is_part_of(place: int, code: str, whole: int, whole_code: str) -> Condition:
    return Condition(
        lambda plan: plan.circuit.some(
            v for r, v in plan.votes.voters(place) if r.offer().part_of == whole
        ),
        lambda drawn: drawn.items.get(code, {}).get("part_of") == whole_code,
    )


def ends_some_day(place: int, code: str) -> Condition:
    return _some_voter_says(
        place, code, lambda row: bool(row.offer().until), lambda item: "until" in item
    )


def off_label(place: int, code: str) -> Condition:
    return _some_voter_says(
        place, code, lambda row: bool(row.offer().off_label), lambda item: bool(item["off_label"])
    )


def dated(place: int, code: str) -> Condition:
    """It is offered, and says by when."""
    return Condition(
        lambda plan: plan.deadlines.item_within(place, math.inf),
        lambda drawn: "by" in drawn.items.get(code, {}),
    )


def closed(place: int, code: str) -> Condition:
    """It is barred or refused."""

    def seen(drawn: Drawn) -> bool:
        return any(
            entry["intervention"] == code
            and (entry["kind"] == "refused" or drawn.names_a_bar(entry["because"]))
            for entry in drawn.plan["not_offered"]
        )

    def term(plan: PlanTerms) -> Term:
        settled = plan.settled
        out = plan.circuit.either(settled.closed[place], settled.refused[place])
        return plan.circuit.both(out, plan.offered[place] ^ 1)

    return Condition(term, seen)


def left_out_as(place: int, code: str, kind: str) -> Condition:
    """It is left out, and the plan names this reason or a graver one."""
    graver = KINDS[: KINDS.index(kind) + 1]

    def term(plan: PlanTerms) -> Term:
        knowledge = plan.knowledge
        found = [
            plan.settled.own_bar(at)
            for at in bits(knowledge.bars_of_item[place])
            if knowledge.rows[at].exclusion().kind in graver
        ]
        if "refused" in graver:
            found.append(plan.settled.refused[place])
        return plan.circuit.both(plan.offered[place] ^ 1, plan.circuit.some(found))

    return Condition(
        term,
        lambda drawn: any(
            entry["intervention"] == code and entry["kind"] in graver
            for entry in drawn.plan["not_offered"]
        ),
    )


def says(verb: Verb, key: str, code: str) -> Condition:
    """An alert, a flag or another cause stands in the plan."""
    return Condition(
        lambda plan: plan.said(verb, code),
        lambda drawn: any(
            entry[key] == code
            for entry in drawn.plan[{"alert": "alerts", "flag": "flags"}.get(verb, "differential")]
        ),
    )


def says_any(verb: Verb) -> Condition:
    def term(plan: PlanTerms) -> Term:
        rows = bits(plan.knowledge.verbs.get(verb, 0))
        return plan.circuit.some(plan.settled.says(plan.knowledge.rows[at]) for at in rows)

    return Condition(term, lambda drawn: bool(drawn.plan["differential"]))


def in_conflict() -> Condition:
    """The plan says that the findings contradict each other."""

    def term(plan: PlanTerms) -> Term:
        finding = plan.knowledge.findings[plan.knowledge.index["consistency"]]
        return plan.matched.taken[finding.index][finding.words.index("conflict")]

    return Condition(term, lambda drawn: drawn.plan["status"] == "conflict")


def led_by(names: frozenset[str]) -> Condition:
    """The main pathway is one of these, by name or archetype."""

    def term(plan: PlanTerms) -> Term:
        meant = (m.name for m in plan.knowledge.main if {m.name, m.archetype} & names)
        return plan.circuit.some(plan.matched.is_value("pathway", name) for name in meant)

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
        lambda plan: plan.held.is_held(place),
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
                plan.votes.stage_at_most(other, stage - 1)
                for other in range(len(plan.offered))
                if stage
            )
            found.append(circuit.both(plan.votes.in_stage(place, stage), earlier ^ 1))
        return circuit.some(found)

    def seen(drawn: Drawn) -> bool:
        stages = [s for s in drawn.plan["stages"] if s["items"]]
        return bool(stages) and any(i["intervention"] == code for i in stages[0]["items"])

    return Condition(term, seen)
