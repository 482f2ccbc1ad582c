"""A small ring that turns while something is looked for."""

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp

_SIZE = 20
_FRAME_MS = 40
_TURN_S = 2.0


class SearchingRing(QWidget):
    """A quarter of the ring is accent and turns; it rests with reduced motion.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._running = True
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self.update)
        self.setAccessibleName("Searching")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._arrange)

    @property
    def turning(self) -> bool:
        """Whether it moves now."""
        return self._timer.isActive()

    def set_running(self, running: bool) -> None:  # noqa: FBT001 - reads as a sentence
        """Turn, or rest as an empty ring."""
        self._running = running
        self.setAccessibleName("Searching" if running else "Not searching")
        self._arrange()

    def sizeHint(self) -> QSize:
        """Always the same."""
        return QSize(_SIZE, _SIZE)

    def showEvent(self, event: QShowEvent) -> None:
        """Turn while seen."""
        super().showEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while not seen."""
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring and its quarter."""
        painter = QPainter(self)
        crisp(painter)
        ring = QRectF(1.5, 1.5, _SIZE - 3, _SIZE - 3)
        painter.setPen(QPen(self._theme.color("line"), 3))
        painter.drawEllipse(ring)
        if not self._running:
            return
        pen = QPen(self._theme.color("accent"), 3)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        turned = self._clock.elapsed() / 1000 / _TURN_S if self._timer.isActive() else 0.0
        painter.drawArc(ring, round((90 - 360 * turned) * 16), -90 * 16)

    def _arrange(self) -> None:
        if self._running and self.isVisible() and not self._theme.reduced_motion:
            self._timer.start()
        else:
            self._timer.stop()
        self.update()
