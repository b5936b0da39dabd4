import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bus.breaker import Breaker
from bus.errors import TooManySetAside

GOOD, BAD = False, True


def trips(breaker, batches):
    """Feed the batches in turn; return the number of the one that trips it, or None."""
    for number, batch in enumerate(batches):
        try:
            breaker = breaker.after(batch)
        except TooManySetAside:
            return number
    return None


def test_nineteen_in_a_row_pass_and_the_twentieth_trips():
    assert trips(Breaker(), [[BAD] * 19]) is None
    assert trips(Breaker(), [[BAD] * 20]) == 0
    assert trips(Breaker(), [[BAD] * 19, [GOOD], [BAD] * 19]) is None
    assert trips(Breaker(), [[BAD] * 12, [BAD] * 8]) == 1


def test_the_share_is_judged_only_over_a_full_window():
    assert trips(Breaker(), [[BAD, GOOD] * 400]) is None
    assert trips(Breaker(), [[BAD, GOOD] * 600]) == 0


def test_five_in_a_hundred_pass_and_one_more_trips():
    assert trips(Breaker(), [([BAD] + [GOOD] * 19) * 200]) is None
    assert trips(Breaker(), [([BAD] + [GOOD] * 18) * 200]) == 0


def test_what_left_the_window_no_longer_counts():
    early = [BAD, GOOD] * 300
    assert trips(Breaker(), [early, [GOOD] * 2000, ([BAD] + [GOOD] * 29) * 50]) is None


def test_it_says_what_to_do():
    with pytest.raises(TooManySetAside, match=r"20 deliveries in a row .* start again"):
        Breaker().after([BAD] * 20)


def test_a_breaker_that_tripped_is_as_it_was():
    breaker = Breaker().after([BAD] * 10)
    with pytest.raises(TooManySetAside):
        breaker.after([BAD] * 10)
    assert breaker.after([BAD] * 9).run == 19


@settings(deadline=None)
@given(st.lists(st.lists(st.booleans(), max_size=8), max_size=12))
def test_how_deliveries_are_batched_makes_no_difference(batches):
    breaker = Breaker(in_a_row=4, share=0.5, window=6)
    one_by_one = [[it] for batch in batches for it in batch]
    assert (trips(breaker, batches) is None) == (trips(breaker, one_by_one) is None)


@settings(deadline=None)
@given(st.lists(st.booleans(), max_size=40))
def test_it_trips_where_a_plain_count_says(flags):
    breaker = Breaker(in_a_row=4, share=0.5, window=6)

    def too_many(place):
        run, recent = flags[max(0, place - 3) : place + 1], flags[max(0, place - 5) : place + 1]
        in_a_row = len(run) == 4 and all(run)
        return flags[place] and (in_a_row or (len(recent) == 6 and sum(recent) > 3))

    expected = next((place for place in range(len(flags)) if too_many(place)), None)
    assert trips(breaker, [[it] for it in flags]) == expected


def test_what_an_operator_pardoned_does_not_count_and_the_next_do():
    assert trips(Breaker(pardoned=30), [[BAD] * 30, [BAD] * 19]) is None
    assert trips(Breaker(pardoned=30), [[BAD] * 30, [BAD] * 19, [BAD]]) == 2


def test_what_is_good_uses_up_no_pardon():
    assert Breaker(pardoned=3).after([GOOD, BAD, GOOD]).pardoned == 2


def test_it_names_the_two_ways_out():
    with pytest.raises(TooManySetAside, match=r"facialis set-aside next.*--take-aside N"):
        Breaker().after([BAD] * 20)
