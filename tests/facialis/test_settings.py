"""What may be set from outside."""

from pathlib import Path

import pytest

from facialis.settings import DOCUMENTED, Settings, WrongSettings

ROOT = Path(__file__).parents[2]
DATA = Path("somewhere")


def test_nothing_set_is_well():
    assert Settings.from_environ({}, data=DATA) == Settings(data=DATA)


def test_what_is_set_is_taken():
    settings = Settings.from_environ(
        {
            "FACIALIS_KEY": "a-key-of-twenty-four-xxx",
            "FACIALIS_HOSTS": " Ward-7.example , facialis.example",
            "FACIALIS_CHART_URL": "https://ehr.example/chart?of={patient_ref}",
            "FACIALIS_FAILPOINT": "after_commit:exit",
            "HOME": "/root",
        },
        data=DATA,
    )
    assert settings.key == "a-key-of-twenty-four-xxx"
    assert settings.hosts == ("ward-7.example", "facialis.example")
    assert settings.chart_url == "https://ehr.example/chart?of={patient_ref}"
    assert settings.failpoint == "after_commit:exit"


def test_an_empty_variable_counts_as_not_set():
    assert Settings.from_environ({"FACIALIS_KEY": ""}, data=DATA).key is None


def test_everything_that_is_wrong_is_said_at_once():
    environ = {
        "FACIALIS_KEY": "short",
        "FACIALIS_HOSTS": "good.example,http://bad",
        "FACIALIS_CHART_URL": "ehr.example/{mrn}",
    }
    with pytest.raises(WrongSettings) as refused:
        Settings.from_environ(environ, data=DATA)
    said = " ".join(refused.value.faults)
    assert all(name in said for name in environ)
    assert "at least 16" in said
    assert "'http://bad'" in said
    assert "{patient_ref}" in said


def test_a_key_is_never_repeated_in_an_error():
    with pytest.raises(WrongSettings) as refused:
        Settings.from_environ({"FACIALIS_KEY": "tiny secret"}, data=DATA)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("key", ["a key with some blanks", "ein-Schlüssel-mit-Umlaut"])
def test_a_key_that_no_header_can_carry_is_refused(key: str):
    with pytest.raises(WrongSettings, match="header"):
        Settings.from_environ({"FACIALIS_KEY": key}, data=DATA)


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_every_setting_stands_in_its_reference(name: str):
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert f"`{name}`" in page
    assert DOCUMENTED[name] in page
