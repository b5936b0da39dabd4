"""All that a plan says, as named terms, so that the plans of two sets of tables can be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from services.recommender.engine.findings import bits
from services.recommender.engine.rows import KINDS, STAGES, STRENGTHS, URGENCIES, Moment, Row
from services.recommender.proof.circuit import FALSE, TRUE, Term
from services.recommender.proof.onset_terms import bounded
from services.recommender.proof.plan_terms import PlanTerms

Said = Mapping[str, Term]
"""What a plan may say → when it says so."""


def outcome_terms(plan: PlanTerms) -> Said:
    """
    What is offered and how, held and left out, and what else the plan says.

    Reasons are left out: two plans that differ only in them are the same plan given for another
    reason.
    """
    found: dict[str, list[Term]] = {}
    for said, term in _said(plan):
        if term != FALSE:
            found.setdefault(said, []).append(term)
    return {said: plan.circuit.some(terms) for said, terms in found.items()}


def differences(one: PlanTerms, other: PlanTerms) -> Said:
    """What only one of two plans says → when; what both always say alike is left out."""
    mine, theirs = outcome_terms(one), outcome_terms(other)
    found = {
        said: one.circuit.differ(mine.get(said, FALSE), theirs.get(said, FALSE))
        for said in sorted(mine.keys() | theirs.keys())
    }
    return {said: term for said, term in found.items() if term != FALSE}


def difference(one: PlanTerms, other: PlanTerms) -> Term:
    """Whether two plans differ in anything that they say."""
    return one.circuit.some(differences(one, other).values())


def _said(plan: PlanTerms) -> Iterator[tuple[str, Term]]:
    for place, code in enumerate(plan.knowledge.items):
        yield from _item(plan, place, code)
        yield f"{code} held", plan.held.is_held(place)
        yield from _left_out(plan, place, code)
    yield from _remarks(plan)
    yield from _firsts(plan)
    for main in plan.knowledge.main:
        yield f"led by {main.name}", plan.matched.is_value("pathway", main.name)
    for urgency in range(len(URGENCIES) - 1):
        yield f"as urgent as {URGENCIES[urgency]}", plan.urgency.at_most(urgency)


def _item(plan: PlanTerms, place: int, code: str) -> Iterator[tuple[str, Term]]:
    yield code, plan.offered[place]
    yield f"{code} certain", plan.circuit.both(plan.offered[place], plan.standing.is_certain(place))
    for stage in range(len(STAGES)):
        yield f"{code} by {STAGES[stage]}", plan.votes.stage_at_most(place, stage)
    for strength in range(len(STRENGTHS)):
        yield f"{code} as {STRENGTHS[strength]}", plan.votes.strength_at_most(place, strength)
    for row, votes in plan.votes.voters(place):
        for detail in details(row):
            yield f"{code} {detail}", votes if detail not in _dated(row) else FALSE
        for detail, moment in _dated(row).items():
            yield f"{code} {detail}", plan.circuit.both(votes, _first(plan, place, detail, moment))
        for cell in row.cells:
            if cell.blank == "confirm":
                name = plan.knowledge.findings[cell.finding].reported_as
                yield f"{code} if {name}", plan.standing.conditional_on(place, name)
    for at in bits(plan.knowledge.verbs.get("caution", 0)):
        row = plan.knowledge.rows[at]
        if row.targets >> place & 1:
            warned = plan.circuit.both(plan.offered[place], plan.settled.says(row))
            yield f"{code} with care: {row.text}", warned


def _dated(row: Row) -> Mapping[str, Moment]:
    """Of several dates the plan shows one: what an offer row says of each → the moment."""
    dates = row.offer().dates
    return {_when(name, moment): moment for name, moment in dates if name != "opens"}


def _when(name: str, moment: Moment) -> str:
    return f"{name} {moment.clock} + {moment.hours}"


def _first(plan: PlanTerms, place: int, detail: str, moment: Moment) -> Term:
    """Whether no other voter's date of the same clock stands before this one, or ends later."""
    name = detail.partition(" ")[0]
    return (
        plan.circuit.some(
            plan.circuit.both(votes, _goes_before(plan, _date(row, name), moment, name))
            for row, votes in plan.votes.voters(place)
        )
        ^ 1
    )


def _date(row: Row, name: str) -> Moment | None:
    return dict(row.offer().dates).get(name)


