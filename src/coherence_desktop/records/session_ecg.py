"""R peaks of the ECG that was recorded in a session."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from coherence_desktop.events import AnyEvent, EcgChunk
from coherence_desktop.records.readers.r_peaks import LEAST_HZ, Ecg, Stretch, heartbeats
from coherence_desktop.records.readers.recording import FloatArray, Progress
from coherence_desktop.signal.raw_samples import ECG_BYTES, IntArray, Span, spans, unpack_ecg
from coherence_desktop.signal.results import Absent
from coherence_desktop.signal.rr_agreement import Agreement, Intervals, compare

FindPeaks = Callable[[Sequence[Span], Iterable[IntArray], Progress | None], FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class EcgReview:
    """The ECG of a session beside the strap's own intervals, for the review.

    Attributes
    ----------
    spans : sequence of Span
        Where there are samples.
    intervals : Intervals
        R peaks in session time and the intervals between them.
    agreement : Agreement or Absent
        With the intervals that the strap sent.
    """

    spans: Sequence[Span]
    intervals: Intervals
    agreement: Agreement | Absent

    @property
    def gaps(self) -> tuple[tuple[float, float], ...]:
        """Start and end of each stretch without ECG, in s."""
        return gaps_of(self.spans)


def ecg_spans(events: Iterable[AnyEvent]) -> list[Span]:
    """Where a session's log has ECG; nothing without one."""
    return list(
        spans((chunk.t, chunk.rate_hz, len(chunk.samples) // ECG_BYTES) for chunk in _ecg(events))
    )


def gaps_of(told: Sequence[Span]) -> tuple[tuple[float, float], ...]:
    """Where there is nothing between spans: start and end of each in s."""
    return tuple((before.end_s, after.start_s) for before, after in pairwise(told))


def r_peaks(
    told: Sequence[Span], samples: Iterable[IntArray], progress: Progress | None = None
) -> FloatArray:
    """Times of the R peaks in s, as `heartbeats` finds them span by span.

    Parameters
    ----------
    told : sequence of Span
    samples : iterable of ndarray
        Microvolts of all of them, in order, in pieces of any length; some minutes are held.
    progress : callable, optional
        Is told the share that is done.

    Raises
    ------
    UnreadableRecording
        If the ECG is sampled too slowly, or what finds R peaks is not installed.
    """
    found = [np.empty(0)]
    total, done = sum(span.count for span in told), 0
    read = _Forward(samples)
    for span in told:
        if span.rate_hz >= LEAST_HZ:

            def share(part: float, done: int = done, count: int = span.count) -> None:
                if progress is not None:
                    progress((done + part * count) / total)

            whole = (Stretch(0.0, 0, span.count),)
            ecg = Ecg("ECG", span.rate_hz, whole, read.from_place(done))
            peaks, _ = heartbeats(ecg, Path("session"), share)
            found.append(span.times_at(peaks * span.rate_hz))
        done += span.count
    return np.concatenate(found)


def review_ecg(
    read: Callable[[], Iterable[AnyEvent]],
    beats: Intervals,
    progress: Progress | None = None,
    find: FindPeaks = r_peaks,
) -> EcgReview | None:
    """Find the R peaks of a session and compare them with its beats; ``None`` without an ECG.

    Parameters
    ----------
    read : callable
        Reads the log, or its ECG alone, event by event; called twice.
    beats : Intervals
        The strap's, at their final times.
    progress : callable, optional
        Is told the share that is done.
    find : callable, optional
        Finds them, as `r_peaks` does; by default in this process.
    """
    told = ecg_spans(read())
    if not told:
        return None
    samples = (unpack_ecg(chunk.samples) for chunk in _ecg(read()))
    peaks = find(told, samples, progress)
    intervals = Intervals.of_peaks(peaks, gaps_of(told))
    return EcgReview(told, intervals, compare(intervals, beats))


def _ecg(events: Iterable[AnyEvent]) -> Iterator[EcgChunk]:
    return (event for event in events if isinstance(event, EcgChunk))


class _Forward:
    """Pieces that come one after the other, read as one, forwards and a little back."""

    def __init__(self, pieces: Iterable[IntArray]) -> None:
        self._pieces = iter(pieces)
        self._first = 0
        self._held = np.empty(0, dtype=np.int32)

    def from_place(self, place: int) -> Callable[[int, int], FloatArray]:
        """Give what reads samples from one index to another, counted from there on."""
        return lambda begin, end: self._read(place + begin, place + end)

    def _read(self, begin: int, end: int) -> FloatArray:
        """Nothing before ``begin`` can be read after this."""
        parts = [self._held[begin - self._first :]]
        behind = self._first + len(self._held)
        while behind < end:
            piece = next(self._pieces)
            parts.append(piece[max(0, begin - behind) :])
            behind += len(piece)
        self._held, self._first = np.concatenate(parts), begin
        return self._held[: end - begin].astype(np.float64)
