"""The ``facialis`` command; the one place that reads the environment."""

from __future__ import annotations

import os
import sys

import click

from facialis.commands import (
    backup,
    doctor,
    examples,
    features,
    forget,
    migrate,
    pathways,
    plan,
    rebuild,
    replay,
    restore,
    run,
    set_aside,
    sign_in,
    stations,
)
from facialis.screen import plain_streams


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Turn assessments of a paralysed face into staged treatment plans.

    Begin with: facialis run
    """
    context.obj = context.obj or dict(os.environ)
    plain_streams(sys.stdout, sys.stderr)


OPERATORS = (set_aside, replay, backup, restore, forget, rebuild, migrate)

for one in (run, plan, pathways, features, examples, sign_in, doctor, *OPERATORS):
    main.add_command(one.command)
for station in (stations.intake, stations.relay, stations.recommender, stations.review):
    main.add_command(station)


if __name__ == "__main__":
    main(prog_name="facialis")
