"""Rebuilding from the topics, while the projection and the clinicians go on."""

from __future__ import annotations

from dataclasses import replace
from threading import Event, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from bus import failpoints
from bus.consume import Consumer, ConsumerSettings
from bus.errors import Unavailable
from services.review.projection import project
from services.review.rebuild import RebuildStopped, Rebuilt, TopicsEndBefore, rebuild
from services.review.settling import settle_afresh
from services.review.store.bodies import read_bodies
from services.review.store.forgetting import forget
from services.review.store.shadow import RebuildRunning, shadow_of
from services.review.store.tables import assessments, bodies, decisions, plans, positions
from tests.services.review.builders import (
    NOON,
    a_plan,
    an_assessment,
    proposed,
    received,
    withdrawn,
)
from tests.services.review.station import Station
from tests.waiting import until

PATIENTS = ("patient-1", "patient-2", "patient-3")


class Topics:
    """What was published so far; any number of feeds read it."""

    def __init__(self):
        self.deliveries = []

    def publish(self, *deliveries):
        for it in deliveries:
            position = sum(each.topic == it.topic for each in self.deliveries)
            self.deliveries.append(replace(it, partition=0, position=position))

    def feed(self, meanwhile=lambda: None):
        return TopicsFeed(self, meanwhile)


class TopicsFeed:
    """Reads them in order; ``meanwhile`` is what others do between two polls."""

    def __init__(self, topics, meanwhile):
        self.topics, self.meanwhile, self.next = topics, meanwhile, 0

    def start(self, positions):
        self.positions, self.next = positions, 0

    def poll(self, limit, timeout_s):
        self.meanwhile()
        found = []
        while self.next < len(self.topics.deliveries) and len(found) < min(limit, 3):
            it = self.topics.deliveries[self.next]
            self.next += 1
            if it.position >= self.positions.get((it.topic, 0), 0):
                found.append(it)
        return found

    def close(self):
        pass


class Line:
    """A store with its projection, and the topics that feed it."""

    def __init__(self, store, topics=None):
        self.store, self.topics = store, topics or Topics()
        self.station = Station(store, now=NOON)
        quick = ConsumerSettings(poll_s=0)
        ledger = self.station.ledger
        self.consumer = Consumer("review", self.topics.feed(), ledger, project, quick)

    def catch_up(self):
        while self.consumer.step():
            pass

    def rebuild(self, meanwhile=lambda: None, **how):
        how = {"patience_s": 0.0, **how}
        return rebuild(self.store, lambda: self.topics.feed(meanwhile), **how)

    def decide(self, number):
        """Decide on whichever plan is current, as far as it takes a decision."""
        with self.store.reading() as connection:
            current = select(plans.c.plan_id).where(plans.c.state == "waiting")
            waiting = connection.scalars(current.order_by(plans.c.plan_id)).all()
        if waiting:
            self.station.decide(waiting[0], decision_id=f"decision-{number}")

    def spoil(self):
        """Do what a fault of ours might have done to the projection's tables."""
        with self.store.writing() as connection:
            connection.execute(update(plans).values(headline="wrong", state="waiting"))
            connection.execute(update(assessments).values(grade="I", state="received"))
            some = select(plans.c.plan_id).order_by(plans.c.plan_id).limit(1).scalar_subquery()
            connection.execute(delete(plans).where(plans.c.plan_id == some))

    def known(self):
        with self.store.reading() as connection:
            rows = [
                connection.execute(select(table).order_by(*table.primary_key)).all()
                for table in (assessments, plans, positions)
            ]
            return rows, read_bodies(connection, connection.scalars(select(bodies.c.digest)))


def published(number):
    """An assessment and its plan; of three patients in turn, the fifth corrects the second."""
    patient = {"patient_ref": PATIENTS[number % 3]}
    corrects = {"replaces": "a-2"} if number == 5 else {}
    saying = {"headline": f"Begin {number // 4}."}
    name = f"a-{number}"
    return received(an_assessment(name, **patient, **corrects)), proposed(
        a_plan(name, **patient, **saying)
    )


@pytest.fixture
def line(store):
    line = Line(store)
    for number in range(12):
        line.topics.publish(*published(number))
    line.topics.publish(withdrawn("a-7", patient_ref=PATIENTS[1]))
    line.catch_up()
    return line


def as_never_spoilt(line, store):
    """What a projection knows that took the same in, and to which nothing else ever happened."""
    other = Line(store, line.topics)
    other.catch_up()
    with line.store.reading() as connection:
        decided = [row._asdict() for row in connection.execute(select(decisions))]
    with store.writing() as connection:
        for row in decided:
            connection.execute(insert(decisions), row)
        settle_afresh(connection, set(PATIENTS))
    return other.known()


def test_what_was_spoilt_is_as_it_was(line):
    before = line.known()
    line.spoil()
    assert line.known() != before
    assert line.rebuild() == Rebuilt(len(line.topics.deliveries), 24, 0)
    assert line.known() == before


def test_where_nothing_was_wrong_nothing_is_changed(line):
    before = line.known()
    assert line.rebuild().changed == 0
    assert line.known() == before


def test_decisions_stay_and_still_hold(line):
    line.decide(1)
    before = line.known()
    line.spoil()
    line.rebuild()
    assert line.known() == before
    assert "partly_decided" in {row.state for row in before[0][1]}


def test_a_decision_that_is_made_meanwhile_holds_afterwards(line, open_fresh):
    later = iter(range(1, 100))
    line.rebuild(lambda: line.decide(next(later)))
    assert line.known() == as_never_spoilt(line, open_fresh())


