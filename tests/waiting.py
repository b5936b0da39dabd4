"""Waiting for what passes by itself, such as a lock that a server has still to let go."""

from __future__ import annotations

from time import monotonic, sleep


def until(works, *, passing, within_s=60.0):
    """Try until it works; what passes may pass for so many seconds."""
    ends = monotonic() + within_s
    while True:
        try:
            return works()
        except passing:
            if monotonic() > ends:
                raise
            sleep(0.05)
