"""
Many plans of few: each a planned patient again, as another patient on another day.

Proposing a million plans would take hours. Here some thousands are proposed, and the others are
these with their own patient, ids, moments, dates and content hash, so that no two have a body in
common. Written to the store they are as large as those that they are made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from services.review.absorb import absorb
from services.review.bodies import Body
from services.review.effects import AssessmentReceived, Effect, PlanProposed
from services.review.records import PlanRecord, Records
from services.review.standing import settle
from services.review.store.bodies import pack

_DAY = re.compile(rb"\d{4}-\d{2}-\d{2}")
_HASH = re.compile(rb'(?<="content_hash":")[0-9a-f]+')
_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Pattern:
    """A patient who was planned: what was received, the head of the plan, both texts folded."""

    received: AssessmentReceived
    plan: PlanRecord
    findings: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Patterns:
    """All of them, and the mark of the words that their bodies are packed with."""

    each: Sequence[Pattern]
    words: bytes


@dataclass(slots=True)
class Lot:
    """Some patients as the store takes them: their records, settled, and their packed bodies."""

    records: Records
    bodies: list[dict[str, Any]] = field(default_factory=list)


def lot(patterns: Patterns, numbers: range) -> Lot:
    """Make the patients of these numbers, ready to be written."""
    bodies: dict[bytes, bytes] = {}
    effects: list[Effect] = []
    for number in numbers:
        turn, which = divmod(number, len(patterns.each))
        # The first turn is what was proposed itself.
        effects += _varied(patterns, which, number, days=-turn - 1, bodies=bodies)
    made = Lot(Records(), [{"digest": each, "packed": it} for each, it in sorted(bodies.items())])
    absorb(effects, made.records)
    settle(made.records)
    return made


def _varied(
    patterns: Patterns, which: int, number: int, *, days: int, bodies: dict[bytes, bytes]
) -> Iterator[Effect]:
    pattern, name = patterns.each[which], f"SIMULATED-{number}"
    own = {"patient_ref": name, "assessment_id": f"simulated-{number}"}
    told = _moved(pattern.findings, days)
    findings = Body(_digest(told), b"")
    bodies[findings.digest] = pack(told, patterns.words)
    yield replace(
        _moved_moments(pattern.received, "assessed_at", "received_at", days=days),
        findings=findings,
        **own,
    )
    content = blake2b(name.encode(), digest_size=32).hexdigest()
    said = _HASH.sub(content.encode(), _moved(pattern.body, days))
    body = Body(_digest(said), b"")
    bodies[body.digest] = pack(said, patterns.words)
    plan = replace(
        _moved_moments(pattern.plan, "as_of", "assessed_at", "proposed_at", days=days),
        plan_id=_plan_id(name),
        content_hash=content,
        body=body.digest,
        due=_moved_due(pattern.plan, days),
        act_by=_moved_text(pattern.plan.act_by, days),
        stale_after=_moved_text(pattern.plan.stale_after, days) or "",
        first_waited=None,
        **own,
    )
    yield PlanProposed(plan, body)


def _moved_moments(record: Any, *names: str, days: int) -> Any:
    moved = {name: getattr(record, name) + timedelta(days=days) for name in names}
    return replace(record, **moved)


def _moved_due(plan: PlanRecord, days: int) -> Any:
    return plan.due + timedelta(days=days) if plan.act_by else plan.due


def _moved_text(text: str | None, days: int) -> str | None:
    return None if text is None else _moved(text.encode(), days).decode()


def _moved(text: bytes, days: int) -> bytes:
    return _DAY.sub(lambda found: _moved_day(found[0], days), text)


@lru_cache(100_000)
def _moved_day(day: bytes, days: int) -> bytes:
    try:
        return (date.fromisoformat(day.decode()) + timedelta(days=days)).isoformat().encode()
    except ValueError:  # no day: digits of something else
        return day


def _digest(text: bytes) -> bytes:
    return blake2b(text, digest_size=_DIGEST_BYTES).digest()


def _plan_id(name: str) -> str:
    text = _digest(name.encode()).hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
