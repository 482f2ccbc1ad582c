"""Measures what all live measures cost at each beat, over a whole day.

    python tests/bench/live_core.py [--hours 24] [--json]

A day of beats runs through the live measures with a breathing guide; in the first, a middle and
the last hour every beat takes a snapshot and is timed. Beside it a plain version, which keeps all
beats in lists and computes each measure anew from their definition.
"""

import argparse
import json
import os
import sys
import time
import tracemalloc
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import plain_measures

from coherence_desktop.signal.live import LiveMeasures

GOAL_MS = 1.0


def phase_rad(t: np.ndarray) -> np.ndarray:
    """Phase of six breaths a minute."""
    return 0.2 * np.pi * t


class PlainLive:
    """All live measures, from all beats so far, as one would write it first."""

    def __init__(self) -> None:
        self.t: list[float] = []
        self.rr: list[float] = []

    def beat(self, t: float, rr: float) -> None:
        self.t.append(t)
        self.rr.append(rr)

    def snapshot(self) -> tuple[float, ...]:
        t, rr = np.array(self.t), np.array(self.rr)
        end = t[-1]
        inside = (t > end - 64) & (t <= end)
        grid = end - 64 + np.arange(256) / 4
        y = plain_measures.detrend(plain_measures.spline(t[inside], rr[inside], grid))
        waves = np.column_stack([np.cos(phase_rad(grid)), np.sin(phase_rad(grid))])
        fit = waves @ np.linalg.lstsq(waves, y, rcond=None)[0]
        breath = np.floor(phase_rad(t[inside]) / (2 * np.pi) + 0.5)
        rate = 60000 / rr[inside]
        swing = [np.ptp(rate[breath == one]) for one in np.unique(breath)[1:-1]]
        rmssd = np.sqrt(np.mean(np.diff(rr[inside]) ** 2))
        score = plain_measures.coherence(t, rr, end)
        return score, 1 - np.var(y - fit) / np.var(y), float(np.mean(swing)), rmssd, rate.mean()


def beats_of(hours: float) -> tuple[np.ndarray, np.ndarray]:
    """Times in s and intervals in ms of a person who breathes with the guide."""
    rng = np.random.default_rng(0)
    t, times, intervals = 0.0, [], []
    noise = rng.normal(0.0, 15.0, int(hours * 5400) + 10)
    while t < 3600.0 * hours:
        interval = 850.0 - 70.0 * np.cos(phase_rad(t)) + noise[len(times)]
        t += interval / 1000.0
        times.append(t)
        intervals.append(interval)
    return np.array(times), np.array(intervals)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hours", type=float, default=24.0)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()

    t, rr = beats_of(given.hours)
    live, plain = LiveMeasures(phase_rad), PlainLive()
    hour = np.floor(t / 3600.0).astype(int)
    watched = sorted({0, hour[-1] // 2, max(0, int(given.hours) - 1)})
    taken: dict[int, list[float]] = {one: [] for one in watched}
    plain_ms: dict[int, float] = {}
    memory: dict[int, int] = {}
    for number, (at, interval) in enumerate(zip(t.tolist(), rr.tolist(), strict=True)):
        now = int(hour[number])
        start = time.perf_counter()
        live.beat(at, interval)
        if now in taken:
            live.snapshot()
            taken[now].append(1000.0 * (time.perf_counter() - start))
        plain.beat(at, interval)
        if now in taken and now not in plain_ms and at % 3600.0 > 120.0:
            runs = []
            for _ in range(20):
                start = time.perf_counter()
                values = plain.snapshot()
                runs.append(1000.0 * (time.perf_counter() - start))
            plain_ms[now] = min(runs)
            snapshot = live.snapshot()
            assert abs(snapshot.coherence.score - values[0]) < 1e-6
            assert abs(snapshot.rmssd_ms - values[3]) < 1e-6
            tracemalloc.start()
            live.snapshot()
            memory[now] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    rows = {
        f"hour {one + 1}": {
            "median_ms": float(np.median(ms)),
            "p99_ms": float(np.percentile(ms, 99)),
            "worst_ms": float(np.max(ms)),
            "plain_ms": plain_ms[one],
            "snapshot_kib": memory[one] / 1024,
        }
        for one, ms in taken.items()
    }
    medians = [row["median_ms"] for row in rows.values()]
    report = {"beats": t.size, "goal_ms": GOAL_MS, "hours": rows}
    report["last_to_first"] = medians[-1] / medians[0]
    if given.json:
        print(json.dumps(report))
        return
    print(f"{t.size:,} beats; goal {GOAL_MS} ms at each")
    for name, row in rows.items():
        print(
            f"  {name:8s} median {row['median_ms']:.3f}  99 % {row['p99_ms']:.3f}  "
            f"worst {row['worst_ms']:.3f} ms   plain {row['plain_ms']:.2f} ms "
            f"({row['plain_ms'] / row['median_ms']:.1f} x)   {row['snapshot_kib']:.0f} KiB"
        )
    print(f"last hour to first: {report['last_to_first']:.2f}")


if __name__ == "__main__":
    main()
