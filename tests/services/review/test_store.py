"""The store as a file: durable, held by one process, upgraded after a backup."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns
from threading import Thread

import pytest
from sqlalchemy import func, insert, inspect, select, text
from sqlalchemy.exc import OperationalError

from bus.errors import CannotOpen, Unavailable
from services.review.store.connect import reading_engine, writing_engine
from services.review.store.knowing import read_plan
from services.review.store.store import open_store, open_to_look
from services.review.store.tables import metadata, people, positions
from services.review.store.upgrade import STEPS, StoreIsNewer, newest, version_of
from tests.services.review.builders import NOON, a_plan, an_assessment, proposed, received
from tests.services.review.station import Station


def test_every_commit_reaches_the_disk(tmp_path):
    engine = writing_engine(tmp_path / "review.db")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    engine.dispose()


def test_the_file_is_for_its_owner_only(file_store, tmp_path):
    assert (tmp_path / "review.db").stat().st_mode & 0o777 == 0o600


def test_another_process_is_refused(file_store, tmp_path):
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


def test_a_reader_that_comes_and_goes_leaves_the_writers_lock_alone(file_store, tmp_path):
    with file_store.writing() as connection:
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


def test_readers_cannot_write(file_store, tmp_path):
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


def test_a_full_disk_is_something_that_passes(file_store):
    with file_store.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(Unavailable, match="disk full"):
        note(file_store, [a_row(number, reader="r" * 900) for number in range(1000)])


def later(tmp_path, *statements):
    """The steps of a release to come, which takes one more."""
    steps = tmp_path / "later"
    # Another process may be writing its byte code at this moment.
    copytree(STEPS, steps, ignore=ignore_patterns("__pycache__"))
    number = newest() + 1
    (steps / f"step_{number:04}_later.py").write_text(
        "from alembic import op\n"
        f"revision, down_revision = '{number:04}', '{number - 1:04}'\n"
        "def upgrade():\n" + "".join(f"    op.execute({statement!r})\n" for statement in statements)
    )
    return steps


def test_an_old_store_is_copied_and_then_upgraded(tmp_path):
    first = open_store(tmp_path / "review.db")
    plan = a_plan()
    Station(first, now=None).take(received(an_assessment()), proposed(plan))
    first.close()
    steps = later(tmp_path, "CREATE TABLE later (number INTEGER)")
    upgraded = open_store(tmp_path / "review.db", steps=steps)
    with upgraded.reading() as connection:
        assert version_of(connection) == newest() + 1
        assert connection.execute(text("SELECT * FROM later")).all() == []
    upgraded.close()
    copy = sqlite3.connect(tmp_path / f"review.db.version-{newest()}")
    assert copy.execute("SELECT plan_id FROM plans").fetchone() == (plan["plan_id"],)
    assert copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'later'").fetchone() is None
    copy.close()


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(tmp_path):
    open_store(tmp_path / "review.db").close()
    steps = later(tmp_path, "CREATE TABLE later (number INTEGER)", "SELECT nothing FROM nowhere")
    with pytest.raises(OperationalError):
        open_store(tmp_path / "review.db", steps=steps)
    again = open_store(tmp_path / "review.db")
    with again.reading() as connection:
        assert version_of(connection) == newest()
        assert not inspect(connection).has_table("later")
    again.close()


def test_a_newer_store_is_refused(tmp_path):
    steps = later(tmp_path, "CREATE TABLE later (number INTEGER)")
    open_store(tmp_path / "review.db", steps=steps).close()
    with pytest.raises(StoreIsNewer, match=f"version {newest() + 1}"):
        open_store(tmp_path / "review.db")


class TestTheStoreOfTheFirstRelease:
    """Written before there was Alembic: one plan, half decided, opened by somebody signed in."""

    @pytest.fixture
    def opened(self, tmp_path, open_file):
        old = sqlite3.connect(tmp_path / "review.db")
        old.executescript(Path(__file__).with_name("store_of_the_first_release.sql").read_text())
        old.close()
        return open_file()

    def test_is_taken_over_with_all_that_is_in_it(self, opened, tmp_path):
        station, plan = Station(opened, now=NOON), a_plan()
        shown = station.plan(plan["plan_id"])
        assert shown["review"]["state"] == "partly_decided"
        assert shown["stages"] == plan["stages"]
        before = sqlite3.connect(tmp_path / "review.db.version-1")
        with opened.reading() as connection:
            assert version_of(connection) == newest()
            for table in metadata.tables.values():
                if table.name != "passages":
                    (count,) = before.execute(f"SELECT count(*) FROM {table.name}").fetchone()
                    found = connection.scalar(select(func.count()).select_from(table))
                    assert found == count, table.name
        before.close()

    def test_goes_on_from_there(self, opened):
        station, plan = Station(opened, now=NOON), a_plan()
        stage = {"stage": "rehabilitate", "decision_id": "decision-2"}
        assert station.decide(plan["plan_id"], **stage).status_code == 201
        assert station.plan(plan["plan_id"])["review"]["state"] == "decided"

    def test_is_refused_by_that_release_from_then_on(self, opened):
        # It knows version 1, and looks for the number in this table.
        with opened.reading() as connection:
            assert connection.scalar(text("SELECT version FROM store_version")) == 2

    def test_has_the_tables_of_a_new_one(self, opened):
        assert differences(opened) == []


def test_the_steps_make_the_tables_that_are_written_down(store):
    assert differences(store) == []


def differences(store):
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    def ours(thing, name, kind, *_):
        return name not in ("store_version", "sqlite_sequence")

    with store.reading() as connection:
        options = {"compare_type": True, "include_object": ours}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
        partial = {
            index["name"]
            for table in metadata.tables
            for index in inspect(connection).get_indexes(table)
            if any(option.endswith("_where") for option in index["dialect_options"])
        }
    wanted = {"assessments_replacing", "plans_waking", "outbox_to_ship"}
    return found + sorted(partial ^ wanted)


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CannotOpen):
        open_store(tmp_path / "nowhere" / "review.db")
