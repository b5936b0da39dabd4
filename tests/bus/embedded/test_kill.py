"""A real process is killed again and again, and what is there afterwards is held to its word."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bus.consume import Consumer, ConsumerSettings
from bus.embedded import EmbeddedFeed, EmbeddedLedger, Reader, Writer
from bus.failpoints import EXIT_CODE
from tests.bus.adapters import MADE, RECEIVED, all_of, ids_of, made_of, set_aside_message
from tests.bus.history import History, faults

ROOT = Path(__file__).parents[3]
KILLS = 12
POINTS = [
    "after_poll",
    "after_handle",
    "before_commit",
    "after_commit",
    "writer.before_commit",
    "writer.after_commit",
]


def live_and_die(folder, life, history, *, lines=None, failpoint=""):
    """Run a victim, kill it after so many lines, and write down all that it said."""
    command = [sys.executable, "-m", "tests.bus.embedded.victim", str(folder), str(life), failpoint]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as victim:
        for number, line in enumerate(victim.stdout):
            write_down(line, history)
            if number == lines:
                victim.send_signal(signal.SIGKILL)
    return victim.returncode


def write_down(line, history):
    match line.split():
        case ["send", event_id, key]:
            history.send(event_id, key)
        case ["ack", event_id]:
            history.acknowledge(event_id)


def effects_and_positions(folder):
    """Let the consumer catch up, and give what it made, with its positions before and after."""
    with Writer(folder / "making.db") as making, Writer(folder / "receiving.db") as receiving:
        ledger = EmbeddedLedger(making, "maker", set_aside_message)
        feed = EmbeddedFeed([(receiving.path, RECEIVED)])
        looks = [ledger.positions()]
        consumer = Consumer("maker", feed, ledger, made_of, ConsumerSettings(poll_s=0))
        while consumer.step():
            looks.append(ledger.positions())
        feed.close()
        made = EmbeddedFeed([(making.path, MADE)])
        effects = all_of(made)
        made.close()
    return effects, looks


def assert_sound(folder, history):
    effects, looks = effects_and_positions(folder)
    assert faults(history, ids_of(effects), looks) == []
    assert sum(looks[-1].values()) == len(effects)
    for partition in {it.partition for it in effects}:
        positions = [it.position for it in effects if it.partition == partition]
        assert positions == list(range(len(positions))), "no gap, no double"
    for name in ("receiving.db", "making.db"):
        reader = Reader(folder / name)
        assert reader.run(lambda it: it.execute("PRAGMA integrity_check").fetchall()) == [("ok",)]
        reader.close()


def test_killed_a_dozen_times_it_keeps_every_word(tmp_path):
    seed = int(os.environ.get("FACIALIS_SEED", "0")) or random.randrange(1, 2**31)
    print(f"FACIALIS_SEED={seed}")
    chance, history = random.Random(seed), History()
    for life in range(KILLS):
        lines = chance.randrange(400)
        code = live_and_die(tmp_path, life, history, lines=lines)
        assert code == -signal.SIGKILL
    assert len(history.acknowledged) > KILLS
    assert_sound(tmp_path, history)


@pytest.mark.parametrize("point", POINTS)
def test_dying_at_any_point_it_keeps_every_word(tmp_path, point):
    history = History()
    for life, nth in enumerate((1, 3)):
        code = live_and_die(tmp_path, life, history, failpoint=f"{point}:exit:{nth}")
        assert code == EXIT_CODE
    assert_sound(tmp_path, history)


def test_a_reader_can_read_what_a_killed_process_left_before_anybody_writes_again(tmp_path):
    history = History()
    live_and_die(tmp_path, 0, history, lines=100)
    feed = EmbeddedFeed([(tmp_path / "receiving.db", RECEIVED)])
    assert history.acknowledged.keys() <= set(ids_of(all_of(feed)))
    feed.close()
