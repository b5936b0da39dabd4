"""The table under `When the clinician changes the … stage`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from features.guards.fault import Misread
from features.guards.nearest import did_you_mean, one_of
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
            raise Misread(f"The column '{column}' is not one of {one_of(_COLUMNS)}. {near}".strip())
    return [_change(dict(zip(columns, row, strict=True))) for row in table[1:]]


def _change(row: dict[str, str]) -> dict[str, Any]:
    stage = row.get("stage", "")
    return {
        "intervention": intervention_words().code_of(row.get("treatment", "")),
        "action": closed_words("change").code_of(row.get("change", "")),
        **({"stage": closed_words("stage").code_of(stage)} if plain(stage) else {}),
    }
