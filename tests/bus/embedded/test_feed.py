import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from bus.embedded import EmbeddedFeed, EmbeddedPublisher, Reader, Writer
from bus.errors import Unavailable
from tests.bus.adapters import RECEIVED, WITHDRAWN, a_message, all_of, ids_of

ROOT = Path(__file__).parents[3]
SECONDS = 60
PUBLISH_WHEN_ASKED = """
import sys
from pathlib import Path
from bus.embedded import EmbeddedPublisher, Writer
from bus.port import Message
with Writer(Path(sys.argv[1])) as writer:
    print("ready", flush=True)
    for line in sys.stdin:
        named = line.strip().encode()
        message = Message(sys.argv[2], b"k", line.strip(), (("ce_id", named),), named)
        EmbeddedPublisher(writer).publish([message])
"""


@pytest.fixture
def feed_of():
    feeds = []

    def make(*sources):
        feeds.append(EmbeddedFeed(sources))
        return feeds[-1]

    yield make
    for feed in feeds:
        feed.close()


def publish(writer, *ids, topic=RECEIVED):
    EmbeddedPublisher(writer).publish([a_message(it, topic=topic) for it in ids])


def test_a_file_that_is_not_there_yet_is_waited_for_and_not_made(tmp_path, feed_of):
    path = tmp_path / "later.db"
    feed = feed_of((path, RECEIVED))
    feed.start({})
    assert feed.poll(10, 0.01) == []
    assert list(tmp_path.iterdir()) == []
    with Writer(path) as writer:
        publish(writer, "1")
        assert ids_of(feed.poll(10, SECONDS)) == ["1"]


def test_positions_count_for_a_file_that_comes_later(tmp_path, feed_of):
    path = tmp_path / "later.db"
    feed = feed_of((path, RECEIVED))
    with Writer(path) as writer:
        publish(writer, "1", "2", "3")
        (partition,) = {it.partition for it in all_of(feed_of((path, RECEIVED)))}
        feed.start({(RECEIVED, partition): 2})
        assert ids_of(feed.poll(10, 0)) == ["3"]


def test_a_file_still_without_tables_is_waited_for(tmp_path, feed_of):
    path = tmp_path / "empty.db"
    path.touch()
    feed = feed_of((path, RECEIVED))
    assert feed.poll(10, 0.01) == []
    with Writer(path) as writer:
        publish(writer, "1")
        assert ids_of(feed.poll(10, SECONDS)) == ["1"]


def test_several_topics_of_several_files_come_through_one_feed(tmp_path, feed_of):
    with Writer(tmp_path / "a.db") as a, Writer(tmp_path / "b.db", partitions=2) as b:
        publish(a, "1")
        publish(a, "2", topic=WITHDRAWN)
        publish(a, "unasked", topic="other.v1")
        publish(b, "3", topic="plans.v1")
        feed = feed_of((a.path, RECEIVED), (a.path, WITHDRAWN), (b.path, "plans.v1"))
        assert sorted(ids_of(all_of(feed))) == ["1", "2", "3"]


def test_a_writer_of_this_process_wakes_a_waiting_feed(tmp_path, feed_of):
    with Writer(tmp_path / "a.db") as writer:
        feed = feed_of((writer.path, RECEIVED))
        feed.poll(10, 0)
        waiting, found = Event(), []

        def wait():
            waiting.set()
            found.extend(feed.poll(10, SECONDS))

        thread = Thread(target=wait)
        thread.start()
        waiting.wait()
        publish(writer, "1")
        thread.join(SECONDS / 2)
        assert ids_of(found) == ["1"], "it did not wait its time out"


def test_what_another_process_writes_is_seen_soon(tmp_path, feed_of):
    path = tmp_path / "theirs.db"
    feed = feed_of((path, RECEIVED))
    command = [sys.executable, "-c", PUBLISH_WHEN_ASKED, str(path), RECEIVED]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout.readline() == "ready\n"
        for number in range(3):
            began = time.monotonic()
            process.stdin.write(f"{number}\n")
            process.stdin.flush()
            assert ids_of(feed.poll(10, SECONDS)) == [str(number)]
            assert time.monotonic() - began < SECONDS / 2


def test_a_feed_outlives_its_writer_and_reads_what_the_next_one_writes(tmp_path, feed_of):
    path = tmp_path / "a.db"
    feed = feed_of((path, RECEIVED))
    for number in range(3):
        with Writer(path) as writer:
            publish(writer, str(number))
            assert ids_of(feed.poll(10, SECONDS)) == [str(number)]
        assert feed.poll(10, 0) == []


def test_a_body_erased_in_the_log_is_delivered_as_none_in_its_place(tmp_path, feed_of):
    with Writer(tmp_path / "a.db") as writer:
        publish(writer, "1", "2", "3")
        writer.run(lambda it: it.execute("UPDATE log SET body = NULL WHERE event_id = '2'"))
        found = all_of(feed_of((writer.path, RECEIVED)))
        assert [(it.position, it.body) for it in found] == [(0, b"1"), (1, None), (2, b"3")]
        publish(writer, "2")
        assert len(all_of(feed_of((writer.path, RECEIVED)))) == 3, "its id still stands there"


def test_a_damaged_file_is_not_taken_for_an_empty_one(tmp_path, feed_of):
    path = tmp_path / "damaged.db"
    path.write_bytes(b"no database" * 500)
    with pytest.raises(Exception, match="not a database"):
        feed_of((path, RECEIVED)).poll(10, 0)


def test_a_reader_says_when_there_is_nothing_to_read(tmp_path):
    with pytest.raises(Unavailable, match="cannot be opened"):
        Reader(tmp_path / "nowhere.db").run(lambda it: it.execute("SELECT 1 FROM log").fetchall())


def test_a_reader_serves_many_threads_and_reopens_after_an_error(tmp_path):
    with Writer(tmp_path / "a.db") as writer:
        publish(writer, *map(str, range(10)))
        reader, counts = Reader(writer.path), []

        def count(connection):
            return connection.execute("SELECT count(*) FROM log").fetchone()[0]

        def wrong(connection):
            connection.execute("SELECT 1 FROM nowhere")

        with pytest.raises(Exception, match="no such table"):
            reader.run(wrong)
        threads = [Thread(target=lambda: counts.append(reader.run(count))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SECONDS)
        reader.close()
        assert counts == [10] * 8
