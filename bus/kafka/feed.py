"""Reads topics of Kafka, as a member of a group or all of them, without repeats."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from bus.errors import Unavailable
from bus.kafka.clients import Consumer, MemberState, TopicPartition, consumer_client, offsets
from bus.kafka.guarded import Guarded
from bus.kafka.settings import KafkaSettings
from bus.kafka.shelf import Shelf
from bus.kafka.trouble import REJOIN
from bus.kafka.watchdog import Watchdog, end_process
from bus.measures import UNWATCHED, Watch
from bus.port import Delivery, Positions

_AT_ONCE = 500
_CLOSE_MS = 3000

Place = tuple[str, int]


class KafkaFeed:
    """
    Keeps the promises of ``bus.port.Feed`` over Kafka.

    As a member of ``group`` it has its share of the partitions, which moves between members as
    they come and go. Whenever it does, ``places`` is asked where to begin; without it, the group's
    own committed positions say. With ``group=None`` it has every partition for itself, keeps no
    positions anywhere, and begins where ``start`` says: for those who look through a log.

    A connection is made at the first ``start`` or ``poll``; make a feed after any fork. Used by one
    thread at a time. An empty poll does not mean the end of the log; ``behind`` tells that.
    """

    def __init__(
        self,
        settings: KafkaSettings,
        group: str | None,
        topics: Iterable[str],
        places: Callable[[], Positions] | None = None,
        *,
        end: Callable[[], None] = end_process,
        clock: Callable[[], float] = time.monotonic,
        watch: Watch = UNWATCHED,
    ) -> None:
        self._settings, self._group, self._topics = settings, group, list(topics)
        self._watch, self._loop = watch, group or ""
        self._places, self._clock = places or self.committed, clock
        self._guarded = Guarded(self._open, _end, Watchdog(settings.hang_s, end))
        self._call_ms = settings.call_s * 1000
        self._start: Positions = {}
        self._member: tuple[int, str] | None = None
        self._shelves: dict[Place, Shelf] = {}
        self._paused: set[TopicPartition] = set()
        self._committed: dict[Place, int] = {}
        self._handed_out: dict[Place, int] = {}
        self._next_look = 0.0
        self._stuck_since: dict[Place, tuple[int, float]] = {}

    def start(self, positions: Positions) -> None:
        """
        Read from these positions on, and from 0 where none is given.

        In a group it concerns the partitions that we have; those that come later begin at
        ``places``.

        Raises:
            Unavailable: try again later.
            Refused: an operator has to mend something.
        """
        self._start = dict(positions)
        self._handed_out = {}
        with self._guarded.during("connecting"):
            consumer = self._guarded.client
            for place, shelf in self._shelves.items():
                if shelf.return_to(positions.get(place, 0)):
                    consumer.seek(TopicPartition(*place), shelf.fetched)

    def poll(self, limit: int, timeout_s: float) -> Sequence[Delivery]:
        """
        Return up to ``limit`` deliveries, waiting at most ``timeout_s`` for the first.

        Raises:
            Unavailable: no broker answers, or a partition gives nothing although it has something.
            Refused: an operator has to mend something.
        """
        deadline = self._clock() + timeout_s
        with self._guarded.during("polling"):
            consumer = self._guarded.client
            while True:
                self._look_around(consumer)
                waiting = any(it.waiting for it in self._shelves.values())
                self._fetch(consumer, limit, 0 if waiting else deadline - self._clock())
                if (taken := self._take(limit)) or self._clock() >= deadline:
                    return taken

    def committed(self) -> Positions:
        """
        Return the group's committed positions, of all partitions and not only ours.

        Raises:
            Unavailable: try again later.
        """
        with self._guarded.during("asking for positions"):
            consumer = self._guarded.client
            found = {
                (it.topic, it.partition): consumer.committed(it, timeout_ms=self._call_ms)
                for it in self._partitions(consumer)
            }
        self._committed = {place: it for place, it in found.items() if it is not None}
        return dict(self._committed)

    def commit(self, positions: Positions) -> None:
        """
        Commit positions as the member that polled them: the brokers refuse one that was replaced.

        A position that would move back is passed over.

        Raises:
            Unavailable: not done, or not known to be done; begin again at ``committed``.
            Refused: an operator has to mend something.
        """
        ahead = {
            place: position
            for place, position in positions.items()
            if position > self._committed.get(place, 0)
        }
        if not ahead:
            return
        if strays := [place for place in ahead if place not in self._shelves]:
            raise Unavailable(f"committing: {len(strays)} partitions went to another member")
        with self._guarded.during("committing"):
            self._guarded.client.commit(offsets(ahead), timeout_ms=self._call_ms)
        self._committed |= ahead

    def behind(self) -> int:
        """
        Return how many records lie between what was handed out and the end of our partitions.

        Raises:
            Unavailable: try again later.
        """
        with self._guarded.during("asking for the end"):
            ends = self._ends(self._guarded.client)
        waiting = sum(len(it.waiting) for it in self._shelves.values())
        ahead = (end - self._shelves[place].fetched for place, end in ends.items())
        return waiting + sum(max(0, it) for it in ahead)

    def partitions(self) -> frozenset[tuple[str, int]]:
        """Return the (topic, partition) pairs that this feed reads at present."""
        return frozenset(self._shelves)

    def close(self) -> None:
        """Let go of the connections, within seconds; a further call does nothing."""
        self._guarded.close()

    def _open(self) -> Consumer:
        """Make a client, and take our place: by asking for partitions, or by taking all."""
        self._member, self._shelves, self._paused = None, {}, set()
        self._handed_out, self._stuck_since = {}, {}
        self._next_look = self._clock() + self._settings.quiet_s
        consumer = consumer_client(self._settings, self._group)
        try:
            if self._group is not None:
                consumer.subscribe(self._topics)
                # One that joins before it knows its topics joins twice.
                consumer.topics()
            partitions = self._partitions(consumer)
            if self._group is None:
                consumer.assign(partitions)
                self._shelve(consumer, partitions, self._start)
        except BaseException:
            _end(consumer)
            raise
        return consumer

    def _partitions(self, consumer: Consumer) -> list[TopicPartition]:
        found = {topic: consumer.partitions_for_topic(topic) for topic in self._topics}
        if missing := [topic for topic, partitions in found.items() if not partitions]:
            raise Unavailable(f"there is no topic {', '.join(missing)} yet")
        return [TopicPartition(topic, it) for topic in found for it in sorted(found[topic])]

    def _shelve(
        self, consumer: Consumer, partitions: Iterable[TopicPartition], positions: Positions
    ) -> None:
        """Begin with these partitions, each at its position."""
        remembered = self._settings.remembered
        self._shelves = {
            (it.topic, it.partition): Shelf(positions.get((it.topic, it.partition), 0), remembered)
            for it in partitions
        }
        self._paused, self._stuck_since, self._handed_out = set(), {}, {}
        for place, shelf in self._shelves.items():
            consumer.seek(TopicPartition(*place), shelf.fetched)

    def _fetch(self, consumer: Consumer, limit: int, timeout_s: float) -> None:
        self._pause_full_shelves(consumer, limit)
        fetched = consumer.poll(timeout_ms=max(0.0, timeout_s * 1000), max_records=_AT_ONCE)
        if self._group is not None and self._has_changed(consumer):
            return
        for partition, records in fetched.items():
            self._shelves[partition.topic, partition.partition].put(records)

    def _has_changed(self, consumer: Consumer) -> bool:
        """
        Look whether we are the member that we were; if not, begin anew with what we have now.

        Every rebalance gives a new generation. What was fetched before it, or in the same poll,
        is dropped: another member may have gone on with it in between.
        """
        membership = consumer.group_metadata()
        # While a rebalance is under way the generation may be the new one already, and the
        # partitions still the old.
        settled = membership.state == MemberState.STABLE
        member = (membership.generation_id, membership.member_id) if settled else None
        if member is not None and member == self._member:
            return False
        self._member, self._shelves = None, {}
        if member is not None:
            self._shelve(consumer, consumer.assignment(), self._places())
            self._member = member
            self._watch.assigned(self._loop, self.partitions())
        return True

    def _pause_full_shelves(self, consumer: Consumer, limit: int) -> None:
        """Let others be fetched: the client empties one partition before it turns to the next."""
        full = {
            TopicPartition(*place)
            for place, shelf in self._shelves.items()
            if len(shelf.waiting) >= limit
        }
        if stop := full - self._paused:
            consumer.pause(*stop)
        if go := self._paused - full:
            consumer.resume(*go)
        self._paused = full

    def _take(self, limit: int) -> list[Delivery]:
        # Another partition comes first each time, so that one in trouble does not block the rest.
        places = list(self._shelves)
        self._shelves = {place: self._shelves[place] for place in places[1:] + places[:1]}
        taken: list[Delivery] = []
        full = [it for it in self._shelves.values() if it.waiting]
        # A fair share of each first, in one run: what lies together stays together.
        for share in (-(-limit // max(1, len(full))), limit):
            for shelf in full:
                taken += shelf.take(min(share, limit - len(taken)))
        for it in taken:
            self._handed_out[it.topic, it.partition] = it.position + 1
        return taken

    def _look_around(self, consumer: Consumer) -> None:
        """
        Every now and then, ask: is there a broker, are we a member, does every partition flow?

        The client itself says nothing of all this: without a broker its poll returns nothing, a
        replaced member goes on reading, and a partition may fall silent.
        """
        if self._clock() < self._next_look:
            return
        self._next_look = self._clock() + self._settings.quiet_s
        self._vouch(consumer)
        if self._shelves:
            ends = self._ends(consumer)
            self._watch.ends(self._loop, ends)
            self._watch_for_stalls(ends)
        else:
            partitions = self._partitions(consumer)[:1]
            consumer.end_offsets(partitions, timeout_ms=self._call_ms)

    def _vouch(self, consumer: Consumer) -> None:
        """
        Commit what was handed out and done with: whoever polls again without ``start`` is done.

        For a store that keeps its own positions this shows them to Kafka's tools; for everyone it
        is how a member that was replaced by another of its name finds out.
        """
        if self._group is not None and self._member is not None and self._handed_out:
            done = {
                place: position
                for place, position in self._handed_out.items()
                if place in self._shelves and position >= self._committed.get(place, 0)
            }
            with suppress(*REJOIN):  # the poll that follows rejoins
                consumer.commit(offsets(done), timeout_ms=self._call_ms)
                self._committed |= done

    def _ends(self, consumer: Consumer) -> dict[Place, int]:
        partitions = [TopicPartition(*place) for place in self._shelves]
        if not partitions:
            return {}
        ends = consumer.end_offsets(partitions, timeout_ms=self._call_ms)
        return {(it.topic, it.partition): end for it, end in ends.items()}

    def _watch_for_stalls(self, ends: dict[Place, int]) -> None:
        now = self._clock()
        stuck: dict[Place, tuple[int, float]] = {}
        for place, end in ends.items():
            shelf = self._shelves[place]
            if shelf.fetched < end and TopicPartition(*place) not in self._paused:
                since = self._stuck_since.get(place, (-1, now))
                stuck[place] = since if since[0] == shelf.fetched else (shelf.fetched, now)
        self._stuck_since = stuck
        if any(now - since >= self._settings.stall_s for _, since in stuck.values()):
            self._guarded.discard()
            raise Unavailable("polling: a partition has something and gives nothing")


def _end(consumer: Consumer) -> None:
    consumer.close(autocommit=False, timeout_ms=_CLOSE_MS)
