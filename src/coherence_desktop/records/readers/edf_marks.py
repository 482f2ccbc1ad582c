"""Times that an EDF+ or BDF+ file tells in words: of its data records, and of annotations."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.records.readers.edf_layout import EdfLayout
from coherence_desktop.records.readers.labels import marks_beats
from coherence_desktop.records.readers.optional import damaged_file
from coherence_desktop.records.readers.r_peaks import Stretch
from coherence_desktop.records.readers.recording import MOST_BEATS, FloatArray
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

_BLOCK_BYTES = 4 * 1024 * 1024
_JITTER_S = 0.002
"""Onsets of records that follow each other differ by less from what they should be."""

# edfplus.info/specs/edfplus.html, 2.2.2: onset, duration, texts, each with its mark.
_LIST = re.compile(rb"([+-]\d{1,12}(?:\.\d*)?)(?:\x15[\d.]*)?\x14([^\x00]*)\x14\x00")


def record_starts(layout: EdfLayout, path: Path) -> FloatArray:
    """Give the start of each data record in seconds from the first one's.

    Raises
    ------
    UnreadableRecording
        If a discontinuous file does not tell them, or they go back in time.
    """
    count = len(layout.records)
    if not layout.discontinuous:
        return layout.record_s * np.arange(count, dtype=np.float64)
    starts = np.full(count, np.nan)
    for at in layout.annotations[:1]:
        for first, rows in _blocks(layout, at):
            for k, row in enumerate(rows):
                found = _LIST.match(row.tobytes())
                if found is not None:
                    starts[first + k] = float(found[1])
    if not np.isfinite(starts).all() or np.any(
        np.diff(starts) < layout.record_s * (1 - 1e-3) - 1e-3
    ):
        how = "is said to be interrupted but does not tell when"
        raise damaged_file(path, f"a recording ({layout.kind}+D)", how)
    starts -= starts[0]
    return starts


def stretches(layout: EdfLayout, starts: FloatArray, samples: int) -> tuple[Stretch, ...]:
    """Join data records that follow each other, in samples of a channel."""
    tolerance_s = max(layout.record_s / samples / 2, _JITTER_S)
    broken = np.flatnonzero(np.abs(np.diff(starts) - layout.record_s) > tolerance_s) + 1
    edges = [0, *broken.tolist(), len(starts)]
    return tuple(Stretch(float(starts[a]), a * samples, b * samples) for a, b in pairwise(edges))


def beat_marks(layout: EdfLayout, path: Path) -> FloatArray:
    """Read the times of the annotations that mark beats, in seconds from the start.

    Raises
    ------
    UnreadableRecording
        If there are more than any heart beats.
    """
    onsets: list[float] = []
    texts: list[str] = []
    first_s: float | None = None
    for at in layout.annotations:
        for _, rows in _blocks(layout, at):
            for onset, told in _LIST.findall(rows.tobytes()):
                first_s = float(onset) if first_s is None else first_s
                for text in told.split(b"\x14"):
                    if text:
                        onsets.append(float(onset))
                        texts.append(text.decode("utf-8", "replace"))
            if len(onsets) > MOST_BEATS:
                what = f"holds more than {MOST_BEATS:,} annotations. Split it."
                raise UnreadableRecording(path, Reason.TOO_LARGE, what)
    times = np.unique(np.array(onsets)[marks_beats(texts)] if onsets else np.empty(0))
    return times - (first_s or 0.0)


def _blocks(layout: EdfLayout, channel: int) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    many = max(_BLOCK_BYTES // max(layout.samples[channel] * layout.sample_bytes, 1), 1)
    for first in range(0, len(layout.records), many):
        yield first, layout.raw(channel, first, first + many)
