"""The outbox in PostgreSQL: several intakes write it, one relay ships it, nothing is left out."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event, Thread

import pytest

from bus import failpoints
from bus.errors import Unavailable
from bus.port import Message
from bus.postgres.tables import TablesAreNewer
from bus.relay import Relay
from facialis.clock import now
from services.intake.accept import Sender, accept
from services.intake.outbox_postgres import PostgresOutbox
from tests.builders import NOW, an_assessment
from tests.postgres_server import cut_all, execute
from tests.waiting import until

pytestmark = pytest.mark.postgres

SENDER = Sender("ehr")
LONG_S = 60.0


@pytest.fixture
def outbox(postgres: str) -> Iterator[PostgresOutbox]:
    opened = PostgresOutbox(postgres)
    yield opened
    opened.close()


@pytest.fixture
def another(postgres: str) -> Iterator[PostgresOutbox]:
    """The same outbox, as another process has it."""
    opened = PostgresOutbox(postgres)
    yield opened
    opened.close()


class Gathers:
    """A broker that keeps what it is given, and may be told to be away."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.away = False

    def publish(self, messages: list[Message]) -> None:
        if self.away:
            raise Unavailable("the brokers")
        self.messages += messages


def take(outbox: PostgresOutbox, assessment_id: str, *, patient_ref: str = "P-1") -> None:
    accept(
        an_assessment(assessment_id=assessment_id, patient_ref=patient_ref),
        sender=SENDER,
        outbox=outbox,
        now=NOW,
        new_id=lambda: "unused",
    )


def drain(outbox: PostgresOutbox) -> list[str]:
    broker = Gathers()
    shipping = outbox.shipping()
    relay = Relay("relay", shipping, broker)
    # The server lets go of a turn when it notices that the one before is gone.
    while until(relay.step, passing=Unavailable):
        pass
    shipping.close()
    return subjects(broker.messages)


def subjects(messages: list[Message]) -> list[str]:
    return [dict(message.headers)["ce_subject"].decode() for message in messages]


def test_who_commits_late_with_a_lower_number_is_not_passed_over(
    outbox: PostgresOutbox, another: PostgresOutbox
) -> None:
    broker = Gathers()
    relay = Relay("relay", outbox.shipping(), broker)
    reached, go_on = Event(), Event()

    def hold() -> None:
        reached.set()
        go_on.wait(LONG_S)

    with failpoints.armed("postgres_outbox.before_commit", hold):
        slow = Thread(target=take, args=(another, "late"))
        slow.start()
        assert reached.wait(LONG_S)
    take(outbox, "early", patient_ref="P-2")
    assert relay.step() == 1
    assert subjects(broker.messages) == ["early"]
    go_on.set()
    slow.join()
    assert relay.step() == 1
    assert subjects(broker.messages) == ["early", "late"]
    assert relay.step() == 0
    assert numbers(outbox) == {"late": 1, "early": 2}


def numbers(outbox: PostgresOutbox) -> dict[str, int]:
    with outbox._engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT assessment_id, number FROM to_ship JOIN accepted ON key = patient_ref::bytea"
        )
        return {row.assessment_id: row.number for row in rows}


def test_what_was_answered_before_another_began_is_shipped_before_it(
    outbox: PostgresOutbox, another: PostgresOutbox
) -> None:
    for number in range(20):
        take((outbox, another)[number % 2], f"A-{number:02}")
    assert drain(outbox) == [f"A-{number:02}" for number in range(20)]


def test_while_the_brokers_are_away_nothing_is_lost_or_turned_around(
    outbox: PostgresOutbox,
) -> None:
    broker = Gathers()
    relay = Relay("relay", outbox.shipping(), broker)
    take(outbox, "A-1")
    assert relay.step() == 1
    broker.away = True
    for number in (2, 3):
        take(outbox, f"A-{number}")
        with pytest.raises(Unavailable):
            relay.step()
    assert outbox.depth() == 2
    broker.away = False
    assert relay.step() == 2
    assert subjects(broker.messages) == ["A-1", "A-2", "A-3"]
    assert outbox.depth() == 0


def test_what_is_read_again_before_it_was_marked_comes_again(outbox: PostgresOutbox) -> None:
    for number in range(4):
        take(outbox, f"A-{number}")
    shipping = outbox.shipping()
    first = shipping.read(0, 2)
    assert subjects([message for _, message in first]) == ["A-0", "A-1"]
    more = shipping.read(first[-1][0], 10)
    assert subjects([message for _, message in more]) == ["A-2", "A-3"]
    assert [seq for seq, _ in (*first, *more)] == sorted({seq for seq, _ in (*first, *more)})
    again = shipping.read(0, 10)
    assert subjects([message for _, message in again]) == ["A-0", "A-1", "A-2", "A-3"]
    shipping.shipped(again[1][0])
    shipping.shipped(again[1][0])
    rest = shipping.read(again[1][0], 10)
    assert subjects([message for _, message in rest]) == ["A-2", "A-3"]


@pytest.mark.parametrize("point", ["relay.before_publish", "relay.after_publish"])
def test_a_relay_that_dies_leaves_the_rest_to_the_next(outbox: PostgresOutbox, point: str) -> None:
    take(outbox, "A-1")
    take(outbox, "A-2")
    broker = Gathers()
    dying = outbox.shipping()
    with failpoints.armed(point), pytest.raises(failpoints.Tripped):
        Relay("relay", dying, broker).step()
    dying.close()
    assert drain(outbox) == ["A-1", "A-2"]
    assert drain(outbox) == []


