"""A client is known by its key, and nobody passes without one."""

import pytest

from services.doors.keys import Keys
from tests.services.doors.app import AUTHORIZED, KEY, an_app


def test_a_client_is_known_by_its_key() -> None:
    keys = Keys({"ehr": KEY, "lab": "another-key-of-more"})
    assert keys.client_of(KEY) == "ehr"
    assert keys.client_of("another-key-of-more") == "lab"
    assert keys.client_of("a-key-of-nobody-here") is None
    assert keys.client_of("") is None


def test_a_key_has_sixteen_characters() -> None:
    with pytest.raises(ValueError, match="ehr") as refused:
        Keys({"ehr": "fifteen-letters"})
    assert "fifteen-letters" not in str(refused.value)


def test_two_clients_have_two_keys() -> None:
    with pytest.raises(ValueError, match="same key"):
        Keys({"ehr": KEY, "lab": KEY})


def test_keys_are_not_shown() -> None:
    assert KEY not in repr(vars(Keys({"ehr": KEY})))


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Basic {KEY}",
        KEY,
        f"Bearer {KEY}x",
        f"Bearer {KEY[:-1]}",
        "Bearer ké-of-sixteen-letters",
    ],
)
def test_nobody_passes_without_a_key(sent: str | None) -> None:
    headers = {} if sent is None else {"Authorization": sent.encode().decode("latin-1")}
    reply = an_app().post("/v1/echo", json={}, headers=headers)
    assert reply.status_code == 401
    assert reply.headers["WWW-Authenticate"].startswith("Bearer")
    assert reply.json["type"] == "/problems/no-key"


def test_the_scheme_may_be_written_in_any_case() -> None:
    reply = an_app().post("/v1/echo", json={}, headers={"Authorization": f"bearer {KEY}"})
    assert reply.json["client"] == "ehr"


def test_another_client_is_another() -> None:
    headers = {"Authorization": "Bearer another-key-of-more"}
    assert an_app().post("/v1/echo", json={}, headers=headers).json["client"] == "lab"


def test_the_key_is_asked_for_before_the_body_is_read() -> None:
    assert an_app().post("/v1/echo", data=b"\xff").status_code == 401
    assert an_app().post("/v1/echo", data=b"\xff", headers=AUTHORIZED).status_code == 415
