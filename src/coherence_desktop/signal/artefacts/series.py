"""A tachogram under correction: values, which of them are still raw, and where they came from."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.artefacts.course import innovation_scale, usual_range
from coherence_desktop.signal.results import FloatArray

MARGIN = 4
"""Places without a value that are kept at either end, so that every interval has neighbours."""


@dataclass(frozen=True, slots=True, eq=False)
class Replacement:
    """Values that take the place of ``count`` intervals from ``position`` on."""

    position: int
    count: int
    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One unbroken stretch, padded by `MARGIN` places at both ends. All arrays have one shape."""

    value: FloatArray
    """Intervals in ms; nan in the margins."""
    free: NDArray[np.bool_]
    """Whether the interval is raw and may still be judged."""
    raw: NDArray[np.intp]
    """Raw index; -1 where a corrected value stands."""
    fault: NDArray[np.bool_]
    """Whether the first corrected value of a fault stands here."""
    scale: FloatArray
    """Innovation scale in ms."""
    low: FloatArray
    high: FloatArray
    """Usual range in ms."""

    @classmethod
    def of(
        cls,
        rr_ms: FloatArray,
        free: NDArray[np.bool_],
        *,
        first_raw: int = 0,
        fault: NDArray[np.bool_] | None = None,
        scale: FloatArray | None = None,
    ) -> "Series":
        """Pad a stretch of intervals and appraise its course, but for what is given."""
        margin = np.full(MARGIN, np.nan)
        no_source = np.full(MARGIN, -1)
        low, high = usual_range(rr_ms)
        return cls(
            np.concatenate([margin, rr_ms, margin]),
            np.pad(free, MARGIN),
            np.concatenate([no_source, np.arange(first_raw, first_raw + len(rr_ms)), no_source]),
            np.pad(np.zeros(len(rr_ms), dtype=bool) if fault is None else fault, MARGIN),
            np.pad(innovation_scale(rr_ms) if scale is None else scale, MARGIN, mode="edge"),
            np.pad(low, MARGIN, mode="edge"),
            np.pad(high, MARGIN, mode="edge"),
        )

    def __len__(self) -> int:
        return len(self.value) - 2 * MARGIN

    @property
    def stop(self) -> int:
        """Position after the last interval; the first one stands at `MARGIN`."""
        return len(self.value) - MARGIN

    def core(self) -> FloatArray:
        """Give the values without the margins."""
        return self.value[MARGIN:-MARGIN]

    def replaced(self, replacements: Iterable[Replacement]) -> "Series":
        """Put values in the place of faults, given in order."""
        source: list[NDArray[np.intp]] = []
        values: list[FloatArray] = []
        last = 0
        for r in replacements:
            source += [np.arange(last, r.position), np.full(len(r.values), r.position)]
            values.append(r.values)
            last = r.position + r.count
        source.append(np.arange(last, len(self.value)))
        origin = np.concatenate(source)
        filled = np.concatenate([np.full(len(part), k % 2 == 1) for k, part in enumerate(source)])
        first = np.concatenate(
            [(np.arange(len(part)) == 0) & (k % 2 == 1) for k, part in enumerate(source)]
        )
        value = self.value[origin]
        value[filled] = np.concatenate([*values, np.empty(0)])
        return Series(
            value,
            self.free[origin] & ~filled,
            np.where(filled, -1, self.raw[origin]),
            np.where(filled, first, self.fault[origin]),
            self.scale[origin],
            self.low[origin],
            self.high[origin],
        )

    def appraised(self) -> "Series":
        """Give the same series with its course appraised anew."""
        low, high = usual_range(self.core())
        return Series(
            self.value,
            self.free,
            self.raw,
            self.fault,
            np.pad(innovation_scale(self.core()), MARGIN, mode="edge"),
            np.pad(low, MARGIN, mode="edge"),
            np.pad(high, MARGIN, mode="edge"),
        )
