"""Blanks: what an answer that was not given may do to a plan, and what it may not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import PROTECT
from services.recommender.engine.rows import URGENCIES
from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof.choice import Listed
from services.recommender.proof.circuit import FALSE, Replaced, Term
from services.recommender.proof.history import History
from services.recommender.proof.patient import Patient
from services.recommender.proof.prover import Prover
from services.recommender.proof.relations import Second, second
from services.recommender.proof.space import RECORD

NOT_A_BLANK = (*RECORD, "assessment_age_days")


def completion(prover: Prover) -> tuple[Second, list[Term]]:
    """
    The patient once more answers are known, and what makes it the same patient.

    Every value lies within the value that it had; what was assessed stays. Refusals are never
    guessed at: nobody declines in an answer what they had not declined.
    """
    names = [*prover.patient.choices, *prover.patient.listed, "prior_treatments"]
    after = second(prover, *names)
    same = [*_refined(prover.patient, after.left)]
    if after.right is not after.left:
        same += _refined(prover.right, after.right)
    return after, same


def _refined(before: Patient, after: Patient) -> Iterator[Term]:
    circuit = before.circuit
    for name, choice in before.choices.items():
        later = after.choices[name]
        if name in NOT_A_BLANK:
            yield from _alike(circuit.differ, choice.picks, later.picks)
            continue
        yield circuit.implies(choice.given, later.given)
        for a, b in zip(choice.members, later.members, strict=True):
            yield circuit.implies(b, a)
    for name, listed in before.listed.items():
        yield from _list_refined(name, listed, after.listed[name], before)
    yield from _history_refined(before.history, after.history, before)


def _alike(differ: object, one: Sequence[Term], other: Sequence[Term]) -> Iterator[Term]:
    for a, b in zip(one, other, strict=True):
        yield differ(a, b) ^ 1  # type: ignore[operator]


def _list_refined(name: str, before: Listed, after: Listed, patient: Patient) -> Iterator[Term]:
    circuit = patient.circuit
    yield circuit.implies(before.given, after.given)
    for word, term in before.words.items():
        same = circuit.differ(term, after.words[word]) ^ 1
        yield same if name == "refusals" else circuit.implies(before.given, same)


def _history_refined(before: History, after: History, patient: Patient) -> Iterator[Term]:
    """Treatments and what they did stay as told; how often and when may become known."""
    circuit = patient.circuit
    yield circuit.implies(before.given, after.given)
    for entry, term in before.entries.items():
        yield circuit.both(before.given, circuit.differ(term, after.entries[entry])) ^ 1
    for key, choice in before.measured.items():
        for a, b in zip(choice.members, after.measured[key].members, strict=True):
            yield circuit.every([before.given, b, a ^ 1]) ^ 1


def certain_lost(prover: Prover, after: Second, same: Sequence[Term]) -> list[tuple[str, Term]]:
    """U1: what is offered as certain, and gone once more is known."""
    plan, circuit = prover.plan, prover.circuit
    return [
        (
            code,
            circuit.every(
                [*same, plan.offered[at], plan.standing.is_certain(at), after.plan.offered[at] ^ 1]
            ),
        )
        for at, code in enumerate(prover.knowledge.items)
    ]


def appeared(prover: Prover, after: Second, same: Sequence[Term]) -> list[tuple[str, Term]]:
    """U2: what was not offered, and no row of it might hold, and is offered once more is known."""
    plan, circuit = prover.plan, prover.circuit
    return [
        (
            code,
            circuit.every(
                [
                    *same,
                    after.plan.offered[at],
                    plan.offered[at] ^ 1,
                    plan.standing.may_be_offered(at) ^ 1,
                ]
            ),
        )
        for at, code in enumerate(prover.knowledge.items)
    ]


# -- U3: one blank and its worst answer (design §4) --------------------------------------------


def names_of_blanks(prover: Prover) -> list[str]:
    """Findings of the catalogue that may be left out and that some table reads."""
    read = {
        prover.knowledge.findings[root].reported_as
        for row in prover.knowledge.rows
        for cell in row.cells
        for root in prover.knowledge.roots[cell.finding]
    }
    dates = {DAYS_OF_TESTS.get(name, name) for name in read}
    skipped = {*NOT_A_BLANK, "duration", "refusals", *prover.space.required}
    return sorted(dates - skipped)


def asked_whole(name: str, prover: Prover) -> bool:
    """Whether a question names every answer there is: every word, and a number of every band."""
    return name in prover.patient.choices


def unasked(prover: Prover, name: str, after: Second) -> list[Term]:
    """
    What an answer adds in emergency or protect though the blank was not asked about.

    A question names a blank of which some single answer changes the plan, so it is enough that
    some single answer adds the item as well. An alert that reads the blank names it.
    """
    circuit, plan = prover.circuit, prover.plan
    blank, named = plan.patient.given(name) ^ 1, _named_in_alert(prover, name)
    found = []
    for place in bits(prover.knowledge.protective):
        adds = circuit.both(after.plan.offered[place], plan.offered[place] ^ 1)
        early = after.plan.votes.stage_at_most(place, PROTECT)
        by_one = circuit.some(answer[plan.offered[place]] for answer in _answers(prover, name))
        found.append(circuit.every([blank, adds, early, named ^ 1, by_one ^ 1]))
    return found


def unconfirmed(prover: Prover, name: str, after: Second) -> list[Term]:
    """What an answer takes away though the blank was not to be confirmed before it."""
    circuit, plan = prover.circuit, prover.plan
    blank, found = plan.patient.given(name) ^ 1, []
    for place in range(len(prover.knowledge.items)):
        gone = circuit.both(plan.offered[place], after.plan.offered[place] ^ 1)
        kept = (answer[plan.offered[place]] for answer in _answers(prover, name))
        said = (
            plan.standing.conditional_on(place, name),
            plan.standing.asked_before(place, name),
            circuit.every(kept) ^ 1,
        )
        found.append(circuit.every([blank, gone, *(term ^ 1 for term in said)]))
    return found


def milder(prover: Prover, name: str) -> list[Term]:
    """
    Where every answer would make the plan more urgent than the blank does.

    Of a patient who declines nothing: what is declined makes no plan urgent.
    """
    circuit, plan = prover.circuit, prover.plan
    asked, found = _answers(prover, name), []
    blank = circuit.both(plan.patient.given(name) ^ 1, _declines(prover) ^ 1)
    for urgency in range(len(URGENCIES) - 1):
        mine = plan.urgency.at_most(urgency)
        theirs = circuit.every(answer[mine] for answer in asked)
        if asked:
            found.append(circuit.every([blank, mine ^ 1, theirs]))
    return found


def _declines(prover: Prover) -> Term:
    refusals = prover.patient.listed.get("refusals")
    return prover.circuit.some(refusals.words.values()) if refusals else FALSE


def _named_in_alert(prover: Prover, name: str) -> Term:
    knowledge, plan = prover.knowledge, prover.plan
    return prover.circuit.some(
        plan.settled.says(knowledge.rows[at])
        for at in bits(knowledge.verbs.get("alert", 0))
        if any(
            knowledge.findings[cell.finding].reported_as == name
            for cell in knowledge.rows[at].cells
        )
    )


def _answers(prover: Prover, name: str) -> Sequence[Replaced]:
    return prover.plan.answered(name)
