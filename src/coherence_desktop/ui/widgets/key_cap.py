"""The cap of a key, beside the words that the key triggers."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width

HEIGHT_PX = 24
_RADIUS = 6
_PADDING = 7


def _font_px(height: int) -> int:
    return 12 if height <= 24 else round(height * 0.55)


def cap_width(theme: Theme, key: str, height: int = HEIGHT_PX) -> int:
    """Width of a cap of some height, in logical pixels."""
    font = theme.font(_font_px(height), 500)
    return max(height, round(text_width(font, key)) + 2 * _PADDING)


def paint_cap(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    key: str,
    *,
    text: QColor,
    border: QColor,
    fill: QColor | None = None,
) -> None:
    """Draw a cap into ``rect``."""
    height = round(rect.height())
    rounded_box(painter, rect, _RADIUS, fill, border, 1.0 if height <= 24 else 2.0)
    font = theme.font(_font_px(height), 500)
    x = rect.center().x() - text_width(font, key) / 2
    line_text(painter, font, text, x, rect.center().y(), key)


class KeyCap(QWidget):
    """A key as a small bordered box, e.g. ``KeyCap(theme, "F5")``.

    Parameters
    ----------
    theme : Theme
    key : str
        What stands on the key.
    height : int
        In logical pixels.
    """

    def __init__(
        self, theme: Theme, key: str, height: int = HEIGHT_PX, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = key
        self._height = height
        self.setAccessibleName(f"Key {key}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Wide enough for what stands on the key."""
        return QSize(cap_width(self._theme, self._key, self._height), self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        painter = QPainter(self)
        crisp(painter)
        theme = self._theme
        paint_cap(
            painter,
            theme,
            QRectF(self.rect()),
            self._key,
            text=theme.color("ink2"),
            border=theme.color("edge"),
            fill=theme.color("surface"),
        )
