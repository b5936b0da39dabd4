"""Where the brokers are, who we are to them, and how long we wait for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

MOST_BYTES = 2 * 1024 * 1024
"""The largest message that topics, publishers and feeds take: a set-aside original fits twice."""


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """
    What every client needs to know.

    Attributes:
        bootstrap: where to ask first: host:port, with commas between.
        security_protocol: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.
        ca_file: the certificates that the brokers' own are checked against; None for the system's.
        sasl_mechanism: SCRAM-SHA-256 or SCRAM-SHA-512, when the protocol asks for it.
        instance: the lasting name of this process in its group. With one, a restart within the
            session keeps its partitions and moves nobody else's; None for a passing member, which
            gives its partitions back when it closes.
        session_timeout_s: after how long a silent member loses its partitions.
        connect_s: how long a new client looks for a broker.
        call_s: how long one call (a commit, asking for positions) may wait for its answer.
        publish_s: how long publishing waits for the acknowledgements.
        window: how many messages may be sent and not yet acknowledged.
        quiet_s: how often a feed asks whether there still is a broker behind the silence.
        stall_s: after how long a partition that has something and gives nothing is a fault.
        hang_s: after how long a call that does not return ends the process, and a publisher that
            gets nothing through is made anew.
        remembered: how many ids of each partition a feed remembers, to pass over repeats.
    """

    bootstrap: str
    security_protocol: str = "PLAINTEXT"
    ca_file: Path | None = None
    sasl_mechanism: str | None = None
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    instance: str | None = None
    session_timeout_s: float = 10.0
    connect_s: float = 5.0
    call_s: float = 5.0
    publish_s: float = 5.0
    window: int = 2000
    quiet_s: float = 5.0
    stall_s: float = 30.0
    hang_s: float = 120.0
    remembered: int = 2048
