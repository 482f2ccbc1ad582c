"""Data quality of the whole session in two short lines."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.signal.results import Quality
from coherence_desktop.ui.live.values_column import quality_details
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width
from coherence_desktop.ui.widgets.quality_badge import QualityLevel, QualityMark
from coherence_desktop.ui.words.values import corrections, counts

_WORDS = {
    QualityLevel.CLEAN: "Clean",
    QualityLevel.FAIR: "Fair",
    QualityLevel.CARE: "With care",
    QualityLevel.ABSENT: "No beats yet",
}


class QualitySummary(QWidget):
    """Mark, word and counts, right-aligned; hover tells more.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level = QualityLevel.ABSENT
        self._lines = (_WORDS[QualityLevel.ABSENT], "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Data quality: no beats yet")
        attach_focus_ring(self, theme, 8)
        theme.changed.connect(self.update)

    @property
    def lines(self) -> tuple[str, str]:
        """What is written."""
        return self._lines

    def show_quality(self, quality: Quality) -> None:
        """Show the session's quality."""
        level = QualityLevel.of(quality.corrected_percent if quality.beats else None)
        beats = counts(quality.beats, "beat")
        first = f"{_WORDS[level]}, {beats}" if quality.beats else _WORDS[level]
        lines = (first, corrections(quality) if quality.beats else "")
        if (level, lines) == (self._level, self._lines):
            return
        wider = self.sizeHint().width()
        self._level, self._lines = level, lines
        self.setAccessibleName(f"Data quality: {', '.join(filter(None, lines))}")
        self.setToolTip(quality_details(quality))
        if self.sizeHint().width() != wider:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for both lines, in steps so that counting up moves little."""
        first = 22 + text_width(self._theme.font(14, 500), self._lines[0])
        second = text_width(self._theme.font(12), self._lines[1])
        return QSize(8 * (int(max(first, second, 120.0)) // 8 + 1), 44)

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both lines."""
        painter = QPainter(self)
        crisp(painter)
        theme = self._theme
        token = "note" if self._level is QualityLevel.CARE else "ink"
        font = theme.font(14, 500)
        y = self.height() / 2 - (9 if self._lines[1] else 0)
        x = self.width() - text_width(font, self._lines[0])
        line_text(painter, font, theme.color(token), x, y, self._lines[0])
        mark = QualityMark(self._level)
        mark.paint(painter, theme, QRectF(x - 23, y - 7, 14, 14), None)
        quiet = theme.font(12)
        x = self.width() - text_width(quiet, self._lines[1])
        line_text(painter, quiet, theme.color("ink2"), x, y + 19, self._lines[1])
