"""Chosen: the inputs of the solver's patient, as an assessment has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from services.recommender.engine.facts import Facts
from services.recommender.engine.findings import bits
from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof.choice import Choice, first_of, last_of
from services.recommender.proof.circuit import Term
from services.recommender.proof.patient import Patient
from services.recommender.proof.reading import measured, number_of, word_of
from services.recommender.proof.space import Space

Input = tuple[Term, bool]


def choices_of(facts: Facts, as_of: datetime, patient: Patient) -> dict[Term, bool]:
    """Every free input of a patient, as one side of an assessment says it."""
    found: dict[Term, bool] = {}
    for name, choice in patient.choices.items():
        found.update(_choice(name, choice, facts, as_of, patient.space))
    for name, listed in patient.listed.items():
        words = facts.findings.get(name)
        found[listed.given] = words is not None
        found.update({term: word in (words or ()) for word, term in listed.words.items()})
    found.update(_history(facts, as_of, patient))
    return found


def _choice(
    name: str, choice: Choice, facts: Facts, as_of: datetime, space: Space
) -> Iterator[Input]:
    finding = space.numbers.get(name)
    if finding is None:
        said = word_of(name, facts)
        words = space.words_of(name)
        return ((pick, word == said) for pick, word in zip(choice.picks, words, strict=True))
    value = number_of(finding, facts, as_of)
    if name == "duration" or name in DAYS_OF_TESTS:
        return _run(choice, value)
    return ((pick, bool((value or 0) >> at & 1)) for at, pick in enumerate(choice.picks))


def _run(choice: Choice, value: int | None) -> Iterator[Input]:
    """The inputs of a run of atoms; one that was not given may say anything, so it says all."""
    size = len(choice.members)
    places = list(bits(value)) if value else [0, size - 1]
    for side, edge in ((first_of(choice), places[0]), (last_of(choice), places[-1])):
        yield from ((term, edge >= at) for at, term in enumerate(side) if 0 < at < size)
    if choice.given > 1:
        yield choice.given, value is not None


def _history(facts: Facts, as_of: datetime, patient: Patient) -> Iterator[Input]:
    history = patient.history
    entries = facts.findings.get("prior_treatments")
    listed = [] if entries in (None, ["none"]) else list(entries or ())
    yield history.given, entries is not None
    present = {(entry["intervention"], entry.get("response", "unknown")) for entry in listed}
    for entry, term in history.entries.items():
        yield term, entry in present
    now = as_of.astimezone(facts.assessed_at.tzinfo)
    for key, choice in history.measured.items():
        finding = patient.space.summaries[key]
        value = None if entries is None else measured(key, finding, listed, now)
        yield from ((t, v) for t, v in _run(choice, value) if t != history.given)
