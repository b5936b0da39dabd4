"""Connections to PostgreSQL: pooled, tested before use, and none of them waits for ever."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine

# A peer that fell silent is given up; a transaction that its process left open frees its locks.
_NETWORK = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_POOL_S = 5.0
_SESSION = ("lock_timeout=30s", "idle_in_transaction_session_timeout=60s")
_DURABLE = (
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)


def open_engine(
    url: str,
    password: str | None = None,
    *,
    reads_only: bool = False,
    connections: int = 8,
    settings: tuple[str, ...] = (),
) -> Engine:
    """
    Make connections to a database as they are asked for, at most so many at once.

    One that writes returns from a commit when the disk has it, whatever the server's own setting.
    One that reads sees one moment of the database for as long as its transaction lasts.

    Args:
        url: postgresql://user@host/name, with whatever else libpq takes, as in ?sslmode=require.
        password: of that user; None where the server asks for none, or libpq knows it.
        settings: of each session besides ours, as in ``search_path=later``.
    """
    return create_engine(
        "postgresql+psycopg://",
        creator=lambda: _connect(url, password, reads_only=reads_only, settings=settings),
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=_POOL_S,
        use_native_hstore=False,
    )


def _connect(url: str, password: str | None, *, reads_only: bool, settings: tuple[str, ...]) -> Any:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    from bus.postgres.text import WithoutNul

    given = conninfo_to_dict(url)
    options = " ".join(f"-c {setting}" for setting in (*_SESSION, *settings))
    ours: dict[str, Any] = {name: value for name, value in _NETWORK.items() if name not in given}
    ours["options"] = f"{given.get('options') or ''} {options}".strip()
    if password is not None:
        ours["password"] = password
    connection = psycopg.connect(url, **ours)
    connection.adapters.register_dumper(str, WithoutNul)
    if reads_only:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
    else:
        connection.execute(_DURABLE)
        connection.commit()
    return connection
