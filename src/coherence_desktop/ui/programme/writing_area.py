"""Room for a person's own words, with nothing around them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.scroll_area import bar_style

IDLE_MS = 1500
"""After this long without a key the words so far are kept."""
_STYLE = """
QPlainTextEdit {{
    background: {surface}; color: {ink}; border: 1px solid {edge}; border-radius: 12px;
    padding: 14px 18px; selection-background-color: {accent}; selection-color: {on_accent};
    placeholder-text-color: {ink3};
}}
QPlainTextEdit:focus {{ border: 1px solid {accent}; }}
"""


class WritingArea(QPlainTextEdit):
    """Large lines to write in. Ctrl+Enter goes on, Esc gives the keyboard back to the page.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    name : str
        Accessible name.
    hint : str
        Quiet words while it is empty.
    one_line : bool
        A sentence: Enter goes on, as nobody breaks a line in it.
    """

    kept = Signal(str, float)
    """The words, and the session time of the last key."""
    left = Signal()
    going_on = Signal()

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], float],
        name: str,
        hint: str = "",
        *,
        one_line: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._one_line = one_line
        self._told = ""
        self._t = 0.0
        self._loading = False
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.keep)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFont(theme.font(20))
        self.setTabChangesFocus(True)
        self.setMinimumHeight(64 if one_line else 176)
        if one_line:
            self.setMaximumHeight(96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._written)
        attach_focus_ring(self, theme, 12)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        """What is written."""
        return self.toPlainText().strip()

    def show_text(self, text: str) -> None:
        """Show words that are kept already."""
        self._loading = True
        self._told = text
        self.setPlainText(text)
        self.moveCursor(self.textCursor().MoveOperation.End)
        self._loading = False

    def keep(self) -> None:
        """Tell what is written, if it was not yet."""
        self._idle.stop()
        if self.text != self._told:
            self._told = self.text
            self.kept.emit(self.text, self._t)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write; no key that writes reaches the page."""
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (control or self._one_line):
            self.going_on.emit()
        else:
            super().keyPressEvent(event)
            if not control:
                event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was written counts."""
        super().focusOutEvent(event)
        self.keep()

    def _written(self) -> None:
        if not self._loading:
            self._t = self._clock()
            self._idle.start()

    def _restyle(self) -> None:
        tokens = self._theme.tokens
        style = _STYLE.format(
            surface=tokens.surface,
            ink=tokens.ink,
            ink3=tokens.ink3,
            edge=tokens.edge,
            accent=tokens.accent,
            on_accent=tokens.on_accent,
        )
        self.setStyleSheet(style + bar_style(self._theme))
