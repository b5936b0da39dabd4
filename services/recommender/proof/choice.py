"""Choices: what may be assessed of one finding, each input free until something is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from services.recommender.engine.findings import Finding
from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof.circuit import FALSE, TRUE, Circuit, Term
from services.recommender.proof.space import AGE_OF_ASSESSMENT, RECORD, Space

Value = tuple[Term, ...]
"""A value as the engine holds it: for each member of a domain whether it may be that one."""

Pairs = Iterable[tuple[int, int]]
"""First and last atoms of runs."""


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
    """Any of some words, or none of them, or not looked at."""
    given = circuit.free()
    found = {word: circuit.free() for word in words}
    return Listed(given, found, tuple(circuit.implies(term, given) for term in found.values()))


# -- numbers and times -------------------------------------------------------------------------


def _number_choice(name: str, finding: Finding, space: Space, circuit: Circuit) -> Choice:
    unreachable = [atom for atom in range(finding.size) if not space.reachable(finding, atom)]
    if name != "duration" and name not in DAYS_OF_TESTS:
        choice = word_choice(finding.size, circuit, must=name == AGE_OF_ASSESSMENT)
        forbidden = tuple(choice.picks[atom] ^ 1 for atom in unreachable)
        return replace(choice, axioms=(*choice.axioms, *forbidden))
    timed = _onset_choice if name == "duration" else _test_choice
    choice = timed(finding, space, circuit)
    edges = [edge for atom in unreachable for edge in _at_an_end(choice, atom, circuit)]
    never = tuple(circuit.either(choice.given ^ 1, edge ^ 1) for edge in edges)
    return replace(choice, axioms=(*choice.axioms, *never))


def _onset_choice(finding: Finding, space: Space, circuit: Circuit) -> Choice:
    """An onset known to the hour, as a day, or not at all."""
    choice = run_choice(finding, circuit, given=TRUE)
    days = space.onset_pairs() | space.short_pairs()
    ways = [exact(choice, circuit), open_ended(choice), *runs(choice, days, circuit)]
    return replace(choice, axioms=(*choice.axioms, circuit.some(ways)))


def _test_choice(finding: Finding, space: Space, circuit: Circuit) -> Choice:
    """The day of a test after onset, where it is given."""
    choice = run_choice(finding, circuit, given=circuit.free())
    days = runs(choice, space.test_pairs(finding.name), circuit)
    ways = [choice.given ^ 1, open_ended(choice), *days]
    return replace(choice, axioms=(*choice.axioms, circuit.some(ways)))


# -- runs of atoms -----------------------------------------------------------------------------


def run_choice(finding: Finding, circuit: Circuit, *, given: Term) -> Choice:
    """A run of atoms; `picks` say "from this atom on" for its first, then for its last."""
    size = finding.size
    first = (TRUE, *(circuit.free() for _ in range(size - 1)), FALSE)
    last = (TRUE, *(circuit.free() for _ in range(size - 1)), FALSE)
    axioms = [circuit.implies(b, a) for side in (first, last) for a, b in pairwise(side)]
    axioms += [circuit.implies(a, b) for a, b in zip(first, last, strict=True)]
    inside = (circuit.both(first[at + 1] ^ 1, last[at]) for at in range(size))
    members = tuple(circuit.either(given ^ 1, term) for term in inside)
    return Choice(given, members, (*first, *last), tuple(axioms))


def first_of(choice: Choice) -> tuple[Term, ...]:
    """For a run of atoms: whether it begins at or after each."""
    return choice.picks[: len(choice.picks) // 2]


def last_of(choice: Choice) -> tuple[Term, ...]:
    """For a run of atoms: whether it ends at or after each."""
    return choice.picks[len(choice.picks) // 2 :]


def exact(choice: Choice, circuit: Circuit) -> Term:
    """Whether a run is one atom."""
    pairs = zip(first_of(choice), last_of(choice), strict=True)
    return circuit.every(circuit.differ(a, b) ^ 1 for a, b in pairs)


def open_ended(choice: Choice) -> Term:
    """Whether a run goes on to the last atom."""
    return last_of(choice)[-2]


def ends(choice: Choice, holds: Callable[[Term], bool]) -> tuple[int, int]:
    """The first and the last atom of a run, where it is decided which inputs hold."""
    places = range(len(choice.members))
    first, last = first_of(choice), last_of(choice)
    return max(at for at in places if holds(first[at])), max(at for at in places if holds(last[at]))


def runs(choice: Choice, pairs: Pairs, circuit: Circuit) -> Iterator[Term]:
    """For each first and last atom whether a run is just that one."""
    first, last = first_of(choice), last_of(choice)
    for low, high in sorted(pairs):
        yield circuit.every([first[low], first[low + 1] ^ 1, last[high], last[high + 1] ^ 1])


def _at_an_end(choice: Choice, atom: int, circuit: Circuit) -> Iterator[Term]:
    """Whether a run begins with an atom, and whether it ends with it."""
    for side in (first_of(choice), last_of(choice)):
        yield circuit.both(side[atom], side[atom + 1] ^ 1)
