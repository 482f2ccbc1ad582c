"""Restores a back-up where no library is open: at the first start, or for one that fails."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.settings.key_form import KeyForm
from coherence_desktop.ui.settings.outcome import Outcome
from coherence_desktop.ui.shell.keeping.restoring import Restoring
from coherence_desktop.ui.shell.keeping.work import LibraryWork
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel
from coherence_desktop.ui.widgets.quiet_page import QuietPage

_WORDS = (
    "Choose the file. It is checked first; nothing is changed before you say so. "
    "A library that is here already is kept beside it."
)


class RestorePage(QuietPage):
    """Choose the file, see that it is whole, put it in place.

    Parameters
    ----------
    theme : Theme
    library : Path
        Where it goes.
    """

    back_requested = Signal()
    reopening = Signal(object, object)
    """The library is to be opened: its `Path` and its `LibraryKey`."""
    working = Signal(object)
    """The `WorkPage` to show."""

    def __init__(self, theme: Theme, library: Path, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Restore a back-up", _WORDS, parent=parent)
        self.choose = Button(theme, "Choose a back-up", ButtonKind.PRIMARY, height=48, size_px=16)
        self.back = Button(theme, "Back", ButtonKind.TEXT, cap="Esc")
        self.form, self.outcome = KeyForm(theme), Outcome(theme)
        work = LibraryWork(theme, self)
        restoring = Restoring(self.form, self.outcome, work, library, parent=self)
        self.choose.clicked.connect(restoring.choose)
        self.back.clicked.connect(self.back_requested)
        work.began.connect(lambda: self.choose.setEnabled(False))
        work.ended.connect(lambda: self.choose.setEnabled(True))
        work.closing.connect(self.working)
        restoring.reopening.connect(self.reopening)
        restoring.not_done.connect(self.back_requested)
        self._lay_out(library)

    def showEvent(self, event: QShowEvent) -> None:
        """Enter chooses the file."""
        super().showEvent(event)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, library: Path) -> None:
        actions = QHBoxLayout()
        actions.setContentsMargins(32, 12, 32, 20)
        actions.setSpacing(16)
        actions.addWidget(self.choose)
        actions.addWidget(self.back)
        actions.addStretch(1)
        panel = Panel(self.theme, PATIENT_RADIUS)
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(0, 12, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(actions)
        inside.addWidget(self.outcome)
        inside.addWidget(self.form)
        place = Label(self.theme, str(library), 14, token="ink2")
        place.setToolTip(str(library))
        self.body.addWidget(panel)
        self.body.addSpacing(16)
        self.body.addWidget(place)
