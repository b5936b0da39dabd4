"""The history checker itself: each kind of fault is found, and a clean history has none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bus.history import History, faults


@pytest.fixture
def history():
    """Two patients; a1, a2 and b1 acknowledged in turn, a3 unknown, b2 refused."""
    history = History()
    for event_id in ("a1", "a2", "b1"):
        history.send(event_id, event_id[0])
        history.acknowledge(event_id)
    history.send("a3", "a")
    history.send("b2", "b")
    history.refuse("b2")
    return history


def kinds(found):
    return sorted({fault.split(":")[0] for fault in found})


@pytest.mark.parametrize(
    "effects", [["a1", "a2", "b1"], ["b1", "a1", "a2"], ["a1", "a2", "a3", "b1"]]
)
def test_a_sound_history_has_no_fault(history, effects):
    assert faults(history, effects, [{}, {"p": 1}, {"p": 1}, {"p": 4, "q": 2}]) == []


@pytest.mark.parametrize(
    ("effects", "kind"),
    [
        (["a1", "b1"], "lost"),
        (["a1", "a2", "a2", "b1"], "doubled"),
        (["a1", "a2", "a3", "a3", "b1"], "doubled"),
        (["a1", "a2", "b1", "b2"], "refused"),
        (["a1", "a2", "b1", "z9"], "from nowhere"),
        (["a2", "a1", "b1"], "out of order"),
        (["a3", "a1", "a2", "b1"], "out of order"),
    ],
)
def test_each_fault_is_found(history, effects, kind):
    assert kind in kinds(faults(history, effects))


def test_a_position_that_moves_back_is_found(history):
    looks = [{"p": 3}, {"p": 2}]
    assert kinds(faults(history, ["a1", "a2", "b1"], looks)) == ["moved back"]


def test_a_position_that_vanishes_is_found(history):
    assert kinds(faults(history, ["a1", "a2", "b1"], [{"p": 3}, {}])) == ["moved back"]


def test_sending_again_may_change_places_with_what_was_sent_meanwhile():
    history = History()
    history.send("first", "a")
    history.send("second", "a")
    history.acknowledge("second")
    history.send("first", "a")
    history.acknowledge("first")
    assert faults(history, ["second", "first"]) == []
    assert faults(history, ["first", "second"]) == []


@settings(deadline=None)
@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=12), st.data())
def test_any_change_to_a_full_history_is_found(keys, data):
    history = History()
    effects = [f"{key}{place}" for place, key in enumerate(keys)]
    for event_id in effects:
        history.send(event_id, event_id[0])
        history.acknowledge(event_id)
    assert faults(history, effects) == []
    place = data.draw(st.integers(0, len(effects) - 1))
    assert faults(history, effects[:place] + effects[place + 1 :])
    assert faults(history, [*effects, effects[place]])
