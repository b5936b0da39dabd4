"""docker-compose.yml, Dockerfile and gateway, held against what really exists.

No container engine runs here; `make line` starts these same commands as plain processes.
"""

import re
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from facialis import settings, settings_line
from facialis.__main__ import main

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
STATIONS = {name: it for name, it in SERVICES.items() if str(it["image"]).startswith("facialis:")}
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
GATEWAY = (ROOT / "ops" / "nginx.conf").read_text(encoding="utf-8")
SETTINGS = {**settings.DOCUMENTED, **settings_line.DOCUMENTED}


def options_of(command):
    return {option for parameter in command.params for option in parameter.opts}


def port_of(service):
    said = STATIONS[service]["command"]
    return said[said.index("--port") + 1]


def test_the_line_is_whole():
    wanted = {"kafka", "postgres", "intake", "relay", "review", "recommender-1", "recommender-2"}
    assert wanted <= set(SERVICES)
    assert {SERVICES[it]["profiles"][0] for it in ("prometheus", "grafana")} == {"watch"}


@pytest.mark.parametrize("service", STATIONS)
def test_a_station_is_started_by_a_command_that_exists_with_options_that_it_has(service):
    name, *arguments = STATIONS[service]["command"]
    command = main.get_command(click.Context(main), name)
    assert command is not None, name
    with command.make_context(name, list(arguments), resilient_parsing=False):
        pass


@pytest.mark.parametrize("service", STATIONS)
def test_every_variable_of_a_station_is_a_setting(service):
    assert set(STATIONS[service]["environment"]) <= set(SETTINGS)


@pytest.mark.parametrize("service", STATIONS)
def test_the_settings_of_a_station_are_accepted(service, tmp_path):
    for name in COMPOSE["secrets"]:
        (tmp_path / name).write_text("a-secret-of-sixteen-or-more", encoding="ascii")
    environ = {
        name: str(value)
        .replace("/run/secrets", str(tmp_path))
        .replace("${FACIALIS_CHART_URL:-}", "")
        for name, value in STATIONS[service]["environment"].items()
    }
    found = settings_line.LineSettings.from_environ(environ, data=tmp_path)
    assert found.bind == "0.0.0.0"
    assert found.own.key == "a-secret-of-sixteen-or-more"


@pytest.mark.parametrize("service", STATIONS)
def test_a_station_answers_to_the_names_that_the_others_call_it(service):
    hosts = STATIONS[service]["environment"]["FACIALIS_HOSTS"].split(",")
    assert service in hosts


@pytest.mark.parametrize("service", STATIONS)
def test_a_station_is_looked_after_at_its_own_port(service):
    assert f"http://127.0.0.1:{port_of(service)}/healthz" in " ".join(
        STATIONS[service]["healthcheck"]["test"]
    )


def test_what_a_station_is_told_of_another_is_where_that_one_is():
    kafka = SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]
    for station in STATIONS.values():
        assert kafka == f"PLAINTEXT://{station['environment']['KAFKA_BOOTSTRAP_SERVERS']}"
        store = station["environment"].get(
            "FACIALIS_STORE", "postgresql://facialis@postgres/facialis"
        )
        user, host, database = re.fullmatch(r"postgresql://(\w+)@(\w+)/(\w+)", store).groups()
        assert SERVICES[host]["environment"]["POSTGRES_USER"] == user
        assert SERVICES[host]["environment"]["POSTGRES_DB"] == database


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_may_write_or_do_more_than_it_needs(service):
    it = SERVICES[service]
    assert it["read_only"] is True
    assert it["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in it["security_opt"]
    assert "privileged" not in it
    assert it.get("user") not in ("root", "0", 0)


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_a_health_check_and_comes_back(service):
    assert SERVICES[service]["healthcheck"]["test"]
    assert SERVICES[service]["restart"] == "unless-stopped"


@pytest.mark.parametrize("service", SERVICES)
def test_every_image_is_pinned(service):
    image, _, tag = SERVICES[service]["image"].rpartition(":")
    assert image
    assert re.match(r"v?\d+\.\d+", tag), SERVICES[service]["image"]


@pytest.mark.parametrize("service", SERVICES)
def test_only_this_machine_reaches_what_is_published(service):
    for port in SERVICES[service].get("ports", ()):
        assert port.startswith("127.0.0.1:")


def test_no_secret_stands_in_a_variable():
    for service in SERVICES.values():
        for name in service.get("environment", {}):
            assert not re.search(r"(KEY|PASSWORD)$", name), name


def test_every_secret_is_made_by_its_script_and_handed_to_whoever_names_it():
    made = (ROOT / "ops" / "secrets").read_text(encoding="utf-8")
    for name in COMPOSE["secrets"]:
        assert name in made
    for service in SERVICES.values():
        named = re.findall(r"/run/secrets/(\w+)", str(service.get("environment", "")))
        assert set(named) <= set(service.get("secrets", ()))


def test_every_volume_and_file_that_is_mounted_is_there():
    for service in SERVICES.values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).exists(), source


