"""Every topic: who writes it, who reads it, what it is keyed by, what its bodies are."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Topic:
    """
    A named stream of events of one type.

    Attributes:
        name: `<noun>.<past participle>.v<version>`; also the type of its events.
        title: what one event of it says.
        key: what its events are keyed by; events of one key stay in order.
        producer: the station that writes it.
        consumers: the stations that read it; empty when only operators and other systems do.
        schema: what its bodies are: an `assessment`, a `withdrawal`, a `plan`, a `decision`, or the
            `original` bytes.
    """

    name: str
    title: str
    key: str
    producer: str
    consumers: tuple[str, ...]
    schema: str


ASSESSMENTS_RECEIVED = Topic(
    "assessments.received.v1",
    "An assessment was received.",
    key="patient_ref",
    producer="intake",
    consumers=("recommender", "review"),
    schema="assessment",
)
ASSESSMENTS_WITHDRAWN = Topic(
    "assessments.withdrawn.v1",
    "An assessment was withdrawn by its sender.",
    key="patient_ref",
    producer="intake",
    consumers=("review",),
    schema="withdrawal",
)
ASSESSMENTS_SET_ASIDE = Topic(
    "assessments.set-aside.v1",
    "An assessment could not be planned; here are its bytes, and why.",
    key="patient_ref",
    producer="recommender",
    consumers=("review",),
    schema="original",
)
PLANS_PROPOSED = Topic(
    "plans.proposed.v1",
    "A plan was proposed.",
    key="patient_ref",
    producer="recommender",
    consumers=("review",),
    schema="plan",
)
PLANS_SET_ASIDE = Topic(
    "plans.set-aside.v1",
    "An event could not be shown for review; here are its bytes, and why.",
    key="patient_ref",
    producer="review",
    consumers=(),
    schema="original",
)
PLANS_REVIEWED = Topic(
    "plans.reviewed.v1",
    "A clinician decided on a stage of a plan.",
    key="patient_ref",
    producer="review",
    consumers=(),
    schema="decision",
)

TOPICS = MappingProxyType(
    {
        topic.name: topic
        for topic in (
            ASSESSMENTS_RECEIVED,
            ASSESSMENTS_WITHDRAWN,
            ASSESSMENTS_SET_ASIDE,
            PLANS_PROPOSED,
            PLANS_SET_ASIDE,
            PLANS_REVIEWED,
        )
    }
)
