"""Looking for a patient whom a mutant treats otherwise, from the cells of its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from benchmarks.mutants.making import Mutant
from schemas.catalogue import catalogue
from schemas.yaml_table import TableError
from services.recommender.cases.example import ASSESSED, Example, Expected
from services.recommender.cases.patient import assessment_of, finding_value, later, onset_hours
from services.recommender.engine import Knowledge
from services.recommender.engine.bands import number_in
from services.recommender.engine.cells import Cell
from services.recommender.engine.findings import Finding, bits
from services.recommender.engine.vocabulary import Summary

BLANK = 0
"""The set of values of a finding that was not assessed."""

_DEEP = 12

DRESSING: Sequence[tuple[str, Any]] = (
    ("tumour_status", "excluded"),
    ("tumour_status", "treated_cleared"),
    ("forehead_spared", "no"),
    ("neuro_deficits", "none"),
    ("central_excluded", "yes"),
    ("eye_closure", "complete"),
    ("eye_closure", "incomplete"),
    ("lagophthalmos_mm", "0"),
    ("ocular_symptoms", "none"),
    ("synkinesis", "none"),
    ("synkinesis", "moderate"),
    ("recovering", "yes"),
    ("recovering", "no"),
    ("cause", "bells_palsy"),
    ("duration", "10 days"),
    ("duration", "60 days"),
    ("duration", "150 days"),
    ("duration", "250 days"),
    ("duration", "450 days"),
    ("duration", "900 days"),
    ("duration", "unknown"),
    ("side", "left"),
    ("age_years", "45"),
    ("pregnancy", "no"),
    ("surgical_fitness", "fit"),
    ("trigeminal_motor", "intact"),
    ("hypoglossal", "intact"),
    ("lower_cranial_nerves", "intact"),
    ("emg_status", "fibrillation_only"),
    ("mri_result", "normal"),
    ("mri_covers_parotid", "yes"),
    ("nerve_continuity", "presumed_intact"),
    ("hypertonicity", "no"),
    ("prior_treatments", "none"),
    ("affected_branches", "trunk"),
    ("goals", "smile"),
)
"""Findings that settle a question, as a case writes them."""
Written = dict[str, Any]


class NoPatient(Exception):
    """These conditions cannot be met together, or not by this way of trying."""


def example_of(written: Mapping[str, Any], name: str = "patient") -> Example:
    """
    An example without expectations, of findings as a case writes them; `at` says when.

    Raises:
        TableError: the door refuses such a patient.
    """
    as_of = later(written.get("at", "assessed"), file=name, line=0)
    posted = {
        key: finding_value(key, _lines(value), file=name, line=0)
        for key, value in written.items()
        if key != "at"
    }
    return example_posted(posted, as_of, name)


def example_posted(posted: Mapping[str, Any], as_of: datetime, name: str = "patient") -> Example:
    """The same of findings as the door takes them. Raises TableError."""
    assessment = assessment_of(posted, as_of=as_of, file=name, line=0)
    hours = onset_hours(posted, as_of=as_of)
    return Example(name, name, 0, "", "", posted, assessment, as_of, hours, Expected())


def _lines(value: Any) -> Any:
    from schemas.yaml_table import Lines

    if isinstance(value, list):
        return [_lines(one) for one in value]
    if isinstance(value, Mapping):
        found = Lines(0)
        for key, one in value.items():
            found[key] = str(one)
            found.line_of[key] = 0
        return found
    return value


class Search:
    """Tries patients for one mutant, each a fresh throw that meets the row's conditions."""

    def __init__(self, knowledge: Knowledge, chance: Random) -> None:
        self.knowledge, self.chance = knowledge, chance
        self.wanted: dict[int, int] = {}
        self.pinned: dict[int, int] = {}
        self.refused: Sequence[str] = ()

    def throw(self, mutant: Mutant) -> Written:
        """
        One patient who meets what the mutant changes.

        Raises:
            NoPatient: this throw came to nothing; another may not.
        """
        self._begin()
        if mutant.table is not None:
            self._for_table(mutant)
        else:
            self._for_row(mutant)
        found = _Writing(self.knowledge, self.wanted, self.pinned, self.chance).written()
        if self.refused and self.chance.random() < 0.8:
            found["refusals"] = list(self.refused)
        return self._dressed(found)

    def _begin(self) -> None:
        self.wanted, self.pinned, self.refused = {}, {}, ()

    def _dressed(self, found: Written) -> Written:
        """With some findings more, so that what is looked for is not hidden by what else fires."""
        pinned = {self.knowledge.findings[place].reported_as for place in self.pinned}
        for name, value in self.chance.sample(DRESSING, self.chance.choice([0, 1, 2, 4, 7])):
            if name not in pinned and not (
                name == "prior_treatments" and "prior_treatments" in found
            ):
                found.setdefault(name, value)
        return found

    def _for_row(self, mutant: Mutant) -> None:
        old, new = mutant.old, mutant.new
        assert old is not None
        self._difference(old.cells, new.cells if new else old.cells)
        if old.if_offered:
            self._offer_for(mutant)
        elif old.verb in ("caution",):
            self._offer(old.targets)
        elif old.verb == "offer" and old.offer().part_of is not None:
            self._offer(1 << (old.offer().part_of or 0))
        elif old.verb == "exclude" and self.chance.random() < 0.6:
            gone = old.targets & ~(new.targets if new else 0) or old.targets
            self._offer(gone)
        elif old.verb == "stage":
            self._offer_in(old.stage_terms().stage)

    def _offer_for(self, mutant: Mutant) -> None:
        """Offer what a row looks for; where it looks for less, that which it no longer sees."""
        assert mutant.old is not None
        sought, seen = mutant.old.if_offered, mutant.new.if_offered if mutant.new else 0
        if mutant.new is None or seen == sought:
            self._offer(sought)
            return
        self._offer(sought & ~seen)
        self.refused = tuple(self.knowledge.items[place] for place in bits(seen))

    def _difference(self, old: Sequence[Cell], new: Sequence[Cell]) -> None:
        """Meet the cells that both have, and a value that only one of the changed pair takes."""
        kept = {id(cell) for cell in new}
        changed = [cell for cell in old if id(cell) not in kept]
        by_finding = {cell.finding: cell for cell in new}
        for cell in changed:
            other = by_finding.get(cell.finding)
            if other is None:
                self._add(cell.finding, self.knowledge.findings[cell.finding].full & ~cell.wanted)
            elif other.wanted != cell.wanted:
                self._add(cell.finding, other.wanted ^ cell.wanted)
            else:
                self._add(cell.finding, BLANK)
        self._meet([cell for cell in old if id(cell) in kept])

    def _for_table(self, mutant: Mutant) -> None:
        table, changed = mutant.table, mutant.changed
        assert table is not None
        assert changed is not None
        rows = {id(row) for row in changed.rows}
        place = next(at for at, row in enumerate(table.rows) if id(row) not in rows)
        old = table.rows[place]
        fresh = [row for row in changed.rows if id(row) not in {id(one) for one in table.rows}]
        self._difference(old.cells, fresh[0].cells if fresh else old.cells)
        # Where the first row that fires is chosen, a blank is enough to pass over a row.
        if not table.chooses or self.chance.random() < 0.3:
            for row in table.rows[:place]:
                self._miss(row.cells, 0)
        if not table.chooses or self.chance.random() < 0.2:
            self._use(table.finding.index)

    def _use(self, place: int) -> None:
        """Meet a row that reads a derived finding, so that its value is seen in a plan."""
        readers = [row for row in self.knowledge.rows if self._reads(row.cells, place)]
        if not readers:
            return
        row = self.chance.choice(readers)
        others = [cell for cell in row.cells if not self._reads([cell], place)]
        self._meet(others)
        if row.if_offered:
            self._offer(row.if_offered)
        elif row.verb == "caution" or (row.verb == "exclude" and self.chance.random() < 0.5):
            self._offer(row.targets)

    def _reads(self, cells: Sequence[Cell], place: int) -> bool:
        roots = self._above(place)
        return any(cell.finding in roots for cell in cells)

    def _above(self, place: int) -> frozenset[int]:
        """A derived finding and those derived from it."""
        found = {place}
        for table in self.knowledge.derived:
            if any(finding.index in found for finding in table.inputs):
                found.add(table.finding.index)
        return frozenset(found)

    def _offer(self, targets: int) -> None:
        rows = [
            row
            for at in bits(targets)
            for row in self.knowledge.rows_of_item[at]
            if not row.companion
        ]
        if rows:
            self._meet(self.chance.choice(rows).cells)

    def _offer_in(self, stage: int) -> None:
        rows = [
            row
            for found in self.knowledge.rows_of_item
            for row in found
            if row.offer().stage == stage and not row.companion
        ]
        if rows:
            self._meet(self.chance.choice(rows).cells)

    def _meet(self, cells: Sequence[Cell], depth: int = 0) -> None:
        for cell in cells:
            if cell.wanted == 0:
                self._add(cell.finding, BLANK, depth)
            elif cell.blank != "hold" and self.chance.random() < 0.3:
                continue
            else:
                self._add(cell.finding, cell.wanted, depth)

    def _miss(self, cells: Sequence[Cell], depth: int) -> None:
        """See to it that one of these cells does not hold, if none fails already."""
        for cell in cells:
            had = self.wanted.get(cell.finding)
            if had is not None and not had & cell.wanted:
                return
        for cell in self.chance.sample(list(cells), len(cells)):
            full = self.knowledge.findings[cell.finding].full
            before = dict(self.wanted), dict(self.pinned)
            try:
                self._add(cell.finding, full & ~cell.wanted, depth)
            except NoPatient:
                self.wanted, self.pinned = before
            else:
                return
        raise NoPatient

    def _add(self, place: int, wanted: int, depth: int = 0) -> None:
        if depth > _DEEP:
            raise NoPatient
        table = self.knowledge.table_of.get(place)
        if wanted == BLANK:
            self.pinned[place] = BLANK
            return
        if place in self.pinned:
            raise NoPatient
        had = self.wanted.get(place, self.knowledge.findings[place].full)
        if not had & wanted:
            raise NoPatient
        before = place in self.wanted and had & wanted == had
        self.wanted[place] = had & wanted
        if table is not None and not before:
            self._derive(table, wanted, depth)

    def _derive(self, table: Any, wanted: int, depth: int) -> None:
        places = [
            at
            for at, row in enumerate(table.rows)
            if row.value & wanted and not row.value & ~wanted
        ]
        if not places:
            raise NoPatient
        place = self.chance.choice(places)
        for row in table.rows[:place]:
            if row.value & ~wanted or self.chance.random() < 0.2:
                self._miss(row.cells, depth + 1)
        self._meet(table.rows[place].cells, depth + 1)


