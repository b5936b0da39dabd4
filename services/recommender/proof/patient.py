"""A patient of whom nothing is decided: a free choice for each thing that can be assessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from services.recommender.engine.findings import Finding
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.vocabulary import Summary
from services.recommender.proof.circuit import FALSE, TRUE, Circuit, Term
from services.recommender.proof.space import (
    AGE_OF_ASSESSMENT,
    RECORD,
    TESTS,
    Space,
    SummaryKey,
    key_of,
)

RESPONSES = ("none", "partial", "good", "worse", "ongoing", "unknown")
"""What an earlier treatment may have done (schemas/treatments.py)."""

Value = tuple[Term, ...]
"""A value as the engine holds it: for each member of a domain whether it may be that one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What was assessed of one finding.

    Attributes:
        given: whether anything was.
        members: words or atoms → whether the value may be that one, given or not.
        picks: the free inputs behind it.
        axioms: what the door makes of them.
    """

    given: Term
    members: Value
    picks: tuple[Term, ...]
    axioms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A list finding: which of its words were found, if it was looked at."""

    given: Term
    words: Mapping[str, Term]
    axioms: tuple[Term, ...] = ()

    def any_of(self, words: Sequence[str] | frozenset[str], circuit: Circuit) -> Term:
        return circuit.some(term for word, term in self.words.items() if word in words)


@dataclass(frozen=True, slots=True)
class History:
    """
    Earlier treatments, if they were asked for.

    Attributes:
        entries: intervention and response → whether such a treatment is in the list.
        measured: summary that counts or dates → its value over the atoms of its space.
    """

    given: Term
    entries: Mapping[tuple[str, str], Term]
    measured: Mapping[SummaryKey, Choice]
    axioms: tuple[Term, ...] = ()


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
        yield from _between(self)

    def given(self, name: str) -> Term:
        """Whether a finding of the catalogue was assessed."""
        if name in TESTS.values():
            name = next(day for day, date in TESTS.items() if date == name)
        if name == "prior_treatments":
            return self.history.given
        if name in self.listed:
            return self.listed[name].given
        return self.choices[name].given

    def refuses(self, codes: Sequence[str] | frozenset[str]) -> Term:
        found = self.listed.get("refusals")
        return found.any_of(codes, self.circuit) if found else FALSE

    def answered_anew(self, *names: str) -> Patient:
        """The same patient, but these findings are chosen anew."""
        anew = [name for name in names if name in self.choices]
        choices = {n: choice_of(n, self.space, self.circuit) for n in anew}
        listed = {
            n: list_choice(tuple(one.words), self.circuit)
            for n, one in self.listed.items()
            if n in names
        }
        return replace(
            self,
            choices={**self.choices, **choices},
            listed={**self.listed, **listed},
            history=history_choice(self.space, self.circuit)
            if "prior_treatments" in names
            else self.history,
        )

    def with_other_side(self) -> Patient:
        """The other side of the same face: what may be graded apart is chosen anew."""
        return self.answered_anew(*self.space.sided)

    def summed_up(self, summary: Summary) -> Value:
        """A yes/no summary of the earlier treatments: whether any fits."""
        circuit = self.circuit
        sure, maybe = fitting(summary, self.history.entries, circuit)
        blank = self.history.given ^ 1
        yes = circuit.some((blank, sure, maybe))
        return circuit.either(blank, sure ^ 1), yes

    def reading(self, finding: Finding, knowledge: Knowledge) -> Value:
        """The value of a raw finding of some tables."""
        group = knowledge.groups.get(finding.name)
        if group is not None:
            listed = self.listed[group.of]
            found = listed.any_of(group.any, self.circuit)
            blank = listed.given ^ 1
            return self.circuit.either(blank, found ^ 1), self.circuit.either(blank, found)
        summary = knowledge.summaries.get(finding.name)
        if summary is not None and summary.measure == "given":
            return self.summed_up(summary)
        if summary is not None:
            key = key_of(summary)
            atoms = self.history.measured[key].members
            return bands(atoms, self.space.summaries[key], finding, self.circuit)
        choice = self.choices[finding.name]
        if finding.words:
            return choice.members
        return bands(choice.members, self.space.numbers[finding.name], finding, self.circuit)


