"""Status chips: a drawing and words on one line, quiet until there is news."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.glyph import Glyph
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width

HEIGHT_PX = 32
_PADDING = 14
_GAP = 8


class Chip(QWidget):
    """One line of drawings and words, e.g. ``Chip(theme, Icon("strap"), "in contact")``.

    Parameters
    ----------
    theme : Theme
    *parts : Glyph or str
        What stands in it, from the left.
    note : bool
        News: words in ``note`` on ``note soft``.
    """

    def __init__(
        self,
        theme: Theme,
        *parts: Glyph | str,
        note: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[Glyph | str, ...] = ()
        self._note = note
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_parts(parts, note=note)
        theme.changed.connect(self.update)

    @property
    def note(self) -> bool:
        """Whether the chip tells news."""
        return self._note

    @property
    def text(self) -> str:
        """The words of the chip."""
        return " ".join(part for part in self._parts if isinstance(part, str))

    def set_parts(self, parts: Sequence[Glyph | str], *, note: bool = False) -> None:
        """Show something else; nothing is repainted when it is the same."""
        if tuple(parts) == self._parts and note == self._note:
            return
        self._parts = tuple(parts)
        self._note = note
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all parts on one line."""
        font = self._theme.font(14)
        widths = [
            text_width(font, part) if isinstance(part, str) else part.width for part in self._parts
        ]
        content = sum(widths) + _GAP * max(0, len(widths) - 1)
        return QSize(round(content) + 2 * _PADDING, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, then part after part."""
        painter = QPainter(self)
        crisp(painter)
        color = self._theme.color
        box = QRectF(self.rect())
        if self._note:
            rounded_box(painter, box, HEIGHT_PX / 2, color("note_soft"))
        else:
            rounded_box(painter, box, HEIGHT_PX / 2, color("surface"), color("line"))
        font = self._theme.font(14)
        words = color("note" if self._note else "ink")
        x = float(_PADDING)
        middle = box.center().y()
        for part in self._parts:
            if isinstance(part, str):
                x = line_text(painter, font, words, x, middle, part) + _GAP
                continue
            rect = QRectF(x, middle - part.height / 2, part.width, part.height)
            part.paint(painter, self._theme, rect, "note" if self._note else None)
            x += part.width + _GAP
