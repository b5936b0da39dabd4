"""Parts of a clause that speak of a plan: the words of `invariants.yaml` and what each asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.recommender.engine.amounts import amount
from services.recommender.proof import conditions as on
from services.recommender.proof import plan_conditions as planned
from services.recommender.proof.conditions import Condition
from services.recommender.proof.named_interventions import NamedInterventions

Part = Callable[[NamedInterventions, Any, str], Condition]
"""Of what stands behind a word in an invariant (a row of the file) makes the condition."""

OnItem = Callable[[int, str], Condition]
"""A condition on an intervention, by place and code."""

OnItemAnd = Callable[[int, str, str], Condition]
"""A condition on an intervention and a word."""


def _each(make: OnItem, join: on.Join = on.every) -> Part:
    """`interventions`: each of them; or any, or none."""

    def read(named: NamedInterventions, names: Any, row: str) -> Condition:
        return join([make(place, code) for place, code in named.places(names, row)])

    return read


def _by_item(make: OnItemAnd) -> Part:
    """`{interventions: word}`: the word holds of each of them."""

    def read(named: NamedInterventions, mapping: Any, row: str) -> Condition:
        said = [
            (place, code, word)
            for names, word in mapping.items()
            for place, code in named.places([name.strip() for name in names.split(",")], row)
        ]
        return on.every([make(*each) for each in said])

    return read


def _about(make: OnItemAnd) -> Part:
    """`[{on: interventions, about: findings}]`: each of them, about each of these."""

    def read(named: NamedInterventions, entries: Any, row: str) -> Condition:
        found = []
        for entry in entries:
            about = entry["about"]
            for name in [about] if isinstance(about, str) else about:
                found += [make(at, code, name) for at, code in named.places(entry["on"], row)]
        return on.every(found)

    return read


def _part_of(named: NamedInterventions, mapping: Any, row: str) -> Condition:
    """`{interventions: whole}`: each of them is a part of that one."""

    def part(place: int, code: str, word: str) -> Condition:
        ((whole, whole_code),) = named.places(word, row)
        return planned.is_part_of(place, code, whole, whole_code)

    return _by_item(part)(named, mapping, row)


def _due(place: int, code: str, word: str) -> Condition:
    return planned.due_within(place, code, amount(word, unit="hours", windows={}))


def _led_by(_: NamedInterventions, names: Any, row: str) -> Condition:
    return planned.led_by(frozenset([names] if isinstance(names, str) else names))


PARTS: Mapping[str, Part] = {
    "has": _each(planned.has),
    "has_any": _each(planned.has, on.some),
    "has_none": _each(planned.has, on.none),
    "begins_with": _each(planned.begins_with),
    "begins_with_any": _each(planned.begins_with, on.some),
    "holds_back": _each(planned.is_held),
    "earliest": _each(planned.earliest_with),
    "backed_up": _each(planned.backed_up),
    "ends": _each(planned.ends_some_day),
    "off_label": _each(planned.off_label),
    "closed": _each(planned.closed),
    "dated": _each(planned.dated),
    "in_stage": _by_item(planned.in_stage),
    "strength": _by_item(planned.as_strong_as),
    "comes_after": _by_item(planned.comes_after),
    "bars": _by_item(planned.left_out_as),
    "goes_to": _by_item(planned.goes_to),
    "due": _by_item(_due),
    "part_of": _part_of,
    "warned_of": _about(planned.warned_of),
    "confirms": _about(planned.to_be_confirmed),
    "urgency": lambda _, word, row: planned.urgent_as(word),
    "alert": lambda _, code, row: planned.says("alert", "code", code),
    "flag": lambda _, code, row: planned.says("flag", "code", code),
    "other_causes": lambda _, anything, row: planned.says_any("consider"),
    "conflict": lambda _, anything, row: planned.in_conflict(),
    "led_by": _led_by,
    "empty": lambda _, anything, row: planned.is_empty(),
}
