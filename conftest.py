"""Names the plugins of the promises, guards and steps, so that every feature finds every step."""

from pathlib import Path

STEPS = Path(__file__).parent / "features" / "steps"

pytest_plugins = [
    "features.guards.plugin",
    "features.coverage.plugin",
    "tests.kafka_broker",
    "tests.postgres_server",
    *(f"features.steps.{step.stem}" for step in sorted(STEPS.glob("[!_]*.py"))),
]
