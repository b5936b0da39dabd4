"""Deciding: facts and knowledge at a moment → the staged plan."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import orjson

from services.recommender.engine.facts import Facts
from services.recommender.engine.held import held
from services.recommender.engine.horizon import Door, doors
from services.recommender.engine.items import Item, items
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.not_offered import not_offered
from services.recommender.engine.outcome import Outcome, Outcomes, outcome_now
from services.recommender.engine.questions import as_json, open_questions, ranked
from services.recommender.engine.remarks import (
    alerts,
    differential,
    flags,
    gap_hours,
    headline_rows,
    pathways,
)
from services.recommender.engine.rows import URGENCIES
from services.recommender.engine.sensitivity import Shift, shifts
from services.recommender.engine.side import Side, run_sides
from services.recommender.engine.stages import stages
from services.recommender.engine.wording import day_in_words, fill, written_in_words

Plan = dict[str, Any]

UNREAD = frozenset(
    ["plan_id", "assessment_id", "patient_ref", "as_of", "assessed_at", "knowledge", "content_hash"]
)
"""Keys that a clinician does not read as content, and that the content hash leaves out."""

MOST_BYTES = 62 * 1024
"""The most that a plan may take as JSON, its ids and review not counted (contract: 64 KiB)."""


def decide(facts: Facts, knowledge: Knowledge, as_of: datetime, *, ahead: bool = True) -> Plan:
    """
    Draw up the plan for one assessment.

    Pure: the same facts, knowledge and `as_of` give the same plan to the byte.

    Args:
        facts: what was assessed; what is absent was not assessed and is never defaulted.
        as_of: the moment that the plan is made for, with an offset.
        ahead: whether to look at other answers and later days. Without it there are no questions,
            horizon and sensitivity, and `must_confirm` is not whole: for those who only ask what
            is offered today.

    Returns:
        The plan of the contract without its ids (`plan_id`, `assessment_id`, `patient_ref`).
    """
    sides = run_sides(facts, knowledge, as_of)
    base = outcome_now(sides, knowledge)
    others = Outcomes(sides, base, knowledge)
    blanks = open_questions(others, as_of) if ahead else []
    questions = ranked(blanks, base, knowledge)
    offered = items(sides, base, questions, knowledge)
    waiting = held(sides, base, knowledge)
    later = doors(others) if ahead else []
    moved = shifts(others) if ahead else []
    staged = stages(sides, base, offered, waiting, knowledge)
    plan: Plan = {
        **_when(sides, offered, staged, facts, knowledge, as_of),
        "status": _status(sides, knowledge),
        "side": facts.findings.get("side", "unknown"),
        "knowledge": {"version": knowledge.version, "digest": knowledge.digest},
        "pathways": pathways(sides, knowledge),
        "urgency": URGENCIES[base.urgency],
        "alerts": alerts(sides, knowledge),
        "flags": flags(sides, knowledge),
        "differential": differential(sides, knowledge),
        "stages": staged,
        "not_offered": not_offered(sides, base, waiting, later, knowledge),
        "questions": as_json(questions, base, knowledge),
        "horizon": [_door(door, knowledge) for door in later],
        "sensitivity": [_shift(shift, base, knowledge) for shift in moved],
    }
    plan["headline"] = _headline(plan, sides, base, knowledge)
    plan["sources"] = _sources(plan, knowledge)
    plan["content_hash"] = _digest(_fitted(plan))
    return plan


def _fitted(plan: Plan) -> bytes:
    """Keep the plan within its size: the questions that would change least go first."""
    read = _read_part(plan)
    while plan["questions"] and len(read) > MOST_BYTES:
        plan["questions"] = plan["questions"][: len(plan["questions"]) * 9 // 10]
        read = _read_part(plan)
    return read


def content_hash(plan: Mapping[str, Any]) -> str:
    """
    Digest of what a clinician reads.

    Two plans that read alike hash alike, whatever their ids, moment or knowledge version.
    """
    return _digest(_read_part(plan))


def _digest(read: bytes) -> str:
    return hashlib.sha256(read).hexdigest()


def _read_part(plan: Mapping[str, Any]) -> bytes:
    read = {key: value for key, value in plan.items() if key not in UNREAD}
    return orjson.dumps(read, option=orjson.OPT_SORT_KEYS)


def _when(
    sides: Sequence[Side],
    offered: Sequence[Item],
    staged: Sequence[Plan],
    facts: Facts,
    knowledge: Knowledge,
    as_of: datetime,
) -> dict[str, str]:
    calendar = sides[0].calendar
    days = min((stage["reassess_in_days"] for stage in staged), default=None)
    gap = timedelta(hours=gap_hours(sides, knowledge))
    stale = facts.assessed_at + gap
    again = calendar.day(24.0 * days) if days is not None else stale.date().isoformat()
    ends = [item.body["until"][:10] for item in offered if "until" in item.body]
    return {
        "as_of": _utc(as_of),
        "assessed_at": _utc(facts.assessed_at),
        **_act_by(offered),
        "reassess_by": min([again, *ends]),
        "stale_after": stale.date().isoformat(),
    }


def _act_by(offered: Iterable[Item]) -> dict[str, str]:
    dated = [item for item in offered if item.by_hours is not None]
    if not dated:
        return {}
    first = min(dated, key=lambda item: item.by_hours or 0.0)
    return {"act_by": first.body["by"]}


def _status(sides: Sequence[Side], knowledge: Knowledge) -> str:
    place = knowledge.index["consistency"]
    conflict = knowledge.findings[place].bit("conflict")
    return "conflict" if any(s.matched.taken[place] & conflict for s in sides) else "proposed"


def _door(door: Door, knowledge: Knowledge) -> Plan:
    return {
        "on": door.on,
        "approximate": door.approximate,
        "at": door.at,
        "adds": knowledge.codes(door.adds),
        "removes": knowledge.codes(door.removes),
    }


def _shift(shift: Shift, base: Outcome, knowledge: Knowledge) -> Plan:
    return {
        "finding": shift.finding,
        "to": shift.to,
        "adds": knowledge.codes(shift.outcome.adds(base)),
        "removes": knowledge.codes(shift.outcome.removes(base)),
        "urgency": URGENCIES[shift.outcome.urgency],
    }


def _headline(plan: Plan, sides: Sequence[Side], base: Outcome, knowledge: Knowledge) -> str:
    value = partial(_value, plan, sides[0].calendar.as_of)
    for row in headline_rows(sides, base, knowledge):
        text = fill(row.title, value)
        if text is not None:
            return text
    raise LookupError("headlines.yaml has no last row that always fits")


def _value(plan: Plan, now: datetime, name: str) -> str | None:
    """What a name of a headline stands for: today, a date of the plan, or `item.date`."""
    if name == "today":
        return day_in_words(now.date())
    code, _, key = name.rpartition(".")
    written = (_offered(code, plan) if code else plan).get(key)
    return written_in_words(written, now) if written else None


def _offered(code: str, plan: Plan) -> Plan:
    """An item of the plan; empty when it is not offered."""
    items = (item for stage in plan["stages"] for item in stage["items"])
    return next((item for item in items if item["intervention"] == code), {})


def _sources(plan: Plan, knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    used = {
        key for bearer in _bearers(plan) for said in bearer["because"] for key in said["sources"]
    }
    return {key: {**knowledge.cited[key]} for key in sorted(used)}


def _bearers(plan: Plan) -> list[Plan]:
    """All that bears reasons in the plan: pathways, items, held ones and those left out."""
    bearers = [*plan["pathways"], *plan["not_offered"]]
    for stage in plan["stages"]:
        bearers += [*stage["items"], *stage["held"]]
    return bearers


def _utc(moment: datetime) -> str:
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
