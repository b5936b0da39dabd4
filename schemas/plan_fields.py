"""The kinds of field that plans are written with."""

from collections.abc import Iterable
from typing import Any

from schemas.closed import Closed, ListField, MapField, ObjectField
from schemas.fields import WordField
from schemas.interventions import interventions
from schemas.text_fields import TextField


def one_of(allowed: Iterable[str], **options: Any) -> WordField:
    """Make a field of one of some words, required."""
    return WordField(allowed, required=True, **options)


def words_field(allowed: Iterable[str]) -> ListField:
    """Make a field of some of some words, empty when there are none."""
    return ListField(WordField(allowed), required=True)


def names_field() -> ListField:
    """Make a field of names that other lists give: findings, sources, answers."""
    return ListField(TextField(), required=True)


def intervention_field(**options: Any) -> WordField:
    """Make a field that names one intervention."""
    return WordField(interventions(), **options)


def interventions_field(**options: Any) -> ListField:
    """Make a field that names interventions, empty when there are none."""
    return ListField(intervention_field(), required=True, **options)


def list_of(schema: type[Closed]) -> ListField:
    """Make a field of objects of one schema, empty when there are none."""
    return ListField(ObjectField(schema), required=True)


def findings_field() -> MapField:
    """Make a field of findings by name, each as it was assessed or "unknown"."""
    return MapField(required=True)
