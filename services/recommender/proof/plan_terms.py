"""The plan as terms: what the compiled tables make of a patient of whom nothing is decided yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import Verb
from services.recommender.proof.answers import answers_to
from services.recommender.proof.circuit import Circuit, Replaced, Term
from services.recommender.proof.deadline_terms import DeadlineTerms
from services.recommender.proof.held_terms import HeldTerms
from services.recommender.proof.match_terms import MatchTerms
from services.recommender.proof.patient import Patient
from services.recommender.proof.settled_terms import SettledTerms
from services.recommender.proof.standing_terms import StandingTerms
from services.recommender.proof.urgency_terms import UrgencyTerms
from services.recommender.proof.vote_terms import VoteTerms


@dataclass(slots=True)
class PlanTerms:
    """
    What the engine would say of one side of a patient, as terms.

    Its parts follow the engine step by step, over the same compiled tables; the agreement test
    holds the two against each other.

    Attributes:
        shared, shared_may: rows of the other side that hold for the whole face → whether they
            fire, and may fire, there.
        offered: for each intervention whether it is.
    """

    knowledge: Knowledge
    patient: Patient
    shared: Mapping[int, Term]
    shared_may: Mapping[int, Term]
    circuit: Circuit = field(init=False)
    matched: MatchTerms = field(init=False)
    settled: SettledTerms = field(init=False)
    votes: VoteTerms = field(init=False)
    standing: StandingTerms = field(init=False)
    held: HeldTerms = field(init=False)
    deadlines: DeadlineTerms = field(init=False)
    urgency: UrgencyTerms = field(init=False)
    offered: Sequence[Term] = field(init=False)
    _answered: dict[str, Sequence[Replaced]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.circuit = self.patient.circuit
        self.matched = matched = MatchTerms(self.knowledge, self.patient)
        self.settled = settled = SettledTerms(matched, self.shared)
        self.votes = votes = VoteTerms(matched, settled)
        self.standing = StandingTerms(matched, settled, votes, self.shared_may)
        self.held = HeldTerms(settled, votes)
        self.deadlines = DeadlineTerms(votes)
        self.urgency = UrgencyTerms(settled, self.deadlines)
        self.offered = settled.offered

    def said(self, verb: Verb, code: str) -> Term:
        """Whether a row of this verb and code counts."""
        rows = (self.knowledge.rows[at] for at in bits(self.knowledge.verbs.get(verb, 0)))
        return self.circuit.some(self.settled.says(row) for row in rows if row.code == code)

    def answered(self, name: str) -> Sequence[Replaced]:
        """The plan under each single answer to a finding, the others as they are."""
        found = self._answered.get(name)
        if found is None:
            answers = answers_to(name, self.patient)
            found = self._answered[name] = [self.circuit.replaced(answer) for answer in answers]
        return found
