"""All live measures, brought up to date at every beat."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal import coherence as window
from coherence_desktop.signal.beat_buffer import BeatBuffer
from coherence_desktop.signal.breath_amplitude import breath_amplitude
from coherence_desktop.signal.breathing import breathing_rate
from coherence_desktop.signal.breathing_acceleration import AccelerationWindow
from coherence_desktop.signal.intervals import GAP_S
from coherence_desktop.signal.raw_samples import IntArray
from coherence_desktop.signal.results import (
    Absent,
    BreathAmplitude,
    BreathingRate,
    FloatArray,
    HeartRateNow,
    LiveSnapshot,
    Spectrum,
    Synchrony,
)
from coherence_desktop.signal.synchrony import synchrony

PhaseOf = Callable[[FloatArray], FloatArray]

_NO_GUIDE = Absent("needs a breathing guide")


class LiveMeasures:
    """Measures of the last 64 s, from beats as they arrive.

    Memory and the cost of a beat do not grow with the session.

    Parameters
    ----------
    phase_rad : callable, optional
        Phase of the breathing guide at session times in s: 0 at the end of inhale, 2 pi a
        breath, growing. May be replaced through `phase_rad` when the guide changes. Without it
        the measures that need the breath are absent.

    Examples
    --------
    >>> live = LiveMeasures()
    >>> for second in range(1, 11):
    ...     _ = live.beat(float(second), 1000.0)
    >>> live.snapshot().coherence
    Absent(reason='needs 64 s of beats; 54 s to go', wait_s=54.0)
    """

    def __init__(self, phase_rad: PhaseOf | None = None) -> None:
        self.phase_rad = phase_rad
        self._beats = BeatBuffer()
        self._movement: AccelerationWindow | None = None

    def beat(self, t: float, rr_ms: float, *, corrected: bool = False) -> int:
        """Take the next beat.

        Parameters
        ----------
        t : float
            Session time of the beat in s, later than the one before it.
        rr_ms : float
            The interval that ends at the beat.
        corrected : bool
            The interval is not as the heart made it, but already put right.

        Returns
        -------
        int
            Index of the beat in the session, from 0.

        Raises
        ------
        InvalidIntervals
            If the interval is none or the beat is not later than the one before it.
        """
        index = self._beats.append(t, rr_ms)
        if corrected:
            self._beats.judge(index, "corrected", (float(rr_ms),))
        return index

    def judge(self, index: int, kind: str, corrected_ms: tuple[float, ...]) -> None:
        """Note what an interval is held to be, provisionally or for good.

        Parameters
        ----------
        index : int
            Index of the beat in the session, from 0. Beats that have left the window are left as
            they are.
        kind : str
            ``normal`` or ``accepted`` takes an earlier judgement back.
        corrected_ms : tuple of float
            What takes the interval's place: empty where it was merged away, two values where it
            was split.

        Raises
        ------
        IndexError
            If that beat has not come yet.
        """
        self._beats.judge(index, kind, corrected_ms)

    def gap(self, start_s: float, end_s: float) -> None:
        """Note that no beats are known between two times.

        Raises
        ------
        ValueError
            If the gap ends before it starts.
        """
        if not end_s >= start_s:
            raise ValueError(f"a gap from {start_s} s to {end_s} s ends before it starts")
        self._beats.gap(start_s)

    def realign(self, from_s: float, shift_s: float) -> None:
        """Shift the beats at or after a time: they really were later (or earlier).

        Raises
        ------
        InvalidIntervals
            If a shifted beat would come before one that stays.
        """
        self._beats.realign(from_s, shift_s)

    def acceleration(self, t: float, rate_hz: float, mg: IntArray) -> None:
        """Take acceleration of the chest; breathing is taken from it where it is clear.

        Parameters
        ----------
        t : float
            Session time of the first sample in s.
        rate_hz : float
        mg : ndarray, shape (n, 3)
            In thousandths of g.
        """
        if self._movement is None:
            self._movement = AccelerationWindow()
        self._movement.add(t, rate_hz, mg)

    def snapshot(self, now_s: float | None = None) -> LiveSnapshot:
        """All live measures.

        Parameters
        ----------
        now_s : float, optional
            Session time, to have the measures go absent while no beats come; without it the
            measures are those at the last beat.

        Returns
        -------
        LiveSnapshot
        """
        beats = self._beats
        broken = beats.broken()
        t, rr, cut = beats.series(broken)
        end = float(t[-1]) if t.size else (now_s or 0.0)
        silence_s = 0.0 if now_s is None else now_s - end
        start = end - window.WINDOW_S
        inside = window.beats_within(t, rr, end)
        t_in, rr_in, cut_in = t[inside], rr[inside], cut[inside]
        missing = window.uncovered(t, rr, end)
        if t.size and silence_s > GAP_S:
            missing = _silent(silence_s)
        samples = missing or window.tachogram(t_in, rr_in, end)
        psd = samples if isinstance(samples, Absent) else window.power(samples)
        return LiveSnapshot(
            t=end if silence_s <= GAP_S else end + silence_s,
            heart_rate=_heart_rate(rr_in, silence_s) if t.size else Absent("no beat yet"),
            coherence=psd if isinstance(psd, Absent) else window.from_spectrum(psd),
            spectrum=psd if isinstance(psd, Absent) else Spectrum(window.FREQUENCIES_HZ, psd),
            synchrony=self._synchrony(samples, end),
            breath_amplitude=self._amplitude(t_in, rr_in, cut_in, silence_s),
            rmssd_ms=missing or _rmssd(rr_in, cut_in),
            window_quality=beats.quality_since(start, broken),
            session_quality=beats.quality(broken),
            breathing_rate=self._breathing(psd, now_s),
        )

    def _breathing(self, psd: FloatArray | Absent, now_s: float | None) -> BreathingRate | Absent:
        if self._movement is not None:
            seen = self._movement.breathing(now_s)
            if not isinstance(seen, Absent):
                return seen
        return psd if isinstance(psd, Absent) else breathing_rate(psd)

    def _synchrony(self, samples: FloatArray | Absent, end: float) -> Synchrony | Absent:
        if self.phase_rad is None:
            return _NO_GUIDE
        if isinstance(samples, Absent):
            return samples
        return synchrony(samples, self.phase_rad(window.sample_times(end)))

    def _amplitude(
        self, t: FloatArray, rr: FloatArray, cut: NDArray[np.bool_], silence_s: float
    ) -> BreathAmplitude | Absent:
        if self.phase_rad is None:
            return _NO_GUIDE
        if silence_s > GAP_S:
            return _silent(silence_s)
        return breath_amplitude(rr, self.phase_rad(t), cut)


def _silent(silence_s: float) -> Absent:
    return Absent(f"no beat for {int(silence_s)} s")


def _heart_rate(rr: FloatArray, silence_s: float) -> HeartRateNow | Absent:
    if rr.size == 0:
        return Absent("no interval between beats yet")
    if silence_s > GAP_S:
        return _silent(silence_s)
    rate = 60000.0 / rr
    return HeartRateNow(
        mean_bpm=float(rate.mean()),
        now_bpm=float(rate[-1]),
        min_bpm=float(rate.min()),
        max_bpm=float(rate.max()),
    )


def _rmssd(rr: FloatArray, cut: NDArray[np.bool_]) -> float | Absent:
    steps = np.diff(rr)[~cut[1:]]
    if steps.size == 0:
        return Absent("no two intervals in a row")
    return float(np.sqrt(np.mean(steps * steps)))
