"""Rules and dashboards speak of metrics that exist, and every alert says what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from facialis.commands import stations
from services.doors.measures import MEASURES, Measure
from tests.house import ROOT, text

ALERTS = "ops/prometheus/alerts.yml"
DASHBOARD = "ops/grafana/dashboards/facialis.json"
PAGE = "docs/how-to/runbook-alerts.md"

STRANGERS = {
    "up": {"job", "instance", "station"},
    "process_cpu_seconds_total": set(),
    "process_resident_memory_bytes": set(),
    "process_open_fds": set(),
}
"""What Prometheus and its client add by themselves."""

ADDED = {"job", "instance", "station"}
"""Labels that Prometheus puts on every line, as ops/prometheus/prometheus.yml says."""

WORDS = {"sum", "max", "count", "rate", "increase", "topk", "unless", "or", "offset"} | {
    "histogram_quantile"
}
"""What is PromQL's own in the expressions here."""


def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load(text(ALERTS))["groups"]
    return group["rules"]


def panels() -> Iterator[dict[str, Any]]:
    yield from json.loads(text(DASHBOARD))["panels"]


def expressions() -> list[str]:
    shown = [target["expr"] for panel in panels() for target in panel.get("targets", ())]
    return [rule["expr"] for rule in rules()] + shown


def known() -> dict[str, Measure]:
    return {line: measure for measure in MEASURES for line in measure.lines}


def without_strings(expression: str) -> str:
    return re.sub(r'"[^"]*"', '""', expression)


def groupings(expression: str) -> list[str]:
    found = re.findall(r"\b(?:by|without) \(([^)]*)\)", expression)
    return [label.strip() for group in found for label in group.split(",")]


def metrics_in(expression: str) -> dict[str, list[str]]:
    """Name the metrics of an expression, each with the labels that are asked of it."""
    bare = re.sub(r"\b(?:by|without) \([^)]*\)|\[[^\]]*\]", "", without_strings(expression))
    found: dict[str, list[str]] = {}
    for name, matchers in re.findall(r"([a-z_:][a-z0-9_:]*)\s*(\{[^}]*\})?", _no_numbers(bare)):
        if name not in WORDS:
            found.setdefault(name, []).extend(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", matchers))
    # What stands inside braces was read with its metric.
    inside = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"\"", bare))
    return {name: labels for name, labels in found.items() if name not in inside}


def _no_numbers(expression: str) -> str:
    return re.sub(r"\b[0-9][0-9.a-z]*\b", "", expression)


def allowed(metric: str) -> set[str]:
    if metric in STRANGERS:
        return STRANGERS[metric] | ADDED
    measure = known()[metric]
    return set(measure.labels) | ADDED | ({"le"} if metric.endswith("_bucket") else set())


@pytest.mark.parametrize("expression", expressions())
def test_every_metric_and_label_that_is_asked_for_exists(expression: str) -> None:
    asked = metrics_in(expression)
    assert asked, expression
    assert not set(asked) - set(known()) - set(STRANGERS)
    for metric, labels in asked.items():
        assert set(labels) <= allowed(metric), metric
    everywhere = set.intersection(*(allowed(metric) for metric in asked))
    assert set(groupings(expression)) <= everywhere


@pytest.mark.parametrize("expression", expressions())
def test_a_counter_is_asked_for_its_growth_and_a_gauge_for_itself(expression: str) -> None:
    # Whether a counter has a line at all is the one other thing that is asked of it.
    expression = re.sub(r"\w+(\{[^}]*\})? unless \w+ offset", "", expression)
    for metric in metrics_in(expression):
        grows = metric.endswith(("_total", "_bucket", "_count", "_sum"))
        for found in re.finditer(rf"{metric}(?:\{{[^}}]*\}})?(\[)?", expression):
            assert bool(found[1]) == grows, metric


def test_the_check_sees_what_is_wrong() -> None:
    assert "facialis_nothing" in metrics_in('rate(facialis_nothing{loop="x"}[5m]) > 1e9')
    assert metrics_in('up{job="facialis"} == 0') == {"up": ["job"]}
    found = metrics_in('sum by (le) (rate(a_bucket{x=~"y|z", u!="1"}[5m])) / b unless c')
    assert found == {"a_bucket": ["x", "u"], "b": [], "c": []}
    assert groupings("sum by (le, loop) (a) / max without (topic) (b)") == ["le", "loop", "topic"]


def test_every_metric_is_shown_or_watched() -> None:
    asked = {name for expression in expressions() for name in metrics_in(expression)}
    unseen = [it.name for it in MEASURES if not asked & set(it.lines)]
    assert not unseen


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_says_what_is_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"page", "ticket"}
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    assert (page, anchor) == (PAGE, rule["alert"].lower())
    assert rule["annotations"]["summary"].endswith(".")


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_a_summary_names_labels_that_the_alert_has(rule: dict[str, Any]) -> None:
    named = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
    grouped = set(groupings(rule["expr"]))
    (asked, *_) = metrics_in(rule["expr"])
    assert named <= (grouped or allowed(asked))


def test_every_alert_has_its_heading_and_every_heading_its_alert() -> None:
    headings = re.findall(r"^## (.+)$", text(PAGE), re.M)
    assert headings == [rule["alert"] for rule in rules()]


def test_every_heading_says_what_to_do_in_steps() -> None:
    for section in re.split(r"^## ", text(PAGE), flags=re.M)[1:]:
        heading, _, steps = section.partition("\n")
        assert len(re.findall(r"^\d\. ", steps, re.M)) >= 2, heading


def test_every_panel_stands_in_its_place_and_asks_the_one_source() -> None:
    (source,) = yaml.safe_load(text("ops/grafana/provisioning/datasources/prometheus.yml"))[
        "datasources"
    ]
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= cells
        if panel["type"] != "row":
            assert panel["datasource"] == {"type": "prometheus", "uid": source["uid"]}
            assert panel["targets"]


def test_a_legend_names_labels_that_its_metric_has() -> None:
    for panel in panels():
        for target in panel.get("targets", ()):
            named = set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))
            have = set(groupings(target["expr"])) or set.union(
                *(allowed(metric) for metric in metrics_in(target["expr"]))
            )
            assert named <= have, target["expr"]


def test_prometheus_asks_every_station_where_it_listens() -> None:
    config = yaml.safe_load(text("ops/prometheus/prometheus.yml"))
    assert config["rule_files"] == ["alerts.yml"]
    (job,) = config["scrape_configs"]
    assert job["job_name"] == "facialis"
    asked = {
        (group["labels"]["station"], target.split(":")[0].split("-")[0], target.split(":")[1])
        for group in job["static_configs"]
        for target in group["targets"]
    }
    assert asked == {
        (name, name, str(getattr(stations, f"{name.upper()}_PORT")))
        for name in ("intake", "relay", "recommender", "review")
    }
    services = yaml.safe_load(text("docker-compose.yml"))["services"]
    for group in job["static_configs"]:
        for target in group["targets"]:
            name, _, port = target.partition(":")
            assert port in services[name]["command"]
            assert name in services[name]["environment"]["FACIALIS_HOSTS"].split(",")


def test_grafana_finds_what_compose_hangs_into_it() -> None:
    (provider,) = yaml.safe_load(text("ops/grafana/provisioning/dashboards/facialis.yml"))[
        "providers"
    ]
    volumes = yaml.safe_load(text("docker-compose.yml"))["services"]["grafana"]["volumes"]
    assert f"./ops/grafana/dashboards:{provider['options']['path']}:ro" in volumes
    assert (ROOT / DASHBOARD).is_file()
