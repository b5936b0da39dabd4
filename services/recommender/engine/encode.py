"""Facts → the vector of raw values, and the clocks that will move it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from services.recommender.engine.clocks import (
    Clock,
    Treatment,
    day_of_test,
    onset_clock,
    simple_clock,
    time_since,
    time_under,
)
from services.recommender.engine.facts import TREATMENTS, Facts
from services.recommender.engine.findings import Finding
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.vocabulary import DAYS_OF_TESTS, Summary

NO, YES = 1, 2
"""The bits of a yes/no finding."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """
    The raw values at `as_of`.

    Attributes:
        vector: one set of bits for each finding that is not derived.
        clocks: place of a finding → its clock, for those that time moves.
        onset: the palsy's own clock.
    """

    vector: tuple[int, ...]
    clocks: Mapping[int, Clock]
    onset: Clock

    def after(self, hours: float, places: Iterable[int], knowledge: Knowledge) -> dict[int, int]:
        """The values of these clocks when `hours` have passed and no answer has changed."""
        clocks, findings = self.clocks, knowledge.findings
        return {place: clocks[place].value(findings[place], hours) for place in places}


class Told:
    """What the values of one side's findings are read off."""

    __slots__ = ("as_of", "facts", "onset")

    def __init__(self, facts: Facts, as_of: datetime, onset: Clock) -> None:
        self.facts, self.as_of, self.onset = facts, as_of, onset


Reader = Callable[[Any, Told], "int | Clock | None"]
"""The value of a raw finding, from what was assessed under its key; None: it says nothing."""


@dataclass(slots=True)
class Readings:
    """
    How the raw findings are read off an assessment.

    Attributes:
        blank: the vector of an assessment that says nothing.
        always: findings that the record itself gives, with how they are read.
        words: name of a finding that is one word → its place, and the bits of its words.
        groups: name of a list → the places of its groups, and their words.
        sums: the findings that sum up earlier treatments.
        of: key of an assessment → the other findings that rest on it, with how they are read.
    """

    blank: tuple[int, ...]
    always: list[tuple[Finding, Reader]] = field(default_factory=list)
    words: dict[str, tuple[int, dict[str, int]]] = field(default_factory=dict)
    groups: dict[str, list[tuple[int, frozenset[str]]]] = field(default_factory=dict)
    sums: "list[_Sum]" = field(default_factory=list)
    of: dict[str, list[tuple[Finding, Reader]]] = field(default_factory=dict)


def encode(facts: Facts, knowledge: Knowledge, as_of: datetime) -> Encoded:
    """
    Encode one side of one assessment.

    A finding that was not assessed is the full set of its domain; nothing is defaulted.
    """
    readings: Readings = knowledge.readings(_readings)
    told = Told(facts, as_of, onset_clock(facts, as_of))
    vector = list(readings.blank)
    clocks: dict[int, Clock] = {}
    for finding, read in readings.always:
        _put(finding, read(None, told), vector, clocks)
    for name, said in facts.findings.items():
        words = readings.words.get(name)
        if said is None:
            continue
        if words is not None:
            vector[words[0]] = words[1][said]
        elif name == TREATMENTS:
            given: list[Treatment] = [] if said == ["none"] else said
            for each in readings.sums:
                _put(each.finding, each.read(given, told), vector, clocks)
        elif name in readings.groups:
            for place, some in readings.groups[name]:
                vector[place] = _has(said, some)
        else:
            for finding, read in readings.of.get(name, _NOTHING):
                _put(finding, read(said, told), vector, clocks)
    return Encoded(tuple(vector), dict(sorted(clocks.items())), told.onset)


_NOTHING: list[tuple[Finding, Reader]] = []


def _put(
    finding: Finding, value: int | Clock | None, vector: list[int], clocks: dict[int, Clock]
) -> None:
    """Put what was read in its place; None says nothing."""
    if value is None:
        return
    if isinstance(value, Clock):
        if finding.clock:
            clocks[finding.index] = value
        value = value.value(finding)
    vector[finding.index] = value


