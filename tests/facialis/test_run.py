"""``facialis run`` in a process of its own."""

import http.client
import json
import os
import re
import shlex
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from facialis.ports import listen

UP_S = 120
STOPPED_S = 10


@dataclass
class Running:
    """A line that runs, with what it printed."""

    process: subprocess.Popen[str]
    data: Path
    printed: Path

    @property
    def told(self) -> dict[str, str]:
        return json.loads((self.data / "run.json").read_text())

    @property
    def text(self) -> str:
        return self.printed.read_text()

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        host = self.told["url"].removeprefix("http://")
        with closing(http.client.HTTPConnection(host, timeout=60)) as connection:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read().decode()

    def plans(self, query: str = "") -> list[dict[str, Any]]:
        key = {"Authorization": f"Bearer {self.told['key']}"}
        return json.loads(self.get(f"/v1/plans?limit=200{query}", **key)[1])["items"]

    def stop(self, how: int = signal.SIGTERM, *, within_s: float = STOPPED_S) -> int:
        self.process.send_signal(how)
        return self.process.wait(within_s)


def run(data: Path, *words: str, **environ: str) -> Running:
    printed = data.with_suffix(".out")
    with printed.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "facialis", "run", "--data", str(data), *words],
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "COLUMNS": "60", **environ},
        )
    return Running(process, data, printed)


def up(running: Running) -> Running:
    ends = time.monotonic() + UP_S
    while "└" not in running.text and time.monotonic() < ends:
        assert running.process.poll() is None, running.text
        time.sleep(0.05)
    assert "└" in running.text, running.text
    return running


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = up(run(tmp_path_factory.mktemp("seeded") / "data", "--port", "0"))
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()


def test_it_is_ready_and_the_simulated_patients_are_planned_when_the_box_is_printed(
    seeded: Running,
):
    assert seeded.get("/readyz")[0] == 200
    plans = seeded.plans()
    assert len(plans) >= 20
    assert all(plan["patient_ref"].startswith("SIMULATED-") for plan in plans)
    assert "27 simulated assessments" in seeded.text


def test_the_box_fits_a_narrow_terminal_but_for_what_is_copied_whole(seeded: Running):
    wide = [line for line in seeded.text.splitlines() if len(line) > 60]
    copied = ("Worklist", "curl", "Authorization", "Data", "synkinesis", "Putting")
    assert not [line for line in wide if not any(name in line for name in copied)]


def test_the_box_has_no_colour_where_there_is_no_terminal(seeded: Running):
    assert "\x1b" not in seeded.text


def test_the_pasted_curl_posts_an_assessment_that_is_planned_within_a_second(seeded: Running):
    pasted = re.search(r"^curl .*?}'$", seeded.text, re.M | re.S)
    assert pasted
    words = shlex.split(pasted[0].replace("\\\n", " "))
    answer = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
    ends = time.monotonic() + 5
    while not seeded.plans("&patient_ref=TRY-1") and time.monotonic() < ends:
        time.sleep(0.02)
    (plan,) = seeded.plans("&patient_ref=TRY-1")
    assert plan["assessment_id"] == answer["assessment_id"]


def test_the_printed_link_shows_the_way_in(seeded: Running):
    link = seeded.told["sign_in"]
    assert link in seeded.text
    status, page = seeded.get(link.removeprefix(seeded.told["url"]))
    assert status == 200
    assert "<form" in page


def test_another_link_can_be_had(seeded: Running):
    another = facialis("sign-in", "--data", str(seeded.data)).stdout.strip()
    assert another != seeded.told["sign_in"]
    assert seeded.get(another.removeprefix(seeded.told["url"]))[0] == 200


def test_only_its_owner_can_read_what_it_keeps(seeded: Running):
    assert stat.S_IMODE(seeded.data.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in seeded.data.iterdir()} == {0o600}
    assert set(seeded.told) == {"url", "key", "sign_in", "operator"}


def test_a_second_run_on_the_same_folder_is_refused_and_told_the_process(seeded: Running):
    second = facialis("run", "--port", "0", "--data", str(seeded.data))
    assert second.returncode == 1
    assert f"process {seeded.process.pid}" in second.stderr
    assert seeded.get("/readyz")[0] == 200


def test_ctrl_c_stops_it_in_time_and_takes_the_note_away(seeded: Running):
    assert seeded.stop(signal.SIGINT) == 0
    assert not (seeded.data / "run.json").exists()
    assert "Stopping" in seeded.text


def test_after_a_kill_it_starts_again_with_the_same_key_and_plans(tmp_path: Path):
    first = up(run(tmp_path / "data", "--port", "0"))
    key, plans = first.told["key"], {plan["plan_id"] for plan in first.plans()}
    first.stop(signal.SIGKILL)
    again = up(run(tmp_path / "data", "--port", "0"))
    assert again.told["key"] == key
    assert {plan["plan_id"] for plan in again.plans()} == plans
    assert "simulated" not in again.text
    assert again.stop() == 0


def test_the_key_may_be_given_and_examples_left_out(tmp_path: Path):
    key = "a-key-that-was-given"
    running = up(run(tmp_path / "data", "--port", "0", "--no-examples", FACIALIS_KEY=key))
    assert running.told["key"] == key
    assert running.plans() == []
    assert running.stop() == 0


def test_a_named_port_that_is_taken_is_told_with_the_mend(tmp_path: Path):
    with listen(0) as taken:
        port = str(taken.getsockname()[1])
        refused = facialis("run", "--port", port, "--data", str(tmp_path / "data"))
    assert refused.returncode == 1
    assert port in refused.stderr
    assert "without --port" in refused.stderr


def facialis(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "facialis", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
