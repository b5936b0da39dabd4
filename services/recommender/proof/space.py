"""The space of assessments: every finding that a proof speaks of, cut as finely as it needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.recommender.engine.amounts import DAYS_OF_HOUR_COUNTING, whole
from services.recommender.engine.findings import Finding
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import URGENCIES
from services.recommender.engine.vocabulary import CLOCKS, Summary, Vocabulary

SummaryKey = tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]]

AGE_OF_ASSESSMENT = "assessment_age_days"

RECORD = ("possible_duplicate", "sides_graded_apart")
"""Findings read off the record: always known, yes or no."""

HOURS_COUNTED = DAYS_OF_HOUR_COUNTING * 24
DAY = 24


@dataclass(frozen=True, slots=True)
class Limits:
    """What the door takes for a number."""

    least: float = 0.0
    most: float = math.inf
    whole: bool = False


def key_of(summary: Summary) -> SummaryKey:
    where = tuple(sorted((name, tuple(sorted(words))) for name, words in summary.where.items()))
    return summary.measure, summary.key, where


@dataclass(slots=True)
class Space:
    """
    The findings of assessments, whichever tables read them.

    Numbers fall into the atoms between all the thresholds of every table and invariant that a
    proof speaks of, so that a band of any one of them is a run of atoms.

    Attributes:
        required: findings without which the door refuses an assessment.
        limits: name of a number → what the door takes.
        sided: findings that may come once for each side.
    """

    vocabulary: Vocabulary
    required: frozenset[str]
    limits: Mapping[str, Limits]
    sided: frozenset[str] = frozenset()
    numbers: dict[str, Finding] = field(default_factory=dict)
    summaries: dict[SummaryKey, Finding] = field(default_factory=dict)
    _pairs: dict[str, frozenset[tuple[int, int]]] = field(default_factory=dict, repr=False)

    @property
    def interventions(self) -> tuple[str, ...]:
        return tuple(self.vocabulary.families)

    def words_of(self, name: str) -> tuple[str, ...]:
        """The words of a finding that says one; of the record and yes/no findings no and yes."""
        raw = self.vocabulary.findings.get(name)
        return tuple(raw.words) if raw and raw.kind == "word" else ("no", "yes")

    def reachable(self, finding: Finding, atom: int) -> bool:
        """Whether some value that the door admits lies in an atom of a number."""
        limits = self.limits.get(finding.name, Limits())
        low = finding.cuts[atom - 1] if atom else -math.inf
        high = finding.cuts[atom] if atom < len(finding.cuts) else math.inf
        low, high = max(low, limits.least), min(high, math.nextafter(limits.most, math.inf))
        if finding.unit == "hours":
            first = low if whole(low) == low else next_counted(low)
            return first < high
        return math.ceil(low) < high if limits.whole else low < high

    def onset_pairs(self) -> frozenset[tuple[int, int]]:
        """First and last atom of an onset that is known as a day, while hours are counted."""
        highs = range(HOURS_COUNTED + DAY)
        days = ((max(high - DAY, 0), high) for high in highs if high - DAY < HOURS_COUNTED)
        return self._atoms_of("duration", "onset", days)

    def short_pairs(self) -> frozenset[tuple[int, int]]:
        """The same when the patient was assessed on the day on which the palsy began."""
        lows = range(HOURS_COUNTED)
        days = ((low, low + width) for low in lows for width in range(DAY + 1))
        return self._atoms_of("duration", "short", days)

    def test_pairs(self, name: str) -> frozenset[tuple[int, int]]:
        """
        First and last atom of a test's day after a known onset.

        The test may have been done at any hour of its day: that is a day. The palsy may have
        begun at any of another: up to two. Only where that reaches back to the onset is it less.
        """
        cuts = self.numbers[name].cuts
        lows = range(int(cuts[-1] if cuts else 0) + 4 * DAY)
        widths = range(2 * DAY + 1)
        days = ((low, low + width) for low in lows for width in widths if width >= DAY or not low)
        return self._atoms_of(name, name, days)

    def _atoms_of(
        self, name: str, kind: str, spans: Iterable[tuple[int, int]]
    ) -> frozenset[tuple[int, int]]:
        """First and last atom of these spans of hours; every patient has the same ones."""
        found = self._pairs.get(kind)
        if found is None:
            finding = self.numbers[name]
            pairs = {(_atom(finding, low), _atom(finding, high)) for low, high in spans}
            found = self._pairs[kind] = frozenset(pairs)
        return found


def in_words(name: str, words: tuple[str, ...] = ("no", "yes")) -> Finding:
    """A finding of words, for a cell to be read against."""
    finding = Finding(0, name, name, name, words=words)
    finding.close()
    return finding


def _atom(finding: Finding, hours: float) -> int:
    return finding.band(whole(hours)).bit_length() - 1


def next_counted(hours: float) -> float:
    """The next whole hour, or from two weeks on the next whole day."""
    if hours < HOURS_COUNTED:
        return float(math.ceil(hours))
    return float(math.ceil(hours / DAY) * DAY)


def space_of(
    knowledges: Sequence[Knowledge],
    *,
    required: Iterable[str] = ("house_brackmann",),
    limits: Mapping[str, Limits] | None = None,
    sided: Iterable[str] = (),
    cuts: Mapping[str, Iterable[float]] | None = None,
    summaries: Mapping[SummaryKey, Iterable[float]] | None = None,
) -> Space:
    """
    The space in which these tables can be compared.

    Args:
        cuts: further thresholds of numbers, such as those that invariants name.
        summaries: further summaries of earlier treatments, each with its thresholds.
    """
    space = Space(knowledges[0].vocabulary, frozenset(required), limits or {}, frozenset(sided))
    wanted: dict[str, set[float]] = {name: set(found) for name, found in (cuts or {}).items()}
    for knowledge in knowledges:
        for finding in knowledge.findings[: knowledge.raw_count]:
            if not finding.words and finding.name not in knowledge.summaries:
                wanted.setdefault(finding.name, set()).update(finding.cuts)
        wanted.setdefault("duration", set()).update(_deadlines(knowledge))
    # An onset of which nothing is known lies anywhere before the assessment.
    wanted.setdefault(AGE_OF_ASSESSMENT, set()).update(wanted["duration"])
    units = {f.name: f for k in knowledges for f in k.findings}
    for name, edges in wanted.items():
        space.numbers[name] = _number(name, units[name].unit, edges)
    for key, edges in _summaries(knowledges, summaries or {}):
        unit = "plain" if key[0] == "sum" else "hours"
        space.summaries[key] = _number(f"summary {len(space.summaries)}", unit, edges)
    return space


def _number(name: str, unit: str, cuts: Iterable[float]) -> Finding:
    finding = Finding(0, name, name, name, unit=unit, clock=name in CLOCKS)
    finding.cuts = tuple(sorted(cuts))
    finding.close()
    return finding


def _summaries(
    knowledges: Sequence[Knowledge], more: Mapping[SummaryKey, Iterable[float]]
) -> Iterator[tuple[SummaryKey, set[float]]]:
    found: dict[SummaryKey, set[float]] = {key: set(cuts) for key, cuts in more.items()}
    for knowledge in knowledges:
        for name, summary in knowledge.summaries.items():
            cuts = knowledge.findings[knowledge.index[name]].cuts
            found.setdefault(key_of(summary), set()).update(cuts)
    yield from found.items()


def _deadlines(knowledge: Knowledge) -> Iterator[float]:
    """
    Ages of the palsy at which a deadline counted from onset changes how urgent a plan is.

    `onset + 72 h` lies within the next 24 hours from hour 48 on, and has passed after hour 72.
    """
    within = {row.hours for row in knowledge.rows if row.verb == "urgency" and row.hours}
    assert len(within) < len(URGENCIES)
    for row in knowledge.rows:
        due = row.offer().by if row.verb == "offer" else None
        if due is not None and due.clock == "onset":
            yield math.nextafter(due.hours, math.inf)
            yield from (due.hours - hours for hours in within if due.hours > hours)
