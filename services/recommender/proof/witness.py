"""Between the solver's patients and real ones: an assessment as choices, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

from services.recommender.engine.amounts import HOURS, whole
from services.recommender.engine.bands import number_in
from services.recommender.engine.cells import Cell
from services.recommender.engine.clocks import day_of_test, onset_clock, simple_clock
from services.recommender.engine.encode import summed
from services.recommender.engine.facts import Facts
from services.recommender.engine.findings import Finding, bits
from services.recommender.engine.vocabulary import Summary
from services.recommender.proof.circuit import Term
from services.recommender.proof.patient import Choice, Patient, first_of, last_of
from services.recommender.proof.solver import Model
from services.recommender.proof.space import (
    AGE_OF_ASSESSMENT,
    TESTS,
    Space,
    SummaryKey,
    next_counted,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""When the patients of counter-examples are seen: the day on which features play."""

COUNTED_IN_HOURS = 14 * 24


@dataclass(frozen=True, slots=True)
class Assessment:
    """
    An assessment as it could be posted, and when it is planned for.

    Attributes:
        findings: finding → value; what was not assessed is absent.
    """

    findings: Mapping[str, Any]
    assessed_at: datetime = NOW
    as_of: datetime = NOW
    possible_duplicate: bool = False

    @property
    def facts(self) -> Facts:
        return Facts(self.findings, self.assessed_at, self.possible_duplicate)

    def without(self, *names: str) -> Assessment:
        kept = {name: value for name, value in self.findings.items() if name not in names}
        return replace(self, findings=kept)

    def saying(self, **findings: Any) -> Assessment:
        return replace(self, findings={**self.findings, **findings})


# -- an assessment → choices -------------------------------------------------------------------


def choices_of(facts: Facts, as_of: datetime, patient: Patient) -> dict[Term, bool]:
    """Every free input of a patient, as one side of an assessment says it."""
    found: dict[Term, bool] = {}
    for name, choice in patient.choices.items():
        found.update(_choice(name, choice, facts, as_of, patient.space))
    for name, listed in patient.listed.items():
        words = facts.findings.get(name)
        found[listed.given] = words is not None
        found.update({term: word in (words or ()) for word, term in listed.words.items()})
    found.update(_history(facts, as_of, patient))
    return found


def _choice(
    name: str, choice: Choice, facts: Facts, as_of: datetime, space: Space
) -> Iterator[tuple[Term, bool]]:
    finding = space.numbers.get(name)
    if finding is None:
        said = _said(name, facts)
        raw = space.vocabulary.findings.get(name)
        words = tuple(raw.words) if raw and raw.kind == "word" else ("no", "yes")
        return ((pick, word == said) for pick, word in zip(choice.picks, words, strict=True))
    value = _number(finding, facts, as_of)
    if name == "duration" or name in TESTS:
        return _run(choice, value)
    return ((pick, value is not None and bool(value >> at & 1)) for at, pick in _placed(choice))


def _placed(choice: Choice) -> Iterator[tuple[int, Term]]:
    return enumerate(choice.picks)


def _said(name: str, facts: Facts) -> Any:
    if name == "possible_duplicate":
        return "yes" if facts.possible_duplicate else "no"
    if name == "sides_graded_apart":
        return "yes" if facts.graded_apart else "no"
    return facts.findings.get(name)


def _number(finding: Finding, facts: Facts, as_of: datetime) -> int | None:
    if finding.name == "duration":
        return onset_clock(facts, as_of).value(finding)
    if finding.name in TESTS:
        clock = day_of_test(TESTS[finding.name], facts, as_of)
        return None if clock is None else clock.value(finding)
    if finding.clock or finding.name == AGE_OF_ASSESSMENT:
        clock = simple_clock(finding.name, facts, as_of)
        return None if clock is None else clock.value(finding)
    number = facts.findings.get(finding.name)
    return None if number is None else finding.band(number)


