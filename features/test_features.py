"""Every promise in this folder, each example a test."""

from pathlib import Path

from features.guards.collecting import promises

_HERE = Path(__file__).parent

globals().update(promises(_HERE, root=_HERE.parent))
