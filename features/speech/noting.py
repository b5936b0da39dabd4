"""Note in a case what was said of a patient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from features.guards.fault import Misread, in_row
from features.guards.nearest import all_of, did_you_mean
from features.speech.case import Case
from features.speech.text import key, plain
from features.speech.values import value_of
from features.speech.words import finding_words
from schemas.catalogue import SIDES, catalogue

Table = list[list[str]]

_COLUMNS = ["finding", "value"]


def note(case: Case, name: str, typed: str) -> None:
    """
    Note what was typed for a finding; `name` may end in a side.

    Raises:
        Misread: it cannot be a value of that finding.
    """
    plain_name = next(
        (name.removesuffix(f"_{it}") for it in SIDES if name.endswith(f"_{it}")), name
    )
    finding = catalogue().findings[plain_name]
    case.say(name, value_of(finding, typed, today=case.today))


def note_visit(case: Case, found: Mapping[str, str]) -> None:
    """
    Note what was found at one visit: the text of each finding's value, by what it is called.

    Raises:
        Misread: a finding or value that is not known.
    """
    for name, typed in found.items():
        note(case, finding_words().code_of(name), typed)


def visits_of(table: Table) -> Iterator[tuple[str, Mapping[str, str]]]:
    """
    Read a table with a row for each visit: when, in the column `assessed`, and what was found.

    Raises:
        Misread: it has no column `assessed`, or one that is no finding.
    """
    columns = [key(column) for column in table[0]]
    if "assessed" not in columns:
        near = did_you_mean("assessed", columns)
        with in_row(0):
            raise Misread(
                "No column says when each visit was.",
                f"Write a column | assessed |, and in it: 90 days ago. {near}".strip(),
            )
    for row in table[1:]:
        cells = dict(zip(columns, row, strict=True))
        yield plain(cells.pop("assessed")), cells


def note_table(case: Case, table: Table) -> None:
    """
    Note the findings of a table with the columns `finding` and `value`.

    Raises:
        Misread: it has other columns, or a finding or value that is not known.
    """
    columns = [key(column) for column in table[0]]
    if columns != _COLUMNS:
        wrong = next((column for column in columns if column not in _COLUMNS), "")
        near = did_you_mean(wrong, _COLUMNS)
        with in_row(0):
            raise Misread(
                f"The columns are called {all_of(columns)}.",
                f"Write | finding | value |. {near}".strip(),
            )
    for place, (name, typed) in enumerate(table[1:], start=1):
        with in_row(place):
            note(case, finding_words().code_of(name), typed)
