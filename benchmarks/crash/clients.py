"""Clients that post, withdraw and decide, and ask again until they are told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from random import Random
from threading import Event, Thread
from typing import Any

from benchmarks.crash.books import Books
from benchmarks.crash.doors import Answer, Doors
from facialis import clock
from facialis.chance import CLIENT
from schemas.ids import assessment_id_from

_AGAIN_S = 0.05
_TOLD_S = 180.0
_PATIENT_S = 20.0
_LOOKS = 10
_GRADES = ("I", "II", "III", "IV", "V", "VI")


@dataclass(frozen=True, slots=True)
class Load:
    """
    How much clients do.

    Attributes:
        clients: how many there are; each has patients of its own.
        pause_s: what each rests after a post.
        gives_up: the share of requests that are sent once, whatever comes of them.
        repeats: the share of acknowledged posts that are sent once more.
        withdraws: the share of patients of whom an assessment is withdrawn.
        decides: the share of patients of whom a plan is decided on.
    """

    clients: int = 6
    pause_s: float = 0.06
    gives_up: float = 0.05
    repeats: float = 0.1
    withdraws: float = 0.15
    decides: float = 0.6


class Clients:
    """Several clients at work, from ``start`` to ``finish``."""

    def __init__(self, doors: Doors, books: Books, *, seed: int, load: Load | None = None) -> None:
        self._stop, self._books = Event(), books
        load = load or Load()
        self._threads = [
            Thread(
                target=_Client(doors, books, load, self._stop, Random(f"{seed}/{number}")).work,
                args=(f"CRASH-{seed}-{number}",),
                daemon=True,
            )
            for number in range(load.clients)
        ]

    def start(self) -> None:
        """Let them begin."""
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Let each finish what it has in hand; the line must be up."""
        self._stop.set()
        ends = time.monotonic() + _TOLD_S
        for thread in self._threads:
            thread.join(max(0.0, ends - time.monotonic()))
        if any(thread.is_alive() for thread in self._threads):
            self._books.complaints.append(f"client: one asks on after {_TOLD_S:.0f} s")


@dataclass(frozen=True, slots=True)
class _Client:
    line: Doors
    books: Books
    load: Load
    stop: Event
    chance: Random

    @property
    def doors(self) -> Doors:
        """Where it asks; once nobody disturbs the line any more, it waits for its answers."""
        return replace(self.line, timeout_s=_PATIENT_S) if self.stop.is_set() else self.line

    def work(self, name: str) -> None:
        try:
            self._work(name)
        except Exception as error:
            # A client that dies asks for nothing more, and a run without clients shows nothing.
            self.books.complaints.append(f"client: {name} died of {error!r}")
            raise

    def _work(self, name: str) -> None:
        for number in count():
            patient_ref = f"{name}-{number}"
            for assessment in _assessments(patient_ref, self.chance):
                if self.stop.is_set():
                    return
                self._post(assessment)
                time.sleep(self.load.pause_s)
            if self._happens(self.load.withdraws):
                self._withdraw(patient_ref)
            if self._happens(self.load.decides):
                self._decide(patient_ref)

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _post(self, assessment: dict[str, Any]) -> None:
        patient_ref, name, headers = assessment["patient_ref"], assessment["assessment_id"], {}
        if self._happens(0.3):
            headers = {"Idempotency_Key": f"key-{name}"}
            del assessment["assessment_id"]
            name = assessment_id_from(CLIENT, headers["Idempotency_Key"])

        def send() -> Answer:
            return self.doors.post("/v1/assessments", assessment, **headers)

        answer = self._insist("posts", name, patient_ref, send)
        if answer.well and self._happens(self.load.repeats):
            self.books.ask("posts", name, patient_ref, send)
        if answer.refused:
            self.books.complaints.append(f"refused: post of {name}, {answer.status}")

    def _withdraw(self, patient_ref: str) -> None:
        mine = [name for name in self.books.posts.acknowledged if self._is_of(name, patient_ref)]
        if not mine:
            return
        name, path = mine[-1], f"/v1/assessments/{mine[-1]}/withdraw"
        reason = {"reason": "wrong_values"}
        answer = self._insist(
            "withdrawals", name, patient_ref, lambda: self.doors.post(path, reason)
        )
        if answer.refused:
            self.books.complaints.append(f"refused: withdrawal of {name}, {answer.status}")

    def _is_of(self, name: str, patient_ref: str) -> bool:
        return self.books.posts.keys.get(name) == patient_ref

    def _decide(self, patient_ref: str) -> None:
        plan = self._current_plan(patient_ref)
        path = f"/v1/plans/{plan['plan_id']}" if plan else ""
        seen = self.doors.get(path) if plan and plan["stages"] else Answer()
        if plan is None or not seen.well:
            return
        decision, etag = _decision(plan, self.chance), seen.headers["etag"]
        # A plan may be superseded, withdrawn or old by now: then it is refused, and has no effect.
        self._insist(
            "decisions",
            decision["decision_id"],
            patient_ref,
            lambda: self.doors.post(f"{path}/decisions", decision, If_Match=etag),
        )

    def _current_plan(self, patient_ref: str) -> dict[str, Any] | None:
        for _ in range(_LOOKS):
            found = self.doors.get(f"/v1/plans?patient_ref={patient_ref}&limit=1")
            if found.well and found.body["items"]:
                plan: dict[str, Any] = found.body["items"][0]
                return plan
            time.sleep(_AGAIN_S)
        return None

    def _insist(self, history: str, name: str, key: str, send: Callable[[], Answer]) -> Answer:
        once = self._happens(self.load.gives_up)
        while True:
            answer = self.books.ask(history, name, key, send)
            if answer.well or answer.refused or once:
                return answer
            time.sleep(_AGAIN_S)


def _assessments(patient_ref: str, chance: Random) -> Iterator[dict[str, Any]]:
    """One to four assessments of a patient, not in the order in which they were made."""
    now = clock.now()
    for turn in range(chance.choice([1, 1, 2, 3, 4])):
        at = now - timedelta(seconds=chance.randrange(24 * 3600))
        yield {
            "patient_ref": patient_ref,
            "assessment_id": f"{patient_ref}-{turn}",
            "assessed_at": at.isoformat(),
            "house_brackmann": chance.choice(_GRADES),
            "synkinesis": "none",
            "duration": {"value": chance.randrange(3000), "unit": "days"},
        }


def _decision(plan: dict[str, Any], chance: Random) -> dict[str, Any]:
    return {
        "decision_id": f"decision-{plan['plan_id'][:18]}-{chance.randrange(10**9)}",
        "stage": plan["stages"][0]["stage"],
        "decision": "accept",
        "decided_by": {"ref": "clinician-1", "role": "physician"},
    }
