"""The tail of a write-ahead log: what lies behind the last commit means nothing, whatever it is."""

from __future__ import annotations

from pathlib import Path
from random import Random

_HEADER, _FRAME_HEADER = 32, 24


def tear_tail(path: Path, chance: Random) -> None:
    """
    Put garbage in place of all that lies behind the last commit; nobody may have the file open.

    So a write looks that was cut off in the middle. SQLite must pass it over.
    """
    written = path.read_bytes()
    kept = end_of_last_commit(written)
    if kept:
        garbage = chance.randbytes(chance.randrange(1, 3 * 4096))
        path.write_bytes(written[:kept] + garbage)


def end_of_last_commit(wal: bytes) -> int:
    """
    Tell how far a log has to be read for its last commit; 0 for one without.

    Goes by the salts: frames of this turn of the log have those of its header. A frame that was
    written in part counts as whole, which only leaves more of the file as it is.
    """
    page = int.from_bytes(wal[8:12], "big")
    salts, step, kept = wal[16:24], _FRAME_HEADER + page, 0
    for at in range(_HEADER, len(wal) - step + 1, step):
        if wal[at + 8 : at + 16] != salts:
            break
        if any(wal[at + 4 : at + 8]):
            kept = at + step
    return kept
