"""A recording that is killed at any moment opens, whole but for the last second."""

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[1] / "bench" / "recorder_kill.py"


def test_twenty_recordings_killed_at_random_moments_are_recovered():
    done = subprocess.run(
        [sys.executable, BENCH, "--kills", "20"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    report = json.loads(done.stdout)
    assert report["broken"] == []
    assert report["earlier_sessions_unchanged"] is True
    assert report["beats_kept"] > 1000
    assert done.returncode == 0
