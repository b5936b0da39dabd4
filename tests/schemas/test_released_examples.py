"""Schemas are only ever added to: what an older release wrote is read by this one."""

import hashlib
import json
from pathlib import Path

import pytest
import yaml

import schemas
from schemas.topics import TOPICS
from tests.schemas.test_examples import folder_of, take

HERE = Path(schemas.__file__).parent
RELEASED = yaml.safe_load((HERE / "released_examples.yaml").read_text(encoding="utf-8"))
FILES = [
    pytest.param(HERE / "examples" / name, digest, id=f"{release}-{name}")
    for release, files in RELEASED.items()
    for name, digest in files.items()
]


@pytest.mark.parametrize(("path", "digest"), FILES)
def test_an_event_of_an_older_release_stands_as_it_was_and_is_still_read(path, digest):
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, (
        "an example of a release was edited; put it back, and write another beside it"
    )
    (topic,) = (it for it in TOPICS.values() if folder_of(it) == path.parent)
    take(topic, json.loads(path.read_text(encoding="utf-8")))


def test_every_topic_of_a_release_is_tried():
    for files in RELEASED.values():
        assert {Path(name).parent.as_posix() for name in files} == {
            folder_of(it).relative_to(HERE / "examples").as_posix() for it in TOPICS.values()
        }
