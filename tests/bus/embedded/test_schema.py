import sqlite3
from contextlib import closing

import pytest

from bus.embedded import EmbeddedPublisher, Reader, Schema, Writer, backup
from bus.embedded.log import LOG
from bus.errors import CannotOpen
from tests.bus.adapters import a_message

ONE = Schema("things", (("CREATE TABLE things (name TEXT)",),))
TWO = Schema("things", (*ONE.steps, ("ALTER TABLE things ADD COLUMN size INTEGER",)))
BROKEN = Schema("things", (*ONE.steps, ("CREATE TABLE more (it)", "CREATE TABLE log (it)")))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "things.db"


@pytest.fixture
def old_file(path):
    """A file of version 1 with one thing and one message in it."""
    with Writer(path, also=[ONE]) as writer:
        writer.run(lambda it: it.execute("INSERT INTO things VALUES ('kept')"))
        EmbeddedPublisher(writer).publish([a_message("1")])
    return path


def rows(path, query):
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def test_a_new_file_has_the_log_and_what_the_station_adds(path):
    with Writer(path, also=[TWO]):
        pass
    assert dict(rows(path, "SELECT name, version FROM schema_version")) == {
        "log": LOG.version,
        "things": 2,
    }
    assert list(path.parent.glob("*.before-*")) == []


def test_an_older_file_is_upgraded_after_a_backup(old_file):
    with Writer(old_file, also=[TWO]):
        pass
    assert rows(old_file, "SELECT name, size FROM things") == [("kept", None)]
    (kept,) = old_file.parent.glob("things.db.before-*")
    assert kept.name == "things.db.before-things-2"
    assert rows(kept, "SELECT * FROM things") == [("kept",)]
    assert rows(kept, "SELECT event_id FROM log") == [("1",)]
    assert kept.stat().st_mode & 0o777 == 0o600


def test_an_upgrade_that_fails_changes_nothing(old_file):
    with pytest.raises(CannotOpen, match="already exists"):
        Writer(old_file, also=[BROKEN])
    with Writer(old_file, also=[ONE]):
        pass
    assert rows(old_file, "SELECT name FROM sqlite_master WHERE name = 'more'") == []


def test_a_file_of_a_newer_release_is_refused_and_left_alone(old_file):
    Writer(old_file, also=[TWO]).close()
    before = rows(old_file, "SELECT * FROM schema_version")
    with pytest.raises(CannotOpen, match=r"newer release.*things version 2; this one knows 1"):
        Writer(old_file, also=[ONE])
    assert rows(old_file, "SELECT * FROM schema_version") == before


def test_a_station_may_add_its_tables_to_a_file_later(path):
    Writer(path).close()
    with Writer(path, also=[ONE]) as writer:
        writer.run(lambda it: it.execute("INSERT INTO things VALUES ('new')"))
    assert rows(path, "SELECT * FROM things") == [("new",)]


def test_a_backup_is_whole_while_the_file_is_written(old_file, tmp_path):
    target = tmp_path / "copy.db"
    target.write_bytes(b"an older copy")
    with Writer(old_file, also=[ONE]) as writer:
        EmbeddedPublisher(writer).publish([a_message("2")])
        reader = Reader(old_file)
        reader.run(lambda it: backup(it, target))
        reader.close()
        EmbeddedPublisher(writer).publish([a_message("3")])
    assert rows(target, "SELECT event_id FROM log") == [("1",), ("2",)]
    assert rows(target, "PRAGMA integrity_check") == [("ok",)]
    with Writer(target, also=[ONE]) as restored:
        EmbeddedPublisher(restored).publish([a_message("2"), a_message("3")])
    assert rows(target, "SELECT position, event_id FROM log") == [(0, "1"), (1, "2"), (2, "3")]
