"""A strip that says plainly what went wrong, or well, without stopping anything."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.painting import crisp, rounded_box
from coherence_desktop.ui.widgets.quality_badge import QualityLevel, QualityMark


class Notice(QWidget):
    """Words on ``note soft``, good ones on ``accent soft``; hidden while there are none.

    Parameters
    ----------
    theme : Theme
    text : str
        What happened, what it means, what to do.
    radius : int
        Corner radius; 0 for a strip that runs from edge to edge.
    good : bool
        Whether what it says is good.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        radius: int = 8,
        *,
        good: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._radius = radius
        self._fill = "accent_soft" if good else "note_soft"
        self._label = Label(theme, text, 14, 500, "ink" if good else "note", wrap=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 12, 16, 12)
        self._row.setSpacing(12)
        level = QualityLevel.CLEAN if good else QualityLevel.CARE
        self._mark = GlyphView(theme, QualityMark(level, 14))
        self._mark.setFixedHeight(20)
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._words = QVBoxLayout()
        self._words.addWidget(self._label)
        self._row.addLayout(self._words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(text)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """What the strip says."""
        return self._label.text()

    def set_text(self, text: str | None) -> None:
        """Say something else; nothing hides the strip."""
        self._label.set_text(text or "")
        self.setAccessibleName(text or "")
        self.setVisible(bool(text))

    def add_action(self, button: Button) -> None:
        """Put a button at the right end; the first line stands at its height."""
        height, spare = button.sizeHint().height(), (button.sizeHint().height() - 20) // 2
        self._row.setContentsMargins(16, 4, 16, 4)
        self._words.setContentsMargins(0, spare, 0, spare)
        self._mark.setFixedHeight(height)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip."""
        painter = QPainter(self)
        crisp(painter)
        rounded_box(painter, QRectF(self.rect()), self._radius, self._theme.color(self._fill))
