"""``facialis forget``: a patient is forgotten; ids and positions stay."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from facialis import clock, folder
from facialis.operators.forgetting import Forgotten, forget
from facialis.operators.which_line import over_kafka, telling
from facialis.settings_line import LineSettings
from facialis.trouble import Trouble
from schemas.topics import TOPICS


@click.command("forget")
@click.argument("patient_ref", metavar="PATIENT_REF")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=folder.USUAL,
    show_default=True,
    help="The folder of the line.",
)
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.pass_obj
def command(environ: Mapping[str, str], patient_ref: str, data: Path, yes: bool) -> None:
    """Erase what is kept of a patient; nothing brings it back.

    The line is stopped first: what its stations have in hand could come back otherwise.
    Assessments and plans keep their ids and have no content any more. With
    KAFKA_BOOTSTRAP_SERVERS set, the databases of FACIALIS_STORE and FACIALIS_OUTBOX are emptied
    too, while their stations run; what lies on Kafka leaves by its retention.
    """
    if pid := folder.holder(data):
        raise Trouble(
            f"A line runs on {data} (process {pid}); what it has in hand could come back.",
            mend="Stop it, forget, and start it again: that takes seconds.",
        )
    if not yes:
        click.confirm(f"Erase everything about {patient_ref} in {data}?", abort=True)
    with ExitStack() as opened, telling():
        opened.callback(folder.hold(data).release)
        settings = over_kafka(environ, data)
        databases = {} if settings is None else _databases(settings, opened)
        done = forget(data, patient_ref, now=clock.now(), new_id=clock.new_id, **databases)
    _tell(done, patient_ref)
    if settings is not None:
        kept = settings.shape.keep_days
        click.echo(f"What lies on Kafka: {_retention(kept)}")


def _databases(settings: LineSettings, opened: ExitStack) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if settings.store is not None:
        from facialis.opening_store import store_of

        found["store"] = store_of(settings)
    if settings.outbox is not None:
        from services.intake.outbox_postgres import PostgresOutbox

        found["outbox"] = PostgresOutbox(settings.outbox.url, settings.outbox.password)
    for one in found.values():
        opened.callback(one.close)
    return found


def _retention(keep_days: Mapping[str, int]) -> str:
    kept = [topic for topic in TOPICS if topic not in keep_days]
    if kept:
        return f"{len(kept)} of {len(TOPICS)} topics keep everything; set FACIALIS_KEEP_DAYS."
    return f"gone within {max(keep_days.values())} days."


def _tell(done: Forgotten, patient_ref: str) -> None:
    if done.anything:
        click.echo(
            f"Erased, by number: assessments {done.assessments}, plans {done.plans}, "
            f"messages of the logs {done.messages}."
        )
    else:
        click.echo(f"Nothing is kept of {patient_ref}; was it written exactly so?")
    click.echo("Backups made before hold the patient still: erase those too.")
    for copy in done.copies:
        click.echo(f"  So may this copy from before an upgrade: {copy}")