def bands(atoms: Value, fine: Finding, coarse: Finding, circuit: Circuit) -> Value:
    """A value over atoms, read over the coarser bands of some tables."""
    places = [0, *(fine.cuts.index(cut) + 1 for cut in coarse.cuts), len(atoms)]
    return tuple(circuit.some(atoms[a:b]) for a, b in pairwise(places))


def patient_of(space: Space, circuit: Circuit) -> Patient:
    """A patient with every choice open."""
    findings = space.vocabulary.findings
    words = [name for name, raw in findings.items() if raw.kind in ("word", "yes_no")]
    lists = [(name, tuple(raw.words)) for name, raw in findings.items() if raw.kind == "list"]
    choices = {n: choice_of(n, space, circuit) for n in (*words, *space.numbers, *RECORD)}
    listed = {name: list_choice(of, circuit) for name, of in lists}
    return Patient(space, circuit, choices, listed, history_choice(space, circuit))


def choice_of(name: str, space: Space, circuit: Circuit) -> Choice:
    """An open choice of a word, a number or a time."""
    if name in space.numbers:
        return _number_choice(name, space.numbers[name], space, circuit)
    if name in RECORD:
        return word_choice(2, circuit, must=True)
    raw = space.vocabulary.findings[name]
    size = len(raw.words) if raw.kind == "word" else 2
    return word_choice(size, circuit, must=name in space.required)


def word_choice(size: int, circuit: Circuit, *, must: bool) -> Choice:
    """One of some words, or not assessed."""
    picks = tuple(circuit.free() for _ in range(size))
    given = circuit.some(picks)
    members = tuple(circuit.either(pick, given ^ 1) for pick in picks)
    axioms = (circuit.at_most_one(picks), *([given] if must else []))
    return Choice(given, members, picks, axioms)


def list_choice(words: Sequence[str], circuit: Circuit) -> Listed:
    given = circuit.free()
    found = {word: circuit.free() for word in words}
    return Listed(given, found, tuple(circuit.implies(term, given) for term in found.values()))


def _number_choice(name: str, finding: Finding, space: Space, circuit: Circuit) -> Choice:
    unreachable = [atom for atom in range(finding.size) if not space.reachable(finding, atom)]
    if name == "duration":
        choice = _span(finding, circuit, given=TRUE)
        allowed = circuit.some(
            [_exact(choice, circuit), _open(choice), *_pairs(choice, _days(space), circuit)]
        )
    elif name in TESTS:
        given = circuit.free()
        choice = _span(finding, circuit, given=given)
        pairs = _pairs(choice, space.test_pairs(name), circuit)
        allowed = circuit.some([given ^ 1, _open(choice), *pairs])
    else:
        choice = word_choice(finding.size, circuit, must=name == AGE_OF_ASSESSMENT)
        forbidden = tuple(choice.picks[atom] ^ 1 for atom in unreachable)
        return replace(choice, axioms=(*choice.axioms, *forbidden))
    ends = [edge for atom in unreachable for edge in _ends(choice, atom, circuit)]
    never = tuple(circuit.either(given_not(choice), end ^ 1) for end in ends)
    return replace(choice, axioms=(*choice.axioms, allowed, *never))


def given_not(choice: Choice) -> Term:
    return choice.given ^ 1


def _days(space: Space) -> list[tuple[int, int]]:
    return sorted(space.onset_pairs() | space.short_pairs())


def _span(finding: Finding, circuit: Circuit, *, given: Term) -> Choice:
    """A run of atoms; `picks` say "from this atom on" for its first, then for its last."""
    size = finding.size
    first = (TRUE, *(circuit.free() for _ in range(size - 1)), FALSE)
    last = (TRUE, *(circuit.free() for _ in range(size - 1)), FALSE)
    axioms = [circuit.implies(b, a) for side in (first, last) for a, b in _next(side)]
    axioms += [circuit.implies(a, b) for a, b in zip(first, last, strict=True)]
    inside = (circuit.both(first[at + 1] ^ 1, last[at]) for at in range(size))
    members = tuple(circuit.either(given ^ 1, term) for term in inside)
    return Choice(given, members, (*first, *last), tuple(axioms))


