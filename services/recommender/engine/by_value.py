"""By value: what is worked out of a value of a finding when it is first met, and then kept."""

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from services.recommender.engine.findings import known

Found = TypeVar("Found")

_NARROW = 8
"""Up to so many members of a domain there is room for all its values."""


class ByValue(ABC, Generic[Found]):
    """
    Value of one finding → what is made of it.

    It is looked up some thousand times a plan, so that a value is a place in a list. Of a wide
    domain only single members are, and what may be several is a key.
    """

    def __init__(self, size: int) -> None:
        self._wide = size > _NARROW
        self._listed: list[Found | None] = [None] * (size + 1 if self._wide else 1 << size)
        self._others: dict[int, Found] = {}

    def of(self, value: int) -> Found:
        """What is made of this value."""
        if not self._wide:
            found = self._listed[value]
        elif known(value):
            found = self._listed[value.bit_length()]
        else:
            found = self._others.get(value)
        return found if found is not None else self._first_met(value)

    def _first_met(self, value: int) -> Found:
        found = self.worked_out(value)
        if not self._wide:
            self._listed[value] = found
        elif known(value):
            self._listed[value.bit_length()] = found
        else:
            self._others[value] = found
        return found

    @abstractmethod
    def worked_out(self, value: int) -> Found:
        """What to make of a value; said by each that is kept by value."""
