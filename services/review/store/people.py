"""Rows about people: who they said they are, their sessions, and the links that were used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from services.review.store.tables import people, secrets, sessions, used_links

_PURPOSE = "sign-in links"


def read_secret(connection: Connection) -> bytes:
    """
    Read the secret that sign-in links are signed with.

    Raises:
        LookupError: the store was never opened for writing, and has none yet.
    """
    query = select(secrets.c.secret).where(secrets.c.purpose == _PURPOSE)
    found: bytes | None = connection.scalar(query)
    if found is None:
        raise LookupError("the review store has no secret for sign-in links yet; start it once")
    return found


def keep_secret(connection: Connection, new_secret: Callable[[], bytes]) -> None:
    """Make the secret unless it is there."""
    if connection.scalar(select(secrets.c.purpose).where(secrets.c.purpose == _PURPOSE)) is None:
        connection.execute(insert(secrets).values(purpose=_PURPOSE, secret=new_secret()))


def link_was_used(connection: Connection, link_id: str) -> bool:
    """Tell whether somebody signed in with it."""
    query = select(used_links.c.link_id).where(used_links.c.link_id == link_id)
    return connection.scalar(query) is not None


def use_link(connection: Connection, link_id: str, *, person: str, now: datetime) -> None:
    """Note who used a link, and when."""
    connection.execute(insert(used_links).values(link_id=link_id, used_at=now, person=person))


def person_named(
    connection: Connection, name: str, *, role: str, now: datetime, new_id: Callable[[], str]
) -> str:
    """Give the opaque reference of a person, made at the first sign-in under that name and role."""
    same = (people.c.name == name) & (people.c.role == role)
    known: str | None = connection.scalar(select(people.c.ref).where(same))
    if known is not None:
        return known
    ref = f"person-{new_id()}"
    row = {"ref": ref, "name": name, "role": role, "first_seen_at": now}
    connection.execute(insert(people), row)
    return ref


def names_of(connection: Connection, refs: set[str]) -> dict[str, str]:
    """Give the names of people by reference; those who signed in elsewhere are left out."""
    rows = connection.execute(select(people.c.ref, people.c.name).where(people.c.ref.in_(refs)))
    return {row.ref: row.name for row in rows}


def start_session(connection: Connection, digest: bytes, *, person: str, ends_at: datetime) -> None:
    """Keep a session by the digest of its token."""
    connection.execute(insert(sessions).values(digest=digest, person=person, ends_at=ends_at))


def find_session(
    connection: Connection, digest: bytes, *, now: datetime
) -> tuple[str, str, str] | None:
    """Find whose session it is, as (ref, name, role); None when it ended or never was."""
    query = select(people.c.ref, people.c.name, people.c.role).join_from(
        sessions, people, sessions.c.person == people.c.ref
    )
    open_still = query.where(sessions.c.digest == digest, sessions.c.ends_at > now)
    found = connection.execute(open_still).one_or_none()
    return None if found is None else (found.ref, found.name, found.role)


def end_session(connection: Connection, digest: bytes) -> None:
    """Forget a session."""
    connection.execute(delete(sessions).where(sessions.c.digest == digest))


def forget_ended_sessions(connection: Connection, *, now: datetime) -> None:
    """Forget all sessions that are over."""
    connection.execute(delete(sessions).where(sessions.c.ends_at <= now))
