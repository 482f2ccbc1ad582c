"""The beats of the last minute, and what a session keeps of the older ones."""

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.coherence import WINDOW_S
from coherence_desktop.signal.corrected_series import lay_out
from coherence_desktop.signal.intervals import InvalidIntervals, breaks, check_interval
from coherence_desktop.signal.results import FloatArray, Quality

NORMAL = ("normal", "accepted")
_KEPT_S = WINDOW_S + 16.0
_CAPACITY = 512


class BeatBuffer:
    """Raw beats with what was judged of them; bounded, however long the session.

    Beats older than the window are folded into counts once the arrays are full, so that a beat
    costs the same after a minute and after a day.
    """

    def __init__(self) -> None:
        self._t = np.empty(_CAPACITY)
        self._rr = np.empty(_CAPACITY)
        self._size = 0
        self._first_index = 0
        self._gap_starts: list[float] = []
        self._judged: dict[int, tuple[str, tuple[float, ...]]] = {}
        self._old_kinds: dict[str, int] = {}
        self._old_gaps = 0
        self._first_broken = False
        self._old_longest_s = 0.0
        self._clean_since_s: float | None = None
        """Start of the clean stretch that goes on into the buffer."""

    @property
    def t_s(self) -> FloatArray:
        """Times of the buffered beats, shape (n,)."""
        return self._t[: self._size]

    @property
    def rr_ms(self) -> FloatArray:
        """Raw intervals that end at these beats, shape (n,)."""
        return self._rr[: self._size]

    def append(self, t: float, rr_ms: float) -> int:
        """Take the next beat; gives back its index in the session, from 0.

        Raises
        ------
        InvalidIntervals
            If the interval is none, or the beat is not later than the one before it.
        """
        t, rr_ms = check_interval(t, rr_ms)
        if self._size and t <= self._t[self._size - 1]:
            raise InvalidIntervals(
                f"a beat at {t} s is not after the one before it ({self._t[self._size - 1]} s)", t
            )
        if self._size == self._t.size:
            self._fold(t - _KEPT_S)
        self._t[self._size] = t
        self._rr[self._size] = rr_ms
        self._size += 1
        return self._first_index + self._size - 1

    def judge(self, index: int, kind: str, corrected: tuple[float, ...]) -> None:
        """Note what a beat's interval is held to be; one that left the buffer stays as it is."""
        if index >= self._first_index + self._size:
            raise IndexError(f"beat {index} was judged before it came")
        if index < self._first_index:
            return
        if kind in NORMAL:
            self._judged.pop(index, None)
        else:
            self._judged[index] = (kind, corrected)

    def gap(self, start_s: float) -> None:
        """Note that beats are missing after a time."""
        self._gap_starts.append(start_s)

    def realign(self, from_s: float, shift_s: float) -> None:
        """Shift the beats at or after a time.

        Raises
        ------
        InvalidIntervals
            If a shifted beat would come before one that stays.
        """
        t = self.t_s
        first = int(np.searchsorted(t, from_s))
        if 0 < first < t.size and not t[first] + shift_s > t[first - 1]:
            raise InvalidIntervals(
                f"a shift of {shift_s} s puts the beat at {t[first]} s before the one at "
                f"{t[first - 1]} s",
                shift_s,
            )
        t[first:] += shift_s

    def broken(self) -> NDArray[np.bool_]:
        """Return where something is missing before a buffered beat, shape (n,)."""
        t = self.t_s
        found = breaks(t, self.rr_ms) > 0.0
        found[:1] = self._first_broken
        if self._gap_starts:
            after = np.searchsorted(t, np.array(self._gap_starts) + 1e-6, side="right")
            found[after[(after > 0) & (after < t.size)]] = True
        return found

    def series(
        self, broken: NDArray[np.bool_]
    ) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
        """Times, intervals and breaks with corrections in place; see `lay_out`."""
        t, rr = self.t_s, self.rr_ms
        corrected = {
            index - self._first_index: values
            for index, (_, values) in self._judged.items()
            if values != (rr[index - self._first_index],)
        }
        if not corrected:
            return t, rr, broken
        return lay_out(t, rr, broken, corrected)

    def quality_since(self, start_s: float, broken: NDArray[np.bool_]) -> Quality:
        """Quality of the buffered beats after a time."""
        first = int(np.searchsorted(self.t_s, start_s, side="right"))
        kinds = self._kinds(first, self._size)
        lengths = self._clean_runs(first, self._size, broken, None)[0]
        return Quality(
            beats=self._size - first,
            corrected=sum(kinds.values()),
            by_kind=kinds,
            gaps=int(np.count_nonzero(broken[first:])),
            longest_clean_s=float(lengths.max(initial=0.0)),
        )

    def quality(self, broken: NDArray[np.bool_]) -> Quality:
        """Quality of the whole session."""
        kinds = dict(self._old_kinds)
        for kind, count in self._kinds(0, self._size).items():
            kinds[kind] = kinds.get(kind, 0) + count
        lengths = self._clean_runs(0, self._size, broken, self._clean_since_s)[0]
        return Quality(
            beats=self._first_index + self._size,
            corrected=sum(kinds.values()),
            by_kind=kinds,
            gaps=self._old_gaps + int(np.count_nonzero(broken)),
            longest_clean_s=float(lengths.max(initial=self._old_longest_s)),
        )

    def _kinds(self, first: int, stop: int) -> dict[str, int]:
        counts: dict[str, int] = {}
        for index, (kind, _) in self._judged.items():
            if first <= index - self._first_index < stop:
                counts[kind] = counts.get(kind, 0) + 1
        return counts

    def _clean_runs(
        self, first: int, stop: int, broken: NDArray[np.bool_], since_s: float | None
    ) -> tuple[FloatArray, FloatArray]:
        """Lengths and starts in s of the stretches of normal, unbroken intervals."""
        clean = np.ones(stop - first, dtype=np.bool_)
        for index in self._judged:
            if first <= index - self._first_index < stop:
                clean[index - self._first_index - first] = False
        opens = clean.copy()
        opens[1:] &= ~clean[:-1] | broken[first + 1 : stop]
        closes = clean.copy()
        closes[:-1] &= ~clean[1:] | broken[first + 1 : stop]
        begins = (self._t[first:stop] - self._rr[first:stop] / 1000.0)[opens]
        if since_s is not None and opens.size and opens[0] and not broken[first]:
            begins[0] = since_s
        return self._t[first:stop][closes] - begins, begins

    def _fold(self, before_s: float) -> None:
        """Make room: beats before a time leave, and only their counts stay."""
        leaving = int(np.searchsorted(self.t_s, before_s))
        if leaving < self._t.size // 4:
            self._t = np.concatenate([self._t, np.empty(self._t.size)])
            self._rr = np.concatenate([self._rr, np.empty(self._rr.size)])
            return
        broken = self.broken()
        for kind, count in self._kinds(0, leaving).items():
            self._old_kinds[kind] = self._old_kinds.get(kind, 0) + count
        self._old_gaps += int(np.count_nonzero(broken[:leaving]))
        lengths, begins = self._clean_runs(0, leaving, broken, self._clean_since_s)
        self._old_longest_s = float(lengths.max(initial=self._old_longest_s))
        last_is_clean = self._first_index + leaving - 1 not in self._judged
        self._clean_since_s = float(begins[-1]) if last_is_clean else None
        kept = self._size - leaving
        self._t[:kept] = self._t[leaving : self._size]
        self._rr[:kept] = self._rr[leaving : self._size]
        self._first_broken = bool(broken[leaving])
        self._size = kept
        self._first_index += leaving
        self._judged = {k: v for k, v in self._judged.items() if k >= self._first_index}
        self._gap_starts = [start for start in self._gap_starts if start >= before_s]
