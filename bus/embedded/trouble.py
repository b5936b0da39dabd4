"""Translates SQLite's errors into ours: what time or an operator can mend is Unavailable."""

from __future__ import annotations

import sqlite3

from bus.errors import Unavailable

_PASSING = {
    sqlite3.SQLITE_FULL: "disk full",
    sqlite3.SQLITE_IOERR: "disk full or failing",
    sqlite3.SQLITE_BUSY: "file busy",
    sqlite3.SQLITE_LOCKED: "file busy",
    sqlite3.SQLITE_PROTOCOL: "file busy",
    sqlite3.SQLITE_CANTOPEN: "file cannot be opened",
    sqlite3.SQLITE_READONLY: "file cannot be written",
    sqlite3.SQLITE_NOMEM: "out of memory",
}


def unavailable(error: BaseException) -> Unavailable | None:
    """Return what this error means when it may pass by itself or by an operator; else None."""
    if not isinstance(error, sqlite3.Error):
        return None
    # Python's own complaints (a closed cursor, a wrong parameter) carry no code.
    code = getattr(error, "sqlite_errorcode", None)
    what = None if code is None else _PASSING.get(code & 0xFF)
    return None if what is None else Unavailable(f"{what} ({error.sqlite_errorname})")
