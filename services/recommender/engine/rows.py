"""Rows: one line of a table, what must hold and what it then does to the plan."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from services.recommender.engine.cells import Cell

Verb = Literal[
    "offer",
    "exclude",
    "caution",
    "hold",
    "flag",
    "alert",
    "consider",
    "pathway",
    "stage",
    "headline",
    "urgency",
    "gap",
]
"""What a row does; `pathway` names a module beside the main pathway, `consider` a cause."""

VERBS: tuple[Verb, ...] = ("offer", "exclude", "caution", "hold", "flag", "alert", "consider")
"""What a row of the tables that are written by subject may do, one of them each."""

STAGES = ("emergency", "protect", "rehabilitate", "restore", "refine")
STRENGTHS = ("strong", "recommended", "option", "specialist_option")
URGENCIES = ("emergency", "same_day", "urgent", "soon", "routine")
KINDS = (
    "emergency_first",
    "conflict_first",
    "refused",
    "contraindicated",
    "deferred",
    "tried_without_benefit",
    "window_closed",
    "not_yet",
    "not_indicated",
)
"""Why an intervention is not offered, the reason named first standing over those after it."""

MOMENT_CLOCKS = ("receipt", "onset", "assessed", "last_toxin", "surgery")
"""What a moment is counted from."""

DATES = ("opens", "by", "closes", "until")
"""Keys of an item under which its moments stand."""


class Moment(NamedTuple):
    """
    A moment counted from a clock: `onset + 72 h`.

    Attributes:
        clock: one of `MOMENT_CLOCKS`.
        hours: added to it.
        counts_hours: whether it is said as a date and time rather than as a date.
    """

    clock: str
    hours: float
    counts_hours: bool


@dataclass(frozen=True, slots=True)
class Prerequisite:
    text: str
    intervention: str | None


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """
    What a row that offers says of the item, the intervention's card filled in.

    Attributes:
        dates: the moments that it names, by their key in the plan.
    """

    stage: int
    strength: int
    dates: tuple[tuple[str, Moment], ...]
    side: str
    off_label: bool
    zone: str | None
    part_of: int | None
    to: tuple[str, ...]
    together: tuple[str, ...]
    after: tuple[str, ...]
    backup: tuple[str, ...]
    aims: tuple[str, ...]
    prerequisites: tuple[Prerequisite, ...]

    @property
    def by(self) -> Moment | None:
        return dict(self.dates).get("by")

    @property
    def until(self) -> Moment | None:
        return dict(self.dates).get("until")


@dataclass(frozen=True, slots=True)
class Opening:
    """What would open a held item: a finding, the words it must have, and a sentence."""

    finding: str
    must_be: str
    text: str


@dataclass(frozen=True, slots=True)
class HoldTerms:
    stage: int
    on: Moment | None
    opens_when: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class ExcludeTerms:
    kind: str
    until: Moment | None


@dataclass(frozen=True, slots=True)
class StageTerms:
    stage: int
    entry: str
    succeeds_when: str
    escalates_when: str
    reassess_in_days: int
    responsible: str


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row.

    Attributes:
        index: its place among all rows, and its bit in every mask.
        targets: the interventions it speaks of, as bits.
        code: of a flag, alert, cause, pathway, urgency.
        companion: whether it is read after the others, looking at what they left offered.
        if_offered, unless_offered: interventions looked for among those offered, as bits.
        terms: what the verb needs beside these.
    """

    index: int
    id: str
    verb: Verb
    cells: tuple[Cell, ...]
    text: str
    sources: tuple[str, ...]
    evidence: str
    targets: int = 0
    code: str = ""
    title: str = ""
    archetype: str = ""
    confirm: bool = False
    hours: float | None = None
    companion: bool = False
    if_offered: int = 0
    unless_offered: int = 0
    terms: OfferTerms | HoldTerms | ExcludeTerms | StageTerms | None = None

    @property
    def decides(self) -> bool:
        """Whether it can change what is offered and how soon; all others remark on it."""
        return self.companion or self.verb in ("offer", "exclude", "urgency")

    def sees(self, offered: int) -> bool:
        """Whether what is offered meets its `if_offered` and `unless_offered`."""
        wanted = not self.if_offered or bool(self.if_offered & offered)
        return wanted and not self.unless_offered & offered

    def offer(self) -> OfferTerms:
        assert isinstance(self.terms, OfferTerms)
        return self.terms

    def hold(self) -> HoldTerms:
        assert isinstance(self.terms, HoldTerms)
        return self.terms

    def exclusion(self) -> ExcludeTerms:
        assert isinstance(self.terms, ExcludeTerms)
        return self.terms

    def stage_terms(self) -> StageTerms:
        assert isinstance(self.terms, StageTerms)
        return self.terms
