"""The bordered box that holds what belongs together."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, rounded_box

RADIUS = 12
PATIENT_RADIUS = 16


class Panel(QWidget):
    """A rounded box on ``surface`` with a thin border; lay anything out in it.

    Parameters
    ----------
    theme : Theme
    radius : int
        12 on the clinician's screens, 16 on the patient's.
    fill, border : str
        Tokens.
    """

    def __init__(
        self,
        theme: Theme,
        radius: int = RADIUS,
        fill: str = "surface",
        border: str = "line",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._radius = radius
        self._fill = fill
        self._border = border
        self._border_px = 1.0
        theme.changed.connect(self.update)

    @property
    def theme(self) -> Theme:
        """The look."""
        return self._theme

    def set_border(self, token: str, width_px: float = 1.0) -> None:
        """Draw the border in another token, e.g. ``accent`` while something is due."""
        if (token, width_px) != (self._border, self._border_px):
            self._border, self._border_px = token, width_px
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        painter = QPainter(self)
        crisp(painter)
        color = self._theme.color
        box = QRectF(self.rect())
        fill, border = color(self._fill), color(self._border)
        rounded_box(painter, box, self._radius, fill, border, self._border_px)
