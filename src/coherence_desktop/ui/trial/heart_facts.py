"""Heart rate in three numbers beside the plot's title: now, baseline and peak of the trial."""

import math
from statistics import median

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.practice.exposure.phases import BASELINE, INDUCE, STAY
from coherence_desktop.ui.live.strap_status import silence_words
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.model import TrialModel
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width

SMOOTHED_OVER_S = 5.0
"""Heart rates that are told are medians over this long."""
_LEAST_BEATS = 3
_GAP_PX = 7.0
_APART_PX = 24.0
_NUMBER_PX, _WORDS_PX = 16, 14


class HeartNumbers:
    """Baseline and peak of the running trial, followed beat by beat.

    Parameters
    ----------
    model : TrialModel
    """

    def __init__(self, model: TrialModel) -> None:
        self._model = model
        self._trial_t = math.nan
        self._peak = -math.inf

    def now(self, t: float) -> float | None:
        """Heart rate of the last 5 s, in bpm; ``None`` without beats."""
        return self._median(t - SMOOTHED_OVER_S, t, _LEAST_BEATS)

    def baseline(self) -> float | None:
        """Median heart rate of the trial's baseline, in bpm."""
        for span in self._model.state.done:
            if span.name == BASELINE:
                return self._median(span.start_s, span.end_s, _LEAST_BEATS)
        return None

    def peak(self, t: float) -> float | None:
        """Highest heart rate while the sensation was brought on and stayed with, in bpm."""
        state = self._model.state
        trial_t = math.nan if state.trial is None else state.trial.t
        if trial_t != self._trial_t:
            self._trial_t, self._peak = trial_t, -math.inf
        if state.phase in (INDUCE, STAY) and state.ended is None:
            now = self._median(max(state.phase_start_s, t - SMOOTHED_OVER_S), t, _LEAST_BEATS)
            self._peak = max(self._peak, -math.inf if now is None else now)
        return None if math.isinf(self._peak) else self._peak

    def _median(self, start_s: float, end_s: float, least: int) -> float | None:
        trace = self._model.live.track.between(start_s, end_s)
        inside = (trace.t_s >= start_s) & (trace.t_s <= end_s)
        bpm = trace.bpm[inside].tolist()
        return median(bpm) if len(bpm) >= least else None


class HeartFacts(QWidget):
    """The numbers as words.

    Parameters
    ----------
    theme : Theme
    model : TrialModel
    """

    def __init__(self, theme: Theme, model: TrialModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.numbers = HeartNumbers(model)
        self._parts: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_now(0.0)

    @property
    def words(self) -> str:
        """What is said."""
        return ", ".join(f"{number} {words}".strip() for number, words in self._parts)

    def show_now(self, t: float) -> None:
        """Show the numbers of session time ``t``."""
        now, baseline, peak = self.numbers.now(t), self.numbers.baseline(), self.numbers.peak(t)
        silence = silence_words(self._model.live, t)
        if silence or now is None:
            parts = [("", silence or "No beat yet.")]
        else:
            parts = [(f"{now:.0f}", "bpm now")]
        if baseline is not None:
            parts.append((f"{baseline:.0f}", "baseline"))
        if peak is not None:
            parts.append((f"{peak:.0f}", "peak"))
        if tuple(parts) != self._parts:
            self._parts = tuple(parts)
            self.setAccessibleName(f"Heart rate: {self.words}")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Room for all parts."""
        number, words = self._theme.font(_NUMBER_PX, 600), self._theme.font(_WORDS_PX)
        wide = sum(
            text_width(number, n) + (_GAP_PX if n else 0.0) + text_width(words, w)
            for n, w in self._parts
        )
        return QSize(math.ceil(wide + _APART_PX * max(0, len(self._parts) - 1)) + 1, 24)

    def minimumSizeHint(self) -> QSize:
        """At least the heart rate of now."""
        return QSize(96, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the parts in a row."""
        painter = QPainter(self)
        crisp(painter)
        theme, middle = self._theme, self.height() / 2
        number, words = theme.font(_NUMBER_PX, 600), theme.font(_WORDS_PX)
        x = 0.0
        for value, said in self._parts:
            if value:
                x = line_text(painter, number, theme.color("ink"), x, middle, value) + _GAP_PX
            x = line_text(painter, words, theme.color("ink2"), x, middle, said) + _APART_PX
