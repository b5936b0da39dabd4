"""Where a plan tips: one finding is told otherwise, from limit to limit, and the plans compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from features.speech.case import Case
from features.speech.finding_sentences import spoken_label
from features.speech.telling import short
from features.speech.words import title_of
from features.trying.example import (
    WHEN,
    Does,
    Example,
    Row,
    givens_of,
    keeps,
    main_rows,
    placed,
    read_back,
)
from features.trying.performing import Plan
from features.trying.promised import fates, name_of, pathway_of, rows_of, urgency_of
from schemas.catalogue import Finding, catalogue
from schemas.elapsed import DAYS_IN
from schemas.faults import InvalidAssessment
from schemas.finding_fields import ONSETS
from schemas.interventions import interventions

Assessment = Mapping[str, Any]

_HOURS_COUNT_UNDER = 14 * 24
_MOST_COLUMNS = 3
_BESIDE = ("support", "diagnostic")
_URGENCY, _PATHWAY = "Urgency", "Main pathway"
_UNSAYABLE = "What changes here cannot be said of a plan in sentences yet."
_SENTENCES = {
    "duration": ("time", "the palsy began <time> ago"),
    "house_brackmann": ("grade", "a patient with House-Brackmann grade <grade>"),
    "age_years": ("age", "the patient is <age> years old"),
}


@dataclass(frozen=True, slots=True)
class Point:
    """
    One value that the finding is told with.

    Attributes:
        value: as it is posted.
        text: as it is read.
        typed: as an address and a sentence hold it.
        rank: where it stands among the others.
    """

    value: Any
    text: str
    typed: str
    rank: float


@dataclass(frozen=True, slots=True)
class Change:
    """What became of something before a tip, and after it; `code` is an intervention's or empty."""

    what: str
    before: str
    after: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Tip:
    """The last value before the plan changes and the first after, and the outline between."""

    below: Point
    above: Point
    changes: tuple[Change, ...]
    beyond: bool
    example: Example


@dataclass(frozen=True, slots=True)
class Tipping:
    """
    Every tip, from the lowest value to the highest.

    Attributes:
        over: the finding.
        own: what the case itself says of it.
        tips: none where the plan stays as it is.
    """

    over: str
    own: str
    tips: tuple[Tip, ...]

    def as_json(self) -> dict[str, Any]:
        """Give it as a page is given it."""
        return {
            "over": self.over,
            "own": self.own,
            "tips": [
                {
                    "below": {"text": tip.below.text, "typed": tip.below.typed},
                    "above": {"text": tip.above.text, "typed": tip.above.typed},
                    "changes": [
                        {"what": it.what, "before": it.before, "after": it.after}
                        for it in tip.changes
                    ],
                    "beyond": tip.beyond,
                    "example": tip.example.as_json(),
                }
                for tip in self.tips
            ],
        }


def tipping(
    assessment: Assessment,
    as_of: datetime,
    *,
    over: str,
    cuts: Sequence[float],
    plan: Plan,
    does: Does,
) -> Tipping:
    """
    Find where a plan tips.

    Only what is offered, held and left out counts, and urgency and main pathway: dates move with
    every day and are no tip.

    Args:
        over: the finding that is told otherwise.
        cuts: the limits that the tables know of it, in hours where it is a time.
        plan: what draws up plans.
        does: tells rows that decide something from rows that only would have.
    """
    finding = catalogue().findings[over]
    others = _without(over, assessment)
    seen = [
        (point, _outline(drawn_up))
        for point in points_of(finding, cuts)
        if (drawn_up := _planned({**others, over: point.value}, as_of, plan)) is not None
    ]
    rank = _own_rank(finding, assessment)
    around = _Around(others, as_of, finding, plan, does)
    tips = [
        Tip(
            below,
            above,
            changes,
            above.rank <= rank,
            around.outline([it for it, _ in seen], above, changes),
        )
        for (below, before), (above, after) in pairwise(seen)
        if (changes := tuple(_changes(before, after)))
    ]
    return Tipping(over, _own(finding, assessment), tuple(tips))


