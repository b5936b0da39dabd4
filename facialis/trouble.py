"""What went wrong, said to the person at the terminal: what, where, and what mends it."""

from __future__ import annotations

from typing import IO, Any

import click


class Trouble(click.ClickException):
    """
    Ends a command with one clear message on standard error and exit code 1.

    ``mend`` is what to do next, best a command that can be pasted.
    """

    def __init__(self, what: str, *, mend: str = "") -> None:
        super().__init__(what)
        self.mend = mend

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message, and the mend on a line of its own."""
        click.echo(f"Error: {self.message}", file=file, err=file is None)
        if self.mend:
            click.echo(f"  {self.mend}", file=file, err=file is None)
