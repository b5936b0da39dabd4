"""``python -m benchmarks.crash.broker_away``: a minute without a broker, and clinicians post on."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from threading import Lock, Thread

import click

from benchmarks.bars import quantile
from benchmarks.crash.away import Away, add_away
from benchmarks.crash.books import Books
from benchmarks.crash.doors import Answer
from benchmarks.crash.found import tell_all
from benchmarks.crash.kafka_line import KafkaLine
from benchmarks.crash.runs import look
from facialis import clock

AWAY_S, PER_SECOND = 60.0, 50.0

_BEFORE_S, _AFTER_S = 5.0, 5.0
_POSTERS, _PATIENT_S = 16, 10.0
_DRAINED_S, _LAST = 300.0, 100


def away(folder: Path, *, away_s: float = AWAY_S, per_second: float = PER_SECOND) -> Away:
    """Post at an even rate, take the broker away for a while, and count once all has drained."""
    books = Books()
    with ExitStack() as opened:
        line = KafkaLine(folder, opened)
        line.start()
        posting = _Posting(line, books, per_second)
        posting.start()
        time.sleep(_BEFORE_S)
        line.broker.kill()
        time.sleep(away_s)
        line.broker.start()
        back = time.monotonic()
        time.sleep(_AFTER_S)
        posting.finish()
        line.rest()
        # Order holds, so the last of every partition are planned last.
        last = list(books.posts.acknowledged)[-_LAST:]
        tell_all(line.doors, last, timeout_s=_DRAINED_S)
        drained_s = time.monotonic() - back
        seen = look(line, books, planned_s=_DRAINED_S)
    return Away(
        at=clock.now().isoformat(timespec="seconds"),
        away_s=away_s,
        per_second=per_second,
        posts=len(posting.spent_ms),
        statuses=posting.statuses,
        p99_ms=round(quantile(posting.spent_ms, 0.99), 1),
        drained_s=round(drained_s, 1),
        repeats=seen.repeats,
        faults=seen.faults,
    )


class _Posting:
    """Posters that keep to a timetable; each has patients of its own, two posts for each."""

    def __init__(self, line: KafkaLine, books: Books, per_second: float) -> None:
        self.statuses: dict[str, int] = {}
        self.spent_ms: list[float] = []
        self._doors = replace(line.doors, timeout_s=_PATIENT_S)
        self._books, self._per_second = books, per_second
        self._lock, self._going = Lock(), True
        self._threads = [
            Thread(target=self._post, args=(it,), daemon=True) for it in range(_POSTERS)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Let each finish its post."""
        self._going = False
        for thread in self._threads:
            thread.join()

    def _post(self, poster: int) -> None:
        began, number = time.monotonic() + poster / self._per_second, 0
        while self._going:
            due = began + number * _POSTERS / self._per_second
            time.sleep(max(0.0, due - time.monotonic()))
            answer = self._post_one(poster, number)
            with self._lock:
                self.spent_ms.append((time.monotonic() - due) * 1000)
                status = str(answer.status)
                self.statuses[status] = self.statuses.get(status, 0) + 1
            number += 1

    def _post_one(self, poster: int, number: int) -> Answer:
        patient_ref = f"AWAY-{poster}-{number // 2}"
        chance = Random(f"{poster}/{number}")
        body = {
            "patient_ref": patient_ref,
            "assessment_id": f"{patient_ref}-{number % 2}",
            "house_brackmann": chance.choice(["II", "III", "IV", "V"]),
            "synkinesis": "none",
            "duration": {"value": chance.randrange(3000), "unit": "days"},
        }
        return self._books.ask(
            "posts",
            f"{patient_ref}-{number % 2}",
            patient_ref,
            lambda: self._doors.post("/v1/assessments", body),
        )


@click.command()
@click.option("--away", "away_s", default=AWAY_S, show_default=True, help="Seconds.")
@click.option("--rate", "per_second", default=PER_SECOND, show_default=True, help="Posts a second.")
def main(away_s: float, per_second: float) -> None:
    """Take the broker away; every post must get its 202, and its plan afterwards, in order."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory() as folder:
        done = away(Path(folder), away_s=away_s, per_second=per_second)
    add_away(done)
    click.echo(json.dumps(asdict(done), indent=2))
    sys.exit(0 if done.well else 1)


if __name__ == "__main__":
    main()
