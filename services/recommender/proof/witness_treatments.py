"""Earlier treatments of a witness: entries whose counts and dates sum up as the solver chose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

from services.recommender.engine.bands import number_in
from services.recommender.engine.findings import Finding
from services.recommender.proof.assessment import NOW
from services.recommender.proof.choice import ends
from services.recommender.proof.history import counts
from services.recommender.proof.patient import Patient
from services.recommender.proof.reading import measured
from services.recommender.proof.solver import Model
from services.recommender.proof.space import DAY, Space, SummaryKey

Entries = list[dict[str, Any]]
"""Earlier treatments as they are posted."""

Wanted = Mapping[SummaryKey, int]
"""Summary → the value that it is to have, over the atoms of its space."""

Way = Callable[[Entries], Entries]
"""A way to fill in entries that count alike."""


def treatments(model: Model, patient: Patient) -> Iterator[dict[str, Any]]:
    """What is said of earlier treatments, at most one way; none where they cannot sum up so."""
    history = patient.history
    if not model.holds(history.given):
        yield {}
        return
    present = [key for key, term in history.entries.items() if model.holds(term)]
    entries = [{"intervention": code, "response": said} for code, said in present]
    if not entries:
        yield {"prior_treatments": ["none"]}
        return
    filled = _filled(entries, _wanted(model, patient), patient.space)
    if filled is not None:
        yield {"prior_treatments": filled}


def _wanted(model: Model, patient: Patient) -> dict[SummaryKey, int]:
    measures = patient.history.measured.items()
    found = {key: ends(choice, model.holds) for key, choice in measures}
    return {key: (1 << last + 1) - (1 << first) for key, (first, last) in found.items()}


def _filled(entries: Entries, wanted: Wanted, space: Space) -> Entries | None:
    """
    The entries with counts and dates under which every summary has its wanted value.

    Summaries that share no entry are filled one after the other.
    """
    left = dict(wanted)
    while left:
        together = _sharing(next(iter(left)), left)
        found = _fill(entries, {key: left.pop(key) for key in together}, space)
        if found is None:
            return None
        entries = found
    return entries


def _sharing(key: SummaryKey, among: Wanted) -> list[SummaryKey]:
    """The summaries of one measure and date that read the same treatments as this one."""
    codes = set(dict(key[2])["intervention"])
    return [k for k in among if k[:2] == key[:2] and codes & set(dict(k[2])["intervention"])]


def _fill(entries: Entries, wanted: Wanted, space: Space) -> Entries | None:
    alike, others = _grouped(entries, wanted)
    ways = list(_ways(next(iter(wanted)), [space.summaries[key] for key in wanted]))
    for chosen in product(ways, repeat=len(alike)):
        found = [*others]
        for group, way in zip(alike, chosen, strict=True):
            found += way(group)
        values = (measured(key, space.summaries[key], found, NOW) for key in wanted)
        if all(value == wanted[key] for key, value in zip(wanted, values, strict=True)):
            return found
    return None


def _grouped(entries: Entries, wanted: Wanted) -> tuple[list[Entries], Entries]:
    """The entries that count for some summary, those that count alike together; and the others."""
    groups: dict[tuple[str, ...], Entries] = {}
    for entry in entries:
        groups.setdefault(tuple(counts(key, _told(entry)) for key in wanted), []).append(entry)
    alike = [group for fits, group in groups.items() if "surely" in fits]
    others = [e for fits, group in groups.items() if "surely" not in fits for e in group]
    return alike, others


def _told(entry: Mapping[str, Any]) -> tuple[str, str]:
    return entry["intervention"], entry["response"]


# -- ways to fill them in ----------------------------------------------------------------------


def _ways(key: SummaryKey, findings: Sequence[Finding]) -> Iterator[Way]:
    """Nothing said; or one entry says an amount, alone or beside one of which no more is known."""
    yield lambda group: [dict(entry) for entry in group]
    for amount in _amounts(findings):
        said, quiet = _saying(key, amount)
        yield _one_says(said, quiet)
        yield _one_says(said, quiet, again=True)


def _one_says(said: dict[str, Any], quiet: dict[str, Any], *, again: bool = False) -> Way:
    def way(group: Entries) -> Entries:
        second_course = [_not_counted_again(group[0])] if again else []
        others = [{**entry, **quiet} for entry in group[1:]]
        return [{**group[0], **said}, *second_course, *others]

    return way


def _not_counted_again(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The same treatment once more; what was counted already is not counted again."""
    return {**entry, **({"cycles": 0} if "cycles" in entry else {})}


def _amounts(findings: Sequence[Finding]) -> list[float]:
    edges = {0.0}
    for finding in findings:
        edges |= {number for cut in finding.cuts for number in (cut - 1, cut)}
        edges |= {float(number_in(finding, atom)) for atom in range(finding.size)}
    return sorted(edge for edge in edges if edge >= 0)


def _saying(key: SummaryKey, amount: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """What one entry says, and the least that the others say."""
    measure, said, _ = key
    today = NOW.date()
    if measure == "sum":
        return {"cycles": int(amount)}, {"cycles": 0}
    day = (NOW - timedelta(days=int(amount // DAY) + bool(amount % DAY))).date().isoformat()
    if measure == "days_since":
        return {said: day}, {said: date(today.year - 60, 1, 1).isoformat()}
    return {"started": day}, {"started": today.isoformat(), "ended": today.isoformat()}
