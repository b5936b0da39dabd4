import subprocess
import sys

import pytest

from bus import failpoints
from bus.failpoints import EXIT_CODE, Tripped


@pytest.fixture
def point():
    point = failpoints.declare("test.point")
    yield point
    point.disarm()


def test_a_point_that_is_not_armed_is_passed(point):
    point.reach()


def test_an_armed_point_raises_until_it_is_disarmed(point):
    with failpoints.armed("test.point"), pytest.raises(Tripped):
        point.reach()
    point.reach()


def test_a_point_can_be_armed_for_the_third_time_it_is_reached(point):
    failpoints.activate("test.point:raise:3")
    point.reach()
    point.reach()
    with pytest.raises(Tripped):
        point.reach()


def test_an_action_of_ones_own_may_be_armed(point):
    reached = []
    with failpoints.armed("test.point", lambda: reached.append(1), nth=2):
        for _ in range(3):
            point.reach()
    assert reached == [1, 1]


def test_a_point_is_declared_once(point):
    assert failpoints.declare("test.point") is point
    assert "test.point" in failpoints.names()


@pytest.mark.parametrize(
    "text", ["no.such:exit", "test.point", "test.point:burn", "test.point:exit:x"]
)
def test_a_text_that_arms_nothing_is_refused_with_the_names_there_are(point, text):
    with pytest.raises(ValueError, match=r"write name:exit or name:raise.*test\.point"):
        failpoints.activate(text)


def test_exit_ends_the_process_on_the_spot():
    code = (
        "from bus import failpoints; point = failpoints.declare('p');"
        "failpoints.activate('p:exit')\n"
        "try:\n    point.reach()\nfinally:\n    print('cleaned up')"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (EXIT_CODE, b"")
