"""What the stations of a line over Kafka may be told from outside, beside what every line may."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from facialis.secret_files import with_files
from facialis.settings import Settings, WrongSettings, set_among
from schemas.topics import TOPICS

DOCUMENTED: Mapping[str, str] = {
    "KAFKA_BOOTSTRAP_SERVERS": "where the brokers are: host:port, with commas between",
    "KAFKA_SECURITY_PROTOCOL": "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL",
    "KAFKA_CA_FILE": "the certificates that the brokers' own are checked against",
    "KAFKA_SASL_MECHANISM": "SCRAM-SHA-256 or SCRAM-SHA-512",
    "KAFKA_USERNAME": "who we are to the brokers",
    "KAFKA_PASSWORD": "the password of that user",
    "KAFKA_PASSWORD_FILE": "a file that holds this password",
    "KAFKA_PARTITIONS": "partitions of each topic that is made; never changed afterwards",
    "KAFKA_REPLICATION": "copies of each topic that is made; 3 where there are three brokers",
    "KAFKA_MIN_INSYNC": "copies that must have a message before it counts; 2 of 3",
    "KAFKA_SESSION_SECONDS": "how long a silent station keeps its partitions",
    "FACIALIS_BIND": "the address to listen on; anything but loopback needs a gateway in front",
    "FACIALIS_INSTANCE": "the name of this process among those of its station, kept when restarted",
    "FACIALIS_URL": "the address that people use; sign-in links begin with it",
    "FACIALIS_STORE": "the review store: postgresql://user@host/name",
    "FACIALIS_STORE_PASSWORD": "the password of the store's user",
    "FACIALIS_STORE_PASSWORD_FILE": "a file that holds this password",
    "FACIALIS_OUTBOX": "intake's outbox: postgresql://user@host/name",
    "FACIALIS_OUTBOX_PASSWORD": "the password of the outbox's user",
    "FACIALIS_OUTBOX_PASSWORD_FILE": "a file that holds this password",
    "FACIALIS_BACKLOG": "how many messages may wait for the brokers before posts are refused",
    "FACIALIS_KEEP_SHIPPED_DAYS": "how long intake keeps what it has shipped",
    "FACIALIS_KEEP_DAYS": "how long topics keep messages: topic=days, with commas between",
}

SECRETS = ("KAFKA_PASSWORD", "FACIALIS_STORE_PASSWORD", "FACIALIS_OUTBOX_PASSWORD")

_PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
_MECHANISMS = ("SCRAM-SHA-256", "SCRAM-SHA-512")
_SERVER = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\]):[0-9]{1,5}\Z")
_INSTANCE = re.compile(r"[A-Za-z0-9._-]{1,120}\Z")


@dataclass(frozen=True, slots=True)
class Brokers:
    """
    Where the brokers are, and who we are to them.

    Attributes:
        servers: host:port, with commas between.
        session_s: seconds after which a silent member loses its partitions.
    """

    servers: str
    security_protocol: str = "PLAINTEXT"
    ca_file: str | None = None
    sasl_mechanism: str | None = None
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    session_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Shape:
    """
    How topics are made.

    Attributes:
        keep_days: by topic, how long its messages are kept; for ever where none is given.
    """

    partitions: int = 6
    replication: int = 1
    min_insync: int = 1
    keep_days: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Database:
    """A database of PostgreSQL; its address never holds the password."""

    url: str
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class LineSettings:
    """
    Everything that a station of a line over Kafka needs to know before it opens.

    Attributes:
        own: what every line may be told.
        instance: the name of this process among those of its station.
        store: None for a file in the data folder; so is outbox.
        url: the address that people use; empty where nobody said.
        backlog: how many messages may wait for the brokers.
        keep_shipped: how long intake keeps what it has shipped.
    """

    own: Settings
    brokers: Brokers
    shape: Shape = field(default_factory=Shape)
    bind: str = "127.0.0.1"
    instance: str = ""
    store: Database | None = None
    outbox: Database | None = None
    url: str = ""
    backlog: int = 1_000_000
    keep_shipped: timedelta = timedelta(days=7)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str], *, data: Path) -> LineSettings:
        """
        Read the settings out of the environment; an empty variable counts as not set.

        Raises:
            WrongSettings: with every fault found, those of every line's settings too.
        """
        own, faults = _own(environ, data)
        given, unread = with_files(set_among(environ, DOCUMENTED), SECRETS)
        if faults := (*faults, *unread, *_faults(given)):
            raise WrongSettings(faults)
        return cls(
            own=own,
            brokers=_brokers(given),
            shape=_shape(given),
            bind=given.get("FACIALIS_BIND", "127.0.0.1"),
            instance=given.get("FACIALIS_INSTANCE") or socket.gethostname(),
            store=_database("FACIALIS_STORE", given),
            outbox=_database("FACIALIS_OUTBOX", given),
            url=given.get("FACIALIS_URL", "").rstrip("/"),
            backlog=int(given.get("FACIALIS_BACKLOG", "1000000")),
            keep_shipped=timedelta(days=int(given.get("FACIALIS_KEEP_SHIPPED_DAYS", "7"))),
        )


def _own(environ: Mapping[str, str], data: Path) -> tuple[Settings, tuple[str, ...]]:
    try:
        return Settings.from_environ(environ, data=data), ()
    except WrongSettings as wrong:
        return Settings(data=data), wrong.faults


def _brokers(given: Mapping[str, str]) -> Brokers:
    return Brokers(
        servers=given["KAFKA_BOOTSTRAP_SERVERS"],
        security_protocol=given.get("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT"),
        ca_file=given.get("KAFKA_CA_FILE"),
        sasl_mechanism=given.get("KAFKA_SASL_MECHANISM"),
        username=given.get("KAFKA_USERNAME"),
        password=given.get("KAFKA_PASSWORD"),
        session_s=float(given.get("KAFKA_SESSION_SECONDS", "10")),
    )


def _shape(given: Mapping[str, str]) -> Shape:
    return Shape(
        partitions=int(given.get("KAFKA_PARTITIONS", "6")),
        replication=int(given.get("KAFKA_REPLICATION", "1")),
        min_insync=int(given.get("KAFKA_MIN_INSYNC", "1")),
        keep_days={topic: int(days) for topic, days in _kept(given.get("FACIALIS_KEEP_DAYS", ""))},
    )


def _database(name: str, given: Mapping[str, str]) -> Database | None:
    url = given.get(name)
    return None if url is None else Database(url, given.get(f"{name}_PASSWORD"))


def _faults(given: Mapping[str, str]) -> Iterator[str]:
    if "KAFKA_BOOTSTRAP_SERVERS" not in given:
        yield (
            "KAFKA_BOOTSTRAP_SERVERS: is not set; write where the brokers are, as in kafka:9092. "
            "Without Kafka everything runs in one process: facialis run."
        )
    for name, value in given.items():
        if check := _CHECKS.get(name):
            yield from (f"{name}: {fault}" for fault in check(value))
    yield from _faults_between(given)


def _faults_between(given: Mapping[str, str]) -> Iterator[str]:
    if given.get("KAFKA_SECURITY_PROTOCOL", "").startswith("SASL"):
        for name in ("KAFKA_SASL_MECHANISM", "KAFKA_USERNAME", "KAFKA_PASSWORD"):
            if name not in given:
                yield f"{name}: is not set, and KAFKA_SECURITY_PROTOCOL asks for it."
    copies, needed = given.get("KAFKA_REPLICATION", "1"), given.get("KAFKA_MIN_INSYNC", "1")
    if copies.isdecimal() and needed.isdecimal() and int(needed) > int(copies):
        yield f"KAFKA_MIN_INSYNC: {needed} of {copies} copies cannot be; write at most {copies}."


def _servers(value: str) -> Iterator[str]:
    for server in value.split(","):
        if not _SERVER.match(server.strip()):
            yield f"'{server.strip()}' is not host:port, as in kafka-1.example:9092."


def _one_of(*words: str) -> Callable[[str], Iterator[str]]:
    def check(value: str) -> Iterator[str]:
        if value not in words:
            yield f"'{value}' is not one of {', '.join(words)}."

    return check


def _whole_number(least: int, most: int) -> Callable[[str], Iterator[str]]:
    def check(value: str) -> Iterator[str]:
        if not value.isdecimal() or not least <= int(value) <= most:
            yield f"'{value}' is not a whole number from {least} to {most}."

    return check


def _postgres(value: str) -> Iterator[str]:
    scheme, _, rest = value.partition("://")
    if scheme != "postgresql" or not rest:
        yield "is not an address of PostgreSQL; write postgresql://user@host/name."
    elif ":" in rest.partition("@")[0] and "@" in rest:
        yield "holds a password, which logs and listings would show; set it in …_PASSWORD_FILE."


def _url(value: str) -> Iterator[str]:
    if not value.startswith(("https://", "http://")):
        yield f"'{value}' is not a web address; begin with https://."


def _instance(value: str) -> Iterator[str]:
    if not _INSTANCE.match(value):
        yield f"'{value}' has more than letters, digits, dot, dash and underscore."


def _readable(value: str) -> Iterator[str]:
    if not Path(value).is_file():
        yield f"there is no file {value}."


def _kept(value: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, (it.strip() for it in value.split(","))):
        topic, _, days = part.partition("=")
        yield topic.strip(), days.strip()


def _keep_days(value: str) -> Iterator[str]:
    for topic, days in _kept(value):
        if topic not in TOPICS:
            yield f"'{topic}' is no topic of ours; there are {', '.join(TOPICS)}."
        if not days.isdecimal() or not int(days):
            yield f"'{days}' for {topic} is not a number of days, 1 or more."


_CHECKS: Mapping[str, Callable[[str], Iterator[str]]] = {
    "KAFKA_BOOTSTRAP_SERVERS": _servers,
    "KAFKA_SECURITY_PROTOCOL": _one_of(*_PROTOCOLS),
    "KAFKA_CA_FILE": _readable,
    "KAFKA_SASL_MECHANISM": _one_of(*_MECHANISMS),
    "KAFKA_PARTITIONS": _whole_number(1, 1000),
    "KAFKA_REPLICATION": _whole_number(1, 9),
    "KAFKA_MIN_INSYNC": _whole_number(1, 9),
    "KAFKA_SESSION_SECONDS": _whole_number(1, 1800),
    "FACIALIS_INSTANCE": _instance,
    "FACIALIS_URL": _url,
    "FACIALIS_STORE": _postgres,
    "FACIALIS_OUTBOX": _postgres,
    "FACIALIS_BACKLOG": _whole_number(1, 1_000_000_000),
    "FACIALIS_KEEP_SHIPPED_DAYS": _whole_number(0, 36500),
    "FACIALIS_KEEP_DAYS": _keep_days,
}
