"""Every error of the client means one of ours, and none tells what was sent."""

import kafka.errors as wire
import pytest

from bus.errors import Unavailable, is_retriable
from bus.kafka.trouble import Refused, trouble


def kinds():
    found = [wire.KafkaError]
    for kind in found:
        found += [it for it in kind.__subclasses__() if it not in found]
    return found


@pytest.mark.parametrize("kind", kinds(), ids=lambda it: it.__name__)
def test_each_of_the_clients_errors_has_a_meaning(kind):
    error = kind.__new__(kind)
    ours = trouble(error, "committing")
    assert isinstance(ours, Unavailable | Refused)
    assert str(ours).startswith(f"committing: {kind.__name__}")
    if issubclass(kind, wire.RetriableError):
        assert is_retriable(ours)


@pytest.mark.parametrize(
    "kind",
    [
        wire.TopicAuthorizationFailedError,
        wire.SaslAuthenticationFailedError,
        wire.FencedInstanceIdError,
        wire.MessageSizeTooLargeError,
        wire.InvalidTopicError,
    ],
)
def test_what_only_an_operator_mends_stops(kind):
    ours = trouble(kind("canary"), "publishing")
    assert not is_retriable(ours)
    assert "canary" not in str(ours)


def test_a_broken_connection_may_pass():
    assert is_retriable(trouble(ConnectionResetError(), "polling"))


def test_our_own_mistakes_are_not_explained_away():
    assert trouble(KeyError("bug"), "polling") is None
