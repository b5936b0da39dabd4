"""What is kept by value is right for every value of a finding, and worked out once."""

import pytest

from services.recommender.engine.by_value import ByValue


class Members(ByValue[int]):
    """How many members a value has."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.asked: list[int] = []

    def worked_out(self, value: int) -> int:
        self.asked.append(value)
        return value.bit_count()


@pytest.mark.parametrize("size", [1, 2, 8, 9, 12])
def test_every_value_has_its_own(size):
    kept = Members(size)
    every = range(1 << size)
    assert [kept.of(value) for value in every] == [value.bit_count() for value in every]


@pytest.mark.parametrize("size", [2, 9, 40])
def test_it_is_worked_out_once(size):
    kept = Members(size)
    several = [0, 1, 1 << (size - 1), (1 << size) - 1]
    twice = [kept.of(value) for value in [*several, *several]]
    assert twice[:4] == twice[4:]
    assert kept.asked == several
