"""The second look before a session is deleted for good."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coherence_desktop.ui.review.session_entries import SessionEntry
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.words.dates import long_date
from coherence_desktop.ui.words.values import counts

_BEING_DELETED = "The session is being deleted."


class DeleteBar(Panel):
    """Says what is lost, and asks once more.

    Parameters
    ----------
    theme : Theme
    """

    confirmed = Signal(str)
    """Id of the session to delete."""
    left = Signal()
    """It shall be kept."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Delete a session")
        self._session = ""
        self.words = Label(theme, "", 14, wrap=True)
        self.keep = Button(theme, "Keep it", cap="Esc")
        self.confirm = Button(theme, "Delete for good", ButtonKind.STOP)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(16)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.keep)
        row.addWidget(self.confirm)
        self.keep.clicked.connect(self.left)
        self.confirm.clicked.connect(self._confirm)
        self.hide()

    def ask(self, entry: SessionEntry) -> None:
        """Ask about a session; the keyboard is on keeping it."""
        self._session = entry.id
        whose = f" with {entry.client}" if entry.client else ""
        when = f"{long_date(entry.started)}, {entry.started:%H:%M}"
        beats = f"{counts(entry.beats, 'beat')}, " if entry.beats else ""
        self.words.set_text(
            f"This deletes the session of {when}{whose}: {beats}marks, ratings, notes and all "
            "else that was recorded. Nothing brings it back."
        )
        self._enable(enabled=True)
        self.show()
        self.keep.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc keeps it; sideways keys go from one answer to the other."""
        if event.key() == Qt.Key.Key_Escape and self.keep.isEnabled():
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.keep.isEnabled():
            to = self.confirm if self.keep.hasFocus() else self.keep
            to.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            event.accept()

    def _confirm(self) -> None:
        self._enable(enabled=False)
        self.words.set_text(_BEING_DELETED)
        self.confirmed.emit(self._session)

    def _enable(self, *, enabled: bool) -> None:
        self.keep.setEnabled(enabled)
        self.confirm.setEnabled(enabled)
