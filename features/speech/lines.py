"""
The line that the promises are tried on, as those outside of it reach it.

Machines have its doors, people its pages, operators their commands, and whoever else writes to its
topics can send an event. Usually it is one in this process; `make line` names one that runs apart.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from click.testing import CliRunner

from bus.port import Message
from facialis.chance import CLIENT, Chance
from facialis.clock import new_id
from facialis.files import REVIEW
from facialis.line import Line, open_line
from facialis.operators.handing_on import RETRIES
from facialis.settings import Settings
from features.guards.fault import Misread
from features.speech.arriving import Arriving
from features.speech.elsewhere import Elsewhere
from features.speech.passing_time import PassingTime
from schemas.moments import written
from services.intake.outbox import Accepted
from services.review.people import new_sign_in_link
from services.review.store.store import open_to_look

KEY = "a-key-for-promises-only"
_OPERATOR_KEY = "an-operator-of-promises"

URL = "FACIALIS_LINE_URL"


class TriedLine(Protocol):
    """A running line."""

    @property
    def key(self) -> str:
        """The key that machines send."""
        ...

    def client(self) -> Any:
        """Make a client of its own, with no cookies yet; it speaks as Flask's test client does."""
        ...

    def sign_in_path(self) -> str:
        """Make a link that signs one person in."""
        ...

    def send(self, event: Arriving) -> None:
        """Put an event on the topic of assessments, as it is."""
        ...

    def command(self, *words: str) -> str:
        """Run a command of `facialis` on it; give what it prints."""
        ...

    def hand_on(self, ids: Sequence[str]) -> None:
        """Hand on again what was set aside under these ids."""
        ...


class LineHere:
    """
    The whole line on the embedded bus, in this process.

    Args:
        folder: where it keeps its files; every line begun anew has a folder of its own in it.
    """

    key = KEY

    def __init__(self, folder: Path, passing_time: PassingTime) -> None:
        self._folder, self._time = folder, passing_time
        self._begun = 0
        self._line: Line | None = None

    @property
    def data(self) -> Path:
        """The folder of the line as it is now."""
        return self._folder / f"line-{self._begun}"

    @property
    def running(self) -> Line:
        """
        The line while it runs.

        Raises:
            Misread: it rests.
        """
        if self._line is None:
            mend = "Write `When the line is stopped and started again` before."
            raise Misread("The line rests.", mend)
        return self._line

    @property
    def rests(self) -> bool:
        """Whether it was stopped and not started again."""
        return self._line is None

    def start(self) -> None:
        """Let it run, on what is in its folder."""
        settings = Settings(data=self.data, key=KEY, operator_key=_OPERATOR_KEY)
        self._line = open_line(settings, Chance(now=self._time.now))
        self._line.start()

    def rest(self) -> None:
        """Stop it; its files stay. One that rests already is left alone."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def begin_anew(self) -> None:
        """Go on with an empty folder, in which nobody was assessed yet."""
        self.rest()
        self._begun += 1
        self.start()

    def client(self) -> Any:
        """Make a client that stays the same person when the line is started again."""
        return _Client(self)

    def sign_in_path(self) -> str:
        """Make a link as `facialis sign-in` does."""
        with closing(open_to_look(self.data / REVIEW)) as store:
            return new_sign_in_link(store, now=self._time.now(), new_id=new_id)

    def send(self, event: Arriving) -> None:
        """Let intake keep it, as one of another release would have."""
        entry = Accepted(
            client=CLIENT,
            assessment_id=event.assessment_id,
            patient_ref=event.patient_ref,
            idempotency_key=None,
            fingerprint=hashlib.sha256(event.body).digest(),
            received_at=written(self._time.now()),
            body=json.dumps(event.posted).encode(),
        )
        message = event.message(at=entry.received_at)
        self.running.outbox.accept(entry, event=lambda _: message, named=True)

    def command(self, *words: str) -> str:
        """Run it on the folder of this line."""
        return _said((*words, "--data", str(self.data)), {"FACIALIS_KEY": KEY})

    def hand_on(self, ids: Sequence[str]) -> None:
        """Hand on through the door that the command uses beside a running line."""
        headers = {"Authorization": f"Bearer {_OPERATOR_KEY}"}
        answer = self.client().post(RETRIES, json={"ids": list(ids)}, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"the door of the operators answered {answer.status_code}")


class LineElsewhere:
    """A line in processes of its own, over Kafka; the environment says where, as to an operator."""

    def __init__(self, url: str, *, key: str) -> None:
        self._url, self.key = url, key
        self._clients: list[Elsewhere] = []

    def client(self) -> Elsewhere:
        """Make a client of its own."""
        self._clients.append(Elsewhere(self._url))
        return self._clients[-1]

    def rest(self) -> None:
        """Let go of the connections of every client."""
        for client in self._clients:
            client.close()

    def sign_in_path(self) -> str:
        """Ask `facialis sign-in` for a link."""
        command = [sys.executable, "-m", "facialis", "sign-in"]
        said = subprocess.run(command, capture_output=True, text=True, check=True)
        return said.stdout.strip().removeprefix(self._url)

    def send(self, event: Arriving) -> None:
        """Put it on the topic."""
        _publish([event.message(at=event.posted["received_at"])])

    def command(self, *words: str) -> str:
        """Run it on the line that the environment names."""
        return _said(words, os.environ)

    def hand_on(self, ids: Sequence[str]) -> None:
        """Hand on with the command."""
        self.command("set-aside", "retry", *ids)


class _Client:
    """Flask's test client of a line that may be stopped and started again under it."""

    def __init__(self, line: LineHere) -> None:
        self._line = line
        self._client = line.running.app.test_client()

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._now().get(*args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> Any:
        return self._now().post(*args, **kwargs)

    def _now(self) -> Any:
        self._client.application = self._line.running.app
        return self._client


def _said(words: Iterable[str], environ: Any) -> str:
    # The command can run promises itself, and so comes after them.
    from facialis.__main__ import main as facialis

    done = CliRunner().invoke(facialis, list(words), obj=dict(environ))
    if done.exit_code:
        raise RuntimeError(f"facialis {' '.join(words)}: {done.output}") from done.exception
    return done.stdout


def _publish(messages: Sequence[Message]) -> None:
    # The client of Kafka is for those who have it.
    from bus.kafka.publisher import KafkaPublisher
    from bus.kafka.settings import KafkaSettings

    settings = KafkaSettings(bootstrap=os.environ["KAFKA_BOOTSTRAP_SERVERS"])
    with closing(KafkaPublisher(settings)) as publisher:
        publisher.publish(messages)
