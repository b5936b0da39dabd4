import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bus.backoff import Backoff


@pytest.mark.parametrize(
    ("times", "most_s"), [(1, 0.1), (2, 0.2), (3, 0.4), (9, 25.6), (10, 30.0), (10_000, 30.0)]
)
def test_each_wait_is_twice_the_last_up_to_the_longest(times, most_s):
    assert Backoff().delay_s(times, chance=lambda: 1.0) == pytest.approx(most_s)


@settings(deadline=None)
@given(st.integers(1, 100), st.floats(0, 1))
def test_chance_spreads_a_wait_over_the_upper_half_of_its_step(times, drawn):
    step = Backoff().delay_s(times, chance=lambda: 1.0)
    assert step / 2 <= Backoff().delay_s(times, chance=lambda: drawn) <= step
