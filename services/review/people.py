"""People: who signs in, for how long, and what proves that a form is theirs."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from services.review.links import make_link, read_link
from services.review.store.people import (
    end_session,
    find_session,
    forget_ended_sessions,
    link_was_used,
    person_named,
    read_secret,
    start_session,
    use_link,
)
from services.review.store.store import Store
from services.review.store.turns import take_turn_at

SESSION_LASTS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Person:
    """
    Somebody signed in.

    ``ref`` stands for them in events; name and role never leave the review store. ``token`` is
    the session's secret, known to their browser alone.
    """

    ref: str
    name: str
    role: str
    token: str = field(repr=False)


def new_sign_in_link(store: Store, *, now: datetime, new_id: Callable[[], str]) -> str:
    """
    Make a link's path, ``/sign-in/…``: good once, for 15 minutes.

    Needs no more than to read the store, so that another process can print one while it is served.
    """
    with store.reading() as connection:
        secret = read_secret(connection)
    return f"/sign-in/{make_link(secret, link_id=new_id(), now=now)}"


def link_is_good(store: Store, link: str, *, now: datetime) -> bool:
    """Tell whether a link can still be used; asking does not use it."""
    with store.reading() as connection:
        link_id = read_link(read_secret(connection), link, now=now)
        return link_id is not None and not link_was_used(connection, link_id)


def sign_in(
    store: Store,
    link: str,
    *,
    name: str,
    role: str,
    now: datetime,
    new_id: Callable[[], str],
    new_token: Callable[[], str],
) -> Person | None:
    """Use a link up and begin a session of 12 hours; None when the link is not good any more."""
    token = new_token()
    with store.writing() as connection:
        take_turn_at(connection, "signing in")
        link_id = read_link(read_secret(connection), link, now=now)
        if link_id is None or link_was_used(connection, link_id):
            return None
        ref = person_named(connection, name, role=role, now=now, new_id=new_id)
        forget_ended_sessions(connection, now=now)
        use_link(connection, link_id, person=ref, now=now)
        start_session(connection, _digest(token), person=ref, ends_at=now + SESSION_LASTS)
    return Person(ref, name, role, token)


def who_is(store: Store, token: str, *, now: datetime) -> Person | None:
    """Find whose session this is; None when it is nobody's, or over."""
    with store.reading() as connection:
        found = find_session(connection, _digest(token), now=now)
    return None if found is None else Person(*found, token)


def sign_out(store: Store, person: Person) -> None:
    """End a session at once."""
    with store.writing() as connection:
        end_session(connection, _digest(person.token))


def form_token(token: str) -> str:
    """Make what each form of a session carries: no other site can know it."""
    return hmac.digest(token.encode(), b"form", sha256).hex()


def form_is_ours(token: str, given: str) -> bool:
    """Tell whether a form came from a page of this session."""
    return hmac.compare_digest(form_token(token).encode(), given.encode())


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
