"""Reads the folder of tables that clinicians own, and has the engine compile it."""

import hashlib
from pathlib import Path
from typing import Any

from schemas.catalogue import Finding, catalogue
from schemas.interventions import interventions
from schemas.plan_words import AIMS, ARCHETYPES, EVIDENCE, SENT_TO, ZONES
from schemas.treatments import DATES, RESPONSES
from schemas.yaml_table import TableError, read_table
from services.recommender.engine import (
    Files,
    Knowledge,
    PathwayError,
    RawFinding,
    Vocabulary,
    compile_knowledge,
)

PATHWAYS = Path(__file__).with_name("pathways")
"""The tables that this project ships."""

TABLES = (
    "knowledge.yaml",
    "sources.yaml",
    "windows.yaml",
    "observations.yaml",
    "derived.yaml",
    "pathways.yaml",
    "interventions.yaml",
    "stages.yaml",
    "headlines.yaml",
    "urgency.yaml",
    "gaps.yaml",
    "refusals.yaml",
    "wording.yaml",
    "companions.yaml",
)
"""Files that every folder of tables has, beside `rows/`."""

OPTIONAL = ("observations_rows.yaml", "derived_rows.yaml")

BESIDE = ("sign_off.yaml", "source_attributes.yaml")
"""Files of such a folder that change no plan, looked at with the others where they are."""

WORDS = {
    "evidence": EVIDENCE,
    "to": SENT_TO,
    "aims": AIMS,
    "zone": ZONES,
    "side": ("affected", "opposite", "both"),
    "archetype": ARCHETYPES,
    "response": RESPONSES,
    "dates": DATES,
}
"""Words that stand in given lists: what the tables write under each of these."""


def load_knowledge(folder: Path = PATHWAYS) -> Knowledge:
    """
    Load and compile a folder of tables.

    Raises:
        PathwayError: names file, line, row, column, what was found and what to write; mended
            by the author of the table.
    """
    return knowledge_from(read_files(folder))


def read_files(folder: Path = PATHWAYS) -> Files:
    """Read a folder of tables without compiling it. Raises PathwayError."""
    paths = _paths(folder)
    beside = {name: folder / name for name in BESIDE if (folder / name).exists()}
    documents = {name: _read(name, path) for name, path in (paths | beside).items()}
    rows = [name for name in paths if name.startswith("rows/")]
    return Files(documents, rows, _digest(paths))


def knowledge_from(files: Files) -> Knowledge:
    """Compile what was read. Raises PathwayError."""
    return compile_knowledge(files, _vocabulary())


def _paths(folder: Path) -> dict[str, Path]:
    named = {name: folder / name for name in TABLES}
    missing = [name for name, path in named.items() if not path.exists()]
    if missing:
        raise PathwayError(
            file=missing[0],
            found=f"no such file in {folder.name}",
            write="Every folder of tables has it; see pathways/README.md.",
        )
    named |= {name: folder / name for name in OPTIONAL if (folder / name).exists()}
    rows = sorted((folder / "rows").glob("*.yaml"))
    return named | {f"rows/{path.name}": path for path in rows}


def _read(name: str, path: Path) -> Any:
    try:
        return read_table(path)
    except TableError as error:
        raise PathwayError(
            file=name, line=error.line, found=error.what, write="Mend the file's form."
        ) from error


def _digest(paths: dict[str, Path]) -> str:
    """Digest of every byte that can change a plan: the tables, findings and interventions."""
    words = Path(__file__).parents[2] / "schemas"
    catalogues = ("findings.yaml", "interventions.yaml")
    every = {f"schemas/{name}": words / name for name in catalogues} | paths
    digest = hashlib.sha256()
    for name, path in sorted(every.items()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{name} {content}\n".encode())
    return digest.hexdigest()


def _vocabulary() -> Vocabulary:
    findings = {name: _raw(found) for name, found in catalogue().findings.items()}
    families = {code: entry.family for code, entry in interventions().items()}
    one_sided = frozenset(code for code, entry in interventions().items() if entry.one_sided)
    return Vocabulary(findings, families, WORDS, one_sided)


def _raw(finding: Finding) -> RawFinding:
    return RawFinding(
        finding.name,
        finding.kind,
        {word.code: word.text for word in finding.words},
        finding.unit or "",
        finding.label,
        finding.question,
        finding.why,
        tested=finding.tested,
        required=finding.required,
    )