def _readings(knowledge: Knowledge) -> Readings:
    raw = knowledge.findings[: knowledge.raw_count]
    found = Readings(tuple(finding.full for finding in raw))
    for finding in raw:
        if group := knowledge.groups.get(finding.name):
            found.groups.setdefault(group.of, []).append((finding.index, group.any))
            continue
        if summary := knowledge.summaries.get(finding.name):
            found.sums.append(_Sum(summary, finding))
            continue
        key, reader = _reader(finding, knowledge)
        if reader is None:
            found.words[key] = finding.index, {word: finding.bit(word) for word in finding.words}
            continue
        here = found.of.setdefault(key, []) if key else found.always
        here.append((finding, reader))
    return found


def _reader(finding: Finding, knowledge: Knowledge) -> tuple[str, Reader | None]:
    """
    The key that a finding rests on, empty for the record itself, and how it is read.

    None: it is the word that stands under the key.
    """
    name = finding.name
    if name in _OF_THE_RECORD:
        return "", _OF_THE_RECORD[name]
    if key := DAYS_OF_TESTS.get(name):
        return key, lambda _, told: day_of_test(key, told.facts, told.as_of)
    if finding.clock:
        return name, lambda _, told: simple_clock(name, told.facts, told.as_of)
    if finding.words:
        return name, None
    return name, lambda value, _: finding.band(value)


_OF_THE_RECORD: Mapping[str, Reader] = {
    "duration": lambda _, told: told.onset,
    "assessment_age_days": lambda _, told: simple_clock(
        "assessment_age_days", told.facts, told.as_of
    ),
    "possible_duplicate": lambda _, told: YES if told.facts.possible_duplicate else NO,
    "sides_graded_apart": lambda _, told: YES if told.facts.graded_apart else NO,
}


def _has(words: list[str], some: frozenset[str]) -> int:
    """Whether a list has one of some words."""
    for word in words:
        if word in some:
            return YES
    return NO


_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class _Sum:
    """
    How a finding that sums up earlier treatments is read.

    Attributes:
        nothing: its value where no treatment fits, which is most often and the same each day.
    """

    __slots__ = ("finding", "nothing", "summary")

    def __init__(self, summary: Summary, finding: Finding) -> None:
        self.summary, self.finding = summary, finding
        self.nothing = _measured(summary, finding, [], [], _ANY_TIME)

    def read(self, given: list[Treatment], told: Told) -> int | Clock:
        sure, maybe = _fitting(self.summary, given)
        if not sure and not maybe:
            return self.nothing
        now = told.as_of.astimezone(told.facts.assessed_at.tzinfo)
        return _measured(self.summary, self.finding, sure, maybe, now)


def summed(summary: Summary, finding: Finding, entries: list[Treatment], now: datetime) -> int:
    """The value of a summary for this list of earlier treatments (empty: none were given)."""
    value = _measured(summary, finding, *_fitting(summary, entries), now)
    return value.value(finding) if isinstance(value, Clock) else value


def _measured(
    summary: Summary,
    finding: Finding,
    sure: list[Treatment],
    maybe: list[Treatment],
    now: datetime,
) -> int | Clock:
    if summary.measure == "given":
        return YES if sure else NO | YES if maybe else NO
    if summary.measure == "days_since":
        return time_since(summary.key, sure, maybe, now)
    if summary.measure == "days_of":
        return time_under(sure, maybe, now)
    return _sum(summary, finding, sure, maybe)


def _fitting(summary: Summary, entries: list[Treatment]) -> tuple[list[Treatment], list[Treatment]]:
    """Entries that surely fit, and those that may, since they leave a word open."""
    sure: list[Treatment] = []
    maybe: list[Treatment] = []
    for entry in entries:
        fits = _fits(summary, entry)
        if fits is not None:
            (sure if fits else maybe).append(entry)
    return sure, maybe


def _fits(summary: Summary, entry: Treatment) -> bool | None:
    """Whether an entry surely fits; None when it does not."""
    surely = True
    for key, fit in summary.where.items():
        word = entry.get(key, "unknown")
        if word not in fit:
            if word != "unknown":
                return None
            surely = False
    return surely


def _sum(
    summary: Summary,
    finding: Finding,
    sure: list[Treatment],
    maybe: list[Treatment],
) -> int:
    # A treatment that was given without saying how often was given at least once.
    low = sum(entry.get(summary.key, 1) for entry in sure)
    open_ended = bool(maybe) or any(summary.key not in entry for entry in sure)
    return finding.bands(low, float("inf") if open_ended else low)
