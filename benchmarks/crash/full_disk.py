"""What a line owes its clients while its disk is full: a clear no to each post, and every read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from benchmarks.crash.books import Books
from benchmarks.crash.disk import Disk
from benchmarks.crash.doors import Answer, Doors

_NOTICED_S, _MENDED_S = 10.0, 40.0
_PAUSE_S = 0.05
_PATIENT_S = 20.0
"""A slow answer to a read is an answer."""

_NO = (503, 507)


def starve(disk: Disk, doors: Doors, books: Books, *, for_s: float) -> None:
    """
    Fill a line's disk for a while, look how it bears that, and give it room again.

    What is wrong goes into the books' complaints: an answer but 202 and 503, a read that fails,
    no post refused at all, or none taken once there is room.
    """
    probes = _probes(doors, books)
    disk.fill()
    try:
        _look_while_full(disk, doors, books, probes, for_s=for_s)
    finally:
        disk.empty()
    ends = time.monotonic() + _MENDED_S
    while not next(probes).well:
        if time.monotonic() > ends:
            books.complaints.append(f"{disk.name}: no post is taken though there is room again")
            return
        time.sleep(_PAUSE_S)


def _look_while_full(
    disk: Disk, doors: Doors, books: Books, probes: Iterator[Answer], *, for_s: float
) -> None:
    began, refused = time.monotonic(), False
    while (spent_s := time.monotonic() - began) < for_s or not refused:
        refused |= next(probes).status in _NO
        _read(disk, doors, books)
        if spent_s > _NOTICED_S:
            books.complaints.append(f"{disk.name}: no post was refused")
            return
        time.sleep(_PAUSE_S)


def _read(disk: Disk, doors: Doors, books: Books) -> None:
    patient = replace(doors, timeout_s=_PATIENT_S)
    known = next(iter(books.posts.acknowledged), None)
    paths = ["/v1/plans?limit=5", *([f"/v1/assessments/{known}"] if known else [])]
    for path in paths:
        if not (answer := patient.get(path)).well:
            books.complaints.append(f"{disk.name}: reading is answered with {answer.status}")


def _probes(doors: Doors, books: Books) -> Iterator[Answer]:
    """Posts of patients of their own, each sent once; the history knows them too."""
    run = len(books.posts.sent)
    for number in count():
        name = f"PROBE-{run}-{number}"
        body: dict[str, object] = {
            "patient_ref": name,
            "assessment_id": name,
            "house_brackmann": "II",
            "synkinesis": "none",
            "duration": {"value": 14, "unit": "months"},
        }

        def send(body: dict[str, object] = body) -> Answer:
            return doors.post("/v1/assessments", body)

        yield books.ask("posts", name, name, send)
