"""The table under `Given earlier treatments`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from features.guards.fault import Misread, in_row
from features.guards.nearest import did_you_mean, one_of
from features.speech.tables import each_row
from features.speech.text import key, plain
from features.speech.values import day_of, number_of
from features.speech.words import intervention_words, words, words_of
from schemas.catalogue import catalogue
from schemas.treatments import RESPONSES

_COLUMNS = ("treatment", "response", "cycles", "started", "last given", "ended", "side")
_RESPONSES = {response: response for response in RESPONSES}
_NO_RESPONSE = (("no benefit", "none"), ("not assessed", "unknown"))


def treatments_of(table: Sequence[Sequence[str]], *, today: date) -> list[dict[str, Any]]:
    """
    Read what has been tried, a row each; an empty cell is left out.

    Columns: `treatment`, `response`, and as needed `cycles`, `started`, `last given`, `ended`,
    `side`.

    Raises:
        Misread: a column, treatment, response or day that cannot be.
    """
    columns = [key(column) for column in table[0]]
    for column in columns:
        if column not in _COLUMNS:
            near = did_you_mean(column, _COLUMNS)
            with in_row(0):
                raise Misread(f"The column '{column}' is not one of {one_of(_COLUMNS)}.", near)
    return [*each_row(table, lambda row: _treatment(dict(zip(columns, row, strict=True)), today))]


def _treatment(row: dict[str, str], today: date) -> dict[str, Any]:
    return {
        _name(column): _value(column, typed, today) for column, typed in row.items() if plain(typed)
    }


def _name(column: str) -> str:
    return "intervention" if column == "treatment" else column.replace(" ", "_")


def _value(column: str, typed: str, today: date) -> Any:
    if column == "treatment":
        return intervention_words().code_of(typed)
    if column == "response":
        return words("The response", _RESPONSES, _NO_RESPONSE).code_of(typed)
    if column == "cycles":
        return number_of(typed, of="cycles")
    if column == "side":
        return words_of(catalogue().findings["side"]).code_of(typed)
    return day_of(typed, today=today).isoformat()
