"""Reading: what an assessment says of a finding, over the atoms of a space."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.recommender.engine.cells import Cell
from services.recommender.engine.clocks import Treatment, day_of_test, onset_clock, simple_clock
from services.recommender.engine.encode import summed
from services.recommender.engine.facts import Facts
from services.recommender.engine.findings import Finding
from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof.history import summary_of
from services.recommender.proof.space import AGE_OF_ASSESSMENT, Space, SummaryKey, in_words


def value_of(
    name: str | SummaryKey, facts: Facts, as_of: datetime, cell: Cell, space: Space
) -> int:
    """The value of a finding, or of a summary of earlier treatments, as atoms in bits."""
    if not isinstance(name, str):
        return _summary(name, facts, as_of, cell, space)
    number = space.numbers.get(name)
    if number is not None:
        value = number_of(number, facts, as_of)
        return number.full if value is None else value
    said = word_of(name, facts)
    return cell.full if said is None else 1 << space.words_of(name).index(said)


def word_of(name: str, facts: Facts) -> Any:
    """The word of a finding, or of the record; None if it was not assessed."""
    if name == "possible_duplicate":
        return "yes" if facts.possible_duplicate else "no"
    if name == "sides_graded_apart":
        return "yes" if facts.graded_apart else "no"
    return facts.findings.get(name)


def number_of(finding: Finding, facts: Facts, as_of: datetime) -> int | None:
    """The atoms in which a number or a time may lie, as bits; None if it was not assessed."""
    if finding.name == "duration":
        return onset_clock(facts, as_of).value(finding)
    if finding.name in DAYS_OF_TESTS:
        clock = day_of_test(DAYS_OF_TESTS[finding.name], facts, as_of)
    elif finding.clock or finding.name == AGE_OF_ASSESSMENT:
        clock = simple_clock(finding.name, facts, as_of)
    else:
        number = facts.findings.get(finding.name)
        return None if number is None else finding.band(number)
    return None if clock is None else clock.value(finding)


def measured(key: SummaryKey, finding: Finding, entries: list[Treatment], now: datetime) -> int:
    """The value of a summary of these treatments, over the atoms of its space."""
    return summed(summary_of(key), finding, entries, now)


def _summary(key: SummaryKey, facts: Facts, as_of: datetime, cell: Cell, space: Space) -> int:
    entries = facts.findings.get("prior_treatments")
    if entries is None:
        return cell.full
    listed = [] if entries == ["none"] else entries
    finding = space.summaries.get(key) or in_words("given")
    return measured(key, finding, listed, as_of.astimezone(facts.assessed_at.tzinfo))
