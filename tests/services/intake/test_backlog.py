"""How much may wait behind intake."""

import pytest

from bus.errors import Unavailable
from services.intake.backlog import Backlog


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_a_post_is_let_in_until_as_many_wait_as_may():
    waiting, clock = [2], Clock()
    backlog = Backlog(lambda: waiting[0], most=3, monotonic=clock)
    backlog.make_room()
    waiting[0], clock.now = 3, 1.0
    with pytest.raises(Unavailable, match="3 messages wait"):
        backlog.make_room()
    assert backlog.full()


def test_it_lets_in_again_when_the_backlog_has_drained():
    waiting, clock = [3], Clock()
    backlog = Backlog(lambda: waiting[0], most=3, monotonic=clock)
    assert backlog.full()
    waiting[0], clock.now = 0, 1.0
    backlog.make_room()


def test_it_counts_once_a_second_whatever_comes():
    looks, clock = [], Clock()
    backlog = Backlog(lambda: len(looks.append(1) or looks), most=99, monotonic=clock)
    for _ in range(50):
        backlog.make_room()
    assert len(looks) == 1


def test_a_count_that_cannot_be_had_turns_nobody_away():
    def away():
        raise Unavailable("file busy")

    Backlog(away, most=1, monotonic=Clock()).make_room()