KILLED = """
import os, sys
from bus import failpoints
from services.intake.outbox_postgres import PostgresOutbox
from tests.services.intake.test_outbox_postgres import take
outbox = PostgresOutbox(sys.argv[1])
take(outbox, "kept")
failpoints.activate(sys.argv[2])
take(outbox, "last")
"""


@pytest.mark.parametrize(
    ("point", "shipped"),
    [
        ("postgres_outbox.before_commit:exit", ["kept"]),
        ("postgres_outbox.after_commit:exit", ["kept", "last"]),
    ],
)
def test_an_intake_that_dies_leaves_what_it_committed_and_no_more(
    postgres: str, point: str, shipped: list[str]
) -> None:
    died = subprocess.run([sys.executable, "-c", KILLED, postgres, point], check=False)
    assert died.returncode == failpoints.EXIT_CODE
    outbox = PostgresOutbox(postgres)
    assert drain(outbox) == shipped
    assert (outbox.find("ehr", "last") is not None) == ("last" in shipped)
    outbox.close()


def test_one_ships_and_another_stands_by_until_it_ends(
    outbox: PostgresOutbox, another: PostgresOutbox
) -> None:
    take(outbox, "A-1")
    first, second = outbox.shipping(), another.shipping()
    assert len(first.read(0, 10)) == 1
    with pytest.raises(Unavailable, match="another process"):
        second.read(0, 10)
    first.close()
    # The server lets go of a turn when it notices that its holder is gone.
    assert len(until(lambda: second.read(0, 10), passing=Unavailable)) == 1


def test_a_connection_that_was_cut_is_made_anew(outbox: PostgresOutbox, postgres: str) -> None:
    take(outbox, "A-1")
    shipping = outbox.shipping()
    assert len(shipping.read(0, 10)) == 1
    cut_all(postgres)
    take(outbox, "A-2")
    assert len(shipping.read(0, 10)) == 2


def test_a_server_that_is_not_there_is_something_that_passes() -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        PostgresOutbox("postgresql://nobody@127.0.0.1:1/none")


def test_a_cut_in_the_middle_leaves_nothing_and_is_something_that_passes(
    outbox: PostgresOutbox, postgres: str
) -> None:
    with (
        failpoints.armed("postgres_outbox.before_commit", lambda: cut_all(postgres)),
        pytest.raises(Unavailable),
    ):
        take(outbox, "A-1")
    assert outbox.find("ehr", "A-1") is None
    assert outbox.depth() == 0


def test_what_waits_is_counted_and_aged(outbox: PostgresOutbox) -> None:
    assert (outbox.depth(), outbox.backlog().oldest) == (0, None)
    before = now()
    take(outbox, "A-1")
    take(outbox, "A-2")
    backlog = outbox.backlog()
    assert backlog.events == 2
    assert backlog.oldest is not None
    assert abs(backlog.oldest - before) < timedelta(minutes=1)
    drain(outbox)
    assert outbox.depth() == 0


def test_what_was_shipped_is_kept_for_a_time_and_what_was_not_for_ever(
    outbox: PostgresOutbox,
) -> None:
    take(outbox, "A-1")
    drain(outbox)
    take(outbox, "A-2")
    assert outbox.prune(now() - timedelta(days=1)) == 0
    assert outbox.prune(now() + timedelta(days=1)) == 1
    assert outbox.prune(now() + timedelta(days=1)) == 0
    assert drain(outbox) == ["A-2"]
    assert outbox.find("ehr", "A-1") is not None


def test_what_was_shipped_can_be_shipped_again(outbox: PostgresOutbox) -> None:
    take(outbox, "A-1")
    take(outbox, "A-2")
    drain(outbox)
    assert outbox.ship_again(now() + timedelta(days=1)) == 0
    assert outbox.ship_again(now() - timedelta(days=1)) == 2
    assert drain(outbox) == ["A-1", "A-2"]


def test_who_is_forgotten_is_forgotten_on_the_way_out_too(outbox: PostgresOutbox) -> None:
    take(outbox, "A-1")
    take(outbox, "B-1", patient_ref="P-2")
    assert outbox.forget("P-1") == 1
    bodies = {m.key: m.body for _, m in outbox.shipping().read(0, 10)}
    assert bodies[b"P-1"] is None
    assert bodies[b"P-2"] is not None


def test_several_may_start_at_once(postgres: str) -> None:
    opened: list[PostgresOutbox] = []
    start: Callable[[], None] = lambda: opened.append(PostgresOutbox(postgres))  # noqa: E731
    threads = [Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 6
    for each in opened:
        each.close()


def test_tables_of_a_later_release_are_refused(outbox: PostgresOutbox, postgres: str) -> None:
    execute(postgres, "UPDATE schema_version SET version = version + 1")
    with pytest.raises(TablesAreNewer, match="Run the release that made them"):
        PostgresOutbox(postgres)


def test_a_commit_means_the_disk_whatever_the_server_is_set_to(postgres: str) -> None:
    name = postgres.rpartition("/")[2]
    execute(postgres, f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    outbox = PostgresOutbox(postgres)
    with outbox._engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
    outbox.close()


def test_a_password_is_used(postgres: str) -> None:
    outbox = PostgresOutbox(postgres, password="a secret")
    with outbox._engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        assert raw.info.password == "a secret"
    assert "a secret" not in repr(outbox._engine)
    outbox.close()
