"""Measures what the measures cost, beside plain numpy and the packages that are installed.

    python tests/bench/measures.py [--recording RR_FILE] [--json]

The short recording is the bundled one (337 beats). The long one has 100,000 beats: a file of RR
intervals in ms if one is named, else the bundled one repeated with a slow drift and a jitter of
fixed seed. One core; each time is the best of several runs.
"""

import argparse
import importlib.util
import json
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import numpy as np  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
import plain_measures  # noqa: E402

from coherence_desktop.signal.measures import analyze  # noqa: E402
from coherence_desktop.signal.sample_entropy import sample_entropy  # noqa: E402

SHORT = Path(__file__).parents[2] / "assets" / "recordings" / "rest_5min.txt"
LONG_BEATS = 100_000
GOALS_MS = {"short": 3.0, "long": 2000.0, "long without sample entropy": 150.0}


def best_ms(work: Callable[[], object], seconds: float = 2.0, most: int = 200) -> float:
    """Shortest time of one run, after one that may still have to compile."""
    work()
    times: list[float] = []
    while len(times) < most and (not times or sum(times) < seconds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000.0 * min(times)


def long_series(recording: Path | None) -> np.ndarray:
    """100,000 intervals in ms."""
    if recording is not None:
        rr = np.loadtxt(recording, dtype=float)
        return np.resize(rr, LONG_BEATS)
    rng = np.random.default_rng(1)
    rr = np.resize(np.loadtxt(SHORT, dtype=float), LONG_BEATS)
    drift = 60.0 * np.sin(2.0 * np.pi * np.arange(LONG_BEATS) / 40_000)
    return np.round(rr + drift + rng.normal(0.0, 5.0, LONG_BEATS), 3)


def peers(rr: np.ndarray) -> dict[str, Callable[[], object]]:
    """All measures by each package that is here."""
    found: dict[str, Callable[[], object]] = {}
    if importlib.util.find_spec("neurokit2"):
        import neurokit2

        peaks = np.concatenate([[0], np.cumsum(rr)]).astype(int)
        found["neurokit2"] = lambda: neurokit2.hrv(peaks, sampling_rate=1000)
    if importlib.util.find_spec("hrvanalysis"):
        try:
            import hrvanalysis
        except Exception as error:  # noqa: BLE001 - a broken package is no reason to stop
            print(f"hrv-analysis is installed but cannot be imported: {error}", file=sys.stderr)
        else:
            intervals = rr.tolist()

            def by_hrvanalysis() -> None:
                hrvanalysis.get_time_domain_features(intervals)
                hrvanalysis.get_geometrical_features(intervals)
                hrvanalysis.get_frequency_domain_features(intervals)
                hrvanalysis.get_poincare_plot_features(intervals)
                hrvanalysis.get_sampen(intervals)

            found["hrv-analysis"] = by_hrvanalysis
    try:
        from systole.hrv import frequency_domain, nonlinear_domain, time_domain
    except ImportError:
        return found

    def by_systole() -> None:
        time_domain(rr, input_type="rr_ms")
        frequency_domain(rr, input_type="rr_ms")
        nonlinear_domain(rr, input_type="rr_ms")

    found["systole"] = by_systole
    return found


def plain_without_spectra(rr: np.ndarray) -> None:
    """Time domain, scaling and coherence; the plain spectra of a day would take hours."""
    t = np.cumsum(rr) / 1000
    plain_measures.time_domain(rr)
    plain_measures.dfa(rr, range(4, 17))
    plain_measures.dfa(rr, range(16, 65))
    for end in np.arange(64.0, t[-1], 5.0):
        plain_measures.coherence(t, rr, end)


def agreement(rr: np.ndarray) -> float:
    """Largest relative difference to plain numpy over all values that both have."""
    present = analyze(rr).present()
    flat = present["time"] | present["nonlinear"]
    for group in ("welch", "lomb", "coherence"):
        flat |= {f"{group}_{key}": value for key, value in present[group].items()}
    plain = plain_measures.everything(rr)
    return max(abs(flat[key] / value - 1.0) for key, value in plain.items())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--recording", type=Path)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    warnings.simplefilter("ignore")

    short, long = np.loadtxt(SHORT, dtype=float), long_series(given.recording)
    hour = long[:5000]
    rows: dict[str, dict[str, float]] = {
        f"all measures, {short.size} beats": {
            "here": best_ms(lambda: analyze(short)),
            "plain numpy": best_ms(lambda: plain_measures.everything(short)),
            **{name: best_ms(work) for name, work in peers(short).items()},
        },
        "sample entropy, 5,000 beats": {
            "here": best_ms(lambda: sample_entropy(hour)),
            "plain numpy": best_ms(lambda: plain_measures.sample_entropy(hour)),
        },
        f"sample entropy, {LONG_BEATS:,} beats": {"here": best_ms(lambda: sample_entropy(long))},
        f"all measures, {LONG_BEATS:,} beats": {"here": best_ms(lambda: analyze(long))},
        f"all without sample entropy, {LONG_BEATS:,} beats": {
            "here": best_ms(lambda: analyze(long, entropy=False)),
            "plain numpy, without spectra": best_ms(lambda: plain_without_spectra(long)),
        },
    }
    goals = dict(zip([list(rows)[k] for k in (0, 3, 4)], GOALS_MS.values(), strict=True))
    report = {
        "ms": rows,
        "goals_ms": goals,
        "met": {row: rows[row]["here"] <= goal for row, goal in goals.items()},
        "largest_difference_to_plain": agreement(short),
    }
    if given.json:
        print(json.dumps(report))
        return
    for row, times in rows.items():
        goal = f"   goal {goals[row]:g} ms" if row in goals else ""
        print(f"{row}{goal}")
        for name, ms in times.items():
            print(f"  {name:45s} {ms:10.2f} ms   {ms / times['here']:8.1f} x")
    print(
        f"largest relative difference to plain numpy: {report['largest_difference_to_plain']:.1e}"
    )


if __name__ == "__main__":
    main()
