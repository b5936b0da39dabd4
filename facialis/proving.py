"""Proving the clinicians' tables, for the command that prints it."""

from __future__ import annotations

import importlib.util
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from services.recommender.engine.knowledge import Knowledge
from services.recommender.pathway_files import PATHWAYS
from services.recommender.proof.certificate import CERTIFICATE, certificate, written
from services.recommender.proof.claims import claims_of
from services.recommender.proof.gherkin import scenario
from services.recommender.proof.prove import prove
from services.recommender.proof.spent import KINDS
from services.recommender.proof.verdicts import QUIET, Verdict


class NoSolver(Exception):
    """The solver is not installed; whoever wants a proof installs it."""


def prove_tables(
    knowledge: Knowledge, *, only: str | None, as_json: bool, path: Path | None, check: bool
) -> bool:
    """
    Prove, print, and write the certificate; tell whether all is proved.

    Args:
        only: the id of one claim; then no certificate is written.
        check: write nothing, and tell whether the certificate stands as it would be written.

    Raises:
        NoSolver: z3 is not installed.
    """
    if importlib.util.find_spec("z3") is None:
        raise NoSolver("the proof needs z3: .venv/bin/pip install --editable '.[prove]'")
    found, spent = [], Counter[str]()
    began = time.monotonic()
    for verdict in prove(
        claims_of(knowledge),
        _wanted(only),
        processes=_cores(),
        spent=lambda one: spent.update({one.kind: one.seconds}),
    ):
        found.append(verdict)
        if not as_json:
            _print(verdict)
    if not found:
        raise NoSolver(f"nothing is claimed under '{only}'")
    said = certificate(found, knowledge=_named(knowledge))
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        _sum_up(found)
        _tell_time(spent, time.monotonic() - began)
    return all(one.proved for one in found) and (only is not None or _keep(said, path, check))


def _cores() -> int:
    """How many processes may run at once here; a container may allow fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _named(knowledge: Knowledge) -> dict[str, str]:
    return {"version": knowledge.version, "digest": knowledge.digest}


def _wanted(only: str | None) -> Any:
    if only is None:
        return lambda _: True
    return lambda name: name == only or name.startswith(f"{only}.")


def _keep(said: dict[str, Any], path: Path | None, check: bool) -> bool:
    path = path or PATHWAYS / CERTIFICATE
    text = written(said)
    if not check:
        path.write_text(text, encoding="utf-8")
        return True
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return True
    click.echo(f"The certificate {path.name} is not current. → facialis pathways prove")
    return False


def _print(verdict: Verdict) -> None:
    if verdict.part in QUIET and verdict.proved and not verdict.note:
        return
    note = f" ({verdict.note})" if verdict.note and verdict.part != "elsewhere" else ""
    click.echo(f"{verdict.id:<12} {verdict.said}  {verdict.title}{note}")
    for line in _patients(verdict):
        click.echo(line)


def _patients(verdict: Verdict) -> Iterator[str]:
    for number, patient in enumerate(verdict.patients):
        then = "then the plan differs in what may not differ" if number else verdict.title
        yield ""
        yield scenario(f"{verdict.id}: {verdict.title}", patient, then=f"Broken: {then}")


def _sum_up(found: list[Verdict]) -> None:
    broken = sum(not one.proved for one in found)
    reached = sum(one.part in ("rows", "cells", "reach") for one in found)
    said = "all proved" if not broken else f"{broken} BROKEN"
    click.echo(f"{len(found)} claims, {reached} of them rows, cells and places reached: {said}.")


def _tell_time(spent: Mapping[str, float], whole: float) -> None:
    """How long it took; the certificate knows nothing of it, so that it stays the same."""
    for kind, what in KINDS.items():
        if kind in spent:
            click.echo(f"{spent[kind]:5.1f} s  {kind}: {what}")
    click.echo(f"{whole:5.1f} s  in all, on {_cores()} processors; the parts in time of one")
