"""Several processes in one group come, go and die; nothing is lost, doubled or mixed up."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bus.kafka.feed import KafkaFeed
from tests.bus.kafka.reading import until
from tests.bus.kafka.test_faults import (
    MINUTE,
    Sender,
    after_more_went_through,
    committed,
    everything_is_there_once_and_in_order,
)

pytestmark = pytest.mark.kafka

ROOT = Path(__file__).parents[3]
SESSION_S = 3.0


@pytest.fixture
def source(make_topic):
    return make_topic()


@pytest.fixture
def made(make_topic):
    return make_topic()


@pytest.fixture
def member(settings, source, made):
    """Starts members of the group; ends those that are left."""
    begun = []

    def start(instance=""):
        command = [sys.executable, "-m", "tests.bus.kafka.member"]
        words = settings.bootstrap, "group-" + source, source, made, instance
        begun.append(
            subprocess.Popen([*command, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        )
        return begun[-1]

    yield start
    for it in begun:
        it.kill()
        it.communicate()


def stop(process):
    """End it as an operator does; return its code and after how many seconds."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    return process.wait(MINUTE), time.monotonic() - began


def all_is_made(settings, sender, source):
    return sum(committed(settings, source).values()) >= sender.shipped_to


def test_a_member_that_dies_leaves_its_partitions_to_the_other(settings, member, source, made):
    sender = Sender(source, settings)
    with sender.sending():
        dies, lives = member(), member()
        after_more_went_through(sender, 200)
        until(lambda: len(members_of(settings, "group-" + source)) == 2, MINUTE)
        after_more_went_through(sender, 100)
        dies.kill()
        after_more_went_through(sender, 50)
    began = time.monotonic()
    until(lambda: all_is_made(settings, sender, source), MINUTE)
    assert time.monotonic() - began < SESSION_S + 10  # the session, and a busy machine
    everything_is_there_once_and_in_order(settings, sender, made)
    assert stop(lives)[0] == 0


def test_members_may_come_and_go_while_it_runs(settings, member, source, made):
    sender = Sender(source, settings)
    with sender.sending():
        stays = member()
        for _ in range(3):
            comes = member()
            until(lambda: len(members_of(settings, "group-" + source)) == 2, MINUTE)
            after_more_went_through(sender, 30)
            stop(comes)
    until(lambda: all_is_made(settings, sender, source), MINUTE)
    everything_is_there_once_and_in_order(settings, sender, made)
    assert stop(stays)[0] == 0


def test_told_to_stop_it_ends_within_ten_seconds(settings, member, source):
    process = member()
    until(lambda: members_of(settings, "group-" + source), MINUTE)
    code, seconds = stop(process)
    assert code == 0
    assert seconds < 10


def test_while_the_broker_stands_still_it_ends_within_ten_seconds_too(
    kafka_broker, settings, member, source
):
    process = member()
    until(lambda: members_of(settings, "group-" + source), MINUTE)
    kafka_broker.pause()
    try:
        time.sleep(2)
        _, seconds = stop(process)
    finally:
        kafka_broker.resume()
    assert seconds < 10


def test_of_two_processes_with_one_name_the_first_says_what_is_wrong(
    settings, member, source, make_topic
):
    first = member("same")
    until(lambda: members_of(settings, "group-" + source), MINUTE)
    sender = Sender(source, settings)
    with sender.sending():
        until(lambda: committed(settings, source), MINUTE)
        member("same")
        said, _ = first.communicate(timeout=MINUTE)
    assert first.returncode == 1
    assert "FACIALIS_INSTANCE" in said


def members_of(settings, group):
    """The members that have partitions."""
    from bus.kafka.clients import admin_client

    admin = admin_client(settings)
    try:
        found = admin.describe_groups([group])[group]
        return found["members"] if found["group_state"] == "Stable" else []
    finally:
        admin.close()


def test_partitions_of_several_topics_stay_together(settings, make_topic, opened):
    """Partition n of every topic goes to one member, and with it all of a patient's events."""
    from threading import Event, Thread

    topics = [make_topic(), make_topic()]
    feeds = [opened(KafkaFeed(settings, "group-" + topics[0], topics)) for _ in range(2)]
    done = Event()

    def poll(feed):
        while not done.is_set():
            feed.poll(1, 0.05)

    threads = [Thread(target=poll, args=(it,)) for it in feeds]
    for it in threads:
        it.start()
    try:
        until(lambda: [len(it.partitions()) for it in feeds] == [4, 4], MINUTE)
    finally:
        done.set()
        for it in threads:
            it.join(MINUTE)
    for feed in feeds:
        first, second = ({n for topic, n in feed.partitions() if topic == it} for it in topics)
        assert first == second