def points_of(finding: Finding, cuts: Sequence[float]) -> list[Point]:
    """List what a finding is told with: each word, or just inside, on and just outside a limit."""
    if finding.words:
        return [
            Point(word.code, short(word.text).partition(",")[0], word.code, rank)
            for rank, word in enumerate(finding.words)
        ]
    make = _time if finding.kind == "elapsed" else _number
    found = {point.rank: point for cut in sorted({*cuts}) for point in make(finding, cut)}
    return [found[rank] for rank in sorted(found)]


def _time(finding: Finding, cut: float) -> Iterator[Point]:
    unit, hours = ("hours", 1.0) if cut < _HOURS_COUNT_UNDER else ("days", 24.0)
    for number in (round(cut / hours) + near for near in (-1, 0, 1)):
        value = {"value": number, "unit": unit}
        yield Point(value, f"{number} {unit}", f"{number} {unit}", number * hours)
    if cut == _HOURS_COUNT_UNDER:
        # Under 14 days hours count, so that the last of them is told in hours.
        last = _HOURS_COUNT_UNDER - 1
        value = {"value": last, "unit": "hours"}
        yield Point(value, f"{last} hours", f"{last} hours", float(last))


def _number(finding: Finding, cut: float) -> Iterator[Point]:
    for number in (cut - 1, cut, cut + 1):
        if (finding.least or 0) <= number <= (finding.most or number):
            plain = int(number) if number == int(number) else number
            text = f"{plain:g} {finding.unit or ''}".strip()
            yield Point(plain, text, f"{plain:g}", number)


def _without(over: str, assessment: Assessment) -> dict[str, Any]:
    gone = {over, *ONSETS, "assessed_at"} if over == "duration" else {over}
    return {name: value for name, value in assessment.items() if name not in gone}


def _planned(assessment: Assessment, as_of: datetime, plan: Plan) -> dict[str, Any] | None:
    try:
        return plan(assessment, as_of)
    except InvalidAssessment:
        # A value may contradict what else is said: there is nothing to compare then.
        return None


def _outline(plan: Mapping[str, Any]) -> dict[str, tuple[str, list[Row]]]:
    said = {code: (fate, rows_of(plan, code)) for code, fate in fates(plan).items()}
    return {_PATHWAY: (pathway_of(plan), main_rows(plan)), _URGENCY: (urgency_of(plan), []), **said}


def _changes(
    before: Mapping[str, tuple[str, list[Row]]], after: Mapping[str, tuple[str, list[Row]]]
) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        was, comes = before.get(key, ("", []))[0], after.get(key, ("", []))[0]
        if was == comes or _both_left_out(was, comes):
            continue
        code = "" if key in (_URGENCY, _PATHWAY) else key
        yield Change(title_of(code) if code else key, was or "none", comes or "none", code)


def _both_left_out(was: str, comes: str) -> bool:
    # Why something is not offered changes with each pathway; that it is not offered stays.
    return was.startswith("not offered") and comes.startswith("not offered")


def _own(finding: Finding, assessment: Assessment) -> str:
    value = assessment.get(finding.name, "unknown")
    if value == "unknown":
        return "This case: not assessed"
    if finding.kind == "elapsed":
        return f"This case: {value['value']:g} {value['unit']}"
    text = finding.text_of(value) if finding.words else f"{value:g} {finding.unit or ''}".strip()
    return f"This case: {text}"


def _own_rank(finding: Finding, assessment: Assessment) -> float:
    value = assessment.get(finding.name, "unknown")
    if value == "unknown":
        return -1.0
    if finding.kind == "elapsed":
        return float(value["value"] * DAYS_IN[value["unit"]] * 24)
    codes = [word.code for word in finding.words]
    return float(codes.index(value)) if value in codes else float(value)


