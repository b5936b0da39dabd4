"""The house keeps itself: what may stand where, the walls inside, and the one clock."""

from __future__ import annotations

import re
import sys
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.house import FOLDERS, PACKAGES, ROOT, kept, run, text

BIN = Path(sys.executable).parent

FIXED = ["services/intake", "services/recommender", "schemas", "features", "docker-compose.yml"]
FIXED += ["Makefile", "README.md", "GLOSSARY.md", "CHANGELOG.md", "LICENSE", "NOTICE", ".ci/run"]
LARGE_KB = 700
VAGUE = r"utils?|managers?|data|helpers?|common|processors?|misc|info"


def test_no_folder_stands_at_the_top_that_was_not_agreed_on() -> None:
    made_by_tools = {"__pycache__", "dist"}
    top = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")}
    assert top - made_by_tools <= FOLDERS


@pytest.mark.parametrize("name", FIXED)
def test_what_others_count_on_finding_is_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_no_file_has_a_name_that_says_nothing() -> None:
    named = {p: {p.stem, p.parent.name} for p in kept() if p.suffix == ".py"}
    assert not [p for p, names in named.items() if any(re.fullmatch(VAGUE, n) for n in names)]


def test_no_file_is_large() -> None:
    assert not [p for p in kept() if p.stat().st_size > LARGE_KB * 1024]


def test_nothing_was_left_for_later_in_code() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    left = [p for p in kept() if p.suffix in {".py", ".yaml", ".feature"} and p != Path(__file__)]
    assert not [p for p in left if later.search(p.read_text(encoding="utf-8", errors="replace"))]


def test_the_walls_between_the_stations_stand() -> None:
    looked = run(BIN / "lint-imports", "--no-logo", "--no-cache")
    assert looked.returncode == 0, looked.stdout


def test_every_package_stands_inside_the_walls() -> None:
    walls = ConfigParser()
    walls.read_string(text(".importlinter"))
    assert set(walls["importlinter"]["root_packages"].split()) == PACKAGES


def test_a_built_wheel_carries_tables_and_pages(tmp_path: Path) -> None:
    build = f"import hatchling.build; print(hatchling.build.build_wheel({str(tmp_path)!r}))"
    wheel = run(sys.executable, "-c", build).stdout.split()[-1]
    inside = set(zipfile.ZipFile(tmp_path / wheel).namelist())
    ours = [p.relative_to(ROOT) for p in kept() if p.suffix in {".yaml", ".html", ".css"}]
    needed = {p.as_posix() for p in ours if p.parts[0] in PACKAGES}
    assert needed
    assert needed <= inside


@pytest.mark.parametrize(
    ("file", "refused"), [("services/intake/door.py", True), ("facialis/clock.py", False)]
)
def test_the_clock_is_read_in_one_place_only(file: str, refused: bool) -> None:
    reads = "from datetime import UTC\nfrom datetime import datetime as d\n\nd.now(UTC)\n"
    looked = run(BIN / "ruff", "check", "--stdin-filename", file, "-", stdin=reads)
    assert ("TID251" in looked.stdout) is refused, looked.stdout
