"""A partition as a feed sees it: in order, each event once, from wherever it is told to begin."""

from hypothesis import given
from hypothesis import strategies as st

from bus.kafka.shelf import Shelf
from tests.bus.kafka.test_records import Record

EVENTS = st.lists(st.sampled_from("abcdefgh"), max_size=30)


def a_log(events):
    return [Record([("ce_id", it.encode())], offset=at) for at, it in enumerate(events)]


def firsts(events):
    return [at for at, it in enumerate(events) if events.index(it) == at]


def taken(shelf, limit=100):
    return [it.position for it in shelf.take(limit)]


@given(events=EVENTS)
def test_every_event_is_handed_out_once_where_it_first_stood(events):
    shelf = Shelf(0, 100)
    shelf.put(a_log(events))
    assert taken(shelf) == firsts(events)


@given(events=EVENTS, position=st.integers(0, 30))
def test_begun_in_the_middle_it_knows_what_went_by_before(events, position):
    shelf = Shelf(position, 100)
    shelf.put(a_log(events)[shelf.fetched :])
    assert taken(shelf) == [at for at in firsts(events) if at >= position]


@given(events=EVENTS, limit=st.integers(1, 30), back=st.integers(0, 30))
def test_sent_back_it_hands_out_the_same_again(events, limit, back):
    shelf, log = Shelf(0, 100), a_log(events)
    shelf.put(log)
    taken(shelf, limit)
    if shelf.return_to(back):
        shelf.put(log[shelf.fetched :])
    assert taken(shelf) == [at for at in firsts(events) if at >= back]


def test_where_it_stands_already_nothing_is_fetched_again():
    shelf = Shelf(0, 100)
    shelf.put(a_log("abc"))
    assert taken(shelf, 1) == [0]
    assert not shelf.return_to(1)
    assert taken(shelf) == [1, 2]


def test_its_memory_is_bounded():
    shelf = Shelf(0, 3)
    shelf.put(a_log("abcda"))
    assert taken(shelf) == [0, 1, 2, 3, 4]


def test_what_has_no_id_is_never_a_repeat():
    shelf = Shelf(0, 3)
    shelf.put([Record([], offset=0), Record([], offset=1)])
    assert taken(shelf) == [0, 1]


def test_what_was_fetched_already_is_not_taken_twice():
    shelf = Shelf(0, 3)
    for _ in range(2):
        shelf.put(a_log("ab"))
    assert taken(shelf) == [0, 1]