def _run(choice: Choice, value: int | None) -> Iterator[tuple[Term, bool]]:
    """The inputs of a run of atoms; one that was not given may say anything, so it says all."""
    places = list(bits(value)) if value else list(range(len(choice.members)))
    size = len(choice.members)
    for side, edge in ((first_of(choice), places[0]), (last_of(choice), places[-1])):
        if value is None:
            edge = 0 if side is first_of(choice) else size - 1
        yield from ((term, edge >= at) for at, term in enumerate(side) if 0 < at < size)
    if choice.given > 1:
        yield choice.given, value is not None


def _history(facts: Facts, as_of: datetime, patient: Patient) -> Iterator[tuple[Term, bool]]:
    history = patient.history
    entries = facts.findings.get("prior_treatments")
    listed = [] if entries in (None, ["none"]) else list(entries or ())
    yield history.given, entries is not None
    present = {(entry["intervention"], entry.get("response", "unknown")) for entry in listed}
    for entry, term in history.entries.items():
        yield term, entry in present
    now = as_of.astimezone(facts.assessed_at.tzinfo)
    for key, choice in history.measured.items():
        finding = patient.space.summaries[key]
        value = None if entries is None else measured(key, finding, listed, now)
        yield from ((t, v) for t, v in _run(choice, value) if t != history.given)


def measured(
    key: SummaryKey, finding: Finding, entries: Sequence[Mapping[str, Any]], now: datetime
) -> int:
    """The value of a summary over the atoms of its space."""
    summary = Summary(key[0], key[1], {name: frozenset(words) for name, words in key[2]})
    return summed(summary, finding, entries, now)


def value_of(
    name: str | SummaryKey, facts: Facts, as_of: datetime, cell: Cell, space: Space
) -> int:
    """The value of a finding, or of a summary of earlier treatments, over the atoms of a space."""
    if not isinstance(name, str):
        entries = facts.findings.get("prior_treatments")
        if entries is None:
            return cell.full
        listed = [] if entries == ["none"] else entries
        finding = space.summaries.get(name) or yes_no()
        return measured(name, finding, listed, as_of.astimezone(facts.assessed_at.tzinfo))
    number = space.numbers.get(name)
    if number is not None:
        value = _number(number, facts, as_of)
        return number.full if value is None else value
    said = _said(name, facts)
    raw = space.vocabulary.findings[name]
    words = tuple(raw.words) if raw.kind == "word" else ("no", "yes")
    return cell.full if said is None else 1 << words.index(said)


def yes_no() -> Finding:
    finding = Finding(0, "", "", "", words=("no", "yes"))
    finding.close()
    return finding


# -- choices → an assessment -------------------------------------------------------------------


def assessment_of(
    model: Model, patient: Patient, other_side: Patient | None = None
) -> Assessment | None:
    """
    A real assessment for an answer of the solver.

    Args:
        other_side: the findings of the right side, where both sides are graded apart.

    Returns:
        None where no assessment has just these choices: the solver's patient cannot be.
    """
    for found in _candidates(model, patient):
        sided = _with_sides(found, model, patient, other_side)
        sides = [(patient, "left")]
        if other_side is not None and sided.facts.graded_apart:
            sides.append((other_side, "right"))
        if all(_same(model, sided, one, side) for one, side in sides):
            return sided
    return None


def _same(model: Model, found: Assessment, patient: Patient, side: str) -> bool:
    facts = found.facts
    if facts.graded_apart:
        facts = facts.for_side(side)
    said = choices_of(facts, found.as_of, patient)
    return all(
        model.holds(term) == value for term, value in said.items() if _counts(term, patient, model)
    )


def _counts(term: Term, patient: Patient, model: Model) -> bool:
    """An input of something that was not given says nothing."""
    silent = _silent(patient, model)
    return term not in silent


def _silent(patient: Patient, model: Model) -> frozenset[Term]:
    found: set[Term] = set()
    for name in TESTS:
        choice = patient.choices.get(name)
        if choice is not None and not model.holds(choice.given):
            found.update(choice.picks)
    if not model.holds(patient.history.given):
        for choice in patient.history.measured.values():
            found.update(choice.picks)
    return frozenset(found)


