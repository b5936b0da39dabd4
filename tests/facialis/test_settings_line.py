"""What a station of a line over Kafka may be told."""

from datetime import timedelta
from pathlib import Path

import pytest

from facialis.settings import WrongSettings
from facialis.settings_line import DOCUMENTED, LineSettings

ROOT = Path(__file__).parents[2]
DATA = Path("somewhere")
BROKERS = {"KAFKA_BOOTSTRAP_SERVERS": "kafka-1.example:9092,kafka-2.example:9092"}


def read(**environ):
    return LineSettings.from_environ({**BROKERS, **environ}, data=DATA)


def faults_of(**environ):
    with pytest.raises(WrongSettings) as refused:
        read(**environ)
    return refused.value.faults


def test_where_the_brokers_are_is_all_that_must_be_said():
    settings = read()
    assert settings.brokers.servers == BROKERS["KAFKA_BOOTSTRAP_SERVERS"]
    assert settings.brokers.security_protocol == "PLAINTEXT"
    assert (settings.store, settings.outbox) == (None, None)
    assert settings.bind == "127.0.0.1"
    assert settings.keep_shipped == timedelta(days=7)


def test_without_brokers_the_other_way_to_run_is_named():
    with pytest.raises(WrongSettings, match="facialis run"):
        LineSettings.from_environ({}, data=DATA)


def test_what_is_set_is_taken(tmp_path):
    (tmp_path / "secret").write_text("from-a-file\n", encoding="utf-8")
    secret = str(tmp_path / "secret")
    settings = read(
        KAFKA_SECURITY_PROTOCOL="SASL_SSL",
        KAFKA_SASL_MECHANISM="SCRAM-SHA-512",
        KAFKA_USERNAME="facialis",
        KAFKA_PASSWORD_FILE=secret,
        KAFKA_CA_FILE=secret,
        KAFKA_REPLICATION="3",
        KAFKA_MIN_INSYNC="2",
        FACIALIS_STORE="postgresql://facialis@db.example/facialis",
        FACIALIS_STORE_PASSWORD_FILE=secret,
        FACIALIS_INSTANCE="ward-7",
        FACIALIS_BACKLOG="5000",
        FACIALIS_KEEP_SHIPPED_DAYS="0",
        FACIALIS_KEEP_DAYS="plans.proposed.v1=3650, assessments.received.v1=90",
        FACIALIS_URL="https://facialis.example/",
    )
    assert settings.brokers.password == "from-a-file"
    assert settings.store.password == "from-a-file"
    assert (settings.shape.replication, settings.shape.min_insync) == (3, 2)
    assert settings.shape.keep_days == {"plans.proposed.v1": 3650, "assessments.received.v1": 90}
    assert settings.instance == "ward-7"
    assert settings.backlog == 5000
    assert settings.keep_shipped == timedelta()
    assert settings.url == "https://facialis.example"


def test_everything_that_is_wrong_is_said_at_once_with_the_settings_of_every_line():
    wrong = {
        "FACIALIS_KEY": "short",
        "KAFKA_BOOTSTRAP_SERVERS": "kafka",
        "KAFKA_SECURITY_PROTOCOL": "TLS",
        "KAFKA_PARTITIONS": "0",
        "KAFKA_MIN_INSYNC": "2",
        "FACIALIS_STORE": "mysql://db/x",
        "FACIALIS_BACKLOG": "many",
        "FACIALIS_KEEP_DAYS": "plans.v1=30",
        "FACIALIS_URL": "facialis.example",
    }
    said = " ".join(faults_of(**wrong))
    assert all(name in said for name in wrong)


def test_a_password_in_an_address_is_refused_and_not_repeated():
    (fault,) = faults_of(FACIALIS_STORE="postgresql://facialis:hush@db/facialis")
    assert "hush" not in fault
    assert "_PASSWORD_FILE" in fault


def test_whoever_asks_for_a_login_says_with_what():
    said = " ".join(faults_of(KAFKA_SECURITY_PROTOCOL="SASL_SSL"))
    assert all(
        name in said for name in ("KAFKA_SASL_MECHANISM", "KAFKA_USERNAME", "KAFKA_PASSWORD")
    )


def test_no_secret_shows_when_settings_are_printed():
    settings = read(
        FACIALIS_STORE="postgresql://facialis@db/facialis", FACIALIS_STORE_PASSWORD="hush-hush"
    )
    assert "hush-hush" not in repr(settings)


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_every_setting_stands_in_its_reference(name):
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert f"`{name}`" in page
    assert DOCUMENTED[name] in page
