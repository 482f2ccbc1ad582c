"""R peaks of the ECG that was recorded in a session."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from coherence_desktop.events import AnyEvent, EcgChunk
from coherence_desktop.records.readers.r_peaks import LEAST_HZ, Ecg, Stretch, heartbeats
from coherence_desktop.records.readers.recording import FloatArray, Progress
from coherence_desktop.signal.raw_samples import Run, join, unpack_ecg
from coherence_desktop.signal.results import Absent
from coherence_desktop.signal.rr_agreement import Agreement, Intervals, compare


@dataclass(frozen=True, slots=True, eq=False)
class EcgReview:
    """The ECG of a session beside the strap's own intervals, for the review.

    Attributes
    ----------
    runs : list of Run
        Its samples in microvolts, with the gaps between them.
    intervals : Intervals
        R peaks in session time and the intervals between them.
    agreement : Agreement or Absent
        With the intervals that the strap sent.
    """

    runs: list[Run]
    intervals: Intervals
    agreement: Agreement | Absent

    @property
    def gaps(self) -> tuple[tuple[float, float], ...]:
        """Start and end of each stretch without ECG, in s."""
        return gaps_of(self.runs)


def ecg_runs(events: Iterable[AnyEvent]) -> list[Run]:
    """The ECG of a session's log, in microvolts; no runs without one."""
    return join(
        (event.t, event.rate_hz, unpack_ecg(event.samples))
        for event in events
        if isinstance(event, EcgChunk)
    )


def gaps_of(runs: list[Run]) -> tuple[tuple[float, float], ...]:
    """Where there is nothing between runs: start and end of each in s."""
    return tuple((before.end_s, after.start_s) for before, after in pairwise(runs))


def r_peaks(runs: list[Run], progress: Progress | None = None) -> FloatArray:
    """Times of the R peaks in s, as `heartbeats` finds them run by run.

    Raises
    ------
    UnreadableRecording
        If the ECG is sampled too slowly, or what finds R peaks is not installed.
    """
    found = [np.empty(0)]
    total, done = sum(len(run.samples) for run in runs), 0
    for run in runs:
        if run.rate_hz >= LEAST_HZ:
            found.append(_peaks_of(run))
        done += len(run.samples)
        if progress is not None:
            progress(done / total)
    return np.concatenate(found)


def review_ecg(
    events: Iterable[AnyEvent],
    beats: Intervals,
    progress: Progress | None = None,
) -> EcgReview | None:
    """Find the R peaks of a session and compare them with its beats; ``None`` without an ECG.

    Parameters
    ----------
    events : iterable of AnyEvent
        The log.
    beats : Intervals
        The strap's, at their final times.
    progress : callable, optional
        Is told the share that is done.
    """
    runs = ecg_runs(events)
    if not runs:
        return None
    intervals = Intervals.of_peaks(r_peaks(runs, progress), gaps_of(runs))
    return EcgReview(runs, intervals, compare(intervals, beats))


def _peaks_of(run: Run) -> FloatArray:
    """R peaks of one run, from samples to the times at which these were taken."""
    whole = (Stretch(0.0, 0, len(run.samples)),)
    # A day of samples is not turned to floats at once: that alone is 90 MB.
    ecg = Ecg("ECG", run.rate_hz, whole, lambda a, b: run.samples[a:b].astype(np.float64))
    peaks, _ = heartbeats(ecg, Path("session"))
    return run.times_at(peaks * run.rate_hz)
