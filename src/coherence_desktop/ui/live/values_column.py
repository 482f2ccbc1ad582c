"""The values of the last 64 s, each with unit and quality, with the pacer at their foot."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from coherence_desktop.practice.levels import Levels
from coherence_desktop.signal.results import (
    Absent,
    BreathAmplitude,
    Coherence,
    HeartRateNow,
    LiveSnapshot,
    Quality,
    Synchrony,
)
from coherence_desktop.ui.live.pacer_control import PacerControl
from coherence_desktop.ui.live.value_row import CoherenceRow, ValueRow
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.quality_badge import QualityLevel
from coherence_desktop.ui.words.values import MINUS, absence, corrections, counts

COLUMN_PX = 304
_NOTHING_YET = Absent("needs 64 s of beats")


class ValuesColumn(Panel):
    """What the heart does now, in numbers.

    Parameters
    ----------
    theme : Theme
    levels : Levels
        Of coherence.
    """

    def __init__(self, theme: Theme, levels: Levels, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.heart_rate = ValueRow(theme, "Heart rate", 40, 89)
        self.coherence = CoherenceRow(theme, levels)
        self.amplitude = ValueRow(theme, "Breath amplitude")
        self.synchrony = ValueRow(theme, "Synchrony with pacer")
        self.rmssd = ValueRow(theme, "RMSSD")
        self.pacer = PacerControl(theme)
        self._header = _header(theme)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 1, 1)
        self._grid.setSpacing(0)
        self._wide: bool | None = None
        self.set_wide(wide=False)
        self.show_measures(None)

    @property
    def rows(self) -> tuple[ValueRow, ...]:
        """All rows, from the top."""
        return (self.heart_rate, self.coherence, self.amplitude, self.synchrony, self.rmssd)

    def set_wide(self, *, wide: bool) -> None:
        """Lay out as a column, or, under the plot of a narrow window, side by side."""
        if wide is self._wide:
            return
        self._wide = wide
        self._grid.setContentsMargins(1, 1, 1, 9 if wide else 1)
        while self._grid.count():
            self._grid.takeAt(0)
        for number in range(8):
            self._grid.setRowStretch(number, 0)
            self._grid.setColumnStretch(number, 0)
        if wide:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16777215)
            self._grid.addWidget(self._header, 0, 0, 1, 3)
            self._grid.addWidget(self.heart_rate, 1, 0)
            self._grid.addWidget(self.coherence, 1, 1)
            self._grid.addWidget(self.amplitude, 1, 2)
            self._grid.addWidget(self.synchrony, 2, 0)
            self._grid.addWidget(self.rmssd, 2, 1)
            self._grid.addWidget(self.pacer, 2, 2)
            for column in range(3):
                self._grid.setColumnStretch(column, 1)
        else:
            self.setFixedWidth(COLUMN_PX)
            self._grid.addWidget(self._header, 0, 0)
            for number, row in enumerate(self.rows):
                self._grid.addWidget(row, number + 1, 0)
            self._grid.setRowStretch(len(self.rows) + 1, 1)
            self._grid.addWidget(self.pacer, len(self.rows) + 2, 0)
        for row in self.rows:
            row.setMaximumHeight(16777215 if wide else row.sizeHint().height())

    def show_measures(self, snapshot: LiveSnapshot | None, silence: str = "") -> None:
        """Show what is measured now.

        Parameters
        ----------
        snapshot : LiveSnapshot or None
            None before the first beat.
        silence : str
            Words for the time since the last beat, where that is so long that no value holds.
        """
        self.pacer.show_breathing(snapshot.breathing_rate if snapshot and not silence else None)
        if snapshot is None:
            self.heart_rate.set_absent(silence or "No beat yet.")
            self.coherence.set_absent(silence or absence("Coherence", _NOTHING_YET))
            for row in (self.amplitude, self.synchrony, self.rmssd):
                row.set_absent(silence or absence("", _NOTHING_YET))
            return
        if silence:
            for row in self.rows:
                row.set_absent(silence)
            return
        quality = snapshot.window_quality
        level = QualityLevel.of(quality.corrected_percent if quality.beats else None)
        details = quality_details(quality)
        for row, shown in (
            (self.heart_rate, self._show_heart_rate(snapshot.heart_rate)),
            (self.coherence, self._show_coherence(snapshot.coherence)),
            (self.amplitude, self._show_amplitude(snapshot.breath_amplitude)),
            (self.synchrony, self._show_synchrony(snapshot.synchrony)),
            (self.rmssd, self._show_rmssd(snapshot.rmssd_ms)),
        ):
            if shown:
                row.badge.set_quality(level, details)

    def _show_heart_rate(self, rate: HeartRateNow | Absent) -> bool:
        if isinstance(rate, Absent):
            self.heart_rate.set_absent(absence("", rate))
            return False
        wide = rate.max_bpm >= 99.5 and rate.mean_bpm >= 99.5
        span = f"{rate.min_bpm:.0f} to {rate.max_bpm:.0f}"
        detail = f"now {rate.now_bpm:.0f}, {span if wide else f'range {span}'}"
        self.heart_rate.set_value(f"{rate.mean_bpm:.0f}", "bpm", detail)
        return True

    def _show_coherence(self, coherence: Coherence | Absent) -> bool:
        if isinstance(coherence, Absent):
            self.coherence.set_absent(absence("Coherence", coherence))
            return False
        self.coherence.set_score(coherence.score)
        return True

    def _show_amplitude(self, amplitude: BreathAmplitude | Absent) -> bool:
        if isinstance(amplitude, Absent):
            self.amplitude.set_absent(absence("", amplitude))
            return False
        detail = (
            "of 1 breath" if amplitude.breaths == 1 else f"mean of {amplitude.breaths} breaths"
        )
        self.amplitude.set_value(f"{amplitude.mean_bpm:.0f}", "bpm", detail)
        return True

    def _show_synchrony(self, synchrony: Synchrony | Absent) -> bool:
        if isinstance(synchrony, Absent):
            self.synchrony.set_absent(absence("", synchrony))
            return False
        degrees = round(synchrony.phase_deg)
        sign = "+" if degrees > 0 else MINUS if degrees < 0 else ""
        detail = f"phase {sign}{abs(degrees)}°"
        self.synchrony.set_value(f"{synchrony.explained:.2f}", "of 1", detail)
        return True

    def _show_rmssd(self, rmssd_ms: float | Absent) -> bool:
        if isinstance(rmssd_ms, Absent):
            self.rmssd.set_absent(absence("", rmssd_ms))
            return False
        self.rmssd.set_value(f"{rmssd_ms:.0f}", "ms", "64 s window")
        return True


def quality_details(quality: Quality) -> str:
    """Counts by kind, gaps and the longest clean stretch, one a line."""
    lines = [f"{counts(quality.beats, 'beat')}: {corrections(quality)}"]
    lines += [
        f"{count} {kind.replace('_', ' ')}" for kind, count in quality.by_kind.items() if count
    ]
    lines.append(f"longest clean stretch {quality.longest_clean_s:.0f} s")
    return "\n".join(lines)


def _header(theme: Theme) -> QWidget:
    header = QWidget()
    row = QHBoxLayout(header)
    row.setContentsMargins(16, 0, 16, 0)
    row.setSpacing(8)
    row.addWidget(Label(theme, "Now", 14, 600))
    row.addWidget(Label(theme, "last 64 s, corrected", 12, 400, "ink2"))
    row.addStretch(1)
    header.setFixedHeight(44)
    header.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return header
