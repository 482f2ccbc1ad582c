"""Work on a whole library that is killed at any moment leaves the library whole."""

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[1] / "bench" / "keeping_kill.py"


def test_backups_restorings_moves_and_changes_of_key_killed_at_random_lose_nothing():
    done = subprocess.run(
        [sys.executable, BENCH, "--kills", "6"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    report = json.loads(done.stdout)
    kinds = [kind for kind in report.values() if isinstance(kind, dict)]
    assert [kind["broken"] for kind in kinds] == [[], [], [], []]
    assert sum(kind["killed_in_the_middle"] for kind in kinds) >= 8
    assert done.returncode == 0
