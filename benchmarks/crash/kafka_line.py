"""The line of many processes over Kafka, and what can be done to each of them."""

from __future__ import annotations

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from benchmarks.crash.books import Books
from benchmarks.crash.broker import Broker
from benchmarks.crash.disk import NoWrites
from benchmarks.crash.doors import KEY, Doors
from benchmarks.crash.found import Event
from benchmarks.crash.full_disk import starve
from benchmarks.crash.process import Process
from benchmarks.crash.proxy import Proxy
from benchmarks.crash.schedule import SESSION_S, STATIONS, Step
from benchmarks.crash.topics import read_topics
from bus.kafka.feed import KafkaFeed
from bus.kafka.publisher import KafkaPublisher
from bus.kafka.settings import KafkaSettings
from bus.port import Delivery, Message
from ops.line.ports import reserved_port

_TRIPS_S = 30.0
_POSTGRES = Path("ops/postgres/server")


class KafkaLine:
    """
    Intake, relay, two recommenders and review, each a process; a broker behind a proxy.

    ``guards`` names, by station, what is taken out of it (``without.py``). With ``postgres`` the
    review store is in PostgreSQL, else in a file.
    """

    name = "kafka"
    exact = False

    def __init__(
        self,
        folder: Path,
        opened: ExitStack,
        *,
        guards: Mapping[str, str] | None = None,
        postgres: bool = False,
    ) -> None:
        self.kills: Counter[str] = Counter()
        self.blows: Counter[str] = Counter()
        self.broker = Broker(folder / "broker", opened.enter_context(reserved_port()))
        opened.callback(self.broker.stop)
        self.broker.start()
        self.proxy = Proxy(self.broker.proxied, self.broker.port("behind_proxy"))
        self.proxy.start()
        opened.callback(self.proxy.close)
        self._data = folder / "line"
        self._environ = {
            "FACIALIS_KEY": KEY,
            "KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{self.broker.proxied}",
            "KAFKA_SESSION_SECONDS": str(SESSION_S),
            **(_store(folder, opened) if postgres else {}),
        }
        self._ports = {name: opened.enter_context(reserved_port()) for name in STATIONS}
        self.stations = {name: self._process(name, (guards or {}).get(name)) for name in STATIONS}
        for process in self.stations.values():
            opened.callback(process.kill)
        self.doors = Doors(self._port_of)

    @property
    def started_s(self) -> Sequence[float]:
        """Nothing: nobody waits for one station to be ready before the next blow falls."""
        return ()

    @property
    def said(self) -> Sequence[str]:
        """The last that each station said."""
        return [f"{name}: {it}" for name, one in self.stations.items() for it in one.said]

    def start(self) -> None:
        """Start every station; returns when all are ready."""
        for process in self.stations.values():
            process.spawn()
        for process in self.stations.values():
            process.wait_until_ready()

    def rest(self) -> None:
        """Have every station up and at work."""
        self._tend()
        for process in self.stations.values():
            process.wait_until_ready()

    def stop(self) -> None:
        """End every station as an operator would; the broker stays, to be read."""
        for process in self.stations.values():
            process.stop()

    def do(self, step: Step, books: Books) -> None:
        """Let a blow fall; whoever died is started again, and not waited for."""
        self._tend()
        BLOWS[step.what](self, step, books)

    def put(self, messages: Sequence[Message]) -> None:
        """Put messages straight onto their topics, past every door."""
        with closing(KafkaPublisher(self._direct)) as publisher:
            publisher.publish(messages)

    def logs(self) -> Mapping[str, Sequence[Event]]:
        """Read every topic."""
        return read_topics(self._direct)

    def first(self, topic: str) -> Delivery:
        """Give the first message of a topic that has some."""
        with closing(KafkaFeed(self._direct, None, [topic])) as feed:
            feed.start({})
            while not (found := feed.poll(1, 1.0)):
                pass
            return found[0]

    @property
    def place(self) -> tuple[Path, Mapping[str, str]]:
        """Where operators' commands find it: its data folder, and its variables."""
        return self._data, self._environ

    @property
    def _direct(self) -> KafkaSettings:
        return KafkaSettings(f"127.0.0.1:{self.broker.port('port')}")

    def _process(self, name: str, guard: str | None) -> Process:
        program = ["-m", "benchmarks.crash.without", guard] if guard else ["-m", "facialis"]
        place = ["--port", str(self._ports[name]), "--data", str(self._data)]
        return Process(
            name,
            [*program, name.partition("-")[0], *place],
            partial(self._is_ready, self._ports[name]),
            {**self._environ, "FACIALIS_INSTANCE": name},
        )

    def _is_ready(self, port: int) -> bool:
        return Doors(lambda path: port).get("/readyz").status == 200

    def _port_of(self, path: str) -> int:
        return self._ports["review" if path.startswith("/v1/plans") else "intake"]

    def _tend(self) -> None:
        """Do what a supervisor does: start again who ended by itself."""
        for name, process in self.stations.items():
            if process.is_dead:
                self.blows[f"{name}: ended by itself, with {process.ended_with}"] += 1
                process.spawn()

    def _kill(self, step: Step, books: Books) -> None:
        if step.process == "broker":
            self._kill_broker(step.for_s)
            return
        self._kill_station(step.process, "at a random moment")
        time.sleep(step.for_s)
        self.stations[step.process].spawn()

    def _kill_station(self, name: str, how: str) -> None:
        self.stations[name].kill()
        self.kills[f"{name}: {how}"] += 1

    def _kill_broker(self, for_s: float) -> None:
        self.broker.kill()
        self.kills["broker: at a random moment"] += 1
        time.sleep(for_s)
        self.broker.start()

    def _kill_at_point(self, step: Step, books: Books) -> None:
        process = self.stations[step.process]
        self._kill_station(step.process, "at a random moment")
        process.spawn(FACIALIS_FAILPOINT=step.where)
        if process.is_killed(_TRIPS_S):
            self.kills[f"{step.process}: at {step.where.split(':')[0]}"] += 1
        else:
            self._kill_station(step.process, "at a random moment")
        process.spawn()

    def _kill_all(self, step: Step, books: Books) -> None:
        for name in STATIONS:
            self._kill_station(name, "all at once")
        self.broker.kill()
        self.kills["broker: all at once"] += 1
        for process in self.stations.values():
            process.spawn()
        time.sleep(step.for_s)
        self.broker.start()

    def _pause(self, step: Step, books: Books) -> None:
        whom = self.broker if step.process == "broker" else self.stations[step.process]
        whom.send(signal.SIGSTOP)
        time.sleep(step.for_s)
        whom.send(signal.SIGCONT)

    def _cut(self, step: Step, books: Books) -> None:
        self._disturb(self.proxy.cut, step.for_s)

    def _black_hole(self, step: Step, books: Books) -> None:
        self._disturb(self.proxy.black_hole, step.for_s)

    def _kill_unheard(self, step: Step, books: Books) -> None:
        """What it says to the broker is swallowed; then it dies, and so does what was under way."""
        self.proxy.black_hole()
        time.sleep(step.for_s)
        self._kill_station(step.process, "behind a black hole")
        self.proxy.cut()
        self.proxy.heal()
        self.stations[step.process].spawn()

    def _disturb(self, how: Callable[[], None], for_s: float) -> None:
        how()
        time.sleep(for_s)
        self.proxy.heal()

    def _fill_disk(self, step: Step, books: Books) -> None:
        self.stations["intake"].wait_until_ready()
        self.stations["review"].wait_until_ready()
        disk = NoWrites(lambda: self.stations["intake"].pid)
        starve(disk, self.doors, books, for_s=step.for_s)


def _store(folder: Path, opened: ExitStack) -> dict[str, str]:
    # PostgreSQL refuses to run as root, and its user has to get in.
    folder.chmod(0o711)
    place = folder / "postgres"
    stop = [str(_POSTGRES), "stop", str(place)]
    opened.callback(lambda: subprocess.run(stop, check=False, capture_output=True))
    start = [str(_POSTGRES), "start", str(place), "--port", "0"]
    done = subprocess.run(start, capture_output=True, text=True, check=True)
    return {"FACIALIS_STORE": done.stdout.strip()}


BLOWS = {
    "kill": KafkaLine._kill,
    "kill all": KafkaLine._kill_all,
    "point": KafkaLine._kill_at_point,
    "pause": KafkaLine._pause,
    "cut": KafkaLine._cut,
    "black hole": KafkaLine._black_hole,
    "kill unheard": KafkaLine._kill_unheard,
    "full disk": KafkaLine._fill_disk,
}