def _candidates(model: Model, patient: Patient) -> Iterator[Assessment]:
    base = _plain_findings(model, patient)
    for timed, treatments in product(
        list(_times(model, patient)), list(_treatments(model, patient))
    ):
        findings = {**base, **_moved_back(base, timed), **timed.findings, **treatments}
        yield replace(
            timed,
            findings=findings,
            possible_duplicate=_yes(model, patient, "possible_duplicate"),
        )


def _yes(model: Model, patient: Patient, name: str) -> bool:
    choice = patient.choices.get(name)
    return choice is not None and model.holds(choice.picks[1])


def _plain_findings(model: Model, patient: Patient) -> dict[str, Any]:
    """What does not depend on time, in the order of the catalogue."""
    found: dict[str, Any] = {}
    for name, raw in patient.space.vocabulary.findings.items():
        if name in patient.listed:
            listed = patient.listed[name]
            if model.holds(listed.given):
                said = [word for word, term in listed.words.items() if model.holds(term)]
                found[name] = said or ["none"]
            continue
        choice = patient.choices.get(name)
        if choice is None or name == "duration":
            continue
        place = next((at for at, p in enumerate(choice.picks) if model.holds(p)), None)
        if place is not None:
            words = tuple(raw.words) if raw.kind == "word" else ("no", "yes")
            finding = patient.space.numbers.get(name)
            found[name] = words[place] if finding is None else _number_for(finding, place, patient)
    return found


def _number_for(finding: Finding, atom: int, patient: Patient) -> int | float:
    limits = patient.space.limits.get(finding.name)
    number = number_in(finding, atom)
    if limits is not None:
        number = min(max(number, limits.least), limits.most)
        if limits.whole and number != int(number):
            number = int(number) + 1
    return int(number) if number == int(number) else number


def _moved_back(findings: Mapping[str, Any], timed: Assessment) -> dict[str, Any]:
    """Clocks that were read at the assessment and have run on since."""
    since = (timed.as_of - timed.assessed_at).total_seconds() / 3600
    if not since:
        return {}
    units = {"age_years": HOURS["years"], "stable_months": HOURS["months"]}
    return {
        name: max(findings[name] - since / hours, 0)
        for name, hours in units.items()
        if name in findings
    }


def _times(model: Model, patient: Patient) -> Iterator[Assessment]:
    """Onset, tests and the age of the assessment, in the plainest words first."""
    since = _since(model, patient)
    for onset in _onsets(model, patient, since):
        for seen in _seen(onset, model, patient):
            for tests in _test_dates(model, patient, seen):
                yield seen.saying(**tests)


def _seen(onset: Assessment, model: Model, patient: Patient) -> Iterator[Assessment]:
    """The same some hours on: on the hour of onset hangs how long after it a test's day is."""
    yield onset
    said = onset.findings.get("duration", "unknown")
    dated = any(n in patient.choices and model.holds(patient.choices[n].given) for n in TESTS)
    if not dated or said == "unknown":
        return
    hours = said["value"] * HOURS[said["unit"]]
    for hour, more in product(range(24), range(24)):
        on = timedelta(hours=hour - onset.as_of.hour)
        later = replace(onset, assessed_at=onset.assessed_at + on, as_of=onset.as_of + on)
        yield later.saying(duration={"value": int(hours + more), "unit": "hours"})
    begun = (onset.assessed_at - timedelta(hours=hours)).date()
    yield replace(onset, findings={"onset_date": begun.isoformat()})


def _since(model: Model, patient: Patient) -> float:
    finding = patient.space.numbers[AGE_OF_ASSESSMENT]
    picks = patient.choices[AGE_OF_ASSESSMENT].picks
    atom = next(at for at, pick in enumerate(picks) if model.holds(pick))
    return _whole_in(finding, atom, 0.0) or 0.0


def _ends(choice: Choice, model: Model) -> tuple[int, int]:
    size = len(choice.members)
    first = max(at for at in range(size) if model.holds(first_of(choice)[at]))
    last = max(at for at in range(size) if model.holds(last_of(choice)[at]))
    return first, last