class _Writing:
    """Conditions on raw findings, written as a case writes a patient."""

    def __init__(
        self,
        knowledge: Knowledge,
        wanted: Mapping[int, int],
        pinned: Mapping[int, int],
        chance: Random,
    ) -> None:
        self.knowledge, self.chance, self.pinned = knowledge, chance, pinned
        self.values = {
            place: chance.choice(list(bits(mask)))
            for place, mask in sorted(wanted.items())
            if place < knowledge.raw_count and place not in pinned
        }

    def written(self) -> Written:
        found: Written = {}
        for place, value in self.values.items():
            finding = self.knowledge.findings[place]
            if finding.name == finding.reported_as and finding.name in catalogue().findings:
                found[finding.name] = self._plain(finding, value)
        found |= dict(self._groups())
        treatments = self._treatments()
        if treatments:
            found["prior_treatments"] = treatments
        found |= self._computed(found)
        found.setdefault("house_brackmann", self.chance.choice(["II", "III", "IV", "V", "VI"]))
        return found

    def _plain(self, finding: Finding, value: int) -> str:
        if finding.words:
            return finding.words[value]
        number = self._number(finding, value)
        if finding.name != "duration":
            return f"{number:g}"
        return _elapsed(number)

    def _number(self, finding: Finding, band: int) -> float:
        low = finding.cuts[band - 1] if band else 0.0
        step = 24.0 if finding.unit == "hours" and low >= 14 * 24 else 1.0
        number = -(-round(low, 6) // step) * step
        if low > number:
            number += step
        if finding.band(number) != 1 << band:
            number = float(number_in(finding, band))
        if finding.band(number) != 1 << band:
            raise NoPatient
        return number

    def _groups(self) -> Iterator[tuple[str, Any]]:
        lists: dict[str, dict[int, set[str]]] = {}
        for place, value in self.values.items():
            group = self.knowledge.groups.get(self.knowledge.findings[place].name)
            if group is not None:
                lists.setdefault(group.of, {0: set(), 1: set()})[value] |= {
                    "|".join(sorted(group.any))
                }
        for name, found in lists.items():
            barred = {word for words in found[0] for word in words.split("|")}
            members: list[str] = []
            for words in sorted(found[1]):
                free = [word for word in words.split("|") if word not in barred]
                if not free:
                    raise NoPatient
                if not set(members) & set(free):
                    members.append(self.chance.choice(free))
            yield name, members or "none"

    def _treatments(self) -> Any:
        entries: dict[str, Written] = {}
        asked = False
        for place, value in self.values.items():
            finding = self.knowledge.findings[place]
            summary = self.knowledge.summaries.get(finding.name)
            if summary is not None:
                asked = True
                self._treated(summary, finding, value, entries)
        for entry in entries.values():
            entry.setdefault("response", self.chance.choice(["good", "ongoing"]))
        return list(entries.values()) or ("none" if asked else None)

    def _treated(
        self, summary: Summary, finding: Finding, value: int, entries: dict[str, Written]
    ) -> None:
        """What a summary needs to come to this value, written into the entries."""
        given = summary.measure == "given"
        number = 0.0 if given else self._number(finding, value)
        never = summary.measure == "days_since" and value == len(finding.cuts)
        nothing = (given and value == 0) or (summary.measure == "sum" and number == 0)
        if nothing or (never and self.chance.random() < 0.5):
            return
        entry = self._entry(summary, entries)
        if summary.measure == "sum":
            entry["cycles"] = f"{number:.0f}"
        elif summary.measure == "days_since":
            entry["last_given"] = f"{number / 24:.0f} days ago"
        elif summary.measure == "days_of":
            entry["started"] = f"{number / 24:.0f} days ago"

    def _entry(self, summary: Summary, entries: dict[str, Written]) -> Written:
        words = sorted(summary.where["intervention"])
        shared = [word for word in words if word in entries]
        code = shared[0] if shared else self.chance.choice(words)
        entry = entries.setdefault(code, {"intervention": code})
        responses = sorted(summary.where.get("response", ()))
        if responses:
            if entry.get("response") not in (None, *responses):
                raise NoPatient
            entry.setdefault("response", self.chance.choice(responses))
        return entry

    def _computed(self, found: Written) -> Written:
        more: Written = {}
        for place, value in self.values.items():
            finding = self.knowledge.findings[place]
            if finding.name == "possible_duplicate" and value == 1:
                raise NoPatient
            if finding.name == "sides_graded_apart" and value == 1:
                if found.get("side") != "bilateral":
                    raise NoPatient
                grade = found.get("house_brackmann", "IV")
                more |= {
                    "house_brackmann": grade,
                    "house_brackmann_left": grade,
                    "house_brackmann_right": grade,
                }
            if finding.name in ("emg_day", "enog_day"):
                more |= self._tested(finding, self._number(finding, value), found)
            if finding.name == "assessment_age_days":
                days = self._number(finding, value) / 24
                more["at"] = f"{days:.0f} days later"
                hours = _hours(found.get("duration"))
                if hours is not None:
                    if hours < days * 24:
                        raise NoPatient
                    more["duration"] = _elapsed(hours - days * 24)
        return more

    def _tested(self, finding: Finding, after: float, found: Written) -> Written:
        """A test so many hours after onset, or a day beside; what hour it was nobody knows."""
        more: Written = {}
        hours = _hours(found.get("duration"))
        if hours is None and "duration" not in found:
            hours = after + self.chance.randrange(24 * 8)
            more["duration"] = f"{hours:.0f} hours"
        if hours is None or hours < after:
            raise NoPatient
        ago = round((hours - after) / 24) + self.chance.choice([-1, 0, 0, 1])
        return {**more, finding.name.replace("_day", "_date"): f"{max(ago, 0)} days ago"}


def _elapsed(hours: float) -> str:
    if hours < 14 * 24 and hours % 24:
        return f"{hours:.0f} hours"
    return f"{hours / 24:g} days"


def _hours(written: str | None) -> float | None:
    if written is None or written == "unknown":
        return None
    number, unit = written.split()
    return float(number) * (1.0 if unit.startswith("hour") else 24.0)


def shorter(written: Written) -> Iterator[Written]:
    """The same patient with one finding less, each in turn."""
    for key in list(written):
        if key not in ("house_brackmann", "at"):
            yield {name: value for name, value in written.items() if name != key}


__all__ = [
    "ASSESSED",
    "NoPatient",
    "Search",
    "TableError",
    "example_of",
    "example_posted",
    "shorter",
]
