"""A line that is killed while posts go on loses nothing and doubles nothing.

`python -m benchmarks.crash --kills 50` is the same, for longer.
"""

from pathlib import Path
from random import Random

from benchmarks.crash import crash


def test_every_acknowledged_post_has_one_current_plan_after_kill_9(tmp_path: Path):
    seed = Random().randrange(1_000_000)
    report = crash(tmp_path, kills=5, seed=seed)
    assert report.well, f"seed {seed}: {report}"
