"""Java programs of others: fetched once, compiled at each run, given what we export."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from shutil import rmtree, which

HERE = Path(__file__).parent
LIBRARIES = HERE.parents[1] / ".exchange" / "libs"
_MEMORY = "-Xmx1g"
"""A quarter of the machine otherwise, however little is needed."""

_SCHEMA = "org/kie/dmn/validation/org/omg/spec/DMN/20191111/"


class Missing(Exception):
    """What these need is not on this machine; says what mends it."""


@dataclass(frozen=True, slots=True)
class Fired:
    """
    What the engine gave.

    Attributes:
        rows: for each patient the ids of the rows that fired.
        ms: how long one took, on average, the reading of the file not counted.
        errors: what it complained of.
    """

    rows: Sequence[frozenset[str]]
    ms: float
    errors: Sequence[str]


def fetch() -> None:
    """
    Bring the libraries, once.

    Raises:
        Missing: there is no JDK, no Maven, or it cannot reach its repository.
    """
    for program, package in (("javac", "openjdk-17-jdk-headless"), ("mvn", "maven")):
        if which(program) is None:
            raise Missing(f"no {program} here; apt-get install {package} mends it")
    LIBRARIES.parent.mkdir(exist_ok=True)
    # One fetches and others wait, and the folder has its name only when it is whole.
    with (LIBRARIES.parent / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not any(LIBRARIES.glob("kie-dmn-core-*.jar")):
            _fetch(LIBRARIES.with_name("fetching"))


def _fetch(fresh: Path) -> None:
    rmtree(fresh, ignore_errors=True)
    goal = ("dependency:copy-dependencies", "-DincludeScope=runtime")
    pom = ("--file", str(HERE / "pom.xml"))
    said = _run("mvn", "--quiet", "--batch-mode", *pom, *goal, f"-DoutputDirectory={fresh}")
    if said.returncode:
        raise Missing(f"the libraries could not be fetched: {said.stdout[-300:]}")
    rmtree(LIBRARIES, ignore_errors=True)
    fresh.rename(LIBRARIES)


def fired(dmn: Path, patients: Iterable[str]) -> Fired:
    """Have Drools read a DMN file and evaluate patients, each a line of findings."""
    said = _java("Fired.java", str(dmn), given="".join(f"{it}\n" for it in patients))
    if said.returncode:
        raise RuntimeError(said.stderr[-2000:])
    told = said.stderr.splitlines()
    rows = [frozenset(filter(None, line.split(","))) for line in said.stdout.splitlines()]
    errors = [line for line in told if line.startswith("error ")]
    return Fired(rows, float(told[-1].removeprefix("ms ")), errors)


def faults_in_fhir(resource: Path) -> list[str]:
    """Have HAPI validate a resource of FHIR R4; a line for each fault."""
    return _java("Validate.java", str(resource)).stdout.splitlines()


def schema_of_dmn(folder: Path) -> Path:
    """Take OMG's schema of DMN 1.3 out of the engine's library; give its main file."""
    (library,) = LIBRARIES.glob("kie-dmn-validation-*.jar")
    with zipfile.ZipFile(library) as jar:
        jar.extractall(folder, [it for it in jar.namelist() if it.startswith(_SCHEMA)])
    return folder / _SCHEMA / "DMN13.xsd"


def _java(program: str, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return _run(
        "java", _MEMORY, "-cp", f"{LIBRARIES}/*", str(HERE / program), *arguments, given=given
    )


def _run(*command: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False)
