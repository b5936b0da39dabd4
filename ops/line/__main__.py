"""Starts the line, runs the features through it, and ends it; or leaves it to be looked at."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from facialis.stopping import until_stopped
from ops.line.line import KafkaLine, Missing
from ops.line.plan import ROOT


def main() -> int:
    """Run; give the exit code of the features, or 0."""
    reading = argparse.ArgumentParser(prog="python -m ops.line", description=__doc__)
    reading.add_argument("--stay", action="store_true", help="run no features; end with Ctrl-C")
    reading.add_argument("--move", type=Path, metavar="DIR", help="begin with a copy of that line")
    reading.add_argument("features", nargs="*", help="what else pytest is told")
    said = reading.parse_args()
    with TemporaryDirectory(prefix="facialis-line-") as folder:
        try:
            with KafkaLine(Path(folder), moved=said.move) as line:
                return _stay(line) if said.stay else _promises(line, said.features)
        except Missing as missing:
            print(f"The line cannot start: {missing}", file=sys.stderr)
            return 1


def _stay(line: KafkaLine) -> int:
    print(f"Worklist  {line.sign_in_link()}\nAddress   {line.url}\nKey       {line.key}")
    print(f"Logs      {line.folder}\nStop      Ctrl-C")
    with until_stopped() as stop:
        stop.wait()
    return 0


def _promises(line: KafkaLine, more: list[str]) -> int:
    print(f"The line runs at {line.url}; now the promises that go through the whole of it:")
    # The promises sign in as an operator does: with what the review station is told.
    told = {
        **line.environment_of("review"),
        "FACIALIS_LINE_URL": line.url,
        "FACIALIS_LINE_KEY": line.key,
    }
    chosen = ["-m", "line and not passing_time", "features", *more]
    command = [sys.executable, "-m", "pytest", "-q", *chosen]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **told}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
