"""What is done to a line, and when: drawn from a seed, which does the same another time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

_BLOODLESS = ("pause", "full disk", "cut", "black hole")
_TWICE = ("kill at start", "point", "kill on full disk")


STATIONS = ("intake", "relay", "recommender-1", "recommender-2", "review")
"""The processes of a line over Kafka, but for the broker."""

SESSION_S = 6
"""How long a silent station keeps its partitions, in these runs."""


@dataclass(frozen=True, slots=True)
class Step:
    """
    One blow.

    Attributes:
        after_s: how long the line is left alone before it.
        what: its kind.
        process: whom it hits.
        where: the failpoint that it waits for, with how many times it is passed; else nothing.
        for_s: how long it lasts, where it lasts.
    """

    after_s: float
    what: str
    process: str
    where: str = ""
    for_s: float = 0.0

    @property
    def kills(self) -> int:
        """How many processes it kills."""
        if self.what in _BLOODLESS:
            return 0
        if self.what == "kill all":
            return len(STATIONS) + 1
        return 2 if self.what in _TWICE else 1


POINTS = {
    "after_poll": 30,
    "after_handle": 20,
    "before_commit": 20,
    "after_commit": 20,
    "relay.before_publish": 2,
    "relay.after_publish": 2,
    "writer.before_commit": 40,
    "writer.after_commit": 40,
}
"""Each failpoint of the embedded line, and up to the how manyth time it may be passed."""

_EMBEDDED = {"kill": 12, "kill at start": 2, "point": 4, "torn tail": 2, "kill on full disk": 1}
PAUSE_S = 2.6
"""Longer than a client waits for an answer."""


def embedded(seed: int, kills: int) -> list[Step]:
    """Draw the blows for one run of the line in one process: so many kills, and some between."""
    chance = Random(f"embedded {seed}")
    points = chance.sample(sorted(POINTS), len(POINTS))
    steps: list[Step] = []
    while (left := kills - sum(step.kills for step in steps)) > 0:
        what = "kill" if left == 1 else chance.choices([*_EMBEDDED], [*_EMBEDDED.values()])[0]
        where = ""
        if what == "point":
            points = [*points[1:], points[0]]
            where = f"{points[-1]}:kill:{chance.randint(1, POINTS[points[-1]])}"
        for_s = chance.uniform(0.05, 1.0) if what in _TWICE else 0.0
        steps.append(Step(chance.uniform(0.02, 0.7), what, "line", where, for_s))
    return _with(steps, _between(chance), chance)


def _between(chance: Random) -> list[Step]:
    blows = [Step(0.1, "pause", "line", for_s=PAUSE_S)]
    if chance.random() < 0.5:
        blows.append(Step(0.3, "full disk", "line", for_s=chance.uniform(1.0, 2.5)))
    return blows


def has_power_cuts(seed: int) -> bool:
    """Tell whether in the run of that seed a kill is a power cut; one in four."""
    return Random(f"power {seed}").random() < 0.25


def has_small_disk(seed: int) -> bool:
    """Tell whether in the run of that seed the files have a disk of their own; one in two."""
    return Random(f"disk {seed}").random() < 0.5


_WRITER = ("writer.before_commit", "writer.after_commit")
_SENDS = ("relay.before_publish", "relay.after_publish", "kafka.before_send", "kafka.after_send")
_CONSUMES = ("after_poll", "after_handle", "before_commit", "after_commit")
_POSITIONS = ("kafka.before_positions", "kafka.after_positions")
STATION_POINTS = {
    "intake": _WRITER,
    "relay": (*_SENDS, *_WRITER),
    "recommender-1": (*_CONSUMES, *_POSITIONS, *_SENDS[2:]),
    "recommender-2": (*_CONSUMES, *_POSITIONS, *_SENDS[2:]),
    "review": (*_CONSUMES, *_SENDS),
}
"""The failpoints that each station passes."""

_KAFKA = {"kill": 12, "point": 5, "kill unheard": 2}


def kafka(seed: int, kills: int) -> list[Step]:
    """
    Draw the blows for one run of the line over Kafka: so many kills, and some between.

    Two of them hit the broker, and in one run of four everything dies at once.
    """
    chance = Random(f"kafka {seed}")
    steps = [_broker(chance), _broker(chance)]
    if chance.random() < 0.25 and kills >= 10:
        steps.append(Step(0.5, "kill all", "line", for_s=chance.uniform(0.0, 1.0)))
    while (left := kills - sum(step.kills for step in steps)) > 0:
        what = "kill" if left == 1 else chance.choices([*_KAFKA], [*_KAFKA.values()])[0]
        station = chance.choice(STATIONS)
        point = chance.choice(STATION_POINTS[station])
        where = f"{point}:kill:{chance.randint(1, 6)}" if what == "point" else ""
        for_s = chance.choice([0.1, 0.1, chance.uniform(0.0, 2.0)])
        steps.append(Step(chance.uniform(0.05, 1.5), what, station, where, for_s))
    chance.shuffle(steps)
    return _with(steps, _between_stations(chance), chance)


def _broker(chance: Random) -> Step:
    return Step(chance.uniform(0.5, 2.0), "kill", "broker", for_s=chance.uniform(0.0, 3.0))


def _between_stations(chance: Random) -> list[Step]:
    """Pauses longer than the session, and a network that fails in both ways."""
    paused = [f"recommender-{chance.choice([1, 2])}", chance.choice(["broker", "relay", "review"])]
    blows = [Step(0.5, "pause", name, for_s=SESSION_S + chance.uniform(1, 3)) for name in paused]
    blows.append(Step(0.5, "cut", "network", for_s=chance.uniform(0.5, 4.0)))
    blows.append(Step(0.5, "black hole", "network", for_s=chance.uniform(2.0, 8.0)))
    if chance.random() < 0.5:
        blows.append(Step(0.5, "full disk", "intake", for_s=chance.uniform(1.0, 2.5)))
    return blows


def has_postgres(seed: int) -> bool:
    """Tell whether in the run of that seed the store is in PostgreSQL; one in three."""
    return Random(f"store {seed}").random() < 1 / 3


def _with(steps: Sequence[Step], more: Sequence[Step], chance: Random) -> list[Step]:
    mixed = list(steps)
    for step in more:
        mixed.insert(chance.randint(0, len(mixed)), step)
    return mixed
