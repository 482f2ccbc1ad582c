"""One measured value with its unit, a detail and its quality, or the reason why there is none."""

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.practice.levels import Levels
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width
from coherence_desktop.ui.widgets.quality_badge import QualityBadge, QualityLevel
from coherence_desktop.ui.widgets.rings import WORDS, Ringed

EDGE_PX = 16
_TITLE_Y = 20
_UNIT_GAP_PX = 8


class ValueRow(QWidget):
    """A row of the values column.

    Parameters
    ----------
    theme : Theme
    title : str
        Name of the measure.
    size_px : int
        Size of the value: 40 or 28.
    height : int
        In logical pixels.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        size_px: int = 28,
        height: int = 77,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = title
        self._size_px = size_px
        self._height = height
        self._value = ""
        self._unit = ""
        self._detail = ""
        self._absent = ""
        self.badge = QualityBadge(theme, parent=self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(height)
        theme.changed.connect(self.update)
        self._tell()

    @property
    def words(self) -> str:
        """What the row says in place of or beside its title."""
        return self._absent or f"{self._value} {self._unit}".strip()

    def set_value(self, value: str, unit: str, detail: str = "") -> None:
        """Show a value; nothing is repainted when it is the same."""
        if (value, unit, detail, "") != (self._value, self._unit, self._detail, self._absent):
            self._value, self._unit, self._detail, self._absent = value, unit, detail, ""
            self._tell()

    def set_absent(self, words: str) -> None:
        """Say why there is no value."""
        if words != self._absent:
            self._value = self._unit = self._detail = ""
            self._absent = words
            self._tell()
        self.badge.set_quality(QualityLevel.ABSENT, words)

    def sizeHint(self) -> QSize:
        """Height in the reference layout."""
        return QSize(302, self._height)

    def minimumSizeHint(self) -> QSize:
        """A low window may take a little of the air."""
        return QSize(200, self._height - 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the badge at the right of the title."""
        self.badge.adjustSize()
        corner = self.width() - EDGE_PX - self.badge.width(), _TITLE_Y - self.badge.height() // 2
        self.badge.move(*corner)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw rule, title and value or reason."""
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QLineF(0, 0.5, self.width(), 0.5))
        crisp(painter)
        line_text(painter, theme.font(14), theme.color("ink2"), EDGE_PX, _TITLE_Y, self._title)
        if self._absent:
            self._paint_absent(painter)
        else:
            self._paint_value(painter)

    def _paint_value(self, painter: QPainter) -> None:
        theme = self._theme
        font = theme.font(self._size_px, 600)
        middle = 55.0 if self._size_px == 40 else 49.0
        middle -= max(0.0, (self._height - self.height()) / 2)
        x = line_text(painter, font, theme.color("ink"), EDGE_PX, middle, self._value)
        self._paint_beside(painter, x + _UNIT_GAP_PX, middle, font_cap(font))

    def _paint_beside(self, painter: QPainter, x: float, middle: float, cap: float) -> None:
        theme = self._theme
        unit, quiet = theme.font(14), theme.font(12)
        baseline = middle + cap / 2
        x = line_text(
            painter, unit, theme.color("ink2"), x, baseline - font_cap(unit) / 2, self._unit
        )
        at = self.width() - EDGE_PX - text_width(quiet, self._detail)
        if at > x + 8:
            y = baseline - font_cap(quiet) / 2
            line_text(painter, quiet, theme.color("ink2"), at, y, self._detail)

    def _paint_absent(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font(14, 500))
        painter.setPen(self._theme.color("ink"))
        box = QRectF(EDGE_PX, _TITLE_Y + 11, self.width() - 2 * EDGE_PX, self.height() - 31)
        painter.drawText(
            box, int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap), self._absent
        )

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._title}: {self.words}")
        self.setAccessibleDescription(self._detail)
        self.update()


class CoherenceRow(ValueRow):
    """The coherence score with its bar, rings and word.

    Parameters
    ----------
    theme : Theme
    levels : Levels
        Marked on the bar.
    """

    def __init__(self, theme: Theme, levels: Levels, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Coherence", 40, 117, parent)
        self._levels = levels
        self._score = 0.0

    def set_score(self, score: float) -> None:
        """Show a score of 0 to 100."""
        self._score = score
        level = WORDS[self._levels.of(score)]
        self.set_value(f"{score:.0f}", "of 100", level)

    def _paint_beside(self, painter: QPainter, x: float, middle: float, cap: float) -> None:
        theme = self._theme
        line_text(painter, theme.font(14), theme.color("ink2"), x, middle, self._unit)
        font = theme.font(14, 600)
        at = self.width() - EDGE_PX - text_width(font, self._detail)
        line_text(painter, font, theme.color("ink"), at, middle, self._detail)
        rings = Ringed(self._levels.of(self._score), 24)
        rings.paint(painter, theme, QRectF(at - 32, middle - 12, 24, 24), None)
        self._paint_bar(painter, middle + 30)

    def _paint_bar(self, painter: QPainter, top: float) -> None:
        theme = self._theme
        trough = QRectF(EDGE_PX, top, self.width() - 2 * EDGE_PX, 8)
        rounded_box(painter, trough, 4, theme.color("sunken"))
        filled = QRectF(trough)
        filled.setWidth(trough.width() * min(max(self._score, 0.0), 100.0) / 100.0)
        painter.setClipRect(filled)
        rounded_box(painter, trough, 4, theme.color("accent"))
        painter.setClipping(False)
        painter.setPen(QPen(theme.color("ink2"), 1))
        for score in (self._levels.medium, self._levels.high):
            x = round(trough.left() + trough.width() * score / 100.0) + 0.5
            painter.drawLine(QLineF(x, trough.bottom() + 2, x, trough.bottom() + 8))


def font_cap(font: QFont) -> float:
    """Height of capitals and figures, in logical pixels."""
    return QFontMetricsF(font).capHeight()
