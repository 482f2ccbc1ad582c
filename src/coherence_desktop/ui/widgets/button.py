"""Buttons in the kinds that the app knows, with the cap of their key where they have one."""

from enum import StrEnum

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QColor, QEnterEvent, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.glyph import Glyph
from coherence_desktop.ui.widgets.key_cap import HEIGHT_PX as CAP_PX
from coherence_desktop.ui.widgets.key_cap import cap_width, paint_cap
from coherence_desktop.ui.widgets.painting import (
    crisp,
    line_text,
    mixed,
    rounded_box,
    text_width,
)

PRESS_MS = 150
_GAP = 12
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class ButtonKind(StrEnum):
    """What a button is for."""

    PRIMARY = "primary"
    """The page's main action: filled with the accent."""
    PLAIN = "plain"
    STOP = "stop"
    """Ends something; filled with ink."""
    TEXT = "text"
    """Quiet action: accent words alone."""
    QUIET = "quiet"
    """Quieter still: words in the colour of labels, mostly with the cap of a key."""


_BARE = (ButtonKind.TEXT, ButtonKind.QUIET)


class Button(QPushButton):
    """A button.

    Parameters
    ----------
    theme : Theme
    text : str
        Its words; also the accessible name.
    kind : ButtonKind
    cap : str
        What stands on the key that triggers it; the key itself is the page's business.
    glyph : Glyph, optional
        A drawing before the words.
    height : int
        In logical pixels, at least 40.
    size_px : int
        Size of the words.
    cap_first : bool
        The cap stands before the words (marker keys).
    cap_px : int
        Height of the cap.
    radius : int
        Corner radius.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: ButtonKind = ButtonKind.PLAIN,
        *,
        cap: str = "",
        glyph: Glyph | None = None,
        height: int = 40,
        size_px: int = 14,
        cap_first: bool = False,
        cap_px: int = CAP_PX,
        radius: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._kind = kind
        self._cap = cap
        self._glyph = glyph
        self._height = height
        self._size_px = size_px
        self._cap_first = cap_first
        self._cap_px = cap_px
        self._radius = radius
        self._inverted = False
        self._press = 0.0
        self._fade: QVariantAnimation | None = None
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        attach_focus_ring(self, theme, radius)
        theme.changed.connect(self.update)
        self.pressed.connect(self._pressed)
        self.released.connect(self._released)

    @property
    def kind(self) -> ButtonKind:
        """What the button is for."""
        return self._kind

    def set_kind(self, kind: ButtonKind) -> None:
        """Change what the button is for."""
        if kind != self._kind:
            self._kind = kind
            self.update()

    def set_cap(self, cap: str) -> None:
        """Show another key, or none."""
        if cap != self._cap:
            self._cap = cap
            self.updateGeometry()
            self.update()

    def set_glyph(self, glyph: Glyph | None) -> None:
        """Show another drawing, or none."""
        self._glyph = glyph
        self.updateGeometry()
        self.update()

    def set_text(self, text: str) -> None:
        """Change the words and the accessible name with them."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def invert(self, duration_ms: int = PRESS_MS) -> None:
        """Swap ink and ground for a moment, to say that its key was heard."""
        self._inverted = True
        self.update()
        QTimer.singleShot(duration_ms, self, self._revert)

    def sizeHint(self) -> QSize:
        """Room for words, drawing and cap."""
        padding = 0 if self._kind in _BARE else round(16 * self._size_px / 14)
        return QSize(round(self._content_width()) + 2 * padding, self._height)

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses; arrows belong to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, drawing, words and cap."""
        painter = QPainter(self)
        crisp(painter)
        fill, border, words, caps = self._colors()
        box = QRectF(self.rect())
        if fill is not None or border is not None:
            rounded_box(painter, box, self._radius, fill, border)
        x = max(0.0, (self.width() - self._content_width()) / 2)
        middle = box.center().y()
        if self._cap and self._cap_first:
            x = self._paint_cap(painter, x, middle, caps) + self._gap()
        if self._glyph is not None:
            corner = middle - self._glyph.height / 2
            rect = QRectF(x, corner, self._glyph.width, self._glyph.height)
            self._glyph.paint(painter, self._theme, rect, self._glyph_token())
            x += self._glyph.width + self._gap()
        if self.text():
            font = self._font()
            x = line_text(painter, font, words, x, middle, self.text())
            if self._kind in _BARE and self.underMouse() and self.isEnabled():
                start = x - text_width(font, self.text())
                painter.fillRect(QRectF(start, middle + self._size_px * 0.55, x - start, 1), words)
        if self._cap and not self._cap_first:
            self._paint_cap(painter, x + (self._gap() if self.text() else 0), middle, caps)

    def _font(self) -> QFont:
        if self._kind is ButtonKind.QUIET:
            return self._theme.font(self._size_px)
        filled = self._kind in (ButtonKind.PRIMARY, ButtonKind.STOP)
        weight = 600 if filled and self._size_px >= 16 else 500
        return self._theme.font(self._size_px, weight)

    def _gap(self) -> int:
        return max(8, round(_GAP * self._size_px / 16)) if self._cap_first else _GAP

    def _content_width(self) -> float:
        parts = [
            text_width(self._font(), self.text()) if self.text() else 0.0,
            float(cap_width(self._theme, self._cap, self._cap_px)) if self._cap else 0.0,
            float(self._glyph.width) if self._glyph is not None else 0.0,
        ]
        present = [width for width in parts if width]
        return sum(present) + self._gap() * max(0, len(present) - 1)

    def _paint_cap(self, painter: QPainter, x: float, middle: float, color: QColor) -> float:
        width = cap_width(self._theme, self._cap, self._cap_px)
        rect = QRectF(x, middle - self._cap_px / 2, width, self._cap_px)
        framed = self._kind not in (ButtonKind.PRIMARY, ButtonKind.STOP) and not self._inverted
        border = self._theme.color("edge") if framed else color
        fill = self._theme.color("surface") if self._kind in _BARE else None
        paint_cap(painter, self._theme, rect, self._cap, text=color, border=border, fill=fill)
        return x + width

    def _glyph_token(self) -> str | None:
        if not self.isEnabled():
            return "ink3"
        filled = {ButtonKind.PRIMARY: "on_accent", ButtonKind.STOP: "ground"}
        if self._inverted:
            return "surface"
        return filled.get(self._kind, "accent" if self._kind is ButtonKind.TEXT else None)

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor, QColor]:
        """Fill, border, words, cap."""
        color = self._theme.color
        if not self.isEnabled():
            border = None if self._kind in _BARE else color("line")
            return None, border, color("ink3"), color("ink3")
        if self._inverted:
            return color("ink"), None, color("surface"), color("surface")
        share = 0.16 * self._press + (0.08 if self.underMouse() else 0.0)
        if self._kind is ButtonKind.PRIMARY:
            on = color("on_accent")
            return mixed(color("accent"), on, share), None, on, on
        if self._kind is ButtonKind.STOP:
            on = color("ground") if self._theme.dark else color("surface")
            return mixed(color("stop"), on, share), None, on, on
        if self._kind is ButtonKind.TEXT:
            return None, None, mixed(color("accent"), color("ink"), 3 * share), color("ink2")
        if self._kind is ButtonKind.QUIET:
            return None, None, mixed(color("ink2"), color("ink"), 6 * share), color("ink2")
        fill = mixed(color("surface"), color("ink"), 0.6 * share)
        return fill, color("edge"), color("ink"), color("ink2")

    def _pressed(self) -> None:
        if self._fade is not None:
            self._fade.stop()
        self._press = 1.0
        self.update()

    def _released(self) -> None:
        if self._theme.reduced_motion:
            self._set_press(0.0)
            return
        if self._fade is None:
            self._fade = QVariantAnimation(self)
            self._fade.setDuration(PRESS_MS)
            self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
            self._fade.setStartValue(1.0)
            self._fade.setEndValue(0.0)
            self._fade.valueChanged.connect(self._set_press)
        self._fade.start()

    def _set_press(self, value: float) -> None:
        self._press = value
        self.update()

    def _revert(self) -> None:
        self._inverted = False
        self.update()
