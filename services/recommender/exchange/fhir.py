"""The tables as FHIR R4: one PlanDefinition, and one ActivityDefinition for each intervention.

The plan is a library for people and for tools that show it: what may be offered, in which stage,
when, why and on what source. It is a draft and says so. No terminology is used that needs a
licence; interventions are named by the words of the contract.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import STAGES, STRENGTHS, Row
from services.recommender.exchange import feel

BASE = "https://facialis.invalid/fhir"
"""No server: these addresses name the resources and lead nowhere."""

FEEL = "text/x-feel"

_CARRIES = (
    "Interventions that the tables may offer, each row as an action with its conditions in FEEL "
    "over the findings. Not carried: exclusions taken together with offers, companions, dates, "
    "questions, horizon. The tables need sign-off by a facial-nerve clinician before use."
)

Resource = dict[str, Any]


def as_fhir(knowledge: Knowledge) -> Resource:
    """Write the knowledge as a Bundle of definitions, the same for the same knowledge."""
    resources = [_plan(knowledge), *_activities(knowledge)]
    return {
        "resourceType": "Bundle",
        "id": "facialis-knowledge",
        "type": "collection",
        "entry": [{"fullUrl": it["url"], "resource": it} for it in resources],
    }


def _plan(knowledge: Knowledge) -> Resource:
    return {
        "resourceType": "PlanDefinition",
        "id": "facialis",
        **_narrative(f"Facialis, knowledge {knowledge.version}. {_CARRIES}"),
        **_metadata("PlanDefinition/facialis", "Facialis", knowledge),
        "title": "Staged treatment of facial paralysis",
        "type": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/plan-definition-type",
                    "code": "clinical-protocol",
                }
            ]
        },
        "description": f"{_CARRIES} Knowledge digest {knowledge.digest}.",
        "relatedArtifact": [_citation(key, knowledge) for key in _cited(knowledge)],
        "action": [_stage(number, knowledge) for number in range(len(STAGES))],
    }


def _stage(number: int, knowledge: Knowledge) -> Resource:
    offers = [row for row in knowledge.rows if row.verb == "offer" and row.offer().stage == number]
    return {
        "id": f"stage-{STAGES[number].replace('_', '-')}",
        "title": knowledge.stage_titles[number],
        "groupingBehavior": "logical-group",
        "selectionBehavior": "any",
        "action": [_action(row, knowledge) for row in offers],
    }


def _action(row: Row, knowledge: Knowledge) -> Resource:
    code = knowledge.items[row.targets.bit_length() - 1]
    strength = STRENGTHS[row.offer().strength].replace("_", " ")
    return {
        "id": _id_of(row.id),
        "title": knowledge.cards[code].title,
        "description": row.text,
        "textEquivalent": f"{knowledge.cards[code].title}: {strength}. {row.text}",
        "documentation": [_citation(key, knowledge) for key in row.sources],
        **_conditions(row, knowledge),
        "definitionCanonical": f"{BASE}/ActivityDefinition/{_id_of(code)}|{knowledge.version}",
    }


def _conditions(row: Row, knowledge: Knowledge) -> Resource:
    found = []
    for cell in row.cells:
        finding = knowledge.findings[cell.finding]
        expression = {
            "description": f"{finding.label}: {cell.text}",
            "language": FEEL,
            "expression": feel.holds(cell, finding, of=finding.name),
        }
        found.append({"kind": "applicability", "expression": expression})
    return {"condition": found} if found else {}


def _activities(knowledge: Knowledge) -> Iterator[Resource]:
    for code in knowledge.items:
        card = knowledge.cards[code]
        cautions = [f"Caution: {it}" for it in card.cautions]
        before = [f"Before: {it.text}" for it in card.prerequisites]
        label = ["Off-label use."] if card.off_label else []
        told = " ".join([f"{card.title}.", *label, *before, *cautions])
        yield {
            "resourceType": "ActivityDefinition",
            "id": _id_of(code),
            **_narrative(told),
            **_metadata(f"ActivityDefinition/{_id_of(code)}", _name_of(code), knowledge),
            "title": card.title,
            "description": told,
            "kind": "ServiceRequest",
            "intent": "proposal",
            "code": {"text": card.title},
        }


def _metadata(path: str, name: str, knowledge: Knowledge) -> Resource:
    return {
        "url": f"{BASE}/{path}",
        "version": knowledge.version,
        "name": name,
        "status": "draft",
        "experimental": True,
        "publisher": "Facialis",
    }


def _narrative(told: str) -> Resource:
    text = told.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    div = f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{text}</p></div>'
    return {"text": {"status": "generated", "div": div}}


def _cited(knowledge: Knowledge) -> Sequence[str]:
    used = {key for row in knowledge.rows if row.verb == "offer" for key in row.sources}
    return sorted(used)


def _citation(key: str, knowledge: Knowledge) -> Resource:
    source: Mapping[str, str] = knowledge.sources[key]
    doi = source.get("doi")
    return {
        "type": "citation",
        "label": key,
        "citation": source["citation"],
        **({"url": f"https://doi.org/{doi}"} if doi else {}),
    }


def _id_of(code: str) -> str:
    """FHIR's ids know letters, digits, dash and dot."""
    return code.replace("_", "-")


def _name_of(code: str) -> str:
    """FHIR's names are usable as names of programs."""
    return "".join(word.capitalize() for word in code.split("_"))
