"""
The rule on which nothing-is-lost rests: one connection writes a file, and every commit is on disk.

Another process is a real one here, since SQLite's locks do not hold within a process.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from bus.embedded import EmbeddedPublisher, Reader, Writer, append, connections
from bus.errors import CannotOpen
from tests.bus.adapters import a_message

ROOT = Path(__file__).parents[3]
LONG_S = 60
TRY_TO_WRITE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0)
try:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")
    print("let in")
except sqlite3.OperationalError as error:
    print(error)
"""
OPEN_A_WRITER = """
import sys
from pathlib import Path
from bus.embedded import Writer
from bus.errors import CannotOpen
try:
    writer = Writer(Path(sys.argv[1]))
except CannotOpen as error:
    sys.exit(str(error))
print("open", flush=True)
sys.stdin.read()
"""
PUBLISH_TEN_TIMES = """
import sys
from pathlib import Path
from bus.embedded import EmbeddedPublisher, Writer
from bus.port import Message
counted = Path(sys.argv[2])
with Writer(Path(sys.argv[1])) as writer:
    before = counted.stat().st_size
    for number in range(10):
        EmbeddedPublisher(writer).publish([Message("t", b"k", str(number), (), b"body")])
    print(counted.stat().st_size - before)
"""
COUNT_SYNCS = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
static void count(void) {
    int to = open(getenv("SYNCS"), O_WRONLY | O_APPEND);
    if (to >= 0) { if (write(to, ".", 1)) {} close(to); }
}
int fsync(int fd) {
    count(); return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd);
}
int fdatasync(int fd) {
    count(); return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd);
}
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "log.db"


def python(code, *arguments, **changed):
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    given = {"cwd": ROOT, "text": True, **pipes}
    return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], **(given | changed))


def another_process(code, *arguments):
    with python(code, *arguments) as process:
        out, told = process.communicate(timeout=LONG_S)
    return (out + told).strip()


class HeldOpen:
    """A transaction held open in the writer until the block ends."""

    def __init__(self, writer):
        self.writer, self.inside, self.go_on = writer, Event(), Event()

    def __enter__(self):
        self.thread = Thread(target=self.writer.run, args=(self.work,))
        self.thread.start()
        assert self.inside.wait(LONG_S)

    def __exit__(self, *_):
        self.go_on.set()
        self.thread.join(LONG_S)

    def work(self, cursor):
        append(cursor, [a_message("1")])
        self.inside.set()
        assert self.go_on.wait(4 * LONG_S)


def read_and_close(path):
    reader = Reader(path)
    count = reader.run(lambda it: it.execute("SELECT count(*) FROM log").fetchone()[0])
    reader.close()
    return count


def test_while_a_write_is_open_a_reader_may_come_and_go_and_no_other_process_gets_in(path):
    with Writer(path) as writer, HeldOpen(writer):
        assert read_and_close(path) == 0, "what is not committed is not seen"
        assert another_process(TRY_TO_WRITE, path) == "database is locked"
        read_and_close(path)
        assert another_process(TRY_TO_WRITE, path) == "database is locked"


def test_between_writes_the_file_would_be_open_to_others_so_the_check_above_can_fail(path):
    with Writer(path):
        assert another_process(TRY_TO_WRITE, path) == "let in"


def test_opening_a_file_by_other_means_would_let_another_process_in(path):
    """Why the rule is there: closing any handle of ours drops all of SQLite's locks on it."""
    with Writer(path) as writer, HeldOpen(writer):
        with open(f"{path}-shm", "rb"):
            pass
        assert another_process(TRY_TO_WRITE, path) == "let in"


def test_a_reader_can_neither_write_nor_checkpoint_nor_create(path):
    reader = Reader(path)
    assert not reader.exists()
    with Writer(path) as writer:
        EmbeddedPublisher(writer).publish([a_message("1")])
        with pytest.raises(Exception, match="cannot be written"):
            reader.run(lambda it: it.execute("DELETE FROM log"))
        wal = path.with_name("log.db-wal")
        size = wal.stat().st_size
        read_and_close(path)
        assert wal.stat().st_size == size > 0
    reader.close()


def test_a_second_writer_in_another_process_is_refused_by_name_of_the_first(path):
    with Writer(path):
        told = another_process(OPEN_A_WRITER, path)
    assert f"held by process {os.getpid()}" in told
    assert str(path) in told


def test_a_second_writer_in_the_same_process_is_refused_too(path):
    with Writer(path), pytest.raises(CannotOpen, match=f"held by process {os.getpid()}"):
        Writer(path)
    Writer(path).close()


def test_after_kill_9_the_file_is_free_again(path):
    with python(OPEN_A_WRITER, path) as process:
        assert process.stdout.readline() == "open\n"
        with pytest.raises(CannotOpen, match=f"held by process {process.pid}"):
            Writer(path)
        process.send_signal(signal.SIGKILL)
    Writer(path).close()


def test_the_writer_commits_to_the_disk_and_to_a_write_ahead_log(path):
    with Writer(path) as writer:
        pragmas = {
            name: writer.run(lambda it, name=name: it.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("synchronous", "journal_mode", "foreign_keys", "secure_delete")
        }
    assert pragmas == {
        "synchronous": 2,
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
    }


@pytest.mark.parametrize(
    ("instead", "named"),
    [
        (("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL"), "synchronous is 1"),
        (("PRAGMA journal_mode=DELETE", "PRAGMA synchronous=FULL"), "journal_mode is 'delete'"),
    ],
)
def test_a_file_on_which_a_commit_would_mean_less_is_refused(path, monkeypatch, instead, named):
    monkeypatch.setattr(connections, "_WRITER_PRAGMAS", instead)
    with pytest.raises(CannotOpen, match=named):
        Writer(path)
    monkeypatch.undo()
    Writer(path).close()


@pytest.mark.skipif(shutil.which("cc") is None, reason="counts fsyncs with a shim in C")
@pytest.mark.skipif(sys.platform != "linux", reason="macOS preloads by other names")
def test_each_acknowledged_commit_was_synced(path, tmp_path):
    shim, counted = tmp_path / "syncs.so", tmp_path / "syncs"
    compiler = ["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", str(shim), "-ldl"]
    subprocess.run(compiler, input=COUNT_SYNCS, text=True, check=True)
    counted.touch()
    environment = {**os.environ, "LD_PRELOAD": str(shim), "SYNCS": str(counted)}
    with python(PUBLISH_TEN_TIMES, path, counted, env=environment) as process:
        out, told = process.communicate(timeout=LONG_S)
    assert told == ""
    assert int(out) >= 10


def test_a_file_that_is_no_database_is_refused_and_left_alone(path):
    path.write_bytes(b"something else entirely, " * 50)
    with pytest.raises(CannotOpen, match="not a database"):
        Writer(path)
    assert path.read_bytes().startswith(b"something else")


def test_a_database_of_somebody_else_is_refused(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (it)")
    connection.close()
    with pytest.raises(CannotOpen, match="not a file of ours"):
        Writer(path)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CannotOpen, match="No such file or directory"):
        Writer(tmp_path / "nowhere" / "log.db")
