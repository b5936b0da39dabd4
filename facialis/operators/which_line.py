"""Which line an operator means: the one over Kafka that is set, or the one in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from bus.errors import BusError
from bus.port import Publisher
from facialis.files import REVIEW
from facialis.operators.asides import Aside, retry_of
from facialis.operators.handing_on import hand_on
from facialis.operators.logs import EmbeddedLogs, Logs
from facialis.settings_line import LineSettings
from facialis.trouble import Trouble


def over_kafka(environ: Mapping[str, str], data: Path) -> LineSettings | None:
    """
    Read how the line over Kafka is reached; None where none is set, and the folder is meant.

    Raises:
        Trouble: something that is set cannot be used; names all of it.
    """
    if not environ.get("KAFKA_BOOTSTRAP_SERVERS", "").strip():
        return None
    return LineSettings.from_environ(environ, data=data)


@contextmanager
def logs_of(environ: Mapping[str, str], data: Path) -> Iterator[Logs]:
    """
    Open the topics of the line that is meant, to be read.

    Raises:
        Trouble: there is no such line, or its brokers are away.
    """
    settings = over_kafka(environ, data)
    if settings is None and not data.is_dir():
        raise Trouble(f"There is no folder {data}.", mend="Name another one with --data DIR")
    logs = EmbeddedLogs(data) if settings is None else _kafka_logs(settings)
    with telling(), closing(logs):
        yield logs


@contextmanager
def publisher_of(settings: LineSettings) -> Iterator[Publisher]:
    """Open what publishes to the line over Kafka."""
    # The client of Kafka is for those who have it; a line in a folder does without.
    from bus.kafka.publisher import KafkaPublisher
    from facialis.kafka_pipe import kafka_of

    with telling(), closing(KafkaPublisher(kafka_of(settings, "operator"))) as publisher:
        yield publisher


def hander_on(environ: Mapping[str, str], data: Path) -> Callable[[Sequence[Aside]], None]:
    """Make what hands on again what was set aside, on the line that is meant."""
    settings = over_kafka(environ, data)
    return partial(hand_on, data) if settings is None else partial(_publish, settings)


@contextmanager
def telling() -> Iterator[None]:
    """Tell the operator what is away, in one line and without a trace."""
    try:
        yield
    except BusError as away:
        raise Trouble(str(away), mend="Say it again when that is mended.") from away


def _publish(settings: LineSettings, some: Sequence[Aside]) -> None:
    with publisher_of(settings) as publisher:
        publisher.publish([retry_of(aside) for aside in some])


def _kafka_logs(settings: LineSettings) -> Logs:
    from facialis.kafka_pipe import kafka_of
    from facialis.opening_store import store_to_look_at
    from facialis.operators.kafka_logs import KafkaLogs

    # A store in a file may lie on another machine: then nothing is known of what became of them.
    is_here = settings.store is not None or (settings.own.data / REVIEW).exists()
    store = partial(store_to_look_at, settings) if is_here else None
    return KafkaLogs(kafka_of(settings, "operator"), store)
