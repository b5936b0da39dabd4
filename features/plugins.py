"""
Every pytest plugin that a run of the promises needs: guards, coverage, messages, steps.

The root `conftest.py` names it for whoever works on the program, `facialis features` for everybody
else: that command needs no `conftest.py` and no folder of tests.
"""

from __future__ import annotations

from pathlib import Path

STEPS = Path(__file__).parent / "steps"

pytest_plugins = [
    "features.guards.plugin",
    "features.coverage.plugin",
    "features.living.plugin",
    *(f"features.steps.{step.stem}" for step in sorted(STEPS.glob("[!_]*.py"))),
]
