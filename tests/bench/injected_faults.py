"""Faults put into clean recordings with fixed seeds, and how labelled beats are scored."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

KINDS = ("missed", "extra", "ectopic", "mixed")
EARLY_BY = 0.2, 0.45
"""How much too early an ectopic beat comes, as a part of its interval."""
SPLIT_AT = 0.25, 0.75
"""Where an extra beat falls in its interval."""
APART = 3
"""Beats between two faults, unless they may stand anywhere."""


def inject(
    rr_ms: np.ndarray, kind: str, share: float, seed: int, *, anywhere: bool = False
) -> np.ndarray:
    """Give the intervals with one fault for each ``1 / share`` beats.

    The beats are moved, removed or added on the time axis, so that all others keep their times.
    """
    rng = np.random.default_rng([seed, KINDS.index(kind), round(1000 * share)])
    number = max(1, round(share * len(rr_ms)))
    chosen = _places(rng, len(rr_ms), number, 0 if anywhere else APART)
    t = np.concatenate([[0.0], np.cumsum(rr_ms)])
    kept = np.ones(len(t), dtype=bool)
    extra: list[float] = []
    for place in chosen:
        this = KINDS[rng.integers(3)] if kind == "mixed" else kind
        if this == "missed":
            kept[place + 1] = False
        elif this == "extra":
            extra.append(t[place] + rr_ms[place] * rng.uniform(*SPLIT_AT))
        else:
            t[place + 1] -= rr_ms[place] * rng.uniform(*EARLY_BY)
    return np.diff(np.sort(np.concatenate([t[kept], extra])))


def rmssd(rr_ms: np.ndarray) -> float:
    """Root mean square of successive differences, in ms."""
    return float(np.sqrt(np.mean(np.diff(rr_ms) ** 2)))


def error_percent(corrected_ms: np.ndarray, true_ms: np.ndarray) -> float:
    """How far RMSSD is off after correction, in percent."""
    return 100.0 * abs(rmssd(corrected_ms) / rmssd(true_ms) - 1.0)


@dataclass(frozen=True)
class Labelled:
    """A recording whose abnormal beats are known."""

    rr_ms: np.ndarray
    abnormal: np.ndarray
    """Indices of the intervals that end in an abnormal beat."""
    premature: np.ndarray
    """How much shorter each of these is than the median of the twelve intervals around."""
    clean: np.ndarray
    """Whether an interval touches no abnormal beat."""

    @classmethod
    def read(cls, folder: Path, name: str) -> "Labelled":
        """Read ``NAME.txt`` and ``NAME.labels.txt``."""
        rr_ms = np.loadtxt(folder / f"{name}.txt")
        lines = (folder / f"{name}.labels.txt").read_text().splitlines()
        labels = [line.split() for line in lines if not line.startswith("#")]
        abnormal = np.array([k for k, label in enumerate(labels) if label[1] != "N"])
        around = [np.r_[rr_ms[max(0, k - 6) : k], rr_ms[k + 2 : k + 8]] for k in abnormal]
        levels = np.array([np.median(values) for values in around])
        clean = np.array([label[2] == "0" for label in labels])
        return cls(rr_ms, abnormal, 1 - rr_ms[abnormal] / levels, clean)

    def found(self, flagged: np.ndarray) -> np.ndarray:
        """Whether an interval at either side of each abnormal beat was flagged."""
        after = np.minimum(self.abnormal + 1, len(flagged) - 1)
        return flagged[self.abnormal] | flagged[after]

    def specificity_percent(self, flagged: np.ndarray) -> float:
        """Share of the intervals touching no abnormal beat that were left alone."""
        return 100.0 * (1.0 - np.mean(flagged[self.clean]))


def _places(rng: np.random.Generator, n: int, number: int, apart: int) -> list[int]:
    chosen: list[int] = []
    for place in rng.permutation(np.arange(3, n - 4)):
        if all(abs(int(place) - other) > apart for other in chosen):
            chosen.append(int(place))
            if len(chosen) == number:
                break
    return sorted(chosen)
