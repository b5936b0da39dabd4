"""A patient of whom nothing is decided: a free choice for each thing that can be assessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from services.recommender.engine.findings import Finding
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof.between_findings import between
from services.recommender.proof.choice import Choice, Listed, Value, choice_of, list_choice
from services.recommender.proof.circuit import FALSE, Circuit, Term
from services.recommender.proof.history import History, history_choice
from services.recommender.proof.space import RECORD, Space, key_of


@dataclass(frozen=True, slots=True)
class Patient:
    """
    One assessment, undecided.

    Attributes:
        choices: word, yes/no and number findings, and those read off the record.
        listed: list findings.
        history: earlier treatments.
    """

    space: Space
    circuit: Circuit
    choices: Mapping[str, Choice]
    listed: Mapping[str, Listed]
    history: History

    def axioms(self) -> Iterator[Term]:
        """What the door sees to: an assessment for which one fails is refused, or cannot be."""
        for choice in self.choices.values():
            yield from choice.axioms
        for listed in self.listed.values():
            yield from listed.axioms
        yield from self.history.axioms
        yield from between(self.choices, self.space, self.circuit)

    def given(self, name: str) -> Term:
        """Whether a finding of the catalogue was assessed."""
        if name in DAYS_OF_TESTS.values():
            name = next(day for day, date in DAYS_OF_TESTS.items() if date == name)
        if name == "prior_treatments":
            return self.history.given
        if name in self.listed:
            return self.listed[name].given
        return self.choices[name].given

    def refuses(self, codes: Sequence[str] | frozenset[str]) -> Term:
        """Whether any of these interventions or families is refused."""
        found = self.listed.get("refusals")
        return found.any_of(codes, self.circuit) if found else FALSE

    def answered_anew(self, *names: str) -> Patient:
        """The same patient, but these findings are chosen anew."""
        anew = [name for name in names if name in self.choices]
        choices = {name: choice_of(name, self.space, self.circuit) for name in anew}
        listed = {
            name: list_choice(tuple(one.words), self.circuit)
            for name, one in self.listed.items()
            if name in names
        }
        asked = "prior_treatments" in names
        return replace(
            self,
            choices={**self.choices, **choices},
            listed={**self.listed, **listed},
            history=history_choice(self.space, self.circuit) if asked else self.history,
        )

    def with_other_side(self) -> Patient:
        """The other side of the same face: what may be graded apart is chosen anew."""
        return self.answered_anew(*sorted(self.space.sided))

    def reading(self, finding: Finding, knowledge: Knowledge) -> Value:
        """The value of a raw finding of some tables."""
        if finding.name in knowledge.groups:
            return self._group(finding.name, knowledge)
        if finding.name in knowledge.summaries:
            return self._summed_up(finding, knowledge)
        choice = self.choices[finding.name]
        if finding.words:
            return choice.members
        return _bands(choice.members, self.space.numbers[finding.name], finding, self.circuit)

    def _group(self, name: str, knowledge: Knowledge) -> Value:
        """Whether any word of a group was found; no, then yes."""
        group = knowledge.groups[name]
        listed = self.listed[group.of]
        found, blank = listed.any_of(group.any, self.circuit), listed.given ^ 1
        return self.circuit.either(blank, found ^ 1), self.circuit.either(blank, found)

    def _summed_up(self, finding: Finding, knowledge: Knowledge) -> Value:
        summary = knowledge.summaries[finding.name]
        if summary.measure == "given":
            return self.history.any_fits(summary, self.circuit)
        key = key_of(summary)
        atoms = self.history.measured[key].members
        return _bands(atoms, self.space.summaries[key], finding, self.circuit)


def patient_of(space: Space, circuit: Circuit) -> Patient:
    """A patient with every choice open."""
    findings = space.vocabulary.findings
    words = [name for name, raw in findings.items() if raw.kind in ("word", "yes_no")]
    lists = [(name, tuple(raw.words)) for name, raw in findings.items() if raw.kind == "list"]
    choices = {n: choice_of(n, space, circuit) for n in (*words, *space.numbers, *RECORD)}
    listed = {name: list_choice(of, circuit) for name, of in lists}
    return Patient(space, circuit, choices, listed, history_choice(space, circuit))


def _bands(atoms: Value, fine: Finding, coarse: Finding, circuit: Circuit) -> Value:
    """A value over atoms, read over the coarser bands of some tables."""
    places = [0, *(fine.cuts.index(cut) + 1 for cut in coarse.cuts), len(atoms)]
    return tuple(circuit.some(atoms[a:b]) for a, b in pairwise(places))
