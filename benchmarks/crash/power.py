"""
A power cut, as far as one can be made without cutting the power.

kill -9 leaves in place what a process has written, synced or not: the kernel writes it out later.
So a small library (``power.c``) keeps beside each database what was synced, and a cut lays that in
place of the file, with those of the blocks written since that chance lets through, in any order.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from random import Random

_SOURCE = Path(__file__).with_name("power.c")
_BLOCK = 512
_KEPT = (".db", ".db-wal")


def can_be_cut() -> bool:
    """Tell whether there is a compiler for the library."""
    return shutil.which("cc") is not None


@dataclass(frozen=True, slots=True)
class Power:
    """
    The power supply of one data folder.

    Attributes:
        data: the folder, flat.
        images: where the synced state of its files is kept; a folder of its own.
    """

    data: Path
    images: Path

    def environ(self) -> dict[str, str]:
        """Give what a process has to be started with, so that its syncs are seen."""
        self.images.mkdir(exist_ok=True)
        library = self.images.with_suffix(".so")
        if not library.exists():
            command = ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(_SOURCE), "-ldl"]
            subprocess.run(command, check=True)
        return {
            "LD_PRELOAD": str(library),
            "CRASH_DATA": str(self.data.resolve()),
            "CRASH_IMAGES": str(self.images),
        }

    def cut(self, chance: Random) -> None:
        """
        Lose what was not synced; the process that wrote it must be dead.

        Of the blocks written since, none, half or nearly all come through, in no order.

        Raises:
            RuntimeError: no sync was ever seen: the library does not reach this SQLite.
        """
        if not any(self.images.iterdir()):
            raise RuntimeError("power.c saw no sync; is SQLite built into this Python?")
        share = chance.choice([0.0, 0.0, 0.5, 0.9])
        for path in (it for it in self.data.iterdir() if it.name.endswith(_KEPT)):
            self._cut_file(path, share, chance)
        for path in self.data.glob("*-shm"):
            path.unlink()

    def _cut_file(self, path: Path, share: float, chance: Random) -> None:
        image = self.images / path.name
        synced = image.read_bytes() if image.exists() else b""
        left = bytearray(synced)
        written = path.read_bytes()
        for at in range(0, max(len(synced), len(written)), _BLOCK):
            block = written[at : at + _BLOCK]
            if block != synced[at : at + _BLOCK] and chance.random() < share:
                left.extend(bytes(max(0, at - len(left))))
                left[at : at + len(block)] = block
        # What lies on the disk when the power returns is synced from then on.
        for file in (path, image):
            _write(file, bytes(left))


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
