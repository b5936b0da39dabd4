"""Garbage behind the last commit is passed over; nothing before it is touched."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from random import Random

import pytest

from benchmarks.crash.wal import end_of_last_commit, tear_tail


@pytest.fixture
def left_behind(tmp_path: Path) -> Path:
    """A database as a dead process leaves it: three rows committed, one under way."""
    path = tmp_path / "it.db"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("PRAGMA cache_size=1")  # so that what is under way is written out
    writer.execute("CREATE TABLE it (word TEXT)")
    for _ in range(3):
        writer.execute("INSERT INTO it VALUES ('kept')")
    writer.execute("BEGIN")
    writer.executemany("INSERT INTO it VALUES (?)", [("x" * 3000,)] * 50)
    dead = tmp_path / "dead.db"
    shutil.copy(path, dead)
    shutil.copy(f"{path}-wal", f"{dead}-wal")
    writer.close()
    return dead


def rows(path: Path) -> list[tuple[str]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT word FROM it").fetchall()
    connection.close()
    return found


@pytest.mark.parametrize("seed", range(5))
def test_a_torn_tail_leaves_what_was_committed(left_behind: Path, seed: int):
    tear_tail(Path(f"{left_behind}-wal"), Random(seed))
    assert rows(left_behind) == [("kept",)] * 3


def test_what_was_under_way_lies_behind_the_last_commit(left_behind: Path):
    written = Path(f"{left_behind}-wal").read_bytes()
    assert 0 < end_of_last_commit(written) < len(written)


def test_cut_before_the_last_commit_a_row_is_gone(left_behind: Path):
    log = Path(f"{left_behind}-wal")
    written = log.read_bytes()
    log.write_bytes(written[: end_of_last_commit(written) - 1])
    assert rows(left_behind) == [("kept",)] * 2


def test_an_empty_log_has_no_commit():
    assert end_of_last_commit(b"") == 0
