"""The unit in which a file gives its intervals."""

import re
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

FloatArray = NDArray[np.float64]


class RrUnit(StrEnum):
    """Units that files of RR intervals are in."""

    MS = "ms"
    S = "s"
    TICKS = "1/1024 s"

    @property
    def ms(self) -> float:
        """One of it, in ms."""
        return {RrUnit.MS: 1.0, RrUnit.S: 1000.0, RrUnit.TICKS: 1000.0 / 1024.0}[self]


# Median intervals of a living heart: 300 to 20 beats a minute.
_PLAUSIBLE_MS = (200.0, 3000.0)
_A_DAY_MS = 86_400_000.0


def stated_unit(words: str) -> RrUnit | None:
    """Find the unit that the name of a column or a comment tells, if it does."""
    if re.search(r"1024", words):
        return RrUnit.TICKS
    if re.search(r"(?<![a-z])(ms|msec|milliseconds?)(?![a-z])", words, re.IGNORECASE):
        return RrUnit.MS
    if re.search(r"(?<![a-z])(s|secs?|seconds?)(?![a-z])", words, re.IGNORECASE):
        return RrUnit.S
    return None


def detected_unit(values: FloatArray, path: Path) -> RrUnit:
    """Tell ms from s by the middle value.

    1/1024 s and ms are too near to each other to tell: such files are read as ms, unless their
    header or a person says otherwise.

    Raises
    ------
    UnreadableRecording
        If the values are no intervals between heartbeats in either.
    """
    middle = float(np.partition(values, len(values) // 2)[len(values) // 2])
    low, high = _PLAUSIBLE_MS
    for unit in (RrUnit.MS, RrUnit.S):
        if low <= middle * unit.ms <= high:
            return unit
    what = f"does not hold RR intervals in ms or s: its middle value is {middle:g}"
    if len(values) > 1 and np.all(values[1:] > values[:-1]):
        what = "holds times that only grow, not the intervals between them"
    what += ". Choose a file of RR intervals, or name its unit."
    raise UnreadableRecording(path, Reason.NOT_INTERVALS, what)


def first_impossible(values: FloatArray, unit: RrUnit) -> int | None:
    """Index of the first value that is no interval at all, such as zero or ten days."""
    possible = np.isfinite(values) & (values > 0.0) & (values < _A_DAY_MS / unit.ms)
    return None if possible.all() else int(np.argmin(possible))
