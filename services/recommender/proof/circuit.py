"""Terms: yes/no statements about a patient, each kept once, built from free inputs by `and`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

FALSE, TRUE = 0, 1

Term = int
"""An even number stands for a node of the circuit, the odd one after it for its opposite."""


def opposite(term: Term) -> Term:
    return term ^ 1


class Circuit:
    """
    Every term of a proof.

    Two terms that are made alike are the same number, so that two assessments that differ in one
    finding share all that does not read it, and a term that is always so is `TRUE`.
    """

    def __init__(self) -> None:
        self.parts: list[tuple[Term, ...]] = [()]
        self._known: dict[tuple[Term, ...], Term] = {}
        self._readers: list[list[int]] = [[]]

    def free(self) -> Term:
        """A new input, which may be either."""
        return self._node(())

    def every(self, terms: Iterable[Term]) -> Term:
        """All of these hold."""
        wanted = set(terms)
        wanted.discard(TRUE)
        if FALSE in wanted or not wanted.isdisjoint([term ^ 1 for term in wanted]):
            return FALSE
        if len(wanted) < 2:
            return wanted.pop() if wanted else TRUE
        key = tuple(sorted(wanted))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._node(key)
        return found

    def some(self, terms: Iterable[Term]) -> Term:
        """At least one of these holds."""
        return self.every(term ^ 1 for term in terms) ^ 1

    def both(self, one: Term, other: Term) -> Term:
        return self.every((one, other))

    def either(self, one: Term, other: Term) -> Term:
        return self.every((one ^ 1, other ^ 1)) ^ 1

    def implies(self, one: Term, other: Term) -> Term:
        return self.every((one, other ^ 1)) ^ 1

    def differ(self, one: Term, other: Term) -> Term:
        """Exactly one of the two holds."""
        if one == other:
            return FALSE
        return self.either(self.both(one, other ^ 1), self.both(one ^ 1, other))

    def at_most_one(self, terms: Iterable[Term]) -> Term:
        """No two of these hold."""
        before, clashes = FALSE, []
        for term in terms:
            clashes.append(self.both(before, term))
            before = self.either(before, term)
        return self.some(clashes) ^ 1

    def beneath(self, terms: Iterable[Term], but: Collection[int] = ()) -> list[int]:
        """The nodes that these terms rest on, each after its parts; not those already known."""
        found: set[int] = set()
        waiting = [term >> 1 for term in terms]
        while waiting:
            node = waiting.pop()
            if node not in found and node not in but:
                found.add(node)
                waiting += [part >> 1 for part in self.parts[node]]
        return sorted(found)

    def inputs_of(self, terms: Iterable[Term]) -> frozenset[int]:
        """The free inputs that these terms rest on, by their nodes."""
        return frozenset(node for node in self.beneath(terms) if node and not self.parts[node])

    def replaced(self, changes: Mapping[Term, Term]) -> Replaced:
        """The same terms, where some stand for others."""
        return Replaced(self, changes)

    def readers(self, node: int) -> list[int]:
        return self._readers[node]

    def values(
        self, nodes: Iterable[int], inputs: Mapping[int, int], everyone: int
    ) -> dict[int, int]:
        """
        Work out nodes for many patients at once.

        Args:
            nodes: each after its parts, as `beneath` gives them.
            inputs: node of an input → the patients for whom it holds, as bits; one that is left
                out holds for none.
            everyone: all patients, as bits.

        Returns:
            For each node the patients for whom it holds.
        """
        found = {0: 0}
        for node in nodes:
            parts = self.parts[node]
            if not parts:
                found[node] = inputs.get(node, 0)
                continue
            held = everyone
            for part in parts:
                held &= found[part >> 1] ^ everyone if part & 1 else found[part >> 1]
            found[node] = held
        return found

    def _node(self, parts: tuple[Term, ...]) -> Term:
        node = len(self.parts)
        self.parts.append(parts)
        self._readers.append([])
        for part in parts:
            self._readers[part >> 1].append(node)
        return node << 1


class Replaced:
    """
    Terms as they would be if some terms stood for others.

    A term is built anew when it is asked for, and only what rests on a changed one.
    """

    def __init__(self, circuit: Circuit, changes: Mapping[Term, Term]) -> None:
        self.circuit = circuit
        self._new: dict[int, Term] = {0: FALSE}
        for term, other in changes.items():
            self._new[term >> 1] = other ^ (term & 1)
        self._affected = self._above(list(self._new)[1:])

    def __getitem__(self, term: Term) -> Term:
        node = term >> 1
        if node not in self._affected:
            return self._new.get(node, term & ~1) ^ (term & 1)
        for each in self._missing(node):
            parts = self.circuit.parts[each]
            self._new[each] = self.circuit.every([self._now(part) for part in parts])
        return self._new[node] ^ (term & 1)

    def _now(self, term: Term) -> Term:
        return self._new.get(term >> 1, term & ~1) ^ (term & 1)

    def _missing(self, node: int) -> list[int]:
        """What has to be built anew for a node, each after its parts."""
        found: set[int] = set()
        waiting = [node]
        while waiting:
            each = waiting.pop()
            if each not in found and each not in self._new and each in self._affected:
                found.add(each)
                waiting += [part >> 1 for part in self.circuit.parts[each]]
        return sorted(found)

    def _above(self, nodes: Collection[int]) -> frozenset[int]:
        found: set[int] = set(nodes)
        waiting = list(nodes)
        while waiting:
            for reader in self.circuit.readers(waiting.pop()):
                if reader not in found:
                    found.add(reader)
                    waiting.append(reader)
        return frozenset(found - set(nodes))
