"""What was put right after a session is exported as it was put right, and says so."""

import csv

from coherence_desktop.events import Amended, Ended, Marker, Phase
from coherence_desktop.records.export import export_csv


def test_a_moved_marker_and_a_removed_phase_are_exported_as_they_are_now(tmp_path):
    log = [
        Phase(1.0, "breathe", "Breathe"),
        Marker(12.0, "dizy", "dizzy"),
        Phase(30.0, "quiet"),
        Ended(60.0),
        Amended(15.0, what="marker", was_s=12.0, name="dizzy", label="dizzy"),
        Amended(30.0, what="phase", was_s=30.0, name="quiet", removed=True),
    ]
    _, path = export_csv(log, tmp_path, "session")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (row["t_s"], row["event"], row["name"], row["start_s"], row["text"])
            for row in csv.DictReader(file)
        ]
    assert rows == [
        ("1.000000", "phase", "breathe", "", "Breathe"),
        ("15.000000", "marker", "dizzy", "", "dizzy"),
        ("60.000000", "ended", "ended", "", ""),
        ("15.000000", "amended", "marker", "12.000000", "dizzy"),
        ("30.000000", "amended", "phase_removed", "30.000000", ""),
    ]
