"""Every request comes to a served name, every answer carries what browsers must be told."""

import pytest

from services.doors.guard import CONTENT_POLICY
from tests.services.doors.app import an_app


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST:1", "ward-7", "ward-7:443"]
)
def test_a_served_name_is_served(host: str) -> None:
    assert an_app(hosts=["Ward-7"]).get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "[::1", "ward-7", "127.0.0.1.nip.io"]
)
def test_another_name_is_not(host: str) -> None:
    reply = an_app().get("/healthz", headers={"Host": host})
    assert (reply.status_code, reply.json["type"]) == (400, "/problems/unknown-host")


@pytest.mark.parametrize("path", ["/healthz", "/docs", "/nowhere", "/v1/fail", "/problems/no-key"])
def test_every_answer_is_guarded(path: str) -> None:
    headers = an_app().get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"


def test_no_script_or_style_stands_in_a_page() -> None:
    assert "unsafe" not in CONTENT_POLICY
    assert "http" not in CONTENT_POLICY
    assert CONTENT_POLICY.startswith("default-src 'none'")


def test_what_may_be_kept_says_so_itself() -> None:
    with an_app().get("/docs/swagger-ui.css") as reply:
        assert "max-age" in reply.headers["Cache-Control"]
