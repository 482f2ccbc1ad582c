"""One line of text, written in place: Enter keeps it, Esc leaves it; nothing waits for it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.label import Label

_STYLE = """
QLineEdit {{
    background: {surface}; color: {ink}; border: 1px solid {edge}; border-radius: 8px;
    padding: 0 12px; selection-background-color: {accent}; selection-color: {on_accent};
    placeholder-text-color: {ink3};
}}
"""
_HEIGHT_PX = 48


class TextField(QLineEdit):
    """A single-line field in the look of the app.

    Parameters
    ----------
    theme : Theme
    name : str
        Accessible name.
    placeholder : str
        What may be written there.
    """

    left = Signal()

    def __init__(
        self, theme: Theme, name: str, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setFont(theme.font(14))
        self.setFixedHeight(_HEIGHT_PX)
        attach_focus_ring(self, theme, 8)
        theme.changed.connect(self._restyle)
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; other keys write, and none reaches the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()

    def _restyle(self) -> None:
        tokens = self._theme.tokens
        self.setStyleSheet(
            _STYLE.format(
                surface=tokens.surface,
                ink=tokens.ink,
                edge=tokens.edge,
                accent=tokens.accent,
                on_accent=tokens.on_accent,
                ink3=tokens.ink3,
            )
        )


class LineEntry(QWidget):
    """A caption, one or more fields, and the keys that keep or leave.

    Parameters
    ----------
    theme : Theme
    caption : str
        What is being written.
    *fields : TextField
        In the order in which they are filled.
    """

    kept = Signal()
    left = Signal()

    def __init__(
        self, theme: Theme, caption: str, *fields: TextField, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.fields = fields
        self._caption = Label(theme, caption, 14, 600)
        self._problem = Label(theme, "", 12, 500, "note")
        self._problem.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._caption)
        for field in fields:
            row.addWidget(field, 1 if field.maximumWidth() > 1000 else 0)
            field.returnPressed.connect(self.kept)
            field.left.connect(self.left)
        row.addWidget(self._problem)
        keep = Button(theme, "Save", ButtonKind.PLAIN, cap="Enter")
        self._leave = Button(theme, "Cancel", ButtonKind.TEXT, cap="Esc")
        keep.clicked.connect(self.kept)
        self._leave.clicked.connect(self.left)
        row.addWidget(keep)
        row.addWidget(self._leave)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def open(self, caption: str | None = None) -> None:
        """Start with empty fields, the first one ready to write."""
        if caption is not None:
            self._caption.set_text(caption)
        self.say("")
        for field in self.fields:
            field.clear()
        self.fields[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_esc_leaves(self, leaves: bool) -> None:  # noqa: FBT001 - a state
        """Say whether Esc leaves, or does something more urgent."""
        self._leave.set_cap("Esc" if leaves else "")

    def say(self, problem: str) -> None:
        """Say why it cannot be kept as it is."""
        self._problem.set_text(problem)
        self._problem.setVisible(bool(problem))
