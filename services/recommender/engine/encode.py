"""Facts → the vector of raw values, and the clocks that will move it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.recommender.engine.clocks import (
    Clock,
    day_of_test,
    onset_clock,
    simple_clock,
    time_since,
    time_under,
)
from services.recommender.engine.facts import Facts
from services.recommender.engine.findings import Finding
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.vocabulary import Group, Summary

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

    def after(self, hours: float, knowledge: Knowledge) -> dict[int, int]:
        """The values of the clocks when `hours` have passed and no answer has changed."""
        return {
            place: clock.after(hours).value(knowledge.findings[place])
            for place, clock in self.clocks.items()
        }


def encode(facts: Facts, knowledge: Knowledge, as_of: datetime) -> Encoded:
    """
    Encode one side of one assessment.

    A finding that was not assessed is the full set of its domain; nothing is defaulted.
    """
    onset = onset_clock(facts, as_of)
    vector, clocks = [], {}
    for finding in knowledge.findings[: knowledge.raw_count]:
        value = _value(finding, facts, knowledge, as_of, onset)
        if isinstance(value, Clock):
            if finding.clock:
                clocks[finding.index] = value
            value = value.value(finding)
        vector.append(finding.full if value is None else value)
    return Encoded(tuple(vector), clocks, onset)


def _value(
    finding: Finding, facts: Facts, knowledge: Knowledge, as_of: datetime, onset: Clock
) -> int | Clock | None:
    name = finding.name
    if name == "duration":
        return onset
    if group := knowledge.groups.get(name):
        return _group(group, facts.findings.get(group.of))
    if summary := knowledge.summaries.get(name):
        return _summary(summary, finding, facts, as_of)
    if name in ("emg_day", "enog_day"):
        return day_of_test(name.replace("_day", "_date"), facts, as_of)
    if finding.clock:
        return simple_clock(name, facts, as_of)
    if name == "possible_duplicate":
        return YES if facts.possible_duplicate else NO
    if name == "sides_graded_apart":
        return YES if facts.graded_apart else NO
    return _plain(finding, facts.findings.get(name))


def _plain(finding: Finding, value: Any) -> int | None:
    if value is None:
        return None
    return finding.bit(value) if finding.words else finding.band(value)


def _group(group: Group, words: Sequence[str] | None) -> int | None:
    if words is None:
        return None
    return YES if group.any.intersection(words) else NO


def _summary(
    summary: Summary, finding: Finding, facts: Facts, as_of: datetime
) -> int | Clock | None:
    entries = facts.findings.get("prior_treatments")
    if entries is None:
        return None
    now = as_of.astimezone(facts.assessed_at.tzinfo)
    return _measured(summary, finding, [] if entries == ["none"] else entries, now)


def summed(
    summary: Summary, finding: Finding, entries: Sequence[Mapping[str, Any]], now: datetime
) -> int:
    """The value of a summary for this list of earlier treatments (empty: none were given)."""
    value = _measured(summary, finding, entries, now)
    return value.value(finding) if isinstance(value, Clock) else value


def _measured(
    summary: Summary, finding: Finding, entries: Sequence[Mapping[str, Any]], now: datetime
) -> int | Clock:
    sure, maybe = _fitting(summary, entries)
    if summary.measure == "given":
        return YES if sure else NO | YES if maybe else NO
    if summary.measure == "days_since":
        return time_since(summary.key, sure, maybe, now)
    if summary.measure == "days_of":
        return time_under(sure, maybe, now)
    return _sum(summary, finding, sure, maybe)


def _fitting(
    summary: Summary, entries: Sequence[Mapping[str, Any]]
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Entries that surely fit, and those that may, since they leave a word open."""
    sure, maybe = [], []
    for entry in entries:
        words = [(entry.get(key, "unknown"), fit) for key, fit in summary.where.items()]
        if all(word in fit for word, fit in words):
            sure.append(entry)
        elif all(word in fit or word == "unknown" for word, fit in words):
            maybe.append(entry)
    return sure, maybe


def _sum(
    summary: Summary,
    finding: Finding,
    sure: Sequence[Mapping[str, Any]],
    maybe: Sequence[Mapping[str, Any]],
) -> int:
    # A treatment that was given without saying how often was given at least once.
    low = sum(entry.get(summary.key, 1) for entry in sure)
    open_ended = bool(maybe) or any(summary.key not in entry for entry in sure)
    return finding.bands(low, float("inf") if open_ended else low)
