"""Answers: each single one that a question can name, as what the inputs of a patient then are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof.circuit import FALSE, TRUE, Term
from services.recommender.proof.patient import Patient

Answer = Mapping[Term, Term]


def answers_to(name: str, patient: Patient) -> Iterator[Answer]:
    """
    Each single answer to a blank finding.

    Of a list that is one word or none; of earlier treatments one treatment or none.
    """
    if name == "prior_treatments":
        yield from _one_or_none(patient.history.given, patient.history.entries.values())
    elif name in patient.listed:
        listed = patient.listed[name]
        yield from _one_or_none(listed.given, listed.words.values())
    elif name in patient.choices and name != "duration" and name not in DAYS_OF_TESTS:
        picks = patient.choices[name].picks
        yield from (_only(pick, picks) for pick in picks)


def _one_or_none(given: Term, terms: Iterable[Term]) -> Iterator[Answer]:
    terms = list(terms)
    for term in (None, *terms):
        yield {given: TRUE, **_only(term, terms)}


def _only(term: Term | None, among: Iterable[Term]) -> dict[Term, Term]:
    return {each: TRUE if each == term else FALSE for each in among}
