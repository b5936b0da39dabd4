"""The table under `When the clinician changes the … stage`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from features.guards.fault import Misread, in_row
from features.guards.nearest import did_you_mean, one_of
from features.speech.tables import each_row
from features.speech.text import key, plain
from features.speech.words import closed_words, intervention_words

_COLUMNS = ("treatment", "change", "stage")


def changes_of(table: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """
    Read what is changed, a row each: `treatment`, `change`, and `stage` where one is moved.

    Raises:
        Misread: a column, treatment, change or stage that cannot be.
    """
    columns = [key(column) for column in table[0]]
    for column in columns:
        if column not in _COLUMNS:
            near = did_you_mean(column, _COLUMNS)
            with in_row(0):
                raise Misread(f"The column '{column}' is not one of {one_of(_COLUMNS)}.", near)
    return [*each_row(table, lambda cells: _change(dict(zip(columns, cells, strict=True))))]


def _change(row: dict[str, str]) -> dict[str, Any]:
    stage = row.get("stage", "")
    return {
        "intervention": intervention_words().code_of(row.get("treatment", "")),
        "action": closed_words("change").code_of(row.get("change", "")),
        **({"stage": closed_words("stage").code_of(stage)} if plain(stage) else {}),
    }