def _next(terms: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    return pairwise(terms)


def first_of(choice: Choice) -> tuple[Term, ...]:
    """For a run of atoms: whether it begins at or after each."""
    return choice.picks[: len(choice.picks) // 2]


def last_of(choice: Choice) -> tuple[Term, ...]:
    """For a run of atoms: whether it ends at or after each."""
    return choice.picks[len(choice.picks) // 2 :]


def _exact(choice: Choice, circuit: Circuit) -> Term:
    pairs = zip(first_of(choice), last_of(choice), strict=True)
    return circuit.every(circuit.differ(a, b) ^ 1 for a, b in pairs)


def _open(choice: Choice) -> Term:
    """Whether it runs on to the last atom."""
    return last_of(choice)[-2]


def _ends(choice: Choice, atom: int, circuit: Circuit) -> Iterator[Term]:
    for side in (first_of(choice), last_of(choice)):
        yield circuit.both(side[atom], side[atom + 1] ^ 1)


def _pairs(
    choice: Choice, pairs: Sequence[tuple[int, int]] | frozenset[tuple[int, int]], circuit: Circuit
) -> Iterator[Term]:
    first, last = first_of(choice), last_of(choice)
    for low, high in sorted(pairs):
        yield circuit.every([first[low], first[low + 1] ^ 1, last[high], last[high + 1] ^ 1])


def answers_to(name: str, patient: Patient) -> Iterator[Mapping[Term, Term]]:
    """
    Each single answer to a blank finding that a question names, as what its inputs then are.

    Of a list that is one word or none; of earlier treatments one treatment or none.
    """
    if name == "prior_treatments":
        history = patient.history
        for key in (None, *history.entries):
            told = {term: TRUE if key == each else FALSE for each, term in history.entries.items()}
            yield {history.given: TRUE, **told}
        return
    if name in patient.listed:
        listed = patient.listed[name]
        for word in (None, *listed.words):
            found = {term: TRUE if word == each else FALSE for each, term in listed.words.items()}
            yield {listed.given: TRUE, **found}
    elif name in patient.choices and name != "duration" and name not in TESTS:
        picks = patient.choices[name].picks
        for pick in picks:
            yield {each: TRUE if each == pick else FALSE for each in picks}


# -- earlier treatments ------------------------------------------------------------------------


def history_choice(space: Space, circuit: Circuit) -> History:
    given = circuit.free()
    named = sorted({code for key in space.summaries for code in _where(key)["intervention"]})
    entries = {(code, response): circuit.free() for code in named for response in RESPONSES}
    axioms = [circuit.implies(term, given) for term in entries.values()]
    measured = {}
    for key, finding in space.summaries.items():
        if key[0] != "given":
            choice = _measured(key, finding, entries, circuit, given)
            measured[key] = choice
            axioms += choice.axioms
    axioms += _contained(measured, circuit, given)
    return History(given, entries, measured, tuple(axioms))


def fitting(
    summary: Summary, entries: Mapping[tuple[str, str], Term], circuit: Circuit
) -> tuple[Term, Term]:
    """Whether some entry surely fits, and whether some may, since it leaves its response open."""
    strange = set(summary.where) - {"intervention", "response"}
    if strange:
        raise ValueError(f"the proof does not know treatments told apart by {strange}")
    responses = summary.where.get("response", frozenset(RESPONSES))
    codes = summary.where["intervention"]
    sure = [t for (code, said), t in entries.items() if code in codes and said in responses]
    maybe = [
        t
        for (code, said), t in entries.items()
        if code in codes and said == "unknown" and said not in responses
    ]
    return circuit.some(sure), circuit.some(maybe)


def _where(key: SummaryKey) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in key[2]}


def summary_of(key: SummaryKey) -> Summary:
    return Summary(key[0], key[1], _where(key))


def _measured(
    key: SummaryKey,
    finding: Finding,
    entries: Mapping[tuple[str, str], Term],
    circuit: Circuit,
    given: Term,
) -> Choice:
    choice = _span(finding, circuit, given=given)
    sure, maybe = fitting(summary_of(key), entries, circuit)
    first, last = first_of(choice), last_of(choice)
    nothing = circuit.every([given, sure ^ 1, maybe ^ 1])
    exact, upward, downward = _exact(choice, circuit), _open(choice), first[1] ^ 1
    if key[0] == "days_since":
        # The latest of them, or never; where one bears no date it may be any time since.
        shape = circuit.either(exact, downward)
        rules = [
            circuit.implies(nothing, first[-2]),
            circuit.implies(maybe, downward),
        ]
    else:
        shape = circuit.either(exact, upward)
        rules = [
            circuit.implies(nothing, last[1] ^ 1),
            circuit.implies(circuit.both(given, sure ^ 1), downward),
            circuit.implies(maybe, upward),
        ]
    axioms = (*choice.axioms, circuit.implies(given, shape), *rules)
    return replace(choice, axioms=axioms)


def _contained(
    measured: Mapping[SummaryKey, Choice], circuit: Circuit, given: Term
) -> Iterator[Term]:
    """A summary of some treatments sums up to no more than one of these and others."""
    for part, smaller in measured.items():
        for other, larger in measured.items():
            if part[:2] != other[:2] or part == other or part[0] == "days_since":
                continue
            if len(smaller.picks) != len(larger.picks) or not _within(part, other):
                continue
            for a, b in zip(first_of(smaller), first_of(larger), strict=True):
                yield circuit.every([given, a, b ^ 1]) ^ 1
            unbounded = circuit.both(given, _exact(smaller, circuit) ^ 1)
            yield circuit.implies(unbounded, _open(larger))


def _within(part: SummaryKey, other: SummaryKey) -> bool:
    mine, theirs = _where(part), _where(other)
    return all(mine.get(name, frozenset()) <= words for name, words in theirs.items())


# -- between findings --------------------------------------------------------------------------


def _between(patient: Patient) -> Iterator[Term]:
    circuit = patient.circuit
    yield from _apart_only_when_bilateral(patient)
    since = _since(patient)
    onset = patient.choices["duration"]
    last = len(onset.members) - 1
    as_day = [pair for pair in _days(patient.space) if pair[1] == last]
    known = (_exact(onset, circuit), *_pairs(onset, as_day, circuit))
    unknown = circuit.every([_open(onset), *(term ^ 1 for term in known)])
    cuts = patient.space.numbers["duration"].cuts
    for at, cut in enumerate(cuts, start=1):
        # Nothing began after it was assessed; an unknown onset lies anywhere before.
        yield circuit.implies(since(cut), first_of(onset)[at])
        yield circuit.every([unknown, first_of(onset)[at], since(cut) ^ 1]) ^ 1
    yield from _short_only_when_assessed_that_day(patient, since)
    for name in TESTS:
        if name in patient.choices:
            yield from _test_after_onset(patient, name)


def _short_only_when_assessed_that_day(
    patient: Patient, since: Callable[[float], Term]
) -> Iterator[Term]:
    """A day of onset that was not over when the patient was seen ended, for the clock, then."""
    circuit, onset, space = patient.circuit, patient.choices["duration"], patient.space
    pairs = [pair for pair in space.short_pairs() - space.onset_pairs() if pair[0] < pair[1]]
    short = circuit.some(_pairs(onset, pairs, circuit))
    for at, cut in enumerate(space.numbers["duration"].cuts, start=1):
        begun = circuit.both(short, first_of(onset)[at])
        yield circuit.implies(begun, since(cut))


def _apart_only_when_bilateral(patient: Patient) -> Iterator[Term]:
    side = patient.space.vocabulary.findings.get("side")
    if side is not None and "sides_graded_apart" in patient.choices:
        both = patient.choices["side"].picks[tuple(side.words).index("bilateral")]
        yield patient.circuit.implies(patient.choices["sides_graded_apart"].picks[1], both)


def _since(patient: Patient) -> Callable[[float], Term]:
    """Makes, of a number of hours, whether the assessment is at least that old."""
    finding = patient.space.numbers[AGE_OF_ASSESSMENT]
    picks = patient.choices[AGE_OF_ASSESSMENT].picks

    def at_least(hours: float) -> Term:
        return patient.circuit.some(picks[finding.cuts.index(hours) + 1 :])

    return at_least


def _test_after_onset(patient: Patient, name: str) -> Iterator[Term]:
    """A test was done after onset, and not after now; after an unknown onset it may be any day."""
    circuit = patient.circuit
    test, onset = patient.choices[name], patient.choices["duration"]
    edges = patient.space.numbers["duration"].cuts
    for at, cut in enumerate(patient.space.numbers[name].cuts, start=1):
        # Somewhere on earth the day of the test may have begun before it does here.
        sooner = sum(1 for edge in edges if edge <= cut - _ELSEWHERE)
        for end in (first_of, last_of):
            yield circuit.every([test.given, end(test)[at], end(onset)[sooner] ^ 1]) ^ 1
    unknown = circuit.both(_exact(onset, circuit) ^ 1, _open(onset))
    yield circuit.every([test.given, unknown, _open(test) ^ 1]) ^ 1


_ELSEWHERE = 48.0
