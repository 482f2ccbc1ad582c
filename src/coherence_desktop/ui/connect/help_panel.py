"""Four things that usually help, there before anything fails."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel

HEIGHT_PX = 248
_COMPACT_PX = 224
_STEPS = (
    ("Moisten the two pads", "Water is enough. Dry, it stays asleep."),
    ("Close other heart-rate apps", "A phone or watch may be holding it."),
    ("Turn Bluetooth off and on", "Then search again with F5."),
    ("Change the coin cell", "If it has been about a year: CR2025."),
)


class _Number(QWidget):
    """A number in a soft disc."""

    def __init__(self, theme: Theme, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._number = str(number)
        self.setFixedSize(QSize(30, 30))
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw disc and number."""
        painter = QPainter(self)
        crisp(painter)
        rounded_box(painter, QRectF(self.rect()), 15, self._theme.color("accent_soft"))
        font = self._theme.font(14, 600)
        x = 15 - text_width(font, self._number) / 2
        line_text(painter, font, self._theme.color("ink"), x, 15, self._number)


class HelpPanel(Panel):
    """The four steps under a heading that fits what the list shows.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self.setAccessibleName("Help with finding the strap")
        self.setFixedHeight(HEIGHT_PX)
        self._heading = Label(theme, "", 20, 600)
        steps = QGridLayout()
        steps.setHorizontalSpacing(32)
        steps.setVerticalSpacing(24)
        steps.setContentsMargins(0, 0, 0, 0)
        for index, (title, why) in enumerate(_STEPS):
            steps.addLayout(self._step(theme, index + 1, title, why), index % 2, index // 2)
        steps.setColumnStretch(0, 1)
        steps.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(28)
        column.addWidget(self._heading)
        column.addLayout(steps)
        column.addStretch(1)

    def set_heading(self, text: str) -> None:
        """Change the heading."""
        self._heading.set_text(text)

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001 - a state
        """Give up the room below the steps where the window is low."""
        self.setFixedHeight(_COMPACT_PX if compact else HEIGHT_PX)

    def _step(self, theme: Theme, number: int, title: str, why: str) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, title, 16, 600))
        words.addWidget(Label(theme, why, 14, token="ink2"))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(_Number(theme, number), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row
