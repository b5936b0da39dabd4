"""The kinds of problem that a door may answer with, each with a page that says what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of problem.

    Attributes:
        name: the last part of the address of its page.
        status: the HTTP status that goes with it.
        title: what it is called, the same each time.
        mend: what the sender can do about it.
    """

    name: str
    status: int
    title: str
    mend: str

    @property
    def path(self) -> str:
        """The address of its page: the `type` of a problem document."""
        return f"/problems/{self.name}"


_kinds: dict[str, Kind] = {}


def declare(name: str, status: int, title: str, mend: str) -> Kind:
    """
    Add a kind of problem; a station declares its own where it raises them.

    Raises:
        ValueError: another kind has this name.
    """
    kind = Kind(name, status, title, mend)
    if _kinds.setdefault(name, kind) != kind:
        raise ValueError(f"two kinds of problem are named {name!r}")
    return kind


def kinds() -> Mapping[str, Kind]:
    """Return every kind declared so far, by name."""
    return MappingProxyType(_kinds)


NOT_JSON = declare(
    "not-json",
    400,
    "The body cannot be read as JSON",
    "Send one JSON object in UTF-8, each key once, numbers as JSON knows them, and nested no "
    "deeper than 16. The detail says where reading stopped.",
)
BAD_REQUEST = declare(
    "bad-request",
    400,
    "The request cannot be understood",
    "Correct the header or the part of the address that the detail names.",
)
UNKNOWN_HOST = declare(
    "unknown-host",
    400,
    "This name is not served here",
    "Use the address that was printed at the start, or add the name to FACIALIS_HOSTS.",
)
NO_KEY = declare(
    "no-key",
    401,
    "A key is needed",
    "Send the header Authorization: Bearer KEY with a key that this server knows.",
)
FORBIDDEN = declare(
    "forbidden",
    403,
    "This is not allowed",
    "Sign in again, and use the page's own forms.",
)
NOT_FOUND = declare(
    "not-found",
    404,
    "There is nothing here",
    "Check the address and the reference in it. /docs lists every door.",
)
WRONG_METHOD = declare(
    "wrong-method",
    405,
    "This door does not take that method",
    "Use one of the methods in the Allow header. /docs lists every door.",
)
ANOTHER_BODY = declare(
    "another-body",
    409,
    "This reference stands for something else already",
    "To repeat a request, send the same body. To say something new, use a new reference; to "
    "correct an assessment, send a new one that names it in `replaces`.",
)
TOO_LARGE = declare(
    "too-large",
    413,
    "The body is too large",
    "An assessment has at most 64 KiB. Leave out what was not assessed.",
)
WRONG_CONTENT_TYPE = declare(
    "wrong-content-type",
    415,
    "The body is not said to be JSON",
    "Send the header Content-Type: application/json and the body as it is, not compressed.",
)
INVALID = declare(
    "invalid",
    422,
    "What was sent cannot be taken as it is",
    "Correct what each of `errors` names, by its pointer, and send it again.",
)
UNAVAILABLE = declare(
    "unavailable",
    503,
    "Not at the moment",
    "Nothing was taken. Send the same request again after the seconds in Retry-After.",
)
FAILED = declare(
    "failed",
    500,
    "We made a mistake",
    "Nothing can be mended from outside. Tell the operator the trace_id.",
)
