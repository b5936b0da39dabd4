"""The patient: every finding of the catalogue, and what was tried before."""

from __future__ import annotations

from datetime import datetime
from itertools import count

import pytest

from features.speech.case import Case
from features.speech.finding_sentences import finding_sentences
from features.speech.noting import note, note_table
from features.speech.passing_time import PassingTime
from features.speech.sentence import given
from features.speech.treatments import treatments_of
from features.speech.values import day_of

# A promise about dates is the same on every day that it is tried.
MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+00:00")

_NUMBERS = count(1)
_BY_PATTERN = {it.sentence.pattern: it for it in finding_sentences()}


@pytest.fixture
def case(request: pytest.FixtureRequest, worker_id: str, passing_time: PassingTime) -> Case:
    """One patient for one scenario, whom no other scenario knows."""
    through_the_line = request.node.get_closest_marker("line")
    patient_ref = f"promise-{worker_id}-{next(_NUMBERS)}"
    return Case(patient_ref=patient_ref, now=passing_time.now() if through_the_line else MONDAY)


@given(*(it.sentence for it in finding_sentences()))
def _finding(case, saying, word="", words="", number="", day=""):
    typed = {"word": word, "words": words, "number": number, "day": day}
    for name, text in _BY_PATTERN[saying.pattern].said(typed).items():
        note(case, name, text)


@given("the palsy began {elapsed} ago")
def _began(case, elapsed):
    case.say("duration", elapsed)


@given("the palsy began on {day}")
def _began_on(case, day):
    case.say("onset_date", day_of(day, today=case.today).isoformat())


@given("nobody knows when the palsy began", "the time since the palsy began is not assessed")
def _onset_unknown(case):
    case.say("duration", "unknown")


@given("these findings")
def _findings(case, datatable):
    note_table(case, datatable)


@given("earlier treatments")
def _treatments(case, datatable):
    case.say("prior_treatments", treatments_of(datatable, today=case.today))


@given("today is {day}")
def _today(case, day):
    said = day_of(day, today=case.today)
    case.now = case.now.replace(year=said.year, month=said.month, day=said.day)
