"""Lines to write one's own words in, kept as they are written."""

from collections.abc import Callable
from dataclasses import asdict

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.scroll_area import bar_style

IDLE_MS = 1500
"""After this long without a key the words so far are kept."""
_STYLE = """
QPlainTextEdit {{
    background: {surface}; color: {ink}; border: 1px solid {edge}; border-radius: {radius}px;
    padding: {padding}; selection-background-color: {accent}; selection-color: {on_accent};
    placeholder-text-color: {ink3};
}}
QPlainTextEdit:focus {{ border: 1px solid {accent}; }}
"""


class OwnWords(QPlainTextEdit):
    """Someone's own words: kept when the field is left or put away, and when writing rests.

    Nothing that is shown from elsewhere takes the place of words that are just being written.

    Parameters
    ----------
    theme : Theme
    name : str
        Accessible name.
    hint : str
        Quiet words while it is empty.
    clock : callable
        Session time, in seconds; 0 outside of a session.
    size_px : int
        Of the letters.
    radius_px : int
        Of the corners.
    padding : str
        Between border and words, as in a style sheet.
    at_rest : bool
        Words are kept when writing rests, too, and not only on leaving.
    """

    kept = Signal(str, float)
    """The words, and the time of the last key."""
    left = Signal()
    """Esc: the page may have the keyboard."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        hint: str = "",
        *,
        clock: Callable[[], float] = float,
        size_px: int = 16,
        radius_px: int = 8,
        padding: str = "6px 8px",
        at_rest: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._at_rest = at_rest
        self._look = {"radius": radius_px, "padding": padding}
        self._begun = False
        self._known = ""
        self._t = 0.0
        self._showing = False
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.keep)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFont(theme.font(size_px))
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._written)
        attach_focus_ring(self, theme, radius_px)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        """What is written."""
        return self.toPlainText().strip()

    def show_text(self, text: str) -> None:
        """Take over what is kept already."""
        if self._begun:
            return
        self._known = text
        if text != self.text:
            self._showing = True
            self.setPlainText(text)
            self.moveCursor(self.textCursor().MoveOperation.End)
            self._showing = False

    def keep(self) -> None:
        """Tell what is written, if it was not yet."""
        self._idle.stop()
        if self._begun:
            self._begun = False
            if self.text != self._known:
                self._known = self.text
                self.kept.emit(self.text, self._t)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write; Esc leaves, and no key that writes reaches the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif not self._take_enter(event):
            super().keyPressEvent(event)
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was written counts."""
        super().focusOutEvent(event)
        self.keep()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was written counts."""
        self.keep()
        super().hideEvent(event)

    def _take_enter(self, event: QKeyEvent) -> bool:
        """Act on an Enter that does not begin a line; true if it was one."""
        return False

    def _written(self) -> None:
        if not self._showing:
            self._begun = True
            self._t = self._clock()
            if self._at_rest:
                self._idle.start()

    def _restyle(self) -> None:
        style = _STYLE.format(**asdict(self._theme.tokens), **self._look)
        self.setStyleSheet(style + bar_style(self._theme))
