"""How good the data behind a value are: a mark, a word and the counts on demand."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width

_GAP = 8


class QualityLevel(StrEnum):
    """What the share of corrected beats means."""

    CLEAN = "clean"
    FAIR = "fair"
    CARE = "read with care"
    ABSENT = "absent"

    @classmethod
    def of(cls, corrected_percent: float | None) -> "QualityLevel":
        """Level for corrected beats in percent: under 1 clean, to 5 fair, above with care."""
        if corrected_percent is None:
            return cls.ABSENT
        if corrected_percent < 1.0:
            return cls.CLEAN
        return cls.FAIR if corrected_percent <= 5.0 else cls.CARE


@dataclass(frozen=True, slots=True)
class QualityMark:
    """Tick disc, half disc, diamond or dashed ring."""

    level: QualityLevel
    size_px: int = 14

    @property
    def width(self) -> int:
        """Edge in logical pixels."""
        return self.size_px

    @property
    def height(self) -> int:
        """Edge in logical pixels."""
        return self.size_px

    def paint(self, painter: QPainter, theme: Theme, rect: QRectF, token: str | None) -> None:
        """Draw the mark of the level."""
        painter.save()
        painter.translate(rect.center())
        painter.scale(self.size_px / 14, self.size_px / 14)
        {
            QualityLevel.CLEAN: _tick_disc,
            QualityLevel.FAIR: _half_disc,
            QualityLevel.CARE: _diamond,
            QualityLevel.ABSENT: _dashed_ring,
        }[self.level](painter, theme, token)
        painter.restore()


class QualityBadge(QWidget):
    """The mark of a quality level; hover or focus tells the counts.

    Parameters
    ----------
    theme : Theme
    level : QualityLevel
    words : bool
        Write the level beside the mark.
    """

    def __init__(
        self,
        theme: Theme,
        level: QualityLevel = QualityLevel.ABSENT,
        *,
        words: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level = level
        self._words = words
        self._mark = QualityMark(level)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_quality(level)
        attach_focus_ring(self, theme, 7)
        theme.changed.connect(self.update)

    @property
    def level(self) -> QualityLevel:
        """What is shown."""
        return self._level

    def set_quality(self, level: QualityLevel, details: str = "") -> None:
        """Show a level; ``details`` are counts by kind, gaps and the longest clean stretch."""
        if level != self._level:
            self._level = level
            self._mark = QualityMark(level)
            self.updateGeometry()
            self.update()
        self.setAccessibleName(f"Data quality: {level}")
        self.setAccessibleDescription(details)
        self.setToolTip(details)

    def sizeHint(self) -> QSize:
        """The mark, and the word where it is written."""
        if not self._words:
            return QSize(14, 14)
        width = text_width(self._theme.font(12), str(self._level))
        return QSize(14 + _GAP + round(width) + 1, 16)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the counts to keyboard users too."""
        super().focusInEvent(event)
        if self.toolTip() and event.reason() != Qt.FocusReason.MouseFocusReason:
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height() + 4)), self.toolTip(), self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the counts away again."""
        super().focusOutEvent(event)
        QToolTip.hideText()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw mark and word."""
        painter = QPainter(self)
        crisp(painter)
        middle = self.height() / 2
        self._mark.paint(painter, self._theme, QRectF(0, middle - 7, 14, 14), None)
        if self._words:
            token = "note" if self._level is QualityLevel.CARE else "ink2"
            font = self._theme.font(12)
            line_text(painter, font, self._theme.color(token), 14 + _GAP, middle, str(self._level))


def _tick_disc(painter: QPainter, theme: Theme, token: str | None) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token or "accent"))
    painter.drawEllipse(QPointF(0, 0), 6.5, 6.5)
    pen = QPen(theme.color("on_accent"), 1.7)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([QPointF(-2.8, 0.2), QPointF(-0.8, 2.2), QPointF(2.9, -2.1)]))


def _half_disc(painter: QPainter, theme: Theme, token: str | None) -> None:
    color = theme.color(token or "ink2")
    painter.setPen(QPen(color, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(0, 0), 5.75, 5.75)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPie(QRectF(-6, -6, 12, 12), -90 * 16, 180 * 16)


def _diamond(painter: QPainter, theme: Theme, token: str | None) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token or "note"))
    painter.drawPolygon(QPolygonF([QPointF(0, -6), QPointF(6, 0), QPointF(0, 6), QPointF(-6, 0)]))


def _dashed_ring(painter: QPainter, theme: Theme, token: str | None) -> None:
    pen = QPen(theme.color(token or "ink3"), 1.5)
    pen.setDashPattern([1.6, 1.6])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(0, 0), 5.75, 5.75)
