"""The store in PostgreSQL, where several processes write it at once."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, inspect, select, text

from bus.errors import Unavailable
from bus.port import Message, Outcome
from services.review.projection import project
from services.review.settling import write_effects
from services.review.store.knowing import read_plan
from services.review.store.outbox import StoreOutbox, put
from services.review.store.positions import move_positions, read_positions
from services.review.store.store import look_at_postgres, open_postgres
from services.review.store.tables import metadata, outbox, plans
from services.review.store.upgrade import StoreIsNewer, newest, version_of
from tests.postgres_server import cut_all, execute
from tests.services.review.builders import NOON, a_plan, an_assessment, proposed, received
from tests.services.review.station import Station
from tests.waiting import until

pytestmark = pytest.mark.postgres

LONG_S = 60.0


@pytest.fixture
def here(database):
    """The store as one process has it."""
    store = open_postgres(database)
    yield store
    store.close()


@pytest.fixture
def there(database):
    """The same store, as another process has it."""
    store = open_postgres(database)
    yield store
    store.close()


def effects_of(*deliveries):
    return tuple(effect for delivery in deliveries for effect in project(delivery))


def commit(store, *deliveries):
    Station(store, now=NOON).ledger.commit(Outcome(effects_of(*deliveries), (), {}))


@contextmanager
def meanwhile(work, *args):
    """Run something beside the block; give its thread, ended when the block is left for good."""
    thread = Thread(target=work, args=args)
    thread.start()
    yield thread
    thread.join(LONG_S)
    assert not thread.is_alive()


def waits(thread):
    thread.join(0.3)
    return thread.is_alive()


def states(store):
    with store.reading() as connection:
        rows = connection.execute(select(plans.c.assessment_id, plans.c.state))
        return {row.assessment_id: row.state for row in rows}


def assessed(name, patient_ref="patient-1", **changed):
    plan = a_plan(name, patient_ref=patient_ref, headline=f"Plan of {name}.")
    return received(an_assessment(name, patient_ref=patient_ref, **changed)), proposed(plan)


def test_two_who_write_about_one_patient_take_turns(here, there):
    with here.writing() as connection:
        write_effects(connection, effects_of(*assessed("a-1")))
        with meanwhile(commit, there, *assessed("a-2")) as other:
            assert waits(other)
            connection.commit()
    assert sorted(states(here).values()) == ["superseded", "waiting"]


def test_those_who_write_about_different_patients_do_not_wait(here, there):
    # What all plans have in common is there already, as it soon is.
    commit(here, *assessed("c-1", "patient-3"))
    with here.writing() as connection:
        write_effects(connection, effects_of(*assessed("a-1")))
        with meanwhile(commit, there, *assessed("b-1", "patient-2")) as other:
            # Whoever waited for us would be given up by the server before.
            other.join(LONG_S)
            assert not other.is_alive()
        assert states(there).keys() == {"b-1", "c-1"}
    assert states(here) == dict.fromkeys(("a-1", "b-1", "c-1"), "waiting")


def test_a_correction_and_what_it_corrects_may_arrive_at_once(here, there):
    with here.writing() as connection:
        write_effects(connection, effects_of(*assessed("a-2", "patient-2", replaces="a-1")))
        with meanwhile(commit, there, *assessed("a-1", "patient-1")) as other:
            assert waits(other)
            connection.commit()
    assert states(here) == {"a-1": "superseded", "a-2": "waiting"}


def test_a_decision_and_a_newer_plan_take_turns(here, there):
    commit(here, *assessed("a-1"))
    station, plan = Station(there, now=NOON), a_plan("a-1", headline="Plan of a-1.")
    etag = station.get(f"/v1/plans/{plan['plan_id']}").headers["ETag"]
    told = []
    decide = lambda: told.append(station.decide(plan["plan_id"], etag=etag))  # noqa: E731
    with here.writing() as connection:
        write_effects(connection, effects_of(*assessed("a-2")))
        with meanwhile(decide) as other:
            assert waits(other)
            connection.commit()
    assert told[0].status_code == 409
    assert told[0].get_json()["current_plan_id"] != plan["plan_id"]


def test_a_decision_that_is_sent_to_two_at_once_is_recorded_once(here, there):
    commit(here, *assessed("a-1"))
    plan_id, told = a_plan("a-1", headline="Plan of a-1.")["plan_id"], []
    stations = [Station(store, now=NOON) for store in (here, there)]
    etag = stations[0].get(f"/v1/plans/{plan_id}").headers["ETag"]
    threads = [
        Thread(target=lambda it=it: told.append(it.decide(plan_id, etag=etag))) for it in stations
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in told} == {201}
    assert told[0].get_json() == told[1].get_json()
    assert len(StoreOutbox(here).read(0, 10)) == 1


def test_a_link_works_once_wherever_it_is_used(here, there):
    stations = [Station(store, now=NOON) for store in (here, there)]
    link, told = stations[0].link(), []

    def sign_in(station):
        browser = station.app.test_client()
        page = browser.get(link).text
        token = page.split('name="form_token" value="')[1].split('"')[0]
        fields = {"form_token": token, "name": "Dr Ada", "role": "physician"}
        told.append(browser.post(link, data=fields).status_code)

    threads = [Thread(target=sign_in, args=(station,)) for station in stations]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [303, 401]


def message(number):
    return Message("plans.reviewed.v1", b"patient-1", f"m-{number}", (), b"{}")


def put_one(store, number):
    with store.writing() as connection:
        put(connection, [message(number)])


def test_what_is_put_late_is_not_passed_over(here, there):
    shipping = StoreOutbox(there)
    with here.writing() as connection:
        put(connection, [message(1)])
        with meanwhile(put_one, there, 2) as other:
            assert waits(other)
            assert shipping.read(0, 10) == []
            connection.commit()
    assert [each.id for _, each in shipping.read(0, 10)] == ["m-1", "m-2"]


def test_one_ships_and_another_stands_by(here, there):
    put_one(here, 1)
    assert len(StoreOutbox(here).read(0, 10)) == 1
    with pytest.raises(Unavailable, match="another process"):
        StoreOutbox(there).read(0, 10)
    here.close()
    # The server lets go of a turn when it notices that its holder is gone.
    assert len(until(lambda: StoreOutbox(there).read(0, 10), passing=Unavailable)) == 1


def test_a_position_never_moves_back_whoever_moves_it(here, there):
    for store, moved in ((here, {("t", 0): 5, ("t", 1): 2}), (there, {("t", 0): 3, ("t", 1): 4})):
        with store.writing() as connection:
            move_positions(connection, "review", moved)
    with here.reading() as connection:
        assert read_positions(connection, "review") == {("t", 0): 5, ("t", 1): 4}


def test_what_follows_is_told_of_what_another_process_wrote(here, there):
    plan, seen = a_plan("a-1", headline="Plan of a-1."), []

    def look():
        with here.reading() as connection:
            return read_plan(connection, plan["plan_id"])

    with meanwhile(lambda: seen.append(here.follow(look, timeout_s=20))):
        commit(there, *assessed("a-1"))
    assert seen[0].plan_id == plan["plan_id"]


def test_a_reader_cannot_write(database):
    looking = look_at_postgres(database)
    with pytest.raises(Exception, match=r"25006|read-only"), looking.reading() as connection:
        put(connection, [message(1)])
    looking.close()


def test_a_connection_that_was_cut_is_something_that_passes(here, database):
    def cut_in_the_middle():
        with here.writing() as connection:
            put(connection, [message(1)])
            cut_all(database)
            put(connection, [message(2)])

    with pytest.raises(Unavailable):
        cut_in_the_middle()
    put_one(here, 3)
    assert [each.id for _, each in StoreOutbox(here).read(0, 10)] == ["m-3"]


def test_of_two_that_hold_each_other_up_one_gives_way_and_may_come_again(here, there):
    told, both_hold_one = [], Barrier(2)

    def cross(store, first, second):
        try:
            with store.writing() as connection:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({first})"))
                both_hold_one.wait(LONG_S)
                connection.execute(text(f"SELECT pg_advisory_xact_lock({second})"))
            told.append("done")
        except Unavailable as passing:
            told.append("40P01" in passing.detail)

    with meanwhile(cross, there, 2, 1):
        cross(here, 1, 2)
    assert set(told) == {"done", True}


def test_a_server_that_is_not_there_is_something_that_passes():
    with pytest.raises(Unavailable, match="does not answer"):
        open_postgres("postgresql://nobody@127.0.0.1:1/none")


def test_several_may_open_a_new_one_at_once(postgres):
    opened = []
    threads = [Thread(target=lambda: opened.append(open_postgres(postgres))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 4
    with opened[0].reading() as connection:
        assert version_of(connection) == newest()
        assert set(metadata.tables) < set(inspect(connection).get_table_names())
    for each in opened:
        each.close()


def test_one_of_a_later_release_is_refused(database):
    execute(database, "UPDATE alembic_version SET version_num = '9999'")
    try:
        with pytest.raises(StoreIsNewer, match="version 9999"):
            open_postgres(database)
    finally:
        execute(database, f"UPDATE alembic_version SET version_num = '{newest():04}'")


def test_a_character_that_it_has_no_place_for_finds_nothing(here):
    assert Station(here, now=NOON).get("/v1/plans/a%00b").status_code == 404
    assert Station(here, now=NOON).get("/v1/plans?patient_ref=%00").get_json()["items"] == []


def test_words_are_compared_byte_by_byte_whatever_the_language_of_the_database(here):
    with here.writing() as connection:
        for number, name in enumerate(("b", "B", "a", "-", "Z")):
            put(connection, [Message(name, b"", f"m-{number}", (), None)])
        ordered = connection.scalars(select(outbox.c.topic).order_by(outbox.c.topic)).all()
    assert ordered == sorted(ordered)
    with here.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(outbox)) == 5
