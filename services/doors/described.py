"""What a door says of itself, for its description and for nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from marshmallow import Schema

from services.doors import kinds
from services.doors.kinds import Kind

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer that a door gives when all is well."""

    says: str
    schema: Schema | type[Schema] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a door reads from the address or a header."""

    name: str
    where: str
    says: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    required: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """
    What a door takes and gives.

    Attributes:
        summary: what it does, as a short imperative sentence.
        gives: its answers, by status.
        takes: the schema of the body; None when it takes none.
        reads: parameters of address and headers.
        refuses: the problems that it may answer with, beyond those that every such door has.
        key: whether it needs a client's key.
        tag: the heading that it stands under.
        example: a body that it takes, to begin with when trying it; None for none.
    """

    summary: str
    gives: Mapping[int, Reply]
    takes: Schema | type[Schema] | None = None
    reads: tuple[Parameter, ...] = ()
    refuses: tuple[Kind, ...] = ()
    key: bool = True
    tag: str = "Assessments"
    example: Mapping[str, Any] | None = None

    @property
    def problems(self) -> tuple[Kind, ...]:
        """Every kind of problem that it may answer with, by status."""
        body = (kinds.NOT_JSON, kinds.TOO_LARGE, kinds.WRONG_CONTENT_TYPE, kinds.INVALID)
        found = {*self.refuses, kinds.UNAVAILABLE}
        found |= {kinds.NO_KEY} if self.key else set()
        found |= set(body) if self.takes else set()
        return tuple(sorted(found, key=lambda kind: (kind.status, kind.name)))


_doors: WeakKeyDictionary[Callable[..., Any], Door] = WeakKeyDictionary()


def described(door: Door) -> Callable[[View], View]:
    """Say of a view what its door takes and gives."""

    def describe(view: View) -> View:
        _doors[view] = door
        return view

    return describe


def door_of(view: Callable[..., Any]) -> Door | None:
    """Return what a view says of its door; None when it says nothing."""
    return _doors.get(view)
