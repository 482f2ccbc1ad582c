"""What the correction of artefacts gives back."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.results import FloatArray

NORMAL = "normal"
MISSED = "missed"
EXTRA = "extra"
ECTOPIC = "ectopic"
LONG_SHORT = "long_short"
GAP = "gap"
EXCLUDED = "excluded"

KINDS = (NORMAL, MISSED, EXTRA, ECTOPIC, LONG_SHORT, GAP, EXCLUDED)
"""All kinds that an interval can be judged to be."""

LONGEST_INTERVAL_MS = 3000.0
"""An interval longer than this is a gap: nobody can say which beats it held."""


class InvalidInterval(ValueError):
    """An interval that is no positive finite number of milliseconds.

    Attributes
    ----------
    index : int
        Position of the interval in the input.
    value : float
        The interval as given.
    """

    def __init__(self, index: int, value: float) -> None:
        super().__init__(
            f"interval {index} is {value} ms; an RR interval is a positive number of milliseconds"
        )
        self.index = index
        self.value = value


@dataclass(frozen=True, slots=True)
class Fault:
    """A run of raw intervals explained as one fault, and the values that take its place."""

    start: int
    """Raw index of its first interval."""
    count: int
    kind: str
    values: tuple[float, ...]

    @property
    def stop(self) -> int:
        """Raw index after its last interval."""
        return self.start + self.count

    def shares(self) -> list[tuple[float, ...]]:
        """Give each raw interval of the run its part of the values, in order.

        Returns
        -------
        list of tuple of float
            One tuple for each raw interval; empty where the interval was merged away, several
            values where it was split.
        """
        last = self.count - 1
        return [self.values[k : k + 1] for k in range(last)] + [self.values[last:]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the live detector holds one interval to be.

    ``corrected`` is what takes its place, in ms. While ``settled`` is false a later judgement of
    the same interval may replace this one.
    """

    index: int
    kind: str
    corrected: tuple[float, ...]
    settled: bool


@dataclass(frozen=True, slots=True, eq=False)
class Correction:
    """Raw intervals judged, and the series that takes their place."""

    kinds: NDArray[np.str_]
    """Kind of each raw interval, shape ``(n,)``."""
    corrected: list[tuple[float, ...]]
    """For each raw interval what takes its place, in ms: empty where it was merged away, excluded
    or a gap, several values where it was split, its own value where it is normal."""
    rr_ms: FloatArray
    """The corrected series, in ms."""
    t_s: FloatArray
    """Time of the beat that ends each interval of ``rr_ms``, in seconds."""
    segment: NDArray[np.intp]
    """Which unbroken stretch each interval of ``rr_ms`` belongs to, counted from 0."""
    counts: Mapping[str, int]
    """Raw intervals of each kind that occurs, ``normal`` aside."""
    percent: float
    """Raw intervals that are not normal, in percent of all."""
    longest_clean_s: float
    """Longest stretch of normal raw intervals without a break, in seconds."""
