"""Handing on again what was set aside: by the line that runs, or into its files while it rests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from bus.embedded import EmbeddedPublisher, Writer
from bus.port import Message
from facialis import folder
from facialis.files import INTAKE
from facialis.operators.asides import Aside, retry_of
from facialis.operators.logs import FILE_OF
from facialis.trouble import Trouble
from services.intake.outbox import ACCEPTED

RETRIES = "/v1/operator/retries"
"""The door of a running line through which operators hand on again."""

_TIMEOUT_S = 60
_AT_ONCE = 1000


def hand_on(data: Path, some: Sequence[Aside]) -> None:
    """
    Hand them on, whether the line of this folder runs or rests; a repeat changes nothing.

    Raises:
        Trouble: the line cannot be reached, or refuses; says what mends it.
    """
    if folder.holder(data):
        ids = [aside.id for aside in some]
        for start in range(0, len(ids), _AT_ONCE):
            _ask_the_line(data, RETRIES, {"ids": ids[start : start + _AT_ONCE]})
        return
    with ExitStack() as opened:
        opened.callback(folder.hold(data).release)
        publish(map(retry_of, some), _writers(data, opened))


def publish(messages: Iterable[Message], writer_of: Callable[[str], Writer]) -> None:
    """Put each message on its topic, in the file where that lies."""
    for message in messages:
        EmbeddedPublisher(writer_of(FILE_OF[message.topic])).publish([message])


def _writers(data: Path, opened: ExitStack) -> Callable[[str], Writer]:
    writers: dict[str, Writer] = {}

    def writer_of(name: str) -> Writer:
        if name not in writers:
            also = [ACCEPTED] if name == INTAKE else []
            writers[name] = opened.enter_context(Writer(data / name, also=also))
        return writers[name]

    return writer_of


def _ask_the_line(data: Path, path: str, said: Mapping[str, Any]) -> None:
    run = folder.read_run(data) or {}
    if "operator" not in run:
        raise Trouble(
            f"A line runs on {data} and says nothing of how operators reach it.",
            mend="It is starting, or an older release: try again, or stop it first.",
        )
    request = Request(
        run["url"] + path,
        data=json.dumps(said).encode(),
        headers={
            "Authorization": f"Bearer {run['operator']}",
            "Content-Type": "application/json",
        },
    )
    try:
        with urlopen(request, timeout=_TIMEOUT_S):
            return
    except HTTPError as refused:
        raise Trouble(f"The line refused: {_detail(refused)}") from refused
    except (URLError, HTTPException, OSError) as away:
        raise Trouble(
            f"The line at {run['url']} does not answer.", mend="Look at it: facialis doctor"
        ) from away


def _detail(refused: HTTPError) -> str:
    try:
        return str(json.loads(refused.read())["detail"])
    except (ValueError, KeyError, TypeError):
        return f"status {refused.code}"
