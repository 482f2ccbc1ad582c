"""A few words in the middle, which come and go softly."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import LINE_PX

_SHADES = 24


class FadingWords(QWidget):
    """Centred words with a strength from 0 to 1; with reduced motion they are there or not.

    Parameters
    ----------
    theme : Theme
    size_px : int
        A size of the type scale.
    lines : int
        Room that is always taken, so that nothing moves when words change.
    width_px : int
        Lines are no longer than this.
    """

    def __init__(
        self,
        theme: Theme,
        size_px: int,
        lines: int,
        width_px: int = 920,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size_px = size_px
        self._lines = lines
        self._width_px = width_px
        self._words = ""
        self._shade = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def words(self) -> str:
        """The words, seen or not."""
        return self._words

    @property
    def strength(self) -> float:
        """How much of them is seen."""
        return self._shade / _SHADES

    def show_words(self, words: str, strength: float = 1.0) -> None:
        """Show words with a strength from 0 to 1."""
        if self._theme.reduced_motion:
            strength = 1.0 if strength > 0.0 else 0.0
        shade = round(min(max(strength, 0.0), 1.0) * _SHADES)
        if (words, shade) == (self._words, self._shade):
            return
        if words != self._words:
            self._words = words
            self.setAccessibleName(words)
        self._shade = shade
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all lines."""
        return QSize(self._width_px, self._lines * LINE_PX[self._size_px])

    def minimumSizeHint(self) -> QSize:
        """Lines may become shorter."""
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, centred in the room."""
        if not self._words or not self._shade:
            return
        font = self._theme.font(self._size_px)
        layout = QTextLayout(self._words, font)
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        wide = min(self._width_px, self.width())
        line_px = LINE_PX[self._size_px]
        spare = (line_px - QFontMetricsF(font).height()) / 2
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(wide)
            line.setPosition(QPointF(0, count * line_px + spare))
            count += 1
        layout.endLayout()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setPen(self._theme.color("client_word", self.strength))
        top = max(0.0, (self.height() - count * line_px) / 2)
        layout.draw(painter, QPointF((self.width() - wide) / 2, top))
