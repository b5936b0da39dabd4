from hypothesis import given, settings
from hypothesis import strategies as st

from bus.embedded.headers import pack, unpack

NAMES = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(deadline=None)
@given(st.lists(st.tuples(NAMES, st.binary(max_size=60)), max_size=20).map(tuple))
def test_any_headers_come_back_as_they_went(headers):
    assert unpack(pack(headers)) == headers


@settings(deadline=None)
@given(st.lists(st.tuples(NAMES, st.binary(max_size=9)), max_size=5, unique=True))
def test_different_headers_are_different_bytes(headers):
    assert pack(tuple(headers)) != pack((*headers, ("", b"")))
