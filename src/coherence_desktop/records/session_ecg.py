"""R peaks of the ECG that was recorded in a session."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from coherence_desktop.events import AnyEvent, EcgChunk
from coherence_desktop.records.r_peaks_work import Parts, peaks_here
from coherence_desktop.records.readers.recording import FloatArray, Progress
from coherence_desktop.signal.raw_samples import ECG_BYTES, IntArray, Span, spans, unpack_ecg
from coherence_desktop.signal.results import Absent
from coherence_desktop.signal.rr_agreement import Agreement, Intervals, compare

FindPeaks = Callable[[Parts, Iterable[IntArray], Progress | None], list[FloatArray]]


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


def review_ecg(
    read: Callable[[], Iterable[AnyEvent]],
    beats: Intervals,
    progress: Progress | None = None,
    find: FindPeaks = peaks_here,
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
        Finds them, as `peaks_here` does, or does so elsewhere.

    Raises
    ------
    UnreadableRecording
        If what finds R peaks is not installed.
    """
    told = ecg_spans(read())
    if not told:
        return None
    samples = (unpack_ecg(chunk.samples) for chunk in _ecg(read()))
    parts = [(span.count, span.rate_hz) for span in told]
    found = find(parts, samples, progress)
    peaks = np.concatenate([span.times_at(at) for span, at in zip(told, found, strict=True)])
    intervals = Intervals.of_peaks(peaks, gaps_of(told))
    return EcgReview(told, intervals, compare(intervals, beats))


def _ecg(events: Iterable[AnyEvent]) -> Iterator[EcgChunk]:
    return (event for event in events if isinstance(event, EcgChunk))
