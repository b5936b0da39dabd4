"""Every example of every topic is taken, and every refused one is refused for its reason."""

import json
from pathlib import Path
from typing import Any

import pytest

import schemas
from schemas.bodies import READERS
from schemas.faults import Refused
from schemas.set_aside import read_set_aside
from schemas.topics import TOPICS, Topic

EXAMPLES = Path(schemas.__file__).with_name("examples")


def folder_of(topic: Topic) -> Path:
    noun, _, version = topic.name.rpartition(".")
    return EXAMPLES / noun / version


def cases(pattern: str) -> list[Any]:
    return [
        pytest.param(topic, path, id=f"{topic.name}-{path.stem}")
        for topic in TOPICS.values()
        for path in sorted(folder_of(topic).glob(pattern))
    ]


def take(topic: Topic, body: Any) -> None:
    if topic.schema == "original":
        read_set_aside(tuple((name, value.encode()) for name, value in body.items()))
    else:
        READERS[topic.schema](body)


@pytest.mark.parametrize(("topic", "path"), cases("*.json"))
def test_an_example_is_taken(topic: Topic, path: Path) -> None:
    take(topic, json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(("topic", "path"), cases("refused/*.json"))
def test_a_refused_example_is_refused_for_its_reason_alone(topic: Topic, path: Path) -> None:
    example = json.loads(path.read_text("utf-8"))
    with pytest.raises(Refused) as refused:
        take(topic, example["body"])
    found = [{"pointer": it.pointer, "code": it.code} for it in refused.value.faults]
    assert found == [example["refused_for"]]


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.name)
def test_every_topic_has_examples_of_both_sorts(topic: Topic) -> None:
    assert list(folder_of(topic).glob("*.json"))
    assert list(folder_of(topic).glob("refused/*.json"))


def test_every_file_among_the_examples_is_an_example_of_a_topic() -> None:
    known = {case.values[1] for case in cases("*.json") + cases("refused/*.json")}
    assert {path for path in EXAMPLES.rglob("*") if path.is_file()} == known