def test_what_arrives_at_the_last_moment_is_not_missed(line, open_fresh):
    more = iter(range(20, 23))

    def arrive():
        if (number := next(more, None)) is not None:
            line.topics.publish(*published(number))
            line.catch_up()

    line.spoil()
    with failpoints.armed("rebuild.before_merge", arrive):
        assert line.rebuild().deliveries == len(line.topics.deliveries)
    assert next(more, None) is None
    assert line.known() == as_never_spoilt(line, open_fresh())


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(actions=st.lists(st.sampled_from(["publish", "project", "decide", "rest"]), max_size=12))
def test_rebuilt_and_projected_at_once_ends_as_if_only_projected(open_fresh, actions):
    line = Line(open_fresh())
    numbers, todo = iter(range(100)), iter(actions)
    for _ in range(4):
        line.topics.publish(*published(next(numbers)))

    def act():
        match next(todo, "rest"):
            case "publish":
                line.topics.publish(*published(next(numbers)))
            case "project":
                line.consumer.step()
            case "decide":
                line.decide(next(numbers))

    line.consumer.step()
    line.spoil()
    line.rebuild(act)
    line.catch_up()
    assert line.known() == as_never_spoilt(line, open_fresh())


def test_rebuilt_beside_a_projection_that_never_rests(line, open_fresh):
    stop = Event()
    live = Thread(target=line.consumer.run, args=(stop,))
    live.start()
    numbers = iter(range(30, 60))

    def arrive():
        if (number := next(numbers, None)) is not None:
            line.topics.publish(*published(number))

    line.rebuild(arrive, patience_s=20)
    stop.set()
    live.join()
    line.catch_up()
    assert line.known() == as_never_spoilt(line, open_fresh())


@pytest.mark.parametrize("point", ["rebuild.before_merge", "rebuild.before_commit"])
def test_a_crash_leaves_the_store_as_it_was_and_the_next_one_succeeds(line, point):
    whole = line.known()
    line.spoil()
    spoilt = line.known()
    with failpoints.armed(point), pytest.raises(failpoints.Tripped):
        line.rebuild()
    assert line.known() == spoilt
    line.rebuild()
    assert line.known() == whole


def test_what_the_topics_no_longer_tell_stays(line):
    before = line.known()
    expired = [it for it in line.topics.deliveries if it.key != b"patient-1"]
    line.topics.deliveries = expired
    assert line.rebuild().untold == 1
    assert line.known() == before


def test_what_was_erased_in_the_topics_stays_as_it_was(line):
    before = line.known()
    line.topics.deliveries = [
        replace(it, body=None) if it.key == b"patient-1" else it for it in line.topics.deliveries
    ]
    assert line.rebuild() == Rebuilt(len(line.topics.deliveries), 0, 1)
    assert line.known() == before


def test_who_was_forgotten_stays_so_where_the_topics_still_tell_of_them(line):
    with line.store.writing() as connection:
        assert forget(connection, "patient-1", nobody="forgotten-1", now=NOON) == 4
    before = line.known()
    line.rebuild()
    assert line.known() == before


def test_topics_that_end_too_early_change_nothing(line):
    line.topics.deliveries = line.topics.deliveries[:-3]
    line.spoil()
    spoilt = line.known()
    with pytest.raises(TopicsEndBefore, match=r"plans\.proposed\.v1/0: 11 of 12"):
        line.rebuild()
    assert line.known() == spoilt


def test_topics_that_are_away_are_waited_for_and_then_given_up(line):
    class Away(TopicsFeed):
        def poll(self, limit, timeout_s):
            raise Unavailable("the brokers")

    line.spoil()
    with pytest.raises(Unavailable, match="the brokers"):
        rebuild(line.store, lambda: Away(line.topics, None), patience_s=0.3)


def test_it_can_be_stopped(line):
    stop = Event()
    with pytest.raises(RebuildStopped):
        line.rebuild(stop.set, stop=stop)


def test_it_tells_how_far_it_has_come(line):
    told = []
    line.rebuild(progress=told.append)
    assert told == sorted(set(told))
    assert told[-1] == len(line.topics.deliveries)


def test_one_rebuilds_at_a_time(line):
    with shadow_of(line.store), pytest.raises(RebuildRunning):
        line.rebuild()
    # A server lets go of a turn when it notices that its holder is gone, a moment later.
    until(line.rebuild, passing=RebuildRunning)


@pytest.mark.postgres
def test_what_a_killed_one_left_in_a_database_is_thrown_away(database):
    from services.review.store.store import open_postgres

    store = open_postgres(database)
    with store.writing() as connection:
        connection.execute(text("CREATE SCHEMA rebuild"))
        connection.execute(text("CREATE TABLE rebuild.plans (plan_id TEXT)"))
    leaves_nothing_behind(Line(store))
    with store.reading() as connection:
        assert not connection.scalar(text("SELECT to_regnamespace('rebuild')"))
    store.close()


def test_what_a_killed_one_left_beside_a_file_is_thrown_away(file_store, tmp_path):
    (tmp_path / "review.db.rebuild").write_bytes(b"half of a file")
    leaves_nothing_behind(Line(file_store))
    assert not (tmp_path / "review.db.rebuild").exists()


def leaves_nothing_behind(line):
    line.topics.publish(*published(1))
    line.catch_up()
    before = line.known()
    line.spoil()
    line.rebuild()
    assert line.known() == before
