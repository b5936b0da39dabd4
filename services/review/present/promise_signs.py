"""What came of the promises when they last ran, in words and signs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from services.review.present.dates import clock, counted
from services.review.present.words import Sign
from services.review.tried_fields import pairs_of

CAME: Mapping[str, Sign] = MappingProxyType(
    {
        "agrees": Sign("Agrees", "done", "tick"),
        "differs": Sign("Differs", "critical", "triangle"),
        "not tried": Sign("Not tried", "warning", "diamond"),
        "changed since": Sign("Changed since", "unknown", "dashed"),
        "other tables": Sign("Not run with these tables", "unknown", "dashed"),
        "": Sign("Not run", "unknown", "dashed"),
    }
)
"""What came of an example; by what the port calls it."""

complete = Sign("Nothing is missing", "done", "tick")
"""There is no gap."""

_UNSURE = ("other tables", "changed since")

DOES: Mapping[str, str] = MappingProxyType(
    {
        "offer": "offers",
        "exclude": "bars",
        "hold": "holds",
        "caution": "cautions",
        "flag": "flags",
        "alert": "alerts",
        "consider": "thinks of a cause",
        "pathway": "brings a pathway",
        "main pathway": "leads the plan",
    }
)
"""What a row of the tables does."""


def came(result: Mapping[str, Any]) -> Sign:
    """Give the sign of one example's result."""
    return CAME.get(result["result"], CAME[""])


def came_of(counts: Mapping[str, int]) -> Sign:
    """
    Sum up the results of a feature: what differs stands before what was not tried.

    >>> came_of({"examples": 3, "agrees": 2, "differs": 1}).word
    '1 differs'
    """
    if differ := counts.get("differs", 0):
        return Sign(f"{differ} differ{'s' if differ == 1 else ''}", "critical", "triangle")
    if untried := counts.get("not tried", 0):
        return Sign(f"{untried} not tried", "warning", "diamond")
    if counts.get("agrees") == counts["examples"]:
        return Sign("All agree" if counts["examples"] > 1 else "Agrees", "done", "tick")
    return next((CAME[word] for word in _UNSURE if counts.get(word)), CAME[""])


def summed(results: list[str]) -> Sign:
    """Sum up the results of a scenario's examples."""
    counts = {word: results.count(word) for word in set(results)}
    return came_of({**counts, "examples": len(results)})


def ran(run: Mapping[str, Any] | None) -> Sign:
    """Sum up the last run; None is that there was none."""
    if run is None:
        return CAME[""]
    if not run["same_tables"]:
        return CAME["other tables"]
    counts, faults = run["counts"], run["counts"]["faults"]
    if faults:
        return Sign(f"{counted(faults, 'line')} to mend", "critical", "triangle")
    told = {"differs": counts["differ"], "not tried": counts["not_tried"]}
    agree = counts["examples"] - counts["differ"]
    return came_of({**told, "agrees": agree, "examples": counts["examples"]})


def when_it_ran(run: Mapping[str, Any]) -> str:
    """Say when a run was, how long it took and with which tables."""
    at = clock(datetime.fromisoformat(run["at"]))
    knowledge = run["knowledge"]
    lasted = counted(round(run["seconds"]) or 1, "second")
    return f"Run {at} in {lasted}, with knowledge {knowledge['version']}"


def guards(number: int) -> str:
    """
    Say how many promises guard something; nothing when none does.

    >>> guards(1), guards(3), guards(0)
    ('1 promise guards this', '3 promises guard this', '')
    """
    if not number:
        return ""
    return f"{counted(number, 'promise')} guard{'s' if number == 1 else ''} this"


def does(verb: str) -> str:
    """Say what a row of the tables does."""
    return DOES.get(verb, verb)


def results(scenario: Mapping[str, Any]) -> list[str]:
    """List what came of a scenario's examples: of itself, or of each row of its tables."""
    if not scenario["tables"]:
        return [str(scenario["came"]["result"])]
    return [str(row["came"]["result"]) for table in scenario["tables"] for row in table["rows"]]


def anchor(at: str) -> str:
    """
    Name a scenario on a page.

    >>> anchor("features/eye.feature:12")
    'eye-12'
    """
    file, _, line = at.rpartition(":")
    return f"{file.rpartition('/')[2].removesuffix('.feature')}-{line}"


def try_address(result: Mapping[str, Any]) -> str:
    """Give the address that tries the patient of an example; nothing where it is no single case."""
    if "posted" not in result:
        return ""
    as_of = str(result["as_of"])
    at = datetime.fromisoformat(as_of)
    said = {**result["posted"]}
    if "assessed_at" in said and datetime.fromisoformat(said["assessed_at"]) == at:
        del said["assessed_at"]
    return f"/try?{urlencode(pairs_of(said, as_of=as_of))}"
