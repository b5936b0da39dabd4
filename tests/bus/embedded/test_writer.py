import resource
import sqlite3
from collections import Counter
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from bus import failpoints
from bus.embedded import EmbeddedFeed, EmbeddedPublisher, Writer, append
from bus.errors import Unavailable
from bus.failpoints import Tripped
from tests.bus.adapters import RECEIVED, a_message, all_of, ids_of

SECONDS = 60


@pytest.fixture
def path(tmp_path):
    return tmp_path / "log.db"


@pytest.fixture
def writer(path):
    with Writer(path) as writer:
        yield writer


def kept(path):
    feed = EmbeddedFeed([(path, RECEIVED)])
    try:
        return ids_of(all_of(feed))
    finally:
        feed.close()


def adding(event_id, **changed):
    return lambda cursor: append(cursor, [a_message(event_id, **changed)])


@contextmanager
def together(writer, works):
    """Hand in all works while the writer is busy with another, so that they share what follows."""
    busy, go_on, answers = Event(), Event(), [None] * len(works)

    def first(_):
        busy.set()
        assert go_on.wait(SECONDS)

    def ask(place, work):
        try:
            answers[place] = writer.run(work)
        except Exception as error:
            answers[place] = error

    threads = [Thread(target=writer.run, args=(first,))]
    threads[0].start()
    assert busy.wait(SECONDS)
    for place, work in enumerate(works):
        threads.append(Thread(target=ask, args=(place, work)))
        threads[-1].start()
        while writer._queue.qsize() < place + 1:
            assert threads[-1].is_alive()
    yield answers
    go_on.set()
    for thread in threads:
        thread.join(SECONDS)


# Sharing a commit


def test_callers_that_come_together_share_one_commit(writer, path):
    before = writer.commits
    with together(writer, [adding(f"{it:02d}") for it in range(50)]) as answers:
        pass
    assert answers == [1] * 50
    assert writer.commits == before + 2, "one for the work that kept it busy, one for all others"
    assert len(kept(path)) == 50


def test_a_commit_takes_in_only_so_many(writer, monkeypatch):
    monkeypatch.setattr("bus.embedded.writer._MOST_AT_ONCE", 10)
    before = writer.commits
    with together(writer, [lambda _: None] * 21):
        pass
    assert writer.commits == before + 1 + 3


