"""Kills a recording at random moments and checks what the library holds afterwards.

    python tests/bench/recorder_kill.py --kills 200

Each time a process of its own records beats, several hundred a second, into the same library and
is killed (SIGKILL). It tells of each beat, and when it was handed to the recorder, through a pipe
that outlives it. Afterwards the library must open, call the session recovered, hold a strict
prefix of what was handed in with at most the last second missing, and all earlier sessions as
they were. Prints a report as JSON; exits 1 if any promise was broken.
"""

import argparse
import json
import os
import random
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from coherence_desktop.events import AnyEvent, Beat, Started
from coherence_desktop.records.keys import RandomKey, parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.summary import SessionState

PROMISED_S = 1.0
BEAT_EVERY_S = 0.003
LONGEST_S = 1.5
TOLD = struct.Struct("<Id")


class Kill(msgspec.Struct):
    """What one killed recording left behind."""

    recorded_s: float
    handed_in: int
    kept: int
    lost_s: float
    broken: list[str]


def beat(number: int) -> Beat:
    """Make the beat with this number, from 1."""
    return Beat(number * 0.8125, 812.5 + number % 7 / 1.024, number * 0.8125 + 0.25)


def record_until_killed(path: Path, key: str, pipe: int) -> None:
    """Record beats and tell of each, for ever."""
    library = Library.open_or_create(path, parse_key(key))
    utc = datetime.now(UTC).isoformat()
    started = Started(0.0, started_utc=utc, timezone="UTC", utc_offset_s=0, app_version="bench")
    recorder = Recorder(library, library.start_session(started))
    number = 0
    os.write(pipe, TOLD.pack(0, time.monotonic()))
    while True:
        number += 1
        recorder.add(beat(number))
        os.write(pipe, TOLD.pack(number, time.monotonic()))
        time.sleep(BEAT_EVERY_S)


def kill_once(path: Path, key: RandomKey, after_s: float) -> tuple[Kill, list[AnyEvent]]:
    """Record, kill after that time, look at what is left."""
    told, tell = os.pipe()
    arguments = ["--record", str(path), "--key", key.as_text(), "--pipe", str(tell)]
    process = subprocess.Popen([sys.executable, __file__, *arguments], pass_fds=[tell])
    os.close(tell)
    first = os.read(told, TOLD.size)
    time.sleep(after_s)
    killed_at = time.monotonic()
    process.kill()
    process.wait()
    rest = b""
    while more := os.read(told, 65536):
        rest += more
    os.close(told)
    handed_in = [TOLD.unpack(first), *TOLD.iter_unpack(rest[: len(rest) // TOLD.size * TOLD.size])]
    broken: list[str] = []
    with Library.open(path, key) as library:
        summary = library.session("last")
        log = library.events(summary.id)
        if [each.session.id for each in library.recovered] != [summary.id]:
            broken.append("not told as recovered")
        if summary.state is not SessionState.RECOVERED:
            broken.append(f"state is {summary.state}")
    beats = log[1:]
    if beats != [beat(n + 1) for n in range(len(beats))]:
        broken.append("not a prefix of what was handed in")
    if len(beats) > len(handed_in):
        broken.append("more than was handed in")
    if (summary.beats, summary.events) != (len(beats), len(log)):
        broken.append("the summary does not fit the log")
    missing = [when for number, when in handed_in if number > len(beats)]
    lost_s = max(0.0, killed_at - missing[0]) if missing else 0.0
    if lost_s > PROMISED_S:
        broken.append(f"{lost_s:.2f} s are missing")
    return Kill(after_s, handed_in[-1][0], len(beats), lost_s, broken), log


def run(kills: int, seed: int, folder: Path) -> dict[str, object]:
    """Kill so many recordings into one library and sum up."""
    chance = random.Random(seed)
    key = RandomKey()
    path = folder / "library.db"
    results: list[Kill] = []
    logs: list[list[AnyEvent]] = []
    for _ in range(kills):
        kill, log = kill_once(path, key, chance.uniform(0.0, LONGEST_S))
        results.append(kill)
        logs.append(log)
    begin = time.perf_counter()
    with Library.open(path, key) as library:
        kept = [library.events(session.id) for session in reversed(library.sessions())]
        same = sorted(map(len, kept)) == sorted(map(len, logs)) and all(
            log in kept for log in logs
        )
    lost = sorted(kill.lost_s for kill in results)
    return {
        "kills": kills,
        "seed": seed,
        "beats_handed_in": sum(kill.handed_in for kill in results),
        "beats_kept": sum(kill.kept for kill in results),
        "lost_s": {
            "median": round(statistics.median(lost), 3),
            "largest": round(lost[-1], 3),
            "promised": PROMISED_S,
        },
        "earlier_sessions_unchanged": same,
        "all_read_in_s": round(time.perf_counter() - begin, 3),
        "broken": [msgspec.to_builtins(kill) for kill in results if kill.broken],
    }


def main() -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--key", help=argparse.SUPPRESS)
    parser.add_argument("--pipe", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.record:
        record_until_killed(given.record, given.key, given.pipe)
    with tempfile.TemporaryDirectory() as folder:
        report = run(given.kills, given.seed, Path(folder))
    print(json.dumps(report, indent=2))
    return 1 if report["broken"] or not report["earlier_sessions_unchanged"] else 0


if __name__ == "__main__":
    sys.exit(main())
