"""The store as a file: durable, held by one process, upgraded after a backup."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from threading import Thread

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import OperationalError

from bus.errors import CannotOpen, Unavailable
from services.review.store.connect import reading_engine, writing_engine
from services.review.store.knowing import read_plan
from services.review.store.store import open_store, open_to_look
from services.review.store.tables import people, positions
from services.review.store.upgrade import STEPS, Step, StoreIsNewer, version_of
from tests.services.review.builders import a_plan, an_assessment, proposed, received
from tests.services.review.station import Station


def test_every_commit_reaches_the_disk(tmp_path):
    engine = writing_engine(tmp_path / "review.db")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    engine.dispose()


def test_the_file_is_for_its_owner_only(store, tmp_path):
    assert (tmp_path / "review.db").stat().st_mode & 0o777 == 0o600


def test_another_process_is_refused(store, tmp_path):
    script = (
        "import sys; from services.review.store.store import open_store; open_store(sys.argv[1])"
    )
    code = f"from pathlib import Path; {script.replace('sys.argv[1]', 'Path(sys.argv[1])')}"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "review.db")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode != 0
    assert "CannotOpen" in ran.stderr


def test_a_reader_that_comes_and_goes_leaves_the_writers_lock_alone(store, tmp_path):
    with store.writing() as connection:
        connection.execute(insert(positions).values(reader="r", topic="t", partition=0, position=1))
        looked = open_to_look(tmp_path / "review.db")
        with looked.reading() as other:
            assert other.execute(select(positions)).all() == []
        looked.close()
        code = (
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=0);"
            "c.execute('BEGIN IMMEDIATE')"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "review.db")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "database is locked" in ran.stderr


def test_it_can_be_opened_again_after_it_was_closed(tmp_path):
    open_store(tmp_path / "review.db").close()
    open_store(tmp_path / "review.db").close()


def test_readers_cannot_write(store, tmp_path):
    engine = reading_engine(tmp_path / "review.db")
    with engine.connect() as connection, pytest.raises(OperationalError):
        connection.execute(insert(people).values(ref="p"))
    engine.dispose()


def test_a_reader_sees_one_moment_while_others_write(store):
    station, plan = Station(store, now=None), a_plan()
    with store.reading() as connection:
        assert read_plan(connection, plan["plan_id"]) is None
        station.take(received(an_assessment()), proposed(plan))
        assert read_plan(connection, plan["plan_id"]) is None
    with store.reading() as connection:
        assert read_plan(connection, plan["plan_id"]) is not None


def test_what_follows_the_store_is_told_of_a_change(store):
    station, plan, seen = Station(store, now=None), a_plan(), []

    def look():
        with store.reading() as connection:
            return read_plan(connection, plan["plan_id"])

    follower = Thread(target=lambda: seen.append(store.follow(look, timeout_s=20)))
    follower.start()
    station.take(received(an_assessment()), proposed(plan))
    follower.join(20)
    assert seen[0].plan_id == plan["plan_id"]


def test_what_follows_in_vain_ends_in_time(store):
    assert store.follow(lambda: None, timeout_s=0.01) is None


def note(store, rows, *, then=None):
    with store.writing() as connection:
        connection.execute(insert(positions), rows)
        if then is not None:
            raise then


def a_row(number=0, reader="r"):
    return {"reader": reader, "topic": f"t{number}", "partition": 0, "position": 1}


def test_a_failed_write_leaves_nothing(store):
    with pytest.raises(LookupError):
        note(store, [a_row()], then=LookupError("a mistake of ours"))
    with store.reading() as connection:
        assert connection.execute(select(positions)).all() == []


def test_a_full_disk_is_something_that_passes(store):
    with store.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(Unavailable, match="disk full"):
        note(store, [a_row(number, reader="r" * 900) for number in range(1000)])


LATER = Table("later", MetaData(), Column("number", Integer))
STEP_2 = Step(2, "a later table", LATER.create)


def test_an_old_store_is_copied_and_then_upgraded(tmp_path):
    first = open_store(tmp_path / "review.db")
    plan = a_plan()
    Station(first, now=None).take(received(an_assessment()), proposed(plan))
    first.close()
    upgraded = open_store(tmp_path / "review.db", steps=(*STEPS, STEP_2))
    with upgraded.reading() as connection:
        assert version_of(connection) == 2
        assert connection.execute(select(LATER)).all() == []
    upgraded.close()
    copy = sqlite3.connect(tmp_path / "review.db.version-1")
    assert copy.execute("SELECT version FROM store_version").fetchone() == (1,)
    assert copy.execute("SELECT plan_id FROM plans").fetchone() == (plan["plan_id"],)
    copy.close()


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(tmp_path):
    open_store(tmp_path / "review.db").close()

    def break_off(connection):
        LATER.create(connection)
        connection.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(OperationalError):
        open_store(tmp_path / "review.db", steps=(*STEPS, Step(2, "breaks", break_off)))
    again = open_store(tmp_path / "review.db")
    with again.reading() as connection:
        assert version_of(connection) == 1
    again.close()


def test_a_newer_store_is_refused(tmp_path):
    open_store(tmp_path / "review.db", steps=(*STEPS, STEP_2)).close()
    with pytest.raises(StoreIsNewer, match="version 2"):
        open_store(tmp_path / "review.db")


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CannotOpen):
        open_store(tmp_path / "nowhere" / "review.db")
