"""What the line says of itself while it runs: little, and no patient's values."""

from __future__ import annotations

import logging


def log_to_stderr() -> None:
    """Show warnings and worse, one line each."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
