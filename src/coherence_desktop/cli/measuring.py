"""Measures one recording, as ``analyze`` gives it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coherence_desktop import __version__
from coherence_desktop.cli.output import path_text
from coherence_desktop.errors import Problem
from coherence_desktop.records.readers import Hole, Recording, RrUnit, read_recording
from coherence_desktop.records.readers.recording import Progress
from coherence_desktop.signal.artefacts import Correction, correct
from coherence_desktop.signal.intervals import InvalidIntervals
from coherence_desktop.signal.measures import Analysis, analyze
from coherence_desktop.signal.results import FloatArray

HOLE_S = 3.0
"""More than this between the times of two beats than their interval says is a gap."""
MARKED_PERCENT = 5.0
"""Above this share of corrected intervals the measures are to be taken with care."""
NORMAL = "normal"

Window = tuple[float, float]


class NothingToMeasure(Problem):
    """A recording has no beat within the window that was asked for."""


@dataclass(frozen=True, eq=False)
class Measured:
    """A recording and its measures."""

    file: Path
    rr_ms: FloatArray
    """Raw intervals within the window."""
    t_s: FloatArray
    correction: Correction | None
    """``None`` if it was not wanted."""
    analysis: Analysis
    settings: dict[str, object]
    pauses: tuple[Hole, ...] = ()
    """Gaps that the recording itself tells of."""

    @property
    def duration_s(self) -> float:
        """From the start of the first interval to the last beat."""
        return float(self.t_s[-1] - self.t_s[0] + self.rr_ms[0] / 1000.0)

    @property
    def corrected_percent(self) -> float:
        """Share of the intervals that are not normal."""
        return self.correction.percent if self.correction else 0.0

    @property
    def by_kind(self) -> dict[str, int]:
        """How many intervals of each kind but normal."""
        return dict(self.correction.counts) if self.correction else {}

    def gaps(self) -> list[dict[str, object]]:
        """Times without known beats."""
        starts = self.t_s - self.rr_ms / 1000.0
        holes = np.flatnonzero(starts[1:] - self.t_s[:-1] > HOLE_S)
        silent = [Hole(float(self.t_s[k]), float(starts[k + 1]), "no_beats") for k in holes]
        found = list(self.pauses)
        found += [hole for hole in silent if not any(_overlap(hole, one) for one in self.pauses)]
        if self.correction is not None:
            long = np.flatnonzero(self.correction.kinds == "gap")
            found += [Hole(starts[k], self.t_s[k], "interval_too_long") for k in long]
        return [
            {"start_s": float(start), "end_s": float(end), "cause": cause}
            for start, end, cause in sorted(found)
        ]

    def intervals(self) -> list[dict[str, object]]:
        """Every raw interval, what it was judged to be, and what takes its place."""
        times, values = self.t_s.tolist(), self.rr_ms.tolist()
        if self.correction is None:
            kinds = [NORMAL] * len(values)
            corrected: list[tuple[float, ...]] = [(value,) for value in values]
        else:
            kinds, corrected = self.correction.kinds.tolist(), self.correction.corrected
        return [
            {"t": t, "rr_ms": value, "kind": kind, "corrected_ms": instead}
            for t, value, kind, instead in zip(times, values, kinds, corrected, strict=True)
        ]

    def as_json(self, *, intervals: bool = False) -> dict[str, object]:
        """Everything as one JSON object."""
        groups: dict[str, dict[str, object]] = {
            name: dict(group) for name, group in self.analysis.present().items()
        }
        groups["coherence"]["series"] = self.analysis.coherence_rows()
        quality: dict[str, object] = {
            "corrected_percent": self.corrected_percent,
            "by_kind": self.by_kind,
            "gaps": self.gaps(),
        }
        if self.correction is not None:
            quality["longest_clean_s"] = self.correction.longest_clean_s
        result: dict[str, object] = {
            "file": path_text(self.file),
            "beats": len(self.rr_ms),
            "duration_s": self.duration_s,
            "quality": quality,
            **groups,
            "absent": self.analysis.absent(),
            "settings": self.settings,
        }
        if intervals:
            result["intervals"] = self.intervals()
        return result


def measure_file(
    path: Path,
    *,
    corrected: bool = True,
    window: Window | None = None,
    unit: RrUnit | None = None,
    channel: str | None = None,
    progress: Progress | None = None,
) -> Measured:
    """Read a file and compute all measures.

    Parameters
    ----------
    path : Path
        Of any format that `read_recording` reads.
    corrected : bool
        Whether artefacts are corrected first.
    window : (float, float), optional
        Start and end, in seconds from the start of the recording; only intervals that lie within
        it are used. Times stay those of the recording.
    unit : RrUnit, optional
        Of the intervals; by default it is detected.
    channel : str, optional
        Name of the ECG channel; by default it is found.
    progress : callable, optional
        Is told the share of the file that has been read.

    Raises
    ------
    Problem
        If the file cannot be read, or has nothing in the window.
    """
    recording = read_recording(path, unit=unit, channel=channel, progress=progress)
    return measure(recording, path, corrected=corrected, window=window)


def measure(
    recording: Recording, path: Path, *, corrected: bool = True, window: Window | None = None
) -> Measured:
    """Compute all measures of a recording; ``path`` is its name.

    Raises
    ------
    Problem
        If it has nothing in the window.
    """
    rr, t, pauses = recording.rr_ms, recording.t_s, recording.gaps
    excluded, accepted, told = recording.excluded, recording.accepted, recording.told
    if window is not None:
        inside = (t - rr / 1000.0 >= window[0] - 1e-9) & (t <= window[1] + 1e-9)
        rr, t = rr[inside], t[inside]
        if not rr.size:
            message = f"{path.name} has no beats from {window[0]:g} to {window[1]:g} s."
            raise NothingToMeasure(f"{message} Choose another window.", window)
        place = {raw: k for k, raw in enumerate(np.flatnonzero(inside).tolist())}
        excluded = tuple(place[raw] for raw in excluded if raw in place)
        accepted = tuple(place[raw] for raw in accepted if raw in place)
        told = {place[raw]: kind for raw, kind in told.items() if raw in place}
        pauses = tuple(one for one in pauses if one.start_s < window[1] and one.end_s > window[0])
    chest = None
    if recording.movement is not None:
        chest = recording.movement.between(*(window or (0.0, float(t[-1]))))
    between = [(pause.start_s, pause.end_s) for pause in pauses]
    try:
        if corrected:
            correction = correct(
                rr, t=t, gaps=between, excluded=excluded, accepted=accepted, told=told
            )
            found = analyze(
                correction.rr_ms, correction.t_s, segment=correction.segment, chest=chest
            )
        else:
            correction = None
            found = analyze(rr, t, chest=chest)
    except InvalidIntervals as error:
        raise Problem(f"{path.name} cannot be measured: {error}. Correct it.", path) from error
    settings: dict[str, object] = {
        "app_version": __version__,
        "reading": recording.note,
        "corrected": corrected,
        "window_s": window,
        **found.settings,
    }
    return Measured(path, rr, t, correction, found, settings, pauses)


def _overlap(one: Hole, other: Hole) -> bool:
    return one.start_s < other.end_s and other.start_s < one.end_s
