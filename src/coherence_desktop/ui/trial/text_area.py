"""A few lines to write in, kept as they are written."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring

IDLE_MS = 1500
"""After this long without a key the text so far is kept."""
_STYLE = """
QPlainTextEdit {{
    background: {surface}; color: {ink}; border: 1px solid {edge}; border-radius: 8px;
    padding: 6px 8px; selection-background-color: {accent}; selection-color: {on_accent};
    placeholder-text-color: {ink3};
}}
QPlainTextEdit:focus {{ border: 1px solid {accent}; }}
"""


class TextArea(QPlainTextEdit):
    """Someone's own words.

    Enter goes on to the next control, Shift+Enter begins a line, Esc leaves. What is written is
    told when writing rests, and when the field is left.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    name : str
        Accessible name.
    hint : str
        Quiet words while it is empty.
    lines : int
        How many lines are seen at least.
    """

    kept = Signal(str, float)
    """The words, and the session time of the last key."""
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], float],
        name: str,
        hint: str = "",
        lines: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._begun = False
        self._t = 0.0
        self._loading = False
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.keep)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFont(theme.font(16))
        self.setTabChangesFocus(True)
        self.setMinimumHeight(20 * lines + 24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._written)
        attach_focus_ring(self, theme, 8)
        theme.changed.connect(self._restyle)
        self._restyle()

    def sizeHint(self) -> QSize:
        """Room for its lines."""
        return QSize(240, self.minimumHeight())

    @property
    def text(self) -> str:
        """What is written."""
        return self.toPlainText().strip()

    def show_text(self, text: str) -> None:
        """Take over what is recorded, unless someone is just writing something else."""
        if not self._begun and text != self.text:
            self._loading = True
            self.setPlainText(text)
            self._loading = False

    def keep(self) -> None:
        """Tell what is written, if it was not yet."""
        self._idle.stop()
        if self._begun:
            self._begun = False
            self.kept.emit(self.text, self._t)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc leave; other keys write, and none reaches the page."""
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was written counts."""
        super().focusOutEvent(event)
        self.keep()

    def _written(self) -> None:
        if not self._loading:
            self._begun = True
            self._t = self._clock()
            self._idle.start()

    def _restyle(self) -> None:
        tokens = self._theme.tokens
        self.setStyleSheet(
            _STYLE.format(
                surface=tokens.surface,
                ink=tokens.ink,
                ink3=tokens.ink3,
                edge=tokens.edge,
                accent=tokens.accent,
                on_accent=tokens.on_accent,
            )
        )
