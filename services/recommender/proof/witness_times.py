"""Times of a witness: onset, tests and the age of the assessment, in the plainest words first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

from services.recommender.engine.amounts import HOURS, whole
from services.recommender.engine.bands import number_in
from services.recommender.engine.clocks import day_of_test, onset_clock
from services.recommender.engine.findings import Finding
from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof.assessment import NOW, Assessment
from services.recommender.proof.choice import Choice, ends
from services.recommender.proof.patient import Patient
from services.recommender.proof.solver import Model
from services.recommender.proof.space import AGE_OF_ASSESSMENT, DAY, HOURS_COUNTED, next_counted


def times(model: Model, patient: Patient) -> Iterator[Assessment]:
    """Assessments of which nothing is said but when: those that may have the solver's times."""
    since = _since(model, patient)
    for onset in _onsets(model, patient, since):
        for seen in _seen(onset, model, patient):
            for tests in _test_dates(model, patient, seen):
                yield seen.saying(**tests)


def _since(model: Model, patient: Patient) -> float:
    """Hours since the assessment."""
    finding = patient.space.numbers[AGE_OF_ASSESSMENT]
    picks = patient.choices[AGE_OF_ASSESSMENT].picks
    atom = next(at for at, pick in enumerate(picks) if model.holds(pick))
    return _whole_in(finding, atom, 0.0) or 0.0


# -- onset -------------------------------------------------------------------------------------


def _onsets(model: Model, patient: Patient, since: float) -> Iterator[Assessment]:
    finding = patient.space.numbers["duration"]
    first, last = ends(patient.choices["duration"], model.holds)
    assessed_at = NOW - timedelta(hours=since)
    if first == last:
        duration = _duration_in(finding, first, since)
        if duration is not None:
            yield Assessment({"duration": duration}, assessed_at, NOW)
    if last == finding.size - 1:
        yield Assessment({"duration": "unknown"}, assessed_at, NOW)
    if first < last:
        yield from _days_of_onset(since)


def _duration_in(finding: Finding, atom: int, since: float) -> dict[str, Any] | None:
    """How long the palsy had lasted when it was assessed, for an age now inside an atom."""
    middle = max(float(number_in(finding, atom)), since)
    for hours in (_rounded(middle), middle, _whole_in(finding, atom, since)):
        if hours is not None and finding.band(whole(hours)) == 1 << atom:
            return _duration(hours - since)
    return None


def _days_of_onset(since: float) -> Iterator[Assessment]:
    """Onsets known as a day, seen at each hour of a day."""
    for high in range(HOURS_COUNTED + DAY):
        as_of = NOW.replace(hour=high % DAY)
        begun = (as_of - timedelta(hours=high)).date()
        yield Assessment({"onset_date": begun.isoformat()}, as_of - timedelta(hours=since), as_of)


def _rounded(hours: float) -> float:
    """The same in whole hours, or from two weeks on in whole days."""
    step = 1 if hours < HOURS_COUNTED else DAY
    return float(hours // step * step)


def _whole_in(finding: Finding, atom: int, least: float) -> float | None:
    """A whole hour, or from two weeks on a whole day, inside an atom."""
    low = max(finding.cuts[atom - 1] if atom else 0.0, least)
    hours = next_counted(low)
    return hours if finding.band(hours) == 1 << atom else None


def _duration(hours: float) -> dict[str, Any]:
    if hours < HOURS_COUNTED or hours % DAY:
        return {"value": int(hours) if hours == int(hours) else hours, "unit": "hours"}
    return {"value": int(hours // DAY), "unit": "days"}


# -- tests -------------------------------------------------------------------------------------


def _seen(onset: Assessment, model: Model, patient: Patient) -> Iterator[Assessment]:
    """The same some hours on: on the hour of onset hangs how long after it a test's day is."""
    yield onset
    said = onset.findings.get("duration", "unknown")
    if said == "unknown" or not any(True for _ in _dated(model, patient)):
        return
    hours = said["value"] * HOURS[said["unit"]]
    for hour, more in product(range(DAY), range(DAY)):
        on = timedelta(hours=hour - onset.as_of.hour)
        later = replace(onset, assessed_at=onset.assessed_at + on, as_of=onset.as_of + on)
        yield later.saying(duration={"value": int(hours + more), "unit": "hours"})
    begun = (onset.assessed_at - timedelta(hours=hours)).date()
    yield replace(onset, findings={"onset_date": begun.isoformat()})


def _dated(model: Model, patient: Patient) -> Iterator[tuple[str, Choice]]:
    """The tests that were done, and when."""
    for name in DAYS_OF_TESTS:
        choice = patient.choices.get(name)
        if choice is not None and model.holds(choice.given):
            yield name, choice


def _test_dates(model: Model, patient: Patient, onset: Assessment) -> Iterator[dict[str, str]]:
    dates = []
    for name, choice in _dated(model, patient):
        days = _days_for(
            DAYS_OF_TESTS[name], patient.space.numbers[name], ends(choice, model.holds), onset
        )
        dates.append([{DAYS_OF_TESTS[name]: day} for day in days])
    for found in product(*dates):
        yield {key: day for each in found for key, day in each.items()}


def _days_for(key: str, finding: Finding, run: tuple[int, int], onset: Assessment) -> list[str]:
    """Days of a test that lie where the solver put it: the earliest and the latest."""
    first, last = run
    wanted = (1 << last + 1) - (1 << first)
    clock = onset_clock(onset.facts, onset.as_of)
    known = min(clock.high, clock.low + 2 * DAY)
    found: list[str] = []
    for ago in _days_back(known, finding):
        day = (onset.as_of - timedelta(days=ago)).date().isoformat()
        tested = day_of_test(key, onset.saying(**{key: day}).facts, onset.as_of)
        if tested is not None and tested.value(finding) == wanted:
            found.append(day)
            if len(found) == 2:
                break
    return found


def _days_back(hours: float, finding: Finding) -> Iterator[int]:
    """Days ago that may tell the atoms of a test's day apart: near each edge, then near now."""
    days = int(hours // DAY)
    edges = [int(cut // DAY) for cut in finding.cuts]
    near = {days - edge + off for edge in (0, *edges) for off in range(-3, 4)}
    yield from sorted((day for day in near | set(range(4)) if 0 <= day <= 40_000), reverse=True)
