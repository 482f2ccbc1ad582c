"""Exports and reports a day-long session with raw signals, and measures the memory of each.

    python tests/bench/export_day.py --hours 24

A new process makes each file of one session. Prints as JSON, for each format: seconds,
the most memory that the process held, and the size of what it wrote in MB.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from review_open import KEY, memory_mb, memory_now, write

REPORTS = ("pdf", "html")
FORMATS = ("bids", "edf", "csv", "rr", "json")


def measure(path: Path, to: str, out: Path) -> dict[str, object]:
    """Make one file, as the command line does."""
    from coherence_desktop.records.keys import RandomKey
    from coherence_desktop.records.library import Library

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with Library.open(path, RandomKey(KEY)) as library:
        session = library.sessions()[0]
        if to in REPORTS:
            from PySide6.QtGui import QGuiApplication

            from coherence_desktop.ui.report.choices import Choices
            from coherence_desktop.ui.report.making import make_report

            application = QGuiApplication([])
            before_mb, began = memory_mb(), time.perf_counter()
            make_report(library, session.id, [out / f"report.{to}"], Choices())
            del application
        else:
            from coherence_desktop.records.export import ExportFormat, export_sessions
            from coherence_desktop.ui.export.source import readers

            before_mb, began = memory_mb(), time.perf_counter()
            export_sessions({ExportFormat(to): out}, readers(library, [session], {}))
        spent_s = time.perf_counter() - began
    written = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    return {
        "seconds": round(spent_s, 1),
        "before_mb": round(before_mb),
        "most_mb": memory_now()["most"],
        "written_mb": round(written / 2**20, 1),
    }


def main() -> None:
    """Write, then measure each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--only", nargs="*", default=(*FORMATS, *REPORTS))
    parser.add_argument("--library", type=Path, help="written before; a new one without")
    parser.add_argument("--out", type=Path, help="where the files are kept; nowhere without")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure is not None:
        print(json.dumps(measure(given.library, given.measure, given.out)))
        return
    with tempfile.TemporaryDirectory() as folder:
        library = given.library or Path(folder) / "library.db"
        if not library.exists():
            write(library, given.hours, raw=True)
        for to in given.only:
            out = (given.out or Path(folder)) / to
            out.mkdir(parents=True)
            run = [sys.executable, __file__, "--measure", to, "--library", str(library)]
            done = subprocess.run([*run, "--out", str(out)], check=True, capture_output=True)
            print(to, done.stdout.decode().strip(), flush=True)


if __name__ == "__main__":
    main()
