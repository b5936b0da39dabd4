"""The review store of a line over Kafka: a database, or a file in the data folder."""

from __future__ import annotations

from facialis.files import REVIEW
from facialis.settings_line import LineSettings
from services.review.store.store import (
    Store,
    look_at_postgres,
    open_postgres,
    open_store,
    open_to_look,
)


def store_of(settings: LineSettings) -> Store:
    """
    Open the store for its one station that writes, its tables brought up to date.

    Raises:
        CannotOpen: another process writes the file, or the disk cannot be trusted.
        StoreIsNewer: a later release wrote it.
        Unavailable: the database is away.
    """
    if settings.store is not None:
        return open_postgres(settings.store.url, settings.store.password)
    settings.own.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return open_store(settings.own.data / REVIEW)


def store_to_look_at(settings: LineSettings) -> Store:
    """Open the store for reading only; it need not be there yet, and may be away."""
    if settings.store is not None:
        return look_at_postgres(settings.store.url, settings.store.password)
    return open_to_look(settings.own.data / REVIEW)
