"""Differing: the places at which two plans read differently, for what a case has no words for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

UNREAD = ("because", "content_hash", "knowledge", "sources")
"""What is no part of the advice: reasons, and what stands for the whole."""

MOST_PLACES, MOST_LETTERS = 6, 90

Place = tuple[str, Any, Any]
"""Where in the plan, and what stands there in the one and in the other; None is nothing."""


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, list[str]]:
    """The first places at which two plans differ, in words; empty where they read the same."""
    found: dict[str, list[str]] = {}
    for place, here, there in _of_parts("", one, other):
        if len(found) < MOST_PLACES:
            found[place.strip()] = [_short(here), _short(there)]
    return found


def _differ(place: str, one: Any, other: Any) -> Iterator[Place]:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        yield from _of_parts(place, one, other)
    elif isinstance(one, list) and isinstance(other, list) and _are_named([*one, *other]):
        yield from _of_parts(place, _by_name(one), _by_name(other))
    elif one != other:
        yield place, one, other


def _of_parts(place: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Place]:
    for key in {**one, **other}:
        if key not in UNREAD:
            yield from _differ(f"{place} {key}", one.get(key), other.get(key))


_NAMES = ("intervention", "stage", "id", "code", "finding", "cause")


def _are_named(entries: list[Any]) -> bool:
    return all(isinstance(entry, Mapping) and _name(entry) for entry in entries)


def _by_name(entries: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {_name(entry): entry for entry in entries}


def _name(entry: Mapping[str, Any]) -> str:
    return next((str(entry[key]) for key in _NAMES if key in entry), "")


def _short(value: Any) -> str:
    """A value as text that fits a line."""
    if value in (None, [], {}):
        return "nothing"
    if isinstance(value, Mapping):
        text = ", ".join(f"{key} {_short(one)}" for key, one in value.items() if key not in UNREAD)
    elif isinstance(value, list):
        text = "; ".join(map(_short, value))
    else:
        text = str(value)
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"
