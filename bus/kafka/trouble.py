"""
Translates the client's errors into ours: the official question is asked of the error itself.

What Kafka calls retriable is Unavailable. So is everything that rejoining the group or a new client
mends: both happen by themselves, since a client in doubt is thrown away. What only an operator can
mend is Refused, and stops the loop.
"""

from __future__ import annotations

import kafka.errors as wire

from bus.errors import BusError, Unavailable

REJOIN = (
    wire.CommitFailedError,
    wire.IllegalGenerationError,
    wire.RebalanceInProgressError,
    wire.UnknownMemberIdError,
)
"""We are no longer the member that we were: what is in hand may be somebody else's now."""

_OPERATOR = {
    wire.AuthorizationError: "give this user the right to it",
    wire.SaslAuthenticationFailedError: "check KAFKA_USERNAME and KAFKA_PASSWORD_FILE",
    wire.UnsupportedSaslMechanismError: "check KAFKA_SASL_MECHANISM",
    wire.IllegalSaslStateError: "check KAFKA_SECURITY_PROTOCOL",
    wire.SecurityDisabledError: "check KAFKA_SECURITY_PROTOCOL",
    wire.UnsupportedVersionError: "the brokers have to be Kafka 3.0 or newer",
    wire.InvalidTopicError: "the topic's name is not allowed there",
    wire.PolicyViolationError: "the brokers have a policy against it",
    wire.InvalidReplicationFactorError: "KAFKA_REPLICATION asks for more copies than brokers",
    wire.InvalidConfigurationError: "the brokers do not take this setting",
    wire.InconsistentGroupProtocolError: "another program uses this consumer group",
    wire.InvalidSessionTimeoutError: "KAFKA_SESSION_SECONDS is outside what the brokers allow",
    wire.GroupMaxSizeReachedError: "the group is full",
    wire.FencedInstanceIdError: (
        "another process has the same FACIALIS_INSTANCE and took our partitions; give each process "
        "a name of its own"
    ),
    wire.KafkaConfigurationError: "the client does not take these settings",
}
_TOO_LARGE = (
    wire.MessageSizeTooLargeError,
    wire.RecordListTooLargeError,
    wire.InvalidRecordError,
    wire.InvalidTimestampError,
)


class Refused(BusError):
    """The brokers will not do it, however often we ask; an operator has to mend something."""


def trouble(error: BaseException, doing: str) -> BusError | None:
    """
    Return what a client's error means while we were ``doing`` something; None if it is not one.

    Only its class is told: its text may quote what was sent.
    """
    kind = type(error).__name__
    if isinstance(error, OSError):
        return Unavailable(f"{doing}: {kind}")
    if not isinstance(error, wire.KafkaError):
        return None
    for refusal, mend in _OPERATOR.items():
        if isinstance(error, refusal):
            return Refused(f"{doing}: {kind}; {mend}")
    if isinstance(error, _TOO_LARGE):
        return Refused(
            f"{doing}: {kind}; a message is larger than its topic takes, and nothing was dropped. "
            "Raise max.message.bytes of the topic, or mend the sender, and start again."
        )
    return Unavailable(f"{doing}: {kind}")
