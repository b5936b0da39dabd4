"""``facialis pathways export``: the tables in the languages of others."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from facialis.tables import knowledge
from facialis.trouble import Trouble


@click.command("export")
@click.option("--dmn", "language", flag_value="dmn", help="DMN 1.3: which rows fire.")
@click.option("--fhir", "language", flag_value="fhir", help="FHIR R4: a PlanDefinition.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Into this file.")
def command(language: str | None, out: Path | None) -> None:
    """Write the tables as DMN 1.3 or as FHIR R4, to be read by other programs.

    What the export does not carry is said in it.
    """
    if language is None:
        raise click.UsageError("Say in which language: --dmn or --fhir.")
    written = _WRITERS[language]()
    if out is None:
        sys.stdout.buffer.write(written)
        return
    try:
        out.write_bytes(written)
    except OSError as refused:
        raise Trouble(f"{out} cannot be written: {refused.strerror}.") from refused
    click.echo(f"{out}: {len(written):,} bytes of {_NAMES[language]}", err=True)


def _dmn() -> bytes:
    from services.recommender.exchange.dmn import as_dmn

    return as_dmn(knowledge())


def _fhir() -> bytes:
    from services.recommender.exchange.fhir import as_fhir

    return json.dumps(as_fhir(knowledge()), ensure_ascii=False, indent=1).encode() + b"\n"


_WRITERS = {"dmn": _dmn, "fhir": _fhir}
_NAMES = {"dmn": "DMN 1.3", "fhir": "FHIR R4"}
