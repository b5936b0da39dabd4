"""What a plan promises, in sentences that Then reads: of the whole, or of one intervention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from features.speech.drawn_plan import Plan, held, left_out, offered
from features.speech.finding_sentences import spoken_label
from features.speech.sayings import listed_words
from features.speech.telling import short
from features.speech.words import title_of
from schemas.catalogue import catalogue
from schemas.interventions import interventions

_MOST_WHOLE = 12
_MOST_FINDINGS = 3
_DATES = (("by", "is due by"), ("closes", "may be done until"), ("until", "is offered until"))


def name_of(intervention: str) -> str:
    """
    Name an intervention within a sentence.

    >>> name_of("nerve_graft"), name_of("mri_brain")
    ('nerve graft', 'MRI of the brain')
    """
    return spoken_label(short(title_of(intervention)))


def fates(plan: Plan) -> dict[str, str]:
    """Tell of each intervention what became of it, as a Then ends after `is`."""
    return {code: found for code in interventions() if (found := _fate(plan, code))}


def urgency_of(plan: Plan) -> str:
    """Say how urgent a plan is, as a Then does."""
    return listed_words("urgency")[plan["urgency"]]


def pathway_of(plan: Plan) -> str:
    """Name the main pathway; empty when a plan has none."""
    return next((it["title"] for it in plan["pathways"] if it["main"]), "")


def of_the_whole(plan: Plan) -> Iterator[str]:
    """Walk what a plan as a whole promises: pathway, urgency, and where each thing stands."""
    if pathway := pathway_of(plan):
        yield f"the main pathway is {pathway}"
    yield f"the urgency is {urgency_of(plan)}"
    if plan["status"] == "conflict":
        yield "the plan is in conflict"
    places = [(it, "offered") for it in offered(plan)] + [(it, "held") for it in held(plan)]
    lines = [
        f"{name_of(it.item['intervention'])} is {how} in the {it.stage} stage" for it, how in places
    ]
    yield from list(dict.fromkeys(lines))[:_MOST_WHOLE]


def of_one(plan: Plan, intervention: str) -> Iterator[str]:
    """Walk what a plan promises of one intervention, the most telling first."""
    name = name_of(intervention)
    for placed in offered(plan):
        if placed.item["intervention"] == intervention:
            yield from _of_offer(name, placed.stage, placed.item)
    for placed in held(plan):
        if placed.item["intervention"] == intervention:
            yield from _of_held(name, placed.stage, placed.item)
    if not any(it.item["intervention"] == intervention for it in (*offered(plan), *held(plan))):
        for item in left_out(plan, intervention):
            yield from _of_left_out(name, item)


def rows_of(plan: Plan, intervention: str) -> list[tuple[str, str]]:
    """
    List the rows that a plan gives as reasons for what became of an intervention.

    Returns:
        Each row once, with what it would have to do to have brought this about: `offer`, `hold`
        or `exclude`.
    """
    found = [(it.item, "offer") for it in offered(plan)] + [(it.item, "hold") for it in held(plan)]
    own = [(item, verb) for item, verb in found if item["intervention"] == intervention]
    spoken = own or [(item, "exclude") for item in left_out(plan, intervention)]
    return list(
        dict.fromkeys((reason["row"], verb) for it, verb in spoken for reason in it["because"])
    )


def _fate(plan: Plan, code: str) -> str:
    strengths = {it.item["strength"] for it in offered(plan) if it.item["intervention"] == code}
    if len(strengths) == 1:
        return f"offered as {_with_article(listed_words('strength')[strengths.pop()])}"
    if strengths:
        return "offered"
    if any(it.item["intervention"] == code for it in held(plan)):
        return "held"
    kinds = [it["kind"] for it in left_out(plan, code)]
    if not kinds or kinds[0] == "not_indicated":
        return "not offered" if kinds else ""
    return f"not offered because {listed_words('reason')[kinds[0]]}"


def _with_article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _of_offer(name: str, stage: str, item: Mapping[str, Any]) -> Iterator[str]:
    yield f"{name} is offered in the {stage} stage"
    yield f"{name} is offered as {_with_article(listed_words('strength')[item['strength']])}"
    if item["standing"] != "certain":
        yield f"the offer of {name} is {listed_words('standing')[item['standing']]}"
    yield from (f"{name} is offered together with {name_of(it)}" for it in item["with"])
    yield from (f"{name} is offered after {name_of(it)}" for it in item["after"])
    for key, verb in _DATES:
        if key in item:
            yield f"{name} {verb} {item[key][:10]}"
    if wanted := _findings(item["must_confirm"]):
        yield f"{_listed(wanted)} must be confirmed before {name}"
    if read := _findings(name for it in item["because"] for name in it["findings"]):
        yield f"the reason for {name} names {_listed(read)}"


def _of_held(name: str, stage: str, item: Mapping[str, Any]) -> Iterator[str]:
    yield f"{name} is held in the {stage} stage"
    yield from (f'{name} is held until "{it["text"]}"' for it in item["opens_when"])
    if "on" in item:
        yield f"{name} is held, and opens on {item['on'][:10]}"


def _of_left_out(name: str, item: Mapping[str, Any]) -> Iterator[str]:
    yield f"{name} is not offered because {listed_words('reason')[item['kind']]}"
    read = (name for it in item["because"] for name in it["findings"])
    if item["kind"] in ("contraindicated", "refused", "deferred") and (said := _findings(read)):
        yield f"{name} is not offered because of {_listed(said)}"
    if "until" in item:
        yield f"{name} is not offered before {item['until'][:10]}"


def _findings(names: Any) -> list[str]:
    """Label the findings that can be said in a promise, the first of them."""
    known = catalogue().findings
    labels = [spoken_label(known[name].label) for name in dict.fromkeys(names) if name in known]
    # A label that holds an "and" or a comma of its own would be taken apart.
    return [it for it in labels if " and " not in it and "," not in it][:_MOST_FINDINGS]


def _listed(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
