"""The description of every door, given by a station that has only some of them."""

from facialis.line import open_line
from facialis.settings import Settings
from facialis.whole_description import whole_description
from services.doors.openapi import describe


def test_it_is_the_same_as_that_of_the_whole_line(tmp_path):
    line = open_line(Settings(data=tmp_path, key="a-key-of-sixteen-characters"))
    try:
        assert whole_description()["paths"] == describe(line.app)["paths"]
    finally:
        line.close()
