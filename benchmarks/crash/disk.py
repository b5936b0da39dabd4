"""A disk that can be filled up, and have room again."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_SIZE = "192m"
_CHUNKS = (1 << 20, 1 << 12, 1)


class Disk(Protocol):
    """Where a line keeps its files."""

    name: str

    def fill(self) -> None:
        """Leave no room for one more byte."""
        ...

    def empty(self) -> None:
        """Give the room back."""
        ...


@dataclass(slots=True)
class SmallDisk:
    """A file system of its own, in memory, filled with a file."""

    folder: Path
    name: str = "file system full"

    def fill(self) -> None:
        """Write a file until there is no more room."""
        with suppress(OSError), self._ballast.open("wb", buffering=0) as file:
            for size in _CHUNKS:
                with suppress(OSError):
                    while file.write(bytes(size)):
                        pass

    def empty(self) -> None:
        """Take that file away."""
        self._ballast.unlink(missing_ok=True)

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@dataclass(slots=True)
class NoWrites:
    """
    Where no file system may be mounted: the process is forbidden to write to any file.

    To SQLite this is an error of the disk (EFBIG), and not quite the same as ENOSPC.
    """

    pid: Callable[[], int]
    name: str = "no file may be written"

    def fill(self) -> None:
        """Set the limit for the size of its files to nothing."""
        self._limit(0)

    def empty(self) -> None:
        """Take the limit away."""
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        # A process that is dead took its limit with it.
        with suppress(ProcessLookupError):
            resource.prlimit(self.pid(), resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@contextmanager
def disk_at(folder: Path, pid: Callable[[], int], *, small: bool) -> Iterator[Disk]:
    """Give a disk for that folder: a small one of its own if one is wanted and may be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (small and _mounted(folder)):
        yield NoWrites(pid)
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=False)


def _mounted(folder: Path) -> bool:
    if os.geteuid() != 0:
        return False
    options = ["-t", "tmpfs", "-o", f"size={_SIZE},mode=0700", "facialis-crash"]
    done = subprocess.run(["mount", *options, folder], check=False, capture_output=True)
    return done.returncode == 0
