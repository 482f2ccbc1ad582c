"""Opens a day-long session of an encrypted library in the review, and measures it.

    QT_QPA_PLATFORM=offscreen python tests/bench/review_open.py --hours 24 --raw

One process writes the session; another one, as new as the app, opens the library and shows the
session. Prints as JSON: seconds from the wish to the painted page, frames a second while the
shown stretch moves (each frame painted whole), and the memory of that process; with ``--raw``
also how long the tab of the ECG takes, and the memory of the app and of what it starts for that.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

import numpy as np

KEY = bytes(range(32))
WIDTH_PX, HEIGHT_PX = 1352, 900
FRAMES = 120
PATIENCE_S = 60.0
ECG_HZ, ECG_COUNT = 130.04, 73
ACCELERATION_HZ, ACCELERATION_COUNT = 50.02, 36
"""True rates, a little beyond the promised ones, and samples in a chunk, as a strap sends them."""
STRAP_OFF_S = (18_000.0, 18_600.0)


def write(path: Path, hours: float, *, raw: bool) -> None:
    """Record a simulated day: beats, marks, phases, ratings, judgements, ``raw`` signals too."""
    from coherence_desktop.events import (
        AccelerationChunk,
        AnyEvent,
        Beat,
        BeatJudged,
        BeatKind,
        EcgChunk,
        Marker,
        Phase,
        Rating,
        Started,
    )
    from coherence_desktop.records.keys import RandomKey
    from coherence_desktop.records.library import Library
    from coherence_desktop.records.recorder import Recorder
    from coherence_desktop.sensors.emulator.raw_play import EcgOfBeats
    from coherence_desktop.sensors.simulation import beats
    from coherence_desktop.signal.raw_samples import pack_acceleration, pack_ecg

    started = Started(
        0.0,
        started_utc="2026-05-01T06:00:00.000000+00:00",
        timezone="UTC",
        utc_offset_s=0,
        app_version="bench",
        title="A day",
    )
    day = list(takewhile(lambda beat: beat.t <= 3600.0 * hours, beats(1)))
    ecg = EcgOfBeats(tuple(round(beat.rr_ms * 1.024) for beat in day[1:]))
    noise = np.random.default_rng(1)
    other: list[AnyEvent] = []
    for half_hour in range(round(2 * hours)):
        t = 1800.0 * half_hour
        other += [Phase(t, "part", f"Part {half_hour + 1}"), Marker(t + 60.0, "walk", "walk")]
        other += [Rating(t + 90.0, "distress", float(half_hour % 10) * 10.0)]
    ecg_s = acceleration_s = 0.5
    with Library.create(path, RandomKey(KEY)) as library:
        recorder = Recorder(library, library.start_session(started))
        for index, beat in enumerate(day):
            while other and other[0].t <= beat.t:
                recorder.add(other.pop(0))
            while raw and ecg_s <= beat.t:
                t_s = np.arange(ECG_COUNT) / ECG_HZ + ecg_s
                if not STRAP_OFF_S[0] < ecg_s < STRAP_OFF_S[1]:
                    samples = pack_ecg(ecg.uv(t_s - day[0].t))
                    recorder.add(EcgChunk(ecg_s, rate_hz=130.0, samples=samples))
                ecg_s += ECG_COUNT / ECG_HZ
            while raw and acceleration_s <= beat.t:
                mg = noise.normal((-60.0, -985.0, 150.0), 5.0, (ACCELERATION_COUNT, 3))
                if not STRAP_OFF_S[0] < acceleration_s < STRAP_OFF_S[1]:
                    samples = pack_acceleration(np.rint(mg))
                    recorder.add(AccelerationChunk(acceleration_s, rate_hz=50.0, samples=samples))
                acceleration_s += ACCELERATION_COUNT / ACCELERATION_HZ
            recorder.add(Beat(beat.t, beat.rr_ms, beat.t + 0.25))
            if beat.kind is not BeatKind.NORMAL:
                recorder.add(BeatJudged(beat.t + 0.25, index=index, kind=beat.kind))
        recorder.close(timeout_s=120)


def measure(path: Path) -> dict[str, object]:
    """Open the library and its session as the app does; then scroll."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from coherence_desktop.records.keys import RandomKey
    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.app import application
    from coherence_desktop.ui.collecting import Collecting
    from coherence_desktop.ui.theme import Theme

    app = application()
    Collecting(app).begin()
    library = Library.open(path, RandomKey(KEY))
    before_mb = memory_mb()

    def wait(done: Callable[[], bool], every_s: float = 0.001) -> None:
        until = time.perf_counter() + PATIENCE_S
        while not done():
            app.processEvents()
            time.sleep(every_s)
            if time.perf_counter() > until:
                raise TimeoutError

    began = time.perf_counter()
    from coherence_desktop.ui.review.page import ReviewPage
    from coherence_desktop.ui.review.sources import ReviewSource, SessionHead
    from coherence_desktop.ui.review.tables_panel import ECG

    page = ReviewPage(Theme())
    page.resize(WIDTH_PX, HEIGHT_PX)
    page.show()
    summary = library.sessions()[0]
    page.open(
        lambda: ReviewSource(
            head=SessionHead.of(summary),
            events=library.events(summary.id, raw=False),
            ecg=lambda: library.ecg(summary.id),
            movement=lambda: library.stream(summary.id),
        )
    )
    wait(lambda: page.review is not None)
    page.repaint()
    opened_s = time.perf_counter() - began
    if page.review is None:
        raise RuntimeError("nothing was opened")
    beats, total_s = page.review.quality.beats, page.review.duration_s
    wait(lambda: page.measuring.whole is not None)
    measured_s = time.perf_counter() - began

    report: dict[str, object] = {
        "beats": beats,
        "opened_s": round(opened_s, 3),
        "measured_s": round(measured_s, 3),
    }
    for name, length_s in (("minutes", 300.0), ("hours", 4 * 3600.0), ("whole", 0.9 * total_s)):
        page.shown.show(0.0, min(length_s, total_s))
        app.processEvents()
        spent = []
        for _ in range(FRAMES):
            before = time.perf_counter()
            page.shown.move_to(page.shown.start_s + (total_s - page.shown.length_s) / FRAMES)
            page.detail.repaint()
            page.overview.repaint()
            page.coherence.repaint()
            app.processEvents()
            spent.append(time.perf_counter() - before)
        ordered = sorted(spent)
        report[f"scroll_{name}"] = {
            "frames_per_s": round(1.0 / statistics.mean(spent), 1),
            "slowest_of_20_ms": round(1000 * ordered[int(0.95 * FRAMES)], 1),
        }
    spent = []
    for at in range(5):
        page.show_moment(total_s / 2 + 10.0 * at)
        page.detail.setFocus()
        before = time.perf_counter()
        known = page.review
        QTest.keyClick(page.detail, Qt.Key.Key_X)
        wait(lambda known=known: page.review is not known)
        spent.append(time.perf_counter() - before)
    report["beat_taken_out_s"] = round(statistics.median(spent), 3)
    report["memory_mb"] = {"before": round(before_mb)} | memory_now()
    if page.review.ecg:
        began = time.perf_counter()
        page.tables.tabs.open(ECG)
        together_mb = 0.0

        def shown() -> bool:
            nonlocal together_mb
            together_mb = max(together_mb, memory_mb() + children_mb())
            return bool(page.tables.ecg.view.rows)

        wait(shown, every_s=0.02)
        report["ecg_s"] = round(time.perf_counter() - began, 1)
        report["ecg_memory_mb"] = memory_now() | {"with_children": round(together_mb)}
    library.close()
    return report


def memory_mb() -> float:
    """Memory that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def memory_now() -> dict[str, int]:
    """Memory that the process holds, and the most that it held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"now": round(memory_mb()), "most": round(most)}


def children_mb() -> float:
    """Memory that the processes hold which this one started, but for what they share."""
    total, ours = 0.0, Path("/proc/self/cmdline").read_bytes()
    for children in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # a thread or process ended meanwhile
            for pid in children.read_text().split():
                if Path(f"/proc/{pid}/cmdline").read_bytes() == ours:
                    continue  # it has still our memory
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                told = (line.split()[1] for line in lines if line.startswith("Private"))
                total += sum(map(float, told))
    return total / 1024


def main() -> None:
    """Write, then measure in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--raw", action="store_true", help="with ECG and acceleration")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write is not None:
        write(given.write, given.hours, raw=given.raw)
    elif given.measure is not None:
        print(json.dumps(measure(given.measure), indent=2))
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "library.db"
            run = [sys.executable, __file__, "--hours", str(given.hours)]
            raw = ["--raw"] if given.raw else []
            subprocess.run([*run, *raw, "--write", str(path)], check=True)
            subprocess.run([*run, "--measure", str(path)], check=True)


if __name__ == "__main__":
    main()
