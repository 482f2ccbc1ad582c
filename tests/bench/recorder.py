"""Measures what recording costs: start, memory, each event, each commit, reading a day.

    python tests/bench/recorder.py

Commits are compared with a plain one: an unencrypted sqlite3 database in the same folder, the
same rows, also waiting for the disk each time. Prints a report as JSON.
"""

import argparse
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from coherence_desktop.events import Beat, HeartRate, Started, encode_log
from coherence_desktop.records.keys import Passphrase, RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.session_writer import chunk
from coherence_desktop.records.tables import INSERT_EVENTS

DAY_BEATS = 100_000
COMMITS = 300
STARTED = Started(
    0.0,
    started_utc="2026-05-01T19:14:00+00:00",
    timezone="UTC",
    utc_offset_s=0,
    app_version="bench",
)
# What a process has before it opens a library: the rest of the app brings these anyway.
FRESH = """
import sys, time, asyncio, logging
from pathlib import Path
import msgspec, numpy
import coherence_desktop.events
def resident():
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024
before, begin = resident(), time.perf_counter()
from coherence_desktop.records.library import Library
from coherence_desktop.records.keys import parse_key
room, room_ms = resident(), 1e3 * (time.perf_counter() - begin)
begin = time.perf_counter()
import sqlcipher3.dbapi2
libraries, libraries_ms = resident(), 1e3 * (time.perf_counter() - begin)
begin = time.perf_counter()
library = Library.open(Path(sys.argv[1]), parse_key(sys.argv[2]))
open_ms = 1e3 * (time.perf_counter() - begin)
library.sessions()
print(room_ms, room - before, libraries_ms, libraries - room, open_ms, resident() - libraries)
"""


def timed(work: Callable[[], object]) -> float:
    """Time it in ms."""
    begin = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - begin)


def spread(ms: list[float]) -> dict[str, float]:
    """Median and the slow end."""
    return {
        "median": round(statistics.median(ms), 3),
        "99th_percentile": round(statistics.quantiles(ms, n=100)[98], 3),
    }


def beats(count: int) -> list[Beat | HeartRate]:
    """Make what a strap sends: a heart rate with each beat."""
    made: list[Beat | HeartRate] = []
    for n in range(count):
        made += [Beat(n * 0.85, 800 + n % 97 / 1.024, n * 0.85 + 0.3), HeartRate(n * 0.85, 70)]
    return made


def start(folder: Path, key: Passphrase | RandomKey, text: str) -> dict[str, float]:
    """Open a library in a fresh process, three times; the quickest."""
    path = folder / f"{type(key).__name__}.db"
    Library.create(path, key).close()
    runs = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", FRESH, path, text], capture_output=True, text=True, check=True
        )
        runs.append([float(value) for value in done.stdout.split()])
    names = (
        "import_room_ms",
        "import_room_mb",
        "import_sqlcipher_ms",
        "import_sqlcipher_mb",
        "open_ms",
        "open_mb",
    )
    return {name: round(min(run[n] for run in runs), 1) for n, name in enumerate(names)}


def commits(folder: Path) -> dict[str, object]:
    """Commit a packet's events one after the other, and the same rows without encryption."""
    events = beats(COMMITS)
    packets = [events[n : n + 2] for n in range(0, len(events), 2)]
    with Library.create(folder / "commits.db", RandomKey()) as library:
        session = library.start_session(STARTED)
        writer = library.writer(session)
        ours = [timed(lambda packet=packet: writer.append(packet)) for packet in packets]
        writer.close()
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("PRAGMA synchronous = FULL")
    plain.execute("CREATE TABLE events (place INTEGER PRIMARY KEY, body BLOB)")
    insert = "INSERT INTO events (body) VALUES (?)"
    theirs = [
        timed(lambda packet=packet: plain.execute(insert, (encode_log(packet),)))
        for packet in packets
    ]
    plain.close()
    ratio = statistics.median(ours) / statistics.median(theirs)
    return {
        "commit_ms": spread(ours),
        "plain_commit_ms": spread(theirs),
        "ratio": round(ratio, 2),
    }


def day(folder: Path) -> dict[str, object]:
    """Record a day of beats as fast as possible and read it, twice: in large and small commits."""
    events = beats(DAY_BEATS)
    report: dict[str, object] = {"beats": DAY_BEATS}
    with Library.create(folder / "day.db", RandomKey()) as library:
        recorder = Recorder(library, library.start_session(STARTED))

        def add_all() -> None:
            for event in events:
                recorder.add(event)

        report["add_us"] = round(1e3 * timed(add_all) / len(events), 2)
        recorder.close(timeout_s=60.0)
        report["read_ms_large_commits"] = round(
            min(timed(lambda: library.events(recorder.session_id)) for _ in range(3)), 1
        )
        session = library.start_session(STARTED)
        # As in a real day: a row for each packet, though not each in a commit of its own.
        with library._connections.transaction() as connection:
            found = "SELECT key FROM sessions WHERE id = ?"
            (key,) = connection.execute(found, (session,)).fetchone()
            rows = [chunk(key, n + 1, events[n : n + 2], 0.0) for n in range(0, len(events), 2)]
            connection.executemany(INSERT_EVENTS, rows)
        report["read_ms_one_commit_a_beat"] = round(
            min(timed(lambda: library.events(session)) for _ in range(3)), 1
        )
        report["list_ms"] = round(min(timed(library.sessions) for _ in range(3)), 2)
    report["file_mb"] = round((folder / "day.db").stat().st_size / 2e6, 1)
    return report


def main() -> None:
    """Run it from the command line."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    key = RandomKey()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = {
            "start_random_key": start(folder, key, key.as_text()),
            "start_passphrase": start(folder, Passphrase("words"), "words"),
            "commits": commits(folder),
            "day": day(folder),
        }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
