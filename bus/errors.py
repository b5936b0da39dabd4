"""
What can go wrong on the pipe, by who can mend it.

    who mends it     error                what the loop does
    the sender       Unreadable           sets it aside with its bytes, position and reason; goes on
    time, operators  Unavailable          waits and tries again; the position does not move
    an operator      TooManySetAside      stops: it is rather we who are wrong than the senders
                     CannotOpen           (at the start) says what holds or ails the file
                     Damaged              stops: the disk gave back other bytes than it was given
    a programmer     anything else        stops loudly; the position does not move

The loop asks the error (``retriable``), never a list of types. Messages hold no patient values.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class BusError(Exception):
    """Any of ours."""

    retriable: ClassVar[bool] = False


def is_retriable(error: BaseException) -> bool:
    """Ask an error, ours or a library's, whether the same call may succeed later."""
    return getattr(error, "retriable", False) is True


class Unreadable(BusError):
    """
    This delivery can never be handled; the sender has to mend it.

    ``reason`` is a short code, ``detail`` one line without patient values.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


class Unavailable(BusError):
    """
    Something we depend on is away or full; the same call may succeed later.

    It does not say that nothing happened: a commit that failed late may have taken effect. That
    is why everything on the pipe may be repeated.
    """

    retriable: ClassVar[bool] = True

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class TooManySetAside(BusError):
    """So much was unreadable that our own release is the likelier fault."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what}: stopped before the position moved, nothing was dropped. "
            "Look at them: facialis set-aside next. Then mend the reader and start again, or "
            "start again once with --take-aside N, which sets up to N of them aside."
        )


class CannotOpen(BusError):
    """A file of the embedded bus cannot be used as it is; an operator has to choose."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(f"{path}: {detail}")
        self.path, self.detail = path, detail


class Damaged(BusError):
    """A message in a log is not what was written: the disk, or somebody, changed its bytes."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"{where}: its bytes are not those that were written (the checksum differs); stopped "
            "before the position moved. Look at all files with facialis doctor --files, and "
            "restore the last backup from before (docs/how-to/back-up-and-restore.md)."
        )
        self.where = where
