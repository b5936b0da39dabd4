"""Names for events and plans, derived from what they are about, so that twice makes one."""

from uuid import UUID, uuid5

_NAMESPACE = UUID("6e3f4f0e-3a52-5d3c-9d0a-6b7d0c9c1f7a")


def received_id(client: str, assessment_id: str) -> str:
    """Name the event that an assessment was received."""
    return _derived("assessment received", client, assessment_id)


def withdrawal_id(client: str, assessment_id: str) -> str:
    """Name the event that an assessment was withdrawn; withdrawing it again is the same event."""
    return _derived("assessment withdrawn", client, assessment_id)


def assessment_id_from(client: str, idempotency_key: str) -> str:
    """Name an assessment that came without a name, from the key that its post carried."""
    return _derived("assessment posted", client, idempotency_key)


def plan_id(client: str, assessment_id: str, knowledge_digest: str) -> str:
    """Name the plan for an assessment under one state of the tables."""
    return _derived("plan", client, assessment_id, knowledge_digest)


def plan_event_id(plan_id: str) -> str:
    """Name the event that a plan was proposed."""
    return _derived("plan proposed", plan_id)


def decision_event_id(decision_id: str) -> str:
    """Name the event that a clinician decided."""
    return _derived("plan reviewed", decision_id)


def set_aside_id(topic: str, partition: int, position: int) -> str:
    """Name the event that a delivery was set aside, by where it lay."""
    return _derived("set aside", topic, str(partition), str(position))


def retry_id(set_aside: str, attempt: int) -> str:
    """Name the event that hands on what was set aside under that id; attempts count from 1."""
    return _derived("set aside retried", set_aside, str(attempt))


def _derived(*parts: str) -> str:
    # Lengths stand before the parts, so that no two lists of parts can spell the same text.
    return str(uuid5(_NAMESPACE, "".join(f"{len(part)}:{part}" for part in parts)))
