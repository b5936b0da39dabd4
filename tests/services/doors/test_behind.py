"""How far a loop is behind, from what it tells of positions and ends."""

from hypothesis import given
from hypothesis import strategies as st

from services.doors.behind import Behind

PLACE = ("t", 0)


def told(behind: Behind, *, at: float) -> tuple[int, float]:
    ((_, events, seconds),) = behind.lag(at=at)
    return events, seconds


def test_the_age_counts_from_when_the_end_was_first_beyond_us():
    behind = Behind()
    behind.started({PLACE: 5})
    behind.ends({PLACE: 5}, at=0)
    assert told(behind, at=100) == (0, 0)
    behind.ends({PLACE: 7}, at=100)
    behind.ends({PLACE: 9}, at=130)
    assert told(behind, at=140) == (4, 40)
    behind.reached({PLACE: 7})
    assert told(behind, at=140) == (2, 10)
    behind.reached({PLACE: 9})
    assert told(behind, at=150) == (0, 0)


def test_without_a_position_all_of_it_is_unread():
    behind = Behind()
    behind.ends({PLACE: 3}, at=1)
    assert told(behind, at=2) == (3, 1)


def test_what_others_read_now_is_forgotten():
    behind = Behind()
    behind.ends({PLACE: 3, ("t", 1): 3}, at=1)
    behind.keep_only({("t", 1)})
    assert [place for place, *_ in behind.lag(at=2)] == [("t", 1)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=1500))
def test_the_age_is_that_of_the_oldest_unread_or_a_little_less(steps):
    """Seen at every step, an end is known to the step; however many are kept, none is too old."""
    behind, born, position = Behind(), [], 0
    for at, (made, read) in enumerate(steps):
        born += [float(at)] * made
        behind.ends({PLACE: len(born)}, at=at)
        position = min(len(born), position + read)
        behind.reached({PLACE: position})
        events, seconds = told(behind, at=at)
        assert events == len(born) - position
        assert 0 <= seconds <= (at - born[position] if events else 0)
        if at < 500 and events:
            assert seconds == at - born[position]
