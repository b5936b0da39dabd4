"""How much may wait behind intake before it takes no more."""

from collections.abc import Callable
from threading import Lock

from bus.errors import Unavailable

LOOK_EVERY_S = 1.0


class Backlog:
    """
    Counts what waits to be shipped, once a second at most, and says when it is too much.

    Intake goes on while the brokers are away; what it cannot do is keep more than the disk holds.
    Safe to call from several threads.
    """

    def __init__(
        self, depth: Callable[[], int], *, most: int, monotonic: Callable[[], float]
    ) -> None:
        """
        Take what counts and how many may wait.

        Args:
            depth: counts the messages that wait; may raise Unavailable, which refuses nothing.
            monotonic: seconds that only go forward.
        """
        self._depth, self._most, self._monotonic = depth, most, monotonic
        self._looked_at, self._waiting = float("-inf"), 0
        self._lock = Lock()

    def make_room(self) -> None:
        """
        Let a post in, or refuse it.

        Raises:
            Unavailable: as many wait as may; whoever runs the brokers mends it.
        """
        if self.full():
            raise Unavailable(f"{self._most} messages wait for the brokers, and no more may")

    def full(self) -> bool:
        """Tell whether a post would be refused now."""
        return self._count() >= self._most

    def _count(self) -> int:
        with self._lock:
            if self._monotonic() - self._looked_at >= LOOK_EVERY_S:
                self._look()
            return self._waiting

    def _look(self) -> None:
        self._looked_at = self._monotonic()
        try:
            self._waiting = self._depth()
        except Unavailable:
            # A count that cannot be had turns nobody away: the disk itself says when it is full.
            self._waiting = 0
