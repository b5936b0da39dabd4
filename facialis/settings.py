"""What may be set from outside: read once, checked whole, passed down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from facialis.logs import faults_of_log
from facialis.secret_files import with_files
from facialis.trouble import Trouble

KEY_LEAST = 16

DOCUMENTED: Mapping[str, str] = {
    "FACIALIS_KEY": "the key that machines send; 16 characters or more",
    "FACIALIS_KEY_FILE": "a file that holds this key",
    "FACIALIS_HOSTS": "further host names that may stand in the address, with commas between",
    "FACIALIS_CHART_URL": "link from a case to the chart; a template with {patient_ref}",
    "FACIALIS_LOG": "how to write the log: json or text, and access for a line for each request",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "where traces are collected, by OTLP over HTTP",
    "FACIALIS_FAILPOINT": "where to stop on purpose; for crash tests only",
}

SECRETS = ("FACIALIS_KEY",)
"""What may stand in a file instead, named with `_FILE` behind."""

_HOST = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\Z"
)
_VISIBLE = re.compile(r"[!-~]+\Z")


class WrongSettings(Trouble):
    """Something set from outside cannot be used; whoever started the program mends it.

    ``faults`` says all of it at once, a sentence each, naming the variable and never a secret.
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n  ".join(("These settings cannot be used.", *faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """
    Everything that a line needs to know before it opens.

    ``data`` is the folder of its files; ``key`` what machines must send, None for "make one";
    ``hosts`` names served besides the loopback ones; ``chart_url`` None for "no chart to link";
    ``log`` words on how to write it, empty for "as fits"; ``collector`` None for "no traces".
    The command sets the rest: ``operator_key`` opens the operators' door, None for "no such door";
    ``take_aside`` deliveries may be set aside without stopping the line.
    """

    data: Path
    key: str | None = None
    hosts: tuple[str, ...] = ()
    chart_url: str | None = None
    log: str = ""
    collector: str | None = None
    failpoint: str | None = None
    operator_key: str | None = None
    take_aside: int = 0

    @classmethod
    def from_environ(cls, environ: Mapping[str, str], *, data: Path) -> Settings:
        """
        Read the settings out of the environment; an empty variable counts as not set.

        Raises:
            WrongSettings: with every fault found, not only the first.
        """
        given, unread = with_files(set_among(environ, DOCUMENTED), SECRETS)
        if faults := (*unread, *_faults(given)):
            raise WrongSettings(faults)
        return cls(
            data=data,
            key=given.get("FACIALIS_KEY"),
            hosts=_hosts(given.get("FACIALIS_HOSTS", "")),
            chart_url=given.get("FACIALIS_CHART_URL"),
            log=given.get("FACIALIS_LOG", ""),
            collector=given.get("OTEL_EXPORTER_OTLP_ENDPOINT"),
            failpoint=given.get("FACIALIS_FAILPOINT"),
        )


def set_among(environ: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Give the variables of these names that are set to something."""
    return {name: value for name in names if (value := environ.get(name, "").strip())}


def _faults(given: Mapping[str, str]) -> Iterator[str]:
    for name, value in given.items():
        if check := _CHECKS.get(name):
            yield from (f"{name}: {fault}" for fault in check(value))


def _faults_of_key(value: str) -> Iterator[str]:
    if len(value) < KEY_LEAST:
        yield f"has {len(value)} characters; write at least {KEY_LEAST}."
    if not _VISIBLE.match(value):
        yield "holds a blank or a letter outside ASCII, which no header can carry; leave it out."


def _faults_of_hosts(value: str) -> Iterator[str]:
    for host in _hosts(value):
        if not _HOST.match(host):
            yield f"'{host}' is not a host name; write names only, as in 'facialis.example,ward-7'."


def _faults_of_chart(value: str) -> Iterator[str]:
    if "{patient_ref}" not in value:
        yield "has no {patient_ref}; write it where the patient's reference belongs."
    if re.findall(r"{(?!patient_ref})|(?<!{patient_ref)}", value):
        yield "has a brace besides {patient_ref}; that is the only place that can be filled."
    if urlsplit(value).scheme not in {"http", "https"}:
        yield "is not a web address; begin with https://."


def _hosts(value: str) -> tuple[str, ...]:
    return tuple(host for part in value.split(",") if (host := part.strip().lower()))


_CHECKS: Mapping[str, Callable[[str], Iterator[str]]] = {
    "FACIALIS_LOG": faults_of_log,
    "FACIALIS_KEY": _faults_of_key,
    "FACIALIS_HOSTS": _faults_of_hosts,
    "FACIALIS_CHART_URL": _faults_of_chart,
}
