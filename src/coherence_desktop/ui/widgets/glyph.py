"""Glyphs: small drawings that stand beside words in chips, buttons and rows."""

from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp


class Glyph(Protocol):
    """A drawing of a fixed size in theme colours."""

    @property
    def width(self) -> int:
        """Width in logical pixels."""
        ...

    @property
    def height(self) -> int:
        """Height in logical pixels."""
        ...

    def paint(self, painter: QPainter, theme: Theme, rect: QRectF, token: str | None) -> None:
        """Draw into ``rect``; ``token`` replaces the glyph's own colour where it is given."""
        ...


class GlyphView(QWidget):
    """A glyph as a widget of its own.

    Parameters
    ----------
    theme : Theme
    glyph : Glyph
    name : str
        Accessible name; empty for a decoration that the words beside it already say.
    """

    def __init__(
        self, theme: Theme, glyph: Glyph, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._glyph = glyph
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    @property
    def glyph(self) -> Glyph:
        """What is drawn."""
        return self._glyph

    def set_glyph(self, glyph: Glyph) -> None:
        """Draw something else."""
        if glyph != self._glyph:
            self._glyph = glyph
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Size of the glyph."""
        return QSize(self._glyph.width, self._glyph.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the glyph in the middle."""
        painter = QPainter(self)
        crisp(painter)
        size = self._glyph.width, self._glyph.height
        corner = (self.width() - size[0]) / 2, (self.height() - size[1]) / 2
        self._glyph.paint(painter, self._theme, QRectF(*corner, *size), None)
