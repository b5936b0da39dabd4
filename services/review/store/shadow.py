"""
A shadow of the projection's tables: written from the topics while the tables themselves are in use.

In PostgreSQL it is a schema of its own, in front of the store's; for a file it is a file beside it.
Either way a transaction of the shadow sees its own assessments, plans and positions, and all else
as the store has it: so the same statements serve both. Whatever ends early leaves the store alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Select,
    Table,
    and_,
    except_,
    exists,
    literal,
    select,
    true,
    union,
)

from bus.embedded.lock import FileLock
from bus.errors import CannotOpen, Unavailable
from bus.postgres import OnlyOne
from services.review.store.away import unavailable_when_away
from services.review.store.connect import shadow_engine
from services.review.store.inserting import insertion
from services.review.store.store import Store
from services.review.store.tables import assessments, plans, positions

SHADOWED = (assessments, plans, positions)
_REBUILT = (assessments, plans)
_NAME = "rebuild"


class RebuildRunning(Exception):
    """Another process rebuilds this store; wait for it, or end it."""


@dataclass(frozen=True, slots=True)
class Shadow:
    """
    The tables as they are being rebuilt.

    Attributes:
        writing: gives a transaction that sees the shadow in the place of the store's tables.
        merging: gives a transaction of the store that can take the shadow over.
    """

    writing: Callable[[], AbstractContextManager[Connection]]
    merging: Callable[[], AbstractContextManager[Connection]]


@contextmanager
def shadow_of(store: Store) -> Iterator[Shadow]:
    """
    Make an empty shadow, and take it away in the end; one that was left behind is thrown away.

    Raises:
        RebuildRunning: another process has one.
        Unavailable: the store is away.
    """
    in_database = store.writer.dialect.name == "postgresql"
    with unavailable_when_away(), _in_database(store) if in_database else _in_file(store) as shadow:
        yield shadow


def take_over(connection: Connection) -> int:
    """Make what the shadow has stand in the store, in a merging transaction; count changed rows."""
    return sum(_take_over(connection, table) for table in _REBUILT)


def patients_untold(connection: Connection) -> set[str]:
    """Name the patients of whom the store has rows that the shadow has not."""
    return set(connection.scalars(union(*map(_untold, _REBUILT))))


def _take_over(connection: Connection, table: Table) -> int:
    differing = except_(select(_shadowed(table)), select(table)).subquery()
    names = [column.name for column in table.columns]
    # SQLite needs a condition here, or takes what follows for one of a join.
    rows = select(differing).where(true())
    statement = insertion(connection.dialect.name, table).from_select(names, rows)
    keys = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in names if name not in keys}
    taken = statement.on_conflict_do_update(index_elements=keys, set_=rest)
    # Without being asked to, the driver does not count.
    return connection.execute(taken, execution_options={"preserve_rowcount": True}).rowcount


def _untold(table: Table) -> Select[tuple[str]]:
    shadow = _shadowed(table).alias(f"shadow_of_{table.name}")
    same = and_(*(column == shadow.c[column.name] for column in table.primary_key))
    told = select(literal(1)).select_from(shadow).where(same).correlate(table)
    return select(table.c.patient_ref).where(~exists(told))


def _shadowed(table: Table) -> Table:
    return table.to_metadata(MetaData(), schema=_NAME)


@contextmanager
def _in_database(store: Store) -> Iterator[Shadow]:
    turn = OnlyOne(store.writer, "rebuilding the review store")
    with ExitStack() as opened:
        opened.callback(turn.close)
        try:
            turn.connection()
        except Unavailable as taken:
            raise RebuildRunning(taken.detail) from taken
        with store.writing() as connection:
            front = _make_schema(connection)
        opened.callback(_drop_schema, store.writer)

        @contextmanager
        def writing() -> Iterator[Connection]:
            with unavailable_when_away(), store.writer.begin() as connection:
                connection.exec_driver_sql(f"SET LOCAL search_path TO {front}")
                yield connection

        yield Shadow(writing, store.writing)


def _make_schema(connection: Connection) -> str:
    home = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar()
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {_NAME} CASCADE")
    connection.exec_driver_sql(f"CREATE SCHEMA {_NAME}")
    for table in SHADOWED:
        # Not logged: it is lost with the server, and so is the rebuilding.
        connection.exec_driver_sql(
            f"CREATE UNLOGGED TABLE {_NAME}.{table.name} (LIKE {home}.{table.name} INCLUDING ALL)"
        )
    return f"{_NAME}, {home}"


def _drop_schema(writer: Engine) -> None:
    with writer.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {_NAME} CASCADE")


@contextmanager
def _in_file(store: Store) -> Iterator[Shadow]:
    live = _file_of(store)
    path = live.with_name(f"{live.name}.{_NAME}")
    with ExitStack() as opened:
        try:
            opened.callback(FileLock(path).release)
        except CannotOpen as taken:
            raise RebuildRunning(taken.detail) from taken
        path.unlink(missing_ok=True)
        opened.callback(path.unlink, missing_ok=True)
        engine = shadow_engine(path, beside=live)
        opened.callback(engine.dispose)
        with engine.begin() as connection:
            _make_tables(connection)
        yield Shadow(engine.begin, lambda: _merging_in_file(store, path))


def _make_tables(connection: Connection) -> None:
    named = ", ".join(f"'{table.name}'" for table in SHADOWED)
    query = f"SELECT sql FROM beside.sqlite_master WHERE tbl_name IN ({named}) AND sql IS NOT NULL"
    # Statements of `beside` name no schema, so what they make is made here.
    for statement in connection.exec_driver_sql(query).scalars().all():
        connection.exec_driver_sql(statement)


@contextmanager
def _merging_in_file(store: Store, path: Path) -> Iterator[Connection]:
    # A file is attached outside of a transaction, so nobody else may begin one meanwhile.
    with store.turn if store.turn is not None else nullcontext():
        with store.writer.connect() as connection:
            raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute(f"ATTACH ? AS {_NAME}", (str(path),))
        try:
            with store.writing() as connection:
                yield connection
        finally:
            raw.execute(f"DETACH {_NAME}")


def _file_of(store: Store) -> Path:
    with store.writer.connect() as connection:
        rows = connection.exec_driver_sql("PRAGMA database_list").all()
    return Path(next(row.file for row in rows if row.name == "main"))
