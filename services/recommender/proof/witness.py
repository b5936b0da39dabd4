"""The witness: a real assessment for an answer of the solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from services.recommender.engine.amounts import HOURS
from services.recommender.engine.bands import number_in
from services.recommender.engine.findings import Finding
from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof.assessment import Assessment
from services.recommender.proof.chosen import choices_of
from services.recommender.proof.circuit import Term
from services.recommender.proof.patient import Patient
from services.recommender.proof.solver import Model
from services.recommender.proof.space import Space
from services.recommender.proof.witness_times import times
from services.recommender.proof.witness_treatments import treatments


def assessment_of(
    model: Model, patient: Patient, other_side: Patient | None = None
) -> Assessment | None:
    """
    A real assessment for an answer of the solver.

    Args:
        other_side: the findings of the right side, where both sides are graded apart.

    Returns:
        None where no assessment has just these choices: the solver's patient cannot be.
    """
    for found in _candidates(model, patient):
        sided = _with_sides(found, model, patient, other_side)
        sides = [(patient, "left")]
        if other_side is not None and sided.facts.graded_apart:
            sides.append((other_side, "right"))
        if all(_same(model, sided, one, side) for one, side in sides):
            return sided
    return None


def _candidates(model: Model, patient: Patient) -> Iterator[Assessment]:
    base, twice = _plain_findings(model, patient), _yes(model, patient, "possible_duplicate")
    both = product(list(times(model, patient)), list(treatments(model, patient)))
    for timed, treated in both:
        findings = {**base, **_moved_back(base, timed), **timed.findings, **treated}
        yield replace(timed, findings=findings, possible_duplicate=twice)


def _yes(model: Model, patient: Patient, name: str) -> bool:
    choice = patient.choices.get(name)
    return choice is not None and model.holds(choice.picks[1])


# -- whether it has just these choices ---------------------------------------------------------


def _same(model: Model, found: Assessment, patient: Patient, side: str) -> bool:
    facts = found.facts
    if facts.graded_apart:
        facts = facts.for_side(side)
    silent = _silent(patient, model)
    said = choices_of(facts, found.as_of, patient)
    return all(model.holds(term) == value for term, value in said.items() if term not in silent)


def _silent(patient: Patient, model: Model) -> frozenset[Term]:
    """The inputs of runs that were not given: they say nothing."""
    tests = [patient.choices[name] for name in DAYS_OF_TESTS if name in patient.choices]
    silent = [choice for choice in tests if not model.holds(choice.given)]
    if not model.holds(patient.history.given):
        silent += patient.history.measured.values()
    return frozenset(pick for choice in silent for pick in choice.picks)


# -- what does not depend on time --------------------------------------------------------------


def _plain_findings(model: Model, patient: Patient) -> dict[str, Any]:
    """Words, lists and numbers, in the order of the catalogue."""
    found = ((name, _plain(name, model, patient)) for name in patient.space.vocabulary.findings)
    return {name: value for name, value in found if value is not None}


def _plain(name: str, model: Model, patient: Patient) -> Any:
    if name in patient.listed:
        return _words(name, model, patient)
    choice = patient.choices.get(name)
    if choice is None or name == "duration":
        return None
    place = next((at for at, pick in enumerate(choice.picks) if model.holds(pick)), None)
    if place is None:
        return None
    finding = patient.space.numbers.get(name)
    if finding is None:
        return patient.space.words_of(name)[place]
    return _number_in(finding, place, patient.space)


def _words(name: str, model: Model, patient: Patient) -> list[str] | None:
    listed = patient.listed[name]
    if not model.holds(listed.given):
        return None
    return [word for word, term in listed.words.items() if model.holds(term)] or ["none"]


def _number_in(finding: Finding, atom: int, space: Space) -> int | float:
    limits = space.limits.get(finding.name)
    number = number_in(finding, atom)
    if limits is not None:
        number = min(max(number, limits.least), limits.most)
        if limits.whole and number != int(number):
            number = int(number) + 1
    return int(number) if number == int(number) else number


def _moved_back(findings: Mapping[str, Any], timed: Assessment) -> dict[str, Any]:
    """Clocks that were read at the assessment and have run on since."""
    since = (timed.as_of - timed.assessed_at).total_seconds() / 3600
    if not since:
        return {}
    units = {"age_years": HOURS["years"], "stable_months": HOURS["months"]}
    return {
        name: max(findings[name] - since / hours, 0)
        for name, hours in units.items()
        if name in findings
    }


# -- two sides ---------------------------------------------------------------------------------


def _with_sides(
    found: Assessment, model: Model, left: Patient, right: Patient | None
) -> Assessment:
    """The findings of each side under its own name, where the sides were graded apart."""
    if right is None or not _yes(model, left, "sides_graded_apart"):
        return found
    findings = dict(found.findings)
    other = _plain_findings(model, right)
    for name in sorted(left.space.sided):
        mine, theirs = findings.pop(name, None), other.get(name)
        said = {f"{name}_left": mine, f"{name}_right": theirs}
        findings |= {key: value for key, value in said.items() if value is not None}
        if name in left.space.required:
            findings[name] = max((mine, theirs), key=left.space.words_of(name).index)
    return replace(found, findings=findings)