def _onsets(model: Model, patient: Patient, since: float) -> Iterator[Assessment]:
    finding = patient.space.numbers["duration"]
    first, last = _ends(patient.choices["duration"], model)
    assessed_at = NOW - timedelta(hours=since)
    if first == last:
        middle = max(float(number_in(finding, first)), since)
        for hours in (_rounded(middle), middle, _whole_in(finding, first, since)):
            if hours is not None and finding.band(whole(hours)) == 1 << first:
                yield Assessment({"duration": _duration(hours - since)}, assessed_at, NOW)
                break
    if last == finding.size - 1:
        yield Assessment({"duration": "unknown"}, assessed_at, NOW)
    if first < last:
        for high in range(COUNTED_IN_HOURS + 24):
            as_of = NOW.replace(hour=high % 24)
            begun = (as_of - timedelta(hours=high)).date()
            at = as_of - timedelta(hours=since)
            yield Assessment({"onset_date": begun.isoformat()}, at, as_of)


def _rounded(hours: float) -> float:
    """The same in whole hours, or from two weeks on in whole days."""
    step = 1 if hours < COUNTED_IN_HOURS else 24
    return float(hours // step * step)


def _whole_in(finding: Finding, atom: int, least: float) -> float | None:
    """A whole hour, or from two weeks on a whole day, inside an atom."""
    low = max(finding.cuts[atom - 1] if atom else 0.0, least)
    hours = next_counted(low)
    return hours if finding.band(hours) == 1 << atom else None


def _duration(hours: float) -> dict[str, Any]:
    if hours < COUNTED_IN_HOURS or hours % 24:
        return {"value": int(hours) if hours == int(hours) else hours, "unit": "hours"}
    return {"value": int(hours // 24), "unit": "days"}


def _test_dates(model: Model, patient: Patient, onset: Assessment) -> Iterator[dict[str, str]]:
    dates = []
    for name, key in TESTS.items():
        choice = patient.choices.get(name)
        if choice is not None and model.holds(choice.given):
            dates.append(
                [{key: day} for day in _days_for(name, key, choice, model, patient, onset)]
            )
    for found in product(*dates):
        yield {key: day for each in found for key, day in each.items()}


def _days_for(
    name: str, key: str, choice: Choice, model: Model, patient: Patient, onset: Assessment
) -> list[str]:
    """Days of a test that lie where the solver put it: the earliest and the latest."""
    finding = patient.space.numbers[name]
    first, last = _ends(choice, model)
    wanted = (1 << last + 1) - (1 << first)
    clock = onset_clock(onset.facts, onset.as_of)
    known = min(clock.high, clock.low + 2 * 24)
    found = []
    for ago in _days_back(known, finding):
        day = (onset.as_of - timedelta(days=ago)).date().isoformat()
        tested = day_of_test(key, onset.saying(**{key: day}).facts, onset.as_of)
        if tested is not None and tested.value(finding) == wanted:
            found.append(day)
            if len(found) == 2:
                break
    return found


def _days_back(hours: float, finding: Finding) -> Iterator[int]:
    """Days ago that may tell the atoms of a test's day apart: near each edge, then near now."""
    days = int(hours // 24)
    edges = [int(cut // 24) for cut in finding.cuts]
    near = {days - edge + off for edge in (0, *edges) for off in range(-3, 4)}
    yield from sorted((day for day in near | set(range(4)) if 0 <= day <= 40_000), reverse=True)


# -- earlier treatments ------------------------------------------------------------------------


def _treatments(model: Model, patient: Patient) -> Iterator[dict[str, Any]]:
    """Lists of earlier treatments with the chosen entries, whose sums come out as chosen."""
    history = patient.history
    if not model.holds(history.given):
        yield {}
        return
    present = [key for key, term in history.entries.items() if model.holds(term)]
    entries = [{"intervention": code, "response": said} for code, said in present]
    if not entries:
        yield {"prior_treatments": ["none"]}
        return
    wanted = {}
    for key, choice in history.measured.items():
        first, last = _ends(choice, model)
        wanted[key] = (1 << last + 1) - (1 << first)
    filled = _filled(entries, wanted, patient.space)
    if filled is not None:
        yield {"prior_treatments": filled}


Entries = list[dict[str, Any]]


def _filled(entries: Entries, wanted: Mapping[SummaryKey, int], space: Space) -> Entries | None:
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


def _sharing(key: SummaryKey, among: Mapping[SummaryKey, int]) -> list[SummaryKey]:
    """The summaries of one measure that read the same treatments as this one."""
    codes = set(dict(key[2])["intervention"])
    return [k for k in among if k[0] == key[0] and codes & set(dict(k[2])["intervention"])]


def _fill(entries: Entries, wanted: Mapping[SummaryKey, int], space: Space) -> Entries | None:
    groups: dict[tuple[str, ...], Entries] = {}
    for entry in entries:
        groups.setdefault(tuple(_fits(key, entry) for key in wanted), []).append(entry)
    measure = next(iter(wanted))[0]
    alike = [group for fits, group in groups.items() if "surely" in fits]
    others = [e for fits, group in groups.items() if "surely" not in fits for e in group]
    ways = list(_ways(measure, [space.summaries[key] for key in wanted]))
    for chosen in product(ways, repeat=len(alike)):
        found = [*others]
        for group, way in zip(alike, chosen, strict=True):
            found += way(group)
        values = (measured(key, space.summaries[key], found, NOW) for key in wanted)
        if all(value == wanted[key] for key, value in zip(wanted, values, strict=True)):
            return found
    return None


def _fits(key: SummaryKey, entry: Mapping[str, Any]) -> str:
    where = dict(key[2])
    if entry["intervention"] not in where["intervention"]:
        return "never"
    if entry["response"] in where.get("response", (entry["response"],)):
        return "surely"
    return "maybe" if entry["response"] == "unknown" else "never"


Way = Callable[[Entries], Entries]


def _ways(measure: str, findings: Sequence[Finding]) -> Iterator[Way]:
    """Ways to fill in entries that count alike: nothing said; or one that says, alone or not."""
    yield lambda group: [dict(entry) for entry in group]
    for amount in _amounts(findings):
        said, quiet = _saying(measure, amount)
        yield (
            lambda group, said=said, quiet=quiet: [  # type: ignore[misc]
                {**group[0], **said},
                *({**entry, **quiet} for entry in group[1:]),
            ]
        )
        # A second course of the same treatment, of which nothing more is known.
        yield (
            lambda group, said=said, quiet=quiet: [  # type: ignore[misc]
                {**group[0], **said},
                dict(group[0]),
                *({**entry, **quiet} for entry in group[1:]),
            ]
        )


def _amounts(findings: Sequence[Finding]) -> list[float]:
    edges = {0.0}
    for finding in findings:
        edges |= {number for cut in finding.cuts for number in (cut - 1, cut)}
        edges |= {float(number_in(finding, atom)) for atom in range(finding.size)}
    return sorted(edge for edge in edges if edge >= 0)


def _saying(measure: str, amount: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """What one entry says, and the least that the others say."""
    today = NOW.date()
    if measure == "sum":
        return {"cycles": int(amount)}, {"cycles": 0}
    day = (NOW - timedelta(days=int(amount // 24) + bool(amount % 24))).date().isoformat()
    if measure == "days_since":
        return {"last_given": day}, {"last_given": date(today.year - 60, 1, 1).isoformat()}
    return {"started": day}, {"started": today.isoformat(), "ended": today.isoformat()}


def _with_sides(
    found: Assessment, model: Model, left: Patient, right: Patient | None
) -> Assessment:
    """The findings of each side under its own name, where the sides were graded apart."""
    if right is None or not _yes(model, left, "sides_graded_apart"):
        return found
    findings = dict(found.findings)
    other = _plain_findings(model, right)
    for name in sorted(left.space.sided):
        mine, theirs = findings.pop(name, None), other.get(name)
        for side, value in (("left", mine), ("right", theirs)):
            if value is not None:
                findings[f"{name}_{side}"] = value
        if name in left.space.required:
            findings[name] = max((mine, theirs), key=_grade(left.space, name))
    return replace(found, findings=findings)


def _grade(space: Space, name: str) -> Any:
    words = list(space.vocabulary.findings[name].words)
    return words.index
