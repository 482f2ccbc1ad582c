"""RR intervals from a channel of samples: those of a file with one value for each beat."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from coherence_desktop.records.readers.recording import FloatArray, Recording
from coherence_desktop.records.readers.units import (
    detected_unit,
    first_impossible,
    stated_unit,
)
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

MOST_OVERLAP = 1.5
"""Intervals one a beat fill the time they were recorded in; sampled ones, many times that."""


def intervals_of_channel(
    blocks: Sequence[FloatArray], rate_hz: float, name: str, unit: str, path: Path
) -> Recording:
    """Take the samples that are not zero for intervals between beats.

    Raises
    ------
    UnreadableRecording
        If the samples repeat each interval, or are no intervals.
    """
    count = sum(len(block) for block in blocks)
    values = np.concatenate([block[np.isfinite(block) & (block != 0.0)] for block in blocks])
    if not values.size:
        what = f"has only zeros in its channel {name!r}. Choose another channel or file."
        raise UnreadableRecording(path, Reason.EMPTY, what)
    found = stated_unit(unit) or detected_unit(values, path)
    if first_impossible(values, found) is not None:
        what = f"has values in its channel {name!r} that are no intervals between heartbeats."
        raise UnreadableRecording(path, Reason.NOT_INTERVALS, f"{what} Choose another channel.")
    rr_ms = values * found.ms
    if values.size > 1 and rr_ms.sum() / 1000.0 > MOST_OVERLAP * count / rate_hz:
        raise sampled_intervals(rate_hz, path)
    note = f"{values.size} intervals, read in {found} from the channel {name!r}."
    return Recording(rr_ms, np.cumsum(rr_ms) / 1000.0, note)


def sampled_intervals(rate_hz: float, path: Path) -> UnreadableRecording:
    """Make the sentence about intervals that are sampled at a fixed rate."""
    what = (
        f"holds RR intervals sampled {rate_hz:g} times a second, not one for each beat. "
        "Choose the table of beats they were made from."
    )
    return UnreadableRecording(path, Reason.NOT_INTERVALS, what)
