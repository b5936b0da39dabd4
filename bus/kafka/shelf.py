"""One partition as a feed sees it: what was fetched and waits, and which ids went by."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable

from bus.kafka.records import Record, delivery_of
from bus.port import Delivery


class Shelf:
    """
    Holds what was fetched of one partition until it is asked for, without repeats.

    Attributes:
        next: the position behind the last delivery handed out.
        fetched: the position behind the last record fetched.
        waiting: what was fetched and not handed out.
    """

    def __init__(self, position: int, remembered: int) -> None:
        self.next = position
        self._remembered = remembered
        self._seen: OrderedDict[str, int] = OrderedDict()
        self.waiting: deque[Delivery] = deque()
        # Begins before its place, to know the ids that went by there: a relay that died between
        # sending and marking sends again, and we may have been restarted in between.
        self.fetched = max(0, position - remembered)

    def return_to(self, position: int) -> bool:
        """Go to this position; tell whether fetching has to go there too."""
        if position == self.next:
            return False
        self.next = self.fetched = position
        self.waiting.clear()
        return True

    def put(self, records: Iterable[Record]) -> None:
        """Take what was fetched, in order; a repeat of an earlier event is passed over."""
        for record in records:
            if record.offset < self.fetched:  # the client went back by itself, as when it rejoins
                continue
            named, delivery = delivery_of(record)
            repeats = named is not None and self._repeats(named, record.offset)
            if not repeats and record.offset >= self.next:
                self.waiting.append(delivery)
            self.fetched = record.offset + 1

    def take(self, limit: int) -> list[Delivery]:
        """Hand out up to ``limit`` deliveries."""
        taken = [self.waiting.popleft() for _ in range(min(limit, len(self.waiting)))]
        if taken:
            self.next = taken[-1].position + 1
        return taken

    def _repeats(self, named: str, position: int) -> bool:
        first = self._seen.setdefault(named, position)
        if position < first:  # we were sent back to before what we had seen
            self._seen[named] = position
        if len(self._seen) > self._remembered:
            self._seen.popitem(last=False)
        return position > first
