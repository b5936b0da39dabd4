"""Finding an address."""

import pytest

from facialis import ports


def test_any_free_port_is_on_the_loopback_address():
    with ports.listen(0) as sock:
        host, port = sock.getsockname()
    assert host == "127.0.0.1"
    assert port > 0


def test_a_named_port_that_is_taken_is_refused():
    with ports.listen(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ports.PortBusy, match=str(port)):
            ports.listen(port)


def test_without_a_name_the_next_free_one_is_taken(monkeypatch: pytest.MonkeyPatch):
    with ports.listen(0) as taken:
        monkeypatch.setattr(ports, "USUAL_PORT", taken.getsockname()[1])
        with ports.listen(None) as found:
            assert found.getsockname()[1] > taken.getsockname()[1]
