"""A client behind guards: made when first needed, watched, translated, thrown away on any doubt."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Generic, TypeVar

from bus.errors import BusError
from bus.kafka.trouble import REJOIN, trouble
from bus.kafka.watchdog import Watchdog

C = TypeVar("C")

_logger = logging.getLogger("bus")

CLOSE_S = 4.0
"""How long closing a client may take before it is left to end with the process."""


class Guarded(Generic[C]):
    """
    Keeps one client of Kafka, and makes it anew after anything that leaves it in doubt.

    ``make`` gives a new client and ``end`` closes one, in ``CLOSE_S`` or not at all.
    """

    def __init__(self, make: Callable[[], C], end: Callable[[C], None], watchdog: Watchdog) -> None:
        self._make, self._end, self._watchdog = make, end, watchdog
        self._client: C | None = None

    @property
    def client(self) -> C:
        """The client, made now if there is none."""
        if self._client is None:
            self._client = self._make()
        return self._client

    @property
    def is_made(self) -> bool:
        """Tell whether there is a client."""
        return self._client is not None

    @contextmanager
    def during(self, doing: str) -> Iterator[None]:
        """
        Watch what is done with the client, and give its errors our names.

        Raises:
            Unavailable: the client's error may pass; unless it only has to rejoin its group, the
                client is gone, and the next use makes a new one.
            Refused: an operator has to mend something.
        """
        try:
            with self._watchdog.over(doing):
                yield
        except BusError:
            raise
        except Exception as error:
            if (ours := trouble(error, doing)) is None:
                raise
            if not isinstance(error, REJOIN):
                self.discard()
            raise ours from error

    def discard(self) -> None:
        """Throw the client away; a further call does nothing."""
        client, self._client = self._client, None
        if client is None:
            return
        # Closing talks to brokers that may be away: in a thread of its own, and left there if need
        # be. It holds no position and nothing acknowledged, and it ends with the process.
        thread = Thread(target=self._close, args=(client,), name="kafka-close", daemon=True)
        thread.start()
        thread.join(CLOSE_S)
        if thread.is_alive():
            _logger.warning("a client of Kafka did not close within %g s; left behind", CLOSE_S)

    def close(self) -> None:
        """Let the client go, and stop watching; a further call does nothing."""
        self.discard()
        self._watchdog.close()

    def _close(self, client: C) -> None:
        try:
            self._end(client)
        except Exception as error:
            _logger.warning("closing a client of Kafka: %s", type(error).__name__)
