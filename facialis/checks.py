"""What a line stands on, looked at one by one."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import stat
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bus.embedded import Writer
from bus.errors import BusError
from facialis.folder import holder, read_run
from facialis.ports import USUAL_PORT, PortBusy, listen
from facialis.settings import Settings, WrongSettings
from facialis.tables import knowledge
from facialis.trouble import Trouble
from facialis.whole_files import faults_of
from services.recommender.proof.certificate import standing

SAFE_SQLITE = (3, 51, 3)
"""The first version without the WAL-reset fault."""

State = Literal["well", "optional", "wrong"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``optional`` is missing and not needed; ``mend`` is what to do."""

    name: str
    state: State
    found: str
    mend: str = ""


def checks(data: Path, environ: Mapping[str, str], *, whole_files: bool = False) -> Iterator[Check]:
    """
    Look at everything that a line with this data folder would need, and change none of it.

    Args:
        whole_files: read each file from its beginning to its end, too; minutes for a large store.
    """
    yield _python()
    yield _sqlite()
    yield _disk(data)
    yield _folder(data)
    if whole_files:
        yield from map(_whole, sorted(data.glob("*.db")))
    yield _port(data)
    yield _tables()
    yield from _settings(data, environ)
    yield _kafka()
    yield _browser()


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        return Check("Python", "well", version)
    return Check(
        "Python", "wrong", f"{version}; 3.11 to 3.13 are tested", "make clean && make setup"
    )


def _sqlite() -> Check:
    version = sqlite3.sqlite_version
    rule = "each file has one connection that writes"
    if sqlite3.threadsafety < 1:
        return Check("SQLite", "wrong", f"{version}, built without threads", "use another Python")
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        rule = f"before 3.51.3, whose WAL-reset fault cannot happen here: {rule}"
    return Check("SQLite", "well", f"{version}; {rule}")


def _disk(data: Path) -> Check:
    try:
        with tempfile.TemporaryDirectory(dir=_nearest(data)) as folder:
            spent_ms = _commit_ms(Path(folder) / "doctor.db")
    except (BusError, OSError) as broken:
        return Check("Disk", "wrong", str(broken), "facialis run --data DIR, on a local disk")
    return Check(
        "Disk", "well", f"commits are on the disk (synchronous=FULL), {spent_ms:.1f} ms each"
    )


def _commit_ms(path: Path, times: int = 20) -> float:
    with Writer(path) as writer:
        writer.run(lambda cursor: cursor.execute("CREATE TABLE doctor (it INTEGER)"))
        start = time.perf_counter()
        for _ in range(times):
            writer.run(lambda cursor: cursor.execute("INSERT INTO doctor VALUES (1)"))
        return (time.perf_counter() - start) * 1000 / times


def _nearest(data: Path) -> Path:
    return next(folder for folder in (data, *data.absolute().parents) if folder.is_dir())


def _folder(data: Path) -> Check:
    if not data.is_dir():
        return Check("Data folder", "well", f"{data} will be made, for you alone")
    open_to = stat.S_IMODE(data.stat().st_mode) & 0o077
    if open_to:
        return Check("Data folder", "wrong", f"{data} can be opened by others", f"chmod 700 {data}")
    if pid := holder(data):
        return Check("Data folder", "well", f"{data}, in use by process {pid}")
    return Check("Data folder", "well", f"{data}, yours alone")


def _whole(path: Path) -> Check:
    faults = faults_of(path)
    if not faults:
        return Check(f"File {path.name}", "well", "read whole; as it was written")
    found = f"{len(faults)} faults, the first: {faults[0]}"
    return Check(f"File {path.name}", "wrong", found, "facialis restore DIR, the last good backup")


def _port(data: Path) -> Check:
    if holder(data) and (run := read_run(data)):
        return Check("Port", "well", f"Facialis is at {run['url']}")
    try:
        listen(USUAL_PORT).close()
    except PortBusy:
        return Check("Port", "well", f"{USUAL_PORT} is taken; facialis run takes the next free one")
    return Check("Port", "well", f"{USUAL_PORT} is free")


def _tables() -> Check:
    try:
        tables = knowledge()
    except Trouble as broken:
        return Check("Tables", "wrong", broken.message, "facialis pathways check")
    proof = standing(tables.digest)
    mend = "" if proof == "proved" else "facialis pathways prove"
    found = f"version {tables.version}, {len(tables.rows)} rows, {proof}"
    return Check("Tables", "well" if proof == "proved" else "optional", found, mend)


def _settings(data: Path, environ: Mapping[str, str]) -> Iterator[Check]:
    try:
        Settings.from_environ(environ, data=data)
    except WrongSettings as wrong:
        for fault in wrong.faults:
            yield Check("Settings", "wrong", fault, f"unset {fault.split(':')[0]}")
    else:
        yield Check("Settings", "well", "as they should be")


def _kafka() -> Check:
    if importlib.util.find_spec("kafka"):
        return Check("Kafka", "well", "kafka-python is here; the embedded bus does not need it")
    return Check(
        "Kafka",
        "optional",
        "not installed, and not needed by the embedded bus",
        ".venv/bin/pip install --editable '.[kafka]'",
    )


def _browser() -> Check:
    if path := shutil.which("chromium") or shutil.which("google-chrome"):
        return Check("Browser", "well", f"{path}, for tests of the pages")
    return Check(
        "Browser",
        "optional",
        "no Chromium; only tests of the pages need it",
        "apt-get install chromium",
    )
