"""A real Kafka broker for tests, one in a session, started by ``ops/kafka/broker``."""

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops.line.ports import reserved_port

SCRIPT = Path(__file__).parent.parent / "ops/kafka/broker"
HOST = "127.0.0.1"


@dataclass
class Broker:
    """
    A broker that may be killed, stopped and paused.

    ``bootstrap`` is its address. ``proxied`` is a port on which nobody listens: who comes to the
    broker through a proxy there, in front of ``behind_proxy``, is told no other address.
    ``secure`` is its door with TLS and SCRAM.
    """

    folder: Path
    bootstrap: str
    ports: dict[str, int]

    @property
    def proxied(self):
        return self.ports["proxied"]

    @property
    def behind_proxy(self):
        return self.ports["behind_proxy"]

    @property
    def secure(self):
        return f"{HOST}:{self.ports['secure']}"

    @property
    def password(self):
        return (self.folder / "password").read_text()

    @property
    def ca_file(self):
        return self.folder / "ca.pem"

    def start(self):
        """Start it, or come back after ``kill`` or ``stop`` with the same data and ports."""
        run("start", self.folder)

    def stop(self):
        run("stop", self.folder)

    def kill(self):
        """End it as a crash does; returns when it is gone."""
        self._signal(signal.SIGKILL)
        self.stop()

    def pause(self):
        """Let it stand still, with its connections open."""
        self._signal(signal.SIGSTOP)

    def resume(self):
        self._signal(signal.SIGCONT)

    def _signal(self, number):
        os.kill(int((self.folder / "pid").read_text()), number)


def run(*arguments):
    command = [str(SCRIPT), *map(str, arguments)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if answer.returncode:
        raise RuntimeError(answer.stderr.strip())
    return answer.stdout.strip()


def start_broker(folder, *, proxied):
    bootstrap = run("start", folder, "--port", 0, "--proxied", proxied, "--secure")
    lines = (folder / "ports").read_text().split()
    ports = {name: int(port) for name, port in (line.split("=") for line in lines)}
    return Broker(folder, bootstrap, ports)


def missing():
    """Say what a broker would need and this machine does not have."""
    if shutil.which("java") is None:
        return "no Java; apt-get install openjdk-17-jre-headless"
    has_jars = any((SCRIPT.parent.parent.parent / ".kafka/libs").glob("kafka_2.13-*.jar"))
    if not has_jars and shutil.which("mvn") is None:
        return "no jars of Kafka in .kafka/libs, and no mvn to fetch them; apt-get install maven"
    return None


@pytest.fixture(scope="session")
def kafka_broker(tmp_path_factory):
    """The broker of this session; a test that ends or pauses it brings it back."""
    if reason := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no Kafka: {reason}")
    with reserved_port() as proxied:
        broker = start_broker(tmp_path_factory.mktemp("kafka"), proxied=proxied)
        yield broker
        broker.resume()
        broker.stop()


@pytest.fixture(scope="session")
def kafka_bootstrap(request):
    """Where a broker is: the one of KAFKA_BOOTSTRAP_SERVERS if that is set, else the session's."""
    given = os.environ.get("KAFKA_BOOTSTRAP_SERVERS")
    return given or request.getfixturevalue("kafka_broker").bootstrap


def pytest_configure(config):
    """Let kafka-python read its own schemas in its way; it is not ours to mend."""
    config.addinivalue_line(
        "filterwarnings", "ignore:(read|open)_text is deprecated:DeprecationWarning"
    )


def pytest_collection_modifyitems(items):
    """Keep all that needs the broker in one process: there is one, and some tests kill it."""
    for item in items:
        if item.get_closest_marker("kafka"):
            item.add_marker(pytest.mark.xdist_group("kafka"))
            # A connection that kafka-python could not make is closed by the collector, not by it.
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed <s:ResourceWarning"))