@dataclass(frozen=True, slots=True)
class _Around:
    """What an outline around a tip is made of."""

    others: Assessment
    as_of: datetime
    finding: Finding
    plan: Plan
    does: Does

    def outline(self, points: Sequence[Point], above: Point, changes: Sequence[Change]) -> Example:
        """Write the outline with a row just inside, on and just outside."""
        at = points.index(above)
        near = points[max(0, at - 1) : at + 2]
        if len(near) < 3:
            near = points[max(0, at - 2) : at + 1]
        column, sentence = _SENTENCES.get(self.finding.name) or self._plainly()
        rows = [(point, case) for point in near if (case := self._reread(point, sentence, column))]
        shown = [it for it in sorted(changes, key=_weight) if self._can_be_said(it, rows)]
        shown = shown[:_MOST_COLUMNS]
        if not shown:
            return Example("", "", "", 0, _UNSAYABLE)
        heads = [column, *map(_head, shown)]
        cells = [[point.typed, *(_cell(case.plan, it) for it in shown)] for point, case in rows]
        givens = self._givens(above, sentence)
        thens = [_then(it, f"<{_head(it)}>") for it in shown]
        text = "\n".join((*self._steps(givens, thens, shown, above.text), *_table([heads, *cells])))
        tags = list(dict.fromkeys(row for _, case in rows for row in _rows(case.plan, shown)))
        said = {*self.others, self.finding.name}
        return placed(text, tags, said=said, does=self.does, rule=shown[0].what)

    def _can_be_said(self, change: Change, rows: Sequence[tuple[Point, Case]]) -> bool:
        # The name of a family that is one of its parts' as well speaks of all of them.
        return all(
            keeps(_then(change, _cell(case.plan, change)), case, plan=self.plan) for _, case in rows
        )

    def _plainly(self) -> tuple[str, str]:
        label = spoken_label(self.finding.label)
        return label, f"{label}: <{label}>"

    def _givens(self, point: Point, sentence: str) -> list[str]:
        name = self.finding.name
        said = {**self.others, name: point.value}
        return list(givens_of(said, self.as_of, instead={name: sentence}))

    def _reread(self, point: Point, sentence: str, column: str) -> Case | None:
        givens = [it.replace(f"<{column}>", point.typed) for it in self._givens(point, sentence)]
        return read_back(givens, plan=self.plan)

    def _steps(
        self, givens: Sequence[str], thens: Sequence[str], shown: Sequence[Change], at: str
    ) -> Iterator[str]:
        yield "@boundary"
        what = short(shown[0].what)
        yield f"Scenario Outline: {what} turns on {self._label()}, at {at}"
        for number, step in enumerate(givens):
            first, *table = step.split("\n")
            yield f"  {'And' if number else 'Given'} {first}"
            yield from table
        yield f"  When {WHEN}"
        yield from (f"  {'And' if n else 'Then'} {then}" for n, then in enumerate(thens))
        yield ""
        yield "  Examples:"

    def _label(self) -> str:
        return spoken_label(self.finding.label)


def _rows(plan: Mapping[str, Any], shown: Sequence[Change]) -> list[Row]:
    outline = _outline(plan)
    return [row for it in shown for row in outline.get(it.code or it.what, ("", []))[1]]


def _weight(change: Change) -> int:
    """Put first what is offered on one side and not on the other."""
    if not change.code:
        return 3
    offers = [it.startswith("offered") for it in (change.before, change.after)]
    if offers[0] == offers[1]:
        return 2
    return int(interventions()[change.code].family in _BESIDE)


def _then(change: Change, cell: str) -> str:
    return f"{_head(change) if change.code else f'the {_head(change)}'} is {cell}"


def _head(change: Change) -> str:
    return name_of(change.code) if change.code else change.what.lower()


def _cell(plan: Mapping[str, Any], change: Change) -> str:
    return _outline(plan).get(change.code or change.what, ("", []))[0] or "not offered"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield f"    | {' | '.join(map(str.ljust, row, widths))} |"
