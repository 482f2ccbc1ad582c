"""How far work is: a thin track that fills."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, rounded_box

_TRACK_PX, _STEPS = 8, 1000


class ProgressBar(QProgressBar):
    """A track that fills from left to right.

    Parameters
    ----------
    theme : Theme
    name : str
        Accessible name: what is under way.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setRange(0, _STEPS)
        self.setValue(0)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def share(self) -> float:
        """What is done, from 0 to 1."""
        return self.value() / _STEPS

    def set_share(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        self.setValue(round(_STEPS * min(1.0, max(0.0, share))))

    def sizeHint(self) -> QSize:
        """A thin line."""
        return QSize(160, _TRACK_PX)

    def minimumSizeHint(self) -> QSize:
        """It may become short."""
        return QSize(40, _TRACK_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track and what is done of it."""
        painter = QPainter(self)
        crisp(painter)
        track = QRectF(0, (self.height() - _TRACK_PX) / 2, self.width(), _TRACK_PX)
        rounded_box(painter, track, _TRACK_PX / 2, self._theme.color("line"))
        if self.value():
            track.setWidth(max(_TRACK_PX, self.width() * self.share))
            rounded_box(painter, track, _TRACK_PX / 2, self._theme.color("accent"))
