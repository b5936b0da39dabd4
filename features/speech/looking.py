"""Looking at what is offered: one thing that every offer of an intervention must have."""

from __future__ import annotations

from collections.abc import Collection

from features.speech.drawn_plan import Item, Plan, because, differs, fate, label, offers_of
from features.speech.words import title_of


def each_is(plan: Plan, intervention: str, key: str, value: str) -> None:
    """
    Look whether an offer says one word of itself.

    Raises:
        Differs: it is not offered, or says another.
    """
    for placed in offers_of(plan, intervention):
        if placed.item.get(key) != value:
            said = title_of(value).replace("_", " ")
            raise differs(f"{title_of(intervention)}: {said}", fate(plan, intervention))


def each_names(plan: Plan, intervention: str, key: str, other: str) -> None:
    """
    Look whether an offer names another intervention.

    Raises:
        Differs: it is not offered, or does not; says which it names.
    """
    for placed in offers_of(plan, intervention):
        if other not in placed.item[key]:
            named = ", ".join(title_of(it) for it in placed.item[key]) or "nothing"
            expected = f"{title_of(intervention)} {key} {title_of(other)}"
            raise differs(expected, f"{key} {named}", *because(placed.item))


def among(finding: str, found: Collection[str], *, what: str, item: Item) -> None:
    """
    Look whether a finding is among those that an offer names.

    Raises:
        Differs: it is not; `what` says what was looked for.
    """
    if finding not in found:
        named = ", ".join(label(name) for name in sorted(found)) or "nothing"
        raise differs(f"{what}: {label(finding)}", named, *because(item))
