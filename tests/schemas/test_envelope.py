"""An envelope is the same after the journey, and what is none is not taken for one."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.envelope import Envelope, NotAnEvent, envelope_from, headers_of
from tests.builders import an_envelope

SAID = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=20)


def test_the_headers_are_those_of_a_cloud_event_in_binary_mode() -> None:
    headers = dict(headers_of(an_envelope(dataschema="/openapi.json")))
    assert headers["ce_specversion"] == b"1.0"
    assert headers["ce_type"] == b"assessments.received.v1"
    assert headers["ce_client"] == b"ehr"
    assert headers["ce_dataschema"] == b"/openapi.json"
    assert headers["content-type"] == b"application/json"


def test_what_is_not_said_has_no_header() -> None:
    said = headers_of(an_envelope(traceparent=None, client=None))
    names = [name for name, _ in said]
    assert "ce_traceparent" not in names
    assert "ce_client" not in names


@given(st.builds(Envelope, **{it.name: SAID for it in fields(Envelope)}))
def test_an_envelope_is_the_same_after_the_journey(envelope: Envelope) -> None:
    assert envelope_from(headers_of(envelope)) == envelope


def test_headers_of_others_are_passed_over() -> None:
    headers = (("x-trace", b"\xff"), *headers_of(an_envelope()), ("ce_extra", b"1"))
    assert envelope_from(headers) == an_envelope()


@pytest.mark.parametrize("name", ["ce_id", "ce_source", "ce_type", "ce_subject", "ce_time"])
@pytest.mark.parametrize("value", [None, b""])
def test_an_event_without_a_name_or_origin_is_none(name: str, value: bytes | None) -> None:
    headers = {**dict(headers_of(an_envelope())), name: value}
    with pytest.raises(NotAnEvent, match=name):
        envelope_from([(key, it) for key, it in headers.items() if it is not None])


@pytest.mark.parametrize(
    "headers", [(), (("ce_specversion", b"0.3"),), (("content-type", b"application/json"),)]
)
def test_another_version_is_no_event_of_ours(headers: tuple[tuple[str, bytes], ...]) -> None:
    with pytest.raises(NotAnEvent, match=r"1\.0"):
        envelope_from(headers)


def test_a_header_that_is_not_utf_8_is_named_and_not_shown() -> None:
    headers = (*headers_of(an_envelope()), ("ce_client", b"\xff\xfe"))
    with pytest.raises(NotAnEvent, match="ce_client is not UTF-8"):
        envelope_from(headers)
