"""The evenly sampled signals of a session."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from coherence_desktop.events import BeatKind, said_of
from coherence_desktop.records.export.session import FloatArray, SessionToExport
from coherence_desktop.signal.artefacts import TOLD_KINDS, Correction
from coherence_desktop.signal.artefacts.outcome import LONGEST_INTERVAL_MS
from coherence_desktop.signal.exposure import SessionBeats

HEART_RATE_HZ = 4.0
_ACCEPTED = (BeatKind.ACCEPTED, BeatKind.NORMAL)


@dataclass(frozen=True, slots=True)
class Channel:
    """What one evenly sampled signal is.

    Attributes
    ----------
    label : str
        In EDF.
    column : str
        In BIDS; empty where it is left to the exact events.
    unit : str
    about : str
        One sentence.
    step : float
        The finest difference that matters, in its unit.
    """

    label: str
    column: str
    unit: str
    about: str
    step: float


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """Channels that are sampled together, from the start of the session on.

    Attributes
    ----------
    recording : str
        Its name in BIDS.
    rate_hz : float
    channels : tuple of Channel
    size : int
        Samples of each.
    blocks : callable
        Gives their values in blocks of so many rows, shape (rows, channels), float64; the last
        block may be shorter. NaN where a value is not known.
    """

    recording: str
    rate_hz: float
    channels: tuple[Channel, ...]
    size: int
    blocks: Callable[[int], Iterator[FloatArray]]

    def in_columns(self) -> "Signals":
        """Only the channels that have a column in BIDS."""
        kept = [at for at, channel in enumerate(self.channels) if channel.column]
        return replace(
            self,
            channels=tuple(self.channels[at] for at in kept),
            blocks=lambda rows: (block[:, kept] for block in self.blocks(rows)),
        )


def corrected(session: SessionToExport) -> Correction | None:
    """Correct the beats of a session, with what people said of single ones; None without beats."""
    if not len(session.t_s):
        return None
    said = said_of(session.events)
    return SessionBeats.of(
        session.t_s,
        session.rr_ms,
        [(gap.start_s, gap.end_s) for gap in session.gaps],
        excluded=[index for index, kind in said.items() if kind is BeatKind.EXCLUDED],
        accepted=[index for index, kind in said.items() if kind in _ACCEPTED],
        told={index: kind for index, kind in said.items() if kind in TOLD_KINDS},
    ).correction


def heart_signals(session: SessionToExport, correction: Correction | None) -> tuple[Signals, ...]:
    """Give heart rate and intervals; nothing without beats."""
    if correction is None:
        return ()
    grid_s = np.arange(int(session.duration_s * HEART_RATE_HZ) + 1) / HEART_RATE_HZ
    about = "Heart rate from corrected RR intervals, straight lines between beats"
    held = "RR interval that this moment is in, as the strap sent it"
    channels = (
        Channel("HR", "heart_rate", "bpm", about, 0.005),
        Channel("RR", "", "ms", held, 0.05),
    )
    heart_rate = 60000.0 / _between_beats(grid_s, correction)
    values = np.column_stack([heart_rate, _held(grid_s, session.t_s, session.rr_ms)])

    def blocks(rows: int) -> Iterator[FloatArray]:
        return (values[first : first + rows] for first in range(0, len(values), rows))

    return (Signals("heart", HEART_RATE_HZ, channels, len(values), blocks),)


def _between_beats(grid_s: FloatArray, correction: Correction) -> FloatArray:
    """Corrected intervals on straight lines between the beats of each unbroken stretch."""
    values = np.full(grid_s.size, np.nan)
    t, rr, segment = correction.t_s, correction.rr_ms, correction.segment
    if not t.size:
        return values
    after = np.searchsorted(t, grid_s)
    inside = (after > 0) & (after < t.size)
    inside[inside] = segment[after[inside] - 1] == segment[after[inside]]
    inside |= t[np.minimum(after, t.size - 1)] == grid_s
    values[inside] = np.interp(grid_s[inside], t, rr)
    return values


def _held(grid_s: FloatArray, t_s: FloatArray, rr_ms: FloatArray) -> FloatArray:
    """Raw intervals, each from its first beat to its second."""
    at = np.minimum(np.searchsorted(t_s, grid_s), t_s.size - 1)
    inside = (grid_s <= t_s[at]) & (grid_s > t_s[at] - rr_ms[at] / 1000.0)
    inside &= rr_ms[at] <= LONGEST_INTERVAL_MS
    return np.where(inside, rr_ms[at], np.nan)
