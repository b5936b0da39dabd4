"""The raw words that tables are written in: findings to ask for, interventions to offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CLOCKS = ("duration", "age_years", "stable_months")
"""Findings of an assessment that time alone moves."""

DAYS_OF_TESTS = {"emg_day": "emg_date", "enog_day": "enog_date"}
"""Days of tests, counted from onset → the date that is assessed of each."""


@dataclass(frozen=True, slots=True)
class RawFinding:
    """
    A finding of the catalogue, as far as the engine needs it.

    Attributes:
        kind: word, yes_no, list, number, date, elapsed or treatments.
        words: codes of a word or list, without `unknown` and `none`; each with its text.
        unit: what a number counts in; empty for a plain count.
        tested: whether a test has to be made for it, so that asking is not enough.
        required: whether an assessment has to say it, if only that it is not known.
    """

    name: str
    kind: str
    words: Mapping[str, str]
    unit: str
    label: str
    question: str
    why: str
    tested: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """
    The words by name, findings and interventions in the order of the catalogue.

    Attributes:
        families: code of each intervention → its family.
        words: what a plan says in words of a given list (`evidence`, `to`, `aims`, `zone`,
            `side`, `archetype`), or an earlier treatment does (`response`, `dates`) → that list.
        one_sided: interventions that, given before, count only on the side where they were given.
    """

    findings: Mapping[str, RawFinding]
    families: Mapping[str, str]
    words: Mapping[str, Sequence[str]]
    one_sided: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """A yes/no finding: whether a list finding has any of these words."""

    of: str
    any: frozenset[str]


@dataclass(frozen=True, slots=True)
class Summary:
    """
    A finding that sums up the list of earlier treatments.

    Attributes:
        measure: `sum` (of a number of each entry), `days_since` (a date of each entry),
            `days_of` (from start to end, or to now) or `given` (whether any entry fits).
        key: the entry's key that is summed or counted from.
        where: key of an entry → words that fit.
    """

    measure: str
    key: str
    where: dict[str, frozenset[str]]