def _goes_before(plan: PlanTerms, other: Moment | None, moment: Moment, name: str) -> Term:
    """Whether another row's date surely stands in the place of this one."""
    if other is None:
        return FALSE
    if (name, other.clock, moment.clock) == ("by", "onset", "receipt"):
        # What is due so long after onset is due before so long after receipt.
        return _is_known(plan, other) if other.hours < moment.hours else FALSE
    # Other dates of two clocks are not compared here: both count. So do a door's time and day,
    # since a day is drawn out to its end; a deadline is not.
    if other.clock != moment.clock:
        return FALSE
    if name != "by" and other.counts_hours != moment.counts_hours:
        return FALSE
    sooner = other.hours > moment.hours if name == "until" else other.hours < moment.hours
    return TRUE if sooner else FALSE


def details(row: Row) -> Iterator[str]:
    """What an offer row says of its item, but for stage and strength."""
    terms = row.offer()
    yield from (_when(name, moment) for name, moment in terms.dates)
    for name in ("to", "together", "after", "backup", "aims"):
        yield from (f"{name} {word}" for word in getattr(terms, name))
    yield from (f"needs {one.text}" for one in terms.prerequisites)
    yield from (f"{n} {v}" for n, v in (("zone", terms.zone), ("part_of", terms.part_of)) if v)
    if terms.off_label:
        yield "off label"


def _left_out(plan: PlanTerms, place: int, code: str) -> Iterator[tuple[str, Term]]:
    """The gravest kind of bar, which is the one that the plan names."""
    above: list[Term] = []
    for kind in KINDS:
        bars = plan.circuit.some(
            plan.settled.own_bar(at)
            for at in bits(plan.knowledge.bars_of_item[place])
            if plan.knowledge.rows[at].exclusion().kind == kind
        )
        out = plan.circuit.every([plan.offered[place] ^ 1, bars, *(term ^ 1 for term in above)])
        yield f"{code} left out: {kind}", out
        above.append(bars)


def _remarks(plan: PlanTerms) -> Iterator[tuple[str, Term]]:
    for verb in ("flag", "alert", "consider", "pathway"):
        for at in bits(plan.knowledge.verbs.get(verb, 0)):
            row = plan.knowledge.rows[at]
            yield (
                f"{verb} {row.code}",
                plan.circuit.both(plan.settled.says(row), _is_main(plan, row) ^ 1),
            )


def _is_main(plan: PlanTerms, row: Row) -> Term:
    """Whether a pathway leads already, which is then not named once more beside itself."""
    leads = row.verb == "pathway" and any(main.name == row.code for main in plan.knowledge.main)
    return plan.matched.is_value("pathway", row.code) if leads else FALSE


def _firsts(plan: PlanTerms) -> Iterator[tuple[str, Term]]:
    """Of some verbs the first row that fits speaks, in its words; for stages the first of each."""
    keys: Mapping[str, Callable[[Row], object]] = {
        "stage": lambda row: row.stage_terms().stage,
        "headline": lambda row: 0,
        "gap": lambda row: 0,
    }
    for verb, key in keys.items():
        above: dict[object, Term] = {}
        for at in bits(plan.knowledge.verbs.get(verb, 0)):  # type: ignore[call-overload]
            row = plan.knowledge.rows[at]
            fits = plan.circuit.every([plan.settled.speaks(row), *_dates_shown(plan, row)])
            if verb == "stage":
                shown = plan.held.stage_shown(row.stage_terms().stage)
                fits = plan.circuit.both(fits, shown)
            free = above.get(key(row), TRUE)
            yield f"{verb} {_words(row)}", plan.circuit.both(free, fits)
            above[key(row)] = plan.circuit.both(free, fits ^ 1)


def _words(row: Row) -> str:
    """What a reader sees of a row that speaks: two rows of the same words say the same."""
    if row.verb == "stage":
        return str(row.stage_terms())
    return row.title if row.verb == "headline" else str(row.hours)


def _dates_shown(plan: PlanTerms, row: Row) -> Iterator[Term]:
    """A headline speaks only where every date of an item that it names stands in the plan."""
    names = [part.partition("}")[0] for part in row.title.split("{")[1:]]
    for code, _, key in (name.rpartition(".") for name in names if row.verb == "headline"):
        if code:
            yield _dated_item(plan, plan.knowledge.items.index(code), key)


def _dated_item(plan: PlanTerms, place: int, key: str) -> Term:
    """Whether some row that decides on an item gives it this date, counted from a known clock."""
    moments = [(_date(row, key), votes) for row, votes in plan.votes.voters(place)]
    return plan.circuit.some(
        plan.circuit.both(votes, _is_known(plan, moment)) for moment, votes in moments if moment
    )


def _is_known(plan: PlanTerms, moment: Moment) -> Term:
    """Whether its clock is known. Of clocks other than onset that is not told here: it counts."""
    if moment.clock != "onset":
        return TRUE
    return bounded(plan.patient)
