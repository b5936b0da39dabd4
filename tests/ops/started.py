"""The line over Kafka for a module of tests, and somebody who posts to it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from ops.line.line import KafkaLine, Missing


@contextmanager
def started(line: KafkaLine) -> Iterator[KafkaLine]:
    """Run it for a while; what it stands on may be missing anywhere but in CI."""
    try:
        with line as running:
            yield running
    except Missing as missing:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have it: {missing}")
        pytest.skip(str(missing))


@contextmanager
def poster(line: KafkaLine) -> Iterator[requests.Session]:
    """Whoever posts to it with its key."""
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {line.key}"
        yield session
