"""Publishing, consuming, failing and crashing in any order: nothing lost, nothing doubled."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bus import failpoints
from bus.breaker import Breaker
from bus.consume import Consumer, ConsumerSettings
from bus.errors import Unavailable, Unreadable
from bus.failpoints import Tripped
from tests.bus.adapters import (
    ASIDE,
    MADE,
    RECEIVED,
    EmbeddedAdapter,
    KafkaAdapter,
    a_message,
    all_of,
    ids_of,
    made_of,
)
from tests.bus.history import History, faults

KEYS = st.sampled_from(["anna", "bert", "cleo", "dora"])
IN_A_COMMIT = st.runner().flatmap(lambda line: st.sampled_from([None, *line.points]))
IN_THE_LOOP = (
    st.sampled_from([None, "after_poll", "after_handle", "before_commit", "after_commit"])
    | IN_A_COMMIT
)


class Line(RuleBasedStateMachine):
    """One publisher, one consumer, and everything that may happen to them."""

    points = EmbeddedAdapter.failpoints

    def adapter_in(self, folder):
        return EmbeddedAdapter(folder)

    @initialize()
    def open(self):
        self.ends = ExitStack()
        folder = self.ends.enter_context(tempfile.TemporaryDirectory())
        self.adapter = self.adapter_in(Path(folder))
        self.ends.callback(lambda: self.adapter.close())
        self.history, self.positions, self.away = History(), [], set()
        self.start()

    def start(self):
        feed, ledger = self.adapter.station("maker", [RECEIVED])
        # The breaker has tests of its own; here a run of poison is only more of the same.
        settings = ConsumerSettings(limit=3, poll_s=0, breaker=Breaker(in_a_row=1000))
        self.consumer = Consumer("maker", feed, ledger, self.handle, settings)
        self.look()

    def handle(self, delivery):
        if delivery.key in self.away:
            raise Unavailable("away")
        if delivery.key.startswith(b"poison"):
            raise Unreadable("poison", "as told")
        return made_of(delivery)

    def look(self):
        self.positions.append(self.adapter.ledger("maker").positions())

    @rule(key=KEYS, crash=IN_A_COMMIT)
    def publish(self, key, crash):
        self.send(f"{len(self.history.sent)}", key, crash)

    @rule(crash=IN_A_COMMIT)
    def publish_poison(self, crash):
        # Of a patient of its own: what is set aside keeps no order with what is made.
        self.send(f"{len(self.history.sent)}", f"poison-{len(self.history.sent)}", crash)

    @rule(data=st.data(), crash=IN_A_COMMIT)
    def publish_again(self, data, crash):
        if self.history.sent:
            event_id = data.draw(st.sampled_from(sorted(self.history.sent)))
            self.send(event_id, self.history.keys[event_id], crash)

    def send(self, event_id, key, crash):
        self.history.send(event_id, key)
        with self.crashing(crash):
            self.adapter.publisher().publish([a_message(event_id, key)])
            self.history.acknowledge(event_id)

    @rule(crash=IN_THE_LOOP)
    def consume(self, crash):
        with self.crashing(crash):
            self.consumer.step()

    @rule(key=KEYS)
    def something_goes_away(self, key):
        self.away.add(key.encode())

    @rule()
    def all_comes_back(self):
        self.away.clear()

    @rule()
    def restart(self):
        self.adapter.restart()
        self.start()

    def crashing(self, point):
        """Run the block with that point armed; what it raises ends the block and no more."""
        survived = ExitStack()
        survived.push(lambda kind, *_: kind is not None and issubclass(kind, Tripped | Unavailable))
        if point:
            survived.enter_context(failpoints.armed(point))
        return survived

    @invariant()
    def nothing_is_wrong_so_far(self):
        if hasattr(self, "history"):
            self.look()
            unanswered = History(sent=self.history.sent, keys=self.history.keys)
            assert faults(unanswered, self.effects(), self.positions) == []

    def teardown(self):
        if hasattr(self, "ends"):
            with self.ends:
                self.at_the_end_everything_is_there_once()

    def at_the_end_everything_is_there_once(self):
        self.away.clear()
        self.restart()
        while self.consumer.step():
            pass
        self.look()
        for effects in (self.effects(), self.ids_on(RECEIVED)):
            assert faults(self.history, effects, self.positions) == []

    def effects(self):
        return self.ids_on(MADE) + self.ids_on(ASIDE)

    def ids_on(self, topic):
        return ids_of(all_of(self.adapter.feed(topic)))


TestLine = Line.TestCase
TestLine.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


@pytest.mark.kafka
def test_over_kafka_too_nothing_is_lost_or_doubled_in_any_order(kafka_bootstrap):
    class LineOverKafka(Line):
        points = KafkaAdapter.failpoints

        def adapter_in(self, folder):
            return KafkaAdapter(kafka_bootstrap)

    few = settings(max_examples=6, stateful_step_count=12, deadline=None)
    run_state_machine_as_test(LineOverKafka, settings=few)
