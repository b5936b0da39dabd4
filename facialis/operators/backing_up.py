"""Copies of a line: made while it runs, checked, and put back where nothing is."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bus.embedded import Reader, backup
from facialis.files import INTAKE, RECOMMENDER, RELAY, REVIEW, REVIEWS
from facialis.folder import KEY_FILE
from facialis.trouble import Trouble
from schemas.moments import written

MANIFEST = "manifest.json"

# Who reads is copied before what it reads. So a copy never says that it has read what the copy of
# the log does not hold yet; what it has not read it reads again, and an event read twice counts
# once. The other way round, events would be passed over for good.
_READERS_FIRST = (REVIEW, REVIEWS, RECOMMENDER, RELAY, INTAKE)

_FORM = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup: its SHA-256, its size in bytes, and the versions of its tables."""

    name: str
    sha256: str
    size: int
    versions: Mapping[str, int]


def back_up(data: Path, target: Path, *, now: datetime) -> list[Kept]:
    """
    Copy the files of a line, whether it runs or rests, into a folder that is empty or not there.

    Only SQLite opens them, and only to read; the copies are checked, and the manifest comes last,
    so that what has one is whole.

    Raises:
        Trouble: there is nothing to copy, the folder holds something, or a copy is damaged.
        Unavailable: a file is busy or the disk is full.
    """
    names = [name for name in _READERS_FIRST if (data / name).exists()]
    if not names:
        raise Trouble(f"There is no line in {data}.", mend="facialis backup DIR --data DATA")
    _make_empty(target)
    kept = [_copied(data / name, target / name) for name in names]
    if (data / KEY_FILE).exists():
        kept.append(_copied_key(data / KEY_FILE, target / KEY_FILE))
    manifest = {
        "form": _FORM,
        "release": version("facialis"),
        "made_at": written(now),
        "files": [asdict(one) for one in kept],
    }
    _write(target / MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode())
    return kept


def restore(source: Path, data: Path) -> list[Kept]:
    """
    Put a backup into a folder that is empty or not there, once every file is as it was written.

    Raises:
        Trouble: it is not a whole backup, or the folder holds something; nothing was written then.
    """
    kept = list(_read_manifest(source))
    for one in kept:
        _check(source / one.name, one)
    _make_empty(data)
    for one in kept:
        _copy(source / one.name, data / one.name)
    return kept


def _copied(path: Path, copy: Path) -> Kept:
    with closing(Reader(path)) as reader:
        reader.run(lambda connection: backup(connection, copy))
    with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        versions = _versions(connection)
    if found != "ok":
        raise Trouble(f"{path} is damaged: {found}.", mend="Restore the backup before this one.")
    return Kept(copy.name, _sha256(copy), copy.stat().st_size, versions)


def _copied_key(path: Path, copy: Path) -> Kept:
    _copy(path, copy)
    return Kept(copy.name, _sha256(copy), copy.stat().st_size, {})


def _versions(connection: sqlite3.Connection) -> dict[str, int]:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if "schema_version" not in tables:
        return {}
    return dict(connection.execute("SELECT name, version FROM schema_version"))


def _read_manifest(source: Path) -> Iterator[Kept]:
    try:
        manifest: Any = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        form, files = manifest["form"], [Kept(**one) for one in manifest["files"]]
    except FileNotFoundError:
        raise Trouble(
            f"{source} has no {MANIFEST}: it is no backup, or one that was not finished."
        ) from None
    except (ValueError, KeyError, TypeError) as broken:
        raise Trouble(f"{source / MANIFEST} cannot be read.") from broken
    if form != _FORM:
        raise Trouble(
            f"{source} was made by release {manifest.get('release')} in another form.",
            mend="Restore it with that release.",
        )
    yield from files


def _check(path: Path, kept: Kept) -> None:
    if Path(kept.name).name != kept.name:
        raise Trouble(f"The manifest names {kept.name}, which is no file of a line.")
    if not path.is_file() or _sha256(path) != kept.sha256:
        raise Trouble(
            f"{path} is not as it was written: nothing was restored.",
            mend="Take another copy of this backup, or the backup before it.",
        )


def _make_empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise Trouble(f"{folder} holds something already.", mend="Name an empty or a new folder.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def _copy(path: Path, copy: Path) -> None:
    handle = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with path.open("rb") as source, os.fdopen(handle, "wb") as target:
        shutil.copyfileobj(source, target, 1024 * 1024)
        target.flush()
        os.fsync(target.fileno())


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
