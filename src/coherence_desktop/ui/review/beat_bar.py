"""What can be done with the beat under the cursor, and what can be undone."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coherence_desktop.events import BeatKind
from coherence_desktop.ui.review.edits import Edits
from coherence_desktop.ui.review.kind_menu import KindMenu
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label

_NARROW_PX = 800
"""Narrower than this, some keys go without words."""


class BeatBar(QWidget):
    """A row of actions under the plot, there while a beat is chosen or something was changed.

    Parameters
    ----------
    theme : Theme
    """

    judged = Signal(object)
    """The `BeatKind` that a person gives to the chosen beat."""
    mark_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        quiet = ButtonKind.QUIET
        self.exclude = Button(theme, "Take out", quiet, cap="X", cap_first=True)
        self.accept = Button(theme, "Accept", quiet, cap="A", cap_first=True)
        self.kind = Button(theme, "Kind", quiet, cap="K", cap_first=True)
        self.kind.setAccessibleName("Kind of the beat")
        self.kinds = KindMenu(theme, self)
        self.mark = Button(theme, "Mark", quiet, cap="M", cap_first=True)
        self.undo = Button(theme, "Undo", quiet, cap="Ctrl Z", cap_first=True)
        self.redo = Button(theme, "", quiet, cap="Ctrl Y")
        self.undo.setAccessibleName("Undo")
        self.redo.setAccessibleName("Redo")
        self.words = Label(theme, "", 12, 500)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(self.words, 1)
        self._about_beat = (self.exclude, self.accept, self.kind, self.mark)
        for button in (*self._about_beat, self.undo, self.redo):
            row.addWidget(button)
        self.kind.clicked.connect(lambda: self.kinds.open_over(self.kind))
        self.kinds.chosen.connect(self.judged)
        self.exclude.clicked.connect(lambda: self.judged.emit(BeatKind.EXCLUDED))
        self.accept.clicked.connect(lambda: self.judged.emit(BeatKind.ACCEPTED))
        self.mark.clicked.connect(self.mark_asked)
        self.undo.clicked.connect(self.undo_asked)
        self.redo.clicked.connect(self.redo_asked)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the words about the beat."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW_PX
        self._row.setSpacing(8 if narrow else 16)
        self.undo.set_text("" if narrow else "Undo")
        self.undo.setAccessibleName("Undo")

    def show_state(self, words: str, said: BeatKind | None, edits: Edits, *, chosen: bool) -> None:
        """Offer what fits.

        Parameters
        ----------
        words : str
            What is said of the chosen beat.
        said : BeatKind or None
            What a person says of the chosen beat.
        edits : Edits
        chosen : bool
            Whether there is a chosen beat.
        """
        self.words.set_text(words if chosen else "Choose a beat in the plot")
        self.words.setToolTip(words)
        self.exclude.set_text("Put back" if said is BeatKind.EXCLUDED else "Take out")
        self.accept.set_text("Leave it" if said is BeatKind.ACCEPTED else "Accept")
        self.kinds.check(said)
        for button in self._about_beat:
            button.setEnabled(chosen)
        last, following = edits.last, edits.next
        self.undo.setToolTip(last.about if last is not None else "")
        self.redo.setToolTip(following.about if following is not None else "")
        self.undo.setEnabled(last is not None)
        self.redo.setEnabled(following is not None)
        self.setVisible(chosen or last is not None or following is not None)
