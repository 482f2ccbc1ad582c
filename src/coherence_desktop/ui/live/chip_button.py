"""A status chip that can be pressed, to switch what it tells on and off."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.painting import (
    crisp,
    line_text,
    mixed,
    rounded_box,
    text_width,
)

_DRAWN_PX = 32
_TARGET_PX = 40
_PADDING_PX = 14
_GAP_PX = 10


class ChipButton(QAbstractButton):
    """Icon and words in a chip; checked is on.

    Parameters
    ----------
    theme : Theme
    icon : Icon
    words : str
        Without the state, e.g. ``Patient screen``.
    """

    def __init__(
        self, theme: Theme, icon: Icon, words: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._words = words
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(self._tell)
        attach_focus_ring(self, theme, _DRAWN_PX / 2, self._drawn)
        theme.changed.connect(self.update)
        self._tell()

    def set_words(self, words: str) -> None:
        """Call it something else."""
        if words != self._words:
            self._words = words
            self.updateGeometry()
            self._tell()

    def sizeHint(self) -> QSize:
        """Wide enough for either state, so that switching moves nothing."""
        return QSize(self.width_with(self._words), _TARGET_PX)

    def width_with(self, words: str) -> int:
        """Width that the chip would have with other words."""
        wide = text_width(self._theme.font(14), f"{words} off")
        return round(self._icon.width + _GAP_PX + wide) + 2 * _PADDING_PX

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, icon and words."""
        painter = QPainter(self)
        crisp(painter)
        theme, box = self._theme, QRectF(self._drawn())
        share = 0.10 if self.isDown() else 0.05 if self.underMouse() else 0.0
        fill = mixed(theme.color("surface"), theme.color("ink"), share)
        rounded_box(painter, box, _DRAWN_PX / 2, fill, theme.color("edge"))
        middle, size = box.center().y(), self._icon.width
        at = QRectF(_PADDING_PX, middle - size / 2, size, size)
        self._icon.paint(painter, theme, at, None if self.isChecked() else "ink3")
        words = theme.color("ink" if self.isChecked() else "ink2")
        line_text(painter, theme.font(14), words, at.right() + _GAP_PX, middle, self.text())

    def _drawn(self) -> QRect:
        return QRect(0, (self.height() - _DRAWN_PX) // 2, self.width(), _DRAWN_PX)

    def _tell(self) -> None:
        self.setText(f"{self._words} {'on' if self.isChecked() else 'off'}")
        self.setAccessibleName(self.text())
        self.update()