def test_the_relay_reads_the_file_that_intake_writes():
    assert STATIONS["relay"]["volumes"] == STATIONS["intake"]["volumes"] == ["intake:/data"]


def test_two_recommenders_have_names_of_their_own():
    names = [STATIONS[f"recommender-{it}"]["environment"]["FACIALIS_INSTANCE"] for it in "12"]
    assert len(set(names)) == 2


def test_the_broker_is_the_one_that_the_tests_run_on():
    tried = re.search(
        r"kafka_2.13</artifactId>\s*<version>([^<]+)", (ROOT / "ops/kafka/pom.xml").read_text()
    )
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{tried[1]}"
    assert SERVICES["kafka"]["environment"]["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    assert SERVICES["kafka"]["environment"]["KAFKA_LOG_FLUSH_INTERVAL_MESSAGES"] == "1"


def test_the_image_has_the_version_of_the_release():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {it["image"] for it in STATIONS.values()} == {f"facialis:{project['version']}"}


# The gateway


@pytest.mark.parametrize("service", [it for it in STATIONS if it != "relay"])
def test_the_gateway_finds_each_station_at_its_port(service):
    assert f"server {service}:{port_of(service)};" in GATEWAY


@pytest.mark.parametrize(
    ("path", "method", "module"),
    [
        ("/v1/assessments", "POST", "intake"),
        ("/v1/assessments/a", "GET", "intake"),
        ("/v1/assessments/a/withdraw", "POST", "intake"),
        ("/v1/plans/preview", "POST", "recommender"),
        ("/v1/knowledge", "GET", "recommender"),
        ("/v1/plans/p", "GET", "review"),
        ("/v1/plans/p/decisions", "POST", "review"),
        ("/", "GET", "review"),
    ],
)
def test_the_gateway_sends_each_path_to_the_station_that_answers_it(path, method, module, tmp_path):
    from facialis.line import open_line
    from facialis.settings import Settings

    with_all = open_line(Settings(data=tmp_path, key="a-key-of-sixteen-characters"))
    try:
        endpoint, _ = with_all.app.url_map.bind("localhost").match(path, method=method)
    finally:
        with_all.close()
    assert endpoint.partition(".")[0] in (module, *_PAGES.get(module, ()))
    assert _upstream(path) == module


_PAGES = {"review": ("worklist", "plans", "cases", "review")}


def _upstream(path):
    found = re.findall(r"location (= )?(\S+) \{\s*(?:proxy_pass http://(\w+);|return)", GATEWAY)
    exact = [to for equals, where, to in found if equals and where == path]
    prefix = sorted(
        (it for it in found if not it[0] and path.startswith(it[1])), key=lambda it: len(it[1])
    )
    return exact[0] if exact else prefix[-1][2]


def test_the_gateway_writes_no_log_of_who_was_asked_for_and_hides_the_metrics():
    assert "access_log off;" in GATEWAY
    assert "location = /metrics { return 404; }" in GATEWAY


# The image


def test_what_the_image_is_made_of_is_there_and_let_in():
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    # What another stage has made is no file of ours.
    for sources in re.findall(r"^COPY (?!--from=)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists(), source
            assert f"!{source}" in let_in, source


def test_the_image_is_pinned_installs_by_hash_and_is_nobodys_root():
    assert re.search(r"^FROM python:3\.(11|12|13)\.\d+-slim-\w+$", DOCKERFILE, re.MULTILINE)
    assert "--require-hashes --requirement requirements/line.txt" in DOCKERFILE
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", DOCKERFILE, re.MULTILINE)
