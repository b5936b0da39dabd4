"""What a sender prefers (RFC 7240): to wait a little for the plan."""

import re
from threading import BoundedSemaphore

LONGEST_WAIT_S = 10

# Each wait holds a thread; with all of them waiting nobody could post.
MOST_WAITING = 4

_WAIT = re.compile(r"(?:^|[,;])\s*wait\s*=\s*\"?([0-9]{1,6})\"?\s*(?=$|[,;])", re.IGNORECASE)


def seconds_to_wait(prefer: str) -> int:
    """Read `wait=5` out of a Prefer header; 0 when it is not there, 10 at most."""
    found = _WAIT.search(prefer)
    return min(int(found[1]), LONGEST_WAIT_S) if found else 0


def waiting_places() -> BoundedSemaphore:
    """Make the places for those who wait; who finds none is not kept waiting."""
    return BoundedSemaphore(MOST_WAITING)
