"""Writes the page of all measures from their list: ``python -m services.doors.metrics_page``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from services.doors.measures import LABELS, MEASURES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "metrics.md"


def page() -> str:
    """Write the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "<!-- From services/doors/measures.py, by `python -m services.doors.metrics_page`. -->"
    yield "# Metrics"
    yield ""
    yield (
        "`GET /metrics` of every process, in the format of Prometheus; no key is needed. No line "
        "is about a patient: no reference, id or finding is ever a label. A counter begins at 0 "
        "when its process does. What a process does not do has no lines."
    )
    yield ""
    yield from _table(
        ("metric", "kind", "labels", "says"),
        (
            (f"`{it.name}`", it.kind, " ".join(f"`{label}`" for label in it.labels), it.says)
            for it in MEASURES
        ),
    )
    yield ""
    yield "Beside these stand `process_cpu_seconds_total`, `process_resident_memory_bytes`, "
    yield "`process_open_fds` and the other `process_…` of Prometheus' own client, on Linux."
    yield ""
    yield "## Labels"
    yield ""
    yield from _table(("label", "says"), ((f"`{name}`", says) for name, says in LABELS.items()))
    yield ""
    yield (
        "What to look at is drawn in [ops/grafana](../../ops/grafana), what to be woken by stands "
        "in [ops/prometheus/alerts.yml](../../ops/prometheus/alerts.yml), what to do then in "
        "[alerts, and what to do](../how-to/runbook-alerts.md)."
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for cells in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
