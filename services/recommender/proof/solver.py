"""The solver: whether some assessment makes terms hold, and which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.recommender.proof.circuit import FALSE, TRUE, Circuit, Term


class Model:
    """
    An answer of the solver: the inputs that hold in it, and what follows from them.

    An input that the solver left open does not hold.
    """

    def __init__(self, circuit: Circuit, inputs: Iterable[int]) -> None:
        self._circuit = circuit
        self._found: dict[int, bool] = {0: False}
        self.inputs = frozenset(inputs)

    def holds(self, term: Term) -> bool:
        found = self._found
        if term >> 1 not in found:
            for node in self._circuit.beneath([term], found):
                parts = self._circuit.parts[node]
                if parts:
                    found[node] = all(found[part >> 1] ^ bool(part & 1) for part in parts)
                else:
                    found[node] = node in self.inputs
        return found[term >> 1] ^ bool(term & 1)


@dataclass(slots=True)
class Solver:
    """
    Z3 over the terms of one circuit.

    What must always hold is told once; each question is asked under it. Terms are handed over
    when a question first needs them, or many at once (`know`): each handing over costs as much as
    naming all that went before.
    """

    circuit: Circuit
    asked: int = 0
    axioms: list[Term] = field(default_factory=list)
    _z3: Any = field(init=False)
    _context: Any = field(init=False)
    _solver: Any = field(init=False)
    _told: dict[int, int] = field(default_factory=lambda: {0: 0})
    _names: dict[Term, Any] = field(default_factory=dict)
    _read: set[int] = field(default_factory=set)
    _declared: list[tuple[int, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        import z3

        # A context each: what was asked in another one would move which patient is found.
        self._z3, self._context = z3, z3.Context()
        self._solver = z3.SolverFor("QF_FD", ctx=self._context)

    def know(self, terms: Iterable[Term]) -> None:
        """Hear of terms that will be asked about."""
        self._tell(terms, [])

    def always(self, terms: Iterable[Term]) -> None:
        """Say that these hold in every answer."""
        terms = [term for term in terms if term != TRUE]
        self.axioms += terms
        self._tell(terms, [[term] for term in terms])

    def find(self, *terms: Term) -> Model | None:
        """An assessment for which all of these hold, or None when there is none."""
        return self._model() if self.possible(*terms) else None

    def possible(self, *terms: Term) -> bool:
        """Whether there is an assessment for which all of these hold."""
        self.asked += 1
        wanted = {term for term in terms if term != TRUE}
        if FALSE in wanted:
            return False
        self._tell(wanted, [])
        answer = self._answer(sorted(wanted))
        if answer == self._z3.Z3_L_UNDEF:
            raise RuntimeError(f"the solver gave up: {self._solver.reason_unknown()}")
        return bool(answer == self._z3.Z3_L_TRUE)

    def _answer(self, wanted: Sequence[Term]) -> int:
        # Asked by z3's own function: its wrapper takes five times as long over each literal.
        z3, context = self._z3, self._context.ref()
        literals = (z3.Ast * len(wanted))(*(self._literal(term).ast for term in wanted))
        answer = z3.Z3_solver_check_assumptions(context, self._solver.solver, len(wanted), literals)
        return int(answer)

    def _model(self) -> Model:
        # Read by z3's own functions: its wrappers take ten times as long, thousands of times.
        z3, context, model = self._z3, self._context.ref(), self._solver.model()
        found = []
        for node, declared in self._inputs():
            value = z3.Z3_model_get_const_interp(context, model.model, declared.ast)
            if value and z3.Z3_get_bool_value(context, value) == z3.Z3_L_TRUE:
                found.append(node)
        return Model(self.circuit, found)

    def _inputs(self) -> list[tuple[int, Any]]:
        """The inputs that the solver knows of, as it declares them."""
        for node in sorted(self._told.keys() - self._read):
            self._read.add(node)
            if not self.circuit.parts[node] and node:
                self._declared.append((node, self._named(node).decl()))
        return self._declared

    def _literal(self, term: Term) -> Any:
        found = self._names.get(term)
        if found is None:
            named = self._named(term >> 1)
            found = self._names[term] = self._z3.Not(named) if term & 1 else named
        return found

    def _named(self, node: int) -> Any:
        """The node as the solver knows it: what it reads is numbered, not named."""
        z3, context = self._z3, self._context
        symbol = z3.Z3_mk_int_symbol(context.ref(), self._told[node])
        made = z3.Z3_mk_const(context.ref(), symbol, z3.BoolSort(context).ast)
        return z3.BoolRef(made, context)

    def _tell(self, terms: Iterable[Term], clauses: Sequence[Sequence[Term]]) -> None:
        """Hand over the nodes beneath some terms that the solver has not seen, and clauses."""
        unseen = self._unseen(terms)
        written = [*clauses, *(clause for node in unseen for clause in self._defined(node))]
        if written:
            lines = [self._line(clause) for clause in written]
            head = f"p cnf {len(self._told)} {len(lines)}\n"
            self._solver.from_string(head + "\n".join(lines) + "\n")

    def _defined(self, node: int) -> Iterator[Sequence[Term]]:
        """A node holds where all its parts do, and only there."""
        parts, itself = self.circuit.parts[node], node << 1
        if parts:
            yield from ((itself ^ 1, part) for part in parts)
            yield (itself, *(part ^ 1 for part in parts))

    def _unseen(self, terms: Iterable[Term]) -> list[int]:
        """Nodes not yet told of, each after its parts; they are numbered as they come."""
        found = self.circuit.beneath(terms, self._told)
        for node in found:
            self._told[node] = len(self._told)
        return found

    def _line(self, clause: Sequence[Term]) -> str:
        numbers = self._told
        return (
            " ".join(
                str(-numbers[term >> 1] if term & 1 else numbers[term >> 1]) for term in clause
            )
            + " 0"
        )
