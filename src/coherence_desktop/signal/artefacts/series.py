"""A tachogram under correction: values, which of them are still raw, and where they came from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.results import FloatArray

MARGIN = 4
"""Places without a value that are kept at either end, so that every interval has neighbours."""


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One unbroken stretch, padded by `MARGIN` nan at both ends. All arrays have one shape."""

    value: FloatArray
    """Intervals in ms; nan in the margins."""
    scale: FloatArray
    """Innovation scale in ms."""
    free: NDArray[np.bool_]
    """Whether the interval is raw and may still be judged."""
    raw: NDArray[np.intp]
    """Raw index; -1 where a corrected value stands."""

    @classmethod
    def of(
        cls, rr_ms: FloatArray, scale: FloatArray, free: NDArray[np.bool_], first_raw: int = 0
    ) -> "Series":
        """Pad a stretch of raw intervals."""
        margin = np.full(MARGIN, np.nan)
        no_source = np.full(MARGIN, -1)
        raw = np.arange(first_raw, first_raw + len(rr_ms))
        return cls(
            np.concatenate([margin, rr_ms, margin]),
            np.pad(scale, MARGIN, mode="edge"),
            np.pad(free, MARGIN),
            np.concatenate([no_source, raw, no_source]),
        )

    def core(self) -> FloatArray:
        """Give the values without the margins."""
        return self.value[MARGIN:-MARGIN]

    def replaced(self, spans: Sequence[tuple[int, int, FloatArray]]) -> "Series":
        """Put values in the place of spans ``(position, count, values)``, given in order."""
        values, scales, frees, raws = [], [], [], []
        last = 0
        for position, count, new in spans:
            values += [self.value[last:position], new]
            scales += [self.scale[last:position], np.full(len(new), self.scale[position])]
            frees += [self.free[last:position], np.zeros(len(new), dtype=bool)]
            raws += [self.raw[last:position], np.full(len(new), -1)]
            last = position + count
        return Series(
            np.concatenate([*values, self.value[last:]]),
            np.concatenate([*scales, self.scale[last:]]),
            np.concatenate([*frees, self.free[last:]]),
            np.concatenate([*raws, self.raw[last:]]),
        )

    def rescaled(self, scale: FloatArray) -> "Series":
        """Give the same series with a new scale of its core."""
        return Series(self.value, np.pad(scale, MARGIN, mode="edge"), self.free, self.raw)
