"""Kills back-ups, restorings, moves and changes of key at random moments and looks at the library.

    python tests/bench/keeping_kill.py --kills 50

Each time a process of its own does one of them over and over and is killed (SIGKILL). Afterwards
the library must be whole at the place that is remembered, under a key that is known, with every
session as it was; and every back-up that has its name must be whole too. Prints a report as JSON;
exits 1 if any promise was broken.
"""

import argparse
import itertools
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from coherence_desktop.errors import Problem
from coherence_desktop.events import AnyEvent, Beat, Started
from coherence_desktop.records import locations
from coherence_desktop.records.keeping.backup import back_up, verify
from coherence_desktop.records.keeping.moving import move
from coherence_desktop.records.keeping.rekey import change_key
from coherence_desktop.records.keeping.restore import restore
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import WrongKey
from coherence_desktop.records.recorder import Recorder

LONGEST_S = 0.4
SESSIONS, BEATS = 4, 20_000


class Bench:
    """A library in a folder of its own, two keys of which one opens it, and what it must hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        locations.data_folder = lambda: self.data
        self.keys = (RandomKey(), RandomKey())
        utc = datetime(2026, 5, 1, tzinfo=UTC).isoformat()
        started = Started(0.0, started_utc=utc, timezone="UTC", utc_offset_s=0, app_version="b")
        with Library.create(locations.default_library(), self.keys[0]) as library:
            for _ in range(SESSIONS):
                recorder = Recorder(library, library.start_session(started))
                for n in range(1, BEATS + 1):
                    recorder.add(Beat(n * 0.8125, 812.5 + n % 7 / 1.024, n * 0.8125 + 0.25))
                recorder.close(timeout_s=60)
            self.backup = back_up(library, folder / "backup.db").path
        self.expected = self.look()

    @property
    def works(self) -> dict[str, Callable[[], None]]:
        """What is killed, by its name."""
        return {
            "back-up": self.back_ups,
            "restore": self.restores,
            "move": self.moves,
            "change of key": self.changes,
        }

    def key(self) -> RandomKey:
        """Give the key that opens the library now."""
        for key in self.keys:
            try:
                Library.open(locations.default_library(), key).close()
            except WrongKey:
                continue
            return key
        raise WrongKey(locations.default_library(), "key")

    def back_ups(self) -> None:
        """Back up for ever, mostly over what is there."""
        with Library.open(locations.default_library(), self.key()) as library:
            for number in itertools.count():
                back_up(library, self.folder / f"copy-{number % 2}.db", replace=True)

    def restores(self) -> None:
        """Restore for ever."""
        while True:
            restore(self.backup, self.keys[0], locations.default_library())

    def moves(self) -> None:
        """Move from folder to folder for ever."""
        raw_key = self.key().raw(b"")
        for number in itertools.count():
            to = self.folder / f"place-{number % 3}"
            here = locations.default_library()
            if here.parent != to:
                (to / here.name).unlink(missing_ok=True)  # an equal copy that a kill left
                move(here, raw_key, to)

    def changes(self) -> None:
        """Change from one key to the other for ever."""
        here = locations.default_library()
        old = self.key()
        while True:
            new = self.keys[1] if old is self.keys[0] else self.keys[0]
            change_key(here, old, new)
            old = new

    def look(self) -> list[list[AnyEvent]]:
        """Read and check all that the library holds."""
        key = self.key()
        with Library.open(locations.default_library(), key) as library:
            logs = [library.events(session.id) for session in library.sessions()]
        verify(locations.default_library(), key)
        return logs

    def broken(self) -> str:
        """Say what is not as promised, if anything."""
        try:
            if self.look() != self.expected:
                return "the library does not hold what it held"
            for copy in self.folder.glob("copy-*.db"):
                if not any(_opens(copy, key) for key in self.keys):
                    return f"{copy.name} does not open"
            for aside in self.folder.rglob("library before *.db"):
                if not any(_opens(aside, key) for key in self.keys):
                    return f"{aside.name} does not open"
                aside.unlink()
        except Problem as problem:
            return problem.message
        return ""


def _opens(path: Path, key: RandomKey) -> bool:
    try:
        verify(path, key)
    except WrongKey:
        return False
    return True


def kill_once(work: Callable[[], None], after_s: float) -> str:
    """Do it in a process of its own, and kill that; gives what it stumbled over, if anything."""
    told, tell = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(told)
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - told to the parent
            os.write(tell, repr(error).encode())
        os._exit(1)
    os.close(tell)
    time.sleep(after_s)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    with os.fdopen(told, "rb") as pipe:
        return pipe.read().decode()


def run(kills: int, seed: int, folder: Path) -> dict[str, object]:
    """Kill each kind of work so many times."""
    chance = random.Random(seed)
    bench = Bench(folder)
    report: dict[str, object] = {"kills": kills, "seed": seed, "sessions": SESSIONS}
    for name, work in bench.works.items():
        broken, unfinished = [], 0
        for _ in range(kills):
            stumbled = kill_once(work, chance.uniform(0.0, LONGEST_S))
            found = list(folder.rglob(".*.new*"))
            unfinished += bool(found)
            for one in found:
                one.unlink()
            if wrong := stumbled or bench.broken():
                broken.append(wrong)
        report[name] = {"killed_in_the_middle": unfinished, "broken": broken}
    return report


def main() -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50, help="of each kind of work")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = run(given.kills, given.seed, Path(folder))
    print(json.dumps(report, indent=2))
    kinds = [kind for kind in report.values() if isinstance(kind, dict)]
    return 1 if any(kind["broken"] for kind in kinds) else 0


if __name__ == "__main__":
    sys.exit(main())
