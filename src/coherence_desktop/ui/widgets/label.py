"""Words in the type scale of the app."""

from math import ceil

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme

LINE_PX = {12: 16, 14: 20, 16: 24, 20: 28, 28: 36, 40: 48, 64: 72}
"""Line height of each size of the type scale, in logical pixels."""


class Label(QLabel):
    """Words in one size, weight and colour, with the line height of the type scale.

    Parameters
    ----------
    theme : Theme
    text : str
    size_px : int
        A size of the type scale: 12, 14, 16, 20, 28, 40 or 64.
    weight : int
        400 text, 500 labels and page titles, 600 values and panel titles.
    token : str
        Colour.
    wrap : bool
        Break into lines; otherwise it stays one line and is cut with dots when it must be.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        size_px: int = 14,
        weight: int = 400,
        token: str = "ink",
        *,
        wrap: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._token = token
        self._align = align
        self._line_px = LINE_PX[size_px]
        self._font: QFont = theme.font(size_px, weight)
        self.setFont(self._font)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(
            QSizePolicy.Policy.Expanding if wrap else QSizePolicy.Policy.Preferred,
            QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Fixed,
        )
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def set_token(self, token: str) -> None:
        """Draw in another colour."""
        if token != self._token:
            self._token = token
            self.update()

    def set_text(self, text: str) -> None:
        """Show other words; nothing is repainted when they are the same."""
        if text != self.text():
            self.setText(text)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """One line, or about forty letters wide where it wraps."""
        width = QFontMetricsF(self._font).horizontalAdvance(self.text())
        if self.wordWrap():
            width = min(width, 20.0 * self._line_px)
            return QSize(ceil(width) + 1, self.heightForWidth(ceil(width) + 1))
        return QSize(ceil(width) + 1, self._line_px)

    def minimumSizeHint(self) -> QSize:
        """A wrapped label may become narrow; one line may be cut to a few letters."""
        narrow = min(self.sizeHint().width(), 3 * self._line_px)
        return QSize(narrow, self._line_px)

    def hasHeightForWidth(self) -> bool:
        """Whether the height follows from the width."""
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        """Height of all lines at some width."""
        if not self.wordWrap():
            return self._line_px
        return self._line_px * max(1, self._layout(width).lineCount())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, each centred in its line height."""
        painter = QPainter(self)
        painter.setPen(self._theme.color(self._token))
        painter.setFont(self._font)
        metrics = QFontMetricsF(self._font)
        baseline = (self._line_px + metrics.ascent() - metrics.descent()) / 2
        if self.wordWrap():
            self._layout(self.width()).draw(painter, QPointF(0, 0))
            return
        mode = Qt.TextElideMode.ElideRight
        text = metrics.elidedText(self.text(), mode, self.width())
        spare = self.width() - metrics.horizontalAdvance(text)
        painter.drawText(
            QPointF(self._indent(spare), (self.height() - self._line_px) / 2 + baseline), text
        )

    def _indent(self, spare: float) -> float:
        if self._align & Qt.AlignmentFlag.AlignRight:
            return spare
        return spare / 2 if self._align & Qt.AlignmentFlag.AlignHCenter else 0.0

    def _layout(self, width: int) -> QTextLayout:
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self._font)
        option = QTextOption(self._align)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        number = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            spare = (self._line_px - line.height()) / 2
            line.setPosition(QPointF(0, number * self._line_px + spare))
            number += 1
        layout.endLayout()
        return layout
