"""One run: a line, its clients, the blows of a seed; then everything is counted."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from benchmarks.crash import checker
from benchmarks.crash.books import Books
from benchmarks.crash.clients import Clients, Load
from benchmarks.crash.doors import Doors
from benchmarks.crash.found import Event, Found, all_plans, tell_all
from benchmarks.crash.process import Broken
from benchmarks.crash.schedule import Step

_PATIENT_S, _LOOK_EVERY_S = 20.0, 0.01
PLANNED_S = 90.0
"""How long the line may take to come to rest before what has no plan counts as lost."""


class Line(Protocol):
    """What can be started, hit, stopped and read."""

    name: str
    doors: Doors
    kills: Counter[str]
    blows: Counter[str]
    exact: bool
    """Whether its logs promise each event once, and positions without a gap."""

    @property
    def started_s(self) -> Sequence[float]:
        """How long each start took."""
        ...

    @property
    def said(self) -> Sequence[str]:
        """The last lines that its processes wrote."""
        ...

    def start(self) -> None:
        """Start it; returns when it is ready; raises Broken."""
        ...

    def do(self, step: Step, books: Books) -> None:
        """Let a blow fall, and have the line up again; raises Broken."""
        ...

    def rest(self) -> None:
        """Have all of it up and at work; raises Broken."""
        ...

    def stop(self) -> None:
        """End it as an operator would; raises Broken."""
        ...

    def logs(self) -> Mapping[str, Sequence[Event]]:
        """Read every topic; the line is stopped."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """
    What one run came to.

    ``kills``, and ``blows`` that kill nobody, are counted by whom and how; ``lost`` and ``doubled``
    are the faults of these kinds, ``faults`` all of them in words. ``repeats`` are messages that
    stand in a log twice under one id, which readers pass over. ``started_s`` are the starts, from
    the command to ready.
    """

    line: str
    seed: int
    kills: Mapping[str, int]
    blows: Mapping[str, int]
    acknowledged: int
    withdrawals: int
    decisions: int
    lost: int
    doubled: int
    repeats: int
    faults: Sequence[str]
    started_s: Sequence[float] = field(repr=False)
    took_s: float = 0.0
    at: str = ""
    version: str = ""

    @property
    def killed(self) -> int:
        """How many processes were killed in all."""
        return sum(self.kills.values())

    @property
    def well(self) -> bool:
        """Whether nothing is wrong, and anything was posted at all."""
        return self.acknowledged > 0 and not self.faults


def run(
    line: Line,
    steps: Sequence[Step],
    *,
    seed: int,
    load: Load | None = None,
    planned_s: float = PLANNED_S,
    answered: int = 0,
) -> Run:
    """
    Start a line, let the blows fall while clients go on, let it come to rest, and count.

    No blow falls before so many more posts were acknowledged as ``answered`` says.
    """
    began, books = time.monotonic(), Books()
    seen: Seen | None = None
    try:
        line.start()
        clients = Clients(line.doors, books, seed=seed, load=load)
        clients.start()
        for step in steps:
            before = len(books.posts.acknowledged)
            time.sleep(step.after_s)
            _wait_for_answers(books, before + answered)
            line.do(step, books)
            if not step.kills:
                line.blows[f"{step.process}: {step.what}"] += 1
        line.rest()
        clients.finish()
        seen = look(line, books, planned_s=planned_s)
        faults = seen.faults
    except Broken as broken:
        faults = [*books.complaints, f"broken: {broken}"]
    return Run(
        line=line.name,
        seed=seed,
        kills=dict(line.kills),
        blows=dict(line.blows),
        acknowledged=len(books.posts.acknowledged),
        withdrawals=len(books.withdrawals.acknowledged),
        decisions=len(books.decisions.acknowledged),
        lost=_of_kind("lost", faults),
        doubled=_of_kind("doubled", faults),
        repeats=seen.repeats if seen else 0,
        faults=faults,
        started_s=[round(it, 2) for it in line.started_s],
        took_s=round(time.monotonic() - began, 1),
    )


def _wait_for_answers(books: Books, number: int) -> None:
    ends = time.monotonic() + PLANNED_S
    while len(books.posts.acknowledged) < number:
        if time.monotonic() > ends:
            raise Broken(f"no post was acknowledged for {PLANNED_S:.0f} s")
        time.sleep(_LOOK_EVERY_S)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a last look found: the faults, and how much stands in a log twice."""

    faults: list[str]
    repeats: int


def look(line: Line, books: Books, *, planned_s: float) -> Seen:
    """
    Wait until a line has settled, ask its doors for everything, stop it, read its logs, compare.

    Raises:
        Broken: it does not stop.
    """
    doors = replace(line.doors, timeout_s=_PATIENT_S)
    told = tell_all(doors, books.posts.acknowledged, timeout_s=planned_s)
    waiting = (name for name, one in told.items() if not one.is_settled)
    late = [f"late: {name} has no plan after {planned_s:.0f} s" for name in waiting]
    plans = all_plans(doors, dict.fromkeys(books.posts.keys.values()))
    line.stop()
    found = Found(line.logs(), told, plans)
    exact = checker.inexact(found) if line.exact else []
    return Seen([*late, *exact, *checker.faults(books, found)], checker.repeats(found))


def _of_kind(kind: str, faults: Sequence[str]) -> int:
    return sum(fault.startswith(f"{kind}:") for fault in faults)
