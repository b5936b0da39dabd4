"""Trying every mutant: who notices it, and where nobody does, the patient who would."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.mutants.differing import differing
from benchmarks.mutants.fine import fine_knowledge, made_whole, windows_of
from benchmarks.mutants.making import Mutant, mutants
from benchmarks.mutants.patients import (
    NoPatient,
    Search,
    TableError,
    example_of,
    example_posted,
    shorter,
)
from benchmarks.mutants.promises import FEATURES, watched_features
from benchmarks.mutants.remembered import of_the_last_run, patient_of, written_down
from benchmarks.mutants.telling import told
from benchmarks.mutants.watched import Watched, touches, touches_facts, watched_cases
from services.recommender.cases import CASES, Example
from services.recommender.cases.example import Expected
from services.recommender.engine import Knowledge, decide
from services.recommender.engine.facts import Facts
from services.recommender.pathway_files import PATHWAYS
from services.recommender.proof.assessment import Assessment
from services.recommender.translate import facts_from

ROOT = Path(__file__).parents[2]
JOURNALS = ROOT / ".mutants"
"""Where a run that was stopped goes on; one file for each state of tables, cases and features."""

JUDGES = ROOT / "services" / "recommender" / "cases"
PROOF = ROOT / "services" / "recommender" / "proof"

BY_ROW = "by_row.yaml"
"""The file of cases that go through the tables row by row."""

PROCESSES = 2
THROWS = 15
"""Patients thrown for a mutant that no example noticed, before the solver is asked."""


@dataclass(frozen=True, slots=True)
class Fate:
    """
    What became of a mutant.

    Attributes:
        kind, name: of the mutant.
        noticed_by: `case`, `feature`, or empty.
        example: which one.
        patient: for one that nobody noticed, findings that tell it apart; None when none was found.
        parts: what differs for that patient, in the words of a case; where it has none for it,
            the places in the plan.
        equivalent: whether the solver proved that no patient tells it apart.
    """

    kind: str
    name: str
    noticed_by: str = ""
    example: str = ""
    patient: Mapping[str, Any] | None = None
    parts: Mapping[str, Sequence[str]] | None = None
    equivalent: bool = False


Found = tuple[dict[str, Any], dict[str, list[str]]]
"""A patient, and what differs for that one."""


class Trial:
    """The tables, all their mutants, and all who might notice one."""

    def __init__(self) -> None:
        self.base = fine_knowledge()
        self.mutants = tuple(mutants(self.base, windows_of()))
        promises = watched_features(self.base)
        # A promise that is not kept, or not on this plan alone, is for pytest and judges nothing.
        kept = [one for one in promises if not one.today(self.base)]
        self.examples = [*watched_cases(self.base), *kept]
        self.known = of_the_last_run()
        self.own: dict[str, list[Watched]] = {}
        for one in self.examples:
            # The cases that go row by row are named after their row, and notice it soonest.
            self.own.setdefault(one.name.partition(" (")[0], []).append(one)

    def broken(self) -> list[str]:
        """Cases that fail without any mutant; they can judge nothing."""
        return [one.name for one in self.examples if _fails(one, self.base)]

    def leave_out(self, names: Sequence[str]) -> None:
        """Do without these examples, as if they were not written."""
        self.examples = [one for one in self.examples if one.name not in names]
        for row, found in self.own.items():
            self.own[row] = [one for one in found if one.name not in names]

    def fate(self, place: int) -> Fate:
        """Try one mutant."""
        mutant = self.mutants[place]
        changed = mutant.knowledge(self.base)
        noticed = self._today(mutant, changed) or self._ahead(mutant, changed)
        if noticed:
            return Fate(mutant.kind, mutant.name, noticed.source, noticed.name)
        return self._looked_for(mutant, changed)

    def _today(self, mutant: Mutant, changed: Knowledge) -> Watched | None:
        own = self.own.get(_row_of(mutant), [])
        for one in (*own, *self.examples):
            if touches(mutant, one) and _notices(one.today, changed):
                return one
        return None

    def _ahead(self, mutant: Mutant, changed: Knowledge) -> Watched | None:
        whole = made_whole(changed)
        for one in self.examples:
            if one.ahead is not None and _notices(one.ahead, whole):
                return one
        return None

    def _looked_for(self, mutant: Mutant, changed: Knowledge) -> Fate:
        found = self._known(mutant, changed) or self._thrown(mutant, changed)
        if found is not None:
            return Fate(mutant.kind, mutant.name, patient=found[0], parts=found[1])
        return self._examined(mutant, changed)

    def _known(self, mutant: Mutant, changed: Knowledge) -> Found | None:
        """The patient of the last run, if this one still tells the mutant apart."""
        patient = self.known.get(mutant.name)
        if patient is None:
            return None
        try:
            posted, facts, as_of = patient_of(patient)
        except TableError:  # the door takes another catalogue by now
            return None
        parts = self._told_apart(posted, facts, as_of, changed)
        return (dict(patient), parts) if parts else None

    def _thrown(self, mutant: Mutant, changed: Knowledge) -> Found | None:
        """A patient found by trying, which is quicker than by proof where there are many."""
        search = Search(self.base, Random(mutant.name))
        for _ in range(THROWS):
            try:
                patient = search.throw(mutant)
                parts = self._parts(patient, mutant, changed)
            except (NoPatient, TableError, RecursionError):
                continue
            if parts:
                return self._shortened(patient, parts, mutant, changed)
        return None

    def _examined(self, mutant: Mutant, changed: Knowledge) -> Fate:
        """What the solver says: nobody tells it apart, or who does."""
        from services.recommender.proof.examiner import NoSuchPatient, tells_apart

        def parts(one: Assessment) -> dict[str, list[str]]:
            return self._told_apart(one.findings, one.facts, one.as_of, changed)

        try:
            found = tells_apart(self.base, changed, shows=lambda one: bool(parts(one)))
        except NoSuchPatient:
            return Fate(mutant.kind, mutant.name)
        if found is None:
            return Fate(mutant.kind, mutant.name, equivalent=True)
        patient = written_down(found.findings, found.assessed_at, found.as_of)
        return Fate(mutant.kind, mutant.name, patient=patient, parts=parts(found))

    def _told_apart(
        self, posted: Mapping[str, Any], facts: Facts, as_of: datetime, changed: Knowledge
    ) -> dict[str, list[str]]:
        try:
            example = example_posted(posted, as_of)
        except TableError:  # a case has no words for this patient; the findings stand as posted
            example = Example("", "", 0, "", "", posted, posted, as_of, None, Expected())
        before = decide(facts, self.base, as_of, ahead=False)
        try:
            after = decide(facts, changed, as_of, ahead=False)
        except LookupError:  # a table that always has an answer has none for this patient
            return {"plan": ["a plan", "none"]}
        return _differ(told(before, example), told(after, example)) or differing(before, after)

    def _parts(
        self, patient: Mapping[str, Any], mutant: Mutant, changed: Knowledge
    ) -> dict[str, list[str]]:
        example = example_of(patient)
        if not touches_facts(mutant, facts_from(example.assessment), self.base, example.as_of):
            return {}
        return _differ(_told(example, self.base), _told(example, changed))

    def _shortened(
        self,
        patient: Mapping[str, Any],
        parts: dict[str, list[str]],
        mutant: Mutant,
        changed: Knowledge,
    ) -> Found:
        short = dict(patient)
        going_on = True
        while going_on:
            going_on = False
            for fewer in shorter(short):
                try:
                    found = self._parts(fewer, mutant, changed)
                except TableError:
                    continue
                if found:
                    short, parts, going_on = fewer, found, True
                    break
        return short, parts


def _row_of(mutant: Mutant) -> str:
    return f"{BY_ROW}: row.{mutant.where.replace(', row ', '.')}"


def _fails(one: Watched, tables: Knowledge) -> bool:
    return one.today(tables) or (one.ahead is not None and one.ahead(tables))


def _notices(fails: Any, tables: Knowledge) -> bool:
    try:
        return bool(fails(tables))
    except Exception:  # tables that break the engine are noticed by whoever runs them
        return True


def _differ(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: [*_apart(before.get(key), after.get(key))] for key in keys}


def _apart(one: Any, other: Any) -> tuple[str, str]:
    """Two values in words; of what is said stage by stage only the stages that differ."""
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return str(one), str(other)
    stages = [stage for stage in {**one, **other} if one.get(stage) != other.get(stage)]
    said = [[f"{s} {of[s]}" for s in stages if s in of] or ["nothing"] for of in (one, other)]
    return "; ".join(said[0]), "; ".join(said[1])


def _told(example: Example, tables: Knowledge) -> dict[str, Any]:
    plan = decide(facts_from(example.assessment), tables, example.as_of, ahead=False)
    return told(plan, example)


def fingerprint() -> str:
    """Digest of all that a fate rests on: tables, judges, proof, and how mutants are made."""
    digest = sha256()
    folders = (PATHWAYS, CASES, FEATURES, JUDGES, PROOF, Path(__file__).parent)
    paths = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    for path in sorted(path for path in paths if path.suffix in (".yaml", ".feature", ".py")):
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


_trial: Trial | None = None


def _one(place: int) -> tuple[int, dict[str, Any]]:
    assert _trial is not None
    return place, asdict(_trial.fate(place))


def try_all(trial: Trial, *, every: int = 1) -> Iterator[tuple[int, int, Fate]]:
    """
    Try mutants, two at a time and giving way to others; each with its number and how many.

    What an earlier run of the same tables has tried is taken from its journal.
    """
    global _trial
    _trial = trial
    JOURNALS.mkdir(exist_ok=True)
    journal = JOURNALS / f"{fingerprint()}.jsonl"
    done = dict(_read(journal))
    places = range(0, len(trial.mutants), every)
    for place in places:
        if place in done:
            yield place, len(places), done[place]
    left = [place for place in places if place not in done]
    with journal.open("a") as kept, get_context("fork").Pool(PROCESSES, os.nice, (10,)) as pool:
        for place, fate in pool.imap_unordered(_one, left, chunksize=8):
            kept.write(json.dumps([place, fate]) + "\n")
            kept.flush()
            yield place, len(places), Fate(**fate)


def _read(journal: Path) -> Iterator[tuple[int, Fate]]:
    if journal.exists():
        for line in journal.read_text().splitlines():
            place, fate = json.loads(line)
            yield place, Fate(**fate)