def test_many_threads_lose_nothing_and_share(writer, path):
    def client(number):
        for it in range(40):
            EmbeddedPublisher(writer).publish([a_message(f"{number}-{it:02d}", f"p-{number}")])

    threads = [Thread(target=client, args=(it,)) for it in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    found = kept(path)
    assert Counter(found) == Counter(f"{n}-{it:02d}" for n in range(16) for it in range(40))
    for number in range(16):
        mine = [it for it in found if it.startswith(f"{number}-")]
        assert mine == sorted(mine)
    assert writer.commits < 16 * 40


def test_the_answer_comes_only_after_the_commit(writer, path):
    seen = []
    with failpoints.armed("writer.before_commit", lambda: seen.append(kept(path))):
        EmbeddedPublisher(writer).publish([a_message("1")])
    assert seen == [[]], "nobody can read it before the commit"
    assert kept(path) == ["1"]


# Failing alone, failing together


def test_a_failing_work_is_undone_alone(writer, path):
    def failing(cursor):
        append(cursor, [a_message("bad-1"), a_message("bad-2")])
        raise ValueError("mine")

    with together(writer, [adding("1"), failing, adding("2")]) as answers:
        pass
    assert answers[0] == answers[2] == 1
    assert isinstance(answers[1], ValueError)
    assert kept(path) == ["1", "2"]


def test_a_work_sees_what_its_neighbour_in_the_commit_wrote(writer):
    with together(writer, [adding("1"), adding("1")]) as answers:
        pass
    assert answers == [1, 0]


def test_when_the_commit_fails_everybody_is_told_so(writer, path):
    def refused(_):
        raise ValueError("because of what a neighbour wrote, and that is undone too")

    def away():
        raise sqlite3_error(sqlite3.SQLITE_IOERR, "SQLITE_IOERR_FSYNC")

    with (
        failpoints.armed("writer.before_commit", away, nth=2),
        together(writer, [adding("1"), refused, adding("2")]) as answers,
    ):
        pass
    assert [type(it) for it in answers] == [Unavailable] * 3
    assert kept(path) == []
    assert writer.run(adding("1")) == 1


def sqlite3_error(code, name):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode, error.sqlite_errorname = code, name
    return error


def test_a_crash_before_the_commit_leaves_nothing_and_one_after_it_all(writer, path):
    for point, left in (("writer.before_commit", []), ("writer.after_commit", ["1"])):
        with failpoints.armed(point), pytest.raises(Tripped):
            writer.run(adding("1"))
        assert kept(path) == left


def test_a_full_disk_is_unavailable_and_passes(writer, path):
    writer.run(adding("1"))
    (pages,) = writer.run(lambda cursor: cursor.execute("PRAGMA page_count").fetchone())
    writer.run(lambda cursor: cursor.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone())
    with pytest.raises(Unavailable, match="disk full"):
        writer.run(adding("large", body=b"x" * 100_000))
    assert kept(path) == ["1"]
    writer.run(lambda cursor: cursor.execute("PRAGMA max_page_count = 1000000").fetchone())
    assert writer.run(adding("large", body=b"x" * 100_000)) == 1


def test_a_disk_that_fills_up_in_the_commit_itself_is_unavailable_and_passes(writer, path):
    writer.run(adding("1"))
    size = (path.parent / "log.db-wal").stat().st_size
    with files_no_larger_than(size + 20_000), pytest.raises(Unavailable, match="disk full"):
        writer.run(adding("large", body=b"x" * 100_000))
    assert kept(path) == ["1"]
    assert writer.run(adding("large", body=b"x" * 100_000)) == 1


@contextmanager
def files_no_larger_than(size):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_work_that_ends_the_transaction_itself_is_refused(writer, path):
    with pytest.raises(sqlite3.OperationalError):
        writer.run(lambda cursor: cursor.execute("ROLLBACK"))
    assert writer.run(adding("1")) == 1


def test_rows_that_a_work_leaves_unread_neither_hold_up_the_commit_nor_outlive_it(writer, path):
    def careless(cursor):
        return cursor.execute("INSERT INTO topics (name) VALUES ('a'), ('b') RETURNING id")

    held = writer.run(careless)
    writer.run(adding("1"))
    assert kept(path) == ["1"]
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        held.fetchall()


def test_a_work_must_not_wait_for_another(writer):
    with pytest.raises(RuntimeError, match="must not call run"):
        writer.run(lambda _: writer.run(adding("1")))


# Opening and closing


def test_what_was_asked_before_closing_is_done(path):
    writer = Writer(path)
    with together(writer, [adding(f"{it}") for it in range(5)]) as answers:
        closing = Thread(target=writer.close)
        closing.start()
    closing.join(SECONDS)
    assert answers == [1] * 5
    assert len(kept(path)) == 5


def test_a_closed_writer_says_so_and_may_be_closed_again(path):
    writer = Writer(path)
    writer.close()
    writer.close()
    with pytest.raises(Unavailable, match="closed"):
        writer.run(adding("1"))


def test_the_file_remembers_its_number_of_partitions(path):
    with Writer(path, partitions=3) as writer:
        assert writer.partitions == 3
    with Writer(path, partitions=12) as writer:
        assert writer.partitions == 3


def test_a_new_file_has_six_partitions_and_is_its_owners_alone(writer, path):
    writer.run(adding("1"))
    assert writer.partitions == 6
    modes = {it.name: it.stat().st_mode & 0o777 for it in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes
