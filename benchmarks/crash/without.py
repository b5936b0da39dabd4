"""
``python -m benchmarks.crash.without GUARD run …``: the product with one of its guards taken out.

For the tests of the crash suite alone: each must turn it red, or the suite looks at nothing. What
is taken out is replaced here, in this process; the product knows no such switch.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any
from uuid import uuid4

from bus import failpoints
from bus.embedded import connections, ledger, log, writer
from bus.embedded.schema import Schema
from bus.port import Outcome
from facialis.__main__ import main
from services.intake.outbox import Accepted
from services.recommender import propose, station
from services.review import ledger as review_ledger

_ANSWERED = failpoints.declare("without.answered")
_BETWEEN = failpoints.declare("without.between")
_SENT_S = 0.3
"""Long enough for the answer to reach its client."""


def sync() -> None:
    """Commits do not wait for the disk."""
    pragmas = (it.replace("=FULL", "=OFF") for it in connections._WRITER_PRAGMAS)
    _put(connections, "_WRITER_PRAGMAS", tuple(pragmas))
    _put(connections, "_verify", lambda connection, path: None)


def commit_first() -> None:
    """A post is answered before the commit."""
    do_one = writer.Writer._do_one

    def answer_at_once(self: writer.Writer, job: Any) -> None:
        do_one(self, job)
        if _is_a_new_post(job.result):
            job.settle()
            job.settle = lambda: None
            time.sleep(_SENT_S)
            _ANSWERED.reach()

    # A subclass has no slots, and so can be told not to answer again.
    _put(writer, "_Job", type("_Job", (writer._Job,), {}))
    _put(writer.Writer, "_do_one", answer_at_once)


def _is_a_new_post(result: object) -> bool:
    match result:
        case (Accepted(), bool(repeated)):
            return not repeated
    return False


def one_transaction() -> None:
    """The position is committed before what came of it."""

    def position_first(self: Any, outcome: Outcome[Any]) -> None:
        _commit(self, (), outcome.positions)
        _BETWEEN.reach()
        _commit(self, _messages(self, outcome), {})

    _put(ledger.EmbeddedLedger, "commit", position_first)


def one_transaction_of_the_store() -> None:
    """The review station's position is committed before what came of it."""
    commit = review_ledger.StoreLedger.commit

    def position_first(self: Any, outcome: Outcome[Any]) -> None:
        commit(self, Outcome((), (), outcome.positions))
        _BETWEEN.reach()
        commit(self, outcome)

    _put(review_ledger.StoreLedger, "commit", position_first)


def one_transaction_only() -> None:
    """What came of it is committed before the position, so that it is made again after a crash."""

    def position_last(self: Any, outcome: Outcome[Any]) -> None:
        _commit(self, _messages(self, outcome), {})
        _BETWEEN.reach()
        _commit(self, (), outcome.positions)

    _put(ledger.EmbeddedLedger, "commit", position_last)


def derived_ids() -> None:
    """A plan that is made again has another name."""
    _put(propose, "plan_id", lambda *about: str(uuid4()))
    _put(station, "plan_event_id", lambda plan_id: str(uuid4()))


def derived_ids_and_one_transaction() -> None:
    """Both of them."""
    one_transaction_only()
    derived_ids()


def seen_ids() -> None:
    """The log takes an event again that stands there."""
    _put(log, "_APPEND", log._APPEND.replace("ON CONFLICT (topic, event_id) DO NOTHING", ""))
    steps = tuple(
        tuple(it.replace(", UNIQUE (topic, event_id)", "") for it in step) for step in log.LOG.steps
    )
    _put(writer, "LOG", Schema(log.LOG.name, steps))


def acknowledgements() -> None:
    """What was handed to the client of Kafka counts as published."""
    from bus.kafka.publisher import KafkaPublisher

    _put(KafkaPublisher, "_wait_for", lambda self, sent, deadline: None)


def positions_last() -> None:
    """Positions are committed to Kafka before what came of it is published."""
    from bus.kafka.ledger import KafkaLedger

    commit = KafkaLedger.commit

    def positions_first(self: Any, outcome: Outcome[Any]) -> None:
        self._feed.commit(outcome.positions)
        _BETWEEN.reach()
        commit(self, outcome)

    _put(KafkaLedger, "commit", positions_first)


def _put(place: ModuleType | type, name: str, instead: object) -> None:
    if not hasattr(place, name):
        raise SystemExit(f"{place.__name__} has no {name} any more; take the guard out elsewhere")
    setattr(place, name, instead)


def _commit(self: Any, messages: Sequence[Any], positions: Mapping[tuple[str, int], int]) -> None:
    self._writer.run(lambda cursor: self._keep(cursor, list(messages), positions))


def _messages(self: Any, outcome: Outcome[Any]) -> list[Any]:
    return [*outcome.effects, *map(self._set_aside, outcome.set_aside)]


GUARDS: Mapping[str, Callable[[], None]] = {
    it.__name__: it
    for it in (
        sync,
        commit_first,
        one_transaction,
        one_transaction_of_the_store,
        one_transaction_only,
        derived_ids,
        derived_ids_and_one_transaction,
        seen_ids,
        acknowledgements,
        positions_last,
    )
}


if __name__ == "__main__":
    GUARDS[sys.argv.pop(1)]()
    main(prog_name="facialis")
