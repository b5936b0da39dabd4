"""What clients did and what they were told: of posts, of withdrawals and of decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.crash.doors import Answer
from tests.bus.history import History


@dataclass
class Books:
    """
    The whole history of a run. Safe for threads that each have patients of their own.

    Attributes:
        posts: by assessment_id.
        withdrawals: by assessment_id.
        decisions: by decision_id.
        told: the answer that each acknowledged act was given first.
        complaints: what no client should ever have been told.
    """

    posts: History = field(default_factory=History)
    withdrawals: History = field(default_factory=History)
    decisions: History = field(default_factory=History)
    told: dict[tuple[str, str], object] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def ask(self, history: str, name: str, key: str, send: Callable[[], Answer]) -> Answer:
        """Have something sent, and write down what came of it."""
        book: History = getattr(self, history)
        book.send(name, key)
        answer = send()
        if answer.well:
            book.acknowledge(name)
            self._compare((history, name), answer)
        elif answer.refused:
            book.refuse(name)
        elif answer.status:
            self._look_at(answer, f"{history} {name}")
        return answer

    def _compare(self, act: tuple[str, str], answer: Answer) -> None:
        """Whoever repeats a request is told the same."""
        said = {name: value for name, value in answer.body.items() if name != "links"}
        if self.told.setdefault(act, said) != said:
            self.complaints.append(f"told otherwise: {act[0]} {act[1]} was answered in two ways")

    def _look_at(self, answer: Answer, act: str) -> None:
        # Whoever is told 503 asks again; it may have been done all the same (a failed sync).
        if answer.status not in (503, 507):
            self.complaints.append(f"failed: {act} was answered with {answer.status}")
        elif "retry-after" not in answer.headers:
            self.complaints.append(f"no Retry-After: {act} was answered with {answer.status}")
